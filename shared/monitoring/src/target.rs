//! The same search against a share that somebody set: it needs no past, so it counts from the first week.

use crate::Count;
use crate::direction::Direction;
use crate::dispersion::Shared;
use crate::episode::{End, Episode};
use crate::watch::{Before, Hit, WINDOWS, Watch};

/// A series beside its target.
#[derive(Clone, Debug)]
pub(crate) struct TargetWatch {
    /// Of at most how many a share is to be bad.
    pub(crate) share: f64,
    weeks: Vec<(usize, Count)>,
    pub(crate) episode: Option<Episode>,
}

impl TargetWatch {
    pub(crate) fn new(share: f64) -> Self {
        // A target of nothing at all is a target of next to nothing: one failure in a thousand weeks would be infinitely far.
        Self { share: share.clamp(1e-4, 1.0 - 1e-4), weeks: Vec::new(), episode: None }
    }

    fn before(&self, own: &Watch, shared: &Shared) -> Before {
        Before { share: self.share, of: f64::INFINITY, ..own.before(own.recent(), shared) }
    }

    /// Searches for the stretch of latest weeks that is above the target by most.
    pub(crate) fn search(&self, now: Count, own: &Watch, shared: &Shared, limit: f64) -> Option<Hit> {
        if self.episode.is_some() {
            return None;
        }
        let before = self.before(own, shared);
        let mut sum = now;
        let mut found: Option<Hit> = None;
        let mut earlier = self.weeks.iter().rev();
        for weeks in 1..=WINDOWS[WINDOWS.len() - 1] {
            if weeks > 1 {
                let Some((_, count)) = earlier.next() else { break };
                sum = sum + *count;
            }
            if !WINDOWS.contains(&weeks) || sum.share() <= self.share {
                continue;
            }
            let distance = before.distance(sum.bad as f64, sum.of as f64);
            if distance > limit && found.as_ref().is_none_or(|hit| distance > hit.distance) {
                found = Some(Hit { direction: Direction::Worse, distance, weeks, before });
            }
        }
        found
    }

    /// Adds a week that is over; returns whether an episode began with it.
    pub(crate) fn advance(&mut self, week: usize, now: Count, own: &Watch, shared: &Shared, limit: f64) -> bool {
        if let Some(mut episode) = self.episode.take() {
            if let Some(End::Back(_) | End::Faded) = episode.add(week, now) {
                self.weeks = vec![(week, now)];
            } else {
                self.episode = Some(episode);
            }
            return false;
        }
        let hit = self.search(now, own, shared, limit);
        self.weeks.push((week, now));
        let Some(hit) = hit else { return false };
        let weeks = self.weeks[self.weeks.len() - hit.weeks..].to_vec();
        self.episode = Some(Episode::new(hit.direction, week, hit.distance, hit.before, weeks));
        true
    }
}
