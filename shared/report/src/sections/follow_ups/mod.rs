//! Who was never asked: purchases and resolved cases of an earlier group after which a follow-up was due and none came.

pub(crate) mod facts;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::facts::{Bought, Closed, FollowUpFacts, Waiting, keep};
use crate::window::{WINDOW_DAYS, is_within};
use domain::identity::{Identity, TouchpointKey};
use domain::vocabulary::Outcome;

/// Most follow-ups listed of each sort.
pub const FOLLOW_UPS_MAX: usize = 10;

/// A follow-up that was due and did not come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MissingFollowUp {
    /// Pseudonym of the customer.
    pub customer: String,
    /// After what it was due.
    #[serde(flatten)]
    pub after: After,
    /// When that was.
    pub at: Timestamp,
    /// The last day on which it would have been one.
    pub due_on: Date,
    /// Who, until the report is given names; never written.
    #[serde(skip)]
    pub recorded: Option<Identity>,
}

/// What a follow-up is due after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "after", rename_all = "snake_case")]
pub enum After {
    /// A purchase: a thank-you, a call or a question how it was.
    Purchase {
        /// The touchpoint.
        #[serde(flatten)]
        touchpoint: TouchpointKey,
        /// Its kind.
        kind: String,
        /// How it ended.
        outcome: Outcome,
    },
    /// A case that was resolved: a question whether it is well now.
    ResolvedCase {
        /// The case.
        case_id: String,
        /// Its severity, 1 to 5; 0 if nobody knows.
        severity: u8,
        /// Kind of the touchpoint that opened it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<String>,
        /// When it was opened, or opened again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opened_at: Option<Timestamp>,
    },
}

/// What waits for a follow-up that did not come, of an earlier group of days.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Unasked {
    pub(crate) bought: Vec<Waited<Bought>>,
    pub(crate) closed: Vec<Waited<Closed>>,
    /// Cases resolved, and those of them whose customer spoke again.
    pub(crate) resolved: u64,
    pub(crate) heard_of: u64,
}

/// What waits, with its day in the zone of the deployment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Waited<T> {
    #[serde(flatten)]
    of: T,
    on: Date,
}

impl<T: Waiting> Waiting for Waited<T> {
    fn hash(&self) -> u64 {
        self.of.hash()
    }

    fn rank(&self) -> impl Ord {
        self.of.rank()
    }
}

impl Unasked {
    /// Looks at the days of a group and all later ones; `was_asked` knows the customers who were, and says nothing of those
    /// who cannot be told.
    pub(crate) fn of(
        is_theirs: &dyn Fn(Date) -> bool,
        days: &[(Date, &FollowUpFacts)],
        was_asked: &dyn Fn(u64) -> Option<bool>,
    ) -> Self {
        let mut unasked = Self::default();
        // Beyond the lowest limit of any set, who is missing and who was left out cannot be told apart.
        let sets = days.iter().flat_map(|(_, day)| [&day.resolved, &day.heard_of]);
        let below = sets.filter_map(|set| set.below()).min();
        let is_kept = |hash: u64| below.is_none_or(|below| hash < below);
        let mut resolved: BTreeMap<u64, Date> = BTreeMap::new();
        for (date, day) in days.iter().filter(|(date, _)| is_theirs(*date)) {
            for (hash, _) in day.resolved.iter().filter(|(hash, _)| is_kept(*hash)) {
                // Resolved again: the last time counts.
                resolved.insert(hash, *date);
            }
        }
        let mut heard_of: BTreeSet<u64> = BTreeSet::new();
        for (date, day) in days {
            for (hash, _) in day.heard_of.iter() {
                if resolved.get(&hash).is_some_and(|then| is_within(*then, *date)) {
                    heard_of.insert(hash);
                }
            }
        }
        for (on, facts) in days.iter().copied().filter(|(date, _)| is_theirs(*date)) {
            for bought in facts.bought.iter().filter(|bought| was_asked(bought.hash) == Some(false)) {
                keep(&mut unasked.bought, Waited { of: bought.clone(), on }, FOLLOW_UPS_MAX);
            }
            let waits = |closed: &&Closed| resolved.get(&closed.hash) == Some(&on) && !heard_of.contains(&closed.hash);
            for closed in facts.closed.iter().filter(waits) {
                keep(&mut unasked.closed, Waited { of: closed.clone(), on }, FOLLOW_UPS_MAX);
            }
        }
        unasked.resolved = resolved.len() as u64;
        unasked.heard_of = heard_of.len() as u64;
        unasked
    }

    /// Lists them: cases first, each sort in the order of its need.
    pub(crate) fn list(&self) -> Vec<MissingFollowUp> {
        let closed = self.closed.iter().take(FOLLOW_UPS_MAX).map(|Waited { of, on }| MissingFollowUp {
            customer: of.case_id.rsplit_once('-').map_or(of.case_id.as_str(), |(customer, _)| customer).to_owned(),
            after: After::ResolvedCase {
                case_id: of.case_id.clone(),
                severity: of.severity,
                kind: of.kind.clone(),
                opened_at: of.opened_at,
            },
            at: of.at,
            due_on: due(*on),
            recorded: None,
        });
        let bought = self.bought.iter().take(FOLLOW_UPS_MAX).map(|Waited { of, on }| MissingFollowUp {
            customer: String::new(),
            after: After::Purchase { touchpoint: of.touchpoint.clone(), kind: of.kind.clone(), outcome: of.outcome },
            at: of.at,
            due_on: due(*on),
            recorded: Some(of.customer.clone()),
        });
        closed.chain(bought).collect()
    }
}

fn due(on: Date) -> Date {
    on.saturating_add(WINDOW_DAYS.days())
}

#[cfg(test)]
mod tests;
