//! Batches of stream records. In order: the first record that may succeed later is reported, and the platform brings
//! it and everything after it again. What can never succeed is parked and passed, so that one bad record does not hold
//! up a shard.

use aws_lambda_events::event::dynamodb::EventRecord;
use domain::identity::fingerprint;
use jiff::{SignedDuration, Timestamp};
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

/// Age of a batch's first record from which its tries are counted: nearly every batch is younger and costs nothing.
const AGE_OF_COUNTED: SignedDuration = SignedDuration::from_secs(30);
/// Tries at the same records that take the process down, after which the first of them is taken alone.
const TRIES_TOGETHER_MAX: u64 = 3;
/// Tries after which it is parked.
const TRIES_ALONE_MAX: u64 = 2;

/// The records of a batch that failed so far.
pub struct Progress<'a> {
    table: &'a Table,
    function: &'static str,
    records: &'a [EventRecord],
    again: Option<usize>,
    /// The first record, if its tries are counted.
    counted: Option<&'a str>,
}

impl<'a> Progress<'a> {
    /// Begins a batch and returns the records of it that are to be processed now: all of them, unless earlier tries at the
    /// same ones ended in a crash or out of time. Then the first is taken alone, and parked if it goes on; what follows comes
    /// again.
    pub async fn begin(
        table: &'a Table,
        function: &'static str,
        records: &'a [EventRecord],
        now: Timestamp,
    ) -> (Self, &'a [EventRecord]) {
        let mut progress = Self { table, function, records, again: None, counted: None };
        let Some(first) = records.first().filter(|first| is_old(first, now)) else { return (progress, records) };
        let Some(number) = first.change.sequence_number.as_deref() else { return (progress, records) };
        let tries = match table.begin_try(function, number, now).await {
            Ok(tries) => tries,
            Err(error) => {
                tracing::warn!(%error, "tries not counted");
                return (progress, records);
            }
        };
        progress.counted = Some(number);
        if tries <= TRIES_TOGETHER_MAX {
            return (progress, records);
        }
        if records.len() > 1 {
            progress.come_again(1);
        }
        if tries <= TRIES_TOGETHER_MAX + TRIES_ALONE_MAX {
            return (progress, &records[..1]);
        }
        let why =
            StoreError::Refused { doing: "processing a record", code: format!("{} tries ended in nothing", tries - 1) };
        progress.fail(0, &why, now).await;
        (progress, &[])
    }

    /// Ends the batch: it was not what took a process down.
    pub async fn end(self) -> BatchAnswer {
        if let Some(number) = self.counted
            && let Err(error) = self.table.end_try(self.function, number).await
        {
            tracing::warn!(%error, "tries not counted");
        }
        self.answer()
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

    fn answer(&self) -> BatchAnswer {
        match self.again.and_then(|first| self.records.get(first)) {
            Some(first) => BatchAnswer::from_record(first),
            None => BatchAnswer::default(),
        }
    }
}

/// Tells whether a record has waited for longer than one try takes.
fn is_old(record: &EventRecord, now: Timestamp) -> bool {
    let created = record.change.approximate_creation_date_time.timestamp_millis();
    // A record without a time says nothing.
    let created = Timestamp::from_millisecond(created).ok().filter(|created| created.as_second() > 0);
    created.is_some_and(|created| now.duration_since(created) > AGE_OF_COUNTED)
}

/// Names a stream event in logs without its content.
fn event_of(record: &EventRecord) -> String {
    fingerprint(&[&record.event_id], 12)
}
