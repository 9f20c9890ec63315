//! The reader as it is built in: what it reads, and what it must not.

mod bad_input;
mod marks;

use crate::{Language, OwnWords, Reading, reader};

fn read(text: &str) -> Reading {
    reader().unwrap().read(text, None, &OwnWords::default())
}

/// The most probable of some probabilities.
fn most(probabilities: &[f32]) -> usize {
    (0..probabilities.len()).max_by(|one, other| probabilities[*one].total_cmp(&probabilities[*other])).unwrap()
}

#[test]
fn the_weights_fit_into_four_megabytes_and_are_of_this_format() {
    assert!(super::WEIGHTS.len() <= 4_000_000);
    assert!(reader().is_some());
    assert!(crate::Reader::new(&super::WEIGHTS[..super::WEIGHTS.len() - 1]).is_none());
    assert!(crate::Reader::new(b"MOMTEXT\x02").is_none());
}

#[test]
fn what_nobody_could_mistake_is_not_mistaken() {
    let all = [
        ("This is the worst service ever, I want my money back!", Some(Language::English), 0),
        ("Terrible, llegó roto y nadie contesta. Quiero que me devuelvan el dinero.", Some(Language::Spanish), 0),
        ("Absolutely wonderful, thank you so much!", Some(Language::English), 2),
        ("Me encantó, un trato excelente, volveremos seguro.", Some(Language::Spanish), 2),
    ];
    for (text, language, outcome) in all {
        let reading = read(text);
        assert_eq!((reading.language, most(&reading.outcome)), (language, outcome), "{text}: {reading:?}");
    }
}

#[test]
fn who_wants_something_put_right_complains_and_who_is_delighted_does_not() {
    assert!(read("I want a refund, this arrived broken and nobody answers my emails").complaint > 0.5);
    assert!(read("Best purchase I have made in years, love it").complaint < 0.5);
}

#[test]
fn a_language_is_told_by_the_words_or_by_who_sends_them() {
    for (text, language) in [
        ("no me gusta", Language::Spanish),
        ("so disappointed", Language::English),
        ("Das Essen war kalt und niemand hat sich entschuldigt", Language::German),
        ("Le service était vraiment très mauvais, je suis déçu", Language::French),
    ] {
        assert_eq!(read(text).language, Some(language), "{text}");
    }
    let told = |tag| reader().unwrap().read("normal", Some(tag), &OwnWords::default()).language;
    assert_eq!((told("es-MX"), told("EN_us"), told("zh")), (Some(Language::Spanish), Some(Language::English), None));
}

#[test]
fn accents_capitals_and_drawn_out_letters_make_no_other_word() {
    let plain = read("pesimo servicio, muy malo");
    let written = read("PÉSIMO servicio, muy MALOOO");
    assert_eq!(most(&plain.outcome), most(&written.outcome));
    assert!((plain.outcome[0] - written.outcome[0]).abs() < 0.2, "{plain:?} {written:?}");
}

#[test]
fn reading_again_gives_the_same_to_the_bit() {
    for text in ["cold waffles and one scoop of two", "ni fu ni fa", "", "🙂🙂🙂 great"] {
        assert_eq!(read(text), read(text));
    }
}

#[test]
fn what_is_denied_in_english_is_less_of_a_misery_than_without_the_denial() {
    for (denied, plain) in [
        ("the room wasn't bad", "the room was bad"),
        ("the queue wasn't terrible", "the queue was terrible"),
        ("the coffee isn't bad", "the coffee is bad"),
    ] {
        let [denied_misery, plain_misery] = [denied, plain].map(|text| read(text).outcome[0]);
        assert!(denied_misery < plain_misery, "{denied}: {denied_misery}, {plain}: {plain_misery}");
    }
    assert_ne!(most(&read("the room wasn't bad").outcome), 0);
}
