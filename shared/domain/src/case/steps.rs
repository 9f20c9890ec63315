//! What can be done to a case, and what it leads to: one table. Who may do it is decided elsewhere.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Clock;
use super::{Case, CaseState, Closing, Deadlines, Done};

/// A kind of step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Somebody takes it.
    Acknowledge,
    /// Somebody spoke with the customer, or tried to.
    Contact,
    /// Cause found, action taken.
    Resolve,
    /// The customer is gone.
    Lose,
    /// It goes to somebody else.
    Assign,
    /// The customer's own later rating confirms it.
    Verify,
    /// The customer met another misery.
    Reopen,
    /// A clock ran out.
    Escalate,
    /// What it was opened for did not happen: it closes by itself.
    Withdraw,
    /// Somebody takes back the own last step.
    Undo,
}

use CaseState::{Acknowledged, Contacted, Lost, Open, Resolved, Verified};

/// From which state each step leads where; what is not listed is refused. An undo leads back, which no table says. Whoever speaks with the customer has taken the
/// case by that, and so has whoever resolves it; the end states have no way out, because a new failure of the
/// same customer is a new case.
#[rustfmt::skip]
const TABLE: &[(Step, &[(CaseState, CaseState)])] = &[
    (Step::Acknowledge, &[(Open, Acknowledged)]),
    (Step::Contact,     &[(Open, Contacted), (Acknowledged, Contacted), (Contacted, Contacted)]),
    (Step::Resolve,     &[(Open, Resolved), (Acknowledged, Resolved), (Contacted, Resolved)]),
    (Step::Lose,        &[(Open, Lost), (Acknowledged, Lost), (Contacted, Lost), (Resolved, Lost)]),
    (Step::Assign,      &[(Open, Acknowledged), (Acknowledged, Acknowledged), (Contacted, Contacted)]),
    (Step::Verify,      &[(Resolved, Verified)]),
    (Step::Reopen,      &[(Resolved, Open)]),
    (Step::Escalate,    &[(Open, Open), (Acknowledged, Acknowledged), (Contacted, Contacted)]),
    (Step::Withdraw,    &[(Open, Resolved), (Acknowledged, Resolved), (Contacted, Resolved)]),
];

impl Step {
    /// Every step.
    pub const ALL: [Self; 10] = [
        Self::Acknowledge,
        Self::Contact,
        Self::Resolve,
        Self::Lose,
        Self::Assign,
        Self::Verify,
        Self::Reopen,
        Self::Escalate,
        Self::Withdraw,
        Self::Undo,
    ];

    /// Returns where it leads from a state; none if it is not allowed there.
    pub fn leads(self, from: CaseState) -> Option<CaseState> {
        let (_, ways) = TABLE.iter().find(|(step, _)| *step == self)?;
        ways.iter().find(|(state, _)| *state == from).map(|(_, to)| *to)
    }

    /// Returns the word by which the history and the reports name it, once done.
    pub fn done(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledged",
            Self::Contact => "contacted",
            Self::Resolve => "resolved",
            Self::Lose => "lost",
            Self::Assign => "assigned",
            Self::Verify => "verified",
            Self::Reopen => "reopened",
            Self::Escalate => "escalated",
            // Reports and listening programs see it as resolved; the history says why.
            Self::Withdraw => "resolved",
            Self::Undo => "undone",
        }
    }
}

/// What is done to a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Somebody takes it.
    Acknowledge {
        /// Who.
        assignee: String,
    },
    /// Somebody spoke with the customer.
    Contact {
        /// Who.
        by: String,
    },
    /// Cause found, action taken.
    Resolve {
        /// Who did it: has the case by that, if nobody had it.
        by: String,
        /// What there is to say about it.
        closing: Closing,
    },
    /// The customer is gone, and why.
    Lose(Closing),
    /// It goes to somebody.
    Assign {
        /// To whom.
        assignee: String,
    },
    /// The customer's own later rating confirms it.
    Verify,
    /// The customer met another misery; the clocks start again.
    Reopen(Option<Deadlines>),
    /// A clock ran out.
    Escalate(Clock),
    /// What it was opened for did not happen.
    Withdraw,
    /// Somebody takes back a step.
    Undo {
        /// Who.
        by: String,
        /// The step.
        done: Box<Done>,
    },
}

impl Change {
    /// Returns the kind of step it is.
    pub fn step(&self) -> Step {
        match self {
            Self::Acknowledge { .. } => Step::Acknowledge,
            Self::Contact { .. } => Step::Contact,
            Self::Resolve { .. } => Step::Resolve,
            Self::Lose(_) => Step::Lose,
            Self::Assign { .. } => Step::Assign,
            Self::Verify => Step::Verify,
            Self::Reopen(_) => Step::Reopen,
            Self::Escalate(_) => Step::Escalate,
            Self::Withdraw => Step::Withdraw,
            Self::Undo { .. } => Step::Undo,
        }
    }
}

/// The step is not allowed where the case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a case that is {} cannot be {}", state.as_str(), step.done())]
pub struct Illegal {
    /// Where the case stands.
    pub state: CaseState,
    /// What was asked.
    pub step: Step,
}

impl Case {
    /// Returns the case after a change. The case itself stays as it is.
    ///
    /// ```
    /// use domain::case::{Case, CaseState, Change};
    /// use domain::identity::{Identity, TouchpointKey};
    ///
    /// let complaint = TouchpointKey { source: "web".into(), id: "1".into() };
    /// let now = "2026-11-23T10:00:00Z".parse()?;
    /// let case = Case::opened(Identity::Customer("ana".into()), 1, complaint, now);
    /// let taken = case.changed(Change::Acknowledge { assignee: "Eva".into() }, now)?;
    /// assert_eq!((taken.state, taken.assignee.as_deref()), (CaseState::Acknowledged, Some("Eva")));
    /// assert!(taken.changed(Change::Acknowledge { assignee: "Leo".into() }, now).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The step is not allowed where the case stands.
    pub fn changed(&self, change: Change, at: Timestamp) -> Result<Self, Illegal> {
        if let Change::Undo { by, done } = &change {
            return self.undone(done, by, at);
        }
        let step = change.step();
        let illegal = Illegal { state: self.state, step };
        let state = step.leads(self.state).ok_or(illegal)?;
        // Of two who find the same clock run out, one tells of it.
        if matches!(change, Change::Escalate(clock) if self.escalated.contains(&clock)) {
            return Err(illegal);
        }
        let mut case = Self { state, revision: self.revision + 1, ..self.clone() };
        match change {
            Change::Acknowledge { assignee } | Change::Assign { assignee } => {
                case.assignee = Some(assignee);
                case.acknowledged_at.get_or_insert(at);
            }
            Change::Contact { by } => {
                case.assignee.get_or_insert(by);
                case.acknowledged_at.get_or_insert(at);
                case.contacted_at.get_or_insert(at);
            }
            Change::Resolve { by, closing } => {
                case.assignee.get_or_insert(by);
                case.acknowledged_at.get_or_insert(at);
                case.closing = Some(closing);
                case.resolved_at = Some(at);
            }
            Change::Lose(closing) => {
                case.closing = Some(closing);
                case.ended_at = Some(at);
            }
            Change::Verify => case.ended_at = Some(at),
            Change::Reopen(deadlines) => {
                case.reopened_at = Some(at);
                case.deadlines = deadlines;
                case.silenced = None;
                case.escalated.clear();
                case.acknowledged_at = None;
                case.contacted_at = None;
                case.resolved_at = None;
                case.closing = None;
            }
            Change::Escalate(clock) => case.escalated.push(clock),
            Change::Withdraw => case.resolved_at = Some(at),
            // Done above.
            Change::Undo { .. } => {}
        }
        Ok(case)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Before;
    use crate::identity::{Identity, TouchpointKey};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn closing() -> Closing {
        Closing {
            cause: "delivery".into(),
            controllable: true,
            action: Some("a new one sent".into()),
            gesture: None,
            gesture_cost: None,
        }
    }

    fn change(step: Step) -> Change {
        match step {
            Step::Acknowledge => Change::Acknowledge { assignee: "Eva".into() },
            Step::Contact => Change::Contact { by: "Leo".into() },
            Step::Resolve => Change::Resolve { by: "Mia".into(), closing: closing() },
            Step::Lose => Change::Lose(closing()),
            Step::Assign => Change::Assign { assignee: "Ana".into() },
            Step::Verify => Change::Verify,
            Step::Reopen => Change::Reopen(None),
            Step::Escalate => Change::Escalate(Clock::Acknowledge),
            Step::Withdraw => Change::Withdraw,
            Step::Undo => {
                let before = Before::of(&case(), Step::Acknowledge).unwrap();
                let done = Done { step: Step::Acknowledge, by: "Eva".into(), at: at("2026-11-23T11:00:00Z"), before };
                Change::Undo { by: "Eva".into(), done: Box::new(done) }
            }
        }
    }

    fn case() -> Case {
        let opened_by = TouchpointKey { source: "web".into(), id: "1".into() };
        Case::opened(Identity::Customer("ana".into()), 1, opened_by, at("2026-11-23T10:00:00Z"))
    }

    /// Every state with every step: what is allowed, and that nothing else is.
    #[test]
    fn each_step_is_allowed_where_the_table_says_and_nowhere_else() {
        #[rustfmt::skip]
        let allowed = [
            "acknowledge: open",
            "contact: open acknowledged contacted",
            "resolve: open acknowledged contacted",
            "lose: open acknowledged contacted resolved",
            "assign: open acknowledged contacted",
            "verify: resolved",
            "reopen: resolved",
            "escalate: open acknowledged contacted",
            "withdraw: open acknowledged contacted",
        ];
        for (step, line) in Step::ALL.into_iter().zip(allowed) {
            let (name, states) = line.split_once(": ").unwrap();
            assert_eq!(serde_json::to_value(step).unwrap(), name);
            for state in CaseState::ALL {
                let before = Case { state, ..case() };
                let changed = before.changed(change(step), at("2026-11-23T11:00:00Z"));
                match changed {
                    Ok(after) => assert_eq!(after.revision, 1),
                    Err(illegal) => assert_eq!(illegal, Illegal { state, step }),
                }
                let is_allowed = states.split(' ').any(|allowed| allowed == state.as_str());
                assert_eq!(step.leads(state).is_some(), is_allowed, "{name} when {}", state.as_str());
            }
        }
    }

    #[test]
    fn a_recovery_leaves_its_times_and_a_second_call_moves_none() {
        let times = ["2026-11-23T10:30:00Z", "2026-11-23T11:00:00Z", "2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z"];
        let [taken, called, again, solved] = times.map(at);
        let case = case().changed(change(Step::Acknowledge), taken).unwrap();
        let case = case.changed(change(Step::Contact), called).unwrap().changed(change(Step::Contact), again).unwrap();
        let case = case.changed(change(Step::Resolve), solved).unwrap();
        assert_eq!(
            (case.acknowledged_at, case.contacted_at, case.resolved_at, case.assignee.as_deref()),
            (Some(taken), Some(called), Some(solved), Some("Eva"))
        );
    }

    #[test]
    fn whoever_calls_first_has_the_case() {
        let case = case().changed(change(Step::Contact), at("2026-11-23T11:00:00Z")).unwrap();
        assert_eq!((case.assignee.as_deref(), case.acknowledged_at), (Some("Leo"), case.contacted_at));
    }

    #[test]
    fn whoever_resolves_a_case_that_nobody_has_has_taken_it_by_that() {
        let case = case().changed(change(Step::Resolve), at("2026-11-23T11:00:00Z")).unwrap();
        assert_eq!((case.state, case.assignee.as_deref()), (Resolved, Some("Mia")));
        assert_eq!((case.acknowledged_at, case.contacted_at), (case.resolved_at, None));
        let taken = Case { assignee: Some("Eva".into()), state: Acknowledged, ..case };
        let resolved = taken.changed(change(Step::Resolve), at("2026-11-23T12:00:00Z")).unwrap();
        assert_eq!(resolved.assignee.as_deref(), Some("Eva"));
    }

    #[test]
    fn a_case_opened_again_begins_anew_and_stays_with_whoever_had_it() {
        let resolved =
            Case { state: Resolved, ..case().changed(change(Step::Acknowledge), at("2026-11-23T11:00:00Z")).unwrap() };
        let again = resolved.changed(Change::Reopen(None), at("2026-11-24T11:00:00Z")).unwrap();
        assert_eq!((again.state, again.acknowledged_at, again.assignee.as_deref()), (Open, None, Some("Eva")));
        assert_eq!(again.running_since(), at("2026-11-24T11:00:00Z"));
    }
}
