//! Reports: read from the sums of a period, those from the summaries of its days; what a report promised; and that the
//! channels are told of one, once a period.

use std::time::Instant;

use domain::alerting::Message;
use domain::identity::{Pseudonyms, fingerprint};
use domain::moment::Moment;
use domain::period::Period;
use domain::rules::Rules;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reports::{
    Action, Announced, Breakdown, CALL_LIST_MAX, Context, Cut, DaySummary, OpenCases, Pointer, Report, Sums, summarize,
};

use crate::cases::{Race, lost_race};
use crate::days::Versioned;
use crate::error::StoreError;
use crate::items::{self, s};
use crate::keys::{self, ACTION, Key, NOTICE, SUMS};
use crate::table::Table;

/// Days that are read at once.
const DAYS_AT_ONCE: usize = 8;
/// Kinds of touchpoint of which customers' words are read: what the first screen shows.
const KINDS_WITH_WORDS_MAX: usize = 3;
/// Customers' words of one kind.
const WORDS_MAX: usize = 2;
/// Journeys that are read at once to see who is quiet still.
const JOURNEYS_AT_ONCE: usize = 8;
/// Bytes of the sums of a period that are stored, at most.
const SUMS_BYTES_MAX: usize = 380_000;

/// Open cases that are looked at, the most severe first.
const CASES_MAX: usize = 500;

const BODY: &str = "body";
const VERSIONS: &str = "versions";

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

impl Table {
    /// Reads the report on a period, compared with the one before. The same facts give the same report.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn report(&self, asked: &Asked<'_>) -> Result<Answer<Report>, StoreError> {
        let (now, before) = (asked.period, asked.period.previous());
        let (of_now, of_before) = (days_of(now).len(), days_of(before).len());
        let of = of_now + of_before;
        let before = match self.sums(before, asked).await? {
            Answer::Ready(sums) => sums,
            Answer::Underway { ready, .. } => return Ok(Answer::Underway { ready, of }),
        };
        let now = match self.sums(now, asked).await? {
            Answer::Ready(sums) => sums,
            Answer::Underway { ready, .. } => return Ok(Answer::Underway { ready: of_before + ready, of }),
        };
        let context = Context {
            at: asked.at,
            rules: asked.rules,
            announced: self.announced(asked.period).await?,
            action: self.action(asked.period.previous()).await?,
            open_cases: Some(OpenCases::of(self.open_cases().await?, &self.queue(CASES_MAX).await?.cases, asked.at)),
        };
        let names = self.pseudonyms().await?;
        let mut report = Report::of_sums(asked.period, asked.zone, &now, &before, context).named(&names);
        self.add_words(&mut report).await?;
        self.keep_quiet_ones(&mut report, asked, &names).await?;
        Ok(Answer::Ready(report))
    }

    /// Cuts a period by source, channel, segment or kind of touchpoint.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn breakdown(&self, by: Cut, asked: &Asked<'_>) -> Result<Answer<Breakdown>, StoreError> {
        let days: Vec<_> = asked.period.previous().days().chain(asked.period.days()).collect();
        let read = match self.read_days(&days, asked, Some(by)).await? {
            Answer::Ready(read) => read,
            Answer::Underway { ready, of } => return Ok(Answer::Underway { ready, of }),
        };
        let summaries: Vec<DaySummary> = read.into_iter().map(|day| day.summary).collect();
        Ok(Answer::Ready(Breakdown::of(by, asked.period, &summaries, asked.at)))
    }

    /// Reads the sums of a period: the stored ones while no day of theirs has changed, otherwise added up anew. Those of
    /// a named period that is over are stored.
    async fn sums(&self, period: Period, asked: &Asked<'_>) -> Result<Answer<Sums>, StoreError> {
        let days = days_of(period);
        let is_kept = period.every().is_some() && period.is_over(asked.at, asked.zone);
        let key = keys::of_report(&period.to_string(), SUMS);
        if is_kept && let Some(item) = self.get(&key, "reading the sums of a period").await? {
            let versions = self.versions_of(&days).await?;
            let counts = versions.len() == days.len() && items::text(&item, VERSIONS) == Some(&digest(versions));
            let sums = items::text(&item, BODY).and_then(|body| serde_json::from_str::<Sums>(body).ok());
            if let Some(sums) = sums.filter(|sums| counts && sums.is_current()) {
                return Ok(Answer::Ready(sums));
            }
        }
        let read = match self.read_days(&days, asked, None).await? {
            Answer::Ready(read) => read,
            Answer::Underway { ready, of } => return Ok(Answer::Underway { ready, of }),
        };
        let versions = days.iter().copied().zip(read.iter().map(|day| day.version)).collect();
        let summaries: Vec<DaySummary> = read.into_iter().map(|day| day.summary).collect();
        let sums = Sums::of(period, &summaries, asked.at.to_zoned(asked.zone.clone()).date());
        if is_kept {
            self.keep_sums(&key, versions, &sums).await?;
        }
        Ok(Answer::Ready(sums))
    }

    /// Reads the summaries of days, or one cut of them. Once nobody waits any longer, it goes on while they are stored and
    /// stops after the first that had to be made: each asking comes further.
    async fn read_days(
        &self,
        days: &[Date],
        asked: &Asked<'_>,
        cut: Option<Cut>,
    ) -> Result<Answer<Vec<Versioned>>, StoreError> {
        let today = asked.at.to_zoned(asked.zone.clone()).date();
        let mut read: Vec<Versioned> = Vec::with_capacity(days.len());
        for chunk in days.chunks(DAYS_AT_ONCE) {
            if is_over(asked) && read.iter().any(|day| day.is_new) {
                return Ok(Answer::Underway { ready: read.len(), of: days.len() });
            }
            let of_chunk: Vec<_> = stream::iter(chunk.iter().copied())
                .map(|date| async move {
                    match cut {
                        _ if is_to_come(date, today) => Ok(nothing(date, asked.zone)),
                        Some(cut) => self.cut_of(date, asked.zone, cut).await,
                        None => self.summary_of(date, asked.zone).await,
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
    async fn keep_sums(
        &self,
        key: &Key,
        versions: std::collections::BTreeMap<Date, u64>,
        sums: &Sums,
    ) -> Result<(), StoreError> {
        let unreadable =
            |error: serde_json::Error| StoreError::Unreadable { key: key.fingerprint(), why: error.to_string() };
        let body = serde_json::to_string(sums).map_err(unreadable)?;
        if body.len() > SUMS_BYTES_MAX {
            tracing::warn!(bytes = body.len(), "sums of a period too large to keep");
            return Ok(());
        }
        let mut item = key.attributes();
        item.extend([(BODY.to_owned(), s(body)), (VERSIONS.to_owned(), s(digest(versions)))]);
        let put = self.client.put_item().table_name(&self.name).set_item(Some(item)).send().await;
        put.map(|_| ()).map_err(|error| StoreError::of("storing the sums of a period", &error))
    }

    /// Reads the customers' words for what the first screen shows. They stay with their touchpoints.
    async fn add_words(&self, report: &mut Report) -> Result<(), StoreError> {
        for priority in report.improve.iter_mut().take(KINDS_WITH_WORDS_MAX) {
            for example in &mut priority.examples {
                self.add_words_to(example).await?;
            }
            // Two that can be read, if there are two; the others only point.
            priority.examples.sort_by_key(|example| example.words.is_none());
            priority.examples.truncate(WORDS_MAX);
        }
        if let Some(celebrated) = &mut report.moment_to_celebrate {
            self.add_words_to(&mut celebrated.moment).await?;
        }
        Ok(())
    }

    async fn add_words_to(&self, pointer: &mut Pointer) -> Result<(), StoreError> {
        let Some(recorded) = &pointer.recorded else { return Ok(()) };
        let found = self.touchpoint(recorded, &pointer.touchpoint).await?;
        if let Some((comment, language)) = found.and_then(|found| Some((found.said.comment?, found.said.language))) {
            pointer.say(&comment, language);
        }
        Ok(())
    }

    /// Keeps those on the call list who are quiet still, as of the time of reading.
    async fn keep_quiet_ones(
        &self,
        report: &mut Report,
        asked: &Asked<'_>,
        names: &Pseudonyms,
    ) -> Result<(), StoreError> {
        let candidates = std::mem::take(&mut report.quiet.call);
        let looked: Vec<_> = stream::iter(candidates)
            .map(|mut candidate| async move {
                let Some(recorded) = &candidate.recorded else { return Ok::<_, StoreError>(None) };
                let linked = self.journey(recorded).await?;
                candidate.why = linked.journey.overview(asked.rules, asked.at).silent;
                candidate.customer = names.of(&linked.journey.customer);
                Ok(Some(candidate).filter(|candidate| !candidate.why.is_empty()))
            })
            .buffered(JOURNEYS_AT_ONCE)
            .try_collect()
            .await?;
        let mut call: Vec<reports::QuietCustomer> = Vec::new();
        for candidate in looked.into_iter().flatten() {
            if !call.iter().any(|other| other.customer == candidate.customer) {
                call.push(candidate);
            }
        }
        report.quiet.is_at_least |= call.len() > CALL_LIST_MAX;
        call.truncate(CALL_LIST_MAX);
        report.quiet.call = call;
        Ok(())
    }

    /// Reads what the report on a period promised.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn action(&self, period: Period) -> Result<Option<Action>, StoreError> {
        let key = keys::of_report(&period.to_string(), ACTION);
        self.get(&key, "reading a promised action").await?.map(items::decode).transpose()
    }

    /// Writes down what the report on a period promises; what was promised before is replaced.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn promise_action(&self, period: Period, action: &Action) -> Result<(), StoreError> {
        let item = items::encode(&keys::of_report(&period.to_string(), ACTION), action)?;
        let put = self.client.put_item().table_name(&self.name).set_item(Some(item)).send().await;
        put.map(|_| ()).map_err(|error| StoreError::of("storing a promised action", &error))
    }

    /// Reads what the channels were told of a report.
    async fn announced(&self, period: Period) -> Result<Option<Announced>, StoreError> {
        let key = keys::of_report(&period.to_string(), NOTICE);
        self.get(&key, "reading what was announced").await?.map(items::decode).transpose()
    }

    /// Writes down that a report is announced and what it said, with its deliveries, in one transaction; an announced one
    /// stays as it is. Returns the deliveries.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn announce(
        &self,
        period: &str,
        messages: &[(&str, Message)],
        announced: &Announced,
        now: Timestamp,
    ) -> Result<Vec<Key>, StoreError> {
        let partition = keys::report(period);
        let deliveries: Vec<_> =
            messages.iter().map(|(channel, _)| keys::delivery(&partition, "ready", channel)).collect();
        let notice = items::encode(&Key { pk: partition.clone(), sk: NOTICE.to_owned() }, announced)?;
        let mut writes = vec![self.put_new(notice)?];
        for (key, (channel, message)) in deliveries.iter().zip(messages) {
            writes.push(self.put_new(self.delivery_item(key, channel, message, now)?)?);
        }
        match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
            Ok(_) => Ok(deliveries),
            Err(error) if lost_race(&error) == Some(Race::Condition) => Ok(deliveries),
            Err(error) => Err(StoreError::of("announcing a report", &error)),
        }
    }
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
fn days_of(period: Period) -> Vec<Date> {
    Sums::first_day(period).series(jiff::ToSpan::days(1)).take_while(|date| *date < period.end()).collect()
}

fn digest(versions: std::collections::BTreeMap<Date, u64>) -> String {
    let lines: Vec<String> = versions.into_iter().map(|(date, version)| format!("{date} {version}")).collect();
    fingerprint(&lines.iter().map(String::as_str).collect::<Vec<_>>(), 40)
}
