//! What the console reads of the configuration, beside what all functions read: the people, how they sign in, and the names of
//! keys, senders and channels. Sends nothing and decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use domain::identity::Identity;
use domain::rules::Rules;
use domain::vocabulary::Language;
use jiff::Timestamp;
use lambda_http::http::Uri;
use monitoring::Declared;
use recovery::plan::Plan;
use runtime::configuration::{Complaint, Configuration, Document, InvalidDocument, Parts, Place, Whole};
use runtime::environment::{Environment, StartError};
use runtime::http::access::{KeyKind, KeyText};
use runtime::https::is_loopback;
use schemars::JsonSchema;
use serde::Deserialize;

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

impl ShownKey {
    /// Leaves out a key that the configuration holds as its hash: nobody could send with it.
    fn without_hash(mut self) -> Self {
        self.key = self.key.filter(|key| !key.is_hashed());
        self
    }
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
    /// The company's own provider of OpenID Connect, with which people may sign in.
    pub provider: Option<Provider>,
    /// Sessions from before this time have ended: change it to sign everybody out.
    #[schemars(with = "Option<String>", example = &"2026-11-30T09:00:00Z")]
    pub sessions_from: Option<Timestamp>,
    /// Days that the lines of the console in the audit trail are kept; `audit_days` of the document if left out.
    #[schemars(example = 400)]
    pub audit_days: Option<u32>,
    /// Written by `moments config push`: the keys as they may be shown.
    #[schemars(skip)]
    write_keys: Vec<ShownKey>,
    /// Written by `moments config push`: the names of the senders.
    #[schemars(skip)]
    senders: Vec<String>,
}

/// The section `[console.provider]`: a provider of OpenID Connect, and what this deployment is called there.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The provider's address, exactly as it names itself under `/.well-known/openid-configuration`.
    #[schemars(example = &"https://login.example.com")]
    pub issuer: String,
    /// The identifier of this deployment at the provider. Register `{address}/sign-in/provider/back` there to come back to.
    #[schemars(example = &"moments")]
    pub client_id: String,
    /// The secret that the provider gave to this deployment.
    #[schemars(example = &"the-secret-that-the-provider-shows-once")]
    pub client_secret: KeyText,
    /// The name on the button; the provider's host if left out.
    #[serde(default)]
    #[schemars(example = &"Example Inc.")]
    pub name: Option<String>,
    /// Whether an address counts that the provider does not call verified, because it never says so, and `preferred_username` where there is no
    /// address. Only for the directory of your own company in which nobody can enter an address for themselves, such as one tenant of
    /// Microsoft Entra ID. An address that it calls not verified never counts.
    #[serde(default)]
    #[schemars(example = &true)]
    pub vouches_for_addresses: bool,
}

impl Provider {
    /// Returns the name that people see.
    pub fn shown_name(&self) -> &str {
        let host = || self.issuer.split('/').nth(2).unwrap_or(&self.issuer);
        self.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or_else(host)
    }

    /// Returns the fields that cannot be right, and why.
    fn wrong(&self, place: Place) -> Vec<(&'static str, &'static str)> {
        let parts = self.issuer.parse::<Uri>().ok();
        let is_address = parts.is_some_and(|uri| {
            let host = uri.host().unwrap_or_default();
            let is_safe = uri.scheme_str() == Some("https")
                || (place == Place::Laptop && uri.scheme_str() == Some("http") && is_loopback(host));
            is_safe && !host.is_empty() && uri.query().is_none() && !self.issuer.contains(['#', '@'])
        });
        let is_text =
            |text: &str| !text.trim().is_empty() && text.chars().count() <= 300 && !text.contains(char::is_control);
        [
            (!is_address, "console.provider.issuer", "must be an https address without ? and #"),
            (!is_text(&self.client_id), "console.provider.client_id", "must have 1 to 300 characters"),
            (!is_text(self.client_secret.reveal()), "console.provider.client_secret", "must have 1 to 300 characters"),
            (
                self.name
                    .as_ref()
                    .is_some_and(|name| name.chars().count() > NAME_MAX || name.contains(char::is_control)),
                "console.provider.name",
                "must have 80 characters at most",
            ),
        ]
        .into_iter()
        .filter_map(|(is_wrong, field, why)| is_wrong.then_some((field, why)))
        .collect()
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
    /// How the company's own systems name customers, and its money.
    customers: Customers,
    /// What to do about a cause, by the cause's name. A case shows it before somebody calls.
    #[schemars(example = playbook_example())]
    playbooks: BTreeMap<String, String>,
}

/// The section `[customers]`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Customers {
    /// Where a customer is in the company's own system; `{customer_id}` stands for the identifier.
    #[schemars(example = &"https://crm.example.com/contacts/{customer_id}")]
    pub link: Option<String>,
    /// The currency of gestures, unless a case has another one (ISO 4217).
    #[schemars(example = &"EUR")]
    pub currency: Option<String>,
}

impl Customers {
    /// Returns where a customer is in the company's own system; none for a visitor, whom it does not know.
    pub fn link_to(&self, customer: &Identity) -> Option<String> {
        let Identity::Customer(id) = customer else { return None };
        let id = percent_encoding::utf8_percent_encode(id, percent_encoding::NON_ALPHANUMERIC).to_string();
        Some(self.link.as_ref()?.replace(CUSTOMER_ID, &id))
    }
}

/// A playbook for the printed configuration.
fn playbook_example() -> BTreeMap<&'static str, &'static str> {
    [("delivery", "Say when it comes. Offer the delivery for free.")].into()
}

/// What stands for the identifier of a customer.
const CUSTOMER_ID: &str = "{customer_id}";

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
    /// Where customers are in the company's own system.
    pub customers: Customers,
    /// What to do about a cause, by its name.
    pub playbooks: BTreeMap<String, String>,
    /// Targets and seasons.
    pub declared: Declared,
}

impl ConsoleDocument {
    /// Returns the days that the audit trail is kept.
    pub fn audit_days(&self) -> u32 {
        self.console.audit_days.or(self.common.audit_days).unwrap_or(runtime::audit::DAYS_KEPT)
    }

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
        let (plan_and_own, declared) = (InvalidDocument::both(Plan::of(whole), own(whole)), reporting::declared(whole));
        let (common, ((plan, own), declared)) =
            InvalidDocument::both(Document::of(whole), InvalidDocument::both(plan_and_own, declared))?;
        let Sections { people, console, customers, playbooks } = own;
        check_playbooks(whole, &playbooks, &common.rules)?;
        // Where the document is whole; in parts the console is given what may be shown.
        let Document { write_keys, .. } = &common;
        let written = write_keys.iter().map(|key| ShownKey {
            name: key.name.clone(),
            kind: key.kind,
            origins: key.origins.clone(),
            key: (key.kind == KeyKind::Publishable && !key.key.is_hashed()).then(|| key.key.clone()),
        });
        let keys = written.chain(console.write_keys.iter().cloned().map(ShownKey::without_hash)).collect();
        let named = whole.table().get_ref().get("senders").and_then(|senders| senders.get_ref().as_table());
        let named = named.into_iter().flat_map(|senders| senders.keys().map(|name| name.get_ref().to_string()));
        let senders = named.chain(console.senders.iter().cloned()).collect();
        Ok(Self { common, plan, console, people, keys, senders, customers, playbooks, declared })
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
fn own(whole: &Whole<'_>) -> Result<Sections, InvalidDocument> {
    let sections: Sections = whole.read()?;
    let Sections { people, console, customers, .. } = &sections;
    let mut wrong = wrong_people(whole, people);
    let mut at = |path: &str, why: &str| wrong.push(whole.complain(path, format!("{path}: {why}")));
    for (path, key) in [("console.key", &console.key), ("console.previous", &console.previous)] {
        if key.as_ref().is_some_and(|key| !key.can_sign()) {
            at(path, "must have at least 32 characters");
        }
    }
    for (path, why) in console.provider.iter().flat_map(|provider| provider.wrong(whole.place())) {
        at(path, why);
    }
    if customers.link.as_ref().is_some_and(|link| !is_link(link)) {
        at("customers.link", "must be an https address with {customer_id} in its path or query");
    }
    let is_currency = |code: &String| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if customers.currency.as_ref().is_some_and(|code| !is_currency(code)) {
        at("customers.currency", "must be an ISO 4217 code, such as EUR");
    }
    if console.audit_days.is_some_and(|days| !(1..=AUDIT_DAYS_MAX).contains(&days)) {
        at("console.audit_days", "must be from 1 to 3650");
    }
    if console.mail.as_deref().is_some_and(|name| !has_mail_channel(whole, name)) {
        at("console.mail", "must be the name of a channel of kind email");
    }
    InvalidDocument::unless_empty(wrong)?;
    Ok(sections)
}

/// Returns whether an address can lead to a customer: the identifier must not be able to change the host.
fn is_link(link: &str) -> bool {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    let place = rest.and_then(|rest| rest.split_once('/'));
    place.is_some_and(|(host, path)| !host.is_empty() && !host.contains('{') && path.contains(CUSTOMER_ID))
}

/// Checks that each playbook is about a cause of the catalogue.
fn check_playbooks(
    whole: &Whole<'_>,
    playbooks: &BTreeMap<String, String>,
    rules: &Rules,
) -> Result<(), InvalidDocument> {
    let unknown = playbooks.keys().filter(|cause| !rules.causes.contains_key(*cause));
    let complain = |cause: &String| {
        let path = format!("playbooks.{cause}");
        whole.complain(&path, format!("{path}: must be a cause of the catalogue"))
    };
    InvalidDocument::unless_empty(unknown.map(complain).collect())
}

/// Returns whether a channel of a name writes mail.
fn has_mail_channel(whole: &Whole<'_>, name: &str) -> bool {
    let channels = whole.table().get_ref().get("channels").and_then(|list| list.get_ref().as_array());
    channels.into_iter().flat_map(|list| list.iter()).filter_map(|channel| channel.get_ref().as_table()).any(
        |channel| {
            let text = |field: &str| channel.get(field).and_then(|value| value.get_ref().as_str());
            text("kind") == Some("email") && text("name") == Some(name)
        },
    )
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
            ("[customers]\nlink = 'https://{customer_id}.example.com/'", "must be an https address with {customer_id}"),
            ("[customers]\nlink = 'javascript:{customer_id}'", "must be an https address with {customer_id}"),
            ("[customers]\ncurrency = 'euro'", "must be an ISO 4217 code"),
            ("[playbooks]\nweather = 'Wait.'", "playbooks.weather: must be a cause of the catalogue"),
            (
                "[console.provider]\nissuer = 'http://id.example.com'\nclient_id = 'm'\nclient_secret = 'hunter2'",
                "console.provider.issuer: must be an https address",
            ),
            (
                "[console.provider]\nissuer = 'https://id.example.com?a'\nclient_id = 'm'\nclient_secret = 'hunter2'",
                "console.provider.issuer: must be an https address",
            ),
            (
                "[console.provider]\nissuer = 'https://id.example.com'\nclient_id = ' '\nclient_secret = ''",
                "console.provider.client_secret: must have 1 to 300 characters",
            ),
            ("[console.provider]\nissuer = 'https://id.example.com'\nclient_id = 'm'", "client_secret"),
            ("[console]\nmail = 'duty'", "must be the name of a channel of kind email"),
        ] {
            let told = wrong(text);
            assert!(told.contains(expected) && !told.contains("hunter2"), "{expected}: {told}");
        }
    }

    #[test]
    fn an_identifier_in_a_link_stays_where_it_stands() {
        let link = Some("https://crm.example.com/contacts/{customer_id}".to_owned());
        let customers = Customers { link, currency: None };
        let to = |customer: Identity| customers.link_to(&customer);
        let odd = to(Identity::Customer("a/../b?c".into()));
        assert_eq!(odd.as_deref(), Some("https://crm.example.com/contacts/a%2F%2E%2E%2Fb%3Fc"));
        assert_eq!(to(Identity::Anonymous("x".into())), None);
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
}
