//! What was promised and what came of it, facet by facet, in whole numbers so that sums do not depend on their order.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::customers::{self, CUSTOMERS_OF_A_DAY_MAX, Customers};
use crate::fact::{Fact, Seen, add_each};
use crate::tally::{OTHER, least};
use crate::voice::Voice;
use crate::window::is_within;
use domain::case::CaseEvent;
use domain::moment::{Due, DueIs, Moment};
use domain::outcome::promise::Status;
use domain::vocabulary::Outcome;

/// Most facets a day keeps apart; the rarer ones are counted together as `other`.
const FACETS_OF_A_DAY_MAX: usize = 40;

/// Part of the customers of a rate that is kept of the promises for one day: a day may tell of those of 61 days.
const DUE_PART: usize = 8;

/// The name under which promised times are counted among the facets.
pub(crate) const DUE: &str = "due_at";

/// Promises that were answered, and the facets of promises.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct PromiseFacts {
    /// Customers by what came of what they were promised, times left out: broken is the worst.
    pub(crate) customers: BTreeMap<Voice, Customers>,
    /// Promised times by their day. A promise counts as a customer does elsewhere: `misery` broken, `average` kept, `unknown` cancelled
    /// before its time.
    pub(crate) due: BTreeMap<Date, Customers>,
    pub(crate) facets: BTreeMap<String, FacetFacts>,
}

/// What came of one facet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FacetFacts {
    /// Compared with what came: less than promised, as promised, more.
    pub(crate) came: [u64; 3],
    /// Sum of the gaps in hundredths; for a promised time, of the minutes late, early ones as none.
    pub(crate) gaps: i64,
    /// Numeric promises made.
    pub(crate) promised: u64,
    /// Sum of their levels in thousandths.
    pub(crate) levels: i128,
}

impl PromiseFacts {
    fn add(&mut self, seen: &Seen<'_>) {
        let Seen { moment, voice, .. } = *seen;
        let signals = &moment.signals;
        if let Some(due) = &signals.due {
            self.add_due(due, seen);
        }
        if voice == Voice::Staff {
            return;
        }
        let is_of_facets = signals.due.is_none() || !signals.facets.is_empty();
        if let Some(outcome) = signals.promise.and_then(as_outcome).filter(|_| is_of_facets) {
            self.customers.entry(voice).or_default().add(customers::hash(&moment.customer), outcome);
        }
        for (facet, gap) in &signals.facets {
            let facts = self.facets.entry(facet.clone()).or_default();
            facts.came[usize::from(*gap >= 0) + usize::from(*gap > 0)] += 1;
            facts.gaps += i64::from(*gap);
        }
        if let Some(late_by_min) = signals.late_by_min {
            let facts = self.facets.entry(DUE.to_owned()).or_default();
            facts.came[if is_late(moment) { 0 } else { 1 + usize::from(late_by_min < 0) }] += 1;
            facts.gaps += i64::from(late_by_min.max(0));
        }
        for (facet, level) in &signals.expected {
            let facts = self.facets.entry(facet.clone()).or_default();
            facts.promised += 1;
            facts.levels += (level.clamp(-1e15, 1e15) * 1_000.0).round() as i128;
        }
    }

    /// Counts a promise for the day of its time, if that is not too far from the day of the report.
    fn add_due(&mut self, due: &Due, seen: &Seen<'_>) {
        let (Some(at), Some(date)) = (due.at(), due_date(seen)) else { return };
        let outcome = match due.is {
            DueIs::Broken => Outcome::Misery,
            DueIs::Kept => Outcome::Average,
            // What was cancelled after its time had been broken by then.
            DueIs::Cancelled if seen.moment.occurred_at > at => return,
            DueIs::Cancelled => Outcome::Unknown,
        };
        let name = if due.promise.is_empty() { Cow::from(due.at.to_string()) } else { Cow::from(&due.promise) };
        let hash = customers::hash_with(&seen.moment.customer, &name);
        self.due.entry(date).or_default().add(hash, outcome);
    }

    fn extend(&mut self, other: &Self) {
        for (date, promises) in &other.due {
            self.due.entry(*date).or_default().extend(promises);
        }
        for (voice, customers) in &other.customers {
            self.customers.entry(*voice).or_default().extend(customers);
        }
        for (facet, facts) in &other.facets {
            self.facets.entry(facet.clone()).or_default().extend(facts);
        }
    }

    fn settle(&mut self, max: usize) {
        self.customers.values_mut().for_each(|customers| customers.settle(max));
        self.due.values_mut().for_each(|promises| promises.settle(max / DUE_PART));
    }

    fn bound(&mut self) {
        let counts = self.facets.iter().map(|(name, facts)| (name.as_str(), facts.came.iter().sum()));
        if self.facets.len() > FACETS_OF_A_DAY_MAX {
            for name in least(counts, FACETS_OF_A_DAY_MAX) {
                if let Some(rare) = self.facets.remove(&name) {
                    self.facets.entry(OTHER.to_owned()).or_default().extend(&rare);
                }
            }
        }
        self.settle(CUSTOMERS_OF_A_DAY_MAX);
    }
}

impl FacetFacts {
    fn extend(&mut self, other: &Self) {
        add_each(&mut self.came, &other.came);
        self.gaps += other.gaps;
        self.promised += other.promised;
        self.levels += other.levels;
    }
}

/// Returns the day that a moment's promise was for, if that is not too far from the day of the moment.
pub(crate) fn due_date(seen: &Seen<'_>) -> Option<Date> {
    let date = seen.zone.to_datetime(seen.moment.signals.due.as_ref()?.at()?).date();
    (is_within(date, seen.date) || is_within(seen.date, date)).then_some(date)
}

/// Returns whether a moment shows that a promised time was missed by more than its tolerance.
pub(crate) fn is_late(moment: &Moment) -> bool {
    moment.signals.promise == Some(Status::Broken) && moment.signals.late_by_min.is_some_and(|minutes| minutes > 0)
}

/// What came of a promise on the scale of outcomes; a promise that nobody reported on says nothing.
fn as_outcome(status: Status) -> Option<Outcome> {
    match status {
        // A fact that a promised time passed; what came later does not count again.
        Status::Broken | Status::Expired => Some(Outcome::Misery),
        Status::Kept => Some(Outcome::Average),
        Status::Exceeded => Some(Outcome::Magic),
        Status::Open => None,
    }
}

impl Fact for PromiseFacts {
    type Sum = Self;

    fn add(sum: &mut Self, seen: &Seen<'_>) {
        sum.add(seen);
    }

    fn add_case_event(_: &mut Self, _: &CaseEvent) {}

    fn merge(sum: &mut Self, other: &Self) {
        sum.extend(other);
    }

    fn settle(sum: &mut Self, customers_max: usize) {
        sum.settle(customers_max);
    }

    fn bound(sum: &mut Self) {
        sum.bound();
    }

    fn forget(sum: &mut Self) {
        sum.customers.clear();
        sum.due.clear();
    }
}
