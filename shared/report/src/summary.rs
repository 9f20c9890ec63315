//! The summary of one day: what a report reads instead of the day's moments. Knows no zone; the caller says which
//! moments belong to the day.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::customers::CUSTOMERS_OF_A_DAY_MAX;
use super::facts::Facts;
use super::sections::slices::facts::{Cut, SLICES_MAX, Slices};
use super::voice::Voice;
use domain::case::{CaseEvent, Step};
use domain::moment::Moment;

/// Version of what a summary counts and how; a stored summary of another version has to be made again.
pub const SUMMARY_VERSION: u32 = 8;

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
    /// The same day cut by source, channel and segment; a part that was left out when it was read is missing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) slices: BTreeMap<Cut, Slices>,
}

/// Summarises the moments of a day in a time zone, in any order.
pub fn summarize(date: Date, zone: &TimeZone, moments: impl Iterator<Item: Borrow<Moment>>) -> DaySummary {
    let mut summarizer = Summarizer::new(date, zone);
    moments.for_each(|moment| summarizer.add(moment.borrow()));
    summarizer.finish()
}

/// A summary being made, moment by moment: memory is bounded however many there are.
#[derive(Debug)]
pub struct Summarizer {
    date: Date,
    zone: TimeZone,
    facts: Facts,
    slices: BTreeMap<Cut, Slices>,
}

/// What a summary is cut by. Kinds of touchpoints are among the facts.
const CUTS: [Cut; 3] = [Cut::Source, Cut::Channel, Cut::Segment];

impl Summarizer {
    /// Starts the summary of a day in a time zone.
    pub fn new(date: Date, zone: &TimeZone) -> Self {
        let slices = CUTS.into_iter().map(|cut| (cut, Slices::default())).collect();
        Self { date, zone: zone.clone(), facts: Facts::default(), slices }
    }

    /// Adds a moment of the day. Each moment must be added once; order does not matter.
    pub fn add(&mut self, moment: &Moment) {
        self.facts.add(moment, self.date, &self.zone);
        if moment.is_void() {
            return;
        }
        if moment.is_void() {
            return;
        }
        let voice = Voice::of(moment);
        self.slices.iter_mut().for_each(|(cut, slices)| slices.add(*cut, moment, voice));
    }

    /// Adds something that happened to a case on the day, once. A step that was taken back does not count, nor does taking it back.
    pub fn add_case_event(&mut self, event: &CaseEvent) {
        if !event.undone && event.transition != Step::Undo.done() {
            self.facts.add_case_event(event);
        }
    }

    /// Adds everything that another summariser of other moments of the same day took in.
    pub fn join(&mut self, other: Self) {
        self.facts.extend(&other.facts);
        self.facts.settle(CUSTOMERS_OF_A_DAY_MAX);
        for (cut, slices) in other.slices {
            let sums = self.slices.entry(cut).or_default();
            sums.extend(&slices);
            sums.settle(usize::MAX, CUSTOMERS_OF_A_DAY_MAX);
        }
    }

    /// Ends the day.
    pub fn finish(mut self) -> DaySummary {
        self.facts.bound();
        self.facts.settle(CUSTOMERS_OF_A_DAY_MAX);
        self.slices.values_mut().for_each(|slices| slices.settle(SLICES_MAX, CUSTOMERS_OF_A_DAY_MAX));
        self.slices.retain(|_, slices| !slices.0.is_empty());
        DaySummary { version: SUMMARY_VERSION, date: self.date, facts: self.facts, slices: self.slices }
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
        for (cut, slices) in &part.slices {
            let sums = self.slices.entry(*cut).or_default();
            sums.extend(slices);
            sums.settle(SLICES_MAX, CUSTOMERS_OF_A_DAY_MAX);
        }
        self
    }

    /// Takes the slices of one cut out of it, as a summary that holds nothing else.
    #[must_use]
    pub fn take_cut(&mut self, cut: Cut) -> Self {
        let slices = self.slices.remove(&cut).map(|slices| (cut, slices));
        Self { version: self.version, date: self.date, facts: Facts::default(), slices: slices.into_iter().collect() }
    }

    /// Splits it into parts of about `bytes_max` of JSON that [`DaySummary::merge`] joins again. One part if it fits;
    /// a single kind is never split (120 KB at most), so allow twice that.
    pub fn split(mut self, bytes_max: usize) -> Vec<Self> {
        let size = |value: &Self| serde_json::to_string(value).map_or(usize::MAX, |text| text.len());
        if size(&self) <= bytes_max {
            return vec![self];
        }
        let kinds = std::mem::take(&mut self.facts.kinds);
        let slices = std::mem::take(&mut self.slices);
        let empty = Self { version: self.version, date: self.date, facts: Facts::default(), slices: BTreeMap::new() };
        let mut parts = vec![(size(&self), self)];
        let of_kinds = kinds.into_iter().map(|(name, kind)| {
            let mut alone = empty.clone();
            alone.facts.kinds.insert(name, kind);
            alone
        });
        let of_slices =
            slices.into_iter().flat_map(|(cut, slices)| slices.0.into_iter().map(move |slice| (cut, slice)));
        let of_slices = of_slices.map(|(cut, (name, slice))| {
            let mut alone = empty.clone();
            alone.slices.entry(cut).or_default().0.insert(name, slice);
            alone
        });
        for mut alone in of_kinds.chain(of_slices) {
            let bytes = size(&alone);
            match parts.iter_mut().find(|(used, _)| used.saturating_add(bytes) <= bytes_max) {
                Some((used, part)) => {
                    *used += bytes;
                    part.facts.kinds.append(&mut alone.facts.kinds);
                    for (cut, mut slices) in alone.slices {
                        part.slices.entry(cut).or_default().0.append(&mut slices.0);
                    }
                }
                None => parts.push((bytes, alone)),
            }
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }
}
