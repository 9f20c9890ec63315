//! Why a critical moment has no case. Knows no table: that it has none is asked there.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use crate::moment::Moment;
use crate::rules::Rules;

/// Why nobody was told of a critical moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoCase {
    /// It was brought in as history.
    History,
    /// It is one claim more than are alerted.
    Claims,
    /// It was older than alerts make sense when it was looked at.
    Old,
}

impl NoCase {
    /// Returns why a critical moment without a case has none; `None` if it is not critical, or its case may still come.
    pub fn of(moment: &Moment, rules: &Rules, now: Timestamp) -> Option<Self> {
        let age_max = SignedDuration::from_hours(rules.critical.alert_age_hours_max);
        if !moment.is_critical() {
            None
        } else if moment.is_history() {
            Some(Self::History)
        } else if moment.is_flood() {
            Some(Self::Claims)
        } else {
            (now.duration_since(moment.occurred_at) > age_max).then_some(Self::Old)
        }
    }

    /// Returns its name in JSON and among the words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::Claims => "claims",
            Self::Old => "old",
        }
    }
}
