//! The queue: unresolved cases, found through the sparse index. It may lag: a case that was opened or resolved a moment ago
//! may be missing, or be there and resolved.

use aws_sdk_dynamodb::types::{KeysAndAttributes, Select};
use domain::case::Case;

use crate::error::StoreError;
use crate::items::{self, s};
use crate::keys::{Key, WORK_INDEX, WORK_PK, WORK_SK, Work};
use crate::table::Table;

/// Items of one call that reads by key, at most: DynamoDB's limit.
const BATCH_MAX: usize = 100;
/// Times that keys a call had no room for are asked again.
const ROUNDS_MAX: usize = 8;

/// The unresolved cases, as many as were asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    /// The most severe first, and of those the oldest.
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
        let mut count = 0;
        for shard in Work::Open.shards() {
            let mut pages = self
                .client
                .query()
                .table_name(&self.name)
                .index_name(WORK_INDEX)
                .key_condition_expression(format!("{WORK_PK} = :shard"))
                .expression_attribute_values(":shard", s(shard))
                .select(Select::Count)
                .into_paginator()
                .send();
            while let Some(page) = pages.next().await {
                let page = page.map_err(|error| StoreError::of("counting open cases", &error))?;
                count += u64::try_from(page.count).unwrap_or_default();
            }
        }
        Ok(count)
    }

    /// Reads the unresolved cases, the most severe first and of those the oldest, `cases_max` at most.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn queue(&self, cases_max: usize) -> Result<Queue, StoreError> {
        let mut places: Vec<(String, Key)> = Vec::new();
        for shard in Work::Open.shards() {
            let page = self
                .client
                .query()
                .table_name(&self.name)
                .index_name(WORK_INDEX)
                .key_condition_expression(format!("{WORK_PK} = :shard"))
                .expression_attribute_values(":shard", s(shard))
                .limit(i32::try_from(cases_max.saturating_add(1)).unwrap_or(i32::MAX))
                .send()
                .await
                .map_err(|error| StoreError::of("reading the queue", &error))?;
            let items = page.items.unwrap_or_default();
            places.extend(items.iter().filter_map(|item| {
                let place = items::text(item, WORK_SK)?.to_owned();
                Some((place, items::key_of(item)))
            }));
        }
        places.sort();
        let has_more = places.len() > cases_max;
        places.truncate(cases_max);
        let keys: Vec<_> = places.into_iter().map(|(_, key)| key).collect();
        let mut cases = Vec::new();
        for chunk in keys.chunks(BATCH_MAX) {
            cases.extend(self.cases_at(chunk).await?);
        }
        cases.retain(|case: &Case| case.state.is_unresolved());
        cases.sort_by(|a, b| (b.severity, a.opened_at, a.id()).cmp(&(a.severity, b.opened_at, b.id())));
        Ok(Queue { cases, has_more })
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
