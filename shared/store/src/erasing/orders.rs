//! Orders to erase, which become receipts; and tombstones, by which it is remembered whom nobody may judge again. An order names
//! the person until it is done, because it has to be looked for once more after the stream and every retry have ended; then
//! nothing of it leads to the person but keyed hashes.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use domain::identity::Identity;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::error::StoreError;
use crate::items::{self, n, s};
use crate::keys::{self, Key, PK, WORK_PK, WORK_SK, Work};
use crate::table::Table;
use crate::times::sortable;

/// After what time a person is looked for once more: longer than the stream keeps a record and anybody repeats one.
pub const AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(48);
/// How long the table's stream keeps what was removed.
pub const IN_STREAM: SignedDuration = SignedDuration::from_hours(24);
/// How long point-in-time backups keep it.
pub const IN_BACKUPS: SignedDuration = SignedDuration::from_hours(35 * 24);

const REVISION: &str = "revision";
/// Attribute of a tombstone that counts what came late.
pub(super) const LATE: &str = "late";
const ORDER: &str = "erasure";
const MARKED_AT: &str = "marked_at";
/// Digits of a tombstone that name the order.
const ID_DIGITS: usize = 24;

/// How far an erasure is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ErasureState")]
pub enum State {
    /// It is ordered, and begun within a minute.
    #[default]
    Ordered,
    /// Everything was removed; once more it is looked for what came late.
    Erased,
    /// It was looked for once more. This is the last state.
    Done,
}

/// An order to erase a person, and what was done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Erasure {
    /// Its name: made of a keyed hash of the identity, the same for the same person.
    pub id: String,
    /// How far it is.
    pub state: State,
    /// When it was ordered first.
    pub ordered_at: Timestamp,
    /// By which key, or that it was the console.
    pub by: String,
    /// Their tombstones.
    #[serde(default)]
    pub tombstones: BTreeSet<String>,
    /// What was removed, by kind; after a crash in the middle, at least as much.
    #[serde(default)]
    pub removed: BTreeMap<Kind, u64>,
    /// When everything was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<Timestamp>,
    /// When it was looked for once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
    /// The person's identities, until it is done: the customer first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identities: Vec<Identity>,
    /// Visitors who are somebody else's and were linked to the person, until it is done.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub shared: BTreeSet<Identity>,
    /// Days on which the person was counted, until it is done.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub days: BTreeSet<Date>,
    /// Channels that something was told on, until it is done.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub channels: BTreeSet<String>,
    /// How often it was written.
    #[serde(default)]
    pub revision: u64,
}

impl Erasure {
    /// Counts what was removed.
    pub fn count(&mut self, kind: Kind, things: u64) {
        if things > 0 {
            *self.removed.entry(kind).or_default() += things;
        }
    }

    /// Returns when somebody goes on with it; none once it is done.
    fn due_at(&self) -> Option<Timestamp> {
        match (self.state, self.erased_at) {
            (State::Ordered, _) => Some(self.ordered_at),
            (State::Erased, Some(at)) => Some(at.saturating_add(AGAIN_AFTER).unwrap_or(Timestamp::MAX)),
            (State::Erased, None) => Some(self.ordered_at),
            (State::Done, _) => None,
        }
    }

    /// Forgets who it was: nothing is left that leads to the person.
    pub fn forget_person(&mut self) {
        self.identities.clear();
        self.shared.clear();
        self.days.clear();
        self.channels.clear();
    }
}

impl Table {
    /// Orders that a person is erased. Ordering it again looks for the person again; what was removed before stays on the receipt.
    ///
    /// # Errors
    /// Unavailable or refused: then nothing is known to be ordered, and ordering it again is harmless.
    pub async fn order_erasure(&self, customer: &Identity, by: &str, now: Timestamp) -> Result<Erasure, StoreError> {
        let mut id = self.pseudonyms().await?.tombstone(customer);
        id.truncate(ID_DIGITS);
        loop {
            let mut erasure = self.erasure(&id).await?.unwrap_or_else(|| Erasure {
                id: id.clone(),
                ordered_at: now,
                by: by.to_owned(),
                ..Erasure::default()
            });
            erasure.state = State::Ordered;
            (erasure.erased_at, erasure.done_at) = (None, None);
            if !erasure.identities.contains(customer) {
                erasure.identities.insert(0, customer.clone());
            }
            if self.keep_erasure(&mut erasure).await? {
                self.mark_erased(&mut erasure, [customer], now).await?;
                return Ok(erasure);
            }
        }
    }

    /// Reads an order.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn erasure(&self, id: &str) -> Result<Option<Erasure>, StoreError> {
        self.get(&keys::erasure(id), "reading an erasure").await?.map(items::decode).transpose()
    }

    /// Reads the orders that somebody has to go on with, the earliest first. The index may lag: the next run finds the rest.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn due_erasures(&self, now: Timestamp) -> Result<Vec<Erasure>, StoreError> {
        let within = (Timestamp::UNIX_EPOCH, now);
        let keys = self.waiting_between(Work::Erasing, within, "listing erasures").await?;
        let mut due = Vec::new();
        for (_, key) in keys {
            let item = self.get(&key, "reading an erasure").await?;
            let erasure: Option<Erasure> = item.map(items::decode).transpose()?;
            due.extend(erasure.filter(|erasure| erasure.due_at().is_some_and(|at| at <= now)));
        }
        Ok(due)
    }

    /// Writes an order down as it stands, unless somebody else did since it was read. Returns whether it is written.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn keep_erasure(&self, erasure: &mut Erasure) -> Result<bool, StoreError> {
        let before = erasure.revision;
        erasure.revision += 1;
        let key = keys::erasure(&erasure.id);
        let mut item = items::encode(&key, erasure)?;
        if let Some(at) = erasure.due_at() {
            item.insert(WORK_PK.to_owned(), s(Work::Erasing.shard(&key)));
            item.insert(WORK_SK.to_owned(), s(sortable(at)));
        }
        let put =
            self.client.put_item().table_name(&self.name).set_item(Some(item)).condition_expression(match before {
                0 => format!("attribute_not_exists({PK})"),
                _ => format!("{REVISION} = :before"),
            });
        let put = if before == 0 { put } else { put.expression_attribute_values(":before", n(before)) };
        match put.send().await {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(_)) => Ok(false),
                _ => Err(StoreError::of("writing an erasure", &error)),
            },
        }
    }

    /// Remembers that identities are erased by an order, before anything is removed, and lets everybody who judges know that
    /// there is one more to look up.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn mark_erased<'a>(
        &self,
        erasure: &mut Erasure,
        identities: impl IntoIterator<Item = &'a Identity>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let names = self.pseudonyms().await?;
        for identity in identities {
            let hash = names.tombstone(identity);
            self.put_tombstone(&hash, &erasure.id, now).await?;
            erasure.tombstones.insert(hash);
        }
        self.announce_erasure().await
    }

    /// Remembers again that identities are erased, by their keyed hashes, each with the name of its order: a table that was restored
    /// may know nothing of it.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn remember_erased(&self, erased: &BTreeMap<String, String>, now: Timestamp) -> Result<(), StoreError> {
        for (hash, order) in erased {
            self.put_tombstone(hash, order, now).await?;
        }
        self.announce_erasure().await
    }

    async fn put_tombstone(&self, hash: &str, order: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut item = keys::tombstone(hash).attributes();
        item.insert(MARKED_AT.to_owned(), s(sortable(now)));
        item.insert(ORDER.to_owned(), s(order));
        self.put_unless_there(item, "remembering an erasure").await.map(|_| ())
    }

    /// Returns those of some identities that are erased, each with the name of its order.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn erased_among(
        &self,
        identities: &BTreeSet<Identity>,
    ) -> Result<BTreeMap<Identity, String>, StoreError> {
        let names = self.pseudonyms().await?;
        let wanted: Vec<(Key, &Identity)> =
            identities.iter().map(|identity| (keys::tombstone(&names.tombstone(identity)), identity)).collect();
        let keys: Vec<_> = wanted.iter().map(|(key, _)| key.clone()).collect();
        let there = self.get_many(&keys, &[], "looking up erasures").await?;
        let erased = wanted.into_iter().filter_map(|(key, identity)| {
            let order = items::text(there.get(&key)?, ORDER).unwrap_or_default();
            Some((identity.clone(), order.to_owned()))
        });
        Ok(erased.collect())
    }

    /// Returns how many touchpoints came after the person of an order was erased, and were removed.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn late_of(&self, erasure: &Erasure) -> Result<u64, StoreError> {
        let keys: Vec<_> = erasure.tombstones.iter().map(|hash| keys::tombstone(hash)).collect();
        let there = self.get_many(&keys, &[], "counting late touchpoints").await?;
        Ok(there.values().filter_map(|item| items::number(item, LATE)).sum())
    }

    /// Tells whether a fact that is not there was erased: it cannot have expired yet, and somebody was erased.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn is_fact_erased(&self, received_at: Timestamp, now: Timestamp) -> Result<bool, StoreError> {
        Ok(!self.has_expired(received_at, now) && self.meanwhile().await?.erased > 0)
    }
}
