//! A customer's journey and its judgement: touchpoints are folded in the order they happened, each judged by what came
//! before it. Pure: the same touchpoints give the same moments, whatever order they arrived in.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use self::overview::Overview;
use self::reach::{Outline, spans};
use crate::identity::{Identity, TouchpointKey};
use crate::moment::Moment;
use crate::outcome::comment::Comment;
use crate::reading::{self, FastReader, Readings, Unread, Words};
use crate::rules::Rules;
use crate::touchpoint::Touchpoint;

mod ahead;
mod before;
mod claims;
mod critical;
mod episode;
mod evidence;
mod failure;
mod fold;
pub mod ledger;
pub mod overview;
mod past;
mod placed;
pub mod reach;
mod silent;
mod telling;
mod window;
mod write;

pub use self::failure::earlier_of_failure;
pub use crate::outcome::promised::Promised;

/// Touchpoints of this type only say who somebody is; they make no moment.
pub(super) const IDENTIFY: &str = "identify";

/// A place in a journey: time, source, id and recorded identity, as [`Touchpoint::position`] and [`Moment::position`]
/// return it.
pub type Position<'a> = (Timestamp, &'a str, &'a str, &'a Identity);

/// Everything on record about one customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// The customer it is judged for: the known one if a link says so.
    pub customer: Identity,
    /// Its touchpoints in order of [`Touchpoint::position`], those of linked identities included.
    pub touchpoints: Vec<Touchpoint>,
    /// What is known of identity links, by the identity that a touchpoint was recorded under (see
    /// [`Moment::links`](crate::moment::Moment::links)); 0 for those that are not named.
    pub links: BTreeMap<Identity, u64>,
    /// The anonymous identities that were only claimed to be this customer: nobody proved the link that brings them here.
    pub claimed_identities: BTreeSet<Identity>,
    /// Outlines of the touchpoints before these, in order, where the whole is too much to hold at once. They end where a
    /// [block](reach) ends, and the first block of `touchpoints` then only gives the context for the next.
    pub earlier: Vec<Outline>,
    /// What is kept of its comments.
    pub readings: Readings,
    /// Who reads comments that nothing is kept of; without one they say nothing.
    pub reader: Option<FastReader>,
}

impl Journey {
    /// Makes a journey of touchpoints in any order, without duplicates, whose comments are read. The same source and id under two
    /// identities are two touchpoints, as they are in the table.
    pub fn new(customer: Identity, touchpoints: Vec<Touchpoint>, links: BTreeMap<Identity, u64>) -> Self {
        Self { reader: Some(FastReader::BUILT_IN), ..Self::unread_of(customer, touchpoints, links) }
    }

    /// Makes the same of which no comment is read: it says what is kept of it, and needs no weights.
    pub fn unread_of(customer: Identity, mut touchpoints: Vec<Touchpoint>, links: BTreeMap<Identity, u64>) -> Self {
        touchpoints.sort_by(|a, b| a.position().cmp(&b.position()));
        touchpoints.dedup_by(|a, b| a.recorded == b.recorded && a.key() == b.key());
        Self {
            customer,
            touchpoints,
            links,
            claimed_identities: BTreeSet::new(),
            earlier: Vec::new(),
            readings: Readings::new(),
            reader: None,
        }
    }

    /// Returns what a customer wrote at a touchpoint, if nothing is kept of it or only what the fast reader said.
    pub fn unread<'a>(&'a self, touchpoint: &'a Touchpoint, rules: &'a Rules) -> Option<Unread<'a>> {
        Comment::of(touchpoint, rules, self.words()).unread()
    }

    /// Tells whether something is kept of what a customer wrote at a touchpoint. Reads nothing.
    pub fn is_kept(&self, touchpoint: &Touchpoint, rules: &Rules) -> bool {
        Comment::of(touchpoint, rules, self.words()).kept().is_some()
    }

    /// Counts what is known of its comments beyond what anybody finds out with the fast reader.
    pub fn read_deeply(&self) -> usize {
        reading::known(&self.readings)
    }

    fn words(&self) -> Words<'_> {
        Words { readings: &self.readings, reader: self.reader }
    }

    /// Judges all of it: one moment a touchpoint, in order; `identify` makes none.
    pub fn judge(&self, rules: &Rules) -> Vec<Judged> {
        spans(self, rules).iter().flat_map(|span| fold::fold(self, span, rules, |_| true).1).collect()
    }

    /// Judges all of it and returns the moments from a position on: all that a touchpoint there can change.
    pub fn judge_since(&self, position: Position<'_>, rules: &Rules) -> Vec<Judged> {
        let is_wanted = |touchpoint: &Touchpoint| touchpoint.position() >= position;
        let spans = spans(self, rules);
        let reaching = spans.iter().filter(|span| span.reaches(position));
        reaching.flat_map(|span| fold::fold(self, span, rules, is_wanted).1).collect()
    }

    /// Looks at it as a whole, as of a time. Promises whose time has passed since the last touchpoint count as expired. Of a
    /// journey of more than two [blocks](reach) it is the latest two.
    pub fn overview(&self, rules: &Rules, now: Timestamp) -> Overview {
        let spans = spans(self, rules);
        let empty = reach::Span::default();
        let latest = spans.last().unwrap_or(&empty);
        overview::overview(fold::fold(self, latest, rules, |_| false).0, latest.before.count, now, rules)
    }

    /// Returns what the promised time of one of its touchpoints has come to, by all that is known. None if it is not among its
    /// [latest two blocks](reach).
    pub fn clock<'a>(
        &'a self,
        recorded: &Identity,
        key: &TouchpointKey,
        rules: &'a Rules,
    ) -> Option<ledger::Clock<'a>> {
        let spans = spans(self, rules);
        let latest = spans.last()?;
        let is_it = |touchpoint: &Touchpoint| touchpoint.recorded == *recorded && touchpoint.key() == *key;
        let (memory, _) = fold::fold(self, latest, rules, |_| false);
        let index = memory.past.moments.iter().position(|moment| is_it(moment.touchpoint))?;
        Some(memory.ledger.clock(index, &memory.past.moments))
    }

    /// Returns the position of the first touchpoint that is judged here; none if there is nothing to judge.
    pub fn judged_from(&self) -> Option<Position<'_>> {
        let skipped = if self.earlier.is_empty() { 0 } else { reach::first_block_end(&self.touchpoints) };
        self.touchpoints.get(skipped).map(Touchpoint::position)
    }
}

/// A judged touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Its judgement.
    pub moment: Moment,
    /// What had been promised and what came of it, worst gap first.
    pub promised: Vec<Promised>,
}

#[cfg(test)]
mod tests;
