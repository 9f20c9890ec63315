//! Tests of two shares against each other, and of many such tests at once. Decides nothing about wording.

use super::Proportion;

/// Computes the two-sided p-value of the "N − 1" chi-squared test that two shares are equal (Campbell 2007).
///
/// `None` where it is not defined: a side is empty, or everybody or nobody has the property.
pub fn chi_squared_p(now: Proportion, before: Proportion) -> Option<f64> {
    let (a, b) = (now.count() as f64, now.others() as f64);
    let (c, d) = (before.count() as f64, before.others() as f64);
    let n = a + b + c + d;
    let margins = (a + b) * (c + d) * (a + c) * (b + d);
    if margins == 0.0 {
        return None;
    }
    let cross = a * d - b * c;
    let statistic = (n - 1.0) * (cross / margins.sqrt()).powi(2);
    // With one degree of freedom χ² is the square of a normal variable.
    Some(libm::erfc((statistic / 2.0).sqrt()))
}

/// Computes the chance that a part holds as many of all that have the property as it does, or more, if it is a random part of both
/// together: Fisher's exact test, upper side (Fisher 1935). It holds for small counts too.
pub fn fisher_above(part: Proportion, rest: Proportion) -> f64 {
    let (all, have) = (part.of() + rest.of(), part.count() + rest.count());
    if part.count() == 0 || all == 0 {
        return 1.0;
    }
    let choose = |n: u64, k: u64| {
        let ln_factorial = |n: u64| libm::lgamma(n as f64 + 1.0);
        ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
    };
    let among = choose(all, part.of());
    let mut sum = 0.0_f64;
    for count in part.count()..=have.min(part.of()) {
        // Fewer others than the part needs: it cannot be.
        if part.of() - count > all - have {
            continue;
        }
        let chance = (choose(have, count) + choose(all - have, part.of() - count) - among).exp();
        sum += chance;
        if chance < 1e-12 * sum {
            break;
        }
    }
    sum.min(1.0)
}

/// Selects by the step-up rule of Benjamini and Hochberg (1995): among those selected, the expected share of false
/// ones is at most `q`. The answer has the order of `p_values`.
pub fn benjamini_hochberg(p_values: &[f64], q: f64) -> Vec<bool> {
    let mut sorted = p_values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let tests = sorted.len() as f64;
    let step = |(index, p): &(usize, f64)| *p <= q * (index + 1) as f64 / tests;
    let threshold = sorted.iter().copied().enumerate().rfind(step).map(|(_, p)| p);
    p_values.iter().map(|p| threshold.is_some_and(|threshold| *p <= threshold)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn p(now: (u64, u64), before: (u64, u64)) -> f64 {
        chi_squared_p(Proportion::new(now.0, now.1), Proportion::new(before.0, before.1)).unwrap()
    }

    #[test]
    fn the_test_gives_the_checked_values() {
        for (now, before, expected) in [
            ((48, 160), (24, 160), 0.00134),
            ((60, 200), (36, 200), 0.00501),
            ((20, 80), (10, 84), 0.03065),
            ((19, 150), (33, 150), 0.03303),
            ((24, 110), (10, 90), 0.04545),
        ] {
            assert!((p(now, before) - expected).abs() < 5e-6, "{now:?} {before:?}: {}", p(now, before));
        }
    }

    #[test]
    fn the_exact_test_gives_the_checked_values() {
        // scipy.stats.hypergeom.sf(k - 1, N, K, n)
        for (part, rest, expected) in [
            ((3, 4), (1, 4), 17.0 / 70.0),
            ((11, 43), (202, 5878), 2.107_84e-7),
            ((13, 24), (34, 191), 2.243_50e-4),
            ((0, 5), (3, 9), 1.0),
            ((5, 5), (0, 7), 1.0 / 792.0),
        ] {
            let p = fisher_above(Proportion::new(part.0, part.1), Proportion::new(rest.0, rest.1));
            assert!((p / expected - 1.0).abs() < 1e-3, "{part:?} {rest:?}: {p}");
        }
    }

    #[test]
    fn the_test_is_not_defined_without_contrast() {
        for (now, before) in [((0, 0), (1, 5)), ((0, 5), (0, 7)), ((5, 5), (7, 7))] {
            assert_eq!(chi_squared_p(Proportion::new(now.0, now.1), Proportion::new(before.0, before.1)), None);
        }
    }

    #[test]
    fn the_correction_steps_up() {
        // .03 is above its own step (.025 of .05 · 2/4) but the third is below its own, and carries it.
        assert_eq!(benjamini_hochberg(&[0.9, 0.03, 0.01, 0.037], 0.05), [false, true, true, true]);
        assert_eq!(benjamini_hochberg(&[0.9, 0.03, 0.01, 0.038], 0.05), [false, false, true, false]);
        assert!(benjamini_hochberg(&[], 0.1).is_empty());
    }

    proptest! {
        #[test]
        fn a_p_value_is_a_probability_and_does_not_depend_on_the_side(
            a in 0u64..500, b in 1u64..500, c in 0u64..500, d in 1u64..500
        ) {
            let (now, before) = (Proportion::new(a, a + b), Proportion::new(c, c + d));
            let (forth, back) = (chi_squared_p(now, before), chi_squared_p(before, now));
            match (forth, back) {
                (Some(forth), Some(back)) => {
                    prop_assert!((0.0..=1.0).contains(&forth) && (forth - back).abs() < 1e-9);
                }
                (forth, back) => prop_assert_eq!(forth, back),
            }
        }

        #[test]
        fn the_correction_selects_no_more_than_no_correction(p in prop::collection::vec(0.0..=1.0, 0..60)) {
            let selected = benjamini_hochberg(&p, 0.1);
            prop_assert!(p.iter().zip(&selected).all(|(p, selected)| !selected || *p <= 0.1));
            prop_assert!(p.iter().zip(&selected).all(|(p, selected)| *selected || *p > 0.1 / p.max(1.0) / 60.0));
        }
    }
}
