//! When something last came with each key and from each sender. Looks at today and yesterday, and at so many pages at most.

use std::collections::BTreeMap;

use futures::{StreamExt, pin_mut};
use jiff::{Timestamp, ToSpan};
use runtime::http::problem::Problem;

use crate::Desk;
use crate::visit::Visit;

/// Pages of moments that are looked through. A day that has more has sources that are alive.
const PAGES_MAX: usize = 16;

/// Returns when something last came, by the name of the key or sender.
pub(super) async fn latest(desk: &Desk, visit: &Visit<'_>) -> Result<BTreeMap<String, Timestamp>, Problem> {
    let today = visit.now.to_zoned(desk.zone.clone()).date();
    let pages = desk.table.pages_of([today, today.saturating_sub(1.day())].into_iter()).take(PAGES_MAX);
    pin_mut!(pages);
    let mut latest: BTreeMap<String, Timestamp> = BTreeMap::new();
    while let Some(page) = pages.next().await {
        for moment in page.map_err(|error| Problem::of_table(&error))? {
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
