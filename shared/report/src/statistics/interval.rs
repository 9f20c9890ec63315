//! Intervals: how far a share, a difference or a score may be from what was counted. Prints nothing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Proportion;

/// The two-sided 95 % quantile of the normal distribution, as all reports use it.
pub const Z_95: f64 = 1.959_964;

/// A closed interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl Interval {
    /// Tells whether zero lies outside, limits included in the interval.
    pub fn excludes_zero(self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Computes the 95 % score interval of a share without continuity correction (Wilson 1927).
///
/// Nothing looked at says nothing: `0 of 0` gives \[0, 1\].
pub fn wilson(share: Proportion) -> Interval {
    if share.of() == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let n = share.of() as f64;
    let p = share.share();
    let z2 = Z_95 * Z_95;
    let centre = p + z2 / (2.0 * n);
    let spread = Z_95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    // The limits of 0 and of all are exact; arithmetic would leave a residue of the last bit.
    let low = if share.count() == 0 { 0.0 } else { ((centre - spread) / scale).max(0.0) };
    let high = if share.others() == 0 { 1.0 } else { ((centre + spread) / scale).min(1.0) };
    Interval { low, high }
}

/// Computes the 95 % interval of the difference `now − before` of two independent shares: the hybrid score
/// interval without continuity correction (Newcombe 1998, method 10).
pub fn newcombe(now: Proportion, before: Proportion) -> Interval {
    let (a, b) = (wilson(now), wilson(before));
    let (p, q) = (now.share(), before.share());
    let difference = p - q;
    let below = ((p - a.low).powi(2) + (b.high - q).powi(2)).sqrt();
    let above = ((a.high - p).powi(2) + (q - b.low).powi(2)).sqrt();
    Interval { low: (difference - below).max(-1.0), high: (difference + above).min(1.0) }
}

/// Computes the bounds of a share when some of the `total` were not judged: none of the unjudged has the property,
/// or all of them have it (Manski bounds).
///
/// `judged` is the share among those judged. A `total` below the judged number is taken as that number.
pub fn worst_case(judged: Proportion, total: u64) -> Interval {
    let total = total.max(judged.of());
    if total == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let unjudged = total - judged.of();
    let of_total = |count: u64| count as f64 / total as f64;
    Interval { low: of_total(judged.count()), high: of_total(judged.count() + unjudged) }
}

/// Computes the 95 % interval of a Net Promoter Score in points, −100 to 100: the score interval of a difference of two shares of
/// one whole (Tango 1998). Twelve answers that are all bad are no certainty: −100 (−100 to −52). `None` if nobody answered.
pub fn net_promoter(promoters: u64, passives: u64, detractors: u64) -> Option<(f64, Interval)> {
    let n = (promoters + passives + detractors) as f64;
    if n == 0.0 {
        return None;
    }
    let score = (promoters as f64 - detractors as f64) / n;
    let answers = [promoters as f64, detractors as f64, n];
    let low = edge(-1.0, score, |share| distance(answers, share) <= Z_95);
    let high = edge(1.0, score, |share| distance(answers, share) >= -Z_95);
    Some((100.0 * score, Interval { low: 100.0 * low, high: 100.0 * high }))
}

/// Returns how many standard errors the counted difference lies above a supposed one. The standard error is the one that the supposed
/// difference would have, with the share of detractors that then is the most likely.
fn distance([promoters, detractors, n]: [f64; 3], supposed: f64) -> f64 {
    let a = 2.0 * n;
    let b = (2.0 * n - promoters + detractors) * supposed - promoters - detractors;
    let c = -detractors * supposed * (1.0 - supposed);
    let likeliest = ((b * b - 4.0 * a * c).max(0.0).sqrt() - b) / (2.0 * a);
    let variance = n * (2.0 * likeliest + supposed * (1.0 - supposed));
    let difference = promoters - detractors - n * supposed;
    // At ±1 nothing varies: any difference lies infinitely far away.
    if variance <= f64::EPSILON * n { difference.signum() * f64::INFINITY } else { difference / variance.sqrt() }
}

/// Finds where a statement begins to hold on the way from one end, where it may not, to a place where it does.
fn edge(mut outside: f64, mut inside: f64, holds: impl Fn(f64) -> bool) -> f64 {
    if (outside - inside).abs() < f64::EPSILON {
        return outside;
    }
    for _ in 0..60 {
        let middle = f64::midpoint(outside, inside);
        *(if holds(middle) { &mut inside } else { &mut outside }) = middle;
    }
    inside
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(count: u64, of: u64) -> Proportion {
        Proportion::new(count, of)
    }

    #[track_caller]
    fn near(interval: Interval, low: f64, high: f64) {
        assert!((interval.low - low).abs() < 5e-5 && (interval.high - high).abs() < 5e-5, "{interval:?}");
    }

    #[test]
    fn wilson_gives_the_checked_values() {
        near(wilson(of(0, 5)), 0.0, 0.4345);
        near(wilson(of(3, 10)), 0.1078, 0.6032);
        near(wilson(of(30, 100)), 0.2189, 0.3958);
        near(wilson(of(5, 5)), 0.5655, 1.0);
        near(wilson(of(0, 0)), 0.0, 1.0);
    }

    #[test]
    fn newcombe_gives_the_checked_values() {
        near(newcombe(of(12, 40), of(6, 60)), 0.0434, 0.3633);
        near(newcombe(of(5, 20), of(3, 20)), -0.1517, 0.3395);
        // Newcombe 1998, table II, method 10: 56/70 − 48/80.
        near(newcombe(of(56, 70), of(48, 80)), 0.0524, 0.3339);
    }

    #[test]
    fn worst_case_bounds_count_the_unjudged_both_ways() {
        near(worst_case(of(10, 50), 200), 0.05, 0.80);
        near(worst_case(of(10, 50), 50), 0.2, 0.2);
        near(worst_case(of(10, 50), 49), 0.2, 0.2);
        near(worst_case(of(0, 0), 0), 0.0, 1.0);
    }

    #[test]
    fn net_promoter_gives_the_checked_value() {
        let (score, interval) = net_promoter(50, 30, 20).unwrap();
        assert!((score - 30.0).abs() < 1e-9);
        assert!((interval.low - 13.955).abs() < 0.005 && (interval.high - 44.339).abs() < 0.005, "{interval:?}");
        assert_eq!(net_promoter(0, 0, 0), None);
    }

    #[test]
    fn a_dozen_of_the_worst_answers_are_no_certainty() {
        let (score, interval) = net_promoter(0, 0, 12).unwrap();
        assert!((score + 100.0).abs() < 1e-9 && (interval.low + 100.0).abs() < 1e-9);
        // Without passives it is a share of two, whose score interval is Wilson's.
        let wilson = wilson(of(0, 12));
        assert!((interval.high - (200.0 * wilson.high - 100.0)).abs() < 1e-6, "{interval:?} {wilson:?}");
        let best = net_promoter(12, 0, 0).unwrap().1;
        assert!((best.low + interval.high).abs() < 1e-6 && (best.high - 100.0).abs() < 1e-9);
    }

    fn any_share() -> impl Strategy<Value = Proportion> {
        (1u64..100_000).prop_flat_map(|n| (0..=n).prop_map(move |m| of(m, n)))
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_share_and_stays_between_0_and_1(share in any_share()) {
            let interval = wilson(share);
            prop_assert!(0.0 <= interval.low && interval.low <= share.share() + 1e-12);
            prop_assert!(share.share() <= interval.high + 1e-12 && interval.high <= 1.0);
        }

        #[test]
        fn counting_the_others_mirrors_the_interval(share in any_share()) {
            let (one, other) = (wilson(share), wilson(of(share.others(), share.of())));
            prop_assert!((one.low + other.high - 1.0).abs() < 1e-9);
        }

        #[test]
        fn ten_times_the_data_narrows_the_interval(share in any_share()) {
            let (few, many) = (wilson(share), wilson(of(share.count() * 10, share.of() * 10)));
            prop_assert!(many.high - many.low < few.high - few.low);
        }

        #[test]
        fn swapping_the_periods_mirrors_the_difference(a in any_share(), b in any_share()) {
            let (forth, back) = (newcombe(a, b), newcombe(b, a));
            prop_assert!((forth.low + back.high).abs() < 1e-9 && (forth.high + back.low).abs() < 1e-9);
            prop_assert!(forth.low <= a.share() - b.share() + 1e-12);
        }

        #[test]
        fn the_interval_of_a_score_holds_it_and_is_mirrored(p in 0u64..400, q in 0u64..400, d in 0u64..400) {
            prop_assume!(p + q + d > 0);
            let (score, forth) = net_promoter(p, q, d).unwrap();
            let (_, back) = net_promoter(d, q, p).unwrap();
            prop_assert!(-100.0 <= forth.low && forth.low <= score + 1e-6);
            prop_assert!(score <= forth.high + 1e-6 && forth.high <= 100.0);
            prop_assert!((forth.low + back.high).abs() < 1e-6 && (forth.high + back.low).abs() < 1e-6);
        }

        #[test]
        fn bounds_hold_every_way_the_unjudged_may_have_felt(share in any_share(), unjudged in 0u64..1000, part in 0.0..=1.0) {
            let total = share.of() + unjudged;
            let bad = share.count() as f64 + part * unjudged as f64;
            let bounds = worst_case(share, total);
            prop_assert!(bounds.low <= bad / total as f64 + 1e-12 && bad / total as f64 <= bounds.high + 1e-12);
        }
    }
}
