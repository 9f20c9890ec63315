//! How long customers waited, as counts of rounded waits: exact where it is cheap, and whatever order they come in, which
//! a sketch that compresses as it goes would not be.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fact::{Fact, NAMES_OF_A_DAY_MAX, NO_CHANNEL, Seen};
use crate::tally::{OTHER, least};
use crate::voice::Voice;
use domain::case::CaseEvent;

/// Waits up to this many seconds are kept to the second, longer ones to two significant digits (within 5 %).
pub const EXACT_WAIT_S_MAX: u32 = 99;

/// Counts of waits by seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Waits(BTreeMap<u32, u64>);

/// The two clocks of one channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Clocks {
    #[serde(default)]
    pub(crate) acknowledged: Waits,
    #[serde(default)]
    pub(crate) greeted: Waits,
}

impl Waits {
    fn add(&mut self, seconds: u32) {
        *self.0.entry(rounded(seconds)).or_default() += 1;
    }

    fn extend(&mut self, other: &Self) {
        for (seconds, count) in &other.0 {
            *self.0.entry(*seconds).or_default() += count;
        }
    }

    /// Counts the waits.
    pub(crate) fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// Returns the wait that the given share of customers, in hundredths, did not exceed (nearest rank).
    pub(crate) fn quantile(&self, hundredths: u64) -> Option<u32> {
        let rank = (self.count() * hundredths).div_ceil(100).max(1);
        let mut seen = 0;
        self.0.iter().find_map(|(seconds, count)| {
            seen += count;
            (seen >= rank).then_some(*seconds)
        })
    }
}

impl Clocks {
    fn extend(&mut self, other: &Self) {
        self.acknowledged.extend(&other.acknowledged);
        self.greeted.extend(&other.greeted);
    }

    fn count(&self) -> u64 {
        self.acknowledged.count() + self.greeted.count()
    }
}

/// How long customers waited, by channel.
pub(crate) struct WaitsByChannel;

impl Fact for WaitsByChannel {
    type Sum = BTreeMap<String, Clocks>;

    fn add(clocks: &mut Self::Sum, seen: &Seen<'_>) {
        let signals = &seen.moment.signals;
        let has_waited = signals.acknowledged_after_s.is_some() || signals.greeted_after_s.is_some();
        if seen.voice == Voice::Staff || !has_waited {
            return;
        }
        let channel = seen.moment.channel.as_deref().unwrap_or(NO_CHANNEL);
        let clocks = clocks.entry(channel.to_owned()).or_default();
        signals.acknowledged_after_s.into_iter().for_each(|seconds| clocks.acknowledged.add(seconds));
        signals.greeted_after_s.into_iter().for_each(|seconds| clocks.greeted.add(seconds));
    }

    fn add_case_event(_: &mut Self::Sum, _: &CaseEvent) {}

    fn merge(clocks: &mut Self::Sum, other: &Self::Sum) {
        other.iter().for_each(|(channel, more)| clocks.entry(channel.clone()).or_default().extend(more));
    }

    fn settle(_: &mut Self::Sum, _: usize) {}

    fn bound(clocks: &mut Self::Sum) {
        if clocks.len() > NAMES_OF_A_DAY_MAX {
            let rare = least(clocks.iter().map(|(name, of)| (name.as_str(), of.count())), NAMES_OF_A_DAY_MAX);
            for name in rare {
                if let Some(rare) = clocks.remove(&name) {
                    clocks.entry(OTHER.to_owned()).or_default().extend(&rare);
                }
            }
        }
    }

    fn forget(_: &mut Self::Sum) {}
}

/// Rounds a wait half up to two significant digits beyond [`EXACT_WAIT_S_MAX`].
fn rounded(seconds: u32) -> u32 {
    let mut unit = 1_u64;
    while u64::from(seconds) / unit > u64::from(EXACT_WAIT_S_MAX) {
        unit *= 10;
    }
    u32::try_from((u64::from(seconds) + unit / 2) / unit * unit).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_waits_are_exact_and_long_ones_have_two_digits() {
        let pairs =
            [(0, 0), (99, 99), (100, 100), (104, 100), (105, 110), (999, 1_000), (3_640, 3_600), (86_399, 86_000)];
        for (seconds, kept) in pairs {
            assert_eq!(rounded(seconds), kept);
            assert!(seconds.abs_diff(kept) * 20 <= seconds, "{seconds}");
        }
        assert!(rounded(u32::MAX).abs_diff(u32::MAX) < 100_000_000);
    }

    #[test]
    fn quantiles_are_by_nearest_rank() {
        let mut waits = Waits::default();
        assert_eq!(waits.quantile(50), None);
        [10, 20, 30, 40].into_iter().for_each(|seconds| waits.add(seconds));
        assert_eq!(
            [waits.quantile(50), waits.quantile(51), waits.quantile(90), waits.quantile(1)],
            [Some(20), Some(30), Some(40), Some(10)]
        );
        let mut twice = waits.clone();
        twice.extend(&waits);
        assert_eq!((twice.count(), twice.quantile(50)), (8, Some(20)));
    }
}
