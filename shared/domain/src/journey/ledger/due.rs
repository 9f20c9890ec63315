//! What a touchpoint shows of a promised time, for reports: they count a promise for the day it was promised for. Changes nothing.

use jiff::{SignedDuration, Timestamp};

use super::{Address, Ledger};
use crate::moment::{Due, DueIs};
use crate::outcome::promise::{Expiry, Promise};
use crate::touchpoint::Touchpoint;

/// Type of a touchpoint by which an order is cancelled.
const CANCELLATION: &str = "cancellation";

impl<'a> Ledger<'a> {
    /// Takes note that what was promised was cancelled. `about` is the moment that the touchpoint names: a promise without a name is the
    /// one made there, or the latest if nothing is named.
    pub(in crate::journey) fn note_cancelled(
        &mut self,
        touchpoint: &Touchpoint,
        address: Address<'a>,
        about: Option<usize>,
    ) {
        if touchpoint.touchpoint_type != CANCELLATION {
            return;
        }
        let line = match (address.promise_id, about) {
            (Some(_), _) => address.line,
            (None, Some(_)) => self.lines.iter().rposition(|line| line.promise_id.is_none() && line.due_by == about),
            (None, None) => self.latest_unnamed,
        };
        if let Some(line) = line.and_then(|line| self.lines.get_mut(line)) {
            line.cancelled_at.get_or_insert(touchpoint.placed_at());
        }
    }

    /// Returns what a touchpoint shows of a promised time: of the first one, where the business alone moved it. `promise` is what its
    /// report is compared with.
    pub(in crate::journey) fn due(
        &self,
        touchpoint: &Touchpoint,
        (address, expiry): (Address<'a>, Option<Expiry>),
        promise: &Promise<'_>,
        tolerance_s: i64,
    ) -> Option<Due> {
        let (said, line) = (&touchpoint.said, address.line.and_then(|line| self.lines.get(line)));
        let first = line.and_then(|line| line.first_due_at);
        let due = |at: Timestamp, is: DueIs| Due {
            at: at.as_second(),
            is,
            promise: address.promise_id.map(Due::short).unwrap_or_default(),
        };
        let after = |at: Timestamp| at.saturating_add(SignedDuration::from_secs(tolerance_s)).unwrap_or(Timestamp::MAX);
        if touchpoint.touchpoint_type == CANCELLATION {
            return first.map(|at| due(at, DueIs::Cancelled));
        }
        if let Some(expiry) = expiry {
            let is_done =
                line.and_then(|line| line.done_at).is_some_and(|done_at| first.is_some_and(|at| done_at <= after(at)));
            return match expiry {
                Expiry::Passed(_) => first.or(said.due_at),
                Expiry::Moved => first.filter(|first| Some(*first) == said.due_at && !is_done),
                Expiry::Done | Expiry::Cancelled => None,
            }
            .map(|at| due(at, DueIs::Broken));
        }
        let at = first.or(promise.due_at)?;
        let is_kept = said.done_at? <= after(at);
        Some(due(at, if is_kept { DueIs::Kept } else { DueIs::Broken }))
    }
}
