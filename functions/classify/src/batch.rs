//! One batch: records grouped by the customer they count for, so that each journey is read and judged once. The order
//! within a customer is the journey's own, so customers do not wait for each other; what is reported is the earliest
//! record that has to come again.

use std::collections::{BTreeMap, BTreeSet};

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use domain::identity::Identity;
use domain::touchpoint::Touchpoint;
use domain::trace::Step;
use futures::{StreamExt, stream};
use jiff::Timestamp;
use jiff::civil::Date;
use runtime::batch::{BatchAnswer, Progress};
use store::error::StoreError;
use store::items::{Image, decode_image};
use store::journeys::Part;

use crate::Classify;

/// Customers of one batch that are judged at once.
const CUSTOMERS_AT_ONCE: usize = 8;

/// Touchpoints of anonymous identities that are kept until their customer is judged. What is beyond is read twice
/// instead of filling the memory.
const KEPT_MAX: usize = 2_000;

/// The name under which records are parked.
const FUNCTION: &str = "classify";

/// The new touchpoints of one customer, the records they came in, and what was read on the way.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) records: Vec<usize>,
    pub(crate) touchpoints: Vec<Touchpoint>,
    pub(crate) parts: BTreeMap<Identity, Part>,
}

impl Classify {
    /// Judges a batch and says from which record it has to come again, if from any.
    pub(crate) async fn take(&self, event: Event) -> BatchAnswer {
        let now = Timestamp::now();
        let mut progress = Progress::new(&self.table, FUNCTION, &event.records);
        let mut groups: BTreeMap<Identity, Group> = BTreeMap::new();
        for (index, record) in event.records.iter().enumerate() {
            match touchpoint_of(record) {
                Ok(Some(touchpoint)) => {
                    let group = groups.entry(touchpoint.recorded.clone()).or_default();
                    group.records.push(index);
                    group.touchpoints.push(touchpoint);
                }
                Ok(None) => {}
                Err(why) => progress.fail(index, &why, now).await,
            }
        }

        let document = self.configuration.current().await;
        let groups = self.by_customer(groups, &mut progress, now).await;
        let judged: Vec<_> = stream::iter(groups)
            .map(|(customer, mut group)| {
                let rules = &document.rules;
                async move {
                    let mut days = BTreeSet::new();
                    let records = std::mem::take(&mut group.records);
                    let traces: Vec<_> = group.touchpoints.iter().filter_map(|touchpoint| touchpoint.trace).collect();
                    let began = Timestamp::now();
                    let done = self.judge(&customer, group, rules, &mut days).await;
                    for trace in traces {
                        self.spans.tell(Step::Judge, (trace, trace.step(Step::Judge, &[])), began, done.is_err());
                    }
                    (records, days, done)
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
                        progress.fail(index, &why, now).await;
                    }
                }
            }
        }
        // Also when the batch then fails: what was written must not be hidden behind a stale summary.
        if let Err(error) = self.table.touch_days(&days).await {
            tracing::warn!(%error, "days not touched, the batch comes again");
            progress.come_again(0);
        }
        let answer = progress.answer();
        tracing::info!(records = event.records.len(), moments, complete = answer.is_complete(), "batch judged");
        answer
    }

    /// Puts the touchpoints of anonymous identities to those of the customers that they belong to. Their partitions have
    /// to be read for it, which are kept, so that none is read twice.
    async fn by_customer(
        &self,
        mut groups: BTreeMap<Identity, Group>,
        progress: &mut Progress<'_>,
        now: Timestamp,
    ) -> BTreeMap<Identity, Group> {
        let anonymous: Vec<_> = groups.extract_if(.., |identity, _| !identity.is_known()).collect();
        let mut read = stream::iter(anonymous)
            .map(|(identity, group)| async move {
                let part = self.table.part(&identity).await;
                (identity, group, part)
            })
            .buffer_unordered(CUSTOMERS_AT_ONCE);
        let mut kept = 0;
        while let Some((identity, group, part)) = read.next().await {
            let part = match part {
                Ok(part) => part,
                Err(why) => {
                    for index in group.records {
                        progress.fail(index, &why, now).await;
                    }
                    continue;
                }
            };
            let of_customer = groups.entry(part.owner().unwrap_or(&identity).clone()).or_default();
            of_customer.records.extend(group.records);
            of_customer.touchpoints.extend(group.touchpoints);
            kept += part.len();
            if kept <= KEPT_MAX {
                of_customer.parts.insert(identity, part);
            }
        }
        groups
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
