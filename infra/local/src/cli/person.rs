//! `export` and `erase`: what a person may ask for, through the suite that runs on the data folder or one of its own, over the HTTP API.
//! Erasing waits until everything is removed and prints the receipt.

use std::time::Duration;

use clap::Args;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::api::{Api, read};
use super::{Common, print};
use crate::error::Error;

/// The function that erases.
const FUNCTION: &str = "erase";
/// How often a running suite is asked whether it is done: its clock fires each minute.
const ASK_AGAIN: Duration = Duration::from_secs(2);
/// Times that it is asked.
const TIMES_MAX: u32 = 60;

/// Whom.
#[derive(Clone, Debug, Args)]
pub(super) struct Whom {
    /// The customer's id, as senders write it
    id: String,
    /// It is a visitor's id
    #[arg(long)]
    anonymous: bool,
}

impl Whom {
    /// Returns the query that names the person.
    fn query(&self) -> String {
        let name = if self.anonymous { "anonymous_id" } else { "customer_id" };
        form_urlencoded::Serializer::new(String::new()).append_pair(name, &self.id).finish()
    }
}

/// Prints everything about a person as JSON.
pub(super) async fn export(common: &Common, whom: &Whom) -> Result<(), Error> {
    let api = Api::of(common, "read_keys").await?;
    let asked = ask(&api, Method::GET, &format!("/v1/journey/export?{}", whom.query())).await;
    api.end().await?;
    let whole = serde_json::to_string_pretty(&asked?).map_err(|error| Error::failed("export", error))?;
    print(&format!("{whole}\n"))
}

/// Erases a person and prints the receipt.
pub(super) async fn erase(common: &Common, whom: &Whom) -> Result<(), Error> {
    let api = Api::of(common, "read_keys").await?;
    let erased = order(&api, whom).await;
    api.end().await?;
    print(&told(&erased?))
}

/// Asks, and returns what a good answer says.
async fn ask(api: &Api, method: Method, path: &str) -> Result<Value, Error> {
    let request = reqwest::Client::new().request(method, format!("{}{path}", api.address));
    let (status, text) = api.send(request.header("accept", "application/json")).await?;
    let answer = read(&text);
    if status.is_success() {
        return Ok(answer);
    }
    let word = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    let hint = if status == StatusCode::NOT_FOUND { "; was the id written as senders write it?" } else { "" };
    Err(Error::failed(word("title"), format!("{}{hint}", word("detail"))))
}

/// Orders an erasure, and waits for its first pass.
async fn order(api: &Api, whom: &Whom) -> Result<Value, Error> {
    let ordered = ask(api, Method::DELETE, &format!("/v1/journey?{}", whom.query())).await?;
    let id = ordered["receipt"]["id"].as_str().unwrap_or_default();
    let path = format!("/v1/erasures/{id}");
    for _ in 0..TIMES_MAX {
        match &api.own {
            Some(stack) => drop(stack.invoke(FUNCTION, "{}".to_owned()).await?),
            None => tokio::time::sleep(ASK_AGAIN).await,
        }
        let receipt = ask(api, Method::GET, &path).await?;
        if receipt["receipt"]["state"] != "ordered" {
            return Ok(receipt);
        }
    }
    // A long journey takes several minutes: it goes on by itself.
    ask(api, Method::GET, &path).await
}

/// Words a receipt.
fn told(answer: &Value) -> String {
    let receipt = &answer["receipt"];
    let word = |name: &str| receipt[name].as_str().unwrap_or("-").to_owned();
    let mut text = match receipt["state"].as_str() {
        Some("ordered") => "\n  The erasure is ordered and goes on by itself.\n".to_owned(),
        _ => format!("\n  Erased at {}. What comes late is looked for at {}.\n", word("erased_at"), word("again_at")),
    };
    for (kind, count) in receipt["removed"].as_object().into_iter().flatten() {
        text += &format!("    {}: {count}\n", kind.replace('_', " "));
    }
    if receipt["in_backups_until"].is_string() {
        let (stream, backups) = (word("in_stream_until"), word("in_backups_until"));
        text += &format!("  On AWS the table's stream holds it until {stream}, backups until {backups}.\n");
    }
    text + &format!("  Receipt: {}\n", word("id"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_receipt_says_what_was_removed_and_until_when_copies_last() {
        let receipt = json!({"receipt": {"id": "5c1e", "state": "erased", "erased_at": "2026-11-30T10:00:00Z",
            "again_at": "2026-12-02T10:00:00Z", "removed": {"case_events": 3}, "in_stream_until": "2026-12-01",
            "in_backups_until": "2027-01-04"}});
        let text = told(&receipt);
        for part in ["Erased at 2026-11-30T10:00:00Z", "case events: 3", "backups until 2027-01-04", "Receipt: 5c1e"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        let ordered = told(&json!({"receipt": {"id": "5c1e", "state": "ordered", "removed": {}}}));
        assert!(ordered.contains("goes on by itself") && !ordered.contains("backups"), "{ordered}");
        let whom = Whom { id: "a/b&c".into(), anonymous: false };
        assert_eq!(whom.query(), "customer_id=a%2Fb%26c");
    }
}
