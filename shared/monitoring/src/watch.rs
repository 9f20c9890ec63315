//! The ordinary weeks of one series, kept as running sums, and the search for a split of them into before and since.

use crate::Count;
use crate::direction::Direction;
use crate::dispersion::{Own, Shared};
use crate::limit::WEEKS_A_YEAR;
use crate::statistic::{as_normal, signed_root};

/// Weeks that a change is compared with, at least: the first finding is in week eight.
pub(crate) const BEFORE_WEEKS_MIN: usize = 7;
/// Weeks that a change is compared with, at most: what was normal two years ago may not be now.
const BEFORE_WEEKS_MAX: usize = WEEKS_A_YEAR as usize;
/// Lengths of "since" that are tried, in weeks. A slow change needs a long one; between two of them little is lost.
pub(crate) const WINDOWS: [usize; 8] = [1, 2, 3, 4, 5, 6, 9, 13];
/// Weeks that there is room for from the start.
pub(crate) const WEEKS_USUAL: usize = 104;
/// The latest weeks say nothing of a series' own dispersion while there are enough others: they may have changed.
const RECENT_WEEKS: usize = 6;
/// A distance in plain standard deviations this much below the limit cannot pass it: for a fall to nothing the signed root
/// is at most √2 times as large.
const PLAIN_SHARE: f64 = 0.7;

/// Limits for a rise and for a fall.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) worse: f64,
    pub(crate) better: f64,
}

/// What a count is compared with.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Before {
    /// The share that is normal.
    pub(crate) share: f64,
    /// What it rests on: infinite for a share that somebody set.
    pub(crate) of: f64,
    pub(crate) dispersion: f64,
    pub(crate) freedom: f64,
}

impl Before {
    /// Returns how far a count is from normal, as a standard normal deviate; positive if more are bad.
    pub(crate) fn distance(&self, bad: f64, of: f64) -> f64 {
        // The rarer of bad and good is counted: its distribution is the one that the statistic is made for.
        let (count, share, sign) =
            if self.share > 0.5 { (of - bad, 1.0 - self.share, -1.0) } else { (bad, self.share, 1.0) };
        let spread = (1.0 - share) * self.dispersion * (1.0 + of / self.of);
        sign * as_normal(signed_root(count, of * share, spread), self.freedom)
    }
}

/// A split that passed its limit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub(crate) direction: Direction,
    /// The distance, as a standard normal deviate.
    pub(crate) distance: f64,
    /// Weeks of "since", the running one included.
    pub(crate) weeks: usize,
    pub(crate) before: Before,
}

/// Running sums over the ordinary weeks that count as normal until shown otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    sums: Vec<Sum>,
    weeks: Vec<u16>,
    /// How many of them are one level, whatever they look like: no change is searched for among them.
    settled: usize,
}

/// Everything up to a week.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    bad: f64,
    of: f64,
    /// Of `bad² / of`, for Pearson's statistic.
    squares: f64,
}

impl Watch {
    pub(crate) fn new() -> Self {
        let mut sums = Vec::with_capacity(WEEKS_USUAL + 1);
        sums.push(Sum::default());
        Self { sums, weeks: Vec::with_capacity(WEEKS_USUAL), settled: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.weeks.len()
    }

    /// Adds a week that counts as normal.
    pub(crate) fn push(&mut self, week: usize, count: Count) {
        let last = self.sums[self.len()];
        let (bad, of) = (count.bad as f64, count.of as f64);
        self.sums.push(Sum { bad: last.bad + bad, of: last.of + of, squares: last.squares + bad * bad / of });
        self.weeks.push(u16::try_from(week).unwrap_or(u16::MAX));
    }

    /// Takes the latest weeks out again and returns them.
    pub(crate) fn take_back(&mut self, weeks: usize) -> Vec<u16> {
        let left = self.len().saturating_sub(weeks);
        self.sums.truncate(left + 1);
        self.weeks.split_off(left)
    }

    /// Says that all weeks so far are one level.
    pub(crate) fn settle(&mut self) {
        self.settled = self.len();
    }

    /// Returns what was counted up to a place, in the last year before it.
    fn year_to(&self, place: usize) -> Sum {
        let (to, from) = (self.sums[place], self.sums[place.saturating_sub(BEFORE_WEEKS_MAX)]);
        Sum { bad: to.bad - from.bad, of: to.of - from.of, squares: to.squares - from.squares }
    }

    /// Returns how many of the latest weeks say nothing of dispersion.
    pub(crate) fn recent(&self) -> usize {
        self.len().saturating_sub(BEFORE_WEEKS_MIN).min(RECENT_WEEKS)
    }

    /// Returns what the series says of its own dispersion; `None` while it has too few weeks.
    pub(crate) fn own(&self) -> Option<Own> {
        let len = self.len();
        if len < BEFORE_WEEKS_MIN {
            return None;
        }
        let to = len - self.recent();
        let year = self.year_to(to);
        let weeks = to.min(BEFORE_WEEKS_MAX) as f64;
        Some(Own { pearson: year.pearson(), freedom: weeks - 1.0, expected: year.bad / weeks })
    }

    /// Returns what is normal according to the weeks before the latest ones.
    pub(crate) fn before(&self, latest: usize, shared: &Shared) -> Before {
        let to = self.len().saturating_sub(latest);
        let year = self.year_to(to);
        let weeks = to.min(BEFORE_WEEKS_MAX);
        let (dispersion, freedom) = shared.with(year.pearson(), weeks.saturating_sub(1) as f64);
        Before { share: year.share(), of: year.of, dispersion, freedom }
    }

    /// Searches for the split that passes its limit by most, the running week included.
    pub(crate) fn search(&self, now: Count, shared: &Shared, limits: Limits) -> Option<Hit> {
        let len = self.len();
        let mut end = self.sums[len];
        end.bad += now.bad as f64;
        end.of += now.of as f64;
        let plain = PLAIN_SHARE * limits.worse.min(limits.better);
        let plain = plain * plain;
        let mut found: Option<(f64, Hit)> = None;
        for weeks in WINDOWS {
            let latest = weeks - 1;
            if len < latest + BEFORE_WEEKS_MIN.max(self.settled) {
                break;
            }
            let split = len - latest;
            let (year, start) = (self.year_to(split), self.sums[split]);
            let (bad, of) = (end.bad - start.bad, end.of - start.of);
            let (bad_before, of_before) = (year.bad + 0.5, year.of + 1.0);
            // Plain distance with no overdispersion, multiplied out: most splits are far from any limit.
            let apart = bad * of_before - of * bad_before;
            let spread = of * bad_before * (of_before - bad_before) * (of_before + of);
            if apart * apart * of_before <= plain * spread {
                continue;
            }
            let before = self.before(latest, shared);
            let distance = before.distance(bad, of);
            let (direction, limit) =
                if distance > 0.0 { (Direction::Worse, limits.worse) } else { (Direction::Better, limits.better) };
            let beyond = distance.abs() - limit;
            if beyond > 0.0 && found.as_ref().is_none_or(|(most, _)| beyond > *most) {
                found = Some((beyond, Hit { direction, distance, weeks, before }));
            }
        }
        found.map(|(_, hit)| hit)
    }
}

impl Sum {
    /// Half a bad one more, so that none at all is not certain.
    fn share(&self) -> f64 {
        (self.bad + 0.5) / (self.of + 1.0)
    }

    fn pearson(&self) -> f64 {
        let share = self.share();
        let squares = self.squares - self.bad * self.bad / self.of.max(1.0);
        squares.max(0.0) / (share * (1.0 - share))
    }
}
