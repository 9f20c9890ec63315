//! The document as it is written: every section by name, so that a misspelt one is refused. Checks nothing else. The doc comments
//! are the ones of the printed document.

use domain::vocabulary::Language;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::http::access::{KeyText, ReadKey, WriteKey};
use crate::http::links::LinkKeys;
use crate::http::redact::RedactionTable;

/// The document as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// Language of messages, pages and reports. A channel may have its own.
    #[serde(default = "english")]
    pub(super) language: Language,
    #[serde(default, rename = "event_prefix")]
    #[schemars(skip)]
    _event_prefix: IgnoredAny,
    /// Whether channels may be `http` and on this machine. For a laptop: AWS refuses it.
    #[serde(default)]
    pub(super) allow_loopback_channels: bool,
    /// Days after receipt that touchpoints, moments and deliveries are kept, and cases after they were closed; for ever if left out. Links and
    /// sums of periods stay. Read when a function starts.
    #[serde(default)]
    #[schemars(example = 730)]
    pub(super) retention_days: Option<u32>,
    /// Days that messages are kept, sent or not, which quote customers: 7 or more; as long as `retention_days` if left out. Read when a
    /// function starts.
    #[serde(default)]
    #[schemars(example = 30)]
    pub(super) messages_days: Option<u32>,
    /// Days that the audit trail is kept, at most 3,650; 400 if left out.
    #[serde(default)]
    #[schemars(example = 400)]
    pub(super) audit_days: Option<u32>,
    /// Values of `customer_id` and `anonymous_id` that mean nobody; `0`, `null`, `undefined`, `guest` and their like if left out.
    #[serde(default)]
    #[schemars(example = ["guest", "0"])]
    pub(super) nobody: Option<Vec<String>>,
    /// Objects of the bucket that are parts of this document, by their SHA-256. `moments config push` writes it.
    #[serde(default)]
    pub(super) objects: Vec<String>,
    /// Who may send touchpoints. Two keys may have one name, so that one can replace the other. On AWS a key has at least 16
    /// characters (`openssl rand -hex 24`), and no key has two roles.
    #[serde(default)]
    pub(super) write_keys: Vec<WriteKey>,
    /// Who may read reports and journeys.
    #[serde(default)]
    pub(super) read_keys: Vec<ReadKey>,
    /// Who may see cases and act on them.
    #[serde(default)]
    pub(super) case_keys: Vec<ReadKey>,
    /// What is taken out of text before it is stored, besides what the keys say.
    #[serde(default)]
    pub(super) redaction: RedactionTable,
    /// By what customers are stored.
    #[serde(default)]
    pub(super) privacy: PrivacyTable,
    /// Links in messages, each of which does one thing to one case, once, within three days. Without a key there are none.
    #[serde(default)]
    pub(super) links: LinkKeys,
    /// Read by those who send, as are the next six.
    #[serde(default, rename = "channels")]
    #[schemars(skip)]
    _channels: IgnoredAny,
    #[serde(default, rename = "routes")]
    #[schemars(skip)]
    _routes: IgnoredAny,
    #[serde(default, rename = "silences")]
    #[schemars(skip)]
    _silences: IgnoredAny,
    #[serde(default, rename = "calendar")]
    #[schemars(skip)]
    _calendar: IgnoredAny,
    #[serde(default, rename = "escalation")]
    #[schemars(skip)]
    _escalation: IgnoredAny,
    #[serde(default, rename = "triage")]
    #[schemars(skip)]
    _triage: IgnoredAny,
    #[serde(default, rename = "pacing")]
    #[schemars(skip)]
    _pacing: IgnoredAny,
    /// Read by [`domain::rules::Rules::over`], as are the next four.
    #[serde(default, rename = "rules")]
    #[schemars(skip)]
    _rules: IgnoredAny,
    #[serde(default, rename = "types")]
    #[schemars(skip)]
    _types: IgnoredAny,
    #[serde(default, rename = "causes")]
    #[schemars(skip)]
    _causes: IgnoredAny,
    #[serde(default, rename = "facets")]
    #[schemars(skip)]
    _facets: IgnoredAny,
    #[serde(default, rename = "sources")]
    #[schemars(skip)]
    _sources: IgnoredAny,
    /// Properties that failures are broken down by, besides segment, channel and source.
    #[serde(default)]
    pub(super) breakdowns: Breakdowns,
    /// Read where reports are made, as are seasons.
    #[serde(default, rename = "targets")]
    #[schemars(skip)]
    _targets: IgnoredAny,
    #[serde(default, rename = "seasons")]
    #[schemars(skip)]
    _seasons: IgnoredAny,
    /// Read by the function that takes deliveries.
    #[serde(default, rename = "senders")]
    #[schemars(skip)]
    _senders: IgnoredAny,
    /// Read by the console, as are the next three.
    #[serde(default, rename = "people")]
    #[schemars(skip)]
    _people: IgnoredAny,
    #[serde(default, rename = "console")]
    #[schemars(skip)]
    _console: IgnoredAny,
    #[serde(default, rename = "customers")]
    #[schemars(skip)]
    _customers: IgnoredAny,
    #[serde(default, rename = "playbooks")]
    #[schemars(skip)]
    _playbooks: IgnoredAny,
    /// Of the local stack; a deployment has its parameters in the stack.
    #[serde(default, rename = "parameters")]
    #[schemars(skip)]
    _parameters: IgnoredAny,
}

/// By what customers are stored.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PrivacyTable {
    /// If set, `customer_id` is stored as a hash under this key, of at least 32 characters. Whoever reads the table then finds no
    /// customer by trying identifiers. Everybody else goes on naming customers as before. Set it before the first touchpoint and keep it: with
    /// another key, or none, nobody is found again.
    #[schemars(example = &"at-least-32-characters-that-nobody-guesses")]
    pub(super) customer_key: Option<KeyText>,
}

/// What failures are broken down by.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Breakdowns {
    /// Names in `properties` of touchpoints, at most four. A report says for which values more goes wrong than for the others. It counts
    /// touchpoints that come in from then on.
    #[schemars(example = ["seller", "category"])]
    pub(super) properties: Vec<String>,
}

fn english() -> Language {
    Language::English
}

/// Returns the schema of the sections that every function reads, for who documents and checks them.
pub fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    Written::json_schema(generator)
}

/// Returns the names of all sections that a document may have.
pub fn sections() -> Vec<String> {
    // The only list of them is the one that serde refuses other names by.
    let refused =
        toml::from_str::<Written>("'' = 0").map(|_| String::new()).unwrap_or_else(|error| error.message().to_owned());
    let expected = refused.split_once("expected ").map_or("", |(_, names)| names);
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
