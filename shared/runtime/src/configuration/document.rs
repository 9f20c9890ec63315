//! The document as every function reads it: keys, language, links, rules. Sections of those who send are theirs to read.

use domain::rules::Rules;
use domain::vocabulary::Language;
use monitoring::Declared;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::{Spanned, Table};

use super::declared::{WrittenSeasons, WrittenTargets, declared};
use super::keys::{check_keys, check_place, with_quota};
use super::{InvalidDocument, Parts};
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
    /// Read by those who send, as are the next four.
    #[serde(default, rename = "channels")]
    _channels: IgnoredAny,
    #[serde(default, rename = "routes")]
    _routes: IgnoredAny,
    #[serde(default, rename = "calendar")]
    _calendar: IgnoredAny,
    #[serde(default, rename = "escalation")]
    _escalation: IgnoredAny,
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
    /// Of the local stack; a deployment has its parameters in the stack.
    #[serde(default, rename = "parameters")]
    _parameters: Table,
}

fn english() -> Language {
    Language::English
}

/// A checked document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Language of messages and reports, where a channel does not say.
    pub language: Language,
    /// Days that touchpoints, moments and deliveries are kept; for ever if not said. Read when a function starts.
    pub retention_days: Option<u32>,
    /// Keys that may post.
    pub write_keys: Vec<WriteKey>,
    /// Keys that may read.
    pub read_keys: Vec<ReadKey>,
    /// Keys that may read cases and act on them.
    pub case_keys: Vec<ReadKey>,
    /// What signs the links in messages.
    pub links: LinkKeys,
    /// How moments are judged.
    pub rules: Rules,
    /// Targets and seasons, for reports.
    pub declared: Declared,
}

impl Document {
    /// Reads and checks a document in one part, as a laptop uses it.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line where it has one.
    pub fn parse(text: &str) -> Result<Self, InvalidDocument> {
        Self::read(&Parts::of(text))
    }

    /// Reads and checks a document for the place where it is used.
    ///
    /// # Errors
    /// The first thing that is wrong, with its part and line where it has them, and what is refused in a deployment.
    pub fn read(parts: &Parts) -> Result<Self, InvalidDocument> {
        parts.read_as(|text, written: Written| {
            check_keys(text, &written)?;
            check_place(text, &written, parts.place())?;
            written.links.check().map_err(InvalidDocument)?;
            Ok(Self {
                language: written.language,
                retention_days: written.retention_days,
                write_keys: written.write_keys.into_iter().map(Spanned::into_inner).map(with_quota).collect(),
                read_keys: written.read_keys.into_iter().map(Spanned::into_inner).collect(),
                case_keys: written.case_keys.into_iter().map(Spanned::into_inner).collect(),
                links: written.links,
                rules: Rules::with_overrides(text).map_err(|error| InvalidDocument(error.to_string()))?,
                declared: declared(&written.targets, &written.seasons).map_err(InvalidDocument)?,
            })
        })
    }
}
