//! Days: a header whose version says whether the stored summary still counts. The summariser creates the header first
//! and stores the summary only if the version it began with stands; whoever writes to the day adds 1 to the version
//! afterwards, if there is a header. So a summary that missed a moment is never taken for the truth.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{ConditionCheck, Put, ReturnValue, TransactWriteItem};
use domain::report::{CaseEvent, DaySummary, Summarizer};
use jiff::civil::Date;

use crate::error::StoreError;
use crate::items::{self, Item, n, s};
use crate::keys::{self, CASE, HEADER, Key, MOMENT, PK, SUMMARY};
use crate::table::{Reading, Table, prefix_range};

/// Attribute that counts the writes to a day since its header exists.
const VERSION: &str = "version";
/// Attribute that holds the summary as JSON.
const BODY: &str = "body";
/// Bytes of a summary that are stored, at most: DynamoDB's item limit is 400 KB. A larger one is made on each reading.
const SUMMARY_BYTES_MAX: usize = 380_000;

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
    pub async fn summary_of(&self, date: Date) -> Result<DaySummary, StoreError> {
        if let Some(header) = self.get(&keys::day(date, HEADER), "reading a day header").await?
            && let Some(item) = self.get(&keys::day(date, SUMMARY), "reading a day summary").await?
            && let Some(summary) = still_counts(&item, items::number(&header, VERSION).unwrap_or_default())
        {
            return Ok(summary);
        }
        let version = self.version_of(date).await?;
        let summary = self.summarize(date).await?;
        self.keep_summary(date, version, &summary).await?;
        Ok(summary)
    }

    /// Makes the summary of a day from its moments and case events, whatever is stored.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn summarize(&self, date: Date) -> Result<DaySummary, StoreError> {
        let mut summary = Summarizer::new(date);
        // Case events sort before moments, so one range holds both.
        let (from, to) = (CASE.to_owned(), prefix_range(MOMENT).1);
        for partition in keys::day_shards(date) {
            self.read_range(&partition, (&from, &to), "reading a day", |item| {
                match items::key_of(&item).sk.starts_with(CASE) {
                    true => summary.add_case_event(&items::decode::<CaseEvent>(item)?),
                    false => summary.add(&items::decode(item)?),
                }
                Ok(Reading::More)
            })
            .await?;
        }
        Ok(summary.finish())
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
    async fn keep_summary(&self, date: Date, version: u64, summary: &DaySummary) -> Result<(), StoreError> {
        let key = keys::day(date, SUMMARY);
        let unreadable = |why: String| StoreError::Unreadable { key: key.fingerprint(), why };
        let body = serde_json::to_string(summary).map_err(|error| unreadable(error.to_string()))?;
        if body.len() > SUMMARY_BYTES_MAX {
            tracing::warn!(%date, bytes = body.len(), "day summary too large to keep");
            return Ok(());
        }
        let mut item: Item = key.attributes();
        item.extend([(BODY.to_owned(), s(body)), (VERSION.to_owned(), n(version))]);
        let refused = |error: aws_sdk_dynamodb::error::BuildError| StoreError::Refused {
            doing: "storing a day summary",
            code: error.to_string(),
        };
        let unchanged = ConditionCheck::builder()
            .table_name(&self.name)
            .set_key(Some(keys::day(date, HEADER).attributes()))
            .condition_expression(format!("{VERSION} = :version"))
            .expression_attribute_values(":version", n(version))
            .build()
            .map_err(refused)?;
        let put = Put::builder().table_name(&self.name).set_item(Some(item)).build().map_err(refused)?;
        let stored = self
            .client
            .transact_write_items()
            .transact_items(TransactWriteItem::builder().condition_check(unchanged).build())
            .transact_items(TransactWriteItem::builder().put(put).build())
            .send()
            .await;
        match stored {
            Ok(_) => Ok(()),
            Err(error) if crate::cases::lost_race(&error).is_some() => Ok(()),
            Err(error) => Err(StoreError::of("storing a day summary", &error)),
        }
    }
}

fn still_counts(item: &Item, version: u64) -> Option<DaySummary> {
    if items::number(item, VERSION)? != version {
        return None;
    }
    serde_json::from_str(items::text(item, BODY)?).ok().filter(DaySummary::is_current)
}
