//! Durations, numbers, money and facet values as people write them in each language. Rounds for reading only:
//! nothing here is compared or added.

use super::pick;
use crate::touchpoint::{FacetValue, Money};
use crate::vocabulary::Language;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Words a number of seconds in one unit, rounded half up: `23 minutes`, `2 días`.
///
/// A unit is used from two of it on, and for exactly one: 90 minutes stay 90 minutes rather than become 2 hours.
pub fn duration(seconds: u64, language: Language) -> String {
    let (unit, one, many) = [
        (DAY, pick(language, "day", "día"), pick(language, "days", "días")),
        (HOUR, pick(language, "hour", "hora"), pick(language, "hours", "horas")),
        (MINUTE, pick(language, "minute", "minuto"), pick(language, "minutes", "minutos")),
    ]
    .into_iter()
    .find(|(unit, ..)| seconds >= 2 * unit || seconds == *unit)
    .unwrap_or((1, pick(language, "second", "segundo"), pick(language, "seconds", "segundos")));
    let count = seconds / unit + u64::from(seconds % unit * 2 >= unit && unit > 1);
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Writes whole per cent: `97%`, `97 %` with a space that does not break.
pub(super) fn percent(percent: u8, language: Language) -> String {
    format!("{percent}{}", pick(language, "%", "\u{a0}%"))
}

/// Writes a number with at most two decimals and the language's decimal mark.
pub fn decimal(number: f64, language: Language) -> String {
    let mut text = format!("{number:.2}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" {
        text = "0".to_owned();
    }
    let text = text.replacen('-', "−", 1);
    match language {
        Language::English => text,
        Language::Spanish => text.replacen('.', ",", 1),
    }
}

/// Writes a number with its sign, as for a gap: `+0.25`, `−0.5`, `0`.
pub fn signed(number: f64, language: Language) -> String {
    let text = decimal(number, language);
    if number > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// Writes a place in a row: `4th`, `4.º`.
pub fn ordinal(number: u32, language: Language) -> String {
    match language {
        Language::Spanish => format!("{number}.º"),
        Language::English => {
            let ending = match (number % 10, number % 100) {
                (1, last) if last != 11 => "st",
                (2, last) if last != 12 => "nd",
                (3, last) if last != 13 => "rd",
                _ => "th",
            };
            format!("{number}{ending}")
        }
    }
}

/// Writes an amount with its ISO code: `1,250 EUR`, `12.345,50 EUR`. Cents are shown only where there are any.
pub fn money(money: &Money, language: Language) -> String {
    let mut text = format!("{:.2}", money.amount.abs());
    if let Some(whole) = text.strip_suffix(".00") {
        text.truncate(whole.len());
    }
    let (whole, cents) = text.split_once('.').map_or((text.as_str(), None), |(whole, cents)| (whole, Some(cents)));
    let sign = if money.amount < 0.0 { "−" } else { "" };
    let whole = grouped(whole, language);
    let cents = cents.map(|cents| format!("{}{cents}", pick(language, ".", ","))).unwrap_or_default();
    format!("{sign}{whole}{cents} {}", money.currency)
}

/// Groups digits by three; Spanish leaves four digits together (Ortografía de la RAE) and its mark is the point.
fn grouped(digits: &str, language: Language) -> String {
    if digits.len() < pick(language, "1000", "10000").len() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.to_owned();
    }
    let mark = pick(language, ",", ".");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(mark);
        }
        text.push(digit);
    }
    text
}

/// Writes the value of a facet. A word is the sender's own: escape it like any other.
pub fn facet_value(value: &FacetValue, language: Language) -> String {
    match value {
        FacetValue::Flag(true) => pick(language, "yes", "sí").to_owned(),
        FacetValue::Flag(false) => "no".to_owned(),
        FacetValue::Number(number) => decimal(*number, language),
        FacetValue::Word(word) => word.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Language::{English, Spanish};

    #[test]
    fn a_duration_is_told_in_the_unit_a_person_would_choose() {
        for (seconds, english, spanish) in [
            (0, "0 seconds", "0 segundos"),
            (1, "1 second", "1 segundo"),
            (59, "59 seconds", "59 segundos"),
            (60, "1 minute", "1 minuto"),
            (119, "119 seconds", "119 segundos"),
            (120, "2 minutes", "2 minutos"),
            (149, "2 minutes", "2 minutos"),
            (150, "3 minutes", "3 minutos"),
            (23 * MINUTE, "23 minutes", "23 minutos"),
            (HOUR, "1 hour", "1 hora"),
            (90 * MINUTE, "90 minutes", "90 minutos"),
            (2 * HOUR, "2 hours", "2 horas"),
            (DAY, "1 day", "1 día"),
            (47 * HOUR, "47 hours", "47 horas"),
            (2 * DAY, "2 days", "2 días"),
            (u64::MAX, "213503982334601 days", "213503982334601 días"),
        ] {
            assert_eq!(duration(seconds, English), english);
            assert_eq!(duration(seconds, Spanish), spanish);
        }
    }

    #[test]
    fn numbers_carry_the_mark_of_their_language_and_a_true_minus() {
        assert_eq!((decimal(2.0, English), decimal(2.5, Spanish)), ("2".into(), "2,5".into()));
        assert_eq!((signed(-0.5, Spanish), signed(0.125, English)), ("−0,5".into(), "+0.12".into()));
        assert_eq!((signed(-0.001, English), signed(0.001, English)), ("0".into(), "0".into()));
        assert_eq!(decimal(100.0, English), "100");
    }

    #[test]
    fn english_ordinals_know_the_teens() {
        let endings = [1, 2, 3, 4, 11, 12, 13, 21, 112, 101].map(|number| ordinal(number, English));
        assert_eq!(endings, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th", "101st"]);
        assert_eq!(ordinal(4, Spanish), "4.º");
    }

    #[test]
    fn money_keeps_its_currency_and_groups_its_digits() {
        let of = |amount| Money { amount, currency: "EUR".to_owned() };
        for (amount, english, spanish) in [
            (950.0, "950 EUR", "950 EUR"),
            (1250.0, "1,250 EUR", "1250 EUR"),
            (12345.5, "12,345.50 EUR", "12.345,50 EUR"),
            (1234567.0, "1,234,567 EUR", "1.234.567 EUR"),
            (-40.0, "−40 EUR", "−40 EUR"),
        ] {
            assert_eq!(money(&of(amount), English), english);
            assert_eq!(money(&of(amount), Spanish), spanish);
        }
    }

    #[test]
    fn facet_values_read_as_words() {
        assert_eq!(facet_value(&FacetValue::Flag(true), Spanish), "sí");
        assert_eq!(facet_value(&FacetValue::Number(1.5), Spanish), "1,5");
        assert_eq!(facet_value(&FacetValue::Word("cold".into()), English), "cold");
    }
}
