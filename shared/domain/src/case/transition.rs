//! What a critical moment does to the case of its customer.

use serde::{Deserialize, Serialize};

/// What a case did that the team is told about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    /// A new case.
    Opened,
    /// Another critical moment of a customer whose case is not resolved.
    Joined,
    /// A critical moment soon after the case was resolved.
    Reopened,
}

impl Transition {
    /// Returns the word used in keys, event types and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Joined => "joined",
            Self::Reopened => "reopened",
        }
    }
}
