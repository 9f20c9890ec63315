//! How much more weekly counts vary than chance alone makes them. One estimate for each series, shrunken towards that of
//! all: 25 weeks say little of one series, and 30 series say a lot of all.
//!
//! Source: Smyth (2004), *Statistical Applications in Genetics and Molecular Biology* 3:3 (moderated variances), with
//! Pearson's statistic as the estimate of one series (McCullagh and Nelder 1989, section 4.5.2).

/// What is assumed before anything was seen: twice the variance of chance, worth this many weeks. Real weekly counts of
/// late deliveries have 1.9.
const ASSUMED: Shared = Shared { dispersion: 2.0, weeks: 10.0 };
/// Weeks that what is known of all series counts at most, at least.
const WEEKS_MIN: f64 = 6.0;
/// No weekly count of customers varies as little as coins do: they meet the same day, the same driver and the same weather.
const DISPERSION_MIN: f64 = 1.1;
/// An estimate of one series counts at most as this many times that of the middle one: a series that has changed does not
/// make all others deaf.
const TIMES_THE_MIDDLE_MAX: f64 = 3.0;

/// What one series says of its own dispersion.
#[derive(Clone, Copy, Debug)]
pub struct Own {
    /// Pearson's statistic: the sum of squared distances from the mean, each divided by its variance under chance.
    pub pearson: f64,
    /// Its degrees of freedom.
    pub freedom: f64,
    /// Mean number of bad ones a week: below a few, the estimate is less sure.
    pub expected: f64,
}

/// What all series together say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shared {
    /// The dispersion of a series of which nothing is known.
    pub dispersion: f64,
    /// How many weeks of its own would count as much.
    pub weeks: f64,
}

impl Shared {
    /// Estimates it from what each series says; with few or short series it stays near what is assumed.
    pub fn of(owns: &[Own]) -> Self {
        let mut estimates: Vec<f64> = owns.iter().map(|own| own.pearson / own.freedom).collect();
        if estimates.is_empty() {
            return ASSUMED;
        }
        let place = estimates.len() / 2;
        let middle = *estimates.select_nth_unstable_by(place, f64::total_cmp).1;
        let most = TIMES_THE_MIDDLE_MAX * middle.max(1.0);
        let (mut sum, mut weeks) = (ASSUMED.dispersion * ASSUMED.weeks, ASSUMED.weeks);
        for own in owns {
            sum += (own.pearson / own.freedom).min(most) * own.freedom;
            weeks += own.freedom;
        }
        let dispersion = (sum / weeks).max(DISPERSION_MIN);
        // Spread of the estimates beyond what so few weeks make: how different the series really are.
        let (mut spread, mut by_chance) = (0.0, 0.0);
        for own in owns {
            let ratio = (own.pearson / own.freedom).min(most) / dispersion - 1.0;
            spread += own.freedom * (ratio * ratio);
            by_chance += 2.0 + 1.0 / own.expected.max(0.1);
        }
        let freedom = weeks - ASSUMED.weeks;
        let real = (spread / freedom - by_chance / freedom).max(0.0);
        let likeness = if real > 0.0 { 2.0 / real } else { f64::INFINITY };
        Self { dispersion, weeks: likeness.max(WEEKS_MIN).min(weeks) }
    }

    /// Returns the dispersion of one series and the degrees of freedom that stand behind it.
    pub fn with(&self, pearson: f64, freedom: f64) -> (f64, f64) {
        let weeks = self.weeks + freedom;
        (((self.weeks * self.dispersion + pearson) / weeks).max(DISPERSION_MIN), weeks)
    }
}

impl Default for Shared {
    fn default() -> Self {
        ASSUMED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(dispersion: f64) -> Own {
        Own { pearson: 25.0 * dispersion, freedom: 25.0, expected: 12.0 }
    }

    #[test]
    fn alike_series_are_believed_together_and_unlike_ones_each_for_itself() {
        let alike = Shared::of(&[own(1.4), own(1.6), own(1.5), own(1.5)]);
        assert!((alike.dispersion - 1.55).abs() < 0.05 && alike.weeks > 100.0, "{alike:?}");
        let unlike = Shared::of(&[own(1.0), own(1.0), own(5.0), own(1.0), own(5.0), own(1.0), own(5.0), own(5.0)]);
        assert!(unlike.weeks < 10.0, "{unlike:?}");
        let (near_own, _) = unlike.with(25.0, 25.0);
        assert!(near_own < 1.6, "{near_own}");
    }

    #[test]
    fn one_series_that_changed_makes_the_others_no_less_sensitive() {
        let mut owns = vec![own(1.5); 20];
        let before = Shared::of(&owns).dispersion;
        owns.push(own(60.0));
        assert!(Shared::of(&owns).dispersion < before * 1.2);
    }

    #[test]
    fn nothing_seen_is_what_is_assumed() {
        assert_eq!(Shared::of(&[]), ASSUMED);
        assert_eq!(ASSUMED.with(0.0, 0.0), (2.0, 10.0));
    }
}
