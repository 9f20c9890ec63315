//! Deliveries: one per case, transition and channel, in the table before anything is sent. A sender claims it
//! first, for longer than it can possibly take; what is not settled by then becomes due again.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use domain::alerting::Message;
use jiff::{SignedDuration, Timestamp};

use crate::error::{StoreError, if_held};
use crate::items::{self, Item, n, s};
use crate::keys::{Key, WORK_INDEX, WORK_PK, WORK_SK, Work};
use crate::table::Table;
use crate::times::sortable;

pub(crate) const MESSAGE: &str = "message";
pub(crate) const CHANNEL: &str = "channel";
const CREATED_AT: &str = "created_at";
pub(crate) const ATTEMPTS: &str = "attempts";
pub(crate) const STATE: &str = "delivery_state";
pub(crate) const LEASE_UNTIL: &str = "lease_until";
/// Set on what was put off to be told together.
const GATHERED: &str = "gathered";
/// Why it was given up.
pub(crate) const WHY: &str = "why";

/// State of a delivery that is still to be made.
pub(crate) const PENDING: &str = "pending";
/// State of one that the receiver has.
pub(crate) const DELIVERED: &str = "delivered";
/// State of one that was given up.
pub(crate) const DEAD: &str = "dead";

/// A delivery that the caller has claimed.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Its key.
    pub key: Key,
    /// Name of the channel.
    pub channel: String,
    /// What is told.
    pub message: Message,
    /// When it was written: the same for each try.
    pub created_at: Timestamp,
    /// Tries, this one included.
    pub attempts: u32,
    /// Whether it was put off to be told together with others.
    pub is_gathered: bool,
    /// Since when it is due: since it was written, unless it was put off.
    pub due_at: Timestamp,
}

impl Delivery {
    /// Returns the id under which the receiver sees every try of this delivery.
    pub fn id(&self) -> String {
        self.key.message_id()
    }
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The receiver has it.
    Delivered,
    /// It failed and is to be tried again at this time.
    Due(Timestamp),
    /// It was not tried and is to be at this time.
    PutOff {
        /// When.
        at: Timestamp,
        /// Whether it is put off to be told together with others.
        gathered: bool,
    },
    /// It is told by a digest, which is a delivery of its own.
    Listed,
}

/// Lets a delivery that is being written wait until a time, to be told together with others.
pub(crate) fn wait(item: &mut Item, until: Timestamp) {
    item.insert(WORK_SK.to_owned(), s(sortable(until)));
    item.insert(GATHERED.to_owned(), AttributeValue::Bool(true));
}

impl Table {
    /// Returns a delivery as it is first written: due at once.
    pub(crate) fn delivery_item(
        &self,
        key: &Key,
        channel: &str,
        message: &Message,
        now: Timestamp,
    ) -> Result<Item, StoreError> {
        let body = serde_json::to_string(message)
            .map_err(|error| StoreError::Unreadable { key: key.fingerprint(), why: error.to_string() })?;
        let mut item = key.attributes();
        item.extend([
            (MESSAGE.to_owned(), items::packed(&body)),
            (CHANNEL.to_owned(), s(channel)),
            (CREATED_AT.to_owned(), s(sortable(now))),
            (ATTEMPTS.to_owned(), n(0_u8)),
            (STATE.to_owned(), s(PENDING)),
            (WORK_PK.to_owned(), s(Work::Due.shard(key))),
            (WORK_SK.to_owned(), s(sortable(now))),
        ]);
        item.extend(self.message_expiry(now));
        Ok(item)
    }

    /// Claims a pending delivery whose time has come and that nobody else holds, for the length of the lease. `None` if
    /// there is nothing to do.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn claim(
        &self,
        key: &Key,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<Option<Delivery>, StoreError> {
        let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
        let update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            // The index keeps its place until the try is settled: moving it would cost twice what the claim does.
            .update_expression(format!("SET {LEASE_UNTIL} = :until ADD {ATTEMPTS} :one"))
            .condition_expression(format!(
                "{STATE} = :pending AND {WORK_SK} <= :now AND (attribute_not_exists({LEASE_UNTIL}) OR \
                 {LEASE_UNTIL} <= :now)"
            ))
            .expression_attribute_values(":until", s(sortable(until)))
            .expression_attribute_values(":one", n(1_u8))
            .expression_attribute_values(":pending", s(PENDING))
            .expression_attribute_values(":now", s(sortable(now)))
            .return_values(ReturnValue::AllNew)
            .send()
            .await;
        let claimed = if_held("claiming a delivery", update)?.and_then(|answer| answer.attributes);
        claimed.map(|item| read(key, &item)).transpose()
    }

    /// Writes down how a try ended, unless somebody else has claimed the delivery since.
    ///
    /// # Errors
    /// Unavailable or refused: the lease then runs out and the delivery is tried again.
    pub async fn settle(&self, delivery: &Delivery, settled: Settled) -> Result<(), StoreError> {
        let update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(delivery.key.attributes()))
            .condition_expression(format!("{ATTEMPTS} = :mine AND {STATE} = :pending"))
            .expression_attribute_values(":mine", n(delivery.attempts))
            .expression_attribute_values(":pending", s(PENDING));
        let update = match settled {
            Settled::Due(at) => update
                .update_expression(format!("SET {WORK_SK} = :at REMOVE {LEASE_UNTIL}"))
                .expression_attribute_values(":at", s(sortable(at))),
            Settled::PutOff { at, gathered } => {
                let mark = if gathered { format!(", {GATHERED} = :yes") } else { String::new() };
                let update = update
                    .update_expression(format!(
                        "SET {WORK_SK} = :at, {ATTEMPTS} = {ATTEMPTS} - :one{mark} REMOVE {LEASE_UNTIL}"
                    ))
                    .expression_attribute_values(":at", s(sortable(at)))
                    .expression_attribute_values(":one", n(1_u8));
                if gathered { update.expression_attribute_values(":yes", AttributeValue::Bool(true)) } else { update }
            }
            Settled::Delivered | Settled::Listed => {
                let state = if settled == Settled::Delivered { DELIVERED } else { "listed" };
                update
                    .update_expression(format!("SET {STATE} = :state REMOVE {LEASE_UNTIL}, {WORK_PK}, {WORK_SK}"))
                    .expression_attribute_values(":state", s(state))
            }
        };
        if_held("settling a delivery", update.send().await).map(drop)
    }

    /// Lists deliveries whose time has come, oldest first in each shard, through the sparse index. The index may lag:
    /// a claim on the table decides.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn due(&self, now: Timestamp, per_shard_max: i32) -> Result<Vec<Key>, StoreError> {
        let mut due = Vec::new();
        for shard in Work::Due.shards() {
            let page = self
                .client
                .query()
                .table_name(&self.name)
                .index_name(WORK_INDEX)
                .key_condition_expression(format!("{WORK_PK} = :shard AND {WORK_SK} <= :now"))
                .expression_attribute_values(":shard", s(shard))
                .expression_attribute_values(":now", s(sortable(now)))
                .limit(per_shard_max)
                .send()
                .await
                .map_err(|error| StoreError::of("listing what is due", &error))?;
            due.extend(page.items.unwrap_or_default().iter().map(items::key_of));
        }
        Ok(due)
    }
}

fn read(key: &Key, item: &Item) -> Result<Delivery, StoreError> {
    let unreadable = |why: &str| StoreError::Unreadable { key: key.fingerprint(), why: why.to_owned() };
    let text = |name: &'static str| items::text(item, name).ok_or_else(|| unreadable(name));
    let created_at = text(CREATED_AT)?.parse().map_err(|_| unreadable(CREATED_AT))?;
    Ok(Delivery {
        key: key.clone(),
        channel: text(CHANNEL)?.to_owned(),
        message: items::unpacked(item, MESSAGE)
            .and_then(|body| serde_json::from_str(&body).ok())
            .ok_or_else(|| unreadable(MESSAGE))?,
        created_at,
        due_at: items::text(item, WORK_SK).and_then(|text| text.parse().ok()).unwrap_or(created_at),
        is_gathered: item.contains_key(GATHERED),
        attempts: items::number(item, ATTEMPTS).and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
    })
}
