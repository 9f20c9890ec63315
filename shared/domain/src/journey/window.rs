//! A window that moves forward over a journey and counts what is distinct in it: each thing enters once and leaves once,
//! so a long journey takes time in proportion to its length.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

/// Tells whether one time lies at most so long before another.
pub(super) fn is_within(earlier: Timestamp, later: Timestamp, window: SignedDuration) -> bool {
    later.duration_since(earlier) <= window
}

/// Returns a window of whole days of 24 hours.
pub(super) const fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(days * 24)
}

/// Counts distinct numbers in a trailing window.
#[derive(Default)]
pub(super) struct Trailing {
    entries: VecDeque<(Timestamp, usize)>,
    /// How often each number lies in the window.
    counts: Vec<u32>,
    distinct: usize,
}

impl Trailing {
    /// Takes in a number. Times never go back.
    pub(super) fn add(&mut self, at: Timestamp, number: usize) {
        self.entries.push_back((at, number));
        if self.counts.len() <= number {
            self.counts.resize(number + 1, 0);
        }
        if let Some(count) = self.counts.get_mut(number) {
            self.distinct += usize::from(*count == 0);
            *count += 1;
        }
    }

    /// Moves the end of the window to a time.
    pub(super) fn move_to(&mut self, at: Timestamp, window: SignedDuration) {
        while let Some((_, number)) = self.entries.pop_front_if(|(entered, _)| !is_within(*entered, at, window)) {
            if let Some(count) = self.counts.get_mut(number) {
                *count -= 1;
                self.distinct -= usize::from(*count == 0);
            }
        }
    }

    /// Returns how many distinct numbers lie in it.
    pub(super) fn distinct(&self) -> usize {
        self.distinct
    }

    /// Returns how many there would be with one more.
    pub(super) fn distinct_with(&self, number: usize) -> usize {
        self.distinct + usize::from(self.counts.get(number).is_none_or(|count| *count == 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3_600).unwrap()
    }

    #[test]
    fn what_leaves_the_window_counts_no_more_and_its_edge_belongs_to_it() {
        let mut seen = Trailing::default();
        for (at, number) in [(0, 7), (1, 7), (2, 3)] {
            seen.add(hour(at), number);
        }
        assert_eq!((seen.distinct(), seen.distinct_with(3), seen.distinct_with(9)), (2, 2, 3));
        seen.move_to(hour(25), days(1));
        assert_eq!(seen.distinct(), 2);
        seen.move_to(hour(25) + SignedDuration::from_secs(1), days(1));
        assert_eq!((seen.distinct(), seen.distinct_with(7)), (1, 2));
    }
}
