//! What was counted in the weeks up to the end of a report: for monitoring, and of whom it failed lately. A week that is over is kept,
//! several in one item, with the versions of its days: a report reads a few items and not half a year of days. Decides nothing.

use std::collections::BTreeMap;

use domain::period::{Every, Period};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use reports::monitoring::{WEEKS_MAX, WeekCounts, Weeks};
use reports::{DaySummary, RECENT_WEEKS, Recent, SUMMARY_VERSION};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::error::StoreError;
use store::periods::StoredSums;
use store::table::Table;

use crate::days::Versioned;
use crate::{Answer, Asked, SUMS_BYTES_MAX, digest, is_over, read_days, today, unwritable};

/// So many weeks without anything, and nothing earlier is looked for.
const EMPTY_WEEKS_MAX: usize = 4;
/// Weeks after the last one in which it may become known what came of its promises.
const WEEKS_AFTER: i64 = 5;
/// A Monday from which blocks are counted.
const EPOCH: Date = date(2000, 1, 3);

/// What is kept of a week.
trait OfWeek: Clone + Default + Serialize + DeserializeOwned {
    /// What the names of its items begin with.
    const NAME: &'static str;
    /// Weeks of one item: versions of their days fit into one question, and what is kept of them into one item.
    const BLOCK_WEEKS: i64;

    /// Adds up the days of a week.
    fn of<'a>(days: impl Iterator<Item = &'a DaySummary>) -> Self;
}

impl OfWeek for WeekCounts {
    const NAME: &'static str = "weeks";
    const BLOCK_WEEKS: i64 = 13;

    fn of<'a>(days: impl Iterator<Item = &'a DaySummary>) -> Self {
        let mut counts = Self::new();
        days.for_each(|day| day.count_into(&mut counts));
        counts
    }
}

impl OfWeek for Recent {
    const NAME: &'static str = "whom";
    const BLOCK_WEEKS: i64 = 4;

    fn of<'a>(days: impl Iterator<Item = &'a DaySummary>) -> Self {
        let mut recent = Self::default();
        days.for_each(|day| recent.add_day(day));
        recent.end_week();
        recent
    }
}

/// Weeks that are kept together.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
struct Block<T: OfWeek> {
    weeks: BTreeMap<Date, Kept<T>>,
}

/// A week with what says whether it still counts.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
struct Kept<T: OfWeek> {
    versions: String,
    counts: T,
}

/// A block while it is read.
struct Open<T: OfWeek> {
    first: Date,
    block: Block<T>,
    versions: BTreeMap<Date, u64>,
    is_changed: bool,
}

/// A week that is asked for.
struct Week {
    monday: Date,
    /// Its days up to the end of the report.
    days: Vec<Date>,
    /// Whether it is over, so that it can be kept.
    is_kept: bool,
}

/// Reads the weeks, back to where nothing was counted any more, and, if it is wanted and for a report too short to say for whom, what failed
/// lately.
pub(crate) async fn weeks(
    table: &Table,
    asked: &Asked<'_>,
    wants_recent: bool,
) -> Result<Answer<(Weeks, Option<Recent>)>, StoreError> {
    let tomorrow = today(asked).saturating_add(1.day());
    let end = asked.period.end().min(tomorrow);
    if end <= asked.period.start() {
        return Ok(Answer::Ready((Weeks::default(), None)));
    }
    let last = Period::containing(end.saturating_sub(1.day()), Every::Week);
    let is_short = asked.period.days().count() < 7 * RECENT_WEEKS;
    let recent_weeks = if wants_recent && is_short { RECENT_WEEKS } else { 0 };
    let (mut open, mut open_recent): (Option<Open<WeekCounts>>, Option<Open<Recent>>) = (None, None);
    let (mut counts, mut recent): (Vec<WeekCounts>, Recent) = (Vec::new(), Recent::default());
    let (mut later, mut empty, mut is_underway) = (Vec::new(), 0, false);
    let after = (1..=WEEKS_AFTER).rev().map(|after| last.start().saturating_add(after.weeks()));
    for monday in after.filter(|monday| *monday < tomorrow) {
        match kept(table, asked, &mut open, &Week::of(monday, tomorrow, asked), &mut Vec::new()).await? {
            Answer::Ready(week) => later.push(week),
            Answer::Underway { .. } => is_underway = true,
        }
    }
    for back in 0..WEEKS_MAX {
        let week = Week::of(last.start().saturating_sub((back as i64).weeks()), end, asked);
        let mut read = Vec::new();
        let is_recent = back < recent_weeks;
        let Answer::Ready(week_counts) = kept(table, asked, &mut open, &week, &mut read).await? else {
            is_underway = true;
            break;
        };
        if is_recent {
            match kept(table, asked, &mut open_recent, &week, &mut read).await? {
                Answer::Ready(lately) => recent.add_week(&lately),
                Answer::Underway { .. } => is_underway = true,
            }
        }
        empty = if week_counts.is_empty() { empty + 1 } else { 0 };
        counts.push(week_counts);
        is_underway |= read.iter().any(|day| day.is_new) && is_over(asked);
        if is_underway || empty == EMPTY_WEEKS_MAX {
            break;
        }
    }
    close(table, open).await?;
    close(table, open_recent).await?;
    if is_underway {
        return Ok(Answer::Underway { ready: counts.len(), of: WEEKS_MAX });
    }
    counts.truncate(counts.len() - empty.min(counts.len()));
    counts.reverse();
    recent.settle();
    let first = last.end().saturating_sub((counts.len() as i64).weeks());
    let weeks = Weeks { first, counts, is_partial: end < last.end(), later, end };
    Ok(Answer::Ready((weeks, Some(recent).filter(|_| recent_weeks > 0))))
}

impl Week {
    fn of(monday: Date, end: Date, asked: &Asked<'_>) -> Self {
        let days: Vec<Date> = (0..7).map(|day| monday.saturating_add(day.days())).filter(|day| *day < end).collect();
        let is_kept = days.len() == 7 && Period::containing(monday, Every::Week).is_over(asked.at, asked.zone);
        Self { monday, days, is_kept }
    }
}

/// Returns the first Monday of the block that a week is kept in.
fn block_of<T: OfWeek>(monday: Date) -> Date {
    let weeks = i64::from((monday - EPOCH).get_days()).div_euclid(7).div_euclid(T::BLOCK_WEEKS) * T::BLOCK_WEEKS;
    EPOCH.saturating_add(weeks.weeks())
}

fn name_of<T: OfWeek>(first: Date) -> String {
    format!("{}-{first}", T::NAME)
}

/// Returns what is kept of a week, or adds it up. `read` holds its days once somebody needed them.
async fn kept<T: OfWeek>(
    table: &Table,
    asked: &Asked<'_>,
    open: &mut Option<Open<T>>,
    week: &Week,
    read: &mut Vec<Versioned>,
) -> Result<Answer<T>, StoreError> {
    let first = block_of::<T>(week.monday);
    if open.as_ref().is_none_or(|open| open.first != first) {
        close(table, open.take()).await?;
    }
    let block = match open.take() {
        Some(block) => block,
        None => Open::read(table, first).await?,
    };
    let block = open.insert(block);
    if let Some(counts) = block.of(week) {
        return Ok(Answer::Ready(counts));
    }
    if read.is_empty() {
        match read_days(table, &week.days, asked, None).await? {
            Answer::Ready(days) => *read = days,
            Answer::Underway { ready, of } => return Ok(Answer::Underway { ready, of }),
        }
    }
    let counts = T::of(read.iter().map(|day| &day.summary));
    if week.is_kept {
        let versions = week.days.iter().copied().zip(read.iter().map(|day| day.version)).collect();
        block.block.weeks.insert(week.monday, Kept { versions: digest(&versions), counts: counts.clone() });
        block.is_changed = true;
    }
    Ok(Answer::Ready(counts))
}

impl<T: OfWeek> Open<T> {
    async fn read(table: &Table, first: Date) -> Result<Self, StoreError> {
        let stored = table.stored_sums(&name_of::<T>(first)).await?;
        let stored = stored.filter(|stored| stored.versions == SUMMARY_VERSION.to_string());
        let block = stored.and_then(|stored| serde_json::from_str(&stored.body).ok());
        let block: Block<T> = block.unwrap_or_else(|| Block { weeks: BTreeMap::new() });
        let days: Vec<Date> = (0..7 * T::BLOCK_WEEKS).map(|day| first.saturating_add(day.days())).collect();
        // Where nothing is kept, no version is needed.
        let versions = if block.weeks.is_empty() { BTreeMap::new() } else { table.versions_of(&days).await? };
        Ok(Self { first, block, versions, is_changed: false })
    }

    /// Returns what is kept of a week, if its days are as they were.
    fn of(&self, week: &Week) -> Option<T> {
        let versions = week.days.iter().filter_map(|day| Some((*day, *self.versions.get(day)?)));
        let versions = versions.collect::<BTreeMap<_, _>>();
        let kept = self.block.weeks.get(&week.monday)?;
        let counts = week.is_kept && versions.len() == week.days.len() && kept.versions == digest(&versions);
        counts.then(|| kept.counts.clone())
    }
}

/// Keeps a block that has changed.
async fn close<T: OfWeek>(table: &Table, open: Option<Open<T>>) -> Result<(), StoreError> {
    let Some(open) = open.filter(|open| open.is_changed) else { return Ok(()) };
    let body = serde_json::to_string(&open.block).map_err(|error| unwritable(&error))?;
    if body.len() > SUMS_BYTES_MAX {
        tracing::warn!(bytes = body.len(), "counts of weeks too large to keep");
        return Ok(());
    }
    table.keep_sums(&name_of::<T>(open.first), StoredSums { body, versions: SUMMARY_VERSION.to_string() }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks_follow<T: OfWeek>() {
        let monday = date(2026, 11, 23);
        let first = block_of::<T>(monday);
        assert!(first <= monday && monday < first.saturating_add(T::BLOCK_WEEKS.weeks()));
        assert_eq!(first.weekday(), jiff::civil::Weekday::Monday);
        assert_eq!(block_of::<T>(first.saturating_sub(1.week())), first.saturating_sub(T::BLOCK_WEEKS.weeks()));
        assert_eq!(block_of::<T>(date(1999, 12, 27)), EPOCH.saturating_sub(T::BLOCK_WEEKS.weeks()));
    }

    #[test]
    fn blocks_follow_each_other_and_begin_on_a_monday() {
        blocks_follow::<WeekCounts>();
        blocks_follow::<Recent>();
    }
}
