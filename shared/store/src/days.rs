//! Days: a header whose version says whether the stored summary still counts. The summariser creates the header first
//! and stores the summary only if the version it began with stands; whoever writes to the day adds 1 to the version
//! afterwards, if there is a header. So a summary that missed a moment is never taken for the truth.
//!
//! A summary is stored in parts, because an item may not be larger than 400 KB; it counts if all its parts are there, of
//! the version of the header. Its cuts by source and by channel are apart: most readers never ask for them.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{ConditionCheck, KeysAndAttributes, Put, ReturnValue, TransactWriteItem};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reports::{CaseEvent, Cut, DaySummary, Summarizer};

use crate::cases::unbuilt;
use crate::error::StoreError;
use crate::items::{self, Item, n, s};
use crate::keys::{self, CASE, HEADER, Key, MOMENT, PK};
use crate::table::{Reading, Table, prefix_range};

/// Attribute that counts the writes to a day since its header exists.
const VERSION: &str = "version";
/// Attribute that holds a part of the summary as JSON.
const BODY: &str = "body";
/// Attribute that says how many parts there are.
const PARTS: &str = "parts";
/// Bytes of one part, at most: a kind is never split, so it may be somewhat more. DynamoDB's limit is 400 KB.
const PART_BYTES_MAX: usize = 200_000;
/// Bytes written in one transaction, at most: DynamoDB's limit is 4 MB.
const TRANSACTION_BYTES_MAX: usize = 3_000_000;
/// Partitions of a day that are read at once.
const SHARDS_AT_ONCE: usize = 8;
/// Keys of one batch, at most.
const BATCH_KEYS_MAX: usize = 100;
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

impl Table {
    /// Says that something was written, or tried to be written, to these days.
    ///
    /// # Errors
    /// Unavailable or refused: the caller must try again, or a stale summary could count.
    pub async fn touch_days(&self, days: &BTreeSet<Date>) -> Result<(), StoreError> {
        for date in days {
            let key = keys::day(*date, HEADER);
            if self.get(&key, "reading a day header").await?.is_some() {
                self.raise_version(&key).await?;
            }
        }
        Ok(())
    }

    /// Reads the summary of a day: the stored one while it counts, otherwise made anew and stored.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn summary_of(&self, date: Date, zone: &TimeZone) -> Result<Versioned, StoreError> {
        match self.stored_summary(date, None).await? {
            Some(stored) => Ok(stored),
            None => self.make_summary(date, zone).await.map(|(made, _)| made),
        }
    }

    /// Reads one cut of a day, by the same rules.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn cut_of(&self, date: Date, zone: &TimeZone, cut: Cut) -> Result<Versioned, StoreError> {
        if !CUTS_APART.contains(&cut) {
            return self.summary_of(date, zone).await;
        }
        if let Some(stored) = self.stored_summary(date, Some(cut)).await? {
            return Ok(stored);
        }
        let (mut made, mut cuts) = self.make_summary(date, zone).await?;
        if let Some(slices) = cuts.remove(&cut) {
            made.summary = slices;
        }
        Ok(made)
    }

    /// Reads what is stored of a day, if it counts.
    async fn stored_summary(&self, date: Date, cut: Option<Cut>) -> Result<Option<Versioned>, StoreError> {
        let Some(header) = self.get(&keys::day(date, HEADER), "reading a day header").await? else { return Ok(None) };
        let version = items::number(&header, VERSION).unwrap_or_default();
        let partition = keys::day(date, HEADER).pk;
        let (from, to) = prefix_range(&keys::summary_prefix(cut.map(Cut::as_str)));
        let mut parts: Vec<Part> = Vec::new();
        self.read_range(&partition, (&from, &to), "reading a day summary", |item| {
            parts.extend(still_counts(&item, version));
            Ok(Reading::More)
        })
        .await?;
        let is_whole = parts.first().is_some_and(|part| usize::try_from(part.of) == Ok(parts.len()));
        let mut summaries = parts.into_iter().map(|part| part.summary);
        Ok(summaries.next().filter(|_| is_whole).map(|first| {
            let summary = summaries.fold(first, |whole, part| whole.merge(&part));
            Versioned { summary, version, is_new: false }
        }))
    }

    /// Makes the summary of a day and stores it. Returns it with the cuts that are stored apart.
    async fn make_summary(
        &self,
        date: Date,
        zone: &TimeZone,
    ) -> Result<(Versioned, BTreeMap<Cut, DaySummary>), StoreError> {
        let version = self.version_of(date).await?;
        let mut summary = self.summarize(date, zone).await?;
        let cuts: BTreeMap<_, _> = CUTS_APART.into_iter().map(|cut| (cut, summary.take_cut(cut))).collect();
        for (cut, slices) in &cuts {
            self.keep_summary(date, version, Some(*cut), slices.clone()).await?;
        }
        self.keep_summary(date, version, None, summary.clone()).await?;
        Ok((Versioned { summary, version, is_new: true }, cuts))
    }

    /// Makes the summary of a day from its moments and case events, whatever is stored. Its partitions are read at the
    /// same time, each moment once, and none is held.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn summarize(&self, date: Date, zone: &TimeZone) -> Result<DaySummary, StoreError> {
        // Case events sort before moments, so one range holds both.
        let (from, to) = (CASE.to_owned(), prefix_range(MOMENT).1);
        let (from, to) = (from.as_str(), to.as_str());
        let parts = stream::iter(keys::day_shards(date)).map(|partition| async move {
            let mut summary = Summarizer::new(date, zone);
            self.read_range(&partition, (from, to), "reading a day", |item| {
                match items::key_of(&item).sk.starts_with(CASE) {
                    true => summary.add_case_event(&items::decode::<CaseEvent>(item)?),
                    false => summary.add(&items::decode(item)?),
                }
                Ok(Reading::More)
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

    /// Reads the versions of days consistently, a hundred at a time; days without a header are left out.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn versions_of(&self, days: &[Date]) -> Result<BTreeMap<Date, u64>, StoreError> {
        let mut versions = BTreeMap::new();
        for chunk in days.chunks(BATCH_KEYS_MAX) {
            let mut wanted: Vec<_> = chunk.iter().map(|date| keys::day(*date, HEADER).attributes()).collect();
            while !wanted.is_empty() {
                let keys = KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(true).build();
                let answer = self
                    .client
                    .batch_get_item()
                    .request_items(&self.name, keys.map_err(unbuilt)?)
                    .send()
                    .await
                    .map_err(|error| StoreError::of("reading day headers", &error))?;
                for item in answer.responses.unwrap_or_default().into_values().flatten() {
                    if let (Some(date), Some(version)) = (items::key_of(&item).date(), items::number(&item, VERSION)) {
                        versions.insert(date, version);
                    }
                }
                let left = answer.unprocessed_keys.unwrap_or_default().into_values().next();
                wanted = left.map(|keys| keys.keys).unwrap_or_default();
            }
        }
        Ok(versions)
    }

    /// Returns the version of a day, creating its header first: from here on, writes to the day are noticed.
    async fn version_of(&self, date: Date) -> Result<u64, StoreError> {
        let answer = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys::day(date, HEADER).attributes()))
            .update_expression(format!("SET {VERSION} = if_not_exists({VERSION}, :zero)"))
            .expression_attribute_values(":zero", n(0_u8))
            .return_values(ReturnValue::AllNew)
            .send()
            .await
            .map_err(|error| StoreError::of("reading a day's version", &error))?;
        Ok(answer.attributes.as_ref().and_then(|item| items::number(item, VERSION)).unwrap_or_default())
    }

    async fn raise_version(&self, key: &Key) -> Result<(), StoreError> {
        let update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .update_expression(format!("ADD {VERSION} :one"))
            .condition_expression(format!("attribute_exists({PK})"))
            .expression_attribute_values(":one", n(1_u8))
            .send()
            .await;
        match update {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
                _ => Err(StoreError::of("raising a day's version", &error)),
            },
        }
    }

    /// Stores a summary if the day still has the version it was made at; otherwise it is used once and not kept.
    async fn keep_summary(
        &self,
        date: Date,
        version: u64,
        cut: Option<Cut>,
        summary: DaySummary,
    ) -> Result<(), StoreError> {
        let unreadable = |why: String| StoreError::Unreadable { key: keys::day(date, HEADER).fingerprint(), why };
        let parts = summary.split(PART_BYTES_MAX);
        let of = parts.len() as u64;
        let mut items: Vec<(usize, Item)> = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            let body = serde_json::to_string(part).map_err(|error| unreadable(error.to_string()))?;
            let mut item = keys::day_summary(date, cut.map(Cut::as_str), number).attributes();
            let bytes = body.len();
            item.extend([(BODY.to_owned(), s(body)), (VERSION.to_owned(), n(version)), (PARTS.to_owned(), n(of))]);
            items.push((bytes, item));
        }
        let mut items = items.into_iter().peekable();
        while items.peek().is_some() {
            let mut bytes = 0;
            let mut writes = vec![self.unchanged(date, version)?];
            while let Some((_, item)) = items.next_if(|(more, _)| bytes == 0 || bytes + more <= TRANSACTION_BYTES_MAX) {
                bytes += item.get(BODY).and_then(|body| body.as_s().ok()).map_or(0, String::len);
                let put = Put::builder().table_name(&self.name).set_item(Some(item)).build().map_err(unbuilt)?;
                writes.push(TransactWriteItem::builder().put(put).build());
            }
            match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
                Ok(_) => {}
                Err(error) if crate::cases::lost_race(&error).is_some() => return Ok(()),
                Err(error) => return Err(StoreError::of("storing a day summary", &error)),
            }
        }
        Ok(())
    }

    fn unchanged(&self, date: Date, version: u64) -> Result<TransactWriteItem, StoreError> {
        let check = ConditionCheck::builder()
            .table_name(&self.name)
            .set_key(Some(keys::day(date, HEADER).attributes()))
            .condition_expression(format!("{VERSION} = :version"))
            .expression_attribute_values(":version", n(version))
            .build()
            .map_err(unbuilt)?;
        Ok(TransactWriteItem::builder().condition_check(check).build())
    }
}

/// One part of a stored summary, and of how many.
struct Part {
    summary: DaySummary,
    of: u64,
}

fn still_counts(item: &Item, version: u64) -> Option<Part> {
    if items::number(item, VERSION)? != version {
        return None;
    }
    let summary: DaySummary = serde_json::from_str(items::text(item, BODY)?).ok()?;
    summary.is_current().then_some(Part { summary, of: items::number(item, PARTS)? })
}
