//! What this function can be asked: nothing by the clock, a list of dead letters or their replay by a person.

use jiff::Timestamp;
use serde::Deserialize;
use store::dead::DeadLetter;

/// An invocation. The schedule says how often and when; the time is ours all the same: a firing that comes late does what is
/// due by then.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Order {
    #[serde(rename = "every")]
    _every: Option<String>,
    #[serde(rename = "scheduled_at")]
    _scheduled_at: Option<String>,
    /// Which dead letters are to be listed.
    pub(crate) list: Option<Selection>,
    /// Which are to be sent again.
    pub(crate) replay: Option<Selection>,
}

/// Some dead letters: all that match everything that is said.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Selection {
    /// Their ids.
    pub(crate) ids: Vec<String>,
    /// The earliest time at which they were given up.
    pub(crate) from: Option<Timestamp>,
    /// The latest.
    pub(crate) to: Option<Timestamp>,
    /// The channel they were for.
    pub(crate) channel: Option<String>,
}

impl Selection {
    pub(crate) fn is_everything(&self) -> bool {
        self.ids.is_empty() && self.from.is_none() && self.to.is_none() && self.channel.is_none()
    }

    pub(crate) fn is_meant(&self, letter: &DeadLetter) -> bool {
        (self.ids.is_empty() || self.ids.contains(&letter.id))
            && self.channel.as_ref().is_none_or(|channel| *channel == letter.channel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_asks_for_nothing_and_a_slip_is_refused() {
        let tick: Order = serde_json::from_str(r#"{"every":"minute","scheduled_at":"2026-11-26T10:00:00Z"}"#).unwrap();
        assert!(tick.list.is_none() && tick.replay.is_none());
        let replay: Order = serde_json::from_str(r#"{"replay":{"from":"2026-11-26T10:00:00Z"}}"#).unwrap();
        assert!(!replay.replay.unwrap().is_everything());
        for slip in [r#"{"repaly":{}}"#, r#"{"replay":{"id":"msg_1"}}"#] {
            assert!(serde_json::from_str::<Order>(slip).is_err(), "{slip}");
        }
    }
}
