//! Gives clocks to promises that were made before there were any. It reads the table in order and can be stopped at any time: it says
//! where to go on, and a clock that is set again is the same clock.

use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use runtime::function::Error;
use store::promises::Clocks;
use tokio::time::Instant;

use crate::{Done, Promises, TIME_MAX};

/// Clocks that are set at once.
const AT_ONCE: usize = 16;

impl Promises {
    /// Sets the clocks of promised times from a place of the table on, and says where to go on.
    pub(crate) async fn open(&self, from: Option<&str>, now: Timestamp) -> Result<Done, Error> {
        let document = self.configuration.current().await;
        let rules = &document.common.rules;
        let deadline = Instant::now() + TIME_MAX;
        let mut from = from.map(str::to_owned);
        let mut opened = 0;
        loop {
            let page = self.table.promising(from.as_deref()).await?;
            // A clock that has run out is looked at by the next run, which ends it if nothing waits for it.
            let clocks = page.without_clock.iter();
            let clocks: Vec<_> = clocks
                .filter_map(|(key, touchpoint)| Some((key, domain::watch::look_at(touchpoint, rules)?)))
                .map(|(key, at)| self.table.set_clock((Clocks::Promised, key), at, now))
                .collect();
            // Several at once. If one fails, the page is begun again: a clock that is set again is the same clock.
            let set = stream::iter(clocks).buffer_unordered(AT_ONCE);
            opened += set.try_fold(0, |sum, ()| async move { Ok(sum + 1) }).await?;
            from = page.next;
            if from.is_none() || Instant::now() >= deadline {
                tracing::info!(opened, is_complete = from.is_none(), "open promises got clocks");
                return Ok(Done { opened: Some(opened), from, ..Done::default() });
            }
        }
    }
}
