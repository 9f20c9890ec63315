//! What the console reads of the configuration, beside what all functions read: the people, how they sign in, and the names of
//! keys, senders and channels. Sends nothing and decides nothing.

use std::collections::BTreeSet;

use domain::vocabulary::Language;
use jiff::Timestamp;
use recovery::plan::Plan;
use runtime::configuration::{Complaint, Configuration, Document, InvalidDocument, Parts, Place, Whole};
use runtime::environment::{Environment, StartError};
use runtime::http::access::{KeyKind, KeyText};
use schemars::JsonSchema;
use serde::Deserialize;

/// Days that the audit trail is kept, if the configuration does not say.
const AUDIT_DAYS: u32 = 400;
const AUDIT_DAYS_MAX: u32 = 3_650;
/// Characters of an e-mail address, at most (RFC 5321).
const EMAIL_MAX: usize = 254;
const NAME_MAX: usize = 80;

/// What a person may do. Each may do what those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads.
    Viewer,
    /// Works on cases.
    Agent,
    /// Also sees the set-up, the audit trail, and replays.
    Admin,
}

/// Somebody who may sign in to the console.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name that cases and histories show.
    #[schemars(example = &"Eva")]
    pub name: String,
    /// The address by which the person signs in.
    #[schemars(example = &"eva@example.com")]
    pub email: String,
    /// What the person may do: a `viewer` reads, an `agent` works on cases, an `admin` also sees the set-up.
    #[schemars(example = &"agent")]
    pub role: Role,
    /// The language of the person's pages; the deployment's if left out.
    #[serde(default)]
    #[schemars(example = &"es")]
    pub language: Option<Language>,
}

impl Person {
    /// Returns whether an address is this person's: capital letters do not matter.
    pub fn is(&self, email: &str) -> bool {
        self.email.eq_ignore_ascii_case(email.trim())
    }
}

/// The company's own provider of identities (OpenID Connect).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// The provider's address, under which `/.well-known/openid-configuration` is found.
    #[schemars(example = &"https://login.example.com")]
    pub issuer: String,
    /// The name by which the provider knows Moments.
    #[schemars(example = &"moments")]
    pub client_id: String,
    /// The secret that the provider gave out with it.
    #[schemars(example = &"…")]
    pub client_secret: KeyText,
}

/// A write key as it may be shown: of a secret one there is no key.
#[derive(Clone, Debug, Deserialize)]
pub struct ShownKey {
    /// The source of what it posts.
    pub name: String,
    /// What it may do.
    pub kind: KeyKind,
    /// Pages that may use it.
    #[serde(default)]
    pub origins: Vec<String>,
    /// The key, if anybody may see it.
    #[serde(default)]
    pub key: Option<KeyText>,
}

/// The section `[console]`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Console {
    /// What signs sessions: at least 32 characters that nobody can guess (`openssl rand -base64 32`). Without it nobody signs in.
    #[schemars(example = &"at-least-32-characters-that-nobody-guesses")]
    pub key: Option<KeyText>,
    /// The key before, whose sessions go on.
    #[schemars(example = &"the-key-before-this-one-of-32-characters")]
    pub previous: Option<KeyText>,
    /// The channel of kind `email` that carries links to sign in. Without it no links are sent.
    #[schemars(example = &"duty")]
    pub mail: Option<String>,
    /// Sessions from before this time have ended: change it to sign everybody out.
    #[schemars(with = "Option<String>", example = &"2026-11-30T09:00:00Z")]
    pub sessions_from: Option<Timestamp>,
    /// Days that the audit trail is kept; 400 if left out.
    #[schemars(example = 400)]
    pub audit_days: Option<u32>,
    /// The company's own provider, by OpenID Connect.
    pub oidc: Option<Company>,
    /// Written by `moments config push`: the keys as they may be shown.
    #[schemars(skip)]
    write_keys: Vec<ShownKey>,
    /// Written by `moments config push`: the names of the senders.
    #[schemars(skip)]
    senders: Vec<String>,
}

impl Console {
    /// Returns the days that the audit trail is kept.
    pub fn audit_days(&self) -> u32 {
        self.audit_days.unwrap_or(AUDIT_DAYS)
    }
}

/// The sections that only the console reads, as they are written.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Sections {
    /// Who may sign in to the console.
    people: Vec<Person>,
    /// How people sign in to the console.
    console: Console,
}

/// Returns the schema of the sections that only the console reads, for who documents and checks them.
pub fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    Sections::json_schema(generator)
}

/// The document of the console.
#[derive(Debug)]
pub struct ConsoleDocument {
    /// What every function reads.
    pub common: Document,
    /// Who is told of what, and by when somebody has to act.
    pub plan: Plan,
    /// How people sign in.
    pub console: Console,
    /// Who may sign in.
    pub people: Vec<Person>,
    /// The write keys as they may be shown.
    pub keys: Vec<ShownKey>,
    /// The names of the senders.
    pub senders: Vec<String>,
}

impl ConsoleDocument {
    /// Reads and checks a document.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn read(parts: &Parts) -> Result<Self, InvalidDocument> {
        parts.read_as(Self::of)
    }

    /// Checks a document that is put together.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn of(whole: &Whole<'_>) -> Result<Self, InvalidDocument> {
        let (common, (plan, (people, console))) =
            InvalidDocument::both(Document::of(whole), InvalidDocument::both(Plan::of(whole), own(whole)))?;
        let written = common.write_keys.iter().map(|key| ShownKey {
            name: key.name.clone(),
            kind: key.kind,
            origins: key.origins.clone(),
            key: (key.kind == KeyKind::Publishable).then(|| key.key.clone()),
        });
        let keys = written.chain(console.write_keys.iter().cloned()).collect();
        let named = whole.table().get_ref().get("senders").and_then(|senders| senders.get_ref().as_table());
        let named = named.into_iter().flat_map(|senders| senders.keys().map(|name| name.get_ref().to_string()));
        let senders = named.chain(console.senders.iter().cloned()).collect();
        Ok(Self { common, plan, console, people, keys, senders })
    }

    /// Reads the configuration of the console.
    ///
    /// # Errors
    /// It cannot be read, or it is wrong.
    pub async fn load(environment: &Environment) -> Result<Configuration<Self>, StartError> {
        Configuration::load_as(environment, Self::read).await
    }

    /// Finds a person by an address.
    pub fn person(&self, email: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.is(email))
    }
}

/// Reads and checks the console's own sections.
fn own(whole: &Whole<'_>) -> Result<(Vec<Person>, Console), InvalidDocument> {
    let Sections { people, console } = whole.read()?;
    let mut wrong = wrong_people(whole, &people);
    let mut at = |path: &str, why: &str| wrong.push(whole.complain(path, format!("{path}: {why}")));
    for (path, key) in [("console.key", &console.key), ("console.previous", &console.previous)] {
        if key.as_ref().is_some_and(|key| !key.can_sign()) {
            at(path, "must have at least 32 characters");
        }
    }
    if console.audit_days.is_some_and(|days| !(1..=AUDIT_DAYS_MAX).contains(&days)) {
        at("console.audit_days", "must be from 1 to 3650");
    }
    if let Some(company) = &console.oidc
        && !is_provider(&company.issuer, whole.place())
    {
        at("console.oidc.issuer", "must be an https address without a query, as the provider writes it");
    }
    let listeners: Vec<_> = whole
        .table()
        .get_ref()
        .get("channels")
        .and_then(|list| list.get_ref().as_array())
        .into_iter()
        .flat_map(|list| list.iter())
        .filter_map(|channel| channel.get_ref().as_table())
        .filter(|channel| {
            let text = |name: &str| channel.get(name).and_then(|value| value.get_ref().as_str());
            text("kind") == Some("email") && text("name") == console.mail.as_deref()
        })
        .collect();
    if console.mail.is_some() && listeners.is_empty() {
        at("console.mail", "must be the name of a channel of kind email");
    }
    InvalidDocument::unless_empty(wrong)?;
    Ok((people, console))
}

fn wrong_people(whole: &Whole<'_>, people: &[Person]) -> Vec<Complaint> {
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    for (index, person) in people.iter().enumerate() {
        let mut at = |field: &str, why: &str| {
            let path = format!("people[{index}].{field}");
            wrong.push(whole.complain(&path, format!("{path}: {why}")));
        };
        if !is_email(&person.email) {
            at("email", "must be an e-mail address");
        }
        if !seen.insert(person.email.to_ascii_lowercase()) {
            at("email", "is another person's too");
        }
        let name = person.name.trim();
        if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
            at("name", "must have 1 to 80 characters");
        }
    }
    wrong
}

/// Returns whether a text can be an e-mail address: one that mail servers take as it is.
pub(crate) fn is_email(text: &str) -> bool {
    let is_plain = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !br#"<>()[],;:\" "#.contains(&byte))
    };
    text.len() <= EMAIL_MAX
        && text.split_once('@').is_some_and(|(user, host)| is_plain(user) && is_plain(host) && !host.contains('@'))
}

/// Returns whether an address can be a provider's: `https`, and `http` on this machine where it is a laptop's or an emulator's.
fn is_provider(issuer: &str, place: Place) -> bool {
    let Some((scheme, rest)) = issuer.split_once("://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = place != Place::Aws && matches!(name, "127.0.0.1" | "localhost" | "[::1]");
    !host.is_empty() && !issuer.contains(['?', '#', '@', ' ']) && (scheme == "https" || (scheme == "http" && is_here))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> String {
        ConsoleDocument::read(&Parts::of(text)).map(drop).map_err(|error| error.to_string()).err().unwrap_or_default()
    }

    #[test]
    fn people_and_keys_are_checked() {
        assert_eq!(wrong("[[people]]\nname = 'Eva'\nemail = 'eva@example.com'\nrole = 'agent'"), "");
        for (text, expected) in [
            ("[[people]]\nname = 'Eva'\nemail = 'eva'\nrole = 'agent'", "must be an e-mail address"),
            ("[[people]]\nname = ' '\nemail = 'e@x.y'\nrole = 'agent'", "must have 1 to 80 characters"),
            ("[[people]]\nname = 'E'\nemail = 'e@x.y'\nrole = 'boss'", "expected one of"),
            (
                "[[people]]\nname = 'E'\nemail = 'e@x.y'\nrole = 'agent'\n\
                 [[people]]\nname = 'F'\nemail = 'E@X.y'\nrole = 'agent'",
                "is another person's too",
            ),
            ("[console]\nkey = 'hunter2'", "console.key: must have at least 32 characters"),
            ("[console]\naudit_days = 0", "must be from 1 to 3650"),
            ("[console]\nmail = 'duty'", "must be the name of a channel of kind email"),
            (
                "[console.oidc]\nissuer = 'http://x.y'\nclient_id = 'm'\nclient_secret = 'hunter2'",
                "must be an https address",
            ),
        ] {
            let told = wrong(text);
            assert!(told.contains(expected) && !told.contains("hunter2"), "{expected}: {told}");
        }
    }

    #[test]
    fn an_address_has_one_sign_and_nothing_that_ends_a_header() {
        for email in ["eva@example.com", "e.v+a@x.y"] {
            assert!(is_email(email), "{email}");
        }
        for other in ["", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\r\nBcc: x@y", "<a@b>", "a,b@c", "a@\u{f1}.es"] {
            assert!(!is_email(other), "{other:?}");
        }
    }

    #[test]
    fn a_provider_on_this_machine_is_for_a_laptop() {
        assert!(is_provider("https://login.example.com/tenant", Place::Aws));
        assert!(is_provider("http://127.0.0.1:9", Place::Laptop) && !is_provider("http://127.0.0.1:9", Place::Aws));
        for other in ["http://login.example.com", "https://", "https://a?b", "https://u@h", "login.example.com"] {
            assert!(!is_provider(other, Place::Laptop), "{other}");
        }
    }
}
