//! E-mail addresses, also as people write them for people: `ana (at) example.com`, `ana arroba example punto com`. Follows the
//! shape of RFC 5321 that mailboxes have in practice; quoted local parts and addresses of hosts by number are not looked for. How `@`
//! and a dot are written is for `spelling`.

use std::cell::OnceCell;
use std::ops::Range;

use crate::context::Context;
use crate::domain::Domain;
use crate::spelling::{Way, at, is_dot_in_line, joined_before};
use crate::view::View;

/// Letters of a local part, at most (RFC 5321, 4.5.3.1).
const LOCAL_MAX: usize = 64;

/// Parts of a name that words join, at most, without the last.
const PARTS_MAX: usize = 3;

/// Words before `at` that are no name: `I looked at example dot com`.
const NO_NAMES: &[&str] = &[
    "me",
    "us",
    "it",
    "them",
    "him",
    "her",
    "you",
    "that",
    "this",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "look",
    "looks",
    "looked",
    "looking",
    "see",
    "seen",
    "saw",
    "buy",
    "bought",
    "sell",
    "sold",
    "order",
    "ordered",
    "orders",
    "find",
    "found",
    "shop",
    "shopped",
    "shopping",
    "available",
    "price",
    "prices",
    "cheaper",
    "work",
    "works",
    "worked",
    "working",
    "here",
    "there",
    "online",
    "staff",
    "team",
    "people",
    "service",
    "support",
    "only",
    "not",
    "and",
    "or",
];

/// Finds addresses.
pub(crate) fn find(view: &View) -> Vec<Range<usize>> {
    let context = OnceCell::new();
    let is_about_mail = |at: &Range<usize>| context.get_or_init(|| Context::of(view)).is_about_mail(at);
    let mut found: Vec<Range<usize>> = Vec::new();
    for place in 0..view.letters.len() {
        if found.last().is_some_and(|last| place < last.end) {
            continue;
        }
        if let Some((end, way)) = at(view, place) {
            found.extend(
                around(view, &(place..end), way)
                    .filter(|(address, sure)| *sure || is_about_mail(address))
                    .map(|(address, _)| address),
            );
        }
    }
    found
}

/// Finds the address around its `@`, and whether it is one even if no word says so.
fn around(view: &View, at: &Range<usize>, way: Way) -> Option<(Range<usize>, bool)> {
    let gap_before = usize::from(view.before(at.start) == Some(' '));
    let gap_after = usize::from(view.at(at.end) == Some(' '));
    if matches!(way, Way::Word | Way::Preposition) && (gap_before == 0 || gap_after == 0) {
        return None;
    }
    let name_start = local(view, at.start - gap_before)?;
    let start = if way == Way::Sign { name_start } else { spelt_local(view, name_start) };
    let is_glued = way == Way::Sign && gap_before + gap_after == 0;
    let domain = Domain::read(view, at.end + gap_after, is_glued)?;
    let address = start..domain.end;
    let (is_one, is_sure) = match (way, gap_before, gap_after) {
        (Way::Sign, 0, 0) => (domain.has_end || domain.is_provider, true),
        // `ana@ example.com`; `ask @ana.lopez` is a name elsewhere, and `lunch @ cafe.com` a place, unless it is about mail.
        (Way::Sign, 0, _) => (domain.has_known_end, true),
        (Way::Sign, _, 0) => (domain.has_known_end && domain.is_provider, true),
        (Way::Sign, ..) => (domain.has_known_end, domain.is_provider),
        (Way::Marked | Way::Word, ..) => (domain.has_end || domain.is_provider, true),
        (Way::Preposition, ..) => {
            let name = view.word(name_start..at.start - gap_before);
            let is_named = is_dot_in_line(&name) || (domain.is_spelt && !NO_NAMES.contains(&name.as_str()));
            (domain.has_known_end && is_named, true)
        }
    };
    is_one.then_some((address, is_sure))
}

/// Finds where the local part begins that ends at a place.
fn local(view: &View, end: usize) -> Option<usize> {
    let is_of_local = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '%' | '+' | '-' | '\'');
    let mut start = end;
    while end - start < LOCAL_MAX && view.before(start).is_some_and(is_of_local) {
        start -= 1;
    }
    while start < end && !view.letters[start].is_alphanumeric() && view.letters[start] != '_' {
        start += 1;
    }
    (start < end).then_some(start)
}

/// Goes back over the parts of a name that are joined by words: `ana punto lopez`, `ana guion bajo lopez`.
fn spelt_local(view: &View, mut start: usize) -> usize {
    for _ in 0..PARTS_MAX {
        let Some(before) = joined_before(view, start).and_then(|end| local(view, end)) else { break };
        start = before;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let view = View::of(text);
        find(&view).into_iter().map(|at| text[view.bytes(&at)].to_owned()).collect()
    }

    #[test]
    fn addresses_end_where_they_end() {
        for (text, address) in [
            ("write to ana.lopez+x@mail.example.co.uk, please", "ana.lopez+x@mail.example.co.uk"),
            ("(ana@example.com)", "ana@example.com"),
            ("ana@example.com.", "ana@example.com"),
            ("mailto:ana@example.com?subject=x", "ana@example.com"),
            ("josé@peña.es", "josé@peña.es"),
            ("ana (at) example (dot) com", "ana (at) example (dot) com"),
            ("soy ana arroba gmail punto com gracias", "ana arroba gmail punto com"),
            ("ana＠example．com", "ana＠example．com"),
            ("ana\u{200b}@exam\u{ad}ple.com", "ana\u{200b}@exam\u{ad}ple.com"),
            ("https://x.example/?email=ana%40example.com&b=1", "ana%40example.com"),
            ("ana@gmail", "ana@gmail"),
            ("ana @ gmail.com", "ana @ gmail.com"),
            ("ana@ example.com", "ana@ example.com"),
            ("ana@example .com", "ana@example .com"),
            ("ana@example,com,br", "ana@example,com,br"),
            ("my mail is ana @ example.com", "ana @ example.com"),
            ("ana @ example.com is my mail", "ana @ example.com"),
            ("ana at example dot com", "ana at example dot com"),
            ("ana.lopez at example.com", "ana.lopez at example.com"),
            ("ana_at_example_dot_com", "ana_at_example_dot_com"),
            ("soy ana punto lopez arroba example punto com", "ana punto lopez arroba example punto com"),
            ("it is tom underscore b at example dot com", "tom underscore b at example dot com"),
            ("ana<at>example<dot>com", "ana<at>example<dot>com"),
            ("ana ( arroba ) example ( punto ) com", "ana ( arroba ) example ( punto ) com"),
            ("ana arroba gmail", "ana arroba gmail"),
            ("ana@example.com612345678", "ana@example.com"),
            ("ana@example.com.Thanks", "ana@example.com"),
        ] {
            assert_eq!(found(text), [address], "{text}");
        }
    }

    #[test]
    fn what_is_none_stays() {
        for text in [
            "@maria",
            "5 @ 3.50",
            "2@1.50",
            "ana@",
            "@",
            "user@host",
            "lunch @ cafe.com",
            "media arroba de harina",
            "a@b.1",
            "logo@2x.png",
            "lib@4.17.21",
            "I looked at example.com",
            "I looked at example dot com",
            "mail me at example.com",
            "ask @ana.lopez",
            "una arroba punto",
            "ana@intranet,es decir",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
