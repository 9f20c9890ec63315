//! What a text says, before anybody decides anything by it.

use crate::language::Language;

/// What a text says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its language; none if it cannot be told or is none that can be read.
    pub language: Option<Language>,
    /// Probabilities of misery, average and magic; they add up to 1.
    pub outcome: [f32; 3],
    /// Probabilities of the stages zero, first, second and ultimate; they add up to 1.
    pub stage: [f32; 4],
    /// Probability that the customer is dissatisfied and wants something put right.
    pub complaint: f32,
    /// Whether it only asks something.
    pub asks: bool,
    /// Whether there was anything to read: words of a known language. Otherwise the probabilities say nothing.
    pub is_read: bool,
    /// Whether it gives a program orders, as no customer does who tells how it was. Nobody is to read it then.
    pub gives_orders: bool,
    /// The words that decided the outcome, in their order; at most five.
    pub marks: Vec<Mark>,
}

/// A place in the text, in bytes; both ends lie between characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl Reading {
    /// Makes the reading of a text in which there is nothing to read.
    pub(crate) fn of_nothing(language: Option<Language>) -> Self {
        Self {
            language,
            outcome: [1.0 / 3.0; 3],
            stage: [0.25; 4],
            complaint: 0.0,
            asks: false,
            is_read: false,
            gives_orders: false,
            marks: Vec::new(),
        }
    }

    /// Returns the words that decided, as they stand in the text.
    pub fn words<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        self.marks.iter().filter_map(|mark| text.get(mark.start..mark.end)).collect::<Vec<_>>().into_iter()
    }
}
