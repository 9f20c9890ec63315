//! A source of chance that gives the same numbers every time: the demo is the same for everybody. Not for secrets.

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// SplitMix64 (Steele, Lea and Flood 2014): one word of state, and good enough to scatter waffles.
pub(super) struct Chance(SplitMix64);

impl Chance {
    pub(super) fn of(seed: u64) -> Self {
        Self(SplitMix64::seed_from_u64(seed))
    }

    fn next(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Returns a number from 0 up to but not including 1.
    pub(super) fn part(&mut self) -> f64 {
        // 53 bits are what a float holds.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns a whole number between two bounds, both included.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        least + (self.part() * (most - least + 1) as f64) as i64
    }

    /// Tells whether something happens that happens in `percent` of cases.
    pub(super) fn happens(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// Returns one of them.
    pub(super) fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.between(0, choices.len() as i64 - 1) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed| {
            let mut chance = Chance::of(seed);
            (0..5).map(|_| chance.between(1, 1_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn both_bounds_are_reached_and_never_left() {
        let mut chance = Chance::of(1);
        let drawn: std::collections::BTreeSet<_> = (0..200).map(|_| chance.between(-1, 2)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [-1, 0, 1, 2]);
    }
}
