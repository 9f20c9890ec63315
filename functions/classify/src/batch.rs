//! One batch: records grouped by the customer they were recorded for, so that each journey is read and judged once.
//! The order within a customer is the journey's own, so groups do not wait for each other; what is reported is the
//! earliest record that has to come again.

use std::collections::{BTreeMap, BTreeSet};

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use domain::identity::Identity;
use domain::touchpoint::Touchpoint;
use futures::{StreamExt, stream};
use jiff::Timestamp;
use jiff::civil::Date;
use runtime::batch::{BatchAnswer, park};
use store::error::StoreError;
use store::items::{Image, decode_image};

use crate::Classify;

/// Customers of one batch that are judged at once.
const CUSTOMERS_AT_ONCE: usize = 8;

/// The name under which records are parked.
const FUNCTION: &str = "classify";

/// The new touchpoints of one customer, and the records they came in.
#[derive(Default)]
struct Group {
    records: Vec<usize>,
    touchpoints: Vec<Touchpoint>,
}

impl Classify {
    /// Judges a batch and says from which record it has to come again, if from any.
    pub(crate) async fn take(&self, event: Event) -> BatchAnswer {
        let now = Timestamp::now();
        let mut again = Vec::new();
        let mut groups: BTreeMap<Identity, Group> = BTreeMap::new();
        for (index, record) in event.records.iter().enumerate() {
            match touchpoint_of(record) {
                Ok(Some(touchpoint)) => {
                    let group = groups.entry(touchpoint.recorded.clone()).or_default();
                    group.records.push(index);
                    group.touchpoints.push(touchpoint);
                }
                Ok(None) => {}
                Err(why) => again.extend(self.pass(index, record, &why, now).await),
            }
        }

        let document = self.configuration.current().await;
        let judged: Vec<_> = stream::iter(groups)
            .map(|(identity, group)| {
                let rules = &document.rules;
                async move {
                    let mut days = BTreeSet::new();
                    let done = self.judge(&identity, &group.touchpoints, rules, &mut days).await;
                    (group.records, days, done)
                }
            })
            .buffer_unordered(CUSTOMERS_AT_ONCE)
            .collect()
            .await;

        let mut days: BTreeSet<Date> = BTreeSet::new();
        let mut moments = 0;
        for (records, touched, done) in judged {
            days.extend(touched);
            match done {
                Ok(written) => moments += written,
                Err(why) => {
                    for index in records {
                        if let Some(record) = event.records.get(index) {
                            again.extend(self.pass(index, record, &why, now).await);
                        }
                    }
                }
            }
        }
        // Also when the batch then fails: what was written must not be hidden behind a stale summary.
        if let Err(error) = self.table.touch_days(&days).await {
            tracing::warn!(%error, "days not touched, the batch comes again");
            again.push(0);
        }
        tracing::info!(records = event.records.len(), moments, failed = again.len(), "batch judged");
        match again.into_iter().min().and_then(|first| event.records.get(first)) {
            Some(first) => BatchAnswer::from_record(first),
            None => BatchAnswer::complete(),
        }
    }

    /// Parks a record that can never succeed; returns its place if it has to come again.
    async fn pass(&self, index: usize, record: &EventRecord, why: &StoreError, now: Timestamp) -> Option<usize> {
        if why.is_retryable() {
            tracing::warn!(%why, "record comes again");
            return Some(index);
        }
        match park(&self.table, FUNCTION, record, why, now).await {
            Ok(()) => None,
            Err(error) => {
                tracing::warn!(%error, "record not parked, it comes again");
                Some(index)
            }
        }
    }
}

/// Reads the touchpoint of a record; none if it was removed, or if the record is about something else.
fn touchpoint_of(record: &EventRecord) -> Result<Option<Touchpoint>, StoreError> {
    if record.event_name == "REMOVE" {
        return Ok(None);
    }
    match decode_image(record.change.new_image.clone())? {
        Image::Touchpoint(touchpoint) => Ok(Some(*touchpoint)),
        Image::Moment(_) | Image::Other => Ok(None),
    }
}
