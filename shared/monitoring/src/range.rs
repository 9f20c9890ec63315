//! The range in which a week's share is normal. Says nothing about whether a series changed: a week outside it is rare, not
//! impossible.

use serde::{Deserialize, Serialize};

use crate::watch::Before;

/// A share is inside its normal range in 19 of 20 weeks.
const DEVIATE: f64 = 1.96;

/// A range of shares, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Range {
    /// Returns the range for a week of `of`: where a count would have to be to be 1.96 standard deviations away.
    pub(crate) fn of(before: &Before, of: u64) -> Self {
        let of = (of as f64).max(1.0);
        Self { low: edge(before, of, -DEVIATE), high: edge(before, of, DEVIATE) }
    }

    /// Returns whether a share lies in it.
    pub fn has(self, share: f64) -> bool {
        self.low <= share && share <= self.high
    }
}

/// Searches for the share at a distance, from where it would be if counts were normal (secants; three are enough for a tenth of a
/// point).
fn edge(before: &Before, of: f64, deviate: f64) -> f64 {
    let end = if deviate > 0.0 { 1.0 } else { 0.0 };
    if before.distance(end * of, of).abs() <= deviate.abs() {
        return end;
    }
    let share = before.share;
    let spread = (share * (1.0 - share) * before.dispersion * (1.0 / of + 1.0 / before.of)).sqrt();
    let (mut last, mut off) = (share, -deviate);
    let mut at = (share + deviate * spread).clamp(0.0, 1.0);
    for _ in 0..3 {
        let now = before.distance(at * of, of) - deviate;
        if (now - off).abs() < 1e-9 {
            break;
        }
        (last, off, at) = (at, now, (at - now * (at - last) / (now - off)).clamp(0.0, 1.0));
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_counts_make_it_narrower_and_less_knowledge_wider() {
        let before = Before { share: 0.04, of: 7_800.0, dispersion: 1.5, freedom: 500.0 };
        let range = |of| Range::of(&before, of);
        assert!(range(300).has(0.04) && !range(300).has(0.08));
        assert!((range(300).low - 0.0165).abs() < 0.004 && (range(300).high - 0.071).abs() < 0.004, "{:?}", range(300));
        assert!(range(3_000).high < range(300).high && range(3_000).low > range(300).low);
        let short = Before { of: 600.0, freedom: 10.0, ..before };
        assert!(Range::of(&short, 300).high > range(300).high);
        let nearly_all = Before { share: 0.97, ..before };
        assert!(Range::of(&nearly_all, 300).has(0.96) && !Range::of(&nearly_all, 300).has(0.92));
    }
}
