//! What came in lately, for people who watch. Days are kept by customer and not by time, so a large day is looked at in part.

use std::pin::pin;

use domain::identity::Identity;
use domain::moment::Moment;
use domain::vocabulary::Outcome;
use futures::TryStreamExt;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use store::error::StoreError;
use store::moments::parts_of;
use store::table::Table;

/// Moments of a day that are looked at.
const LOOKED_AT_MAX: usize = 1_500;

/// What came in lately.
#[derive(Clone, Debug, Default)]
pub struct Lately {
    /// How many ended how: misery, average, magic, unknown.
    pub counts: [u64; 4],
    /// Whether the day has more moments than were looked at.
    pub is_at_least: bool,
    /// The latest, the newest first.
    pub latest: Vec<Moment>,
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
    let mut lately = Lately::default();
    let mut looked_at = 0;
    let days = std::iter::successors(Some(today), |day| day.checked_sub(1.day()).ok()).take_while(|day| *day >= first);
    'days: for part in parts_of(days.collect::<Vec<_>>().into_iter()) {
        let mut pages = pin!(table.pages_of_part(part));
        while let Some(page) = pages.try_next().await? {
            looked_at += page.len();
            lately.latest.extend(page.into_iter().filter(|moment| moment.received_at >= from));
            if looked_at >= LOOKED_AT_MAX {
                lately.is_at_least = true;
                break 'days;
            }
        }
    }
    for moment in &lately.latest {
        let place = match moment.outcome {
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
