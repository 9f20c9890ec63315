//! How many messages a channel that people read bears: what is urgent at once, of the rest the first of a kind at once, and once
//! a few went out, what follows gathered and told together. Sends nothing and counts nothing: the caller says what went out.

mod plan;
mod window;

use schemars::JsonSchema;
use serde::Deserialize;

pub use plan::{Plan, Topic, Waiting, plan};
pub use window::{Pace, Window};

use crate::alerting::Alert;
use crate::identity::fingerprint;
use crate::vocabulary::Clause;

/// The bounds. As they are written: `[pacing]` with `gather_minutes = 5` and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pacing {
    /// Minutes for which messages are gathered once one of their kind went out; 0 to send each by itself.
    #[schemars(example = 5)]
    pub gather_minutes: u16,
    /// Messages that go out by themselves within that time, of different kinds.
    #[schemars(example = 3)]
    pub messages_max: u16,
    /// Gathered messages that are still sent one by one; more become a digest.
    #[schemars(example = 1)]
    pub single_max: u16,
}

impl Default for Pacing {
    /// 5 minutes, 3 messages, 1 still by itself.
    fn default() -> Self {
        Self { gather_minutes: 5, messages_max: 3, single_max: 1 }
    }
}

/// Bounds that cannot be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("pacing: gather_minutes must be at most 1440, messages_max from 1 to 100, single_max at most messages_max")]
pub struct InvalidPacing;

impl Pacing {
    /// Checks that the bounds can be meant.
    ///
    /// # Errors
    /// More than a day, no message at all or more than a person reads, or more gathered singles than the window bears.
    pub fn check(&self) -> Result<(), InvalidPacing> {
        let is_meant = self.gather_minutes <= 1_440
            && (1..=100).contains(&self.messages_max)
            && self.single_max <= self.messages_max;
        if is_meant { Ok(()) } else { Err(InvalidPacing) }
    }

    /// Tells whether anything is gathered at all.
    pub fn gathers(&self) -> bool {
        self.gather_minutes > 0
    }
}

/// The severity from which a message is urgent: it never waits behind milder ones.
pub const URGENT: u8 = 4;

/// Returns the kind of an alert: the rules that made it critical, the type of its touchpoint, who sent it.
pub fn kind_of(alert: &Alert) -> String {
    kind(&alert.clauses, &alert.touchpoint_type, &alert.touchpoint.source)
}

/// Returns the kind of what is critical because of these clauses, of a type and from a source.
pub fn kind(clauses: &[Clause], touchpoint_type: &str, source: &str) -> String {
    let clauses: Vec<_> = clauses.iter().map(|clause| clause.as_str()).collect();
    fingerprint(&["kind", &clauses.join(" "), touchpoint_type, source], 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_checked() {
        assert_eq!(Pacing::default().check(), Ok(()));
        for (gather_minutes, messages_max, single_max) in [(1_441, 3, 1), (5, 0, 0), (5, 101, 1), (5, 3, 4)] {
            let pacing = Pacing { gather_minutes, messages_max, single_max };
            assert_eq!(pacing.check(), Err(InvalidPacing), "{pacing:?}");
        }
        assert_eq!(Pacing { gather_minutes: 0, messages_max: 1, single_max: 0 }.check(), Ok(()));
    }
}
