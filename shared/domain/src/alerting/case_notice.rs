//! What a step of a case tells the business's own programs, and who else hears of a case.
//!
//! | what happens to a case | told as | topic of the channels that hear it |
//! |---|---|---|
//! | opened, joined by another critical moment, opened again | [`super::Alert`] | `alerts`, as the routes say |
//! | acknowledged, contacted, resolved, verified, lost | [`CaseNotice`] | `cases` |
//! | escalated | [`super::Escalation`] | `escalations` |
//! | handed over to somebody else | – | nobody |
//!
//! Only a program can receive `cases`. People who work on a case see its steps on its page and in the queue; a message for each
//! would drown the ones that ask them to act. One step they do hear of, where the case was announced: that somebody took it.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::case::{Case, CaseState, Closing, Step};
use crate::identity::{Identity, Pseudonyms, TouchpointKey};
use crate::touchpoint::Money;
use crate::vocabulary::Stage;

/// A case took a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseNotice {
    /// Names the case.
    pub case_id: String,
    /// Who: a pseudonym, as in [`super::Alert::customer`].
    pub customer: String,
    /// The business's own identifier. Only channels configured to show it may print it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// The step, by the word for it once done.
    #[serde(serialize_with = "done", deserialize_with = "step")]
    pub transition: Step,
    /// When.
    pub at: Timestamp,
    /// Who did it; nobody if the customer's rating did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Where the case stands since.
    pub state: CaseState,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// What caused it and what was done, once somebody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// The touchpoint by which the customer verified it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<TouchpointKey>,
    /// Why it closed by itself, as the judgement of the touchpoint says: `done_in_time`, `promise_moved`,
    /// `promise_cancelled`; or that a person corrected it: `corrected` or `set_aside`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When the case was opened.
    pub opened_at: Timestamp,
    /// How urgent, 1 to 5.
    pub severity: u8,
    /// What the business stood to lose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_at_risk: Option<Money>,
    /// Type of the touchpoint that opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint_type: Option<String>,
    /// Where in the journey that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
}

impl CaseNotice {
    /// Tells of a step, given the case as it stands afterwards; none if the step is told otherwise or to nobody.
    pub fn of(
        (case, names): (&Case, &Pseudonyms),
        step: Step,
        at: Timestamp,
        actor: Option<&str>,
        touchpoint: Option<TouchpointKey>,
    ) -> Option<Self> {
        match step {
            Step::Acknowledge
            | Step::Contact
            | Step::Resolve
            | Step::Verify
            | Step::Lose
            | Step::Withdraw
            | Step::Undo => {}
            Step::Assign | Step::Reopen | Step::Escalate => return None,
        }
        Some(Self {
            case_id: case.id(),
            customer: names.of(&case.customer),
            customer_id: match &case.customer {
                Identity::Customer(id) => Some(id.clone()),
                Identity::Anonymous(_) => None,
            },
            transition: step,
            at,
            actor: actor.map(str::to_owned),
            state: case.state,
            assignee: case.assignee.clone(),
            closing: case.closing.clone(),
            touchpoint,
            reason: None,
            opened_at: case.opened_at,
            severity: case.severity,
            value_at_risk: case.value_at_risk.clone(),
            touchpoint_type: case.touchpoint_type.clone(),
            stage: case.stage,
        })
    }
}

fn done<S: Serializer>(step: &Step, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(step.done())
}

fn step<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Step, D::Error> {
    let word = String::deserialize(deserializer)?;
    let known = Step::ALL.into_iter().find(|step| step.done() == word);
    known.ok_or_else(|| serde::de::Error::custom("no step of a case"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_that_programs_hear_are_those_of_the_table_and_come_back_as_they_were_written() {
        let opened_by = TouchpointKey { source: "web".into(), id: "1".into() };
        let case = Case::opened(Identity::Customer("ana".into()), 1, opened_by, Timestamp::UNIX_EPOCH);
        let told: Vec<_> = Step::ALL
            .into_iter()
            .filter_map(|step| {
                let names = Pseudonyms::new("key");
                Some((step, CaseNotice::of((&case, &names), step, Timestamp::UNIX_EPOCH, Some("Eva"), None)?))
            })
            .map(|(step, notice)| {
                let written = serde_json::to_value(&notice).unwrap();
                let step = if step == Step::Withdraw { Step::Resolve } else { step };
                assert_eq!(
                    serde_json::from_value::<CaseNotice>(written.clone()).unwrap(),
                    CaseNotice { transition: step, ..notice }
                );
                written["transition"].as_str().unwrap().to_owned()
            })
            .collect();
        assert_eq!(told, ["acknowledged", "contacted", "resolved", "lost", "verified", "resolved", "undone"]);
    }
}
