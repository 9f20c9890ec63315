//! What a promised time has come to by all that is known now, for who watches it. Changes nothing.

use jiff::Timestamp;

use super::{Clock, Ledger, Line, Status, Term};
use crate::journey::past::PastMoment;

impl<'a> Ledger<'a> {
    /// Returns what a promised time has come to, by all that is known now: of the touchpoint at an index, which promised it.
    pub(in crate::journey) fn clock(&self, index: usize, moments: &[PastMoment<'a>]) -> Clock<'a> {
        let promised = |line: &&Line<'a>| line.due_by == Some(index) || line.made_by == index;
        let own = moments.get(index).and_then(|moment| moment.touchpoint.said.due_at);
        let restated = |line: &&Line<'a>| {
            let named = moments.get(index).and_then(|moment| moment.promise_id);
            named.is_some() && line.promise_id == named && line.promise.due_at == own
        };
        let mut lines = self.lines.iter();
        let line = lines.clone().find(promised).or_else(|| lines.find(restated));
        let Some((line, deadline)) = line.and_then(|line| Some((line, line.deadline()?))) else {
            return Clock::Settled;
        };
        let Some(maker) = line.due_by.and_then(|index| moments.get(index)) else { return Clock::Settled };
        let is_in_time = |at: Option<Timestamp>| at.is_some_and(|at| at <= deadline);
        if line.promise.due_at != own || is_in_time(line.done_at) || is_in_time(line.cancelled_at) {
            return Clock::Settled;
        }
        if line.done_at.is_none() && matches!(line.status, Status::Kept | Status::Exceeded) {
            return Clock::Settled;
        }
        let Some(due_at) = line.promise.due_at else { return Clock::Settled };
        Clock::Running {
            maker: maker.touchpoint,
            promised: Term { promise_id: line.promise_id, due_at, deadline },
            is_done: line.done_at.is_some() || line.cancelled_at.is_some(),
        }
    }
}
