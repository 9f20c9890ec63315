//! The ledger of promises: who promised what when, and what came of it.

use jiff::Timestamp;
use serde::Serialize;

use crate::alerting::Promised;
use crate::identity::TouchpointKey;
use crate::vocabulary::Stage;

/// One promise to a customer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Its name, if it was given one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promise_id: Option<String>,
    /// The touchpoint that made it.
    pub made_by: TouchpointKey,
    /// When.
    pub made_at: Timestamp,
    /// Stage in which it was made; `zero` and `first` are what made the customer come.
    pub stage: Stage,
    /// The promised time, if one was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// What came of it.
    pub status: Status,
    /// The promised facets and what came of each, worst gap first.
    pub facets: Vec<Promised>,
    /// The touchpoint that showed what came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<TouchpointKey>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<Timestamp>,
}

/// What came of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has reported on it yet.
    Open,
    /// The customer got what was promised.
    Kept,
    /// The customer got more.
    Exceeded,
    /// The customer got less, or got it too late.
    Broken,
    /// Its time passed, with its tolerance, and nobody reported that it was done.
    Expired,
}
