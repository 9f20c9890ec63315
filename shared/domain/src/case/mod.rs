//! Cases: which case a critical moment belongs to, what can be done to one, and by when. Decides; stores and sends nothing.

mod clocks;
mod event;
mod later;
mod none;
mod silenced;
mod steps;
mod transition;
mod undo;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identity::{Identity, TouchpointKey};
use crate::touchpoint::Money;
use crate::vocabulary::Stage;

pub use clocks::{Clock, ClockHours, Deadlines, InvalidHours};
pub use event::CaseEvent;
pub use later::{LaterJudgement, VERIFY_DAYS_MAX, judge_later};
pub use none::NoCase;
pub use silenced::Silenced;
pub use steps::{Change, Illegal, Step};
pub use transition::Transition;
pub use undo::{Before, Done, UNDO_TIME};

/// Hours after being resolved in which a new critical moment opens the same case again.
pub const REOPEN_HOURS_MAX: i64 = 72;

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Nobody has it yet.
    Open,
    /// Somebody has it.
    Acknowledged,
    /// Somebody spoke with the customer.
    Contacted,
    /// Cause found, action taken.
    Resolved,
    /// The customer's own later judgement confirmed it.
    Verified,
    /// The customer is gone.
    Lost,
}

impl CaseState {
    /// Every state, in the order of a recovery.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Acknowledged, Self::Contacted, Self::Resolved, Self::Verified, Self::Lost];

    /// Returns the word used in the table and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Acknowledged => "acknowledged",
            Self::Contacted => "contacted",
            Self::Resolved => "resolved",
            Self::Verified => "verified",
            Self::Lost => "lost",
        }
    }

    /// Tells whether somebody still has to act.
    pub fn is_unresolved(self) -> bool {
        matches!(self, Self::Open | Self::Acknowledged | Self::Contacted)
    }
}

/// The recovery of one customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Case {
    /// The customer.
    pub customer: Identity,
    /// What it is called, given when it was opened ([`crate::identity::Pseudonyms::case`]); none if it was opened before names
    /// were kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 1 for the customer's first case.
    pub number: u32,
    /// Where it stands.
    pub state: CaseState,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The critical moment that opened it.
    pub opened_by: TouchpointKey,
    /// Severity of that moment, 1 to 5.
    pub severity: u8,
    /// What the business stood to lose then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_at_risk: Option<Money>,
    /// Whether nothing showed that the moment that opened it was this customer's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub claimed: bool,
    /// When it was resolved, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
    /// Type of the touchpoint that opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint_type: Option<String>,
    /// Stage of the moment that opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Segment of the customer, as the moment that opened it has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// The team that was met at that moment, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// When it was opened again, the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopened_at: Option<Timestamp>,
    /// When somebody took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Timestamp>,
    /// When somebody first spoke with the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacted_at: Option<Timestamp>,
    /// When it was verified or lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// What caused it and what was done, once somebody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// By when each step has to be taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<Deadlines>,
    /// The silence that held when it was opened, or opened again: nobody was woken for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silenced: Option<Silenced>,
    /// The clocks whose running out was told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalated: Vec<Clock>,
    /// How often it was changed: a change says which revision was looked at.
    #[serde(default)]
    pub revision: u32,
}

/// What closes a case: what caused it, and what was done about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Closing {
    /// The cause, by its name in the catalogue.
    pub cause: String,
    /// Whether the business can change it, as the catalogue says now.
    pub controllable: bool,
    /// What was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// What was given to the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gesture: Option<String>,
    /// What that cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gesture_cost: Option<Money>,
}

impl Case {
    /// Makes a new case, which nobody has yet.
    pub fn opened(customer: Identity, number: u32, opened_by: TouchpointKey, opened_at: Timestamp) -> Self {
        Self {
            customer,
            name: None,
            number,
            state: CaseState::Open,
            opened_at,
            opened_by,
            severity: 1,
            value_at_risk: None,
            claimed: false,
            resolved_at: None,
            touchpoint_type: None,
            stage: None,
            segment: None,
            team: None,
            reopened_at: None,
            acknowledged_at: None,
            contacted_at: None,
            ended_at: None,
            assignee: None,
            closing: None,
            deadlines: None,
            silenced: None,
            escalated: Vec::new(),
            revision: 0,
        }
    }

    /// Returns when it was opened, or opened again if it was: durations count from here.
    pub fn running_since(&self) -> Timestamp {
        self.reopened_at.unwrap_or(self.opened_at)
    }

    /// Returns the case as it stands once another critical moment belongs to it: as urgent as the worst of them.
    #[must_use]
    pub fn joined_by(self, severity: u8) -> Self {
        if severity <= self.severity {
            return self;
        }
        Self { severity, revision: self.revision + 1, ..self }
    }

    /// Returns the name that messages and reports use: stable, without personal data.
    pub fn id(&self) -> String {
        let old = || format!("{}-{}", self.customer.old_pseudonym(), self.number);
        self.name.clone().unwrap_or_else(old)
    }
}

/// Orders open cases by what to do first: the most severe; of those what is due first; of those the most money, in the
/// currency that most of them have; of those the oldest. Amounts of different currencies are never compared.
pub fn order_queue(cases: &mut [Case]) {
    let mut currencies: BTreeMap<&str, usize> = BTreeMap::new();
    for money in cases.iter().filter_map(|case| case.value_at_risk.as_ref()) {
        *currencies.entry(&money.currency).or_default() += 1;
    }
    let main = currencies.into_iter().max_by_key(|(_, count)| *count).map(|(currency, _)| currency.to_owned());
    let amount = |case: &Case| {
        let money = case.value_at_risk.as_ref().filter(|money| Some(&money.currency) == main.as_ref());
        money.map_or(f64::NEG_INFINITY, |money| money.amount)
    };
    let due = |case: &Case| case.due_at().unwrap_or(Timestamp::MAX);
    cases.sort_by(|a, b| {
        let by_severity = b.severity.cmp(&a.severity);
        let by_value = amount(b).total_cmp(&amount(a));
        by_severity.then(due(a).cmp(&due(b))).then(by_value).then((a.opened_at, a.id()).cmp(&(b.opened_at, b.id())))
    });
}

/// What a critical moment does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is counted, not alerted.
    Skip(Skip),
    /// It opens a case, or joins or reopens the one there is.
    Raise(Transition),
}

/// Why a critical moment is not alerted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// It happened too long ago: a back-fill, or new rules for old facts.
    TooOld,
}

/// Decides what a critical moment does, given the case it meets. One that lies more than `age_hours_max` back when it is
/// looked at is skipped: a back-fill, or new rules for old facts. Any unresolved case is joined whatever its
/// age; one resolved within [`REOPEN_HOURS_MAX`] is reopened; otherwise a new one is opened.
pub fn decide(latest: Option<&Case>, occurred_at: Timestamp, now: Timestamp, age_hours_max: i64) -> Decision {
    if now.duration_since(occurred_at) > SignedDuration::from_hours(age_hours_max) {
        return Decision::Skip(Skip::TooOld);
    }
    match latest {
        None => Decision::Raise(Transition::Opened),
        Some(case) if case.state.is_unresolved() => Decision::Raise(Transition::Joined),
        Some(case) => {
            let reopens = case.state == CaseState::Resolved
                && case.resolved_at.is_some_and(|resolved_at| {
                    now.duration_since(resolved_at) <= SignedDuration::from_hours(REOPEN_HOURS_MAX)
                });
            if reopens { Decision::Raise(Transition::Reopened) } else { Decision::Raise(Transition::Opened) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn case(state: CaseState, resolved_at: Option<&str>) -> Case {
        let opened_by = TouchpointKey { source: "web".into(), id: "1".into() };
        let case = Case::opened(Identity::Customer("ana".into()), 4, opened_by, at("2020-01-01T00:00:00Z"));
        Case { state, resolved_at: resolved_at.map(at), ..case }
    }

    fn decided(latest: Option<&Case>) -> Decision {
        decide(latest, at("2026-11-22T10:00:00Z"), at("2026-11-22T10:00:05Z"), 72)
    }

    #[test]
    fn the_queue_goes_by_severity_then_due_time_then_value_in_one_currency_then_age() {
        let open = |number, severity, money: Option<(f64, &str)>| Case {
            number,
            severity,
            value_at_risk: money.map(|(amount, currency)| Money { amount, currency: currency.into() }),
            opened_at: at("2026-11-22T10:00:00Z") + SignedDuration::from_mins(i64::from(number)),
            ..case(CaseState::Open, None)
        };
        let mut queue = [
            open(1, 3, Some((10.0, "EUR"))),
            open(2, 5, None),
            open(3, 3, Some((9_000.0, "JPY"))),
            open(4, 3, Some((200.0, "EUR"))),
            open(5, 3, None),
        ];
        order_queue(&mut queue);
        assert_eq!(queue.clone().map(|case| case.number), [2, 4, 1, 3, 5]);
        let due = |number: usize, at: Timestamp| Case {
            deadlines: Some(Deadlines { acknowledge: at, contact: at, resolve: at }),
            ..queue[number].clone()
        };
        // The second of severity 3 is due last, the last one first; the most severe comes first whenever it is due.
        let [soon, later] = ["2026-11-22T11:00:00Z", "2026-11-22T12:00:00Z"].map(at);
        let mut queue = [due(0, later), due(1, later), due(4, soon)];
        order_queue(&mut queue);
        assert_eq!(queue.map(|case| case.number), [2, 5, 4]);
    }

    #[test]
    fn an_unresolved_case_is_joined_whatever_its_age() {
        for state in [CaseState::Open, CaseState::Acknowledged, CaseState::Contacted] {
            assert_eq!(decided(Some(&case(state, None))), Decision::Raise(Transition::Joined));
        }
    }

    #[test]
    fn a_case_resolved_within_three_days_is_reopened_and_not_later() {
        let resolved = |at: &str| decided(Some(&case(CaseState::Resolved, Some(at))));
        assert_eq!(resolved("2026-11-19T10:00:05Z"), Decision::Raise(Transition::Reopened));
        assert_eq!(resolved("2026-11-19T10:00:04Z"), Decision::Raise(Transition::Opened));
        assert_eq!(decided(Some(&case(CaseState::Verified, None))), Decision::Raise(Transition::Opened));
        assert_eq!(decided(None), Decision::Raise(Transition::Opened));
    }

    #[test]
    fn a_moment_of_long_ago_is_counted_and_not_alerted() {
        let aged = |occurred: &str| decide(None, at(occurred), at("2026-11-22T10:00:00Z"), 72);
        assert_eq!(aged("2026-11-19T10:00:00Z"), Decision::Raise(Transition::Opened));
        assert_eq!(aged("2026-11-19T09:59:59Z"), Decision::Skip(Skip::TooOld));
    }
}
