//! How many have done something by a day, where many were followed for a shorter time. Knows no customer and no date.

use serde::{Deserialize, Serialize};

use super::interval::{Interval, Z_95};

/// How long each of a group was followed: those to whom it happened on a day, and those who were last looked at on a day, in days
/// since they began.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    happened: Vec<u64>,
    left: Vec<u64>,
}

/// What the curve says on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Happened {
    /// Share to whom it had happened by then.
    pub share: f64,
    /// Its 95 % limits.
    pub limits: Interval,
}

impl Followed {
    /// Adds one to whom it happened on a day.
    pub fn happened(&mut self, day: usize) {
        count(&mut self.happened, day);
    }

    /// Adds one to whom it had not happened when they were last looked at, on a day.
    pub fn left(&mut self, day: usize) {
        count(&mut self.left, day);
    }

    /// Counts them.
    pub fn total(&self) -> u64 {
        self.happened.iter().chain(&self.left).sum()
    }

    /// Counts to how many it happened by a day.
    pub fn happened_by(&self, day: usize) -> u64 {
        self.happened.iter().take(day + 1).sum()
    }

    /// Returns the last day on which anybody was looked at, up to a day.
    pub fn last_day(&self, until: usize) -> Option<usize> {
        let days = self.happened.len().max(self.left.len());
        (0..days).rev().find(|day| at(&self.happened, *day) + at(&self.left, *day) > 0).map(|day| day.min(until))
    }

    /// Estimates the share to whom it has happened by a day (Kaplan & Meier 1958). A customer who was followed for a shorter time counts as
    /// long as they were. The limits are those of a share of as many as the estimate is worth (Rothman 1978): Wilson's, if nobody
    /// left early. `None` if nobody was followed.
    pub fn by(&self, day: usize) -> Option<Happened> {
        let mut at_risk = self.total();
        if at_risk == 0 {
            return None;
        }
        let (mut free, mut spread) = (1.0, 0.0);
        for today in 0..=day {
            let (happened, left) = (at(&self.happened, today), at(&self.left, today));
            if happened > 0 && at_risk > 0 {
                let others = at_risk - happened;
                free *= others as f64 / at_risk as f64;
                spread += happened as f64 / (at_risk as f64 * others as f64);
            }
            // A customer who was last looked at on a day was looked at on all of it.
            if today < day {
                at_risk -= happened + left;
            } else {
                at_risk -= happened;
            }
        }
        let share = 1.0 - free;
        // Where nothing varies, those count whose end is known.
        let known = (self.happened_by(day) + at_risk) as f64;
        let worth = if share > 0.0 && free > 0.0 { share / (free * spread) } else { known };
        Some(Happened { share, limits: wilson(share, worth) })
    }

    /// Returns the day by which it had happened to half of them; `None` if that was not reached.
    pub fn median(&self) -> Option<usize> {
        (0..self.happened.len()).find(|day| self.by(*day).is_some_and(|by| by.share >= 0.5 - 1e-12))
    }
}

fn count(days: &mut Vec<u64>, day: usize) {
    if days.len() <= day {
        days.resize(day + 1, 0);
    }
    days[day] += 1;
}

fn at(days: &[u64], day: usize) -> u64 {
    days.get(day).copied().unwrap_or_default()
}

/// The score interval of a share of so many, which need not be whole.
fn wilson(share: f64, of: f64) -> Interval {
    if of <= 0.0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let z2 = Z_95 * Z_95;
    let centre = share + z2 / (2.0 * of);
    let spread = Z_95 * (share * (1.0 - share) / of + z2 / (4.0 * of * of)).sqrt();
    let scale = 1.0 + z2 / of;
    let low = if share <= 0.0 { 0.0 } else { ((centre - spread) / scale).max(0.0) };
    let high = if share >= 1.0 { 1.0 } else { ((centre + spread) / scale).min(1.0) };
    Interval { low, high }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::statistics::Proportion;
    use crate::statistics::interval;

    fn followed(happened: &[usize], left: &[usize]) -> Followed {
        let mut all = Followed::default();
        happened.iter().for_each(|day| all.happened(*day));
        left.iter().for_each(|day| all.left(*day));
        all
    }

    #[test]
    fn the_curve_has_the_published_values() {
        // Freireich 1963, 6-MP, as every textbook has it: S(6) = .857, S(10) = .753, S(16) = .627, S(22) = .538, S(23) = .448.
        let all = followed(&[6, 6, 6, 7, 10, 13, 16, 22, 23], &[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]);
        for (day, free) in [(6, 0.857), (10, 0.753), (16, 0.627), (22, 0.538), (23, 0.448), (35, 0.448)] {
            let by = all.by(day).unwrap();
            assert!((1.0 - by.share - free).abs() < 0.000_6, "{day}: {by:?}");
        }
        assert_eq!(all.median(), Some(23));
        assert_eq!(all.last_day(60), Some(35));
    }

    #[test]
    fn a_median_that_was_not_reached_is_none() {
        assert_eq!(followed(&[3, 9], &[30, 30, 30]).median(), None);
        assert_eq!(followed(&[], &[2]).median(), None);
        assert_eq!(Followed::default().by(30), None);
    }

    #[test]
    fn whoever_left_yesterday_says_nothing_of_a_month() {
        // Of ten who were followed for a month five bought. Ninety who came yesterday do not make that 5%.
        let all = followed(&[4; 5], &[[30; 5].to_vec(), vec![1; 90]].concat());
        let by = all.by(30).unwrap();
        assert!((by.share - 0.5).abs() < 1e-9, "{by:?}");
        assert!(by.limits.low < 0.3 && by.limits.high > 0.7, "{by:?}");
    }

    proptest! {
        #[test]
        fn without_anybody_leaving_it_is_a_share(happened in prop::collection::vec(0usize..30, 0..60), others in 0usize..60) {
            prop_assume!(happened.len() + others > 0);
            let by = followed(&happened, &vec![30; others]).by(30).unwrap();
            let share = Proportion::new(happened.len() as u64, (happened.len() + others) as u64);
            let limits = interval::wilson(share);
            prop_assert!((by.share - share.share()).abs() < 1e-9);
            prop_assert!((by.limits.low - limits.low).abs() < 1e-9 && (by.limits.high - limits.high).abs() < 1e-9);
        }
    }
}
