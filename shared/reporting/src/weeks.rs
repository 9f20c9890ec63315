//! What was counted in the weeks up to the end of a report, for monitoring. A week that is over is kept, thirteen in one item, with the
//! versions of its days: a report reads a few items and not half a year of days. Decides nothing.

use std::collections::BTreeMap;

use domain::period::{Every, Period};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use reports::SUMMARY_VERSION;
use reports::monitoring::{WEEKS_MAX, WeekCounts, Weeks};
use serde::{Deserialize, Serialize};
use store::error::StoreError;
use store::periods::StoredSums;
use store::table::Table;

use crate::{Answer, Asked, SUMS_BYTES_MAX, digest, is_over, read_days, unwritable};

/// Weeks of one item: versions of their days fit into one question.
const BLOCK_WEEKS: i64 = 13;
/// So many weeks without anything, and nothing earlier is looked for.
const EMPTY_WEEKS_MAX: usize = 4;
/// A Monday from which blocks are counted.
const EPOCH: Date = date(2000, 1, 3);

/// Weeks that are kept together.
#[derive(Default, Serialize, Deserialize)]
struct Block {
    weeks: BTreeMap<Date, Kept>,
}

/// A week with what says whether it still counts.
#[derive(Serialize, Deserialize)]
struct Kept {
    versions: String,
    counts: WeekCounts,
}

/// A block while it is read.
struct Open {
    first: Date,
    block: Block,
    versions: BTreeMap<Date, u64>,
    is_changed: bool,
}

/// Reads the weeks, back to where nothing was counted any more.
pub(crate) async fn weeks(table: &Table, asked: &Asked<'_>) -> Result<Answer<Weeks>, StoreError> {
    let today = asked.at.to_zoned(asked.zone.clone()).date();
    let end = asked.period.end().min(today.saturating_add(1.day()));
    if end <= asked.period.start() {
        return Ok(Answer::Ready(Weeks::default()));
    }
    let last = Period::containing(end.saturating_sub(1.day()), Every::Week);
    let mut open: Option<Open> = None;
    let mut counts: Vec<WeekCounts> = Vec::new();
    let (mut empty, mut is_underway) = (0, false);
    for back in 0..WEEKS_MAX as i64 {
        let monday = last.start().saturating_sub(back.weeks());
        if open.as_ref().is_none_or(|open| open.first != block_of(monday)) {
            close(table, open.take()).await?;
            open = Some(Open::read(table, block_of(monday)).await?);
        }
        let Some(block) = &mut open else { break };
        match block.week(table, asked, monday, end).await? {
            Answer::Ready((week, is_new)) => {
                empty = if week.is_empty() { empty + 1 } else { 0 };
                counts.push(week);
                is_underway = is_new && is_over(asked);
            }
            Answer::Underway { .. } => is_underway = true,
        }
        if is_underway || empty == EMPTY_WEEKS_MAX {
            break;
        }
    }
    close(table, open).await?;
    if is_underway {
        return Ok(Answer::Underway { ready: counts.len(), of: WEEKS_MAX });
    }
    counts.truncate(counts.len() - empty.min(counts.len()));
    counts.reverse();
    let first = last.end().saturating_sub((counts.len() as i64).weeks());
    Ok(Answer::Ready(Weeks { first, counts, is_partial: end < last.end() }))
}

/// Returns the first Monday of the block that a week is kept in.
fn block_of(monday: Date) -> Date {
    let weeks = i64::from((monday - EPOCH).get_days()).div_euclid(7).div_euclid(BLOCK_WEEKS) * BLOCK_WEEKS;
    EPOCH.saturating_add(weeks.weeks())
}

fn name_of(first: Date) -> String {
    format!("weeks-{first}")
}

impl Open {
    async fn read(table: &Table, first: Date) -> Result<Self, StoreError> {
        let stored = table.stored_sums(&name_of(first)).await?;
        let stored = stored.filter(|stored| stored.versions == SUMMARY_VERSION.to_string());
        let block: Block = stored.and_then(|stored| serde_json::from_str(&stored.body).ok()).unwrap_or_default();
        let days: Vec<Date> = (0..7 * BLOCK_WEEKS).map(|day| first.saturating_add(day.days())).collect();
        // Where nothing is kept, no version is needed.
        let versions = if block.weeks.is_empty() { BTreeMap::new() } else { table.versions_of(&days).await? };
        Ok(Self { first, block, versions, is_changed: false })
    }

    /// Returns what was counted in a week before `end`, and whether it had to be added up.
    async fn week(
        &mut self,
        table: &Table,
        asked: &Asked<'_>,
        monday: Date,
        end: Date,
    ) -> Result<Answer<(WeekCounts, bool)>, StoreError> {
        let days: Vec<Date> = (0..7).map(|day| monday.saturating_add(day.days())).filter(|day| *day < end).collect();
        let period = Period::containing(monday, Every::Week);
        let is_kept = days.len() == 7 && period.is_over(asked.at, asked.zone);
        let versions = days.iter().filter_map(|day| Some((*day, *self.versions.get(day)?))).collect::<BTreeMap<_, _>>();
        if is_kept
            && versions.len() == days.len()
            && let Some(kept) = self.block.weeks.get(&monday)
            && kept.versions == digest(&versions)
        {
            return Ok(Answer::Ready((kept.counts.clone(), false)));
        }
        let read = match read_days(table, &days, asked, None).await? {
            Answer::Ready(read) => read,
            Answer::Underway { ready, of } => return Ok(Answer::Underway { ready, of }),
        };
        let mut counts = WeekCounts::new();
        read.iter().for_each(|day| day.summary.count_into(&mut counts));
        if is_kept {
            let versions = days.iter().copied().zip(read.iter().map(|day| day.version)).collect();
            self.block.weeks.insert(monday, Kept { versions: digest(&versions), counts: counts.clone() });
            self.is_changed = true;
        }
        Ok(Answer::Ready((counts, read.iter().any(|day| day.is_new))))
    }
}

/// Keeps a block that has changed.
async fn close(table: &Table, open: Option<Open>) -> Result<(), StoreError> {
    let Some(open) = open.filter(|open| open.is_changed) else { return Ok(()) };
    let body = serde_json::to_string(&open.block).map_err(|error| unwritable(&error))?;
    if body.len() > SUMS_BYTES_MAX {
        tracing::warn!(bytes = body.len(), "counts of weeks too large to keep");
        return Ok(());
    }
    table.keep_sums(&name_of(open.first), StoredSums { body, versions: SUMMARY_VERSION.to_string() }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_follow_each_other_and_begin_on_a_monday() {
        let monday = date(2026, 11, 23);
        let first = block_of(monday);
        assert!(first <= monday && monday < first.saturating_add(BLOCK_WEEKS.weeks()));
        assert_eq!(first.weekday(), jiff::civil::Weekday::Monday);
        assert_eq!(block_of(first.saturating_sub(1.week())), first.saturating_sub(BLOCK_WEEKS.weeks()));
        assert_eq!(block_of(date(1999, 12, 27)), EPOCH.saturating_sub(BLOCK_WEEKS.weeks()));
    }
}
