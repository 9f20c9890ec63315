//! Numbers of payment cards (ISO/IEC 7812): the beginning and length of a network, and a right check digit (Luhn).

use std::ops::Range;

use crate::digits::{runs, windows};
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
    Network { digits: 6, from: 504_175, to: 509_999, lengths: &[16] },
    Network { digits: 4, from: 6362, to: 6363, lengths: &[16] },
    // JCB.
    Network { digits: 4, from: 3528, to: 3589, lengths: &[16, 19] },
    // Maestro.
    Network { digits: 4, from: 6304, to: 6304, lengths: &[16, 18, 19] },
    Network { digits: 4, from: 6759, to: 6763, lengths: &[16, 18, 19] },
];

/// Finds numbers of cards.
pub(crate) fn find(view: &View) -> Vec<Range<usize>> {
    let in_run = |run| {
        windows(view, &run, GROUPS_MAX, |window| {
            let digits = window.digits();
            let lengths = window.lengths();
            let is_grouped = lengths.iter().rev().skip(1).all(|length| *length >= 3);
            (is_grouped && is_card(&digits) && window.stands_alone()).then(|| window.range())
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
        find(&view).into_iter().map(|at| text[view.bytes(&at)].to_owned()).collect()
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
