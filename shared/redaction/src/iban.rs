//! International bank account numbers (ISO 13616): a country whose length is known, and a remainder of 1 (ISO 7064, mod 97-10).

use std::ops::Range;

use crate::view::View;

/// Length by country, from the IBAN registry of SWIFT (release 99).
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

/// Finds account numbers.
pub(crate) fn find(view: &View) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for place in 0..view.letters.len() {
        let is_inside = found.last().is_some_and(|last| place < last.end);
        if !is_inside && looks_like_one(view, place) && may_begin(view, place) {
            found.extend(starting(view, place));
        }
    }
    found
}

/// Tells whether two letters and a digit stand at a place, as nearly nowhere else in a text.
fn looks_like_one(view: &View, place: usize) -> bool {
    let is_letter = |place: usize| view.at(place).is_some_and(|letter| letter.is_ascii_alphabetic());
    let is_digit = |place: usize| view.at(place).is_some_and(|letter| letter.is_ascii_digit());
    let is_gap = |place: usize| matches!(view.at(place), Some(' ' | '-' | '.'));
    is_letter(place) && is_letter(place + 1) && (is_digit(place + 2) || (is_gap(place + 2) && is_digit(place + 3)))
}

/// Tells whether an account can begin at a place: not within a word, but for the words that people glue to it.
fn may_begin(view: &View, place: usize) -> bool {
    let is_behind = |word: &&str| place.checked_sub(word.len()).is_some_and(|start| view.stands(start, word));
    !view.before(place).is_some_and(char::is_alphanumeric)
        || ["iban", "cuenta", "conta", "account"].iter().any(is_behind)
}

fn starting(view: &View, place: usize) -> Option<Range<usize>> {
    let head = view.letters.get(place..place + 4)?;
    if !head[..2].iter().all(char::is_ascii_alphabetic) {
        return None;
    }
    let country: String = head[..2].iter().map(char::to_ascii_uppercase).collect();
    let (_, length) = LENGTHS.iter().find(|(code, _)| *code == country)?;
    let mut account = String::with_capacity(*length);
    let mut end = place;
    while account.len() < *length {
        match view.at(end)? {
            letter if letter.is_ascii_alphanumeric() => account.push(letter.to_ascii_uppercase()),
            ' ' | '-' | '.' if account.len() >= 2 && view.before(end).is_some_and(|c| c.is_ascii_alphanumeric()) => {}
            _ => return None,
        }
        end += 1;
    }
    let goes_on = view.at(end).is_some_and(char::is_alphanumeric);
    (!goes_on && account.as_bytes()[2..4].iter().all(u8::is_ascii_digit) && remainder(&account) == 1)
        .then_some(place..end)
}

/// The remainder by 97 of the number that an account stands for: its first four letters last, and letters as 10 to 35.
fn remainder(account: &str) -> u32 {
    let (head, rest) = account.split_at(4);
    rest.chars()
        .chain(head.chars())
        .filter_map(|letter| letter.to_digit(36))
        .fold(0, |remainder, value| (remainder * if value < 10 { 10 } else { 100 } + value) % 97)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let view = View::of(text);
        find(&view).into_iter().map(|at| text[view.bytes(&at)].to_owned()).collect()
    }

    #[test]
    fn examples_of_the_registry_are_found_however_they_are_written() {
        for account in [
            "GB29 NWBK 6016 1331 9268 19",
            "ES91 2100 0418 4502 0005 1332",
            "PT50 0002 0123 1234 5678 9015 4",
            "BR18 0036 0305 0000 1000 9795 493C 1",
            "DE89 3704 0044 0532 0130 00",
        ] {
            let joined = account.replace(' ', "");
            for text in [account.to_owned(), joined.clone(), joined.to_lowercase(), account.replace(' ', "-")] {
                assert_eq!(found(&format!("to {text}, thanks")), std::slice::from_ref(&text), "{text}");
            }
        }
    }

    #[test]
    fn one_that_is_glued_to_its_name_is_found() {
        assert_eq!(found("ibanES9121000418450200051332"), ["ES9121000418450200051332"]);
        assert_eq!(found("xES9121000418450200051332"), Vec::<String>::new());
    }

    #[test]
    fn another_check_digit_country_or_length_is_none() {
        for text in [
            "ES92 2100 0418 4502 0005 1332",
            "XX91 2100 0418 4502 0005 1332",
            "ES91 2100 0418 4502 0005 133",
            "ES9121000418450200051332X",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn countries_are_in_order() {
        assert!(LENGTHS.is_sorted());
    }
}
