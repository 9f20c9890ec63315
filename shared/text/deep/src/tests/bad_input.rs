//! Texts of any bytes, very long ones, and spoilt files: no panic, bounded work, places that lie between characters.

use proptest::prelude::*;

use super::{WEIGHTS, fast};
use crate::file::File;
use crate::reader;
use crate::tokenizer::split;

/// Pieces that a text is cut to.
const ROOM: usize = 126;

fn file() -> File<'static> {
    File::new(WEIGHTS).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_split_into_pieces_in_order_between_characters(text in "\\PC{0,300}") {
        let pieces = split(&file(), &text, ROOM);
        prop_assert!(pieces.len() <= ROOM);
        for piece in &pieces {
            prop_assert!(text.get(piece.start..piece.end).is_some());
        }
        for pair in pieces.windows(2) {
            prop_assert!(pair[0].start <= pair[1].start);
        }
    }

    #[test]
    fn a_spoilt_file_panics_nobody(at in 0..WEIGHTS.len().min(700_000), byte in any::<u8>(), text in "\\PC{0,40}") {
        let mut spoilt = WEIGHTS[..700_000].to_vec();
        spoilt[at.min(699_999)] = byte;
        // The whole is too large to copy each time: without its end no file is one, so the head is looked at by itself.
        prop_assert!(File::new(&spoilt).is_none());
        let _ = split(&file(), &text, ROOM);
    }
}

#[test]
fn a_spoilt_tokenizer_splits_somehow() {
    // Pieces, costs and signs are spoilt in many places; the sizes stay.
    let mut spoilt = WEIGHTS.to_vec();
    let mut state = 7_u64;
    for _ in 0..20_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = 40 + (state >> 33) as usize % 1_200_000;
        spoilt[at] = (state >> 20) as u8;
    }
    let file = File::new(&spoilt).unwrap();
    for text in ["The parcel never came ½ ﬁne", "¿Dónde está?", "👍🏽 ok\u{200b}ok &amp; \u{0}"] {
        assert!(split(&file, text, ROOM).len() <= ROOM);
    }
}

#[test]
fn a_long_text_costs_no_more_than_its_beginning_and_end() {
    let text = "word ".repeat(2_000) + "and the end was awful";
    let pieces = split(&file(), &text, ROOM);
    assert_eq!(pieces.len(), ROOM);
    assert_eq!(pieces.first().map(|piece| piece.start), Some(0));
    assert_eq!(pieces.last().map(|piece| piece.end), Some(text.len()));
}

#[test]
fn strange_texts_are_read_somehow() {
    let deep = reader().unwrap();
    for text in [
        "a".repeat(10_000),
        "\u{200b}\u{200b}\u{200b}".to_owned(),
        "😡".repeat(3_000),
        "&lt;b&gt;cold&lt;/b&gt; soup".to_owned(),
        "> quoted\n> again\nstill no reply".to_owned(),
        "e\u{301}\u{301}\u{301}".repeat(500),
        "\u{0}\u{1}\u{7f}".to_owned(),
        " \n\t ".to_owned(),
        "El producto is broken, no funciona at all".to_owned(),
    ] {
        let Some(read) = deep.read(&text, &fast(&text)) else { continue };
        assert!(
            read.outcome.iter().chain(&read.stage).all(|probability| (0.0..=1.0).contains(probability)),
            "{read:?}"
        );
        for mark in &read.marks {
            assert!(text.get(mark.start..mark.end).is_some());
        }
    }
}
