//! Cases: a critical moment, its case and the deliveries of its message are written in one transaction, so that a
//! crash can lose none and double none.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{ConditionCheck, Put, Select, TransactWriteItem, Update};
use domain::alerting::{Message, Transition};
use domain::case::{Case, CaseState, Decision, Skip, case_id, decide};
use domain::identity::{Identity, TouchpointKey};
use domain::moment::Moment;
use domain::report::CaseEvent;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::items::{self, Item, s, sortable};
use crate::keys::{self, CASE, Key, PK, WORK_INDEX, WORK_PK, WORK_SK, Work};
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
    /// The time.
    pub now: Timestamp,
    /// Hours after which a moment is counted and not alerted.
    pub age_hours_max: i64,
    /// The time zone of the days.
    pub zone: &'a TimeZone,
}

/// What became of a critical moment.
#[derive(Clone, Debug, PartialEq)]
pub enum Raised {
    /// It is counted, not alerted.
    Skipped(Skip),
    /// It belongs to a case, now or since an earlier try.
    Told {
        /// Its deliveries.
        deliveries: Vec<Key>,
        /// When it was raised.
        at: Timestamp,
    },
}

/// That a critical moment was raised, and where.
#[derive(Debug, Serialize, Deserialize)]
struct Marker {
    customer: Identity,
    number: u32,
    transition: String,
    at: Timestamp,
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
    pub async fn raised(&self, moment: &Moment, channels: &[&str]) -> Result<Option<Raised>, StoreError> {
        let key = keys::critical_marker(&moment.recorded, &moment.key());
        let item = self.get(&key, "reading the marker of a critical moment").await?;
        let marker: Option<Marker> = item.map(items::decode).transpose()?;
        Ok(marker.map(|marker| told(&marker, channels)))
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
            if let Some(raised) = self.raised(moment, critical.channels).await? {
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
            let marker = Marker { customer, number, transition: transition_name, at: critical.now };
            let text = message(transition, &case_id(&marker.customer, number));
            let items = self.case_writes(critical, latest.as_ref(), transition, &marker, &marker_key, &text)?;
            match self.client.transact_write_items().set_transact_items(Some(items)).send().await {
                Ok(_) => return Ok(told(&marker, critical.channels)),
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

    /// Counts the unresolved cases, through the sparse index: one that was opened a moment ago may be missing.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn open_cases(&self) -> Result<u64, StoreError> {
        let mut count = 0;
        for shard in Work::Open.shards() {
            let mut pages = self
                .client
                .query()
                .table_name(&self.name)
                .index_name(WORK_INDEX)
                .key_condition_expression(format!("{WORK_PK} = :shard"))
                .expression_attribute_values(":shard", s(shard))
                .select(Select::Count)
                .into_paginator()
                .send();
            while let Some(page) = pages.next().await {
                let page = page.map_err(|error| StoreError::of("counting open cases", &error))?;
                count += u64::try_from(page.count).unwrap_or_default();
            }
        }
        Ok(count)
    }

    fn case_writes(
        &self,
        critical: &Critical<'_>,
        latest: Option<&Case>,
        transition: Transition,
        marker: &Marker,
        marker_key: &Key,
        text: &Message,
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let moment = critical.moment;
        let id = case_id(&marker.customer, marker.number);
        let day = critical.now.to_zoned(critical.zone.clone()).date();
        let history = HistoryLine {
            case_id: id.clone(),
            transition: transition.as_str().to_owned(),
            at: critical.now,
            touchpoint: moment.key(),
        };
        let by_day = CaseEvent { case_id: id, transition: transition.as_str().to_owned(), at: critical.now };
        let event_key = keys::case_event(&marker.customer, marker.number, &marker.transition);
        let day_key = keys::day_case_event(day, &marker.customer, marker.number, &marker.transition);

        let mut writes = vec![self.case_change(critical, latest, transition, marker)?];
        writes.push(self.put_new(items::encode(marker_key, marker)?)?);
        // A case says by itself when and by what it was opened: its history begins with what came after.
        if transition != Transition::Opened {
            writes.push(self.put_new(items::encode(&event_key, &history)?)?);
        }
        writes.push(self.put_new(items::encode(&day_key, &by_day)?)?);
        for (key, channel) in delivery_keys(marker, critical.channels).into_iter().zip(critical.channels) {
            writes.push(self.put_new(self.delivery_item(&key, channel, text, critical.now)?)?);
        }
        Ok(writes)
    }

    /// The case itself: created, checked to be unresolved still, or opened again.
    fn case_change(
        &self,
        critical: &Critical<'_>,
        latest: Option<&Case>,
        transition: Transition,
        marker: &Marker,
    ) -> Result<TransactWriteItem, StoreError> {
        let refused = |error: aws_sdk_dynamodb::error::BuildError| StoreError::Refused {
            doing: "raising a case",
            code: error.to_string(),
        };
        let moment = critical.moment;
        let key = keys::case(&marker.customer, marker.number);
        let change = TransactWriteItem::builder();
        Ok(match transition {
            Transition::Opened => {
                let case = Case {
                    customer: marker.customer.clone(),
                    number: marker.number,
                    state: CaseState::Open,
                    opened_at: critical.now,
                    opened_by: moment.key(),
                    severity: moment.severity,
                    value_at_risk: moment.value_at_risk.clone(),
                    resolved_at: None,
                };
                let mut item = items::encode(&key, &case)?;
                item.extend([(WORK_PK.to_owned(), s(Work::Open.shard(&key))), (WORK_SK.to_owned(), s(urgency(&case)))]);
                return self.put_new(item);
            }
            Transition::Joined => change
                .condition_check(
                    ConditionCheck::builder()
                        .table_name(&self.name)
                        .set_key(Some(key.attributes()))
                        .condition_expression("#state IN (:open, :acknowledged, :contacted)")
                        .expression_attribute_names("#state", "state")
                        .expression_attribute_values(":open", s(CaseState::Open.as_str()))
                        .expression_attribute_values(":acknowledged", s(CaseState::Acknowledged.as_str()))
                        .expression_attribute_values(":contacted", s(CaseState::Contacted.as_str()))
                        .build()
                        .map_err(refused)?,
                )
                .build(),
            Transition::Reopened => {
                let resolved_at = latest.and_then(|case| case.resolved_at).unwrap_or(critical.now);
                let urgency = latest.map(urgency).unwrap_or_default();
                change
                    .update(
                        Update::builder()
                            .table_name(&self.name)
                            .set_key(Some(key.attributes()))
                            .update_expression(format!(
                                "SET #state = :open, {WORK_PK} = :shard, {WORK_SK} = :urgency REMOVE resolved_at"
                            ))
                            .condition_expression("#state = :resolved AND resolved_at = :resolved_at")
                            .expression_attribute_names("#state", "state")
                            .expression_attribute_values(":open", s(CaseState::Open.as_str()))
                            .expression_attribute_values(":resolved", s(CaseState::Resolved.as_str()))
                            .expression_attribute_values(":resolved_at", s(resolved_at.to_string()))
                            .expression_attribute_values(":shard", s(Work::Open.shard(&key)))
                            .expression_attribute_values(":urgency", s(urgency))
                            .build()
                            .map_err(refused)?,
                    )
                    .build()
            }
        })
    }

    /// A put that fails the transaction if its key is taken.
    pub(crate) fn put_new(&self, item: Item) -> Result<TransactWriteItem, StoreError> {
        let put = Put::builder()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression(format!("attribute_not_exists({PK})"))
            .build()
            .map_err(|error| StoreError::Refused { doing: "building a put", code: error.to_string() })?;
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

/// Where a case stands in the queue of open ones.
fn urgency(case: &Case) -> String {
    keys::urgency(case.severity, &sortable(case.opened_at))
}

fn told(marker: &Marker, channels: &[&str]) -> Raised {
    Raised::Told { deliveries: delivery_keys(marker, channels), at: marker.at }
}

fn delivery_keys(marker: &Marker, channels: &[&str]) -> Vec<Key> {
    let partition = keys::customer(&marker.customer);
    let transition = format!("{}:{}", marker.number, marker.transition);
    channels.iter().map(|channel| keys::delivery(&partition, &transition, channel)).collect()
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
