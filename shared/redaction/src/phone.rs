//! Phone numbers as people in Spain, Portugal, the Americas and the United Kingdom write them, and international ones (ITU-T E.164).
//! A number has no check digit, so its groups and the words around it decide. The national shapes are those of the numbering
//! plans: NANPA (United States), CNMC (Spain), ANACOM (Portugal), Anatel (Brazil), Ofcom (United Kingdom).

use std::ops::Range;

use crate::context::{Meant, meant};
use crate::digits::{Window, runs, windows};
use crate::view::View;

/// Digits of a phone number (E.164), without what stands for its `+`.
const DIGITS_MIN: usize = 7;
const DIGITS_MAX: usize = 15;
/// Groups that a number is written in, at most.
const GROUPS_MAX: usize = 7;

/// Finds phone numbers. `name` is the name of the field.
pub(crate) fn find(view: &View, name: &str) -> Vec<Range<usize>> {
    let in_run = |run| windows(view, &run, GROUPS_MAX, |window| phone(view, window, name));
    runs(view).into_iter().flat_map(in_run).collect()
}

/// Returns where a phone number is that has these digits, with its `+` and brackets.
fn phone(view: &View, window: Window<'_>, name: &str) -> Option<Range<usize>> {
    let (digits, lengths) = (window.digits(), window.lengths());
    if !(DIGITS_MIN..=DIGITS_MAX + 2).contains(&digits.len())
        || !window.stands_alone()
        || is_amount(view, &window, &digits)
    {
        return None;
    }
    let Range { start, end } = window.range();
    let opened = view.before(start) == Some('(');
    let plus = view.before(start) == Some('+') || (opened && start > 1 && view.at(start - 2) == Some('+'));
    let number = Number { digits: &digits, lengths: &lengths, plus, opened, dotted: window.is_parted_by('.') };
    if !number.is_phone(|| meant(view, &(start..end), name)) {
        return None;
    }
    let mut begin = start;
    while matches!(view.before(begin), Some('(' | '+')) {
        begin -= 1;
    }
    Some(begin..end)
}

/// A number as it is written.
struct Number<'a> {
    digits: &'a [u8],
    lengths: &'a [usize],
    plus: bool,
    opened: bool,
    dotted: bool,
}

impl Number<'_> {
    fn is_phone(&self, meant: impl Fn() -> Meant) -> bool {
        if self.holds_date() {
            return false;
        }
        if self.plus {
            return self.digits[0] != 0 && (8..=DIGITS_MAX).contains(&self.digits.len());
        }
        match meant() {
            Meant::Phone => self.could_be(),
            Meant::Other => false,
            Meant::Unsaid => self.is_international() || self.is_national(),
        }
    }

    /// Tells whether it could be a phone where the words say that it is.
    fn could_be(&self) -> bool {
        let is_grouped = self.lengths.len() == 1 || self.lengths.iter().skip(1).all(|length| *length >= 2);
        is_grouped && self.digits.iter().any(|digit| *digit != 0) && self.digits.len() <= DIGITS_MAX
    }

    /// Tells whether it begins like an international number that is written without `+`.
    fn is_international(&self) -> bool {
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        let rest = &self.digits[zeros..];
        let begins = |code: &[u8]| rest.starts_with(code);
        match zeros {
            // `00` and a country that writes to us.
            2 => {
                let is_known = [&[1][..], &[3], &[4], &[5], &[2, 1, 2]].iter().any(|code| begins(code));
                is_known && (10..=13).contains(&rest.len())
            }
            0 => match rest.len() {
                11 => {
                    begins(&[3, 4, 6])
                        || begins(&[3, 4, 7])
                        || begins(&[3, 4, 9])
                        || (begins(&[1]) && is_american(&rest[1..]))
                }
                12 => begins(&[3, 5, 1, 9]) || begins(&[4, 4, 7]),
                13 => begins(&[5, 5]) && is_brazilian_mobile(&rest[2..]),
                _ => false,
            },
            _ => false,
        }
    }

    /// Tells whether its groups and first digits are those of a national numbering plan.
    fn is_national(&self) -> bool {
        let (digits, first) = (self.digits, self.digits[0]);
        if self.opened {
            // `(11) 91234-5678`, `(415) 555-0132`, `(020) 7946 0958`
            return (2..=4).contains(&self.lengths[0]) && self.lengths.len() > 1 && (9..=12).contains(&digits.len());
        }
        match self.lengths {
            [9] => matches!(first, 6 | 7 | 9),
            [10] => is_american(digits),
            [11] => is_brazilian_mobile(digits) || digits.starts_with(&[0, 7]),
            [3, 3, 3] => first >= 6 && !self.dotted,
            [3, 2, 2, 2] => first >= 6,
            [2, 3, 2, 2] | [2, 3, 4] => matches!(first, 2 | 8 | 9),
            [3, 6] => first >= 6,
            [2, 7] => first == 9,
            [3, 3, 4] => is_american(digits) || (first == 3 && digits[3] != 0),
            [1, 3, 3, 4] => first == 1 && is_american(&digits[1..]),
            [2, 5, 4] | [2, 9] => is_brazilian_mobile(digits),
            [2, 4, 4] => digits[1] != 0 && first != 0 && digits[2] >= 2,
            [2, 2, 5, 4] => digits.starts_with(&[5, 5]) && is_brazilian_mobile(&digits[2..]),
            [5, 4] => first == 9,
            [1, 4, 4] => first == 9,
            [2, 2, 2, 2, 2] | [3, 4, 4] | [4, 3, 4] | [5, 3, 3] | [5, 6] | [4, 7] => first == 0 && digits[1] != 0,
            _ => false,
        }
    }

    /// Tells whether three groups in a row are a date.
    fn holds_date(&self) -> bool {
        let mut begins = 0;
        let values: Vec<(usize, u32)> = (self.lengths.iter())
            .map(|length| {
                let group = &self.digits[begins..begins + length];
                begins += length;
                (*length, group.iter().take(8).fold(0, |number, digit| number * 10 + u32::from(*digit)))
            })
            .collect();
        let is_year = |(length, value): (usize, u32)| length == 4 && (1900..2100).contains(&value);
        let is_part = |(length, value): (usize, u32), max| length <= 2 && (1..=max).contains(&value);
        let triples = values.windows(3).any(|of| {
            (is_year(of[0]) && is_part(of[1], 12) && is_part(of[2], 31))
                || (is_year(of[2]) && is_part(of[0], 31) && is_part(of[1], 31))
        });
        // `20261128`, and `2026-2027`.
        let eight = matches!(values[..], [(8, value)] if (1900..2100).contains(&(value / 10_000)) && (1..=12).contains(&(value / 100 % 100)) && (1..=31).contains(&(value % 100)));
        triples || eight || matches!(values[..], [from, to] if is_year(from) && is_year(to))
    }
}

/// Tells whether ten digits are a number of North America: neither area nor exchange begins with 0 or 1.
fn is_american(digits: &[u8]) -> bool {
    digits.len() == 10 && digits[0] >= 2 && digits[3] >= 2
}

/// Tells whether eleven digits are a mobile of Brazil: an area without 0, and a 9.
fn is_brazilian_mobile(digits: &[u8]) -> bool {
    digits.len() == 11 && digits[0] != 0 && digits[1] != 0 && digits[2] == 9
}

/// Tells whether it is an amount: round, or with a currency behind it.
fn is_amount(view: &View, window: &Window<'_>, digits: &[u8]) -> bool {
    let zeros = digits.iter().rev().take_while(|digit| **digit == 0).count();
    let end = window.range().end;
    let word = end + usize::from(view.at(end) == Some(' '));
    let currencies =
        ["eur", "usd", "brl", "cop", "mxn", "clp", "ars", "peso", "real", "reais", "dolar", "dollar", "pound", "mil "];
    zeros >= 6 || currencies.iter().any(|currency| view.stands(word, currency))
}
