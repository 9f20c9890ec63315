//! The document as it is written: every section by name, so that a misspelt one is refused. Checks nothing else.

use domain::vocabulary::Language;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::{Spanned, Table};

use super::declared::{WrittenSeasons, WrittenTargets};
use crate::http::access::{ReadKey, WriteKey};
use crate::http::links::LinkKeys;

/// The document as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    #[serde(default = "english")]
    pub(super) language: Language,
    #[serde(default, rename = "event_prefix")]
    _event_prefix: IgnoredAny,
    #[serde(default)]
    pub(super) allow_loopback_channels: bool,
    #[serde(default)]
    pub(super) retention_days: Option<u32>,
    #[serde(default)]
    pub(super) write_keys: Vec<Spanned<WriteKey>>,
    #[serde(default)]
    pub(super) read_keys: Vec<Spanned<ReadKey>>,
    #[serde(default)]
    pub(super) case_keys: Vec<Spanned<ReadKey>>,
    #[serde(default)]
    pub(super) links: LinkKeys,
    /// Read by those who send, as are the next five.
    #[serde(default, rename = "channels")]
    _channels: IgnoredAny,
    #[serde(default, rename = "routes")]
    _routes: IgnoredAny,
    #[serde(default, rename = "calendar")]
    _calendar: IgnoredAny,
    #[serde(default, rename = "escalation")]
    _escalation: IgnoredAny,
    #[serde(default, rename = "triage")]
    _triage: IgnoredAny,
    #[serde(default, rename = "pacing")]
    _pacing: IgnoredAny,
    /// Read by [`Rules::with_overrides`], as are the next four.
    #[serde(default, rename = "rules")]
    _rules: IgnoredAny,
    #[serde(default, rename = "types")]
    _types: IgnoredAny,
    #[serde(default, rename = "causes")]
    _causes: IgnoredAny,
    #[serde(default, rename = "facets")]
    _facets: IgnoredAny,
    #[serde(default, rename = "sources")]
    _sources: IgnoredAny,
    #[serde(default)]
    pub(super) targets: WrittenTargets,
    #[serde(default)]
    pub(super) seasons: WrittenSeasons,
    /// Read by the function that takes deliveries.
    #[serde(default, rename = "senders")]
    _senders: IgnoredAny,
    #[serde(default)]
    pub(super) nobody: Option<Vec<String>>,
    /// Of the local stack; a deployment has its parameters in the stack.
    #[serde(default, rename = "parameters")]
    _parameters: Table,
}

fn english() -> Language {
    Language::English
}
