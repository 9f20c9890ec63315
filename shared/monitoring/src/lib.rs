//! Monitoring: which of many weekly shares has left its normal range, in which direction and since when. Knows nothing
//! about moments, storage or wording, and reads no clock.
//!
//! Method: the changepoint model of Hawkins, Qiu and Kang (2003, *Journal of Quality Technology* 35:355–366). Each week,
//! and each day of the running week, every split of a series into "before" and "since" is looked at; the split that speaks
//! loudest counts. The statistic of a split is the signed root of the likelihood ratio of a count whose variance is larger
//! than a binomial's, with the uncertainty of what came before in it, so that a short history has wide limits by itself
//! ([`statistic`]). The search is limited to a window (Lai 1995, *JRSS B* 57:613–658). Overdispersion is estimated for each
//! series from its own past and shrunken towards that of all series (Smyth 2004; [`dispersion`]). The limit follows from a
//! budget: false alarms a year over all series and both directions, weekly and daily looks together ([`limit`]).
//!
//! `docs/monitoring.md` shows by simulation what this finds, how fast, and how often it is wrong.

pub mod copies;
pub mod declared;
pub mod direction;
pub mod dispersion;
pub mod engine;
pub mod episode;
pub mod limit;
pub mod range;
pub mod reading;
pub mod season;
pub mod statistic;
mod target;
mod watch;

pub use declared::Declared;
pub use direction::Direction;
pub use engine::{Engine, Plan, Signal};
pub use range::Range;
pub use reading::{Finding, Input, Reading, Series, TargetReading, TargetState, monitor};
pub use season::Season;

use serde::{Deserialize, Serialize};

/// What was counted of one series in one week: `bad` of `of`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Count {
    /// How many went wrong.
    pub bad: u64,
    /// Of how many.
    pub of: u64,
}

impl Count {
    /// Makes a count; more bad ones than there are count as all of them.
    pub fn new(bad: u64, of: u64) -> Self {
        Self { bad: bad.min(of), of }
    }

    /// Returns the share, 0 to 1; 0 of nothing.
    pub fn share(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.bad as f64 / self.of as f64 }
    }
}

impl std::ops::Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { bad: self.bad + other.bad, of: self.of + other.of }
    }
}

impl std::iter::Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, count| sum + count)
    }
}
