//! The clocks of promised times. A clock is no item of its own: a touchpoint that promises a time lies in the index `work` until
//! somebody has looked at it, which costs one write unit more when it is stored and two to end it. Decides nothing.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::alerting::Message;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::expiry;
use jiff::Timestamp;

use crate::error::{StoreError, if_held};
use crate::items::{self, s};
use crate::keys::{self, Key, PK, SK, WORK_INDEX, WORK_PK, WORK_SK, Work};
use crate::table::Table;
use crate::times::sortable;

/// Set on a touchpoint of which only the clock was changed: the stream filter of classify lets no such change through, because
/// there is nothing new to judge.
pub(crate) const WATCHED: &str = "watched";

/// Returns the attributes by which an item waits in the index.
pub(crate) fn clock(work: Work, key: &Key, at: Timestamp) -> [(String, AttributeValue); 2] {
    [(WORK_PK.to_owned(), s(work.shard(key))), (WORK_SK.to_owned(), s(sortable(at)))]
}

/// Overdue promises that are listed of each part of the index, so that a list costs a bounded number of units.
const OVERDUE_PER_SHARD_MAX: usize = 2_500;

/// Which clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clocks {
    /// Promised times that nobody has looked at.
    Promised,
    /// Promised times that passed.
    Overdue,
}

impl Clocks {
    fn work(self) -> Work {
        match self {
            Self::Promised => Work::Promised,
            Self::Overdue => Work::Overdue,
        }
    }
}

impl Table {
    /// Lists the clocks that have run out by a time, the earliest first in each part of the index. The index may lag: the
    /// touchpoint itself decides.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn run_out(
        &self,
        clocks: Clocks,
        until: Timestamp,
        per_shard_max: usize,
    ) -> Result<Vec<Key>, StoreError> {
        let mut keys = Vec::new();
        for shard in clocks.work().shards() {
            let query = self
                .client
                .query()
                .table_name(&self.name)
                .index_name(WORK_INDEX)
                .key_condition_expression(format!("{WORK_PK} = :shard AND {WORK_SK} <= :until"))
                .expression_attribute_values(":shard", s(shard))
                .expression_attribute_values(":until", s(sortable(until)))
                .limit(i32::try_from(per_shard_max).unwrap_or(i32::MAX));
            let (mut pages, mut taken) = (query.into_paginator().send(), 0);
            while let Some(page) = pages.next().await {
                let page = page.map_err(|error| StoreError::of("listing promised times", &error))?;
                let found = page.items.unwrap_or_default();
                taken += found.len();
                keys.extend(found.iter().map(items::key_of));
                if taken >= per_shard_max {
                    break;
                }
            }
        }
        Ok(keys)
    }

    /// Lists the facts of promises that are overdue, the longest overdue first. Something of a few may have come since somebody looked.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn overdue(&self) -> Result<Vec<Key>, StoreError> {
        // Their clocks say when somebody looks again, which lies ahead: all of them are meant.
        let mut keys = self.run_out(Clocks::Overdue, Timestamp::MAX, OVERDUE_PER_SHARD_MAX).await?;
        // The promised time is a part of the key, so that the longest overdue are found without reading all.
        keys.sort_by_cached_key(|key| (expiry::due_second(&key.sk), key.pk.clone(), key.sk.clone()));
        Ok(keys)
    }

    /// Reads the touchpoint of a clock; none if the clock was ended or set to a later time meanwhile.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn running(&self, key: &Key, until: Timestamp) -> Result<Option<Touchpoint>, StoreError> {
        let Some(item) = self.get(key, "reading a promised time").await? else { return Ok(None) };
        let runs = items::text(&item, WORK_SK).is_some_and(|at| *at <= *sortable(until));
        if runs { items::decode_touchpoint(item).map(Some) } else { Ok(None) }
    }

    /// Records the fact that a promised time passed, once. `look_at` is when somebody looks whether what was promised has come; none
    /// if it has.
    ///
    /// # Errors
    /// Unavailable or refused: nothing is known to be recorded, and recording it again is harmless.
    pub async fn record_expiry(&self, fact: &Touchpoint, look_at: Option<Timestamp>) -> Result<bool, StoreError> {
        let key = keys::touchpoint(&fact.recorded, &fact.key());
        let mut item = items::encode_touchpoint(&key, fact)?;
        item.extend(self.expiry(fact.received_at));
        item.extend(look_at.map(|at| clock(Work::Overdue, &key, at)).into_iter().flatten());
        Ok(self.put_if_new(item, "recording that a promised time passed").await?.is_none())
    }

    /// Ends the clock of a touchpoint. Ending it again is harmless.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn end_clock(&self, key: &Key, now: Timestamp) -> Result<(), StoreError> {
        let update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .update_expression(format!("SET {WATCHED} = :now REMOVE {WORK_PK}, {WORK_SK}"))
            .condition_expression(format!("attribute_exists({PK}) AND attribute_exists({WORK_PK})"))
            .expression_attribute_values(":now", s(sortable(now)));
        if_held("ending a clock", update.send().await).map(drop)
    }

    /// Sets the clock of a touchpoint that is there, to be looked at again then.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn set_clock(
        &self,
        (clocks, key): (Clocks, &Key),
        at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let [(_, shard), (_, at)] = clock(clocks.work(), key, at);
        let update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .update_expression(format!("SET {WATCHED} = :now, {WORK_PK} = :shard, {WORK_SK} = :at"))
            .condition_expression(format!("attribute_exists({PK})"))
            .expression_attribute_values(":now", s(sortable(now)))
            .expression_attribute_values(":shard", shard)
            .expression_attribute_values(":at", at);
        if_held("setting a clock", update.send().await).map(drop)
    }

    /// Writes the deliveries of a message about a promise, each once. `name` names what is told. Returns the keys of all.
    ///
    /// # Errors
    /// Unavailable or refused; writing them again is harmless.
    pub async fn tell_of_promise(
        &self,
        (maker, name): (&Touchpoint, &str),
        messages: &[(String, Message)],
        now: Timestamp,
    ) -> Result<Vec<Key>, StoreError> {
        let partition = keys::customer(&maker.recorded);
        let mut written = Vec::new();
        for (channel, message) in messages {
            let key = keys::delivery(&partition, name, channel);
            let item = self.delivery_item(&key, channel, message, now)?;
            self.put_if_new(item, "writing a warning").await?;
            written.push(key);
        }
        Ok(written)
    }
}

/// A page of touchpoints that promise a time and have no clock.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Promising {
    /// The touchpoints, by their keys.
    pub without_clock: Vec<(Key, Touchpoint)>,
    /// Where the next page begins; none after the last.
    pub next: Option<String>,
}

/// What stands between the two parts of a key where a page is named.
const PAGE_MARK: char = '\u{1F}';

impl Table {
    /// Reads touchpoints that promise a time, have not been looked at and have no clock, a page of the table at a time.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn promising(&self, from: Option<&str>) -> Result<Promising, StoreError> {
        let start = from.and_then(|from| from.split_once(PAGE_MARK));
        let start = start.map(|(pk, sk)| Key { pk: pk.to_owned(), sk: sk.to_owned() }.attributes());
        let page = self
            .client
            .scan()
            .table_name(&self.name)
            .filter_expression(format!(
                "begins_with({SK}, :touchpoint) AND attribute_exists(due_at) AND attribute_not_exists(done_at) \
                 AND attribute_not_exists({WATCHED}) AND attribute_not_exists({WORK_PK})"
            ))
            .expression_attribute_values(":touchpoint", s(keys::TOUCHPOINT))
            .set_exclusive_start_key(start)
            .send()
            .await
            .map_err(|error| StoreError::of("looking for promises", &error))?;
        let next = page.last_evaluated_key.as_ref().map(items::key_of);
        let mut promising =
            Promising { next: next.map(|key| format!("{}{PAGE_MARK}{}", key.pk, key.sk)), ..Promising::default() };
        for item in page.items.unwrap_or_default() {
            let key = items::key_of(&item);
            promising.without_clock.push((key, items::decode_touchpoint(item)?));
        }
        Ok(promising)
    }
}
