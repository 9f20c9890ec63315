//! What really changed since the period before. Of 40 unchanged rates, two would seem changed at 95 %; this rule
//! keeps such false news rare.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::statistics::Proportion;
use crate::statistics::compare::{benjamini_hochberg, chi_squared_p};
use crate::statistics::interval::newcombe;

use crate::rate::JUDGED_FOR_PERCENT_MIN;

/// Expected share of false news among what is called changed (Benjamini & Hochberg 1995).
pub const FALSE_DISCOVERY_RATE: f64 = 0.10;

/// Fewest judged on each side for a comparison to be tested.
pub const JUDGED_TO_TEST_MIN: u64 = 30;

/// Fewest miseries, and fewest others, of both sides together for a comparison to be tested.
pub const POOLED_TO_TEST_MIN: u64 = 5;

/// What may be said about a rate now and before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It rose, beyond chance.
    Rose,
    /// It fell, beyond chance.
    Fell,
    /// Whatever the difference is, chance may be all of it.
    CouldBeChance,
    /// Fewer than 10 judged on a side: no difference is stated.
    TooFew,
}

/// A pair of rates, judged among all the pairs of a report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Movement {
    pub(crate) change: Change,
    /// Two-sided, uncorrected; `None` if the pair was not tested.
    pub(crate) p: Option<f64>,
}

/// Judges pairs of (now, before) together: changed is what the correction selects over all pairs that are fit to be
/// tested and whose Newcombe interval excludes zero.
pub(crate) fn judge(pairs: &[(Proportion, Proportion)]) -> Vec<Movement> {
    let p_values: Vec<_> = pairs.iter().map(|(now, before)| test(*now, *before)).collect();
    let tested: Vec<_> = p_values.iter().copied().flatten().collect();
    let mut selected = benjamini_hochberg(&tested, FALSE_DISCOVERY_RATE).into_iter();
    let judged = pairs.iter().zip(p_values).map(|((now, before), p)| {
        let selected = p.is_some() && selected.next().unwrap_or_default();
        let change = if now.of().min(before.of()) < JUDGED_FOR_PERCENT_MIN {
            Change::TooFew
        } else if selected && newcombe(*now, *before).excludes_zero() {
            if now.share() > before.share() { Change::Rose } else { Change::Fell }
        } else {
            Change::CouldBeChance
        };
        Movement { change, p }
    });
    judged.collect()
}

/// Tests a pair that is fit to be tested.
fn test(now: Proportion, before: Proportion) -> Option<f64> {
    let enough = now.of().min(before.of()) >= JUDGED_TO_TEST_MIN;
    let hits = now.count() + before.count();
    let others = now.others() + before.others();
    let fit = enough && hits.min(others) >= POOLED_TO_TEST_MIN;
    if fit { chi_squared_p(now, before) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(now: (u64, u64), before: (u64, u64)) -> (Proportion, Proportion) {
        (Proportion::new(now.0, now.1), Proportion::new(before.0, before.1))
    }

    #[test]
    fn the_checked_family_is_judged_as_stated() {
        use Change::*;
        let family = [
            (pair((48, 160), (24, 160)), Rose, true),
            (pair((60, 200), (36, 200)), Rose, true),
            (pair((20, 80), (10, 84)), Rose, true),
            (pair((19, 150), (33, 150)), Fell, true),
            (pair((24, 110), (10, 90)), CouldBeChance, true),
            (pair((18, 90), (10, 96)), CouldBeChance, true),
            (pair((40, 300), (30, 300)), CouldBeChance, true),
            (pair((9, 41), (5, 40)), CouldBeChance, true),
            (pair((30, 100), (28, 100)), CouldBeChance, true),
            (pair((8, 50), (7, 50)), CouldBeChance, true),
            (pair((14, 140), (15, 140)), CouldBeChance, true),
            (pair((5, 50), (5, 50)), CouldBeChance, true),
            (pair((12, 18), (4, 20)), CouldBeChance, false),
            (pair((6, 9), (0, 8)), TooFew, false),
            (pair((3, 60), (1, 60)), CouldBeChance, false),
        ];
        let pairs: Vec<_> = family.iter().map(|(pair, ..)| *pair).collect();
        for ((pair, change, tested), movement) in family.into_iter().zip(judge(&pairs)) {
            assert_eq!((movement.change, movement.p.is_some()), (change, tested), "{pair:?}");
        }
    }

    #[test]
    fn only_enough_on_both_sides_is_tested() {
        let tested = |now, before| judge(&[pair(now, before)])[0].p.is_some();
        assert!(tested((3, 30), (2, 30)));
        assert!(!tested((3, 29), (2, 30)));
        assert!(!tested((3, 30), (2, 29)));
        assert!(!tested((2, 30), (2, 30)));
        assert!(tested((28, 30), (27, 30)));
        assert!(!tested((28, 30), (28, 30)));
    }

    #[test]
    fn a_lone_difference_at_the_edge_is_not_called_a_change() {
        // p = .045 passes q = .10 alone, so the interval has to agree as well.
        let alone = judge(&[pair((24, 110), (10, 90))])[0];
        assert_eq!(alone.change, Change::Rose);
        let crowd = judge(&[pair((24, 110), (10, 90)), pair((5, 50), (5, 50)), pair((8, 50), (7, 50))]);
        assert_eq!(crowd[0].change, Change::CouldBeChance);
    }
}
