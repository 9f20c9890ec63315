//! Cases: a critical moment, its case and the deliveries of its message are written in one transaction, so that a
//! crash can lose none and double none. A transaction costs twice, so what needs none is not in it. Decides nothing: what
//! becomes of a case is said by the caller.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{ConditionCheck, Put, TransactWriteItem};
use domain::alerting::Message;
use domain::case::Transition;
use domain::case::{Case, CaseEvent, CaseState, Silenced, Skip};
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

/// A critical moment with the case that it leads to, as somebody decided.
pub struct Raising<'a> {
    /// The moment.
    pub moment: &'a Moment,
    /// What it does to the case.
    pub transition: Transition,
    /// The case as it stands then.
    pub case: &'a Case,
    /// The revision of the case that was looked at; none of one that is opened.
    pub looked_at: Option<u32>,
    /// Names of the channels that are told.
    pub channels: &'a [&'a str],
    /// Whether it waits for the list of the day: the marker says so, and it counts as told.
    pub is_listed: bool,
    /// The silence that it waits for: the marker says so, and it counts as told.
    pub silenced: Option<Silenced>,
    /// Until when the message waits to be told together with others, for those of the channels where it does.
    pub gathered_until: &'a BTreeMap<&'a str, Timestamp>,
    /// What they are told.
    pub message: &'a Message,
    /// The time.
    pub now: Timestamp,
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
    /// Whether it was put on the list of the day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    listed: bool,
    /// The silence that held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    silenced: Option<Silenced>,
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

    /// Returns the case that a critical moment belongs to, if it was raised.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn case_of(&self, moment: &Moment) -> Result<Option<(Identity, u32)>, StoreError> {
        let key = keys::critical_marker(&moment.recorded, &moment.key());
        let item = self.get(&key, "reading the marker of a critical moment").await?;
        let marker: Option<Marker> = item.map(items::decode).transpose()?;
        Ok(marker.map(|marker| (marker.customer, marker.number)))
    }

    /// Writes down a raised moment with its case and the deliveries of its message. None if somebody else raised it, or changed
    /// the case, meanwhile: the caller has to look again.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn raise(&self, raising: &Raising<'_>) -> Result<Option<Raised>, StoreError> {
        let (case, moment) = (raising.case, raising.moment);
        // A case says by itself when and by what it was opened: its history begins with what came after.
        let is_line = raising.transition != Transition::Opened && moment.recorded == case.customer;
        let marker = Marker {
            customer: case.customer.clone(),
            number: case.number,
            transition: name_of(raising.transition, &moment.key()),
            at: raising.now,
            channels: raising.channels.iter().map(|channel| (*channel).to_owned()).collect(),
            listed: raising.is_listed,
            silenced: raising.silenced.clone(),
            line_of: is_line.then(|| moment.key()),
        };
        let writes = self.raise_writes(raising, &marker)?;
        match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
            Ok(_) => Ok(Some(told(&marker, raising.gathered_until))),
            Err(error) if lost_race(&error).is_some() => Ok(None),
            Err(error) => Err(StoreError::of("raising a case", &error)),
        }
    }

    /// Returns the channels that were told of a case by a message of its own when it was opened.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn channels_told(&self, case: &Case) -> Result<Vec<String>, StoreError> {
        let key = keys::critical_marker(&case.customer, &case.opened_by);
        let item = self.get(&key, "reading the marker of a case").await?;
        let marker: Option<Marker> = item.map(items::decode).transpose()?;
        let Some(marker) = marker.filter(|marker| marker.number == case.number) else { return Ok(Vec::new()) };
        let mut told = Vec::new();
        for (key, channel) in delivery_keys(&marker).into_iter().zip(marker.channels) {
            let delivery = self.get(&key, "reading a delivery").await?;
            let state = delivery.as_ref().and_then(|item| items::text(item, deliveries::STATE).map(str::to_owned));
            told.extend(state.filter(|state| state == deliveries::DELIVERED).map(|_| channel));
        }
        Ok(told)
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

    fn raise_writes(&self, raising: &Raising<'_>, marker: &Marker) -> Result<Vec<TransactWriteItem>, StoreError> {
        let Raising { moment, transition, case, now, .. } = *raising;
        let day = now.to_zoned(raising.zone.clone()).date();
        let marker_key = keys::critical_marker(&moment.recorded, &moment.key());
        let event_key = keys::case_event(&case.customer, case.number, &marker.transition);
        let day_key = keys::day_case_event(day, &case.customer, case.number, &marker.transition);

        let mut writes = vec![self.put_line(items::encode(&marker_key, marker)?, now)?];
        writes.push(match transition {
            Transition::Joined if raising.looked_at == Some(case.revision) => {
                self.is_unresolved_still(&keys::case(&case.customer, case.number))?
            }
            Transition::Joined | Transition::Opened | Transition::Reopened => {
                self.put_case(case, raising.looked_at, now)?
            }
        });
        if transition != Transition::Opened && marker.line_of.is_none() {
            let history = HistoryLine {
                case_id: case.id(),
                transition: transition.as_str().to_owned(),
                at: now,
                touchpoint: moment.key(),
            };
            writes.push(self.put_line(items::encode(&event_key, &history)?, now)?);
        }
        let by_day = CaseEvent::of(case, transition.as_str(), now, None);
        let by_day = CaseEvent { silenced: raising.silenced.clone(), ..by_day };
        writes.push(self.put_line(items::encode(&day_key, &by_day)?, now)?);
        for (key, channel) in delivery_keys(marker).into_iter().zip(raising.channels) {
            let mut item = self.delivery_item(&key, channel, raising.message, now)?;
            if let Some(until) = raising.gathered_until.get(channel) {
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
    /// the index, where the queue and its next clock find it; afterwards it expires like everything about a customer.
    pub(crate) fn put_case(
        &self,
        case: &Case,
        looked_at: Option<u32>,
        now: Timestamp,
    ) -> Result<TransactWriteItem, StoreError> {
        let key = keys::case(&case.customer, case.number);
        let mut item = items::encode(&key, case)?;
        if case.state.is_unresolved() {
            let place = keys::urgency(case.next_clock().map(|(_, at)| at), case.opened_at);
            let shard = Work::of_severity(case.severity).shard(&key);
            item.extend([(WORK_PK.to_owned(), s(shard)), (WORK_SK.to_owned(), s(place))]);
        } else {
            item.extend(self.expiry(now));
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
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn name_case(&self, customer: &Identity, number: u32) -> Result<String, StoreError> {
        let id = self.pseudonyms().await?.case(customer, number);
        let key = keys::case_named(&id, customer, number);
        let named = Named { customer: customer.clone(), number };
        let put = self.client.put_item().table_name(&self.name).set_item(Some(items::encode(&key, &named)?));
        put.send().await.map_err(|error| StoreError::of("naming a case", &error))?;
        Ok(id)
    }

    /// A line about a case, which is written once and expires like everything about a customer.
    pub(crate) fn put_line(&self, mut item: Item, now: Timestamp) -> Result<TransactWriteItem, StoreError> {
        item.extend(self.expiry(now));
        self.put_new(item)
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
