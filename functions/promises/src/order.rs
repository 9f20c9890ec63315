//! What this function can be asked: nothing by the clock, clocks for open promises by a person.

use serde::Deserialize;

/// An invocation. The schedule says how often: a firing that comes late does what has run out by then.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Order {
    #[serde(rename = "every")]
    _every: Option<String>,
    #[serde(rename = "scheduled_at")]
    _scheduled_at: Option<String>,
    /// Promises that were made before there were clocks are to get theirs.
    pub(crate) open: Option<Open>,
}

/// From where on open promises get clocks.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Open {
    /// Where an earlier order stopped; the beginning if absent.
    pub(crate) from: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_asks_for_nothing_and_a_slip_is_refused() {
        let tick: Order = serde_json::from_str(r#"{"every":"minute","scheduled_at":"2026-11-26T10:00:00Z"}"#).unwrap();
        assert!(tick.open.is_none());
        let open: Order = serde_json::from_str(r#"{"open":{"from":"x"}}"#).unwrap();
        assert_eq!(open.open.unwrap().from.as_deref(), Some("x"));
        for slip in [r#"{"opne":{}}"#, r#"{"open":{"form":"x"}}"#] {
            assert!(serde_json::from_str::<Order>(slip).is_err(), "{slip}");
        }
    }
}
