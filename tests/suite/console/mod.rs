//! The console through its front door: who gets in, who does not, and what is written down of it.

use serde_json::Value;
use tests::http::{Answer, Asking};
use tests::suite::{Setting, Suite};

mod mail;
mod pages;
mod provider;
mod sessions;
mod set_up;
mod undo;

pub(crate) const KEY: &str = "[console]\nkey = 'a-key-for-sessions-of-this-test-only'\naudit_days = 30\n";
pub(crate) const PEOPLE: &str = "\
[[people]]\nname = 'Ana'\nemail = 'ana@example.com'\nrole = 'admin'\n\
[[people]]\nname = 'Eva'\nemail = 'eva@example.com'\nrole = 'agent'\nlanguage = 'es'\n\
[[people]]\nname = 'Leo'\nemail = 'leo@example.com'\nrole = 'viewer'\n";

/// A browser as far as it keeps cookies.
pub(crate) struct Visitor<'a> {
    suite: &'a Suite,
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) agent: &'static str,
}

impl<'a> Visitor<'a> {
    pub(crate) fn new(suite: &'a Suite) -> Self {
        Self { suite, cookies: Vec::new(), agent: "Firefox" }
    }

    pub(crate) fn copy(&self) -> Self {
        Self { cookies: self.cookies.clone(), ..*self }
    }

    fn with(&self, asking: Asking) -> Asking {
        let line: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let asking = asking.header("user-agent", self.agent).header("accept", "text/html");
        if line.is_empty() { asking } else { asking.header("cookie", &line.join("; ")) }
    }

    fn keep(&mut self, answer: &Answer) {
        for line in answer.headers.get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let answer = self.with(self.suite.http.get(path)).send().await;
        self.keep(&answer);
        answer
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let asking = self.with(self.suite.http.post(path)).header("origin", self.suite.stack.address());
        let answer = asking.form(fields).send().await;
        self.keep(&answer);
        answer
    }

    /// Signs in by one click.
    pub(crate) async fn signed_in(suite: &'a Suite, email: &str) -> Self {
        let mut visitor = Self::new(suite);
        let page = visitor.get("/sign-in").await;
        let answer = visitor.post("/sign-in/local", &[("token", &hidden(&page.text, "token")), ("email", email)]).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{}", answer.text);
        visitor
    }

    /// Opens a page and returns the token of its forms.
    pub(crate) async fn csrf(&mut self, path: &str) -> String {
        let page = self.get(path).await;
        assert_eq!(page.status, 200, "{}", page.text);
        hidden(&page.text, "csrf")
    }
}

/// Returns the value of a hidden field.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    page.split(&start).nth(1).unwrap_or_else(|| panic!("no {name} in {page}")).split('"').next().unwrap().to_owned()
}

pub(crate) async fn suite() -> Suite {
    Suite::with(Setting { more: format!("[pacing]\ngather_minutes = 0\n{KEY}{PEOPLE}"), ..Setting::default() }).await
}

/// Returns what the audit trail says: who, what, about what.
pub(crate) async fn trail(suite: &Suite) -> Vec<(String, String, String)> {
    let mut entries = Vec::new();
    for item in suite.items().await {
        if !item["pk"].as_s().unwrap().starts_with("AUDIT#") {
            continue;
        }
        let entry: Value = serde_dynamo::from_item(item).unwrap();
        if entry["who"] == "configuration" {
            continue;
        }
        assert!(entry["expires_at"].is_number() && entry["from"] == "127.0.0.1", "{entry}");
        let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        entries.push((text("who"), text("what"), text("about")));
    }
    entries
}
