//! Taking back what somebody just did with a case: once, by the same person, within a minute, and only while nothing else happened to
//! the case. Takes back nothing that a clock or a customer did.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Case, CaseState, Closing, Illegal, Step};

/// How long a step can be taken back.
pub const UNDO_TIME: SignedDuration = SignedDuration::from_secs(60);

/// Steps that people take, and may take back.
const UNDOABLE: [Step; 5] = [Step::Acknowledge, Step::Contact, Step::Resolve, Step::Lose, Step::Assign];

/// What a step can change of a case, as it was before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// How often the case had been changed once the step was done.
    pub revision: u32,
    state: CaseState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    assignee: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acknowledged_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contacted_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resolved_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closing: Option<Closing>,
}

impl Before {
    /// Remembers a case before a step; none if nobody may take such a step back.
    pub fn of(case: &Case, step: Step) -> Option<Self> {
        UNDOABLE.contains(&step).then(|| Self {
            revision: case.revision + 1,
            state: case.state,
            assignee: case.assignee.clone(),
            acknowledged_at: case.acknowledged_at,
            contacted_at: case.contacted_at,
            resolved_at: case.resolved_at,
            ended_at: case.ended_at,
            closing: case.closing.clone(),
        })
    }
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// Which.
    pub step: Step,
    /// Who took it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The case before it.
    pub before: Before,
}

impl Done {
    /// Returns whether nobody had the case before, so that everybody was asked to take it.
    pub fn was_open(&self) -> bool {
        self.before.state == CaseState::Open
    }
}

impl Case {
    /// Returns whether somebody can take back a step now: their own, within a minute, with nothing done to the case since.
    pub fn can_undo(&self, done: &Done, by: &str, now: Timestamp) -> bool {
        let passed = now.duration_since(done.at);
        UNDOABLE.contains(&done.step)
            && done.by == by
            && done.before.revision == self.revision
            && !passed.is_negative()
            && passed <= UNDO_TIME
    }

    /// Returns the case as it was before a step, with one change more. What joined it meanwhile stays, and so do its clocks.
    pub(super) fn undone(&self, done: &Done, by: &str, now: Timestamp) -> Result<Self, Illegal> {
        if !self.can_undo(done, by, now) {
            return Err(Illegal { state: self.state, step: Step::Undo });
        }
        let Before { revision: _, state, assignee, acknowledged_at, contacted_at, resolved_at, ended_at, closing } =
            done.before.clone();
        let revision = self.revision + 1;
        let before = self.clone();
        Ok(Self { revision, state, assignee, acknowledged_at, contacted_at, resolved_at, ended_at, closing, ..before })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Change, Clock, Deadlines};
    use crate::identity::{Identity, TouchpointKey};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn case() -> Case {
        let opened_by = TouchpointKey { source: "web".into(), id: "1".into() };
        let case = Case::opened(Identity::Customer("ana".into()), 1, opened_by, at("2026-11-23T10:00:00Z"));
        let [acknowledge, contact, resolve] = ["11", "12", "13"].map(|hour| at(&format!("2026-11-23T{hour}:00:00Z")));
        Case { deadlines: Some(Deadlines { acknowledge, contact, resolve }), ..case }
    }

    fn eva(step: Step) -> Change {
        let closing =
            Closing { cause: "delivery".into(), controllable: true, action: None, gesture: None, gesture_cost: None };
        match step {
            Step::Acknowledge => Change::Acknowledge { assignee: "Eva".into() },
            Step::Contact => Change::Contact { by: "Eva".into() },
            Step::Resolve => Change::Resolve { by: "Eva".into(), closing },
            Step::Lose => Change::Lose(closing),
            Step::Assign => Change::Assign { assignee: "Leo".into() },
            other => panic!("nobody takes {other:?}"),
        }
    }

    /// Takes a step at 10:30, and returns the case with what is remembered of it.
    fn done(case: &Case, step: Step) -> (Case, Done) {
        let before = Before::of(case, step).unwrap();
        let when = at("2026-11-23T10:30:00Z");
        (case.changed(eva(step), when).unwrap(), Done { step, by: "Eva".into(), at: when, before })
    }

    fn undo(done: &Done, by: &str) -> Change {
        Change::Undo { by: by.into(), done: Box::new(done.clone()) }
    }

    #[test]
    fn a_case_and_its_clocks_are_as_before_and_only_the_count_of_changes_is_not() {
        let taken = done(&case(), Step::Acknowledge).0;
        let escalated = taken.changed(Change::Escalate(Clock::Contact), at("2026-11-23T12:00:00Z")).unwrap();
        for (before, step) in [
            (case(), Step::Acknowledge),
            (case(), Step::Contact),
            (case(), Step::Resolve),
            (case(), Step::Lose),
            (taken.clone(), Step::Assign),
            (taken, Step::Resolve),
            (escalated, Step::Resolve),
        ] {
            let (after, done) = done(&before, step);
            let back = after.changed(undo(&done, "Eva"), at("2026-11-23T10:31:00Z")).unwrap();
            assert_eq!(back.next_clock(), before.next_clock(), "{step:?}");
            assert_eq!(back, Case { revision: before.revision + 2, ..before }, "{step:?}");
            // What was taken back can be done again, and the undo itself cannot be undone.
            assert!(back.changed(undo(&done, "Eva"), at("2026-11-23T10:31:00Z")).is_err());
            assert!(back.changed(eva(step), at("2026-11-23T10:31:00Z")).is_ok());
        }
    }

    #[test]
    fn it_is_refused_after_a_minute_to_others_and_once_anything_else_happened() {
        let (taken, done) = done(&case(), Step::Acknowledge);
        let refused = Err(Illegal { state: CaseState::Acknowledged, step: Step::Undo });
        let soon = at("2026-11-23T10:30:30Z");
        assert!(taken.changed(undo(&done, "Eva"), at("2026-11-23T10:31:00Z")).is_ok());
        assert_eq!(taken.changed(undo(&done, "Eva"), at("2026-11-23T10:31:00.001Z")), refused);
        assert_eq!(taken.changed(undo(&done, "Eva"), at("2026-11-23T10:29:59Z")), refused);
        assert_eq!(taken.changed(undo(&done, "Leo"), soon), refused);
        let handed = taken.changed(Change::Assign { assignee: "Eva".into() }, soon).unwrap();
        assert_eq!(handed.changed(undo(&done, "Eva"), soon), refused);
        let worse = taken.clone().joined_by(5);
        assert!(worse.changed(undo(&done, "Eva"), soon).is_err(), "what came since is not hidden");
        let late = taken.changed(Change::Escalate(Clock::Contact), soon).unwrap();
        assert!(late.changed(undo(&done, "Eva"), soon).is_err());
    }

    #[test]
    fn what_a_clock_or_a_customer_did_is_not_taken_back() {
        for step in [Step::Verify, Step::Reopen, Step::Escalate, Step::Withdraw, Step::Undo] {
            assert_eq!(Before::of(&case(), step), None, "{step:?}");
        }
    }
}
