//! Precision and recall on lines of our own (`lines.txt`): what people write, with what has to be found in braces, and much that
//! looks like it. The figures are those of `docs/privacy.md`. Lines on which the rules fail stay: they show where.

#![expect(clippy::unwrap_used, reason = "a line that cannot be read has failed")]

use std::collections::BTreeMap;
use std::ops::Range;

use proptest::prelude::*;
use redaction::{Kind, Redaction};

const LINES: &str = include_str!("lines.txt");

/// What was found, of one kind.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    right: usize,
    wrong: usize,
    missed: usize,
}

/// Takes the braces away, and returns what was in them.
fn read(line: &str) -> (String, Vec<(String, Range<usize>)>) {
    let (mut text, mut wanted) = (String::new(), Vec::new());
    let mut rest = line;
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

fn measure(language: Option<&str>) -> (BTreeMap<String, Count>, Vec<String>) {
    let redaction = Redaction::of(Kind::ALL, &[]);
    let (mut counts, mut failed) = (BTreeMap::<String, Count>::new(), Vec::new());
    for line in LINES.lines() {
        let (tag, line) = line.split_once(' ').unwrap();
        if language.is_some_and(|language| language != tag) {
            continue;
        }
        let (text, wanted) = read(line);
        let found = redaction.find(&text, "");
        let mut fails = false;
        for found in &found {
            let is_right = wanted
                .iter()
                .any(|(mark, at)| mark == found.mark && at.start < found.at.end && found.at.start < at.end);
            fails |= !is_right;
            let count = counts.entry(found.mark.to_owned()).or_default();
            if is_right { count.right += 1 } else { count.wrong += 1 }
        }
        for (mark, at) in &wanted {
            // Nothing of it may be left, but for brackets.
            let is_gone =
                found.iter().any(|found| found.mark == mark && found.at.start <= at.start && at.end <= found.at.end);
            if !is_gone {
                fails = true;
                counts.entry(mark.clone()).or_default().missed += 1;
            }
        }
        if fails {
            failed.push(format!("{tag} {line} → {}", redaction.redact(&text, "").unwrap_or(text)));
        }
    }
    (counts, failed)
}

#[test]
fn the_set_is_large_enough_and_in_three_languages() {
    assert!(LINES.lines().count() >= 300);
    for language in ["en", "es", "pt"] {
        let of = LINES.lines().filter(|line| line.starts_with(language));
        let (with, without): (Vec<_>, Vec<_>) = of.partition(|line| line.contains('{'));
        assert!(with.len() >= 30 && without.len() >= 30, "{language}: {} and {}", with.len(), without.len());
    }
}

#[test]
fn precision_and_recall_are_what_the_document_says() {
    let (counts, failed) = measure(None);
    let sum = |counts: &BTreeMap<String, Count>| {
        counts.values().fold([0, 0, 0], |[right, wrong, missed], count| {
            [right + count.right, wrong + count.wrong, missed + count.missed]
        })
    };
    let mut rows: Vec<_> = counts
        .iter()
        .map(|(mark, count)| format!("| `{mark}` | {} | {} | {} |", count.right, count.wrong, count.missed))
        .collect();
    for language in ["en", "es", "pt"] {
        let [right, wrong, missed] = sum(&measure(Some(language)).0);
        rows.push(format!("| {language} | {right} | {wrong} | {missed} |"));
    }
    let [right, wrong, missed] = sum(&counts).map(|count| count as f64);
    let (precision, recall) = (right / (right + wrong) * 100.0, right / (right + missed) * 100.0);
    rows.push(format!("Precision {precision:.1}%, recall {recall:.1}%."));
    let document = include_str!("../../../docs/privacy.md");
    let missing: Vec<_> = rows.iter().filter(|row| !document.contains(*row)).collect();
    assert!(missing.is_empty(), "{missing:#?}\n{failed:#?}");
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
            let twice = redaction.redact(&once, "").unwrap_or_else(|| once.clone());
            prop_assert!(twice.len() <= once.len() + 8 * found.len());
        }
    }
}
