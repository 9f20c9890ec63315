//! Counts by a name that senders choose. Bounded, because a sender may choose any.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What names beyond the limit are counted under.
pub const OTHER: &str = "other";

/// Most names a tally holds while it is being built; later ones go to [`OTHER`] at once.
const NAMES_SEEN_MAX: usize = 1_000;

/// Counts by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Tally(BTreeMap<String, u64>);

impl Tally {
    /// Adds to the count of a name.
    pub(crate) fn add(&mut self, name: &str, count: u64) {
        match self.0.get_mut(name) {
            Some(sum) => *sum += count,
            None => {
                let name = if self.0.len() < NAMES_SEEN_MAX { name } else { OTHER };
                *self.0.entry(name.to_owned()).or_default() += count;
            }
        }
    }

    /// Adds every count of another tally.
    pub(crate) fn extend(&mut self, other: &Self) {
        for (name, count) in &other.0 {
            self.add(name, *count);
        }
    }

    /// Keeps the `max` highest counts, ties by name, and adds the rest to [`OTHER`].
    pub(crate) fn settle(&mut self, max: usize) {
        if self.0.len() <= max {
            return;
        }
        for name in least(self.0.iter().map(|(name, count)| (name.as_str(), *count)), max) {
            let count = self.0.remove(&name).unwrap_or_default();
            self.add(OTHER, count);
        }
    }

    /// Returns the count of a name.
    pub fn get(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// Lists the names and their counts by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(name, count)| (name.as_str(), *count))
    }

    /// Returns the sum of all counts.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }
}

/// Names what does not belong to the `max` highest counts; [`OTHER`] itself always stays.
pub(crate) fn least<'a>(counts: impl Iterator<Item = (&'a str, u64)>, max: usize) -> Vec<String> {
    let mut named: Vec<_> = counts.filter(|(name, _)| *name != OTHER).collect();
    named.sort_by(|(a, m), (b, n)| n.cmp(m).then(a.cmp(b)));
    named.into_iter().skip(max.saturating_sub(1)).map(|(name, _)| name.to_owned()).collect()
}

/// Lists names by their counts, the most first, ties by name; what was counted together is no name.
pub(crate) fn most_of(tally: &Tally) -> Vec<(String, u64)> {
    let mut most: Vec<_> =
        tally.iter().filter(|(name, _)| *name != OTHER).map(|(name, n)| (name.to_owned(), n)).collect();
    most.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(counts: &[(&str, u64)]) -> Tally {
        let mut tally = Tally::default();
        for (name, count) in counts {
            tally.add(name, *count);
        }
        tally
    }

    #[test]
    fn what_is_beyond_the_limit_is_counted_as_other() {
        let mut tally = of(&[("web", 5), ("phone", 3), ("fax", 1), ("pigeon", 1)]);
        tally.settle(4);
        assert_eq!(tally, of(&[("web", 5), ("phone", 3), ("fax", 1), ("pigeon", 1)]));
        tally.settle(3);
        assert_eq!(tally, of(&[("web", 5), ("phone", 3), (OTHER, 2)]));
        assert_eq!(tally.total(), 10);
    }

    #[test]
    fn endless_names_do_not_fill_the_memory() {
        let mut tally = Tally::default();
        for n in 0..5_000 {
            tally.add(&n.to_string(), 1);
        }
        assert_eq!((tally.iter().count(), tally.total()), (NAMES_SEEN_MAX + 1, 5_000));
    }
}
