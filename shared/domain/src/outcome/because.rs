//! A reason before it is written down. Most touchpoints of a journey are only folded, not written: their reasons cost
//! nothing.

use crate::code::Code;

/// A reason: a name, with a word and a number, or with up to two whole numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Because<'a> {
    name: &'static str,
    word: Option<&'a str>,
    numbers: (Option<i64>, Option<i64>),
}

impl<'a> Because<'a> {
    /// Gives a reason that needs no argument.
    pub(crate) const fn plain(name: &'static str) -> Self {
        Self { name, word: None, numbers: (None, None) }
    }

    /// Gives a reason about something that has a name.
    pub(crate) const fn named(name: &'static str, word: &'a str) -> Self {
        Self { name, word: Some(word), numbers: (None, None) }
    }

    /// Gives a reason with a number and the threshold it was compared with.
    pub(crate) fn compared(name: &'static str, number: impl Into<i64>, threshold: impl Into<i64>) -> Self {
        Self { name, word: None, numbers: (Some(number.into()), Some(threshold.into())) }
    }

    /// Gives a reason with a number.
    pub(crate) fn counted(name: &'static str, number: impl Into<i64>) -> Self {
        Self { name, word: None, numbers: (Some(number.into()), None) }
    }

    /// Adds a number to a reason about something that has a name.
    pub(crate) fn with_number(self, number: impl Into<i64>) -> Self {
        Self { numbers: (Some(number.into()), None), ..self }
    }

    /// Returns what makes it another kind of reason: its word if it has one, otherwise its name.
    pub(crate) fn kind(&self) -> &'a str {
        self.word.unwrap_or(self.name)
    }
}

impl From<Because<'_>> for Code {
    fn from(because: Because<'_>) -> Self {
        match (because.word, because.numbers) {
            (Some(word), (Some(number), _)) => Self::with_two(because.name, word, number),
            (Some(word), _) => Self::with(because.name, word),
            (None, (Some(number), Some(threshold))) => Self::with_two(because.name, number, threshold),
            (None, (Some(number), None)) => Self::with(because.name, number),
            (None, (None, _)) => Self::of(because.name),
        }
    }
}
