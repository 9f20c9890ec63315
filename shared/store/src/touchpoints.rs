//! Touchpoints: facts, written once. One conditional put is ingestion, idempotency and conflict check together.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use domain::identity::{Identity, TouchpointKey};
use domain::touchpoint::Touchpoint;
use domain::touchpoint::digest;
use domain::touchpoint::own::Properties;
use domain::touchpoint::parse::Incoming;
use domain::touchpoint::telling::Telling;

use crate::error::StoreError;
use crate::items::{self, s};
use crate::keys::{self, PK, WORK_PK, WORK_SK, Work};
use crate::promises::{self, WATCHED};
use crate::table::Table;

/// Attribute that holds the digest of what was sent.
const DIGEST: &str = "digest";
/// Attribute that holds further tellings of a touchpoint, each by its digest.
const TELLINGS: &str = "tellings";
/// Further tellings of one touchpoint, at most: a sender that says something new each time is not telling of one answer.
const TELLINGS_MAX: usize = 20;
/// Attribute of the id under which an answer is stored.
const ANSWER_ID: &str = "touchpoint_id";

/// What became of a touchpoint that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is in the table now.
    Accepted,
    /// It was in the table before, with the same words; the first receipt counts.
    Duplicate,
    /// Another touchpoint has its source and id; that one stays.
    Conflict,
}

impl Table {
    /// Stores a touchpoint, unless one with the same source and id is there.
    ///
    /// The same source and id under another customer is another key: it cannot be seen here and counts as accepted.
    ///
    /// # Errors
    /// Unavailable or refused; then nothing is known to be stored.
    pub async fn record(&self, incoming: &Incoming) -> Result<Recorded, StoreError> {
        let touchpoint = &incoming.touchpoint;
        let key = keys::touchpoint(&touchpoint.recorded, &touchpoint.key());
        let mut item = items::encode_touchpoint(&key, touchpoint)?;
        item.insert(DIGEST.to_owned(), s(&incoming.digest));
        item.extend(self.expiry(touchpoint.received_at));
        item.extend(incoming.look_at.map(|at| promises::clock(Work::Promised, &key, at)).into_iter().flatten());
        Ok(match self.put_if_new(item, "storing a touchpoint").await? {
            None => Recorded::Accepted,
            Some(there) => {
                let stored = items::text(&there, DIGEST).unwrap_or_default();
                if digest::agrees(stored, &incoming.digest) { Recorded::Duplicate } else { Recorded::Conflict }
            }
        })
    }

    /// Stores what a sender tells, who may tell of one answer in several deliveries. What is there already is not touched: a telling
    /// that says something else is kept beside it, once. `answer` names the answer where the sender's ids name its deliveries; the id
    /// of the delivery that came first is then the id of all.
    ///
    /// # Errors
    /// Unavailable or refused; then telling it again is harmless.
    pub async fn record_telling(&self, incoming: &mut Incoming, answer: Option<&str>) -> Result<Recorded, StoreError> {
        if let Some(answer) = answer {
            incoming.touchpoint.id = self.id_of_answer(incoming, answer).await?;
        }
        let touchpoint = &incoming.touchpoint;
        let key = keys::touchpoint(&touchpoint.recorded, &touchpoint.key());
        let mut item = items::encode_touchpoint(&key, touchpoint)?;
        item.insert(DIGEST.to_owned(), s(&incoming.digest));
        item.insert(TELLINGS.to_owned(), AttributeValue::M(HashMap::new()));
        item.extend(self.expiry(touchpoint.received_at));
        item.extend(incoming.look_at.map(|at| promises::clock(Work::Promised, &key, at)).into_iter().flatten());
        let Some(there) = self.put_if_new(item, "storing a touchpoint").await? else { return Ok(Recorded::Accepted) };
        let told = there.get(TELLINGS).and_then(|tellings| tellings.as_m().ok());
        let is_same = items::text(&there, DIGEST).is_some_and(|stored| stored == incoming.digest);
        if is_same || told.is_some_and(|told| told.contains_key(&incoming.digest)) {
            return Ok(Recorded::Duplicate);
        }
        if told.is_none_or(|told| told.len() >= TELLINGS_MAX) {
            return Ok(Recorded::Conflict);
        }
        let text = serde_json::to_string(&Telling::of(touchpoint)).map_err(|_| StoreError::Refused {
            doing: "storing a telling",
            code: "it has no form as JSON".to_owned(),
        })?;
        // What is told again is judged again, also where a clock was stopped before; and it may promise a time.
        let clock = incoming.look_at.map(|at| promises::clock(Work::Promised, &key, at));
        let set = if clock.is_some() { format!(", {WORK_PK} = :shard, {WORK_SK} = :at") } else { String::new() };
        let mut update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes().into_iter().collect()))
            .update_expression(format!("SET #tellings.#digest = :told{set} REMOVE {WATCHED}"))
            .expression_attribute_names("#tellings", TELLINGS)
            .expression_attribute_names("#digest", &incoming.digest)
            .expression_attribute_values(":told", s(text));
        if let Some([(_, shard), (_, at)]) = clock {
            update = update.expression_attribute_values(":shard", shard).expression_attribute_values(":at", at);
        }
        update.send().await.map_err(|error| StoreError::of("storing a telling", &error))?;
        Ok(Recorded::Accepted)
    }

    /// Returns the id under which an answer is stored: that of the delivery that came first.
    async fn id_of_answer(&self, incoming: &Incoming, answer: &str) -> Result<String, StoreError> {
        let touchpoint = &incoming.touchpoint;
        let named = TouchpointKey { source: touchpoint.source.clone(), id: answer.to_owned() };
        let mut item = keys::answer(&touchpoint.recorded, &named).attributes().into_iter().collect::<items::Item>();
        item.insert(ANSWER_ID.to_owned(), s(&touchpoint.id));
        item.extend(self.expiry(touchpoint.received_at));
        let there = self.put_if_new(item, "naming an answer").await?;
        let stored = there.as_ref().and_then(|there| items::text(there, ANSWER_ID));
        Ok(stored.unwrap_or(&touchpoint.id).to_owned())
    }

    /// Puts an item if there is none under its key, and returns the one that is there.
    pub(crate) async fn put_if_new(
        &self,
        item: items::Item,
        doing: &'static str,
    ) -> Result<Option<items::Item>, StoreError> {
        let put = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression(format!("attribute_not_exists({PK})"))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match put {
            Ok(_) => Ok(None),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(there)) => {
                    Ok(Some(there.item().cloned().unwrap_or_default()))
                }
                _ => Err(StoreError::of(doing, &error)),
            },
        }
    }

    /// Reads the sender's own fields of some touchpoints, in their order.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn properties_of(&self, touchpoints: &[&Touchpoint]) -> Result<Vec<Properties>, StoreError> {
        let keys: Vec<_> = touchpoints.iter().map(|of| keys::touchpoint(&of.recorded, &of.key())).collect();
        let attributes = [items::PROPERTIES, TELLINGS];
        let there = self.get_many(&keys, &attributes, "reading fields of the sender's own").await?;
        let mut read = Vec::with_capacity(keys.len());
        for (key, touchpoint) in keys.iter().zip(touchpoints) {
            let item = there.get(key);
            let told = item.and_then(|item| item.get(TELLINGS)).and_then(|told| told.as_m().ok());
            read.push(match item {
                None => Properties::default(),
                Some(item) if told.is_none_or(HashMap::is_empty) => items::properties(item)?,
                // What was told later wins, and which was later the whole item says.
                Some(_) => {
                    let whole = self.touchpoint(&touchpoint.recorded, &touchpoint.key()).await?;
                    whole.map(|whole| whole.said.properties).unwrap_or_default()
                }
            });
        }
        Ok(read)
    }

    /// Reads touchpoints, in the order of their keys given; none where there is none.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn touchpoints(
        &self,
        wanted: &[(&Identity, TouchpointKey)],
    ) -> Result<Vec<Option<Touchpoint>>, StoreError> {
        let keys: Vec<_> = wanted.iter().map(|(recorded, key)| keys::touchpoint(recorded, key)).collect();
        let mut there = self.get_many(&keys, &[], "reading touchpoints").await?;
        keys.iter().map(|key| there.remove(key).map(items::decode_touchpoint).transpose()).collect()
    }

    /// Reads one touchpoint.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn touchpoint(&self, recorded: &Identity, key: &TouchpointKey) -> Result<Option<Touchpoint>, StoreError> {
        let item = self.get(&keys::touchpoint(recorded, key), "reading a touchpoint").await?;
        item.map(items::decode_touchpoint).transpose()
    }
}
