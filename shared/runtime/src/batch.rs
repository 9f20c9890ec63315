//! Batches of stream records. In order: the first record that may succeed later is reported, and the platform brings
//! it and everything after it again. What can never succeed is parked and passed, so that one bad record does not hold
//! up a shard.

use aws_lambda_events::event::dynamodb::EventRecord;
use domain::identity::fingerprint;
use jiff::Timestamp;
use serde::Serialize;
use store::error::StoreError;
use store::items::image_key;
use store::table::Table;

/// What the platform is told about a batch: the record from which to begin again, if any.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchAnswer {
    batch_item_failures: Vec<ItemFailure>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct ItemFailure {
    item_identifier: String,
}

impl BatchAnswer {
    /// Says that everything was processed.
    pub fn complete() -> Self {
        Self::default()
    }

    /// Says that the batch is to begin again at this record.
    pub fn from_record(record: &EventRecord) -> Self {
        let item_identifier = record.change.sequence_number.clone().unwrap_or_default();
        Self { batch_item_failures: vec![ItemFailure { item_identifier }] }
    }
}

/// Parks a record that can never succeed.
///
/// # Errors
/// It could not be parked: then it must not be passed over.
pub async fn park(
    table: &Table,
    function: &'static str,
    record: &EventRecord,
    why: &StoreError,
    now: Timestamp,
) -> Result<(), StoreError> {
    let key = image_key(record.change.keys.clone());
    tracing::error!(function, record = key.fingerprint(), event = event_of(record), %why, "record parked");
    table.park(function, &key, &why.to_string(), now).await
}

/// Names a stream event in logs without its content.
fn event_of(record: &EventRecord) -> String {
    fingerprint(&[&record.event_id], 12)
}
