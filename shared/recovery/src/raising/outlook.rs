//! What channels bear, looked at before a message is written down: one that would only be put off is due when its time has come
//! from the beginning, which spares claiming it, and moving it in the index. Decides nothing for good: the sender looks again.

use std::collections::BTreeMap;

use domain::pacing::{Pace, Window};
use jiff::Timestamp;
use jiff::civil::Date;
use store::error::StoreError;
use store::table::Table;
use tokio::sync::Mutex;

use crate::plan::Plan;

/// The windows of the channels as they will be once the messages of one batch are out.
#[derive(Debug)]
pub struct Outlook {
    windows: Mutex<BTreeMap<String, Window>>,
    /// Critical moments of the batch.
    arrivals: usize,
    /// Cases that were opened on a day: read once, then counted.
    opened: Mutex<BTreeMap<Date, u32>>,
}

impl Outlook {
    /// Looks out for a batch with a number of critical moments.
    pub fn of(arrivals: usize) -> Self {
        Self { windows: Mutex::default(), arrivals, opened: Mutex::default() }
    }

    /// Returns how many cases a day has brought so far, those of this batch included.
    pub(super) async fn cases_opened_on(&self, table: &Table, day: Date) -> Result<u32, StoreError> {
        let mut opened = self.opened.lock().await;
        if let Some(known) = opened.get(&day) {
            return Ok(*known);
        }
        let known = table.cases_opened_on(day).await?;
        opened.insert(day, known);
        Ok(known)
    }

    /// Takes note that a case was opened on a day.
    pub(super) async fn note_opened(&self, day: Date) {
        if let Some(known) = self.opened.lock().await.get_mut(&day) {
            *known = known.saturating_add(1);
        }
    }

    /// Returns until when a message of a kind and a severity is gathered, for those of the channels that gather it.
    pub(super) async fn gathered<'a>(
        &self,
        table: &Table,
        (plan, names): (&Plan, &[&'a str]),
        (kind, severity): (&str, u8),
        now: Timestamp,
    ) -> Result<BTreeMap<&'a str, Timestamp>, StoreError> {
        let mut gathered = BTreeMap::new();
        let pacing = &plan.pacing;
        let mut windows = self.windows.lock().await;
        for name in names.iter().copied().filter(|name| pacing.gathers() && plan.roster.is_read_by_people(name)) {
            let window = match windows.get(name) {
                Some(window) => window.clone(),
                None => table.channel_state(name).await?.window.with_arrivals(self.arrivals, now),
            };
            let window = match window.admit(kind, severity, now, pacing) {
                Pace::Now(next) => next,
                Pace::Gather(until) => {
                    gathered.insert(name, until);
                    window
                }
            };
            windows.insert(name.to_owned(), window);
        }
        Ok(gathered)
    }
}
