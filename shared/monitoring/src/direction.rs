//! Which way a series goes. Judges nothing.

use serde::{Deserialize, Serialize};

/// Which way a series went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More are bad.
    Worse,
    /// Fewer are bad.
    Better,
}
