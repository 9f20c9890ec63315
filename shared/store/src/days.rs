//! Days: a header whose version says whether the stored summary still counts. Whoever makes a summary creates the header first
//! and stores the summary only if the version it began with stands; whoever writes to the day adds 1 to the version
//! afterwards, if there is a header. So a summary that missed a moment is never taken for the truth.
//!
//! A summary is stored in parts, because an item may not be larger than 400 KB; it counts if all its parts are there, of
//! the version of the header. What the parts say is their makers' business.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::{ConditionCheck, KeysAndAttributes, Put, ReturnValue, TransactWriteItem};
use domain::case::{CaseEvent, Transition};
use domain::moment::Moment;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::cases::unbuilt;
use crate::error::{StoreError, if_held};
use crate::items::{self, n, s};
use crate::keys::{self, CASE, HEADER, Key, MOMENT, PK};
use crate::table::{Reading, Table, prefix_range};

/// Attribute that counts the writes to a day since its header exists.
const VERSION: &str = "version";
/// Attribute that holds a part of the summary.
const BODY: &str = "body";
/// Attribute that says how many parts there are.
const PARTS: &str = "parts";
/// Bytes written in one transaction, at most: DynamoDB's limit is 4 MB.
const TRANSACTION_BYTES_MAX: usize = 3_000_000;
/// Keys of one batch, at most.
const BATCH_KEYS_MAX: usize = 100;

/// A stored summary that counts: its parts, in order, and the version of its day.
#[derive(Clone, Debug)]
pub struct StoredSummary {
    /// The parts, as they were given.
    pub parts: Vec<String>,
    /// The version.
    pub version: u64,
}

/// Something that happened on a day.
#[derive(Clone, Debug)]
pub enum Happened {
    /// A moment.
    Moment(Box<Moment>),
    /// A step of a case.
    Case(Box<CaseEvent>),
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

    /// Reads what is stored of a day, or of one cut of it, if it counts.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn stored_summary(&self, date: Date, cut: Option<&str>) -> Result<Option<StoredSummary>, StoreError> {
        let Some(header) = self.get(&keys::day(date, HEADER), "reading a day header").await? else { return Ok(None) };
        let version = items::number(&header, VERSION).unwrap_or_default();
        let partition = keys::day(date, HEADER).pk;
        let (from, to) = prefix_range(&keys::summary_prefix(cut));
        let (mut parts, mut of) = (Vec::new(), None);
        self.read_range(&partition, (&from, &to), "reading a day summary", |item| {
            if items::number(&item, VERSION) == Some(version)
                && let Some(body) = items::text(&item, BODY)
            {
                of = of.or(items::number(&item, PARTS));
                parts.push(body.to_owned());
            }
            Ok(Reading::More)
        })
        .await?;
        let is_whole = of.is_some_and(|of| usize::try_from(of) == Ok(parts.len()));
        Ok(is_whole.then_some(StoredSummary { parts, version }))
    }

    /// Reads everything that happened on a day in one of its parts ([`shards_of_day`]), each thing once, and holds none of it.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn read_day(&self, shard: &str, mut take: impl FnMut(Happened)) -> Result<(), StoreError> {
        // Case events sort before moments, so one range holds both.
        let (from, to) = (CASE, prefix_range(MOMENT).1);
        self.read_range(shard, (from, &to), "reading a day", |item| {
            take(match items::key_of(&item).sk.starts_with(CASE) {
                true => Happened::Case(Box::new(items::decode(item)?)),
                false => Happened::Moment(Box::new(items::decode(item)?)),
            });
            Ok(Reading::More)
        })
        .await
    }

    /// Counts the cases that were opened on a day.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn cases_opened_on(&self, date: Date) -> Result<u32, StoreError> {
        let (from, to) = prefix_range(CASE);
        let mut opened = 0;
        for shard in shards_of_day(date) {
            self.read_range(&shard, (&from, &to), "counting the cases of a day", |item| {
                opened += u32::from(items::text(&item, "transition") == Some(Transition::Opened.as_str()));
                Ok(Reading::More)
            })
            .await?;
        }
        Ok(opened)
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
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn version_of(&self, date: Date) -> Result<u64, StoreError> {
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
        if_held("raising a day's version", update).map(drop)
    }

    /// Stores the parts of a summary, or of one cut of it, if the day still has the version it was made at.
    ///
    /// # Errors
    /// Unavailable or refused. A day that has another version by now is none: the summary is used once and not kept.
    pub async fn keep_summary(
        &self,
        date: Date,
        version: u64,
        cut: Option<&str>,
        parts: Vec<String>,
    ) -> Result<(), StoreError> {
        let of = parts.len() as u64;
        // It names customers. What is asked for again is counted again.
        let expiry = self.expiry(Timestamp::now());
        let items = parts.into_iter().enumerate().map(|(number, body)| {
            let mut item = keys::day_summary(date, cut, number).attributes();
            let bytes = body.len();
            item.extend([(BODY.to_owned(), s(body)), (VERSION.to_owned(), n(version)), (PARTS.to_owned(), n(of))]);
            item.extend(expiry.clone());
            (bytes, item)
        });
        let mut items = items.peekable();
        while items.peek().is_some() {
            let mut bytes = 0;
            let mut writes = vec![self.unchanged(date, version)?];
            while let Some((more, item)) =
                items.next_if(|(more, _)| bytes == 0 || bytes + more <= TRANSACTION_BYTES_MAX)
            {
                bytes += more;
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

/// Returns the parts of a day that may be read at the same time.
pub fn shards_of_day(date: Date) -> Vec<String> {
    keys::day_shards(date).collect()
}
