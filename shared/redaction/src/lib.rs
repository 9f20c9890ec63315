//! Takes e-mail addresses, phone numbers, card numbers and account numbers out of text, and what a deployment's own patterns find.
//! Pure: knows no field, no key and no configuration, and keeps nothing of what it found.

use std::ops::Range;

mod card;
mod context;
mod digits;
mod domain;
mod email;
mod iban;
mod pattern;
mod phone;
mod scan;
mod shape;
mod spelling;
mod view;
mod words;

pub use pattern::{Pattern, PatternError};

use crate::view::View;

/// Version of the rules. It is part of the digest of what is redacted: raise it when a rule finds something else.
pub const RULES_VERSION: u32 = 2;

/// Times that a text is looked at, at most: one is enough for what people write.
const LOOKS_MAX: usize = 8;

/// What is looked for without any configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// The number of a payment card.
    Card,
    /// An international bank account number.
    Iban,
}

impl Kind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::Email, Self::Phone, Self::Card, Self::Iban];

    /// Returns the word that stands for it in a configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Card => "card",
            Self::Iban => "iban",
        }
    }

    /// Finds the kind that a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }

    /// Returns what is put in its place. Readers of comments pass over such marks.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Email => "[EMAIL]",
            Self::Phone => "[PHONE]",
            Self::Card => "[CARD]",
            Self::Iban => "[IBAN]",
        }
    }
}

/// Something that was found, as bytes of the text that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// Where.
    pub at: Range<usize>,
    /// What is put in its place.
    pub mark: &'a str,
}

/// What is taken out of text.
#[derive(Clone, Debug, Default)]
pub struct Redaction {
    kinds: Vec<Kind>,
    patterns: Vec<Pattern>,
}

impl Redaction {
    /// Makes one of kinds and of a deployment's own patterns.
    pub fn of(kinds: &[Kind], patterns: &[Pattern]) -> Self {
        let mut kinds = kinds.to_vec();
        kinds.sort_unstable();
        kinds.dedup();
        Self { kinds, patterns: patterns.to_vec() }
    }

    /// Tells whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.patterns.is_empty()
    }

    /// Describes what is looked for, and by which version of the rules: two that find the same say the same.
    pub fn described(&self) -> String {
        let kinds = self.kinds.iter().map(|kind| kind.as_str().to_owned());
        let patterns = self.patterns.iter().map(Pattern::described);
        let all: Vec<_> = kinds.chain(patterns).collect();
        format!("{RULES_VERSION} {}", all.join("\n"))
    }

    /// Returns the text with a mark in the place of everything that was found; `None` if nothing was. `name` is the name of the
    /// field, which says what a number is.
    pub fn redact(&self, text: &str, name: &str) -> Option<String> {
        let found = self.find(text, name);
        if found.is_empty() {
            return None;
        }
        let mut redacted = String::with_capacity(text.len());
        let mut done = 0;
        for Found { at, mark } in found {
            // Two letters of what is seen may come of one that was sent.
            redacted.push_str(text.get(done..at.start).unwrap_or_default());
            redacted.push_str(mark);
            done = done.max(at.end);
        }
        redacted.push_str(&text[done..]);
        Some(redacted)
    }

    /// Finds everything that is looked for, in the order of the text. Nothing overlaps.
    pub fn find(&self, text: &str, name: &str) -> Vec<Found<'_>> {
        let looks = !self.kinds.is_empty() && scan::may_hold(text);
        if !looks && self.patterns.is_empty() {
            return Vec::new();
        }
        let mut view = View::of(text);
        let mut taken: Vec<(Range<usize>, &str)> = Vec::new();
        for pattern in &self.patterns {
            let found = pattern.find(&view);
            take(&mut view, &mut taken, found, pattern.mark());
        }
        // What is beside something that was found stands beside a mark from then on. So it is looked at again, as it would be when
        // the text comes a second time.
        let mut before = usize::MAX;
        for _ in 0..LOOKS_MAX {
            if !looks || before == taken.len() {
                break;
            }
            before = taken.len();
            // A number of an account holds digits that could be a card, and a card digits that could be a phone.
            for kind in [Kind::Iban, Kind::Email, Kind::Card, Kind::Phone] {
                if self.kinds.contains(&kind) {
                    let found = match kind {
                        Kind::Iban => iban::find(&view),
                        Kind::Email => email::find(&view),
                        Kind::Card => card::find(&view, name),
                        Kind::Phone => phone::find(&view, name),
                    };
                    take(&mut view, &mut taken, found, kind.mark());
                }
            }
        }
        let mut found: Vec<_> = taken.into_iter().map(|(at, mark)| Found { at: view.bytes(&at), mark }).collect();
        found.sort_by_key(|found| found.at.start);
        found
    }
}

/// Takes what was found out of the view, but for what is a part of something that was found before.
fn take<'a>(view: &mut View, taken: &mut Vec<(Range<usize>, &'a str)>, found: Vec<Range<usize>>, mark: &'a str) {
    for at in found {
        if !view.is_hidden(&at) {
            view.hide(&at);
            taken.push((at, mark));
        }
    }
}
