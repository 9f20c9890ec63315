//! Seasons that a business declares, and whether a change came at the same time last year. Learns no season by itself.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Count;
use crate::watch::Before;

/// Weeks of a year, as far as the calendar of weeks goes.
const YEAR: usize = 52;
/// Weeks before last year's change that it is compared with.
const BEFORE_WEEKS: usize = 13;

/// A time of the year that is unlike the rest, such as the weeks before Christmas. Its weeks are compared with each other only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// Its name.
    pub name: String,
    /// Month and day of its first day.
    pub from: (i8, i8),
    /// Month and day of its last day; before the first for a season over New Year.
    pub to: (i8, i8),
}

impl Season {
    /// Returns whether a day lies in it.
    pub fn has(&self, date: Date) -> bool {
        let day = (date.month(), date.day());
        match self.from <= self.to {
            true => self.from <= day && day <= self.to,
            false => self.from <= day || day <= self.to,
        }
    }

    /// Returns the place of the season that a week lies in: most of its days decide.
    pub(crate) fn of_week(seasons: &[Self], monday: Date) -> Option<usize> {
        let thursday = monday.saturating_add(jiff::ToSpan::days(3));
        seasons.iter().position(|season| season.has(thursday))
    }
}

/// Returns how far a change is from what the same weeks of last year make expect; `None` if last year is not known. `counts`
/// end with the running week; the change takes the last `weeks` of them.
pub(crate) fn as_last_year(counts: &[Count], weeks: usize, now: Count, before: &Before) -> Option<f64> {
    let start = (counts.len() + 1).checked_sub(weeks + YEAR)?;
    let from = start.checked_sub(BEFORE_WEEKS)?;
    let sum = |range: std::ops::Range<usize>| counts.get(range).map(|counts| counts.iter().copied().sum::<Count>());
    let (then, earlier) = (sum(start..start + weeks)?, sum(from..start)?);
    if then.bad == 0 || earlier.bad == 0 {
        return None;
    }
    let ratio = then.share() / earlier.share();
    let since = sum(counts.len() + 1 - weeks..counts.len())? + now;
    // Last year's weeks are as uncertain as this year's: both add to what is not known.
    let known = 1.0 / (1.0 / before.of + 1.0 / then.of as f64 + 1.0 / earlier.of as f64);
    let expected = Before { share: (before.share * ratio).clamp(1e-4, 0.9), of: known, ..*before };
    Some(expected.distance(since.bad as f64, since.of as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_season_may_go_over_new_year() {
        let holidays = Season { name: "holidays".into(), from: (12, 20), to: (1, 6) };
        let has = |y, m, d| holidays.has(date(y, m, d));
        assert!(has(2026, 12, 20) && has(2026, 12, 31) && has(2027, 1, 6));
        assert!(!has(2026, 12, 19) && !has(2027, 1, 7));
        let advent = Season { name: "advent".into(), from: (11, 29), to: (12, 24) };
        let seasons = [holidays, advent];
        assert_eq!(Season::of_week(&seasons, date(2026, 12, 7)), Some(1));
        // Its Thursday is 24 December, which both have; the first one declared counts.
        assert_eq!(Season::of_week(&seasons, date(2026, 12, 21)), Some(0));
        assert_eq!(Season::of_week(&seasons, date(2026, 6, 1)), None);
    }
}
