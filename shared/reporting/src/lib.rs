//! Reports put together: read from the sums of a period, those from the summaries of its days, with the customers' words and who
//! is still quiet. Asks the table; counts and words nothing itself.

pub mod days;
mod declared;
pub mod journeys;
pub mod lately;
pub mod promised;
pub mod rows;
mod stories;
mod thanks;
mod weeks;
mod words;

pub use declared::declared;
use std::collections::BTreeMap;
use std::time::Instant;

use domain::identity::fingerprint;
use domain::moment::Moment;
use domain::period::Period;
use domain::rules::Rules;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use monitoring::Declared;
use reports::monitoring::Monitoring;
use reports::{Action, Announced, Breakdown, Context, Cut, DaySummary, OpenCases, Report, Sums, summarize};

use store::error::StoreError;
use store::periods::StoredSums;
use store::table::Table;

use crate::days::Versioned;

/// Days that are read at once.
const DAYS_AT_ONCE: usize = 8;
/// Bytes of the sums of a period that are stored, at most.
const SUMS_BYTES_MAX: usize = 380_000;

/// Open cases that are looked at, the most severe first.
const CASES_MAX: usize = 500;

/// A question about a period.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The period.
    pub period: Period,
    /// Zone of its days.
    pub zone: &'a TimeZone,
    /// As of when.
    pub at: Timestamp,
    /// The rules, which name causes and owners.
    pub rules: &'a Rules,
    /// Targets and seasons.
    pub declared: &'a Declared,
    /// Until when somebody waits; without it, as long as it takes. What was added up by then is kept, so that asking
    /// again goes on from there.
    pub until: Option<Instant>,
}

/// An answer, or how far it has come.
#[derive(Clone, Debug)]
pub enum Answer<T> {
    /// The answer.
    Ready(T),
    /// Days that have to be added up first, and how many are.
    Underway {
        /// Days added up.
        ready: usize,
        /// Of how many.
        of: usize,
    },
}

/// Reads the report on a period, compared with the one before. The same facts give the same report.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn report(table: &Table, asked: &Asked<'_>) -> Result<Answer<Report>, StoreError> {
    let (now, before) = (asked.period, asked.period.previous());
    let today = today(asked);
    let (of_now, of_before) = (days_of(now, today).len(), days_of(before, today).len());
    let of = of_now + of_before;
    let before = match sums(table, before, asked).await? {
        Answer::Ready(sums) => sums,
        Answer::Underway { ready, .. } => return Ok(Answer::Underway { ready, of }),
    };
    let now = match sums(table, now, asked).await? {
        Answer::Ready(sums) => sums,
        Answer::Underway { ready, .. } => return Ok(Answer::Underway { ready: of_before + ready, of }),
    };
    let (weeks, recent) = match weeks::weeks(table, asked, true).await? {
        Answer::Ready(weeks) => weeks,
        Answer::Underway { .. } => return Ok(Answer::Underway { ready: of, of: of + 1 }),
    };
    let context = Context {
        at: asked.at,
        rules: asked.rules,
        announced: table.announced::<Announced>(&asked.period.to_string()).await?,
        action: table.promised_action::<Action>(&asked.period.previous().to_string()).await?,
        open_cases: Some(OpenCases::of(table.open_cases().await?, &table.queue(CASES_MAX).await?.cases, asked.at)),
        recent: recent.as_ref(),
    };
    let names = table.pseudonyms().await?;
    let mut report = Report::of_sums(asked.period, asked.zone, &now, &before, context).named(&names);
    report.promises.overdue = promised::in_report(table, asked.rules, &names).await?;
    report = report.monitored(&weeks, asked.declared);
    words::add(table, &mut report).await?;
    words::hear(table, &mut report, &names).await?;
    stories::add(table, &mut report, asked, &names).await?;
    words::keep_quiet_ones(table, &mut report, asked, &names).await?;
    thanks::keep_due(table, &mut report).await?;
    Ok(Answer::Ready(report))
}

/// Reads how the watched series are as of a period's end: what monitoring says, without the report around it.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn outlook(table: &Table, asked: &Asked<'_>) -> Result<Answer<Option<Monitoring>>, StoreError> {
    Ok(match weeks::weeks(table, asked, false).await? {
        Answer::Ready((weeks, _)) => Answer::Ready(Monitoring::of(&weeks, asked.declared)),
        Answer::Underway { ready, of } => Answer::Underway { ready, of },
    })
}

/// Reads the sums of a period.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn sums_of(table: &Table, asked: &Asked<'_>) -> Result<Answer<Sums>, StoreError> {
    sums(table, asked.period, asked).await
}

/// Cuts a period by source, channel, segment or kind of touchpoint.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn breakdown(table: &Table, by: Cut, asked: &Asked<'_>) -> Result<Answer<Breakdown>, StoreError> {
    let days: Vec<_> = asked.period.previous().days().chain(asked.period.days()).collect();
    let read = match read_days(table, &days, asked, Some(by)).await? {
        Answer::Ready(read) => read,
        Answer::Underway { ready, of } => return Ok(Answer::Underway { ready, of }),
    };
    let summaries: Vec<DaySummary> = read.into_iter().map(|day| day.summary).collect();
    Ok(Answer::Ready(Breakdown::of(by, asked.period, &summaries, asked.at)))
}

/// Reads the sums of a period: the stored ones while no day of theirs has changed, otherwise added up anew. Those of
/// a named period that is over are stored.
async fn sums(table: &Table, period: Period, asked: &Asked<'_>) -> Result<Answer<Sums>, StoreError> {
    let today = today(asked);
    let days = days_of(period, today);
    let is_kept = period.every().is_some() && period.is_over(asked.at, asked.zone);
    let name = period.to_string();
    if is_kept && let Some(stored) = table.stored_sums(&name).await? {
        let versions = table.versions_of(&days).await?;
        let counts = versions.len() == days.len() && stored.versions == digest(&versions);
        let sums = serde_json::from_str::<Sums>(&stored.body).ok();
        if let Some(sums) = sums.filter(|sums| counts && sums.is_current()) {
            return Ok(Answer::Ready(sums));
        }
    }
    let read = match read_days(table, &days, asked, None).await? {
        Answer::Ready(read) => read,
        Answer::Underway { ready, of } => return Ok(Answer::Underway { ready, of }),
    };
    let versions = days.iter().copied().zip(read.iter().map(|day| day.version)).collect();
    let summaries: Vec<DaySummary> = read.into_iter().map(|day| day.summary).collect();
    let sums = Sums::of(period, &summaries, today);
    if is_kept {
        keep_sums(table, &name, &versions, &sums).await?;
    }
    Ok(Answer::Ready(sums))
}

/// Reads the summaries of days, or one cut of them. Once nobody waits any longer, it goes on while they are stored and
/// stops after the first that had to be made: each asking comes further.
async fn read_days(
    table: &Table,
    days: &[Date],
    asked: &Asked<'_>,
    cut: Option<Cut>,
) -> Result<Answer<Vec<Versioned>>, StoreError> {
    let today = today(asked);
    let mut read: Vec<Versioned> = Vec::with_capacity(days.len());
    for chunk in days.chunks(DAYS_AT_ONCE) {
        if is_over(asked) && read.iter().any(|day| day.is_new) {
            return Ok(Answer::Underway { ready: read.len(), of: days.len() });
        }
        let of_chunk: Vec<_> = stream::iter(chunk.iter().copied())
            .map(|date| async move {
                match cut {
                    _ if is_to_come(date, today) => Ok(nothing(date, asked.zone)),
                    Some(cut) => days::cut_of(table, date, asked.zone, cut).await,
                    None => days::summary_of(table, date, asked.zone).await,
                }
            })
            .buffered(DAYS_AT_ONCE)
            .try_collect()
            .await?;
        read.extend(of_chunk);
    }
    Ok(Answer::Ready(read))
}

/// Stores sums with the versions of the days they were added up from: they count as long as those stand.
async fn keep_sums(table: &Table, period: &str, versions: &BTreeMap<Date, u64>, sums: &Sums) -> Result<(), StoreError> {
    let body = serde_json::to_string(sums).map_err(|error| unwritable(&error))?;
    if body.len() > SUMS_BYTES_MAX {
        tracing::warn!(bytes = body.len(), "sums of a period too large to keep");
        return Ok(());
    }
    table.keep_sums(period, StoredSums { body, versions: digest(versions) }).await
}

/// What was added up cannot be written as JSON: a mistake in the types of this crate.
fn unwritable(error: &serde_json::Error) -> StoreError {
    StoreError::Refused { doing: "writing down sums", code: error.to_string() }
}

fn is_over(asked: &Asked<'_>) -> bool {
    asked.until.is_some_and(|until| Instant::now() >= until)
}

/// A day to come is empty without being read; tomorrow may hold what a sender's clock put a little ahead.
fn is_to_come(date: Date, today: Date) -> bool {
    today.tomorrow().is_ok_and(|tomorrow| date > tomorrow)
}

fn nothing(date: Date, zone: &TimeZone) -> Versioned {
    let summary = summarize(date, zone, std::iter::empty::<Moment>());
    Versioned { summary, version: 0, is_new: false }
}

/// The days that the sums of a period rest on, in order.
fn days_of(period: Period, today: Date) -> Vec<Date> {
    let (first, end) = Sums::days(period, today);
    first.series(jiff::ToSpan::days(1)).take_while(|date| *date < end).collect()
}

/// The day of reading, on the business's clocks.
fn today(asked: &Asked<'_>) -> Date {
    asked.at.to_zoned(asked.zone.clone()).date()
}

fn digest(versions: &BTreeMap<Date, u64>) -> String {
    let lines: Vec<String> = versions.iter().map(|(date, version)| format!("{date} {version}")).collect();
    fingerprint(&lines.iter().map(String::as_str).collect::<Vec<_>>(), 40)
}
