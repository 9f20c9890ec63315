//! Recounting: a walk over the whole table, page by page, and what is found on the way: whose touchpoints there are, and
//! which moments. Judges nothing.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use aws_sdk_dynamodb::types::KeysAndAttributes;
use domain::identity::{Identity, TouchpointKey};
use domain::touchpoint::Touchpoint;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::error::StoreError;
use crate::items::{self, Item, s};
use crate::keys::{self, EXPIRES_AT, Key, MOMENT, PK, SK, TOUCHPOINT};
use crate::table::{Reading, Table, prefix_range};

pub mod compare;
pub mod parked;

/// Keys of one call, at most: DynamoDB's limit.
const KEYS_MAX: usize = 100;
/// Tries at keys that a call left out.
const TRIES_MAX: u32 = 6;
/// Wait before keys that were left out are asked for again, doubled each time.
const WAIT: Duration = Duration::from_millis(50);

/// One page of the walk.
#[derive(Debug, Default)]
pub struct Walked {
    /// What it holds that has to be looked at, in the order of the walk, each with its key.
    pub met: Vec<(Key, Met)>,
    /// Where the walk goes on; none at its end.
    pub next: Option<Key>,
}

/// Something that the walk met.
#[derive(Clone, Debug, PartialEq)]
pub enum Met {
    /// An identity, by one of its touchpoints. It is named on the first page that holds one of them, and only there.
    Identity(Identity),
    /// A moment that has not expired.
    Moment(Found),
    /// An item that does not say whose it is.
    Unreadable,
}

/// A moment as the walk met it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its key.
    pub key: Key,
    recorded: Identity,
    touchpoint: TouchpointKey,
}

impl Table {
    /// Reads the next page of the table, at most 1 MB of it, not consistently: what is written meanwhile may be left out.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn walk(&self, after: Option<&Key>, now: Timestamp) -> Result<Walked, StoreError> {
        let page = self
            .client
            .scan()
            .table_name(&self.name)
            .filter_expression(format!("begins_with({SK}, :touchpoint) OR begins_with({SK}, :moment)"))
            .projection_expression(format!("{PK}, {SK}, #recorded, #source, #id, {EXPIRES_AT}"))
            .expression_attribute_names("#recorded", "recorded")
            .expression_attribute_names("#source", "source")
            .expression_attribute_names("#id", "id")
            .expression_attribute_values(":touchpoint", s(TOUCHPOINT))
            .expression_attribute_values(":moment", s(MOMENT))
            .set_exclusive_start_key(after.map(Key::attributes))
            .send()
            .await
            .map_err(|error| StoreError::of("walking the table", &error))?;
        let next = page.last_evaluated_key.as_ref().map(items::key_of);
        // A partition that goes on from the page before was named there, if that page held a touchpoint of it.
        let mut named = after.filter(|after| after.sk.starts_with(TOUCHPOINT)).map(|after| after.pk.clone());
        let mut walked = Walked { next, ..Walked::default() };
        for item in page.items.unwrap_or_default() {
            let key = items::key_of(&item);
            let recorded = items::text(&item, "recorded").and_then(|text| text.parse::<Identity>().ok());
            let Some(recorded) = recorded else {
                walked.met.push((key, Met::Unreadable));
                continue;
            };
            if key.sk.starts_with(TOUCHPOINT) {
                if named.as_ref() != Some(&key.pk) {
                    named = Some(key.pk.clone());
                    walked.met.push((key, Met::Identity(recorded)));
                }
            } else if items::number(&item, EXPIRES_AT)
                .is_none_or(|at| i64::try_from(at).unwrap_or(i64::MAX) > now.as_second())
            {
                let text = |name| items::text(&item, name).unwrap_or_default().to_owned();
                let touchpoint = TouchpointKey { source: text("source"), id: text("id") };
                walked.met.push((key.clone(), Met::Moment(Found { key, recorded, touchpoint })));
            }
        }
        Ok(walked)
    }

    /// Lists the moments among these that are not the judgement of a touchpoint in the table, at the day it happened.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn without_touchpoint(&self, moments: &[Found], zone: &TimeZone) -> Result<Vec<Key>, StoreError> {
        let facts: Vec<_> = moments.iter().map(|found| keys::touchpoint(&found.recorded, &found.touchpoint)).collect();
        let there = self.get_many(&facts, &["occurred_at"], "looking for touchpoints").await?;
        let is_judged_here = |found: &Found, fact: &Key| {
            let at: Timestamp = items::text(there.get(fact)?, "occurred_at")?.parse().ok()?;
            let date = at.to_zoned(zone.clone()).date();
            Some(keys::moment(date, &found.recorded, &found.touchpoint) == found.key)
        };
        let orphans = moments.iter().zip(&facts).filter(|(found, fact)| is_judged_here(found, fact) != Some(true));
        Ok(orphans.map(|(found, _)| found.key.clone()).collect())
    }

    /// Reads every touchpoint recorded for one identity, however many there are, a page at a time.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn touchpoints_of(
        &self,
        identity: &Identity,
        mut take: impl FnMut(Touchpoint),
    ) -> Result<(), StoreError> {
        let (from, to) = prefix_range(TOUCHPOINT);
        self.read_range(&keys::customer(identity), (&from, &to), "reading touchpoints", |item| {
            take(items::decode(item)?);
            Ok(Reading::More)
        })
        .await
    }

    /// Reads many items consistently, whole or one attribute of each, by their keys. What is not there is left out.
    pub(crate) async fn get_many(
        &self,
        wanted: &[Key],
        attributes: &[&str],
        doing: &'static str,
    ) -> Result<HashMap<Key, Item>, StoreError> {
        let refused =
            |error: aws_sdk_dynamodb::error::BuildError| StoreError::Refused { doing, code: error.to_string() };
        let distinct: Vec<_> = wanted.iter().collect::<BTreeSet<_>>().into_iter().collect();
        let mut found = HashMap::new();
        for chunk in distinct.chunks(KEYS_MAX) {
            let mut request = KeysAndAttributes::builder().consistent_read(true);
            if !attributes.is_empty() {
                let names: String = (0..attributes.len()).map(|number| format!(", #{number}")).collect();
                request = request.projection_expression(format!("{PK}, {SK}{names}"));
                for (number, attribute) in attributes.iter().enumerate() {
                    request = request.expression_attribute_names(format!("#{number}"), *attribute);
                }
            }
            for key in chunk {
                request = request.keys(key.attributes());
            }
            let mut left = Some(request.build().map_err(refused)?);
            let mut wait = WAIT;
            for _ in 0..TRIES_MAX {
                let Some(asked) = left.take() else { break };
                let call = self.client.batch_get_item().request_items(&self.name, asked);
                let answer = call.send().await.map_err(|error| StoreError::of(doing, &error))?;
                for item in answer.responses.unwrap_or_default().into_values().flatten() {
                    found.insert(items::key_of(&item), item);
                }
                left = answer.unprocessed_keys.and_then(|mut keys| keys.remove(&self.name));
                if left.is_some() {
                    tokio::time::sleep(wait).await;
                    wait *= 2;
                }
            }
            if left.is_some() {
                return Err(StoreError::Unavailable { doing, code: "keys left out".to_owned() });
            }
        }
        Ok(found)
    }
}
