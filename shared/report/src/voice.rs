//! Whose word a moment rests on. The three are never pooled in a headline.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use domain::moment::Moment;
use domain::vocabulary::Observer;

/// Whose word a moment rests on: rates are kept apart by it, because asking conditions the answer and staff see
/// with other eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// The customer's, unasked: the headline.
    Unsolicited,
    /// The customer's, asked for (a survey).
    Solicited,
    /// What a member of staff observed.
    Staff,
}

impl Voice {
    /// Every voice, in the order reports print them.
    pub const ALL: [Self; 3] = [Self::Unsolicited, Self::Solicited, Self::Staff];

    /// Tells whose word the moment rests on.
    pub fn of(moment: &Moment) -> Self {
        match (moment.observed_by, moment.solicited) {
            (Observer::Staff, _) => Self::Staff,
            (Observer::Customer, true) => Self::Solicited,
            (Observer::Customer, false) => Self::Unsolicited,
        }
    }

    /// Returns the word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unsolicited => "unsolicited",
            Self::Solicited => "solicited",
            Self::Staff => "staff",
        }
    }
}
