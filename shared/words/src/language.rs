//! The languages, and their functions as the build script writes them.

mod fill;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use fill::Count;
use fill::{Argument, fill, look_up};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

impl Language {
    /// Returns the language tag, as in configurations, addresses and JSON: `en`, `pt-BR`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        Self::TAGS[self as usize]
    }

    /// Reads a language tag; `None` if the language is not known.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|language| language.as_str() == word)
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
