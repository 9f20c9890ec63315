//! The words that decided.

use proptest::prelude::*;

use super::read;
use crate::{OwnWords, reader};

#[test]
fn the_words_that_decided_are_marked_as_they_stand() {
    let text = "The room was fine, but breakfast was DISGUSTING and the waiter rude.";
    let marked: Vec<_> = read(text).words(text).collect();
    assert!(marked.contains(&"DISGUSTING") || marked.contains(&"rude"), "{marked:?}");
    assert!(marked.len() <= 5);
}

#[test]
fn words_that_a_deployment_adds_decide_and_are_marked() {
    let own = OwnWords::new(&["gofre cuadrado".into()], &["cherry snow".into(), "triple nube dulce".into()]).unwrap();
    let reader = reader().unwrap();
    for (text, answer, words) in [
        ("me dieron un Gofre Cuadrado", 0, vec!["Gofre", "Cuadrado"]),
        ("with cherry snow on top", 2, vec!["cherry", "snow"]),
        ("pedí la triple nube dulce", 2, vec!["triple", "nube", "dulce"]),
    ] {
        let reading = reader.read(text, None, &own);
        assert_eq!(super::most(&reading.outcome), answer, "{text}");
        let marked: Vec<_> = reading.words(text).collect();
        assert!(words.iter().all(|word| marked.contains(word)), "{marked:?}");
    }
    assert_eq!(OwnWords::new(&[String::new()], &[]), None);
    assert_eq!(OwnWords::new(&["four words are too".into()], &[]), None);
}

proptest! {
    #[test]
    fn marks_are_words_of_the_text_in_order_and_never_overlap(text in "\\PC{0,200}") {
        let reading = read(&text);
        let mut last = 0;
        for mark in &reading.marks {
            prop_assert!(last <= mark.start && mark.start < mark.end);
            prop_assert!(text.get(mark.start..mark.end).is_some());
            last = mark.end;
        }
    }

    #[test]
    fn probabilities_are_probabilities(text in "(\\PC{0,12} ?){0,40}") {
        let reading = read(&text);
        for all in [&reading.outcome[..], &reading.stage[..]] {
            prop_assert!(all.iter().all(|one| (0.0..=1.0).contains(one)));
            prop_assert!((all.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        prop_assert!((0.0..=1.0).contains(&reading.complaint));
    }
}
