//! Numbers of payment cards (ISO/IEC 7812): the beginning and length of a network, and a right check digit (Luhn).

use std::cell::OnceCell;
use std::ops::Range;

use crate::context::Context;
use crate::digits::{Stands, Sure, runs, windows};
use crate::view::View;

/// Groups that a number is written in, at most.
const GROUPS_MAX: usize = 7;

/// A network: the first digits of its numbers, from and to, and how long they are.
struct Network {
    digits: u32,
    from: u32,
    to: u32,
    lengths: &'static [usize],
}

/// The networks, from the ranges that they publish.
const NETWORKS: &[Network] = &[
    // Visa, and Elo below its numbers.
    Network { digits: 1, from: 4, to: 4, lengths: &[13, 16, 19] },
    Network { digits: 2, from: 51, to: 55, lengths: &[16] },
    Network { digits: 4, from: 2221, to: 2720, lengths: &[16] },
    // American Express.
    Network { digits: 2, from: 34, to: 34, lengths: &[15] },
    Network { digits: 2, from: 37, to: 37, lengths: &[15] },
    // Diners Club.
    Network { digits: 3, from: 300, to: 305, lengths: &[14, 16] },
    Network { digits: 2, from: 36, to: 36, lengths: &[14] },
    Network { digits: 2, from: 38, to: 39, lengths: &[14, 16] },
    // Discover, UnionPay, Hipercard and Elo in 60 to 65.
    Network { digits: 4, from: 6011, to: 6011, lengths: &[16, 19] },
    Network { digits: 3, from: 644, to: 659, lengths: &[16, 19] },
    Network { digits: 2, from: 62, to: 62, lengths: &[16, 17, 18, 19] },
    Network { digits: 6, from: 606_282, to: 606_282, lengths: &[16] },
    // Mastercard and Elo of Latin America, and Maestro.
    Network { digits: 2, from: 50, to: 50, lengths: &[16] },
    Network { digits: 2, from: 56, to: 58, lengths: &[16, 18, 19] },
    Network { digits: 4, from: 6362, to: 6363, lengths: &[16] },
    // JCB.
    Network { digits: 4, from: 3528, to: 3589, lengths: &[16, 19] },
    // Maestro.
    Network { digits: 4, from: 6304, to: 6304, lengths: &[16, 18, 19] },
    Network { digits: 4, from: 6700, to: 6799, lengths: &[16, 18, 19] },
];

/// Tells whether a number is a card whatever it is called, as it has the length of today's cards: one that is stored costs more than an
/// order number that is lost. One of another length is none where it is the number of an order or a product, nor is one of Diners Club
/// with 16 digits, which has 14 nearly always: markets begin their order numbers like that.
fn is_sure(digits: &[u8]) -> bool {
    match digits.len() {
        15 => true,
        16 => !matches!(digits, [3, 0 | 6 | 8 | 9, ..]),
        _ => false,
    }
}

/// Finds numbers of cards. `name` is the name of the field.
pub(crate) fn find(view: &View, name: &str) -> Vec<Range<usize>> {
    let context = OnceCell::new();
    let is_no_card = |at: &Range<usize>| context.get_or_init(|| Context::of(view)).is_no_card(at, name);
    let in_run = |run| {
        windows(view, &run, GROUPS_MAX, |window, sure| {
            if sure != Sure::Shape {
                return None;
            }
            let digits = window.digits();
            let lengths = window.lengths();
            let is_grouped = lengths.iter().rev().skip(1).all(|length| *length >= 3);
            let could_be = is_grouped && is_card(&digits) && window.stands() != Stands::Within;
            let at = window.range();
            (could_be && (is_sure(&digits) || !is_no_card(&at))).then_some(at)
        })
    };
    runs(view).into_iter().flat_map(in_run).collect()
}

fn is_card(digits: &[u8]) -> bool {
    let begins =
        |count: u32| digits.iter().take(count as usize).fold(0, |number, digit| number * 10 + u32::from(*digit));
    let is_of = |network: &Network| {
        network.lengths.contains(&digits.len()) && (network.from..=network.to).contains(&begins(network.digits))
    };
    digits.len() >= 13 && NETWORKS.iter().any(is_of) && passes_luhn(digits)
}

/// Checks the last digit (ISO/IEC 7812-1, annex B).
fn passes_luhn(digits: &[u8]) -> bool {
    let sum: u32 = (digits.iter().rev().enumerate())
        .map(|(place, digit)| match (place % 2, u32::from(*digit)) {
            (0, digit) => digit,
            (_, digit) if digit < 5 => digit * 2,
            (_, digit) => digit * 2 - 9,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let view = View::of(text);
        find(&view, "").into_iter().map(|at| text[view.bytes(&at)].to_owned()).collect()
    }

    #[test]
    fn numbers_that_networks_publish_for_tests_are_found() {
        for card in [
            "4111 1111 1111 1111",
            "4111111111111111",
            "5555-5555-5555-4444",
            "2223003122003222",
            "3782 822463 10005",
            "6011 1111 1111 1117",
            "3056 9309 0259 04",
            "3530 1113 3330 0000",
        ] {
            assert_eq!(found(&format!("card {card}, 12/27")), [card], "{card}");
        }
    }

    #[test]
    fn a_number_of_an_order_is_a_card_only_with_the_length_of_one() {
        for text in
            ["EAN 4006381333023", "order 3000000000000004", "pedido 36202611281049", "order no. 6759000000000000008"]
        {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(found("order 4539578763621486"), ["4539578763621486"]);
        assert_eq!(found("refund the order to my card 3056 930902 5904"), ["3056 930902 5904"]);
        assert_eq!(found("tarjeta4111111111111111gracias"), ["4111111111111111"]);
    }

    #[test]
    fn a_wrong_check_digit_network_or_neighbour_is_none() {
        for text in [
            "4111 1111 1111 1112",
            "9111 1111 1111 1111",
            "A4111111111111111",
            "4111111111111111.50",
            "0004111111111111111",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
