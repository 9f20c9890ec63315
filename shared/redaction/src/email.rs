//! E-mail addresses, also as people write them for people: `ana (at) example.com`, `ana arroba example punto com`. Follows the
//! shape of RFC 5321 that mailboxes have in practice; quoted local parts and addresses of hosts by number are not looked for.

use std::ops::Range;

use crate::view::View;

/// Letters of a local part and of a domain, at most (RFC 5321, 4.5.3.1).
const LOCAL_MAX: usize = 64;
const DOMAIN_MAX: usize = 255;

/// Ways to write `@`, and whether they can be nothing else.
const AT: [(&str, bool); 9] = [
    ("@", true),
    ("(at)", true),
    ("[at]", true),
    ("{at}", true),
    ("(arroba)", true),
    ("[arroba]", true),
    ("(@)", true),
    ("[@]", true),
    ("arroba", false),
];
/// Ways to write a dot, besides the dot itself.
const DOT: [&str; 9] = ["(dot)", "[dot]", "(punto)", "[punto]", "(ponto)", "[ponto]", "dot ", "punto ", "ponto "];
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

/// Finds addresses.
pub(crate) fn find(view: &View) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for place in 0..view.letters.len() {
        if found.last().is_some_and(|last| place < last.end) {
            continue;
        }
        if !matches!(view.letters[place], '@' | '(' | '[' | '{' | 'a' | 'A') {
            continue;
        }
        let Some((at, is_sure)) = AT.iter().find(|(at, _)| view.stands(place, at)) else { continue };
        let after = place + at.chars().count();
        found.extend(around(view, place..after, *is_sure));
    }
    found
}

/// Finds the address around its `@`.
fn around(view: &View, at: Range<usize>, is_sure: bool) -> Option<Range<usize>> {
    let is_plain = at.len() == 1;
    let gap_before = usize::from(view.before(at.start) == Some(' '));
    let gap_after = usize::from(view.at(at.end) == Some(' '));
    if !is_sure && (gap_before == 0 || gap_after == 0) {
        return None;
    }
    let start = local(view, at.start - gap_before)?;
    let (end, first, has_end) = domain(view, at.end + gap_after)?;
    let is_provider = PROVIDERS.contains(&first.as_str());
    let has_gap = gap_before + gap_after > 0;
    // `lunch @ cafe.com` is no address, `ana @ gmail.com` is.
    let is_one = if is_plain && has_gap { is_provider && has_end } else { has_end || (is_provider && is_plain) };
    is_one.then_some(start..end)
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

/// Reads a domain: where it ends, its first label, and whether it ends in a name that can be the last one.
fn domain(view: &View, start: usize) -> Option<(usize, String, bool)> {
    let (mut end, mut labels) = (label(view, start)?, 1);
    let first = view.word(start..end);
    let mut last = start..end;
    while end - start < DOMAIN_MAX {
        let Some(next) = dot(view, end, &first) else { break };
        let Some(label_end) = label(view, next) else { break };
        // A sentence may end after an address, without a blank behind it, and a number is no end of a domain.
        last = next..label_end;
        end = label_end;
        labels += 1;
    }
    let is_name = last.len() >= 2 && view.letters[last].iter().all(|letter| letter.is_alphabetic());
    Some((end, first, labels > 1 && is_name))
}

/// Reads one label.
fn label(view: &View, start: usize) -> Option<usize> {
    let mut end = start;
    while view.at(end).is_some_and(|letter| letter.is_alphanumeric() || letter == '-' || letter == '_') {
        end += 1;
    }
    while end > start && !view.letters[end - 1].is_alphanumeric() {
        end -= 1;
    }
    (end > start).then_some(end)
}

/// Reads a dot, in letters or in words, and returns where the next label begins.
fn dot(view: &View, place: usize, first: &str) -> Option<usize> {
    if view.at(place) == Some('.') {
        return Some(place + 1);
    }
    if view.at(place) == Some(',') && PROVIDERS.contains(&first) {
        return ["com", "es", "pt", "net", "br"].iter().any(|end| view.stands(place + 1, end)).then_some(place + 1);
    }
    let start = place + usize::from(view.at(place) == Some(' '));
    let word = DOT.iter().find(|word| view.stands(start, word))?;
    let is_spelt = word.ends_with(' ');
    if is_spelt && start == place {
        return None;
    }
    let after = start + word.chars().count();
    Some(after + usize::from(!is_spelt && view.at(after) == Some(' ')))
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
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
