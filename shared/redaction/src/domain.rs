//! The domain of an address, as people write it: `example.com`, `example punto com`, `example,com`. Does not look at what is before it.

use std::ops::Range;

use crate::spelling::dot;
use crate::view::View;

/// Letters of a domain, at most (RFC 5321, 4.5.3.1).
const DOMAIN_MAX: usize = 255;

/// Providers whose name alone shows that an address is meant, also where its end is missing or misspelt.
const PROVIDERS: [&str; 14] = [
    "gmail",
    "googlemail",
    "hotmail",
    "outlook",
    "yahoo",
    "icloud",
    "live",
    "msn",
    "proton",
    "protonmail",
    "gmx",
    "sapo",
    "uol",
    "bol",
];
/// Ends of domains that customers have: what is written in an uncertain way has to end in one.
const ENDS: &[&str] = &[
    "com", "net", "org", "edu", "gov", "info", "biz", "io", "co", "me", "app", "dev", "eu", "es", "cat", "gal", "pt",
    "br", "mx", "ar", "cl", "pe", "uy", "ec", "ve", "bo", "py", "cr", "uk", "ie", "us", "ca", "au", "nz", "de", "fr",
    "it", "nl", "be", "ch", "se", "dk", "pl",
];
/// Ends of names of files: `logo@2x.png` is a picture.
const FILES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "heic"];
/// Ends that people write behind a comma in the place of a dot: Spanish `es` goes on with a sentence, but behind a provider.
const COMMA_ENDS: [&str; 5] = ["com", "net", "org", "br", "pt"];

/// A domain as it is written.
pub(crate) struct Domain {
    /// Where it ends.
    pub(crate) end: usize,
    /// Whether a dot is a word or in brackets.
    pub(crate) is_spelt: bool,
    /// Whether it begins with the name of a provider.
    pub(crate) is_provider: bool,
    /// Whether it ends in a name that can be the last one.
    pub(crate) has_end: bool,
    /// Whether it ends in a name that customers have.
    pub(crate) has_known_end: bool,
}

/// What parts two labels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parted {
    Dot,
    Word,
    Comma,
    /// A blank and a dot.
    Apart,
}

impl Domain {
    /// Reads a domain. `is_glued` says that nothing but an `@` stands before it: then its dots may be mistyped.
    pub(crate) fn read(view: &View, start: usize, is_glued: bool) -> Option<Self> {
        let first = start..label(view, start)?;
        let is_provider = is_one_of(view, &first, &PROVIDERS);
        let (mut last, mut by) = (first, Vec::new());
        while last.end - start < DOMAIN_MAX {
            let Some((next, parted)) = next(view, last.end) else { break };
            let is_part = match parted {
                // `ana@example.com.Thanks`
                Parted::Dot => by.is_empty() || !(is_capitalized(view, &next) && is_small(view, &last)),
                Parted::Word => true,
                Parted::Comma => {
                    let is_end =
                        is_one_of(view, &next, &COMMA_ENDS) || (is_provider && is_one_of(view, &next, &["es"]));
                    is_glued && is_end && by.iter().all(|parted| *parted == Parted::Comma)
                }
                Parted::Apart => is_glued && by.is_empty() && is_one_of(view, &next, ENDS),
            };
            if !is_part {
                break;
            }
            last = next;
            by.push(parted);
        }
        last.end = without_number(view, &last);
        let is_name = last.len() >= 2 && view.letters[last.clone()].iter().all(|letter| letter.is_alphabetic());
        let has_end = !by.is_empty() && is_name && !is_one_of(view, &last, &FILES);
        let has_known_end = has_end && is_one_of(view, &last, ENDS);
        Some(Self { end: last.end, is_spelt: by.contains(&Parted::Word), is_provider, has_end, has_known_end })
    }
}

/// Returns where a last label ends to which a number is glued: `ana@example.com612345678`.
fn without_number(view: &View, last: &Range<usize>) -> usize {
    let length = view.letters[last.clone()].iter().take_while(|letter| letter.is_alphabetic()).count();
    let end = last.start + length;
    let is_number = end < last.end && view.letters[end..last.end].iter().all(char::is_ascii_digit);
    if is_number && is_one_of(view, &(last.start..end), ENDS) { end } else { last.end }
}

/// Finds the label behind a place, and what parts it from the one before.
fn next(view: &View, end: usize) -> Option<(Range<usize>, Parted)> {
    let (start, parted) = match (dot(view, end), view.at(end)?, view.at(end + 1)) {
        (Some(start), '.', _) => (start, Parted::Dot),
        (Some(start), ..) => (start, Parted::Word),
        (None, ',', _) => (end + 1, Parted::Comma),
        (None, ' ', Some('.')) => (end + 2, Parted::Apart),
        _ => return None,
    };
    Some((start..label(view, start)?, parted))
}

fn is_one_of(view: &View, label: &Range<usize>, words: &[&str]) -> bool {
    words.contains(&view.word(label.clone()).as_str())
}

fn is_small(view: &View, label: &Range<usize>) -> bool {
    view.letters[label.clone()].iter().all(|letter| letter.is_lowercase())
}

/// Tells whether a word begins with a capital letter and goes on in small ones.
fn is_capitalized(view: &View, word: &Range<usize>) -> bool {
    let Range { start, end } = *word;
    end - start > 1 && view.letters[start].is_uppercase() && is_small(view, &(start + 1..end))
}

/// Reads one label.
fn label(view: &View, start: usize) -> Option<usize> {
    let mut end = start;
    let is_of_label = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    while end - start < DOMAIN_MAX && view.at(end).is_some_and(is_of_label) && dot(view, end).is_none() {
        end += 1;
    }
    while end > start && !view.letters[end - 1].is_alphanumeric() {
        end -= 1;
    }
    (end > start).then_some(end)
}
