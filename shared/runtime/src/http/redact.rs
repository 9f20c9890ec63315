//! What is taken out of text, as a configuration writes it: for a key, for senders, and by patterns of its own. Takes nothing out.

use domain::touchpoint::privacy::{Kind, Pattern, PatternError};
use schemars::JsonSchema;
use serde::Deserialize;

/// Patterns that a document may have.
const PATTERNS_MAX: usize = 20;

/// What is taken out of what a key posts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "must be true, false or a list of email, phone, card, iban")]
pub enum Redact {
    /// Everything, or nothing.
    All(bool),
    /// Some kinds.
    Kinds(Vec<Word>),
}

/// A kind of what is taken out.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// E-mail addresses.
    Email,
    /// Phone numbers.
    Phone,
    /// Numbers of payment cards.
    Card,
    /// International bank account numbers.
    Iban,
}

impl Redact {
    /// Returns the kinds.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        let kind = |word: &Word| match word {
            Word::Email => Kind::Email,
            Word::Phone => Kind::Phone,
            Word::Card => Kind::Card,
            Word::Iban => Kind::Iban,
        };
        match self {
            Self::All(true) => Kind::ALL.to_vec(),
            Self::All(false) => Vec::new(),
            Self::Kinds(words) => words.iter().map(kind).collect(),
        }
    }
}

/// What is taken out of text besides what a key says.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RedactionTable {
    /// Senders of `[senders]` whose text has addresses, phone numbers, cards and account numbers taken out.
    #[schemars(example = ["typeform"])]
    pub senders: Vec<String>,
    /// Patterns of your own. They work wherever text is redacted.
    #[schemars(example = [PatternTable { name: "DNI".to_owned(), pattern: r"\b\d{8}[a-z]\b".to_owned() }])]
    pub patterns: Vec<PatternTable>,
}

/// A pattern and its name.
#[derive(Clone, Debug, Deserialize, serde::Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatternTable {
    /// What is put in the place of what it finds, in brackets: 1 to 16 capital letters.
    pub name: String,
    /// A regular expression as the Rust crate `regex-lite` reads it, of at most 200 characters. Capitals do not matter.
    pub pattern: String,
}

impl RedactionTable {
    /// Makes the patterns.
    ///
    /// # Errors
    /// What is wrong, with the place of each.
    pub(crate) fn read(&self) -> Result<Vec<Pattern>, Vec<(String, String)>> {
        if self.patterns.len() > PATTERNS_MAX {
            let why = format!("redaction.patterns: must be at most {PATTERNS_MAX}");
            return Err(vec![("redaction.patterns".to_owned(), why)]);
        }
        let (mut patterns, mut wrong) = (Vec::new(), Vec::new());
        for (index, PatternTable { name, pattern }) in self.patterns.iter().enumerate() {
            match Pattern::of(name, pattern) {
                Ok(pattern) => patterns.push(pattern),
                Err(why) => {
                    let field = if why == PatternError::Name { "name" } else { "pattern" };
                    wrong.push((format!("redaction.patterns[{index}].{field}"), format!("redaction.patterns: {why}")));
                }
            }
        }
        if wrong.is_empty() { Ok(patterns) } else { Err(wrong) }
    }
}
