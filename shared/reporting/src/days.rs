//! The summaries of days: the stored one while it counts, otherwise made from what happened and stored. Its cuts by source and by
//! channel are stored apart: most readers never ask for them.

use std::collections::BTreeMap;

use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reports::{Cut, DaySummary, Summarizer};
use store::days::{Happened, shards_of_day};
use store::error::StoreError;
use store::table::Table;

use crate::unwritable;

/// Bytes of one part, at most: a kind is never split, so it may be somewhat more. DynamoDB's limit is 400 KB.
const PART_BYTES_MAX: usize = 200_000;
/// Partitions of a day that are read at once.
const SHARDS_AT_ONCE: usize = 8;
/// Cuts that are stored apart.
const CUTS_APART: [Cut; 2] = [Cut::Source, Cut::Channel];

/// A summary with the version of its day that it was made at.
#[derive(Clone, Debug)]
pub struct Versioned {
    /// The summary, the cuts that are stored apart left out.
    pub summary: DaySummary,
    /// The version.
    pub version: u64,
    /// Whether it had to be made, because none was stored that counts.
    pub is_new: bool,
}

/// Reads the summary of a day: the stored one while it counts, otherwise made anew and stored.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn summary_of(table: &Table, date: Date, zone: &TimeZone) -> Result<Versioned, StoreError> {
    match stored(table, date, None).await? {
        Some(stored) => Ok(stored),
        None => make(table, date, zone).await.map(|(made, _)| made),
    }
}

/// Reads one cut of a day, by the same rules.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn cut_of(table: &Table, date: Date, zone: &TimeZone, cut: Cut) -> Result<Versioned, StoreError> {
    if !CUTS_APART.contains(&cut) {
        return summary_of(table, date, zone).await;
    }
    if let Some(stored) = stored(table, date, Some(cut)).await? {
        return Ok(stored);
    }
    let (mut made, mut cuts) = make(table, date, zone).await?;
    if let Some(slices) = cuts.remove(&cut) {
        made.summary = slices;
    }
    Ok(made)
}

/// Reads what is stored of a day, if all of it counts and can be read by this version.
async fn stored(table: &Table, date: Date, cut: Option<Cut>) -> Result<Option<Versioned>, StoreError> {
    let Some(stored) = table.stored_summary(date, cut.map(Cut::as_str)).await? else { return Ok(None) };
    let read = |part: &String| serde_json::from_str::<DaySummary>(part).ok().filter(DaySummary::is_current);
    let Some(parts) = stored.parts.iter().map(read).collect::<Option<Vec<_>>>() else { return Ok(None) };
    let whole = parts.into_iter().reduce(|whole, part| whole.merge(&part));
    Ok(whole.map(|summary| Versioned { summary, version: stored.version, is_new: false }))
}

/// Makes the summary of a day and stores it. Returns it with the cuts that are stored apart.
async fn make(
    table: &Table,
    date: Date,
    zone: &TimeZone,
) -> Result<(Versioned, BTreeMap<Cut, DaySummary>), StoreError> {
    let version = table.version_of(date).await?;
    let mut summary = summarize(table, date, zone).await?;
    let cuts: BTreeMap<_, _> = CUTS_APART.into_iter().map(|cut| (cut, summary.take_cut(cut))).collect();
    for (cut, slices) in &cuts {
        keep(table, date, version, Some(*cut), slices.clone()).await?;
    }
    keep(table, date, version, None, summary.clone()).await?;
    Ok((Versioned { summary, version, is_new: true }, cuts))
}

async fn keep(
    table: &Table,
    date: Date,
    version: u64,
    cut: Option<Cut>,
    summary: DaySummary,
) -> Result<(), StoreError> {
    let parts = summary.split(PART_BYTES_MAX);
    let parts =
        parts.iter().map(serde_json::to_string).collect::<Result<_, _>>().map_err(|error| unwritable(&error))?;
    table.keep_summary(date, version, cut.map(Cut::as_str), parts).await
}

/// Makes the summary of a day from its moments and case events, whatever is stored. Its partitions are read at the same time,
/// each moment once, and none is held.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn summarize(table: &Table, date: Date, zone: &TimeZone) -> Result<DaySummary, StoreError> {
    let parts = stream::iter(shards_of_day(date)).map(|shard| async move {
        let mut summary = Summarizer::new(date, zone);
        table
            .read_day(&shard, |happened| match happened {
                Happened::Moment(moment) => summary.add(&moment),
                Happened::Case(event) => summary.add_case_event(&event),
            })
            .await?;
        Ok::<_, StoreError>(summary)
    });
    let empty = Summarizer::new(date, zone);
    let join = |mut whole: Summarizer, part: Summarizer| async move {
        whole.join(part);
        Ok(whole)
    };
    // In the order of the partitions: joining is the same in any order, and so are the bytes.
    Ok(parts.buffered(SHARDS_AT_ONCE).try_fold(empty, join).await?.finish())
}
