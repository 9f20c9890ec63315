//! The document as every function reads it: keys, language, links, rules. Sections of those who send are theirs to read.

use domain::rules::Rules;
use domain::vocabulary::Language;
use monitoring::Declared;
use toml::Spanned;

use super::declared::declared;
use super::keys::{check_keys, check_place, with_quota};
use super::written::Written;
use super::{InvalidDocument, Parts};
use crate::http::access::{ReadKey, WriteKey};
use crate::http::links::LinkKeys;

/// A checked document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Language of messages and reports, where a channel does not say.
    pub language: Language,
    /// Days that touchpoints, moments and deliveries are kept; for ever if not said. Read when a function starts.
    pub retention_days: Option<u32>,
    /// Values of `customer_id` and `anonymous_id` that mean nobody, in small letters; the usual ones if not said.
    pub nobody: Option<Vec<String>>,
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
                nobody: written.nobody.map(|words| words.iter().map(|word| word.trim().to_lowercase()).collect()),
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
