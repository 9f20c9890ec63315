//! Durations, money and facet values as people write them in each language. Rounds for reading only:
//! nothing here is compared or added.

use crate::touchpoint::{FacetValue, Money};
use crate::vocabulary::Language;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Words a number of seconds in one unit, rounded half up: `23 minutes`, `2 días`.
///
/// A unit is used from two of it on, and for exactly one: 90 minutes stay 90 minutes rather than become 2 hours. Nobody says 116
/// seconds, so minutes are used from one and a half on.
pub fn duration(seconds: u64, language: Language) -> String {
    let is_used = |unit: u64| seconds >= 2 * unit || seconds == unit;
    let is_minutes = seconds >= MINUTE + MINUTE / 2 || seconds == MINUTE;
    let count = |unit: u64| seconds / unit + u64::from(seconds % unit * 2 >= unit);
    match seconds {
        _ if is_used(DAY) => language.duration_days(count(DAY)),
        _ if is_used(HOUR) => language.duration_hours(count(HOUR)),
        _ if is_minutes => language.duration_minutes(count(MINUTE)),
        seconds => language.duration_seconds(seconds),
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
    let whole = language.grouped(whole);
    let cents = cents.map(|cents| format!("{}{cents}", language.number_decimal_mark())).unwrap_or_default();
    format!("{sign}{whole}{cents} {}", money.currency)
}

/// Writes the value of a facet. A word is the sender's own: escape it like any other.
pub fn facet_value(value: &FacetValue, language: Language) -> String {
    match value {
        FacetValue::Flag(true) => language.yes().to_owned(),
        FacetValue::Flag(false) => language.no().to_owned(),
        FacetValue::Number(number) => language.decimal(*number),
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
            (89, "89 seconds", "89 segundos"),
            (90, "2 minutes", "2 minutos"),
            (116, "2 minutes", "2 minutos"),
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
            (u64::MAX, "213,503,982,334,601 days", "213.503.982.334.601 días"),
        ] {
            assert_eq!(duration(seconds, English), english);
            assert_eq!(duration(seconds, Spanish), spanish);
        }
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
