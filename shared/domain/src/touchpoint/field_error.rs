//! One thing that is wrong with a touchpoint, and how the touchpoint was written down.

use schemars::JsonSchema;
use serde::Serialize;

use super::complaint::Complaint;

/// How the touchpoint was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// JSON: values have types.
    Json,
    /// An HTML form: every value is a text, empty ones are absent.
    Form,
}

/// One thing that is wrong with a touchpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldError {
    /// Name of the field, with a dot for nested ones; empty for the touchpoint as a whole.
    pub field: String,
    /// What is wrong with it. Never the value.
    #[serde(rename = "message")]
    pub complaint: Complaint,
}
