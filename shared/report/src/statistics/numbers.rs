//! Half-up rounding on exact fractions. Writes nothing.

use super::Proportion;

/// Rounds `numerator / denominator` to a whole number, halves away from zero: 2.5 → 3, −2.5 → −3.
///
/// Exact: a share never passes through a binary fraction. A zero denominator gives 0.
pub fn half_up(numerator: i128, denominator: u64) -> i64 {
    if denominator == 0 {
        return 0;
    }
    let denominator = i128::from(denominator);
    let rounded = (2 * numerator.abs() + denominator) / (2 * denominator) * numerator.signum();
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}

/// Rounds a value to `decimals` places, halves away from zero, so that what is written twice is the same text.
pub fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    // Adding zero turns a negative zero into zero.
    (value * scale).round() / scale + 0.0
}

/// Returns a share in tenths of a percent: 9 of 41 → 220.
pub fn tenths_of_percent(share: Proportion) -> i64 {
    half_up(1000 * i128::from(share.count()), share.of())
}

/// Returns the difference of two shares in tenths of a point, rounded once: 9 of 41 less 5 of 40 → 95.
pub fn tenths_of_points(now: Proportion, before: Proportion) -> i64 {
    let cross = i128::from(now.count()) * i128::from(before.of()) - i128::from(before.count()) * i128::from(now.of());
    let of = u128::from(now.of()) * u128::from(before.of());
    match u64::try_from(of) {
        Ok(of) => half_up(1000 * cross, of),
        // Beyond 2⁶⁴ pairs a tenth of a point does not depend on the last bits.
        Err(_) => (1000.0 * (now.share() - before.share())).round() as i64,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!([half_up(5, 2), half_up(-5, 2), half_up(249, 100), half_up(250, 100)], [3, -3, 2, 3]);
        assert_eq!(half_up(7, 0), 0);
    }

    #[test]
    fn a_share_is_rounded_exactly() {
        // 12.25 % and 57.35 % are not binary fractions; half-up must still see the half.
        assert_eq!(tenths_of_percent(Proportion::new(49, 400)), 123);
        assert_eq!(tenths_of_percent(Proportion::new(1147, 2000)), 574);
        assert_eq!(tenths_of_percent(Proportion::new(9, 41)), 220);
        assert_eq!(tenths_of_points(Proportion::new(9, 41), Proportion::new(5, 40)), 95);
        assert_eq!(tenths_of_points(Proportion::new(5, 40), Proportion::new(9, 41)), -95);
    }

    #[test]
    fn a_rounded_zero_has_no_sign() {
        assert!(rounded(-0.000_01, 4).is_sign_positive());
        assert_eq!(rounded(0.434_48, 4), 0.4345);
    }

    proptest! {
        #[test]
        fn rounding_is_off_by_half_a_unit_at_most(numerator in -1_000_000i128..1_000_000, denominator in 1u64..10_000) {
            let error = (i128::from(half_up(numerator, denominator)) * i128::from(denominator) - numerator).abs() * 2;
            prop_assert!(error <= i128::from(denominator));
        }
    }
}
