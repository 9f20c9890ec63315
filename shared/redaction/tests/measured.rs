//! Precision and recall on lines of our own: what people write, with what has to be found in braces, and much that looks like it.
//! `lines.txt` was written with the rules. `hard/` was written before anybody looked at them: its even lines are for improving the
//! rules, its odd ones are only counted. The figures are those of `docs/privacy.md`. Lines on which the rules fail stay.

#![expect(clippy::unwrap_used, reason = "a line that cannot be read has failed")]

use std::collections::BTreeMap;
use std::ops::Range;

use proptest::prelude::*;
use redaction::{Kind, Redaction};

const FIRST: &str = include_str!("lines.txt");
const HARD: [&str; 3] = [include_str!("hard/en.txt"), include_str!("hard/es.txt"), include_str!("hard/pt.txt")];
const LATER: [&str; 3] = [include_str!("later/en.txt"), include_str!("later/es.txt"), include_str!("later/pt.txt")];
const LANGUAGES: [&str; 3] = ["en", "es", "pt"];

/// What was found, of one kind in one language.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    right: usize,
    wrong: usize,
    missed: usize,
}

/// What became of some lines.
#[derive(Debug, Default)]
struct Measured {
    /// By language and mark.
    counts: BTreeMap<(String, String), Count>,
    /// Lines that hold nothing to find, and those of them that were changed all the same.
    alike: usize,
    changed: usize,
    failed: Vec<String>,
}

/// Lines of a set in order: those for improving the rules, or those that are only counted.
fn half(set: [&'static str; 3], is_improved: bool) -> impl Iterator<Item = &'static str> {
    let of_file = move |file: &'static str| {
        file.lines().enumerate().filter(move |(index, _)| (index % 2 == 0) == is_improved).map(|(_, line)| line)
    };
    set.into_iter().flat_map(of_file)
}

/// Takes the braces away, and returns what was in them. `\u200B` is a letter that nobody sees.
fn read(line: &str) -> (String, Vec<(String, Range<usize>)>) {
    let (mut text, mut wanted) = (String::new(), Vec::new());
    let mut letters = line.split("\\u");
    let mut line = letters.next().unwrap().to_owned();
    for part in letters {
        let (code, rest) = part.split_at(4);
        line.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        line.push_str(rest);
    }
    let mut rest = line.as_str();
    while let Some((before, marked)) = rest.split_once('{') {
        let (inside, after) = marked.split_once('}').unwrap();
        let (kind, held) = inside.split_once(' ').unwrap();
        text.push_str(before);
        let start = text.len();
        text.push_str(held);
        wanted.push((format!("[{kind}]"), start..text.len()));
        rest = after;
    }
    text.push_str(rest);
    (text, wanted)
}

fn measure<'a>(lines: impl Iterator<Item = &'a str>) -> Measured {
    let redaction = Redaction::of(Kind::ALL, &[]);
    let mut measured = Measured::default();
    for line in lines {
        let (language, line) = line.split_once(' ').unwrap();
        let (text, wanted) = read(line);
        let found = redaction.find(&text, "");
        let mut fails = false;
        let mut count = |mark: &str, add: fn(&mut Count)| {
            add(measured.counts.entry((language.to_owned(), mark.to_owned())).or_default());
        };
        for found in &found {
            // It is wrong, too, if it takes other words along.
            let is_right = wanted.iter().any(|(mark, at)| {
                let (before, behind) = (found.at.start..at.start, at.end..found.at.end);
                let others = [before, behind].map(|beside| text.get(beside).unwrap_or_default().to_owned()).concat();
                let overlaps = at.start < found.at.end && found.at.start < at.end;
                mark == found.mark && overlaps && !others.contains(char::is_whitespace)
            });
            if !is_right {
                fails = true;
                count(found.mark, |count| count.wrong += 1);
            }
        }
        for (mark, at) in &wanted {
            // Nothing of it may be left, but for brackets.
            let is_left = |(byte, letter): (usize, char)| {
                let is_taken =
                    |found: &redaction::Found<'_>| found.mark == mark && found.at.contains(&(at.start + byte));
                letter.is_alphanumeric() && !found.iter().any(is_taken)
            };
            if text[at.clone()].char_indices().any(is_left) {
                fails = true;
                count(mark, |count| count.missed += 1);
            } else {
                count(mark, |count| count.right += 1);
            }
        }
        measured.alike += usize::from(wanted.is_empty());
        measured.changed += usize::from(wanted.is_empty() && !found.is_empty());
        if fails {
            measured.failed.push(format!("{language} {line} → {}", redaction.redact(&text, "").unwrap_or(text)));
        }
    }
    measured
}

impl Measured {
    /// Adds up the counts of a language and a kind, or of all.
    fn sum(&self, language: &str, mark: &str) -> Count {
        let is_of = |(of, kind): &(String, String)| of.starts_with(language) && kind.starts_with(mark);
        let counts = self.counts.iter().filter(|(key, _)| is_of(key)).map(|(_, count)| *count);
        counts.fold(Count::default(), |sum, count| Count {
            right: sum.right + count.right,
            wrong: sum.wrong + count.wrong,
            missed: sum.missed + count.missed,
        })
    }

    /// The last row of its table.
    fn row(&self) -> String {
        let Count { right, wrong, missed } = self.sum("", "");
        let share = |of: usize, all: usize| of as f64 / all as f64 * 100.0;
        let (precision, recall) = (share(right, right + wrong), share(right, right + missed));
        let (changed, alike) = (self.changed, self.alike);
        format!("| {right} | {wrong} | {missed} | {precision:.1}% | {recall:.1}% | {changed} of {alike} |")
    }
}

#[test]
fn the_sets_are_large_enough_and_in_three_languages() {
    for (set, least, of_each) in [(FIRST.to_owned(), 300, 30), (HARD.concat(), 600, 90)] {
        assert!(set.lines().count() >= least);
        for language in LANGUAGES {
            let of = set.lines().filter(|line| line.starts_with(language));
            let (with, without): (Vec<_>, Vec<_>) = of.partition(|line| line.contains('{'));
            assert!(
                with.len() >= of_each && without.len() >= of_each,
                "{language}: {} and {}",
                with.len(),
                without.len()
            );
        }
    }
}

#[test]
fn precision_and_recall_are_what_the_document_says() {
    let first = measure(FIRST.lines());
    let [improved, kept] = [true, false].map(|is_improved| measure(half(HARD, is_improved)));
    let [later, later_kept] = [true, false].map(|is_improved| measure(half(LATER, is_improved)));
    let mut rows = vec![
        format!("| first set {}", first.row()),
        format!("| second set, half that the rules were improved on {}", improved.row()),
        format!("| second set, half that was only counted {}", kept.row()),
        format!("| third set, half that the rules were improved on {}", later.row()),
        format!("| third set, half that was only counted {}", later_kept.row()),
    ];
    for mark in Kind::ALL.iter().map(|kind| kind.mark()) {
        for language in LANGUAGES {
            let [improved, kept] = [&improved, &kept].map(|of| of.sum(language, mark));
            let of = |count: Count| format!("{} | {} | {}", count.right, count.wrong, count.missed);
            rows.push(format!("| `{mark}` | {language} | {} | {} |", of(improved), of(kept)));
        }
    }
    let document = include_str!("../../../docs/privacy.md");
    let missing: Vec<_> = rows.iter().filter(|row| !document.contains(*row)).collect();
    // The lines of the half that is only counted are not shown: rules that are made for them would be counted by themselves.
    assert!(missing.is_empty(), "{missing:#?}\n{:#?}\n{:#?}", first.failed, [improved.failed, later.failed].concat());
}

#[test]
fn the_name_of_a_field_says_what_a_number_is() {
    let redaction = Redaction::of(Kind::ALL, &[]);
    for (name, text, redacted) in [
        ("customerPhone", "22345678", Some("[PHONE]")),
        ("telefono_2", "22345678", Some("[PHONE]")),
        ("order_id", "612345678", None),
        ("orderId", "4155550132", None),
        ("note", "22345678", None),
        ("reach", "1250300", None),
        ("account", "612345678", None),
        ("ean", "4006381333023", None),
        ("cardNumber", "4222222222222", Some("[CARD]")),
    ] {
        assert_eq!(redaction.redact(text, name).as_deref(), redacted, "{name}");
    }
}

#[test]
fn only_what_is_asked_for_is_taken_out() {
    let text = "ana@example.com 612 345 678";
    assert_eq!(Redaction::of(&[Kind::Email], &[]).redact(text, "").unwrap(), "[EMAIL] 612 345 678");
    assert_eq!(Redaction::of(&[Kind::Phone], &[]).redact(text, "").unwrap(), "ana@example.com [PHONE]");
    assert_eq!(Redaction::default().redact(text, ""), None);
}

#[test]
fn what_is_beside_something_that_was_found_is_found_at_once() {
    let redaction = Redaction::of(Kind::ALL, &[]);
    for text in [
        "612345678,612345679",
        "call 612345678,22345678",
        "ana@example.com22345678 is my phone",
        "tel [PHONE] 22345678",
    ] {
        let once = redaction.redact(text, "").unwrap();
        assert_eq!(redaction.redact(&once, ""), None, "{text}: {once}");
    }
}

/// Pieces of which hostile and ordinary texts are made.
fn piece() -> impl Strategy<Value = String> {
    let known = [
        "ana@example.com",
        "612 345 678",
        "4111 1111 1111 1111",
        "ES91 2100 0418 4502 0005 1332",
        "+",
        "@",
        "(",
        ")",
        " ",
        ".",
        "-",
        "%40",
        "\u{200b}",
        "６",
        "²",
        "arroba ",
        "(at)",
        "dot ",
        "{",
        "\n",
        "é",
        "👍🏽",
        "0",
        "00",
        "1234567",
        "/",
        ",",
        "tel",
        "call ",
        " is my order ",
        "my number ",
        " and ",
        " at ",
        "_at_",
        "example",
        " dot com ",
        "punto com",
        ".com",
        "%2B",
        "[PHONE]",
    ];
    prop_oneof![proptest::sample::select(known.to_vec()).prop_map(str::to_owned), "\\PC{0,6}"]
}

proptest! {
    #[test]
    fn any_text_is_redacted_at_whole_letters_and_a_second_time_changes_nothing(pieces in prop::collection::vec(piece(), 0..24)) {
        let text = pieces.concat();
        let redaction = Redaction::of(Kind::ALL, &[]);
        let found = redaction.find(&text, "");
        prop_assert!(found.windows(2).all(|pair| pair[0].at.end <= pair[1].at.start));
        prop_assert!(found.iter().all(|found| !found.at.is_empty() && text.is_char_boundary(found.at.start) && text.is_char_boundary(found.at.end)));
        if let Some(once) = redaction.redact(&text, "") {
            prop_assert_eq!(redaction.redact(&once, ""), None, "{}", once);
        }
    }
}
