//! When something last came with each key and from each sender. Looks at today and, for whatever did not come today, at yesterday; at one
//! page of each part of a day, so that a large day takes no longer than a small one.

use std::collections::BTreeMap;
use std::pin::pin;

use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use runtime::http::problem::Problem;
use store::error::StoreError;
use store::moments::parts_of;

use crate::Desk;
use crate::visit::Visit;

/// Parts of a day that are read at once.
const PARTS_AT_ONCE: usize = 8;

/// Returns when something last came, by the name of the key or sender.
pub(super) async fn latest(desk: &Desk, visit: &Visit<'_>) -> Result<BTreeMap<String, Timestamp>, Problem> {
    let today = visit.now.to_zoned(desk.zone.clone()).date();
    let mut latest = of_day(desk, today).await.map_err(|error| Problem::of_table(&error))?;
    let mut known = visit.document.keys.iter().map(|key| &key.name).chain(&visit.document.senders);
    if !known.all(|name| latest.contains_key(name)) {
        let before = of_day(desk, today.saturating_sub(1.day())).await;
        for (name, at) in before.map_err(|error| Problem::of_table(&error))? {
            latest.entry(name).or_insert(at);
        }
    }
    Ok(latest)
}

/// Reads the first page of each part of a day: a part that has more has sources that are alive.
async fn of_day(desk: &Desk, date: Date) -> Result<BTreeMap<String, Timestamp>, StoreError> {
    let parts: Vec<String> = parts_of([date].into_iter()).collect();
    let pages = stream::iter(parts).map(|part| async move { pin!(desk.table.pages_of_part(part)).try_next().await });
    let mut pages = pin!(pages.buffer_unordered(PARTS_AT_ONCE));
    let mut latest: BTreeMap<String, Timestamp> = BTreeMap::new();
    while let Some(page) = pages.try_next().await? {
        for moment in page.into_iter().flatten() {
            let last = latest.entry(name_of(&moment.source).to_owned()).or_insert(moment.received_at);
            *last = moment.received_at.max(*last);
        }
    }
    Ok(latest)
}

/// Returns the name of the key or sender in a source. A sender may add to it, behind a slash.
pub(super) fn name_of(source: &str) -> &str {
    source.split('/').next().unwrap_or(source)
}
