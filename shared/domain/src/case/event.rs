//! What a report knows of a case: one line per thing that happened to it, kept by the day it happened. Names nobody.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Case;
use super::{Clock, Silenced};
use crate::touchpoint::Money;
use crate::vocabulary::Stage;

/// Something that happened to a case, with the case as it stood afterwards. What is not known is absent: nobody has given
/// a cause yet, or the line was written before lines told so much.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CaseEvent {
    /// The case.
    pub case_id: String,
    /// What happened: `opened`, `joined`, `reopened`, `acknowledged`, `contacted`, `resolved`, `verified`, `lost`,
    /// `escalated` (see `clock`), `assigned`, `undone`.
    pub transition: String,
    /// Whether whoever did it took it back within a minute: reports do not count it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
    /// When it happened.
    pub at: Timestamp,
    /// On `escalated`: the step that nobody took in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// On `opened`, `joined` and `reopened`: the silence that held, so that people were not woken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silenced: Option<Silenced>,
    /// Severity of the case, 1 to 5; 0 if the line does not say.
    #[serde(default)]
    pub severity: u8,
    /// What the business stood to lose when the case was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_at_risk: Option<Money>,
    /// Type of the touchpoint that opened the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint_type: Option<String>,
    /// The team that was met at the moment that opened it, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Stage of the moment that opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// When the case was opened, or opened again if it was: durations count from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Timestamp>,
    /// When somebody took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Timestamp>,
    /// When somebody first spoke with the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacted_at: Option<Timestamp>,
    /// When it was resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
    /// What caused it, by the name in the catalogue of causes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Whether the business can change that cause, as the catalogue said when it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controllable: Option<bool>,
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

impl CaseEvent {
    /// Says what happened to a case, given the case as it stands afterwards.
    pub fn of(case: &Case, transition: &str, at: Timestamp, clock: Option<Clock>) -> Self {
        let closing = case.closing.as_ref();
        Self {
            case_id: case.id(),
            transition: transition.to_owned(),
            undone: false,
            at,
            clock,
            silenced: None,
            severity: case.severity,
            value_at_risk: case.value_at_risk.clone(),
            touchpoint_type: case.touchpoint_type.clone(),
            team: case.team.clone(),
            stage: case.stage,
            opened_at: Some(case.running_since()),
            acknowledged_at: case.acknowledged_at,
            contacted_at: case.contacted_at,
            resolved_at: case.resolved_at,
            cause: closing.map(|closing| closing.cause.clone()),
            controllable: closing.map(|closing| closing.controllable),
            action: closing.and_then(|closing| closing.action.clone()),
            gesture: closing.and_then(|closing| closing.gesture.clone()),
            gesture_cost: closing.and_then(|closing| closing.gesture_cost.clone()),
        }
    }
}
