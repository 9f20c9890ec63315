//! By which terms a deployment takes touchpoints: who is nobody, on which scales its sources rate, and what is not kept.

use super::privacy::Privacy;
use crate::rules::{RatingScales, Rules};

/// What a program writes where it knows no customer: taken as an id, it would make one customer of everybody.
pub const NOBODY: [&str; 13] = [
    "0",
    "-1",
    "null",
    "(null)",
    "undefined",
    "none",
    "nil",
    "nan",
    "guest",
    "anonymous",
    "unknown",
    "n/a",
    "[object object]",
];

/// The terms of a deployment; without any, those that hold for everybody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms<'a> {
    /// Values of `customer_id` and `anonymous_id` that mean nobody, in small letters; [`NOBODY`] if not said.
    pub nobody: Option<&'a [String]>,
    /// The rules, which know the scales of each source.
    pub rules: Option<&'a Rules>,
    /// What of a touchpoint is not kept.
    pub privacy: Option<&'a Privacy>,
    /// Properties that reports break failures down by.
    pub breakdowns: &'a [String],
}

impl Terms<'_> {
    /// Tells whether an id means nobody.
    pub fn is_nobody(&self, id: &str) -> bool {
        let id = id.trim().to_lowercase();
        match self.nobody {
            Some(words) => words.contains(&id),
            None => NOBODY.contains(&id.as_str()),
        }
    }

    /// Returns the scales that a source rates on.
    pub(super) fn scales_of(&self, source: &str) -> Option<RatingScales> {
        self.rules.map(|rules| rules.scales_of(source))
    }
}
