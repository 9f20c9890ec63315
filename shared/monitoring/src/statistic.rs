//! How far a count is from what was expected, in standard deviations. Decides nothing.

/// Dispersions this close to 1 are taken as Poisson's: the general formula divides by the difference.
const NEARLY_POISSON: f64 = 1e-3;

/// Returns the signed root of twice the log-likelihood ratio of `count` against an expected count, for the family of counts
/// whose variance is `dispersion` times their mean: negative binomial above 1, Poisson at 1, binomial below.
///
/// Under the expectation it is close to standard normal, also far out and for small counts, where a count's distance
/// divided by its standard deviation is not: with 1.7 expected and twice the variance of Poisson, 14 or more come with
/// probability 2.9 in 10,000; this says 4.5 in 10,000, the plain distance says 1 in 10¹¹. Positive if more came than expected. With a
/// dispersion of `1 + since / before` and no other spread it is the test of two Poisson rates (the predictive distribution
/// of a count is then exactly negative binomial).
pub fn signed_root(count: f64, expected: f64, dispersion: f64) -> f64 {
    if expected <= 0.0 {
        return 0.0;
    }
    let half = if (dispersion - 1.0).abs() < NEARLY_POISSON {
        x_ln_x(count) - count * expected.ln() - count + expected
    } else {
        // Size and probability of the family; both negative for a binomial, whose trials are `-size`.
        let size = expected / (dispersion - 1.0);
        let odds = (dispersion - 1.0) / dispersion;
        let count = if size < 0.0 { count.min(-size) } else { count };
        x_ln_x(count) - count * odds.abs().ln() + size * size.abs().ln() + size * dispersion.ln()
            - signed_x_ln_x(count + size)
    };
    (2.0 * half.max(0.0)).sqrt().copysign(count - expected)
}

/// Returns the standard normal deviate as far out as `value` is for Student's t with `freedom` degrees of freedom (Wallace
/// 1959, *Annals of Mathematical Statistics* 30:1124): an estimated dispersion makes limits wider.
pub fn as_normal(value: f64, freedom: f64) -> f64 {
    let shrink = (8.0 * freedom + 1.0) / (8.0 * freedom + 3.0);
    (shrink * (freedom * (value * value / freedom).ln_1p()).sqrt()).copysign(value)
}

fn x_ln_x(x: f64) -> f64 {
    if x <= 0.0 { 0.0 } else { x * x.ln() }
}

fn signed_x_ln_x(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x * x.abs().ln() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tail probability of the negative binomial with the given mean and dispersion, added up term by term.
    fn tail(from: u32, mean: f64, dispersion: f64) -> f64 {
        let (size, odds) = (mean / (dispersion - 1.0), (dispersion - 1.0) / dispersion);
        let mut term = (1.0 - odds).powf(size);
        let mut below = 0.0;
        for k in 0..from {
            below += term;
            term *= odds * (size + f64::from(k)) / f64::from(k + 1);
        }
        1.0 - below
    }

    /// Upper tail of the standard normal for 2 to 6 (Abramowitz and Stegun 26.2.14, continued fraction).
    fn beyond(z: f64) -> f64 {
        let fraction = (1..60).rev().fold(z, |inner, n| z + f64::from(n) / inner);
        (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() / fraction
    }

    #[test]
    fn it_is_as_far_out_as_the_exact_tail_says() {
        for (from, mean, dispersion) in
            [(14, 1.7, 2.0), (30, 12.0, 2.0), (24, 12.0, 1.5), (60, 36.0, 2.0), (9, 1.7, 1.2)]
        {
            let exact = tail(from, mean, dispersion);
            // The tail of a whole number lies between those of the value and of the one before.
            let (low, high) = (
                beyond(signed_root(f64::from(from), mean, dispersion)),
                beyond(signed_root(f64::from(from - 1), mean, dispersion)),
            );
            assert!(low / 1.6 < exact && exact < high * 1.6, "{from} {mean} {dispersion}: {low} {exact} {high}");
        }
    }

    #[test]
    fn the_families_meet_at_poisson_and_the_sign_is_the_side() {
        for (count, expected) in [(20.0, 12.0), (3.0, 12.0), (0.0, 4.0)] {
            let at = |dispersion| signed_root(count, expected, dispersion);
            assert!((at(1.002) - at(1.0)).abs() < 0.01 && (at(0.998) - at(1.0)).abs() < 0.01);
            assert_eq!(at(1.5) > 0.0, count > expected);
            assert!(at(2.0).abs() < at(1.0).abs());
        }
        // All of 20 bad where half was expected: the binomial's own likelihood ratio.
        assert!((signed_root(20.0, 10.0, 0.5) - (2.0 * 20.0 * 2.0_f64.ln()).sqrt()).abs() < 1e-9);
        assert_eq!(signed_root(3.0, 0.0, 1.5), 0.0);
    }

    #[test]
    fn few_degrees_of_freedom_bring_a_value_closer() {
        // t = 4.144 with 10 degrees of freedom and z = 3.09 both leave 0.001 above them.
        assert!((as_normal(4.144, 10.0) - 3.09).abs() < 0.02);
        assert!((as_normal(-4.0, 1e9) + 4.0).abs() < 1e-6);
    }
}
