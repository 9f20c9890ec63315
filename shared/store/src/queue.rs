//! The queue: unresolved cases, found through the sparse index. It may lag: a case that was opened or resolved a moment ago
//! may be missing, or be there and resolved.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{KeysAndAttributes, Select};
use domain::case::Case;
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;

use crate::error::StoreError;
use crate::items::{self, s};
use crate::keys::{CLOCKS_FROM, Key, WORK_INDEX, WORK_PK, WORK_SK, Work};
use crate::table::Table;
use crate::times::sortable;

/// Items of one call that reads by key, at most: DynamoDB's limit.
const BATCH_MAX: usize = 100;
/// Times that keys a call had no room for are asked again.
const ROUNDS_MAX: usize = 8;
/// Parts of the index that are asked at once.
const SHARDS_AT_ONCE: usize = 8;

/// The unresolved cases, as many as were asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    /// The most severe first, and of those the oldest. Of more than there is room for it holds those whose next clock runs
    /// out first, and before them those whose clocks all have.
    pub cases: Vec<Case>,
    /// Whether there are more.
    pub has_more: bool,
}

impl Table {
    /// Counts the unresolved cases, through the sparse index: one that was opened a moment ago may be missing.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn open_cases(&self) -> Result<u64, StoreError> {
        let shards: Vec<_> = Work::open().flat_map(Work::shards).collect();
        let counts = stream::iter(shards).map(|shard| async move {
            let mut count = 0;
            let mut pages = self.open_in(shard).select(Select::Count).into_paginator().send();
            while let Some(page) = pages.next().await {
                let page = page.map_err(|error| StoreError::of("counting open cases", &error))?;
                count += u64::try_from(page.count).unwrap_or_default();
            }
            Ok(count)
        });
        counts.buffer_unordered(SHARDS_AT_ONCE).try_fold(0, |sum, count| async move { Ok(sum + count) }).await
    }

    /// Reads the unresolved cases, the most severe first and of those the oldest, `cases_max` at most.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn queue(&self, cases_max: usize) -> Result<Queue, StoreError> {
        let mut keys: Vec<Key> = Vec::new();
        for severity in Work::open() {
            if keys.len() > cases_max {
                break;
            }
            keys.extend(self.open_of(severity, cases_max.saturating_add(1)).await?);
        }
        let has_more = keys.len() > cases_max;
        keys.truncate(cases_max);
        let mut cases = Vec::new();
        for chunk in keys.chunks(BATCH_MAX) {
            cases.extend(self.cases_at(chunk).await?);
        }
        cases.retain(|case: &Case| case.state.is_unresolved());
        cases.sort_by(|a, b| (b.severity, a.opened_at, a.id()).cmp(&(a.severity, b.opened_at, b.id())));
        Ok(Queue { cases, has_more })
    }

    /// Reads every unresolved case, in no order.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn unresolved(&self) -> Result<Vec<Case>, StoreError> {
        let shards: Vec<_> = Work::open().flat_map(Work::shards).collect();
        let keys = stream::iter(shards).map(|shard| async move {
            let mut keys = Vec::new();
            let mut pages = self.open_in(shard).into_paginator().send();
            while let Some(page) = pages.next().await {
                let page = page.map_err(|error| StoreError::of("reading the queue", &error))?;
                keys.extend(page.items.unwrap_or_default().iter().map(items::key_of));
            }
            Ok::<_, StoreError>(keys)
        });
        let keys: Vec<Key> = keys.buffer_unordered(SHARDS_AT_ONCE).try_concat().await?;
        let chunks: Vec<Vec<Key>> = keys.chunks(BATCH_MAX).map(<[Key]>::to_vec).collect();
        let read = stream::iter(chunks).map(|chunk| async move { self.cases_at(&chunk).await });
        let mut cases: Vec<Case> = read.buffer_unordered(SHARDS_AT_ONCE).try_concat().await?;
        cases.retain(|case| case.state.is_unresolved());
        Ok(cases)
    }

    /// Lists unresolved cases of which a clock has run out, the first one first in each part of the index. The index may
    /// lag: the case itself decides.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn overdue_cases(&self, now: Timestamp, per_shard_max: i32) -> Result<Vec<Key>, StoreError> {
        let shards: Vec<_> = Work::open().flat_map(Work::shards).collect();
        let overdue = stream::iter(shards).map(|shard| async move {
            let page = self
                .open_in(shard)
                .key_condition_expression(format!("{WORK_PK} = :shard AND {WORK_SK} BETWEEN :from AND :now"))
                .expression_attribute_values(":from", s(CLOCKS_FROM))
                .expression_attribute_values(":now", s(sortable(now)))
                .limit(per_shard_max)
                .send()
                .await
                .map_err(|error| StoreError::of("listing overdue cases", &error))?;
            Ok(page.items.unwrap_or_default().iter().map(items::key_of).collect::<Vec<_>>())
        });
        overdue.buffered(SHARDS_AT_ONCE).try_concat().await
    }

    /// Lists the keys of open cases of one severity by the time their next clock runs out.
    async fn open_of(&self, severity: Work, cases_max: usize) -> Result<Vec<Key>, StoreError> {
        let limit = i32::try_from(cases_max).unwrap_or(i32::MAX);
        let places = stream::iter(severity.shards()).map(|shard| async move {
            let page = self.open_in(shard).limit(limit).send().await;
            let page = page.map_err(|error| StoreError::of("reading the queue", &error))?;
            let place = |item: &items::Item| Some((items::text(item, WORK_SK)?.to_owned(), items::key_of(item)));
            Ok::<_, StoreError>(page.items.unwrap_or_default().iter().filter_map(place).collect::<Vec<_>>())
        });
        let mut places: Vec<_> = places.buffer_unordered(SHARDS_AT_ONCE).try_concat().await?;
        places.sort();
        places.truncate(cases_max);
        Ok(places.into_iter().map(|(_, key)| key).collect())
    }

    /// Begins to ask one part of the index.
    fn open_in(&self, shard: String) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.name)
            .index_name(WORK_INDEX)
            .key_condition_expression(format!("{WORK_PK} = :shard"))
            .expression_attribute_values(":shard", s(shard))
    }

    /// Reads the cases at some keys, in any order; those that are gone are left out.
    async fn cases_at(&self, keys: &[Key]) -> Result<Vec<Case>, StoreError> {
        let mut wanted: Vec<_> = keys.iter().map(Key::attributes).collect();
        let mut cases = Vec::new();
        for _ in 0..ROUNDS_MAX {
            if wanted.is_empty() {
                return Ok(cases);
            }
            let asked = KeysAndAttributes::builder()
                .set_keys(Some(wanted))
                .consistent_read(true)
                .build()
                .map_err(crate::cases::unbuilt)?;
            let answer = self
                .client
                .batch_get_item()
                .request_items(&self.name, asked)
                .send()
                .await
                .map_err(|error| StoreError::of("reading open cases", &error))?;
            for item in answer.responses.unwrap_or_default().remove(&self.name).unwrap_or_default() {
                cases.push(items::decode(item)?);
            }
            wanted = answer
                .unprocessed_keys
                .unwrap_or_default()
                .remove(&self.name)
                .map(|left| left.keys)
                .unwrap_or_default();
        }
        Err(StoreError::Unavailable { doing: "reading open cases", code: "UnprocessedKeys".to_owned() })
    }
}
