//! What a follow-up is due after: a purchase, and a case that was resolved. Kept are those of a day that need one most, by
//! identity; whether it came is told by later days.

use std::cmp::Reverse;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::customers::{self, Customers};
use crate::fact::{Fact, Seen};
use crate::sections::quiet::facts::CANDIDATES_MAX;
use crate::voice::Voice;
use domain::case::CaseEvent;
use domain::identity::{Identity, TouchpointKey};
use domain::moment::Moment;
use domain::vocabulary::Outcome;

/// What waits for a follow-up, and which cases were heard of again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct FollowUpFacts {
    /// The purchases that need one most: one of each customer.
    pub(crate) bought: Vec<Bought>,
    /// The resolved cases that need one most.
    pub(crate) closed: Vec<Closed>,
    /// Cases that were resolved, and cases whose customer spoke again: verified, reopened or lost. A case counts as a
    /// customer does elsewhere.
    pub(crate) resolved: Customers,
    pub(crate) heard_of: Customers,
}

/// A purchase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Bought {
    /// Of the customer.
    pub(crate) hash: u64,
    pub(crate) customer: Identity,
    #[serde(flatten)]
    pub(crate) touchpoint: TouchpointKey,
    pub(crate) kind: String,
    pub(crate) at: Timestamp,
    pub(crate) outcome: Outcome,
    pub(crate) importance: u8,
}

/// A resolved case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Closed {
    /// Of the case.
    pub(crate) hash: u64,
    pub(crate) case_id: String,
    pub(crate) at: Timestamp,
    pub(crate) severity: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) opened_at: Option<Timestamp>,
}

/// Something of which those are kept that need a follow-up most.
pub(crate) trait Waiting: Clone {
    /// What it counts for once.
    fn hash(&self) -> u64;

    /// The place in the list: the lowest needs it most. No two have the same.
    fn rank(&self) -> impl Ord;
}

impl Waiting for Bought {
    fn hash(&self) -> u64 {
        self.hash
    }

    fn rank(&self) -> impl Ord {
        (need(self.outcome, self.importance, self.at), &self.touchpoint, self.hash)
    }
}

impl Waiting for Closed {
    fn hash(&self) -> u64 {
        self.hash
    }

    /// The most severe first, of these the longest ago.
    fn rank(&self) -> impl Ord {
        (Reverse(self.severity), self.at, &self.case_id)
    }
}

impl FollowUpFacts {
    fn add(&mut self, moment: &Moment, voice: Voice) {
        if voice == Voice::Staff || moment.signals.purchase_number.is_none() {
            return;
        }
        let needed = need(moment.outcome, moment.importance, moment.occurred_at);
        let is_full = self.bought.len() >= CANDIDATES_MAX;
        if is_full && self.bought.last().is_some_and(|last| need(last.outcome, last.importance, last.at) < needed) {
            return;
        }
        let bought = Bought {
            hash: customers::hash(&moment.customer),
            customer: moment.customer.clone(),
            touchpoint: moment.key(),
            kind: moment.kind.clone(),
            at: moment.occurred_at,
            outcome: moment.outcome,
            importance: moment.importance,
        };
        keep(&mut self.bought, bought, CANDIDATES_MAX);
    }

    fn add_case_event(&mut self, event: &CaseEvent) {
        // Hashed like an identity: any stable hash will do.
        let hash = customers::hash(&Identity::Anonymous(event.case_id.clone()));
        match event.transition.as_str() {
            "resolved" => {
                self.resolved.add(hash, Outcome::Unknown);
                let closed = Closed {
                    hash,
                    case_id: event.case_id.clone(),
                    at: event.at,
                    severity: event.severity,
                    kind: event.touchpoint_type.clone(),
                    opened_at: event.opened_at,
                };
                keep(&mut self.closed, closed, CANDIDATES_MAX);
            }
            "verified" | "reopened" | "lost" => self.heard_of.add(hash, Outcome::Unknown),
            _ => {}
        }
    }

    fn extend(&mut self, other: &Self) {
        other.bought.iter().for_each(|one| keep(&mut self.bought, one.clone(), CANDIDATES_MAX));
        other.closed.iter().for_each(|one| keep(&mut self.closed, one.clone(), CANDIDATES_MAX));
        self.resolved.extend(&other.resolved);
        self.heard_of.extend(&other.heard_of);
    }

    fn settle(&mut self, max: usize) {
        self.resolved.settle(max);
        self.heard_of.settle(max);
    }

    /// Forgets all of it: sums of a period keep what came of an earlier one instead.
    fn clear(&mut self) {
        *self = Self::default();
    }
}

/// How much a purchase needs a follow-up, the lowest most: a misery first, then what nobody knows; of these the most
/// important, of these the longest ago.
fn need(outcome: Outcome, importance: u8, at: Timestamp) -> (u8, Reverse<u8>, Timestamp) {
    let need = match outcome {
        Outcome::Misery => 0,
        Outcome::Unknown => 1,
        Outcome::Average => 2,
        Outcome::Magic => 3,
    };
    (need, Reverse(importance), at)
}

/// Keeps the most needing entry of each hash, and of these the `max` most needing: whatever order they come in.
pub(crate) fn keep<T: Waiting>(list: &mut Vec<T>, one: T, max: usize) {
    if let Some(place) = list.iter().position(|kept| kept.hash() == one.hash()) {
        if list[place].rank() <= one.rank() {
            return;
        }
        list.remove(place);
    }
    let place = list.partition_point(|kept| kept.rank() < one.rank());
    list.insert(place, one);
    list.truncate(max);
}

impl Fact for FollowUpFacts {
    type Sum = Self;

    fn add(sum: &mut Self, seen: &Seen<'_>) {
        sum.add(seen.moment, seen.voice);
    }

    fn add_case_event(sum: &mut Self, event: &CaseEvent) {
        sum.add_case_event(event);
    }

    fn merge(sum: &mut Self, other: &Self) {
        sum.extend(other);
    }

    fn settle(sum: &mut Self, customers_max: usize) {
        sum.settle(customers_max);
    }

    /// Settling keeps the neediest only.
    fn bound(_: &mut Self) {}

    fn forget(sum: &mut Self) {
        sum.clear();
    }
}
