//! Who praised and was never thanked. Reads their journeys; decides nothing else.

use futures::{StreamExt, TryStreamExt, stream};
use jiff::SignedDuration;
use reports::{Report, THANKS_DAYS, THANKS_MAX, ToThank};
use store::error::StoreError;
use store::table::Table;

/// Journeys that are read at once.
const AT_ONCE: usize = 8;
/// Customers who are looked at, the latest: some were thanked.
const LOOKED_AT_MAX: usize = 16;

/// Types of touchpoints with which a business thanks.
const THANKS: [&str; 3] = ["follow_up", "gesture", "thank_you"];

/// Keeps those whom nobody has thanked within the days after.
pub(crate) async fn keep_due(table: &Table, report: &mut Report) -> Result<(), StoreError> {
    let mut praised = std::mem::take(&mut report.staff.thanks_due);
    praised.truncate(LOOKED_AT_MAX);
    let looked = stream::iter(praised)
        .map(|praise| async move { Ok::<_, StoreError>(due(table, &praise).await?.then_some(praise)) });
    let looked: Vec<Option<ToThank>> = looked.buffered(AT_ONCE).try_collect().await?;
    report.staff.thanks_due = looked.into_iter().flatten().take(THANKS_MAX).collect();
    Ok(())
}

async fn due(table: &Table, praise: &ToThank) -> Result<bool, StoreError> {
    let Some(recorded) = &praise.recorded else { return Ok(false) };
    let linked = table.journey(recorded).await?;
    let until = praise.occurred_at + SignedDuration::from_hours(24 * THANKS_DAYS);
    let is_thanked = linked.journey.touchpoints.iter().any(|touchpoint| {
        let is_thanks = THANKS.contains(&touchpoint.touchpoint_type.as_str());
        is_thanks && praise.occurred_at < touchpoint.occurred_at && touchpoint.occurred_at <= until
    });
    Ok(!is_thanked)
}
