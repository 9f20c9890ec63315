//! What messages read like once they are filled in.

use words::Language::{English, Spanish};
use words::{Count, Language};

#[test]
fn plurals_follow_the_rules_of_the_language() {
    assert_eq!(English.gathered(1_u32, "1 second"), "1 new case in 1 second");
    assert_eq!(Spanish.gathered(37_u32, "5 minutos"), "37 casos nuevos en 5 minutos");
    assert_eq!(English.duration_hours(0_u64), "0 hours");
}

#[test]
fn places_in_a_row_have_their_endings() {
    let english = [1_u32, 2, 3, 4, 11, 12, 13, 21, 102, 113].map(|place| English.ordinal(place));
    assert_eq!(english, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "113th"]);
    assert_eq!(Spanish.ordinal(4_u32), "4.º");
}

#[test]
fn a_selection_by_text_takes_its_variant_or_the_default() {
    assert_eq!(Spanish.list("i", "entrega", "identificación"), "entrega e identificación");
    assert_eq!(Spanish.list("", "a", "b"), "a y b");
    assert_eq!(English.list("i", "a", "b"), "a and b");
}

#[test]
fn arguments_are_placed_as_they_are_and_numbers_as_the_language_writes_them() {
    // A text that looks like a pattern stays a text.
    assert_eq!(English.ago("{ $x } \u{1}0\u{2}"), "{ $x } \u{1}0\u{2} ago");
    assert_eq!(English.duration_days(12_345_u64), "12,345 days");
    assert_eq!(Spanish.duration_days(12_345_u64), "12.345 días");
    assert_eq!(Count::from(&7_usize), Count::from(7_u8));
}

#[test]
fn names_are_looked_up() {
    for name in Language::TOUCHPOINT_TYPE_NAMES {
        for language in Language::ALL {
            assert!(language.touchpoint_type(name).is_some_and(|text| !text.is_empty()), "{name}");
        }
    }
    assert_eq!(Spanish.touchpoint_type("delivery"), Some("entrega"));
    assert_eq!(Spanish.touchpoint_type("wine_tasting"), None);
}

#[test]
fn a_language_is_known_by_its_tag() {
    for language in Language::ALL {
        assert_eq!(Language::from_word(language.as_str()), Some(*language));
        assert_eq!(serde_json::to_value(language).unwrap(), language.as_str());
    }
    assert_eq!(Language::ALL[0], English);
    assert_eq!(Language::from_word("tlh"), None);
}
