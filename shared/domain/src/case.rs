//! Cases: which case a critical moment belongs to. Decides; stores and sends nothing.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::alerting::Transition;
use crate::identity::{Identity, TouchpointKey};
use crate::touchpoint::Money;

/// Hours after being resolved in which a new critical moment opens the same case again.
pub const REOPEN_HOURS_MAX: i64 = 72;

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The customer.
    pub customer: Identity,
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
    /// When it was resolved, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
}

impl Case {
    /// Returns the name that messages and reports use: stable, without personal data.
    pub fn id(&self) -> String {
        case_id(&self.customer, self.number)
    }
}

/// Names a case.
pub fn case_id(customer: &Identity, number: u32) -> String {
    format!("{}-{number}", customer.pseudonym())
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
        Case {
            customer: Identity::Customer("ana".into()),
            number: 4,
            state,
            opened_at: at("2020-01-01T00:00:00Z"),
            opened_by: TouchpointKey { source: "web".into(), id: "1".into() },
            severity: 3,
            value_at_risk: None,
            resolved_at: resolved_at.map(at),
        }
    }

    fn decided(latest: Option<&Case>) -> Decision {
        decide(latest, at("2026-11-22T10:00:00Z"), at("2026-11-22T10:00:05Z"), 72)
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
