//! A time outside the normal range: from the week in which it began until the counts speak for the old level again, or
//! until the new level is the normal one. Opens none by itself.

use crate::Count;
use crate::direction::Direction;
use crate::watch::Before;

/// A series is back when its latest weeks are this many times as likely at its old level as at the level of the episode
/// (Wald's sequential test, 1945, with an error of one in twenty).
const BACK_TIMES: f64 = 20.0;
/// Weeks after which a change that can no longer be told from the old level has faded.
const FADED_WEEKS: usize = 4;
/// Distance of these weeks from the old level, at most: what 19 of 20 have by chance.
const FADED_DISTANCE: f64 = 1.96;
/// After this many weeks the level of an episode is what is normal.
pub(crate) const NEW_NORMAL_WEEKS: usize = 26;

/// A running episode.
#[derive(Clone, Debug)]
pub(crate) struct Episode {
    pub(crate) direction: Direction,
    /// The week in which it began, as far as the counts say.
    pub(crate) since: usize,
    /// The week in which it was noticed.
    pub(crate) noticed: usize,
    /// How far out it was when it was noticed, or later at most.
    pub(crate) distance: f64,
    /// What was normal before it.
    pub(crate) before: Before,
    /// Its weeks, in order.
    pub(crate) weeks: Vec<(usize, Count)>,
    /// The log of how much likelier the old level is for the latest weeks.
    back: f64,
    /// Where in `weeks` these latest weeks begin.
    back_from: usize,
}

/// What became of an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The old level is back, since this place in its weeks.
    Back(usize),
    /// Nothing tells it from the old level any longer, nor from a new one: all its weeks are normal.
    Faded,
    /// It has lasted so long that it is what is normal.
    NewNormal,
}

impl Episode {
    pub(crate) fn new(
        direction: Direction,
        noticed: usize,
        distance: f64,
        before: Before,
        weeks: Vec<(usize, Count)>,
    ) -> Self {
        let since = weeks.first().map_or(noticed, |(week, _)| *week);
        let back_from = weeks.len();
        Self { direction, since, noticed, distance, before, weeks, back: 0.0, back_from }
    }

    /// Returns everything counted in it.
    pub(crate) fn total(&self) -> Count {
        self.weeks.iter().map(|(_, count)| *count).sum()
    }

    /// Adds a week and says whether the episode ended with it.
    pub(crate) fn add(&mut self, week: usize, count: Count) -> Option<End> {
        let total = self.total();
        let level = (total.bad as f64 + 0.5) / (total.of as f64 + 1.0);
        let old = self.before.share;
        self.weeks.push((week, count));
        let is_beyond = if self.direction == Direction::Worse { level > old } else { level < old };
        if !is_beyond {
            return Some(End::Back(self.back_from));
        }
        let (bad, good) = (count.bad as f64, (count.of - count.bad) as f64);
        let step = bad * (old / level).ln() + good * ((1.0 - old) / (1.0 - level)).ln();
        self.back += step / self.before.dispersion;
        if self.back <= 0.0 {
            self.back = 0.0;
            self.back_from = self.weeks.len();
        }
        if self.back > BACK_TIMES.ln() {
            return Some(End::Back(self.back_from));
        }
        if self.is_faded(week) {
            return Some(End::Faded);
        }
        (self.weeks.len() >= NEW_NORMAL_WEEKS && self.before.of.is_finite()).then_some(End::NewNormal)
    }

    fn is_faded(&self, week: usize) -> bool {
        let latest: Count = self.weeks.iter().rev().take(FADED_WEEKS).map(|(_, count)| *count).sum();
        let is_late = week >= self.noticed + FADED_WEEKS;
        is_late && self.before.distance(latest.bad as f64, latest.of as f64).abs() < FADED_DISTANCE
    }
}
