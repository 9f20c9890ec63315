//! Many critical moments in one message. Gathers nothing.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{Clause, Stage};

/// Critical moments that would have been a flood, told in one message. Each of them has its case all the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// When the first of them was gathered.
    pub since: Timestamp,
    /// When the last of them was gathered.
    pub until: Timestamp,
    /// How many there are.
    pub cases: u32,
    /// What they have in common, the largest group first, a few at most.
    pub groups: Vec<Group>,
    /// How many are in none of the groups.
    #[serde(default)]
    pub others: u32,
    /// The worst of them first, [`WORST_MAX`] at most.
    pub worst: Vec<Worst>,
    /// Where all of them are, if the deployment has a public address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Most cases that a digest tells one by one.
pub const WORST_MAX: usize = 5;

/// Critical moments of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Why they are critical.
    pub clauses: Vec<Clause>,
    /// Type of their touchpoints.
    pub touchpoint_type: String,
    /// Who sent them.
    pub source: String,
    /// How many they are.
    pub count: u32,
}

/// One case of a digest, so bad that it is told by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Worst {
    /// Names the case.
    pub case_id: String,
    /// How urgent, 1 to 5.
    pub severity: u8,
    /// Type of the touchpoint behind it.
    pub touchpoint_type: String,
    /// Where in the journey.
    pub stage: Stage,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// The customer's own words, as in [`Alert::words`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}
