//! What a channel may be sent. Knows no channel.

use schemars::JsonSchema;
use serde::Deserialize;

/// What a channel may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Critical moments, one by one or gathered.
    Alerts,
    /// Cases that nobody moved in time.
    Escalations,
    /// Notices of finished reports.
    Reports,
    /// Each step of each case, for programs: see [`super::CaseNotice`].
    Cases,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Self; 4] = [Self::Alerts, Self::Escalations, Self::Reports, Self::Cases];

    /// Returns whether a program, or people, may be sent it: people see the steps of a case on its page, so only programs are
    /// sent each of them.
    pub fn is_for(self, is_program: bool) -> bool {
        self != Self::Cases || is_program
    }

    /// Returns every topic that a program, or people, may be sent.
    pub fn all_for(is_program: bool) -> Vec<Self> {
        Self::ALL.into_iter().filter(|topic| topic.is_for(is_program)).collect()
    }
}
