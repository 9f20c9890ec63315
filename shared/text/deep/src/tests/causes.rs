//! Causes: weights of a wrong size are refused, what each piece gave adds up to what decided, and each language has its border.

use text::Language;

use super::{WEIGHTS, fast, read};
use crate::causes::Causes;
use crate::encoder::{Encoded, Encoder, MEANING};
use crate::file::{File, WIDTH};
use crate::grams::Grams;
use crate::heads::Heads;

/// Returns two causes and two buckets: the first number of a piece speaks for the first cause, the second bucket for the second.
fn small(border: f32) -> Vec<u8> {
    let mut sums = vec![0.0_f32; 2 * (WIDTH + 1)];
    sums[0] = 1.0;
    sums[2 * WIDTH + 1] = -1.0;
    let mut scales = vec![0.5_f32, 0.5, 0.1];
    scales.extend([border; Language::ALL.len()]);
    scales.push(0.999);
    let mut file = b"late\nrude\0\0\0".to_vec();
    file.extend(sums.iter().chain(&scales).flat_map(|number| number.to_le_bytes()));
    file.extend([0, 0, 0, 8]);
    file
}

fn encoded(text: &str) -> Encoded {
    Encoder::new(File::new(WEIGHTS).unwrap()).encode(text, |_, _| {})
}

#[test]
fn causes_are_named_from_the_border_of_the_language_on() {
    let (grams, mut encoded) = (Grams::of("nobody came"), encoded("nobody came"));
    for meaning in encoded.meanings.chunks_exact_mut(MEANING) {
        meaning.fill(0.0);
        meaning[MEANING - WIDTH] = 3.0;
    }
    let file = small(0.5);
    let causes = Causes::new(&file, 2, 9, 1).unwrap();
    let named = causes.name(&encoded, &grams, Some(Language::English));
    assert_eq!(named.first().map(|named| named.cause), Some("late"));
    let given: f32 = named[0].given.iter().sum();
    assert!((given - 3.0).abs() < 1e-4, "{given}");
    assert_eq!(causes.name(&encoded, &grams, None), [], "no language, another border");
}

#[test]
fn weights_of_another_size_are_refused() {
    let file = small(0.5);
    for (count, letters, bits) in [(3, 9, 1), (2, 90, 1), (2, 9, 2), (65, 9, 1), (2, 9, 60), (usize::MAX, 9, 1)] {
        assert!(Causes::new(&file, count, letters, bits).is_none(), "{count}, {letters}, {bits}");
    }
    assert!(Causes::new(&file[1..], 2, 9, 1).is_none());
}

#[test]
fn what_each_piece_gives_decides_which_cause_comes_first() {
    let text = "The waiter was rude and the soup was cold";
    let (encoded, grams) = (encoded(text), Grams::of(text));
    let heads = Heads::new(File::new(WEIGHTS).unwrap().rest).unwrap();
    let named = heads.causes(&encoded, &grams, Some(Language::English));
    assert!(!named.is_empty());
    assert!(named.iter().all(|named| named.given.len() == encoded.pieces.len()), "{named:?}");
    assert!(named.is_sorted_by(|one, other| one.probability >= other.probability), "{named:?}");
}

#[test]
fn plain_comments_of_three_languages_name_their_cause() {
    for (text, cause) in [
        ("I was charged twice for the same month and want my money back", "billing"),
        ("The queue was endless, we waited two hours", "waiting"),
        ("Me cobraron dos veces el mismo mes y no me devuelven el dinero", "billing"),
        ("La camarera fue muy grosera con mi madre", "rude"),
        ("O pacote não chegou e já passou do prazo", "delivery"),
        ("Só consigo falar com o robô, nunca com uma pessoa", "bot"),
    ] {
        let causes: Vec<_> = read(text).causes.into_iter().map(|cause| cause.cause).collect();
        assert!(causes.iter().any(|one| one == cause), "{text}: {causes:?}");
        assert!(fast(text).language.is_some(), "{text}");
    }
}
