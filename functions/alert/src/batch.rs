//! One batch: every critical moment is written down with its case and its deliveries first; then each delivery is tried
//! once, all at the same time, within a bound, so that a slow receiver does not hold up a shard.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use domain::identity::Identity;
use domain::moment::Moment;
use futures::{StreamExt, stream};
use jiff::Timestamp;
use recovery::outbox::{self, Outbox};
use recovery::raising::{self, Gate, Outlook, Raising, Seen};
use runtime::batch::{BatchAnswer, Progress};
use store::cases::Raised;
use store::error::StoreError;
use store::items::{Image, decode_image};

use crate::Alert;

/// Customers of one batch whose moments are raised at once.
const CUSTOMERS_AT_ONCE: usize = 8;

/// Time for sending, per batch. What it does not suffice for stays due.
const SENDING_TIME_MAX: Duration = Duration::from_secs(3);

/// The name under which records are parked.
const FUNCTION: &str = "alert";

impl Alert {
    /// Raises a batch and says from which record it has to come again, if from any.
    pub(crate) async fn take(&self, event: Event) -> BatchAnswer {
        let now = Timestamp::now();
        let (mut progress, records) = Progress::begin(&self.table, FUNCTION, &event.records, now).await;
        let mut customers: BTreeMap<Identity, Vec<(usize, Moment)>> = BTreeMap::new();
        for (index, record) in records.iter().enumerate() {
            match attention_of(record) {
                Ok(Some(moment)) => customers.entry(moment.customer.clone()).or_default().push((index, moment)),
                Ok(None) => {}
                Err(why) => progress.fail(index, &why, now).await,
            }
        }

        let document = self.configuration.current().await;
        let (table, zone, spans) = (&self.table, &self.zone, &self.spans);
        let arrivals = customers.values().flatten().filter(|(_, moment)| moment.is_critical()).count();
        let (outlook, gate) = (&Outlook::of(arrivals), &Gate::default());
        // The moments of one customer go one after the other, in the order they happened: the first opens the case that
        // the others join.
        let raised: Vec<_> = stream::iter(customers.into_values())
            .map(|mut moments| {
                moments.sort_by(|(_, a), (_, b)| a.position().cmp(&b.position()));
                let (rules, plan) = (&document.common.rules, &document.plan);
                async move {
                    let seen = Seen::behind(gate);
                    let seen = &seen;
                    let raising = Raising { table, rules, plan, outlook, zone, spans, seen };
                    let mut raised = Vec::new();
                    for (index, moment) in moments {
                        raised.push((index, raising::raise(&raising, &moment, now).await));
                    }
                    raised
                }
            })
            .buffer_unordered(CUSTOMERS_AT_ONCE)
            .collect()
            .await;

        let mut deliveries = Vec::new();
        let mut days = BTreeSet::new();
        for (index, outcome) in raised.into_iter().flatten() {
            match outcome {
                Ok(Some(Raised::Told { deliveries: keys, at })) => {
                    deliveries.extend(keys);
                    days.insert(at.to_zoned(self.zone.clone()).date());
                }
                Ok(Some(Raised::Skipped(why))) => tracing::info!(?why, "critical moment counted, not alerted"),
                Ok(None) => tracing::debug!("nothing to do for a moment"),
                Err(why) => progress.fail(index, &why, now).await,
            }
        }
        if let Err(error) = self.table.touch_days(&days).await {
            tracing::warn!(%error, "days not touched, the batch comes again");
            progress.come_again(0);
        }
        let outbox = Outbox { table, document: &document, zone, public_url: &self.public_url, spans };
        let sent = outbox::send(&outbox, deliveries, SENDING_TIME_MAX).await;
        let answer = progress.end().await;
        tracing::info!(records = event.records.len(), ?sent, complete = answer.is_complete(), "batch raised");
        answer
    }
}

/// Reads the moment of a record; none if it was removed or deserves no attention.
fn attention_of(record: &EventRecord) -> Result<Option<Moment>, StoreError> {
    if record.event_name == "REMOVE" {
        return Ok(None);
    }
    match decode_image(record.change.new_image.clone())? {
        Image::Moment(moment) if moment.attention.is_some() => Ok(Some(*moment)),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record of the stream with an image of these attributes.
    fn record(name: &str, image: &serde_json::Value) -> EventRecord {
        serde_json::from_value(serde_json::json!({
            "eventID": "1", "eventName": name, "eventVersion": "1.1", "eventSource": "aws:dynamodb",
            "awsRegion": "eu-central-1", "eventSourceARN": "arn:aws:dynamodb:eu-central-1:1:table/t/stream/s",
            "dynamodb": {"ApproximateCreationDateTime": 1, "Keys": {}, "SequenceNumber": "1", "SizeBytes": 1,
                "StreamViewType": "NEW_IMAGE", "NewImage": image},
        }))
        .unwrap()
    }

    #[test]
    fn what_is_no_moment_is_passed_over_and_what_cannot_be_read_is_not() {
        let touchpoint = serde_json::json!({"pk": {"S": "CUSTOMER#id:ana"}, "sk": {"S": "CASE#000001"}});
        assert!(matches!(attention_of(&record("INSERT", &touchpoint)), Ok(None)));
        let broken = serde_json::json!({"pk": {"S": "DAY#2026-11-23#0"}, "sk": {"S": "MOMENT#id:ana#web#1"}});
        assert!(attention_of(&record("INSERT", &broken)).is_err(), "parked, not lost");
        assert!(matches!(attention_of(&record("REMOVE", &broken)), Ok(None)), "what was removed asks for nothing");
    }
}
