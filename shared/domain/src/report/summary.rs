//! The summary of one day: what a report reads instead of the day's moments. Knows no zone; the caller says which
//! moments belong to the day.

use std::borrow::Borrow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::customers::CUSTOMERS_OF_A_DAY_MAX;
use super::facts::Facts;
use crate::case::CaseEvent;
use crate::moment::Moment;

/// Version of what a summary counts and how; a stored summary of another version has to be made again.
pub const SUMMARY_VERSION: u32 = 1;

/// The additive summary of one day.
///
/// Kept as JSON. Its size is bounded: 60 kinds of at most three voices of 2,048 customers at 12 characters each, and
/// a few KB besides. An ordinary day of 1,000 moments takes some 15 KB. What outgrows the place it is stored in can
/// be [split](DaySummary::split).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DaySummary {
    /// What it counts and how, see [`SUMMARY_VERSION`].
    pub version: u32,
    /// The day.
    pub date: Date,
    pub(crate) facts: Facts,
}

/// Summarises the moments of a day, in any order.
pub fn summarize(date: Date, moments: impl Iterator<Item: Borrow<Moment>>) -> DaySummary {
    let mut summarizer = Summarizer::new(date);
    moments.for_each(|moment| summarizer.add(moment.borrow()));
    summarizer.finish()
}

/// A summary being made, moment by moment: memory is bounded however many there are.
#[derive(Debug)]
pub struct Summarizer {
    date: Date,
    facts: Facts,
}

impl Summarizer {
    /// Starts the summary of a day.
    pub fn new(date: Date) -> Self {
        Self { date, facts: Facts::default() }
    }

    /// Adds a moment of the day. Each moment must be added once; order does not matter.
    pub fn add(&mut self, moment: &Moment) {
        self.facts.add(moment);
    }

    /// Adds something that happened to a case on the day, once.
    pub fn add_case_event(&mut self, event: &CaseEvent) {
        self.facts.cases.add(&event.transition, 1);
    }

    /// Ends the day.
    pub fn finish(mut self) -> DaySummary {
        self.facts.bound();
        self.facts.settle(CUSTOMERS_OF_A_DAY_MAX);
        DaySummary { version: SUMMARY_VERSION, date: self.date, facts: self.facts }
    }
}

impl DaySummary {
    /// Tells whether it counts what this version of the suite counts.
    pub fn is_current(&self) -> bool {
        self.version == SUMMARY_VERSION
    }

    /// Returns the number of moments of the day.
    pub fn moments(&self) -> u64 {
        self.facts.moments()
    }

    /// Adds the summary of another part of the same day (a shard, or a part made by [`DaySummary::split`]).
    ///
    /// The result is what summarising both parts together gives, as long as no limit on names was passed.
    #[must_use]
    pub fn merge(mut self, part: &Self) -> Self {
        self.facts.extend(&part.facts);
        self.facts.bound();
        self.facts.settle(CUSTOMERS_OF_A_DAY_MAX);
        self
    }

    /// Splits it into parts of about `bytes_max` of JSON that [`DaySummary::merge`] joins again. One part if it fits;
    /// a single kind is never split (74 KB at most), so allow twice that.
    pub fn split(mut self, bytes_max: usize) -> Vec<Self> {
        let size = |value: &Self| serde_json::to_string(value).map_or(usize::MAX, |text| text.len());
        if size(&self) <= bytes_max {
            return vec![self];
        }
        let kinds = std::mem::take(&mut self.facts.kinds);
        let empty = Self { version: self.version, date: self.date, facts: Facts::default() };
        let mut parts = vec![(size(&self), self)];
        for (name, kind) in kinds {
            let mut alone = empty.clone();
            alone.facts.kinds.insert(name.clone(), kind);
            let bytes = size(&alone);
            match parts.iter_mut().find(|(used, _)| used.saturating_add(bytes) <= bytes_max) {
                Some((used, part)) => {
                    *used += bytes;
                    part.facts.kinds.append(&mut alone.facts.kinds);
                }
                None => parts.push((bytes, alone)),
            }
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }
}
