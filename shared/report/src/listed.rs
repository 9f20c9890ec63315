//! What a list of reports shows of each: a few numbers. Compares nothing.

use domain::vocabulary::Outcome;

use super::sums::Sums;

/// The numbers of one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Moments.
    pub moments: u64,
    /// Of these how many ended badly.
    pub misery: u64,
    /// How many were better than expected.
    pub magic: u64,
    /// How many have a known outcome.
    pub judged: u64,
    /// How many were critical.
    pub critical: u64,
}

impl Sums {
    /// Adds up the days of the period.
    pub fn listed(&self) -> Listed {
        let mut listed = Listed::default();
        for day in &self.days {
            for (outcome, count) in Outcome::ALL.iter().zip(day.outcomes) {
                listed.moments += count;
                listed.judged += if *outcome == Outcome::Unknown { 0 } else { count };
                match outcome {
                    Outcome::Misery => listed.misery += count,
                    Outcome::Magic => listed.magic += count,
                    Outcome::Average | Outcome::Unknown => {}
                }
            }
            listed.critical += day.critical;
        }
        listed
    }
}
