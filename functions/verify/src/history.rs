//! What followed each kind of failure, counted over the whole table: a walk like that of a recount, which compares nothing and writes
//! nothing.

use domain::history::History;
use jiff::Timestamp;
use store::error::StoreError;
use store::recount::{Met, Walked};

use crate::order::{Answer, Cursor};
use crate::run::{Recount, is_late};

impl Recount<'_> {
    /// Counts from a place of the table on, until the time is nearly over. At least one page is done.
    pub(crate) async fn history(&self, from: Option<Cursor>, deadline: Timestamp) -> Result<Answer, StoreError> {
        let (table, rules) = (&self.verify.table, &self.document.common.rules);
        let mut after = match from {
            Some(Cursor::Walk(after)) => Some(after),
            Some(Cursor::Parked(_)) | None => None,
        };
        let mut history = History::default();
        loop {
            let Walked { met, next } = table.walk(after.as_ref(), self.now).await?;
            for (_, met) in met {
                let Met::Identity(identity) = met else { continue };
                let linked = table.journey(&identity).await?;
                // A customer of several identities is met once for each.
                if linked.journey.customer == identity {
                    history += History::of(&linked.journey.judge(rules), rules, self.now);
                }
            }
            after = next;
            if after.is_none() || is_late(deadline) {
                break;
            }
        }
        tracing::info!(failures = history.all.failures, complete = after.is_none(), "counted what followed failures");
        Ok(Answer { history: Some(history), cursor: after.map(Cursor::Walk), ..Answer::default() })
    }
}
