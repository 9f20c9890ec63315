//! The statistics behind every number that a report prints. Knows nothing about moments, customers or wording.
//!
//! Formulas are from the papers named beside them; their values are checked against published and recomputed ones.

pub mod compare;
pub mod importance;
pub mod interval;
pub mod numbers;
pub mod phrases;
pub mod prediction;
pub mod survival;

/// A count out of a total: `count` of `of`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Proportion {
    count: u64,
    of: u64,
}

impl Proportion {
    /// Makes `count` of `of`; a count above the total is taken as the total.
    pub fn new(count: u64, of: u64) -> Self {
        Self { count: count.min(of), of }
    }

    /// Returns the number that have the property.
    pub fn count(self) -> u64 {
        self.count
    }

    /// Returns the number looked at.
    pub fn of(self) -> u64 {
        self.of
    }

    /// Returns the number that lack the property.
    pub fn others(self) -> u64 {
        self.of - self.count
    }

    /// Returns the share, 0 to 1; 0 if nothing was looked at.
    pub fn share(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.count as f64 / self.of as f64 }
    }
}
