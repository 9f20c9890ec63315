//! The messages use the words of `docs/glossary.md` as it says, where that can be checked.

use words::Language;
use words::Language::{English, Spanish};

const GLOSSARY: &str = include_str!("../../../../docs/glossary.md");

/// Returns the cells of the rows of a section's table.
fn rows(section: &str) -> Vec<Vec<String>> {
    let (_, text) = GLOSSARY.split_once(&format!("\n## {section}\n")).expect("the glossary has the section");
    let text = text.split("\n## ").next().unwrap_or_default();
    let rows = text.lines().filter(|line| line.starts_with('|') && !line.starts_with("|-")).skip(1);
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// Returns the Spanish word that stands where a row has this English one.
fn in_spanish(section: &str, english: &str) -> String {
    for row in rows(section) {
        let words = |cell: &str| -> Vec<String> {
            cell.split(';').next().unwrap_or_default().split(", ").map(|word| word.trim().to_owned()).collect()
        };
        let (of_english, of_spanish) = (words(&row[0]), words(&row[1]));
        if let Some(place) = of_english.iter().position(|word| word == english) {
            assert_eq!(of_english.len(), of_spanish.len(), "{row:?}");
            return of_spanish[place].clone();
        }
    }
    panic!("the glossary has no {english} under {section}")
}

#[test]
fn closed_sets_have_the_words_of_the_glossary_in_both_languages() {
    type Word = fn(Language) -> &'static str;
    let sets: [(&str, &[Word]); 4] = [
        ("Stages", &[Language::stage_zero, Language::stage_first, Language::stage_second, Language::stage_ultimate]),
        (
            "Outcomes",
            &[Language::outcome_misery, Language::outcome_average, Language::outcome_magic, Language::outcome_unknown],
        ),
        (
            "Promises",
            &[
                Language::promise_kept,
                Language::promise_exceeded,
                Language::promise_broken,
                Language::promise_expired,
                Language::promise_open,
            ],
        ),
        (
            "Winning a customer back",
            &[Language::case_open, Language::case_acknowledged, Language::case_resolved, Language::case_lost],
        ),
    ];
    for (section, words) in sets {
        for word in words {
            assert_eq!(word(Spanish).to_lowercase(), in_spanish(section, &word(English).to_lowercase()), "{section}");
        }
    }
}

#[test]
fn words_that_are_not_used_stand_in_no_message() {
    let english = crate::text_of("en").to_lowercase();
    let texts: Vec<&str> = english.lines().filter(|line| !line.starts_with('#')).collect();
    let rows = rows("Words not used");
    assert!(rows.len() >= 5, "{rows:?}");
    for row in rows {
        // A remark in brackets says of what the word is not used.
        let word = row[0].split(" (").next().unwrap_or_default().to_lowercase();
        let found: Vec<_> = texts.iter().filter(|text| has_word(text, &word)).collect();
        assert!(found.is_empty(), "instead of “{word}” write {}: {found:?}", row[1]);
    }
}

#[test]
fn words_whose_one_meaning_is_for_programs_stand_in_no_message() {
    let keeps: Vec<String> =
        rows("Words that must not have two meanings").into_iter().map(|row| row[0].clone()).collect();
    let english = crate::text_of("en").to_lowercase();
    let values = english.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
    let values: Vec<&str> = values.map(|(_, value)| value).collect();
    for word in ["digest", "step", "written"] {
        assert!(keeps.iter().any(|kept| kept == word), "the glossary no longer names {word}");
        let found: Vec<_> = values.iter().filter(|value| has_word(value, word)).collect();
        assert!(found.is_empty(), "{word}: {found:?}");
    }
    let spanish = crate::text_of("es").to_lowercase();
    assert!(!spanish.contains("miseria"), "a bad experience is a «mala experiencia»");
}

fn has_word(text: &str, word: &str) -> bool {
    let is_edge = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    text.match_indices(word)
        .any(|(at, _)| is_edge(text[..at].chars().next_back()) && is_edge(text[at + word.len()..].chars().next()))
}
