//! What was promised beside what came.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::touchpoint::FacetValue;

/// One promised facet or time, and what the customer got.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Promised {
    /// Name of the facet; `due_at` for a promised time.
    pub facet: String,
    /// What was promised.
    pub expected: FacetValue,
    /// What the customer got; absent if nobody reported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perceived: Option<FacetValue>,
    /// Perception minus expectation, −1 to 1; absent if it cannot be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<f64>,
}
