//! Fills the pattern of a message with its arguments. Patterns are encoded by the build script (`build/messages.rs`) as one text
//! with marks, which is smaller than a tree and needs no parsing ahead.

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

use super::Language;

// The marks of an encoded pattern.
const ARGUMENT: char = '\u{1}';
const SELECT: char = '\u{2}';
const KEY: char = '\u{3}';
const VALUE: char = '\u{4}';
const END: char = '\u{5}';

/// An argument of a message.
#[derive(Clone, Copy)]
pub(crate) enum Argument<'a> {
    Text(&'a str),
    Number(u64),
}

/// A number that a message counts or places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(pub(crate) u64);

macro_rules! counts {
    ($($kind:ty),+) => {$(
        impl From<$kind> for Count {
            fn from(count: $kind) -> Self {
                Self(u64::try_from(count).unwrap_or(u64::MAX))
            }
        }

        impl From<&$kind> for Count {
            fn from(count: &$kind) -> Self {
                Self::from(*count)
            }
        }
    )+};
}

counts!(u8, u16, u32, u64, usize);

/// Returns the text of a pattern with its arguments in their places.
pub(crate) fn fill(language: Language, pattern: &'static str, arguments: &[Argument<'_>]) -> String {
    let mut filled = String::with_capacity(pattern.len() + 16);
    let mut reader = Reader { language, rest: pattern, arguments };
    reader.pattern(&mut filled, true);
    filled
}

/// Finds a name in a dictionary that is sorted by names.
pub(crate) fn look_up<const N: usize>(
    language: Language,
    entries: &'static [(&'static str, [&'static str; N])],
    name: &str,
) -> Option<&'static str> {
    let place = entries.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    entries[place].1.get(language as usize).copied()
}

struct Reader<'a> {
    language: Language,
    rest: &'static str,
    arguments: &'a [Argument<'a>],
}

impl<'a> Reader<'a> {
    /// Writes up to the end of the pattern or of a variant; where `is_chosen` is false, it only reads over it.
    fn pattern(&mut self, filled: &mut String, is_chosen: bool) {
        loop {
            let end = self.rest.find([ARGUMENT, SELECT, KEY, END]).unwrap_or(self.rest.len());
            let (plain, rest) = self.rest.split_at(end);
            if is_chosen {
                filled.push_str(plain);
            }
            self.rest = rest;
            match rest.chars().next() {
                Some(ARGUMENT) => {
                    self.letter();
                    match self.argument() {
                        Argument::Text(text) if is_chosen => filled.push_str(text),
                        Argument::Number(number) if is_chosen => filled.push_str(&self.language.count(number)),
                        _ => (),
                    }
                }
                Some(SELECT) => {
                    self.letter();
                    self.select(filled, is_chosen);
                }
                _ => return,
            }
        }
    }

    fn select(&mut self, filled: &mut String, is_chosen: bool) {
        let argument = self.argument();
        let kind = self.letter();
        let mut is_open = is_chosen;
        while self.letter() == Some(KEY) {
            let (key, rest) = self.rest.split_once(VALUE).unwrap_or((self.rest, ""));
            self.rest = rest;
            // The default stands last.
            let is_last = self.is_last();
            let is_this = is_open && (is_last || matches(self.language, argument, kind, key));
            is_open &= !is_this;
            self.pattern(filled, is_this);
        }
    }

    /// Returns whether no other variant follows on this level.
    fn is_last(&self) -> bool {
        let mut depth = 0_u32;
        for letter in self.rest.chars() {
            match letter {
                SELECT => depth += 1,
                END if depth == 0 => return true,
                END => depth -= 1,
                KEY if depth == 0 => return false,
                _ => (),
            }
        }
        true
    }

    fn letter(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = letters.next();
        self.rest = letters.as_str();
        letter
    }

    fn argument(&mut self) -> Argument<'a> {
        let place = self.letter().and_then(|digit| digit.to_digit(10)).unwrap_or_default();
        // The build script has checked that each place has its argument.
        usize::try_from(place).ok().and_then(|place| self.arguments.get(place)).copied().unwrap_or(Argument::Text(""))
    }
}

/// Tells whether a variant is meant: a number by its value or its plural category, a text by itself.
fn matches(language: Language, argument: Argument<'_>, kind: Option<char>, key: &str) -> bool {
    match argument {
        Argument::Text(text) => text == key,
        Argument::Number(number) => match key.parse::<u64>() {
            Ok(exact) => exact == number,
            Err(_) => category(language, number, kind == Some('o')) == key,
        },
    }
}

/// Names the plural category of a number by the rules of the Unicode CLDR.
fn category(language: Language, number: u64, is_ordinal: bool) -> &'static str {
    let kind = if is_ordinal { PluralRuleType::ORDINAL } else { PluralRuleType::CARDINAL };
    // The rules know a language without its country.
    let tag = language.as_str().split('-').next().unwrap_or_default();
    let rules = tag.parse::<LanguageIdentifier>().ok().and_then(|tag| PluralRules::create(tag, kind).ok());
    match rules.and_then(|rules| rules.select(number).ok()) {
        Some(PluralCategory::ZERO) => "zero",
        Some(PluralCategory::ONE) => "one",
        Some(PluralCategory::TWO) => "two",
        Some(PluralCategory::FEW) => "few",
        Some(PluralCategory::MANY) => "many",
        Some(PluralCategory::OTHER) | None => "other",
    }
}
