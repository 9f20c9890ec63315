//! From a budget of false alarms to the limit that a statistic has to pass. Looks at no data.

/// Weeks of a year.
pub const WEEKS_A_YEAR: f64 = 52.1775;

/// A week's search over all windows, with a look on each day, passes a limit by chance as often as this many independent
/// looks at one normal deviate would. Measured by the example `simulate`, for limits from 2.5 to 5. (The form for large
/// limits is that of Siegmund and Venkatraman 1995, *Annals of Statistics* 23:255–271; few windows and counts that are close
/// to normal only make it grow more slowly.)
const LOOKS: f64 = 3.6;

/// Returns the limit that a statistic passes by chance in a share `a_week` of all weeks.
pub fn limit(a_week: f64) -> f64 {
    let scale = LOOKS / (a_week * (2.0 * std::f64::consts::PI).sqrt());
    // The tail of a normal deviate is close to φ(b) / b: b = sqrt(2 ln(scale / b)), a contraction.
    (0..60).fold(4.0, |b: f64, _| (2.0 * (scale / b).ln()).max(1.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_gives_the_rate_that_it_was_asked_for() {
        for a_week in [1e-3, 1e-4, 1e-6] {
            let b = limit(a_week);
            let rate = LOOKS * (-b * b / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() / b;
            assert!((rate / a_week - 1.0).abs() < 1e-6, "{a_week}: {b}");
        }
        assert!(limit(1e-4) > limit(1e-3));
    }
}
