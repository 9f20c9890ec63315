//! What happened to unhappy customers, one by one: told instead of rates where there are too few of them for a rate. Reads nothing itself.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use domain::moment::Code;
use domain::vocabulary::Outcome;

/// Most stories that a report tells.
pub const STORIES_MAX: usize = 12;

/// A failure of one customer, and what came next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// Pseudonym of the customer.
    pub customer: String,
    /// Kind of touchpoint.
    pub kind: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// Why it is a bad experience.
    pub why: Vec<Code>,
    /// What the customer said. It stays with the touchpoint and is read with the report: what was erased is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The next moment of the customer; absent if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NextMoment>,
    /// The customer's case, if it is critical and there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<String>,
}

/// What came after a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NextMoment {
    /// Kind of touchpoint.
    pub kind: String,
    /// How it ended.
    pub outcome: Outcome,
    /// When.
    pub occurred_at: Timestamp,
}
