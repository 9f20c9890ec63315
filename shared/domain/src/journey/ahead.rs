//! Reports that count for promises before their own place in the journey: what was done in time and reported later. A run of a
//! journey hears of each at the time it was done. Judges nothing.

use jiff::Timestamp;

use crate::touchpoint::Touchpoint;

/// The reports of a run that count before their place, in the order of the times they count from.
pub(super) struct Ahead<'a> {
    touchpoints: &'a [Touchpoint],
    /// When each counts from, and its index.
    reports: Vec<(Timestamp, usize)>,
    /// How many have been heard.
    heard: usize,
    /// Touchpoints, and further tellings and corrections of those, that were heard and have their own place still to come.
    known: usize,
}

impl<'a> Ahead<'a> {
    /// Finds those of a run.
    pub(super) fn of(touchpoints: &'a [Touchpoint]) -> Self {
        let early = |(index, touchpoint): (usize, &Touchpoint)| {
            let counts_from = touchpoint.counts_from();
            (counts_from < touchpoint.placed_at()).then_some((counts_from, index))
        };
        let mut reports: Vec<_> = touchpoints.iter().enumerate().filter_map(early).collect();
        reports.sort_unstable();
        Self { touchpoints, reports, heard: 0, known: 0 }
    }

    /// Passes to a touchpoint: all that counts from its place or before is heard, and its own place is reached.
    pub(super) fn pass(&mut self, index: usize, mut hear: impl FnMut(&'a Touchpoint)) {
        let Some(at) = self.touchpoints.get(index).map(Touchpoint::placed_at) else { return };
        while let Some((counts_from, report)) = self.reports.get(self.heard).copied()
            && counts_from <= at
        {
            self.heard += 1;
            if report > index
                && let Some(touchpoint) = self.touchpoints.get(report)
            {
                self.known += facts(touchpoint);
                if touchpoint.set_aside().is_none() {
                    hear(touchpoint);
                }
            }
        }
        if let Some(touchpoint) = self.touchpoints.get(index).filter(|touchpoint| touchpoint.counts_from() < at) {
            // One that counts from between two touchpoints was never ahead of any.
            self.known = self.known.saturating_sub(facts(touchpoint));
        }
    }

    /// Counts what is known ahead of the touchpoint that was passed to last.
    pub(super) fn known(&self) -> usize {
        self.known
    }
}

fn facts(touchpoint: &Touchpoint) -> usize {
    1 + touchpoint.facts_beside()
}
