//! Cases: a critical moment, its case and the deliveries of its message are written in one transaction, so that a
//! crash can lose none and double none. A transaction costs twice, so what needs none is not in it.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{ConditionCheck, Put, TransactWriteItem};
use domain::alerting::Message;
use domain::case::Transition;
use domain::case::{Case, CaseEvent, CaseState, Change, Deadlines, Decision, Skip, decide};
use domain::identity::{Identity, TouchpointKey};
use domain::moment::Moment;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::deliveries;
use crate::error::StoreError;
use crate::items::{self, Item, n, s};
use crate::keys::{self, CASE, Key, PK, WORK_PK, WORK_SK, Work};
use crate::table::{Table, prefix_range};

/// Tries at finding a case that nobody else changes meanwhile.
const TRIES_MAX: u32 = 6;

/// A critical moment to be raised.
pub struct Critical<'a> {
    /// The moment.
    pub moment: &'a Moment,
    /// The identities its customer is known by, the customer itself included.
    pub identities: &'a [Identity],
    /// Names of the channels that are told.
    pub channels: &'a [&'a str],
    /// Until when the message waits to be told together with others, for those of the channels where it does.
    pub gathered_until: &'a BTreeMap<&'a str, Timestamp>,
    /// The time.
    pub now: Timestamp,
    /// Hours after which a moment is counted and not alerted.
    pub age_hours_max: i64,
    /// The time zone of the days.
    pub zone: &'a TimeZone,
    /// By when each step has to be taken if a case is opened, or opened again.
    pub deadlines: Option<Deadlines>,
}

/// What became of a critical moment.
#[derive(Clone, Debug, PartialEq)]
pub enum Raised {
    /// It is counted, not alerted.
    Skipped(Skip),
    /// It belongs to a case, now or since an earlier try.
    Told {
        /// Its deliveries, but for those that wait.
        deliveries: Vec<Key>,
        /// When it was raised.
        at: Timestamp,
    },
}

/// That a critical moment was raised, and where. It stands beside the customer's case, where it is the line of its history.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Marker {
    pub(crate) customer: Identity,
    pub(crate) number: u32,
    pub(crate) transition: String,
    pub(crate) at: Timestamp,
    /// Names of the channels that are told.
    #[serde(default)]
    channels: Vec<String>,
    /// The moment, if this is the line of the history: it is not where the moment belongs to another identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) line_of: Option<TouchpointKey>,
}

/// Which case it is, where the key is that of something else.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Named {
    pub(crate) customer: Identity,
    pub(crate) number: u32,
}

/// A write that lacks something: a mistake in this module.
#[expect(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
pub(crate) fn unbuilt(error: aws_sdk_dynamodb::error::BuildError) -> StoreError {
    StoreError::Refused { doing: "building a write", code: error.to_string() }
}

/// One line of a case's history after it was opened.
#[derive(Debug, Serialize, Deserialize)]
struct HistoryLine {
    case_id: String,
    transition: String,
    at: Timestamp,
    touchpoint: TouchpointKey,
}

impl Table {
    /// Returns what an earlier try made of a critical moment, if it was raised.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn raised(&self, moment: &Moment) -> Result<Option<Raised>, StoreError> {
        let key = keys::critical_marker(&moment.recorded, &moment.key());
        let item = self.get(&key, "reading the marker of a critical moment").await?;
        let marker: Option<Marker> = item.map(items::decode).transpose()?;
        Ok(marker.as_ref().map(|marker| told(marker, &BTreeMap::new())))
    }

    /// Opens, joins or reopens the customer's case for a critical moment, exactly once. `message` words what the
    /// channels are told.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn raise(
        &self,
        critical: &Critical<'_>,
        message: impl Fn(Transition, &str) -> Message,
    ) -> Result<Raised, StoreError> {
        let moment = critical.moment;
        let marker_key = keys::critical_marker(&moment.recorded, &moment.key());
        for _ in 0..TRIES_MAX {
            if let Some(raised) = self.raised(moment).await? {
                return Ok(raised);
            }
            let (latest, own_number) = self.latest_case(&moment.customer, critical.identities).await?;
            let transition = match decide(latest.as_ref(), moment.occurred_at, critical.now, critical.age_hours_max) {
                Decision::Skip(why) => return Ok(Raised::Skipped(why)),
                Decision::Raise(transition) => transition,
            };
            let (customer, number) = match (&latest, transition) {
                (Some(case), Transition::Joined | Transition::Reopened) => (case.customer.clone(), case.number),
                _ => (moment.customer.clone(), own_number + 1),
            };
            let transition_name = name_of(transition, &moment.key());
            let channels = critical.channels.iter().map(|channel| (*channel).to_owned()).collect();
            // A case says by itself when and by what it was opened: its history begins with what came after.
            let is_line = transition != Transition::Opened && moment.recorded == customer;
            let line_of = is_line.then(|| moment.key());
            let marker = Marker { customer, number, transition: transition_name, at: critical.now, channels, line_of };
            let id = match &latest {
                Some(case) if transition != Transition::Opened => case.id(),
                _ => self.name_case(&marker.customer, number).await?,
            };
            let text = message(transition, &id);
            let items = self.case_writes(critical, latest.as_ref(), transition, &marker, (&marker_key, &id), &text)?;
            match self.client.transact_write_items().set_transact_items(Some(items)).send().await {
                Ok(_) => return Ok(told(&marker, critical.gathered_until)),
                // Somebody else raised this moment or changed the case: look again, and join.
                Err(error) if lost_race(&error).is_some() => {}
                Err(error) => return Err(StoreError::of("raising a case", &error)),
            }
        }
        Err(StoreError::Unavailable { doing: "raising a case", code: "contended".to_owned() })
    }

    /// Returns the case that a new critical moment meets, and the number of the customer's own latest one. Of the latest
    /// cases of all identities an unresolved one comes first, then the one resolved last, then the customer's own.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn latest_case(
        &self,
        customer: &Identity,
        identities: &[Identity],
    ) -> Result<(Option<Case>, u32), StoreError> {
        let own = self.last_case_of(customer).await?;
        let number = own.as_ref().map_or(0, |case| case.number);
        let mut cases: Vec<_> = own.into_iter().collect();
        for identity in identities.iter().filter(|identity| *identity != customer) {
            cases.extend(self.last_case_of(identity).await?);
        }
        let rank = |case: &Case| (case.state.is_unresolved(), case.resolved_at, case.customer == *customer);
        Ok((cases.into_iter().max_by_key(rank), number))
    }

    async fn last_case_of(&self, customer: &Identity) -> Result<Option<Case>, StoreError> {
        let (from, to) = prefix_range(CASE);
        let answer = self
            .client
            .query()
            .table_name(&self.name)
            .key_condition_expression(format!("{PK} = :pk AND {} BETWEEN :from AND :to", keys::SK))
            .expression_attribute_values(":pk", s(keys::customer(customer)))
            .expression_attribute_values(":from", s(from))
            .expression_attribute_values(":to", s(to))
            .consistent_read(true)
            .scan_index_forward(false)
            .limit(1)
            .send()
            .await
            .map_err(|error| StoreError::of("reading the latest case", &error))?;
        answer.items.unwrap_or_default().pop().map(items::decode).transpose()
    }

    fn case_writes(
        &self,
        critical: &Critical<'_>,
        latest: Option<&Case>,
        transition: Transition,
        marker: &Marker,
        (marker_key, id): (&Key, &str),
        text: &Message,
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let moment = critical.moment;
        let day = critical.now.to_zoned(critical.zone.clone()).date();
        let event_key = keys::case_event(&marker.customer, marker.number, &marker.transition);
        let day_key = keys::day_case_event(day, &marker.customer, marker.number, &marker.transition);

        let mut writes = vec![self.put_new(items::encode(marker_key, marker)?)?];
        let case = match (transition, latest) {
            (Transition::Reopened, Some(resolved)) => {
                let change = Change::Reopen(critical.deadlines);
                let case = resolved.changed(change, critical.now).map_err(|illegal| StoreError::Refused {
                    doing: "opening a case again",
                    code: illegal.to_string(),
                })?;
                writes.push(self.put_case(&case, Some(resolved.revision))?);
                case
            }
            (Transition::Joined, Some(case)) => {
                writes.push(self.is_unresolved_still(&keys::case(&case.customer, case.number))?);
                case.clone()
            }
            _ => {
                let opened = Case::opened(marker.customer.clone(), marker.number, moment.key(), critical.now);
                let case = Case {
                    name: Some(id.to_owned()),
                    severity: moment.severity,
                    value_at_risk: moment.value_at_risk.clone(),
                    claimed: moment.claimed,
                    touchpoint_type: Some(moment.touchpoint_type.clone()),
                    stage: Some(moment.stage),
                    deadlines: critical.deadlines,
                    ..opened
                };
                writes.push(self.put_case(&case, None)?);
                case
            }
        };
        if transition != Transition::Opened && marker.line_of.is_none() {
            let history = HistoryLine {
                case_id: id.to_owned(),
                transition: transition.as_str().to_owned(),
                at: critical.now,
                touchpoint: moment.key(),
            };
            writes.push(self.put_new(items::encode(&event_key, &history)?)?);
        }
        let by_day = CaseEvent::of(&case, transition.as_str(), critical.now, None);
        writes.push(self.put_new(items::encode(&day_key, &by_day)?)?);
        for (key, channel) in delivery_keys(marker).into_iter().zip(critical.channels) {
            let mut item = self.delivery_item(&key, channel, text, critical.now)?;
            if let Some(until) = critical.gathered_until.get(channel) {
                deliveries::wait(&mut item, *until);
            }
            writes.push(self.put_new(item)?);
        }
        Ok(writes)
    }

    /// Fails the transaction if the case was resolved meanwhile.
    fn is_unresolved_still(&self, key: &Key) -> Result<TransactWriteItem, StoreError> {
        let check = ConditionCheck::builder()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .condition_expression("#state IN (:open, :acknowledged, :contacted)")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":open", s(CaseState::Open.as_str()))
            .expression_attribute_values(":acknowledged", s(CaseState::Acknowledged.as_str()))
            .expression_attribute_values(":contacted", s(CaseState::Contacted.as_str()))
            .build()
            .map_err(unbuilt)?;
        Ok(TransactWriteItem::builder().condition_check(check).build())
    }

    /// Writes a case: a new one, or one that still has the revision that was looked at. While it is unresolved it waits in
    /// the index, where the queue and its next clock find it.
    pub(crate) fn put_case(&self, case: &Case, looked_at: Option<u32>) -> Result<TransactWriteItem, StoreError> {
        let key = keys::case(&case.customer, case.number);
        let mut item = items::encode(&key, case)?;
        if case.state.is_unresolved() {
            let place = keys::urgency(case.next_clock().map(|(_, at)| at), case.opened_at);
            let shard = Work::of_severity(case.severity).shard(&key);
            item.extend([(WORK_PK.to_owned(), s(shard)), (WORK_SK.to_owned(), s(place))]);
        }
        let Some(revision) = looked_at else { return self.put_new(item) };
        // A case of before there were revisions counts as the first.
        let first = if revision == 0 { "attribute_not_exists(revision) OR " } else { "" };
        let put = Put::builder()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression(format!("attribute_exists({PK}) AND ({first}revision = :revision)"))
            .expression_attribute_values(":revision", n(revision))
            .build()
            .map_err(unbuilt)?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    /// Lets a case be found by its name. It comes before the case, outside its transaction, which would double its price:
    /// it is always the same under the same key, and a name that leads to no case says nothing.
    async fn name_case(&self, customer: &Identity, number: u32) -> Result<String, StoreError> {
        let id = self.pseudonyms().await?.case(customer, number);
        let key = keys::case_named(&id, customer, number);
        let named = Named { customer: customer.clone(), number };
        let put = self.client.put_item().table_name(&self.name).set_item(Some(items::encode(&key, &named)?));
        put.send().await.map_err(|error| StoreError::of("naming a case", &error))?;
        Ok(id)
    }

    /// A put that fails the transaction if its key is taken.
    pub(crate) fn put_new(&self, item: Item) -> Result<TransactWriteItem, StoreError> {
        let put = Put::builder()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression(format!("attribute_not_exists({PK})"))
            .build()
            .map_err(unbuilt)?;
        Ok(TransactWriteItem::builder().put(put).build())
    }
}

/// Names a transition of a case, once and for all: a case is opened once, joined once by each critical moment.
fn name_of(transition: Transition, key: &TouchpointKey) -> String {
    match transition {
        Transition::Opened => transition.as_str().to_owned(),
        Transition::Joined | Transition::Reopened => format!("{}:{key}", transition.as_str()),
    }
}

fn told(marker: &Marker, waiting: &BTreeMap<&str, Timestamp>) -> Raised {
    let keys = delivery_keys(marker).into_iter().zip(&marker.channels);
    let deliveries = keys.filter(|(_, channel)| !waiting.contains_key(channel.as_str())).map(|(key, _)| key).collect();
    Raised::Told { deliveries, at: marker.at }
}

fn delivery_keys(marker: &Marker) -> Vec<Key> {
    let partition = keys::customer(&marker.customer);
    let transition = format!("{}:{}", marker.number, marker.transition);
    marker.channels.iter().map(|channel| keys::delivery(&partition, &transition, channel)).collect()
}

/// Why a transaction was not carried out although nothing is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Race {
    /// A condition does not hold: somebody else was there before.
    Condition,
    /// Another transaction is at the same items, perhaps this very one of an earlier try: nothing is decided yet.
    Conflict,
}

/// Tells whether a transaction lost a race, and which.
pub(crate) fn lost_race<R>(error: &SdkError<TransactWriteItemsError, R>) -> Option<Race> {
    match error.as_service_error()? {
        TransactWriteItemsError::TransactionCanceledException(cancelled) => {
            let reasons = cancelled.cancellation_reasons();
            let codes = || reasons.iter().filter_map(|reason| reason.code()).filter(|code| *code != "None");
            let all = |known: &[&str]| codes().next().is_some() && codes().all(|code| known.contains(&code));
            if all(&["ConditionalCheckFailed"]) {
                Some(Race::Condition)
            } else if all(&["ConditionalCheckFailed", "TransactionConflict"]) {
                Some(Race::Conflict)
            } else {
                None
            }
        }
        other => (other.code() == Some("TransactionInProgressException")).then_some(Race::Conflict),
    }
}
