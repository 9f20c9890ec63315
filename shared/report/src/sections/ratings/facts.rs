//! Ratings as customers gave them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fact::{Fact, Seen, add_each};
use crate::voice::Voice;
use domain::case::CaseEvent;
use domain::touchpoint::Rating;
use domain::vocabulary::Verdict;

/// Ratings as given: how often each value was chosen, the lowest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ratings {
    pub(crate) csat: [u64; 5],
    pub(crate) stars: [u64; 5],
    pub(crate) ces: [u64; 7],
    pub(crate) nps: [u64; 11],
    pub(crate) verdict: [u64; 3],
}

/// Ratings by voice.
pub(crate) struct GivenRatings;

impl Fact for GivenRatings {
    type Sum = BTreeMap<Voice, Ratings>;

    fn add(ratings: &mut Self::Sum, seen: &Seen<'_>) {
        if !seen.moment.rating.is_empty() {
            ratings.entry(seen.voice).or_default().add(&seen.moment.rating);
        }
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(ratings: &mut Self::Sum, other: &Self::Sum) {
        other.iter().for_each(|(voice, more)| ratings.entry(*voice).or_default().extend(more));
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(_: &mut Self::Sum) {}

    fn forget(_: &mut Self::Sum) {}
}

impl Ratings {
    fn add(&mut self, rating: &Rating) {
        count(&mut self.csat, rating.csat, 1);
        count(&mut self.stars, rating.stars, 1);
        count(&mut self.ces, rating.ces, 1);
        count(&mut self.nps, rating.nps, 0);
        if let Some(verdict) = rating.verdict {
            self.verdict[match verdict {
                Verdict::Bad => 0,
                Verdict::Okay => 1,
                Verdict::Good => 2,
            }] += 1;
        }
    }

    fn extend(&mut self, other: &Self) {
        add_each(&mut self.csat, &other.csat);
        add_each(&mut self.stars, &other.stars);
        add_each(&mut self.ces, &other.ces);
        add_each(&mut self.nps, &other.nps);
        add_each(&mut self.verdict, &other.verdict);
    }
}

/// Counts a value of a scale that starts at `lowest`; what is off the scale is not counted.
fn count(histogram: &mut [u64], value: Option<u8>, lowest: u8) {
    let place = value.and_then(|value| value.checked_sub(lowest));
    if let Some(bar) = place.and_then(|place| histogram.get_mut(usize::from(place))) {
        *bar += 1;
    }
}
