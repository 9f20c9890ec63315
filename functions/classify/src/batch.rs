//! One batch: records grouped by the customer they count for, so that each journey is read and judged once. The order
//! within a customer is the journey's own, so customers do not wait for each other; what is reported is the earliest
//! record that has to come again.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use domain::identity::Identity;
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use domain::trace::Step;
use futures::{StreamExt, stream};
use jiff::Timestamp;
use jiff::civil::Date;
use runtime::batch::{BatchAnswer, Progress};
use runtime::telemetry::Metrics;
use serde_json::json;
use store::error::StoreError;
use store::items::{Image, decode_image};
use store::links::owner;
use store::partitions::{Part, Room};
use tokio::time::timeout;

use crate::Classify;
use crate::group::Group;
use crate::judge::Tally;
use crate::watch::Watch;

/// Customers of one batch that are judged at once.
const CUSTOMERS_AT_ONCE: usize = 8;

/// Touchpoints of anonymous identities that are kept until their customer is judged. What is beyond is read twice
/// instead of filling the memory.
const KEPT_MAX: usize = 2_000;

/// Time that is left for the rest of the batch when the time for a long journey is up. The journey is passed over then, and said
/// to be.
const TIME_LEFT: Duration = Duration::from_secs(20);
/// Time for one long journey, at least and at most.
const LONG_TIME: std::ops::RangeInclusive<Duration> = Duration::from_secs(5)..=Duration::from_secs(40);

/// The name under which records are parked.
const FUNCTION: &str = "classify";

/// A customer whose judging came to an end, of some kind.
pub(crate) struct Done {
    pub(crate) customer: Identity,
    pub(crate) group: Group,
    tally: Tally,
    /// Whether the journey fitted.
    outcome: Result<bool, StoreError>,
}

impl Classify {
    /// Judges a batch and says from which record it has to come again, if from any.
    pub(crate) async fn take(&self, event: Event, deadline: Timestamp) -> BatchAnswer {
        let now = Timestamp::now();
        let (mut progress, records) = Progress::begin(&self.table, FUNCTION, &event.records, now).await;
        let watch = match Watch::begin(&self.table).await {
            Ok(watch) => watch,
            Err(error) => {
                tracing::warn!(%error, "not known what others left, the batch comes again");
                progress.come_again(0);
                return progress.end().await;
            }
        };
        let mut groups: BTreeMap<Identity, Group> = BTreeMap::new();
        for (index, record) in records.iter().enumerate() {
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
        let mut groups = self.by_customer(groups, &mut progress, now).await;
        let mut all = Tallies::default();
        if watch.has_erased() {
            self.forget_erased(&mut groups, &mut progress, &mut all.days, now).await;
        }
        let mut judged = self.judge_all(groups, (&document.rules, &watch), deadline).await;
        match watch.disturbed(&self.table).await {
            Ok(meanwhile) => {
                if meanwhile.by_leaving {
                    judged = self.judge_again(judged, (&document.rules, &watch), deadline).await;
                }
                if meanwhile.by_erasing {
                    // Whoever of these was erased meanwhile is forgotten when the batch comes again, which knows of it.
                    self.come_again_if_erased(&judged, &mut progress).await;
                }
            }
            Err(error) => {
                tracing::warn!(%error, "not known what others left, the batch comes again");
                progress.come_again(0);
            }
        }
        for done in judged {
            all.add(&done);
            if let Err(why) = &done.outcome {
                for index in &done.group.records {
                    progress.fail(*index, why, now).await;
                }
            }
        }
        // Also when the batch then fails: what was written must not be hidden behind a stale summary.
        if let Err(error) = self.table.touch_days(&all.days).await {
            tracing::warn!(%error, "days not touched, the batch comes again");
            progress.come_again(0);
        }
        all.tell(&self.metrics);
        let answer = progress.end().await;
        tracing::info!(
            records = event.records.len(),
            moments = all.written,
            complete = answer.is_complete(),
            "batch judged"
        );
        answer
    }

    /// Judges customers, several at once; then, one at a time, those whose journeys are too long for that, so that they keep
    /// nobody waiting and fill the memory one by one.
    async fn judge_all(
        &self,
        groups: BTreeMap<Identity, Group>,
        by: (&Rules, &Watch),
        deadline: Timestamp,
    ) -> Vec<Done> {
        let all: Vec<_> = stream::iter(groups)
            .map(|(customer, group)| self.judge_one(customer, group, (by, Room::Shared), deadline))
            .buffer_unordered(CUSTOMERS_AT_ONCE)
            .collect()
            .await;
        let (long, mut all): (Vec<_>, Vec<_>) = all.into_iter().partition(|done| matches!(done.outcome, Ok(false)));
        for Done { customer, group, tally, .. } in long {
            let judged = self.judge_one(customer, group, (by, Room::Alone), deadline);
            let mut done = judged.await;
            done.tally.add(&tally);
            all.push(done);
        }
        all
    }

    /// Judges those again whose judging came to a good end: others may have left moments to these records after their journeys
    /// were read. Once is enough, because the moments are stored now and are left to nobody any more.
    async fn judge_again(&self, judged: Vec<Done>, by: (&Rules, &Watch), deadline: Timestamp) -> Vec<Done> {
        let (ended, mut all): (Vec<_>, Vec<_>) = judged.into_iter().partition(|done| done.outcome.is_ok());
        let (mut groups, mut tallies) = (BTreeMap::new(), BTreeMap::new());
        for Done { customer, group, tally, .. } in ended {
            tallies.insert(customer.clone(), tally);
            groups.insert(customer, group);
        }
        for mut done in self.judge_all(groups, by, deadline).await {
            if let Some(tally) = tallies.get(&done.customer) {
                done.tally.add(tally);
            }
            all.push(done);
        }
        all
    }

    async fn judge_one(
        &self,
        customer: Identity,
        mut group: Group,
        (by, room): ((&Rules, &Watch), Room),
        deadline: Timestamp,
    ) -> Done {
        let mut tally = Tally::default();
        let began = Timestamp::now();
        let judging = self.judge(&customer, &mut group, (by, room), &mut tally);
        let outcome = match room {
            Room::Shared => judging.await,
            Room::Alone => timeout(time_for_long(deadline), judging).await.unwrap_or_else(|_| {
                let code = "not done in time".to_owned();
                Err(StoreError::Refused { doing: "judging a long journey", code })
            }),
        };
        if !matches!(outcome, Ok(false)) {
            for trace in group.touchpoints.iter().filter_map(|touchpoint| touchpoint.trace) {
                self.spans.tell(Step::Judge, (trace, trace.step(Step::Judge, &[])), began, outcome.is_err());
            }
        }
        Done { customer, group, tally, outcome }
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
                let part = self.part_or_links(&identity).await;
                (identity, group, part)
            })
            .buffer_unordered(CUSTOMERS_AT_ONCE);
        let mut kept = 0;
        while let Some((identity, group, part)) = read.next().await {
            let (owner, part) = match part {
                Ok(read) => read,
                Err(why) => {
                    for index in group.records {
                        progress.fail(index, &why, now).await;
                    }
                    continue;
                }
            };
            let of_customer = groups.entry(owner.unwrap_or_else(|| identity.clone())).or_default();
            of_customer.records.extend(group.records);
            of_customer.touchpoints.extend(group.touchpoints);
            kept += part.as_ref().map_or(0, Part::len);
            if let Some(part) = part.filter(|_| kept <= KEPT_MAX) {
                of_customer.parts.insert(identity, part);
            }
        }
        groups
    }

    /// Reads whose an anonymous identity is, and its partition unless that is long.
    async fn part_or_links(&self, identity: &Identity) -> Result<(Option<Identity>, Option<Part>), StoreError> {
        Ok(match self.table.part(identity, Room::Shared).await? {
            Some(part) => (part.owner().cloned(), Some(part)),
            None => (owner(&self.table.links_of(identity).await?).cloned(), None),
        })
    }
}

/// Returns the time that one long journey may take, in a batch that has to end by a deadline.
fn time_for_long(deadline: Timestamp) -> Duration {
    let left = Duration::try_from(deadline.duration_since(Timestamp::now())).unwrap_or_default();
    left.saturating_sub(TIME_LEFT).clamp(*LONG_TIME.start(), *LONG_TIME.end())
}

/// What a whole batch did.
#[derive(Default)]
struct Tallies {
    days: BTreeSet<Date>,
    written: usize,
    /// Moments judged again, by the source of the earliest touchpoint that made it necessary.
    rejudged: BTreeMap<String, usize>,
    over_bounds: usize,
}

impl Tallies {
    fn add(&mut self, done: &Done) {
        let Done { group, tally, .. } = done;
        self.days.extend(&tally.days);
        self.written += tally.written;
        self.over_bounds += usize::from(tally.is_over_bounds);
        let earliest = group.touchpoints.iter().min_by(|a, b| a.position().cmp(&b.position()));
        if let Some(earliest) = earliest.filter(|_| tally.rejudged > 0) {
            *self.rejudged.entry(earliest.source.clone()).or_default() += tally.rejudged;
        }
    }

    /// Counts what an operator has to see: judgements that a key made necessary again, and bounds that were passed.
    fn tell(&self, metrics: &Metrics) {
        for (source, moments) in &self.rejudged {
            metrics.count("moments judged again", &[("source", json!(source))], &[("MomentsRejudged", *moments)]);
        }
        if self.over_bounds > 0 {
            metrics.count("customers over a bound", &[], &[("CustomersOverBounds", self.over_bounds)]);
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
