//! What came in lately, for people who watch. Days are kept by customer and not by time, so a large day is looked at in part.

use std::pin::pin;

use domain::identity::Identity;
use domain::vocabulary::Outcome;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use store::arrivals::Arrival;
use store::error::StoreError;
use store::moments::parts_of;
use store::table::Table;

/// Moments that are looked at, about.
const LOOKED_AT_MAX: usize = 1_500;
/// Parts of a day that are read at once.
const PARTS_AT_ONCE: usize = 8;

/// What came in lately.
#[derive(Clone, Debug, Default)]
pub struct Lately {
    /// How many ended how: misery, average, magic, unknown.
    pub counts: [u64; 4],
    /// Whether the day has more moments than were looked at.
    pub is_at_least: bool,
    /// The latest, the newest first.
    pub latest: Vec<Arrival>,
}

/// Reads what was received within a time before now, and keeps the latest few.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn lately(
    table: &Table,
    zone: &TimeZone,
    (now, within): (Timestamp, SignedDuration),
    latest_max: usize,
) -> Result<Lately, StoreError> {
    let from = now.checked_sub(within).unwrap_or(now);
    let (today, first) = (now.to_zoned(zone.clone()).date(), from.to_zoned(zone.clone()).date());
    let days = std::iter::successors(Some(today), |day| day.checked_sub(1.day()).ok()).take_while(|day| *day >= first);
    let parts: Vec<_> = parts_of(days.collect::<Vec<_>>().into_iter()).collect();
    let of_part = LOOKED_AT_MAX.div_ceil(parts.len().max(1));
    let reads: Vec<_> = parts.into_iter().map(|part| async move { table.arrivals(&part, of_part).await }).collect();
    let mut lately = Lately::default();
    let mut read = stream::iter(reads).buffer_unordered(PARTS_AT_ONCE);
    while let Some((arrivals, has_more)) = read.try_next().await? {
        lately.latest.extend(arrivals.into_iter().filter(|arrival| arrival.received_at >= from));
        lately.is_at_least |= has_more;
    }
    for arrival in &lately.latest {
        let place = match arrival.outcome {
            Outcome::Misery => 0,
            Outcome::Average => 1,
            Outcome::Magic => 2,
            Outcome::Unknown => 3,
        };
        lately.counts[place] += 1;
    }
    lately.latest.sort_by(|a, b| (b.received_at, &b.id).cmp(&(a.received_at, &a.id)));
    lately.latest.truncate(latest_max);
    Ok(lately)
}

/// Looks for a customer by a test, in the moments of some days back from today, the newest days first. Returns when they were seen.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn seen(
    table: &Table,
    zone: &TimeZone,
    (now, days): (Timestamp, usize),
    mut is_it: impl FnMut(&Identity) -> bool,
) -> Result<Option<(Identity, Timestamp)>, StoreError> {
    let today = now.to_zoned(zone.clone()).date();
    let back = std::iter::successors(Some(today), |day| day.checked_sub(1.day()).ok()).take(days);
    for part in parts_of(back.collect::<Vec<_>>().into_iter()) {
        let mut pages = pin!(table.pages_of_part(part));
        while let Some(page) = pages.try_next().await? {
            if let Some(moment) = page.into_iter().find(|moment| is_it(&moment.customer)) {
                return Ok(Some((moment.customer.clone(), moment.received_at)));
            }
        }
    }
    Ok(None)
}
