//! The quarantine: what somebody known sent and nobody could take. The item of a record says whose it is, why it is there and what
//! became of it; the bytes themselves are an object beside the table. Everything the table has about a record is under one key.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{StoreError, if_held};
use crate::items::{self, n, s};
use crate::keys::{self, EXPIRES_AT, PK, WORK_PK, WORK_SK, Work};
use crate::table::Table;
use crate::times::sortable;

/// How long a record is kept. The rule of the bucket in the template says the same.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long a count of one day is kept: until nothing of that day is counted any more.
const COUNTED_FOR: SignedDuration = SignedDuration::from_hours(48);
/// Records that are read at once.
const READ_AT_ONCE: usize = 100;

const COUNT: &str = "records";
const BYTES: &str = "bytes";
const STATE: &str = "state";
const REPLAYED_AT: &str = "replayed_at";

/// By which way something came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "QuarantineWay")]
pub enum Way {
    /// A touchpoint, or a body that should have held some, posted with a write key.
    Touchpoint,
    /// A delivery of a vendor, whole.
    Delivery,
    /// A call of an SDK, whole.
    Call,
}

/// Why something was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "QuarantineReason")]
pub enum Why {
    /// The body cannot be read as what it says it is.
    Unreadable,
    /// Fields are missing or wrong.
    Invalid,
    /// The sender's map found nothing in it that it looks for.
    NotUnderstood,
    /// Another touchpoint has its source and id.
    Conflict,
    /// The field was filled in that people do not see.
    Honeypot,
}

/// Whether somebody still has to look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "QuarantineState")]
pub enum State {
    /// It waits.
    Held,
    /// All of it is in the table of touchpoints now.
    Replayed,
}

/// A field that was wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "WrongField")]
pub struct Wrong {
    /// The field.
    pub field: String,
    /// What was wrong with it.
    pub message: String,
}

/// One record of the quarantine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "HeldRecord")]
pub struct Record {
    /// Its name, which is also that of the object with the bytes.
    pub id: String,
    /// The name of the key or of the sender.
    pub source: String,
    /// How it came.
    pub way: Way,
    /// Why it was not taken.
    pub reason: Why,
    /// The reason in words. Quotes nothing of what was sent.
    pub detail: String,
    /// The wrong fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Wrong>,
    /// Whom it names, as far as it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// When it was first received.
    pub received_at: Timestamp,
    /// Bytes of what was sent.
    pub bytes: u64,
    /// Whether it still waits.
    pub state: State,
    /// When it was replayed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replayed_at: Option<Timestamp>,
}

/// How much one source may put into quarantine on one day.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Records.
    pub records: u64,
    /// Bytes of all of them.
    pub bytes: u64,
}

impl Table {
    /// Takes room for one more record of a source on a day. Returns whether there was some.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn take_room_in_quarantine(
        &self,
        source: &str,
        (date, now): (Date, Timestamp),
        bytes: u64,
        bounds: Bounds,
    ) -> Result<bool, StoreError> {
        let until = now.checked_add(COUNTED_FOR).unwrap_or(Timestamp::MAX);
        let update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys::quarantine_count(source, date).attributes()))
            .update_expression(format!("ADD {COUNT} :one, #bytes :bytes SET {EXPIRES_AT} = :until"))
            .condition_expression(format!(
                "attribute_not_exists({PK}) OR ({COUNT} < :records_max AND #bytes <= :bytes_left)"
            ))
            .expression_attribute_names("#bytes", BYTES)
            .expression_attribute_values(":one", n(1_u8))
            .expression_attribute_values(":bytes", n(bytes))
            .expression_attribute_values(":records_max", n(bounds.records))
            .expression_attribute_values(":bytes_left", n(bounds.bytes.saturating_sub(bytes)))
            .expression_attribute_values(":until", n(u64::try_from(until.as_second()).unwrap_or_default()))
            .send()
            .await;
        Ok(if_held("counting the quarantine", update)?.is_some())
    }

    /// Lists a record. One that is there already, in whatever state, is not touched. Returns whether it is new.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn quarantine(&self, record: &Record) -> Result<bool, StoreError> {
        let key = keys::quarantined(&record.id);
        let mut item = items::encode(&key, record)?;
        let until = record.received_at.checked_add(KEPT_FOR).unwrap_or(Timestamp::MAX);
        item.extend([
            (EXPIRES_AT.to_owned(), n(u64::try_from(until.as_second()).unwrap_or_default())),
            (WORK_PK.to_owned(), s(Work::Held.shard(&key))),
            (WORK_SK.to_owned(), s(sortable(record.received_at))),
        ]);
        self.put_unless_there(item, "listing a record of the quarantine").await
    }

    /// Reads one record.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn quarantined(&self, id: &str) -> Result<Option<Record>, StoreError> {
        let item = self.get(&keys::quarantined(id), "reading a record of the quarantine").await?;
        item.map(items::decode).transpose()
    }

    /// Lists the records that wait, oldest first, of those received within a time: of one source or of all, `records_max` at most.
    /// Says also whether there are more.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn all_quarantined(
        &self,
        (from, to): (Timestamp, Timestamp),
        source: Option<&str>,
        records_max: usize,
    ) -> Result<(Vec<Record>, bool), StoreError> {
        let keys = self.waiting_between(Work::Held, (from, to), "listing the quarantine").await?;
        let keys: Vec<_> = keys.into_iter().map(|(_, key)| key).collect();
        let mut records = Vec::new();
        for keys in keys.chunks(READ_AT_ONCE) {
            let mut there = self.get_many(keys, &[], "reading records of the quarantine").await?;
            for key in keys {
                // The index may be behind: the item itself says what it is.
                let Some(item) = there.remove(key) else { continue };
                let record: Record = items::decode(item)?;
                if record.state != State::Held || source.is_some_and(|source| source != record.source) {
                    continue;
                }
                if records.len() == records_max {
                    return Ok((records, true));
                }
                records.push(record);
            }
        }
        Ok((records, false))
    }

    /// Takes note that a record was replayed, so that it waits no longer. A second replay changes nothing.
    ///
    /// # Errors
    /// Unavailable or refused: then it still waits, and replaying it again is harmless.
    pub async fn settle_quarantined(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        let update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys::quarantined(id).attributes()))
            .update_expression(format!("SET #state = :replayed, {REPLAYED_AT} = :now REMOVE {WORK_PK}, {WORK_SK}"))
            .condition_expression("#state = :held")
            .expression_attribute_names("#state", STATE)
            .expression_attribute_values(":replayed", s("replayed"))
            .expression_attribute_values(":held", s("held"))
            .expression_attribute_values(":now", s(now.to_string()))
            .send()
            .await;
        if_held("settling a record of the quarantine", update).map(drop)
    }

    /// Lets the holder of a token replay a record, until a time.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn permit_replay(&self, id: &str, token: &str, until: Timestamp) -> Result<(), StoreError> {
        let mut item = keys::replay_permit(id, token).attributes();
        item.insert(EXPIRES_AT.to_owned(), n(u64::try_from(until.as_second()).unwrap_or_default()));
        self.put_unless_there(item, "permitting a replay").await.map(drop)
    }

    /// Returns whether the holder of a token may replay a record now. What has expired may be in the table for days.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn may_replay(&self, id: &str, token: &str, now: Timestamp) -> Result<bool, StoreError> {
        let item = self.get(&keys::replay_permit(id, token), "looking up a permit").await?;
        let until = item.and_then(|item| items::number(&item, EXPIRES_AT));
        Ok(until.is_some_and(|until| u64::try_from(now.as_second()).is_ok_and(|now| now < until)))
    }

    /// Removes a record.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn remove_quarantined(&self, id: &str) -> Result<(), StoreError> {
        self.client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(keys::quarantined(id).attributes()))
            .send()
            .await
            .map_err(|error| StoreError::of("removing a record of the quarantine", &error))?;
        Ok(())
    }
}
