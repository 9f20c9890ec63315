//! A case that nobody moved in time. Knows no calendar: when a step is due is decided elsewhere.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::case::{CaseState, Clock};
use crate::touchpoint::Money;
use crate::vocabulary::Stage;

/// A case that nobody moved in time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Escalation {
    /// Names the case.
    pub case_id: String,
    /// Who: a pseudonym, as in [`Alert::customer`].
    pub customer: String,
    /// The business's own identifier. Only channels configured to show it may print it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// The step that is overdue.
    pub clock: Clock,
    /// When it was due.
    pub due_at: Timestamp,
    /// When the case was opened.
    pub opened_at: Timestamp,
    /// Where the case stands.
    pub state: CaseState,
    /// Who has it; nobody if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// How urgent, 1 to 5.
    pub severity: u8,
    /// What the business stands to lose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_at_risk: Option<Money>,
    /// Type of the touchpoint that opened it.
    pub touchpoint_type: String,
    /// Where in the journey that was.
    pub stage: Stage,
}
