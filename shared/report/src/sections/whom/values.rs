//! What failed for which value of a declared property: a seller, a category. A shop may have thousands of them, so memory is bounded: the
//! most frequent values of a day are counted exactly, all others in a count-min sketch (Cormode & Muthukrishnan 2005, *Journal of
//! Algorithms* 55:58). The sketch says too many and never too few, and failures of values that it holds are let go of. So a share read
//! from it is too low and never too high: a value is missed sooner than accused.
//!
//! A property takes at most 28 KB of JSON a day (100 values at some 100 bytes, 2,048 cells at 9) and 48 KB a period (300 values).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::cross::{ByKind, bound_kinds, told_of};
use crate::customers::CUSTOMERS_OF_A_DAY_MAX;
use crate::fact::{Fact, Seen, add_each};
use domain::case::CaseEvent;

/// Values of a property that a day, and a period, counts exactly.
const EXACT_OF_A_DAY_MAX: usize = 100;
const EXACT_OF_A_PERIOD_MAX: usize = 300;
/// Values held while a day is being summarised; later ones go into the sketch at once.
const SEEN_MAX: usize = 5_000;
/// Rows of the sketch and cells of a row. What is read of a value is too much by at most 2 in 512 of everything in the sketch, but for one
/// value in sixteen.
const ROWS: u16 = 4;
const CELLS: u16 = 512;

/// By declared property.
pub(crate) struct ByProperty;

/// The values of one property.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Values {
    /// Counted exactly: by kind how many failed, of how many.
    pub(crate) exact: BTreeMap<String, ByKind>,
    /// Everything of the property by kind.
    pub(crate) all: ByKind,
    /// Of the values that are not among the exact ones: how many, by cell.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    sketch: BTreeMap<u16, u64>,
}

impl Values {
    fn add(&mut self, value: &str, kind: &str, is_bad: bool) {
        let counts = [u64::from(is_bad), 1];
        add_each(self.all.entry(kind.to_owned()).or_default(), &counts);
        if !self.exact.contains_key(value) && self.exact.len() >= SEEN_MAX {
            self.put_away(value, kind, 1);
            return;
        }
        let by_kind = self.exact.entry(value.to_owned()).or_default();
        add_each(by_kind.entry(kind.to_owned()).or_default(), &counts);
    }

    /// Returns what is known of a value among those counted exactly: failures, and of how many at most.
    pub(crate) fn of(&self, value: &str, kind: &str) -> [u64; 2] {
        let [bad, of] = self.exact.get(value).and_then(|by_kind| by_kind.get(kind)).copied().unwrap_or_default();
        let cells = cells(value, kind).map(|cell| self.sketch.get(&cell).copied().unwrap_or_default());
        // A day may have had the value among the rare ones.
        [bad, of + cells.into_iter().min().unwrap_or_default()]
    }

    fn put_away(&mut self, value: &str, kind: &str, count: u64) {
        for cell in cells(value, kind) {
            *self.sketch.entry(cell).or_default() += count;
        }
    }

    fn extend(&mut self, other: &Self) {
        for (value, by_kind) in &other.exact {
            let sums = self.exact.entry(value.clone()).or_default();
            by_kind.iter().for_each(|(kind, counts)| add_each(sums.entry(kind.clone()).or_default(), counts));
        }
        other.all.iter().for_each(|(kind, counts)| add_each(self.all.entry(kind.clone()).or_default(), counts));
        other.sketch.iter().for_each(|(cell, count)| *self.sketch.entry(*cell).or_default() += count);
    }

    /// Keeps the values with most failures, of these the most frequent, and puts the others into the sketch.
    fn keep(&mut self, max: usize) {
        if self.exact.len() <= max {
            return;
        }
        let sum = |by_kind: &ByKind| by_kind.values().fold([0, 0], |sum, [bad, of]| [sum[0] + bad, sum[1] + of]);
        let mut values: Vec<_> = self.exact.iter().map(|(value, by_kind)| (sum(by_kind), value.clone())).collect();
        values.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.cmp(other)));
        for (_, value) in values.into_iter().skip(max) {
            for (kind, [_, of]) in self.exact.remove(&value).unwrap_or_default() {
                self.put_away(&value, &kind, of);
            }
        }
    }
}

impl Fact for ByProperty {
    type Sum = BTreeMap<String, Values>;

    fn add(sum: &mut Self::Sum, seen: &Seen<'_>) {
        if seen.moment.breakdowns.is_empty() {
            return;
        }
        for (kind, is_bad) in told_of(seen) {
            for (property, value) in &seen.moment.breakdowns {
                sum.entry(property.clone()).or_default().add(value, kind, is_bad);
            }
        }
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(sum: &mut Self::Sum, other: &Self::Sum) {
        for (property, values) in other {
            sum.entry(property.clone()).or_default().extend(values);
        }
    }

    /// A period is settled once, after all its days are in it, so their order makes no difference.
    fn settle(sum: &mut Self::Sum, customers_max: usize) {
        if customers_max > CUSTOMERS_OF_A_DAY_MAX {
            sum.values_mut().for_each(|values| values.keep(EXACT_OF_A_PERIOD_MAX));
        }
    }

    fn bound(sum: &mut Self::Sum) {
        for values in sum.values_mut() {
            values.exact.values_mut().for_each(bound_kinds);
            values.keep(EXACT_OF_A_DAY_MAX);
        }
    }

    fn forget(_: &mut Self::Sum) {}
}

/// Where a value of a kind is counted in the sketch, one cell a row.
fn cells(value: &str, kind: &str) -> [u16; ROWS as usize] {
    let mut hasher = Sha256::new();
    hasher.update(kind);
    hasher.update([0]);
    hasher.update(value);
    let hash = <[u8; 32]>::from(hasher.finalize());
    std::array::from_fn(|row| {
        let cell = u16::from_be_bytes([hash[2 * row], hash[2 * row + 1]]) % CELLS;
        u16::try_from(row).unwrap_or_default() * CELLS + cell
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A day with so many values, of which the first has failures.
    fn day(values: usize, each: u64) -> Values {
        let mut day = Values::default();
        for n in 0..values {
            for count in 0..each {
                day.add(&format!("seller-{n:04}"), "delivery", n == 0 && count < 3);
            }
        }
        day
    }

    #[test]
    fn few_values_are_counted_exactly() {
        let mut few = day(60, 5);
        few.keep(EXACT_OF_A_DAY_MAX);
        assert_eq!(few.of("seller-0000", "delivery"), [3, 5]);
        assert_eq!(few.of("seller-0059", "delivery"), [0, 5]);
        assert_eq!(few.of("seller-0060", "delivery"), [0, 0]);
        assert_eq!(few.all["delivery"], [3, 300]);
    }

    #[test]
    fn many_values_stay_small_and_nobody_is_accused_by_that() {
        let mut days = Vec::new();
        for _ in 0..3 {
            let mut one = day(3_000, 4);
            one.keep(EXACT_OF_A_DAY_MAX);
            assert!(serde_json::to_string(&one).unwrap().len() < 28_000);
            days.push(one);
        }
        let mut period = Values::default();
        days.iter().for_each(|one| period.extend(one));
        period.keep(EXACT_OF_A_PERIOD_MAX);
        assert!(serde_json::to_string(&period).unwrap().len() < 48_000);
        let [bad, of] = period.of("seller-0000", "delivery");
        assert_eq!(bad, 9, "its failures are there");
        assert!((12..400).contains(&of), "of 12, and too many rather than too few: {of}");
        assert_eq!(period.all["delivery"], [9, 36_000]);
    }

    #[test]
    fn the_order_of_days_makes_no_difference() {
        let days = [day(40, 1), day(250, 2), day(7, 30)];
        let sum = |order: [usize; 3]| {
            let mut sum = Values::default();
            order.iter().for_each(|place| sum.extend(&days[*place]));
            sum.keep(EXACT_OF_A_DAY_MAX);
            serde_json::to_string(&sum).unwrap()
        };
        assert_eq!(sum([0, 1, 2]), sum([2, 0, 1]));
    }
}
