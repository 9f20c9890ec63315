//! What waits in a part of the sparse index, listed by the time that it has there. The index may be behind: the item decides.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::items::{self, s};
use crate::keys::{Key, WORK_INDEX, WORK_PK, WORK_SK, Work};
use crate::table::Table;
use crate::times::sortable;

/// Keys of one page of the index.
const PAGE_ITEMS_MAX: i32 = 1_000;

impl Table {
    /// Lists the keys of what waits with a time within two, the earliest first.
    pub(crate) async fn waiting_between(
        &self,
        work: Work,
        (from, to): (Timestamp, Timestamp),
        doing: &'static str,
    ) -> Result<Vec<(Timestamp, Key)>, StoreError> {
        let mut keys = Vec::new();
        for shard in work.shards() {
            let mut pages = self
                .client
                .query()
                .table_name(&self.name)
                .index_name(WORK_INDEX)
                .key_condition_expression(format!("{WORK_PK} = :shard AND {WORK_SK} BETWEEN :from AND :to"))
                .expression_attribute_values(":shard", s(shard))
                .expression_attribute_values(":from", s(sortable(from)))
                .expression_attribute_values(":to", s(sortable(to)))
                .limit(PAGE_ITEMS_MAX)
                .into_paginator()
                .items()
                .send();
            while let Some(item) = pages.next().await {
                let item = item.map_err(|error| StoreError::of(doing, &error))?;
                let at: Option<Timestamp> = items::text(&item, WORK_SK).and_then(|at| at.parse().ok());
                keys.extend(at.map(|at| (at, items::key_of(&item))));
            }
        }
        keys.sort();
        Ok(keys)
    }
}
