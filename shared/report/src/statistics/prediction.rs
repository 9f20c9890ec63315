//! A share that is read from words, put right by those of them that somebody also rated. Knows no words and no rating.

use serde::{Deserialize, Serialize};

use super::interval::{Interval, Z_95};

/// Fewest that were both read and rated, one a customer, for a share to be put right.
pub const RATED_MIN: u64 = 50;

/// What was read as bad, and what was rated as bad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// Both read and rated: read bad and rated bad, read bad only, rated bad only, neither.
    pub rated: [u64; 4],
    /// Only read: as bad, as anything else.
    pub unrated: [u64; 2],
}

/// A share that was put right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corrected {
    /// The share.
    pub share: f64,
    /// Its 95 % limits.
    pub limits: Interval,
}

impl Read {
    /// Adds another.
    pub fn extend(&mut self, other: &Self) {
        self.rated.iter_mut().zip(other.rated).for_each(|(sum, count)| *sum += count);
        self.unrated.iter_mut().zip(other.unrated).for_each(|(sum, count)| *sum += count);
    }

    /// Counts those that were rated too.
    pub fn rated(&self) -> u64 {
        self.rated.iter().sum()
    }

    /// Counts those that were only read.
    pub fn unrated(&self) -> u64 {
        self.unrated.iter().sum()
    }
}

/// Estimates the share of bad ones among those that were only read, of several groups together: what was read, less how much the
/// reader is off where somebody rated too (prediction-powered inference, Angelopoulos et al. 2023). It holds if, within each group,
/// having a rating does not depend on how it ended. `None` if a group has too few that were rated, or nothing was only read.
pub fn corrected(groups: &[Read]) -> Option<Corrected> {
    let all: u64 = groups.iter().map(Read::unrated).sum();
    if all == 0 {
        return None;
    }
    let (mut share, mut variance) = (0.0, 0.0);
    for group in groups.iter().filter(|group| group.unrated() > 0) {
        if group.rated() < RATED_MIN {
            return None;
        }
        let (n, many) = (group.rated() as f64, group.unrated() as f64);
        let [_, only_read, only_rated, _] = group.rated.map(|count| count as f64);
        let read = group.unrated[0] as f64 / many;
        // How much the reader says too much, one by one: +1, −1 or 0.
        let off = (only_read - only_rated) / n;
        let of_off = ((only_read + only_rated) / n - off * off) * n / (n - 1.0);
        let weight = many / all as f64;
        share += weight * (read - off);
        variance += weight * weight * (read * (1.0 - read) / many + of_off / n + LEAST / (n * n));
    }
    let spread = Z_95 * variance.sqrt();
    let within = |share: f64| share.clamp(0.0, 1.0);
    let limits = Interval { low: within(share - spread), high: within(share + spread) };
    Some(Corrected { share: within(share), limits })
}

/// Added to the variance of the reader's errors, in squares of one rating: a reader who was never wrong on fifty may be on the next.
const LEAST: f64 = 1.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_who_is_off_is_put_right() {
        // Of 100 rated ones 20 were bad, and it read 30: ten too many. It read 300 of 1,000 others.
        let read = Read { rated: [15, 15, 5, 65], unrated: [300, 700] };
        let corrected = corrected(&[read]).unwrap();
        assert!((corrected.share - 0.2).abs() < 1e-9, "{corrected:?}");
        assert!(corrected.limits.low < 0.2 && corrected.limits.high > 0.2);
        assert!(corrected.limits.high - corrected.limits.low > 0.1, "{corrected:?}");
    }

    #[test]
    fn fifty_rated_ones_are_needed_in_every_group() {
        let enough = Read { rated: [10, 0, 0, 40], unrated: [5, 95] };
        let few = Read { rated: [10, 0, 0, 39], unrated: [1, 0] };
        assert!(corrected(&[enough]).is_some());
        assert_eq!(corrected(&[enough, few]), None);
        assert!(corrected(&[enough, Read { unrated: [0, 0], ..few }]).is_some(), "nothing of it has to be put right");
        assert_eq!(corrected(&[]), None);
    }

    #[test]
    fn groups_count_by_what_they_have_to_tell() {
        let one = Read { rated: [50, 0, 0, 50], unrated: [150, 150] };
        let other = Read { rated: [0, 0, 0, 60], unrated: [0, 100] };
        let both = corrected(&[one, other]).unwrap();
        assert!((both.share - 0.375).abs() < 1e-9, "{both:?}");
    }
}
