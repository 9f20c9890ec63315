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
    /// Tells whether everything was processed.
    pub fn is_complete(&self) -> bool {
        self.batch_item_failures.is_empty()
    }

    /// Says that the batch is to begin again at this record.
    fn from_record(record: &EventRecord) -> Self {
        let item_identifier = record.change.sequence_number.clone().unwrap_or_default();
        Self { batch_item_failures: vec![ItemFailure { item_identifier }] }
    }
}

/// The records of a batch that failed so far.
pub struct Progress<'a> {
    table: &'a Table,
    function: &'static str,
    records: &'a [EventRecord],
    again: Option<usize>,
}

impl<'a> Progress<'a> {
    /// Begins a batch.
    pub fn new(table: &'a Table, function: &'static str, records: &'a [EventRecord]) -> Self {
        Self { table, function, records, again: None }
    }

    /// Takes note that a record failed: it comes again if it may succeed later, and is parked if it never can.
    pub async fn fail(&mut self, index: usize, why: &StoreError, now: Timestamp) {
        let Some(record) = self.records.get(index) else { return };
        if why.is_retryable() {
            tracing::warn!(%why, event = event_of(record), "record comes again");
            self.come_again(index);
            return;
        }
        let key = image_key(record.change.keys.clone());
        tracing::error!(function = self.function, record = key.fingerprint(), event = event_of(record), %why, "record parked");
        if let Err(error) = self.table.park(self.function, &key, &why.to_string(), now).await {
            tracing::warn!(%error, "record not parked, it comes again");
            self.come_again(index);
        }
    }

    /// Takes note that a record, and with it everything after it, has to come again.
    pub fn come_again(&mut self, index: usize) {
        self.again = Some(self.again.map_or(index, |first| first.min(index)));
    }

    /// Returns what the platform is told.
    pub fn answer(&self) -> BatchAnswer {
        match self.again.and_then(|first| self.records.get(first)) {
            Some(first) => BatchAnswer::from_record(first),
            None => BatchAnswer::default(),
        }
    }
}

/// Names a stream event in logs without its content.
fn event_of(record: &EventRecord) -> String {
    fingerprint(&[&record.event_id], 12)
}
