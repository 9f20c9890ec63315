//! A customer's journey and its judgement: touchpoints are folded in the order they happened, each judged by what came
//! before it. Pure: the same touchpoints give the same moments, whatever order they arrived in.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use self::overview::Overview;
use crate::alerting::Promised;
use crate::identity::Identity;
use crate::moment::Moment;
use crate::rules::Rules;
use crate::touchpoint::Touchpoint;

mod claims;
mod critical;
mod fold;
pub mod ledger;
pub mod overview;
mod past;
mod silent;
mod window;
mod write;

/// A place in a journey: time, source, id and recorded identity, as [`Touchpoint::position`] and [`Moment::position`]
/// return it.
pub type Position<'a> = (Timestamp, &'a str, &'a str, &'a Identity);

/// Touchpoints of one customer that are looked at, at most. Beyond it (a shared "guest" id) each is judged alone.
pub const TOUCHPOINTS_MAX: usize = 5_000;

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
    /// Whether there are more than [`TOUCHPOINTS_MAX`]; then `touchpoints` are judged alone.
    pub is_too_long: bool,
}

impl Journey {
    /// Makes a journey of touchpoints in any order, without duplicates. The same source and id under two identities are
    /// two touchpoints, as they are in the table.
    pub fn new(customer: Identity, mut touchpoints: Vec<Touchpoint>, links: BTreeMap<Identity, u64>) -> Self {
        touchpoints.sort_by(|a, b| a.position().cmp(&b.position()));
        touchpoints.dedup_by(|a, b| a.recorded == b.recorded && a.key() == b.key());
        Self { customer, touchpoints, links, claimed_identities: BTreeSet::new(), is_too_long: false }
    }

    /// Makes the journey of one touchpoint whose customer has too many to look at.
    pub fn too_long(touchpoint: Touchpoint) -> Self {
        Self {
            customer: touchpoint.recorded.clone(),
            touchpoints: vec![touchpoint],
            links: BTreeMap::new(),
            claimed_identities: BTreeSet::new(),
            is_too_long: true,
        }
    }

    /// Judges all of it: one moment a touchpoint, in order; `identify` makes none.
    pub fn judge(&self, rules: &Rules) -> Vec<Judged> {
        fold::fold(self, rules, |_| true).1
    }

    /// Judges all of it and returns the moments from a position on: all that a touchpoint there can change.
    pub fn judge_since(&self, position: Position<'_>, rules: &Rules) -> Vec<Judged> {
        fold::fold(self, rules, |touchpoint| touchpoint.position() >= position).1
    }

    /// Judges all of it and returns the moments that new touchpoints of it can change: those from the first of them on, and
    /// earlier claims that were received after one of them.
    pub fn judge_changed_by(&self, new: &[Touchpoint], rules: &Rules) -> Vec<Judged> {
        let Some(first) = new.iter().map(Touchpoint::position).min() else { return Vec::new() };
        let recounted = self.recounted(new);
        let is_recounted = |touchpoint: &Touchpoint| {
            recounted.contains(&(&touchpoint.recorded, touchpoint.source.as_str(), touchpoint.id.as_str()))
        };
        fold::fold(self, rules, |touchpoint| touchpoint.position() >= first || is_recounted(touchpoint)).1
    }

    /// Looks at it as a whole, as of a time. Promises whose time has passed since the last touchpoint count as expired.
    pub fn overview(&self, rules: &Rules, now: Timestamp) -> Overview {
        overview::overview(fold::fold(self, rules, |_| false).0, now, rules)
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
