//! Dead letters: deliveries that were given up, kept with everything they say, listed through the sparse index and sent again
//! when somebody asks.

use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use domain::alerting::Message;
use jiff::Timestamp;
use serde::Serialize;

use crate::cases::{Race, lost_race, unbuilt};
use crate::deliveries::{ATTEMPTS, CHANNEL, DEAD, Delivery, LEASE_UNTIL, PENDING, STATE, WHY};
use crate::error::{StoreError, if_held};
use crate::items::{self, n, s};
use crate::keys::{self, Key, WORK_PK, WORK_SK, Work};
use crate::table::Table;
use crate::times::sortable;

/// A delivery that was given up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeadLetter {
    /// The id under which the receiver knows it.
    pub id: String,
    /// The channel it was for.
    pub channel: String,
    /// When it was given up.
    pub died_at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// What the last try met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    #[serde(skip)]
    key: Key,
}

impl Table {
    /// Gives a delivery up. If there is another channel to tell instead, that is written in the same transaction, and its
    /// delivery is returned; it is none if that channel is told anyway.
    ///
    /// # Errors
    /// Unavailable or refused: the lease then runs out and the delivery is tried again.
    pub async fn give_up(
        &self,
        delivery: &Delivery,
        why: &str,
        fallback: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<Key>, StoreError> {
        if let Some(channel) = fallback {
            let instead = delivery.key.for_channel(channel);
            let item = self.delivery_item(&instead, channel, &delivery.message, now)?;
            let writes = vec![self.dead_update(delivery, why, now)?, self.put_new(item)?];
            match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
                Ok(_) => return Ok(Some(instead)),
                // The other channel has it already, or somebody settled this one.
                Err(error) if lost_race(&error) == Some(Race::Condition) => {}
                Err(error) => return Err(StoreError::of("giving a delivery up", &error)),
            }
        }
        let writes = vec![self.dead_update(delivery, why, now)?];
        match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
            Ok(_) => Ok(None),
            Err(error) if lost_race(&error) == Some(Race::Condition) => Ok(None),
            Err(error) => Err(StoreError::of("giving a delivery up", &error)),
        }
    }

    fn dead_update(&self, delivery: &Delivery, why: &str, now: Timestamp) -> Result<TransactWriteItem, StoreError> {
        let update = Update::builder()
            .table_name(&self.name)
            .set_key(Some(delivery.key.attributes()))
            .update_expression(format!(
                "SET {STATE} = :dead, {WHY} = :why, {WORK_PK} = :shard, {WORK_SK} = :now REMOVE {LEASE_UNTIL}"
            ))
            .condition_expression(format!("{ATTEMPTS} = :mine AND {STATE} = :pending"))
            .expression_attribute_values(":dead", s(DEAD))
            .expression_attribute_values(":why", s(why))
            .expression_attribute_values(":shard", s(Work::Dead.shard(&delivery.key)))
            .expression_attribute_values(":now", s(sortable(now)))
            .expression_attribute_values(":mine", n(delivery.attempts))
            .expression_attribute_values(":pending", s(PENDING))
            .build()
            .map_err(unbuilt)?;
        Ok(TransactWriteItem::builder().update(update).build())
    }

    /// Lists what was given up within a time, oldest first, `letters_max` at most.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn dead_letters(
        &self,
        from: Timestamp,
        to: Timestamp,
        letters_max: usize,
    ) -> Result<Vec<DeadLetter>, StoreError> {
        let mut keys = self.waiting_between(Work::Dead, (from, to), "listing dead letters").await?;
        keys.truncate(letters_max);
        let mut letters = Vec::new();
        for (died_at, key) in keys {
            let Some(item) = self.get(&key, "reading a dead letter").await? else { continue };
            letters.push(DeadLetter {
                id: key.message_id(),
                channel: items::text(&item, CHANNEL).unwrap_or_default().to_owned(),
                died_at,
                attempts: items::number(&item, ATTEMPTS).and_then(|n| u32::try_from(n).ok()).unwrap_or_default(),
                why: items::text(&item, WHY).map(str::to_owned),
                key,
            });
        }
        Ok(letters)
    }

    /// Makes a dead letter due again, as if it was new but with the id it has. Returns its key, or `None` if it is not dead
    /// any more.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn replay(&self, letter: &DeadLetter, now: Timestamp) -> Result<Option<Key>, StoreError> {
        let update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(letter.key.attributes()))
            .update_expression(format!(
                "SET {STATE} = :pending, {ATTEMPTS} = :none, {WORK_PK} = :shard, {WORK_SK} = :now REMOVE {WHY}"
            ))
            .condition_expression(format!("{STATE} = :dead"))
            .expression_attribute_values(":pending", s(PENDING))
            .expression_attribute_values(":dead", s(DEAD))
            .expression_attribute_values(":none", n(0_u8))
            .expression_attribute_values(":shard", s(Work::Due.shard(&letter.key)))
            .expression_attribute_values(":now", s(sortable(now)))
            .send()
            .await;
        Ok(if_held("replaying a delivery", update)?.map(|_| letter.key.clone()))
    }

    /// Writes a message of the suite itself about a channel, once by its name. Returns its delivery if it is new.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn notify(
        &self,
        about: &str,
        name: &str,
        channel: &str,
        message: &Message,
        now: Timestamp,
    ) -> Result<Option<Key>, StoreError> {
        let key = keys::delivery(&keys::channel_partition(about), name, channel);
        let writes = vec![self.put_new(self.delivery_item(&key, channel, message, now)?)?];
        match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
            Ok(_) => Ok(Some(key)),
            Err(error) if lost_race(&error) == Some(Race::Condition) => Ok(None),
            Err(error) => Err(StoreError::of("writing a notice", &error)),
        }
    }
}
