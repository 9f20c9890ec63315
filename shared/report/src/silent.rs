//! Customers who met trouble and said nothing: a call list, not a rate.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::Candidate;
use domain::identity::{Identity, TouchpointKey};
use domain::moment::Code;

/// Most customers on the call list.
pub const CALL_LIST_MAX: usize = 10;

/// A customer to call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuietCustomer {
    /// Pseudonym of the customer.
    pub customer: String,
    /// The touchpoint at which it was noticed.
    #[serde(flatten)]
    pub touchpoint: TouchpointKey,
    /// When.
    pub occurred_at: Timestamp,
    /// Why: troubles, or a promise broken or expired, and not a word.
    pub why: Vec<Code>,
    /// The touchpoint's own identity, by which the journey is found; never written.
    #[serde(skip)]
    pub recorded: Option<Identity>,
}

/// Customers who were quiet when the facts were read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quiet {
    /// The call list, the latest first.
    pub call: Vec<QuietCustomer>,
    /// Whether there are more than were looked at.
    pub is_at_least: bool,
}

impl Quiet {
    /// Lists the candidates; whether each still is one is for the caller to look up.
    pub(super) fn of(candidates: &[Candidate]) -> Self {
        let customer = |candidate: &Candidate| QuietCustomer {
            customer: String::new(),
            touchpoint: candidate.touchpoint.clone(),
            occurred_at: candidate.at,
            why: candidate.quiet.clone(),
            recorded: Some(candidate.recorded.clone()),
        };
        Self {
            call: candidates.iter().map(customer).collect(),
            is_at_least: candidates.len() >= super::facts::CANDIDATES_MAX,
        }
    }
}
