//! Phone numbers as people in Spain, Portugal, the Americas and the United Kingdom write them, and international ones (ITU-T E.164).
//! A number has no check digit, so its shape and the words around it decide. Knows no numbering plan: those are in `shape`.

use std::cell::OnceCell;
use std::ops::Range;

use crate::context::{Context, Meant};
use crate::digits::{Stands, Sure, Window, runs, windows};
use crate::shape::{DIGITS_MAX, DIGITS_MIN, Number};
use crate::view::View;

/// Groups that a number is written in, at most, and when every digit stands alone.
const GROUPS_MAX: usize = 7;
const SINGLES_MIN: usize = 9;
const SINGLES_MAX: usize = 13;

/// Words behind an amount: beginnings of currencies, and units.
const CURRENCIES: [&str; 15] =
    ["eur", "usd", "brl", "cop", "mxn", "clp", "ars", "gs", "peso", "real", "reais", "dolar", "dollar", "pound", "mil"];
const UNITS: [&str; 12] = ["mg", "g", "gr", "kg", "ml", "l", "mm", "cm", "m", "km", "mb", "gb"];

/// Finds phone numbers. `name` is the name of the field.
pub(crate) fn find(view: &View, name: &str) -> Vec<Range<usize>> {
    // Most numbers are too short to ask for the words around them.
    let context = OnceCell::new();
    let meant = |at: &Range<usize>| context.get_or_init(|| Context::of(view)).meant(at, name);
    let is_behind_month = |at: usize| context.get_or_init(|| Context::of(view)).is_behind_month(at);
    let mut found = Vec::new();
    for run in runs(view) {
        found.extend(windows(view, &run, SINGLES_MAX, |window, sure| phone(window, sure, &meant, &is_behind_month)));
    }
    found
}

/// Returns where a phone number is that has these digits, with its `+` and brackets.
fn phone(
    window: Window<'_>,
    sure: Sure,
    meant: &impl Fn(&Range<usize>) -> Meant,
    is_behind_month: &impl Fn(usize) -> bool,
) -> Option<Range<usize>> {
    let count: usize = window.groups.iter().map(ExactSizeIterator::len).sum();
    let is_single = count == window.groups.len()
        && (SINGLES_MIN..=SINGLES_MAX).contains(&count)
        && !window.neighbours.contains(&Some(1));
    if (window.groups.len() > GROUPS_MAX && !is_single) || !(DIGITS_MIN..=DIGITS_MAX + 2).contains(&count) {
        return None;
    }
    let (view, digits, lengths) = (window.view, window.digits(), window.lengths());
    let Range { start, end } = window.range();
    let opened = view.before(start) == Some('(');
    let plus = view.before(start) == Some('+') || (opened && start > 1 && view.at(start - 2) == Some('+'));
    let dotted = window.is_parted_by('.');
    let number =
        Number { digits: &digits, lengths: &lengths, opened, dotted, has_neighbours: window.neighbours != [None; 2] };
    let has_shape = if plus { number.is_e164() } else { number.is_shaped() };
    let may_be = match sure {
        Sure::Shape => has_shape,
        Sure::Words => !plus && !has_shape && (is_single || number.could_be()),
    };
    if !may_be || number.holds_date() {
        return None;
    }
    let stands = window.stands();
    if stands == Stands::Within || is_amount(view, &window, &digits) {
        return None;
    }
    let is_alone = || {
        let is_date = number.is_day_and_year() && is_behind_month(start);
        stands == Stands::Alone && !is_date && !is_code(view, &(start..end))
    };
    let is_one = plus
        || match meant(&(start..end)) {
            Meant::Phone => true,
            Meant::Other => false,
            Meant::Unsaid => sure == Sure::Shape && is_alone(),
        };
    if !is_one {
        return None;
    }
    let mut begin = start;
    while matches!(view.before(begin), Some('(' | '+')) {
        begin -= 1;
    }
    Some(begin..end)
}

/// Tells whether capital letters stand on both sides, as in the number of a parcel (UPU S10): `RR 623 456 785 GB`.
fn is_code(view: &View, at: &Range<usize>) -> bool {
    let is_capital = |place: usize| view.at(place).is_some_and(|letter| letter.is_ascii_uppercase());
    let before =
        at.start >= 3 && view.before(at.start) == Some(' ') && is_capital(at.start - 2) && is_capital(at.start - 3);
    let goes_on = view.at(at.end + 3).is_some_and(char::is_alphanumeric);
    before && view.at(at.end) == Some(' ') && is_capital(at.end + 1) && is_capital(at.end + 2) && !goes_on
}

/// Tells whether it is an amount: round, or with a currency or a unit beside it.
fn is_amount(view: &View, window: &Window<'_>, digits: &[u8]) -> bool {
    let zeros = digits.iter().rev().take_while(|digit| **digit == 0).count();
    let Range { start, end } = window.range();
    let word = end + usize::from(view.at(end) == Some(' '));
    let is_unit = |unit: &&str| {
        view.stands(word, unit) && !view.at(word + unit.len()).is_some_and(|letter| letter.is_alphanumeric())
    };
    // `MXN 955550140`
    let is_code_before = start >= 4
        && view.before(start) == Some(' ')
        && !view.before(start - 4).is_some_and(char::is_alphanumeric)
        && CURRENCIES
            .iter()
            .any(|currency| currency.len() == 3 && *currency != "mil" && view.stands(start - 4, currency));
    zeros >= 6
        || is_code_before
        || CURRENCIES.iter().any(|currency| view.stands(word, currency))
        || UNITS.iter().any(is_unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let view = View::of(text);
        find(&view, "").into_iter().map(|at| text[view.bytes(&at)].to_owned()).collect()
    }

    #[test]
    fn numbers_glued_to_words_are_found_where_the_words_are_about_a_phone() {
        for (text, number) in [
            ("llamadme al612345678gracias", "612345678"),
            ("Tel07700900123", "07700900123"),
            ("call me,07700900123,today", "07700900123"),
            ("ring(07700 900123)", "(07700 900123"),
            ("tel-612345678", "612345678"),
            ("phone=%2B447700900123", "%2B447700900123"),
        ] {
            assert_eq!(found(text), [number], "{text}");
        }
        for text in
            ["pedido612345678", "sku-612345678", "AB612345678", "call x612345678", "call 1234567ml", "n612345678z"]
        {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn two_numbers_in_one_line_are_two() {
        for text in [
            "612 345 678/622 334 455",
            "llamar 612 345 678 622 334 455",
            "(11) 91234-5678/91234-5679",
            "612345678, 622334455",
            "612345678,622334455",
            "202/555-0107 or 202/555-0108",
        ] {
            assert_eq!(found(text).len(), 2, "{text}");
        }
    }

    #[test]
    fn digits_that_stand_alone_are_a_number_only_beside_the_word() {
        assert_eq!(found("my number is 0 7 7 0 0 9 0 0 1 2 3"), ["0 7 7 0 0 9 0 0 1 2 3"]);
        assert_eq!(found("we gave 9 8 7 6 5 4 3 2 1"), Vec::<String>::new());
    }

    #[test]
    fn what_is_somebodys_number_is_a_phone_and_that_of_an_order_is_none() {
        assert_eq!(found("my other number is 22345678"), ["22345678"]);
        assert_eq!(found("mi número es el 22345678").len(), 1);
        for text in ["soy cliente, 612 345 678", "my flight was late, 07700 900123", "I lost my order. 07700 900123"] {
            assert_eq!(found(text).len(), 1, "{text}");
        }
        for text in [
            "my order number is 612345678",
            "my customer number is 612345678",
            "número de cliente 612345678",
            "cuenta no. 612345678",
            "612345678 es el número de mi pedido",
            "nobody on the phone could find 07700900 as my order",
            "RR 623 456 785 GB",
            "Nov 28 2026 1230",
            "numbers 03 14 22 31 45 49",
            "3526 1112 3456 7800 0195 5500 1000 0001 2310 0000 1234",
            "MXN 955550140",
            "600 123 456 mg",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
