//! Why nobody was woken for a case: somebody had silenced what it is about. It changes telling only; the case has its severity and its
//! place in the queue all the same.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A silence, as a case keeps it: the configuration may have forgotten it by the time somebody asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Silenced {
    /// Why it was silent.
    pub reason: String,
    /// Who had decided so.
    pub by: String,
    /// Until when.
    pub until: Timestamp,
}
