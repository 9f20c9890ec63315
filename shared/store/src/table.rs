//! The table, and the few shapes of call that every other module uses.

use std::sync::{Arc, OnceLock};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::identity::Pseudonyms;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::items::Item;
use crate::keys::{EXPIRES_AT, Key, PK, SK};

/// Items of one page of a query, at most: a page is also cut at 1 MB by DynamoDB.
const PAGE_ITEMS_MAX: i32 = 1_000;

/// One DynamoDB table and how long things stay in it.
#[derive(Clone, Debug)]
pub struct Table {
    pub(crate) client: Client,
    pub(crate) name: String,
    retention_days: Option<u32>,
    messages_days: Option<u32>,
    /// Read once; all copies of this table share it.
    pub(crate) pseudonyms: Arc<OnceLock<Pseudonyms>>,
}

impl Table {
    /// Makes a table of a client and a name; nothing expires.
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Self { client, name: name.into(), retention_days: None, messages_days: None, pseudonyms: Arc::default() }
    }

    /// Lets touchpoints, moments and deliveries expire this many days after receipt. Links, cases with their history, day
    /// summaries and parked records stay.
    pub fn with_retention_days(mut self, days: Option<u32>) -> Self {
        self.retention_days = days;
        self
    }

    /// Lets messages expire this many days after they were written, instead of as long after as touchpoints do.
    pub fn with_messages_days(mut self, days: Option<u32>) -> Self {
        self.messages_days = days;
        self
    }

    /// Tells whether what was received then is due to be gone, though DynamoDB may take two days more to remove it.
    pub fn has_expired(&self, received_at: Timestamp, now: Timestamp) -> bool {
        self.retention_days.is_some_and(|days| received_at.as_second() + i64::from(days) * 86_400 <= now.as_second())
    }

    /// Tells whether facts may be gone that a stored moment was judged by.
    pub fn has_retention(&self) -> bool {
        self.retention_days.is_some()
    }

    /// Returns the attribute that lets an item of this age expire, if things expire here.
    pub(crate) fn expiry(&self, received_at: Timestamp) -> Option<(String, AttributeValue)> {
        Some(expires(received_at, self.retention_days?))
    }

    /// Returns the attribute that lets a message expire that is written now, if messages expire here.
    pub(crate) fn message_expiry(&self, now: Timestamp) -> Option<(String, AttributeValue)> {
        Some(expires(now, self.messages_days.or(self.retention_days)?))
    }

    /// Opens the connection, so that the first touchpoint does not wait for it: puts an item without a key, which
    /// DynamoDB refuses without writing, and without charge.
    ///
    /// # Errors
    /// Unavailable: the next call has to open it.
    pub async fn connect(&self) -> Result<(), StoreError> {
        match self.client.put_item().table_name(&self.name).set_item(Some(Item::new())).send().await {
            Ok(_) => Ok(()),
            Err(error) => match StoreError::of("opening the connection", &error) {
                StoreError::Refused { .. } => Ok(()),
                unavailable => Err(unavailable),
            },
        }
    }

    /// Reads one item consistently.
    pub(crate) async fn get(&self, key: &Key, doing: &'static str) -> Result<Option<Item>, StoreError> {
        let answer = self
            .client
            .get_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| StoreError::of(doing, &error))?;
        Ok(answer.item)
    }

    /// Reads a range of a partition consistently, page by page, until `take` says that it has seen enough.
    pub(crate) async fn read_range(
        &self,
        partition: &str,
        range: (&str, &str),
        doing: &'static str,
        mut take: impl FnMut(Item) -> Result<Reading, StoreError>,
    ) -> Result<(), StoreError> {
        self.read_some(partition, range, Projection::Whole, doing, &mut take).await
    }

    /// Reads some attributes of a range of a partition consistently, page by page, until `take` has seen enough.
    pub(crate) async fn read_some(
        &self,
        partition: &str,
        range: (&str, &str),
        projection: Projection,
        doing: &'static str,
        take: &mut (impl FnMut(Item) -> Result<Reading, StoreError> + ?Sized),
    ) -> Result<(), StoreError> {
        let mut start = None;
        loop {
            let (items, next) = self.read_page_of(partition, range, projection, doing, start).await?;
            for item in items {
                if take(item)? == Reading::Enough {
                    return Ok(());
                }
            }
            if next.is_none() {
                return Ok(());
            }
            start = next;
        }
    }

    /// Reads one page of a range of a partition consistently, and where the next one begins, if there is one.
    pub(crate) async fn read_page(
        &self,
        partition: &str,
        range: (&str, &str),
        doing: &'static str,
        start: Option<Item>,
    ) -> Result<(Vec<Item>, Option<Item>), StoreError> {
        self.read_page_of(partition, range, Projection::Whole, doing, start).await
    }

    pub(crate) async fn read_page_of(
        &self,
        partition: &str,
        range: (&str, &str),
        projection: Projection,
        doing: &'static str,
        start: Option<Item>,
    ) -> Result<(Vec<Item>, Option<Item>), StoreError> {
        let mut query = self
            .client
            .query()
            .table_name(&self.name)
            .key_condition_expression(format!("{PK} = :pk AND {SK} BETWEEN :from AND :to"))
            .expression_attribute_values(":pk", AttributeValue::S(partition.to_owned()))
            .expression_attribute_values(":from", AttributeValue::S(range.0.to_owned()))
            .expression_attribute_values(":to", AttributeValue::S(range.1.to_owned()))
            .consistent_read(true)
            .limit(PAGE_ITEMS_MAX)
            .set_exclusive_start_key(start);
        if let Projection::Of(attributes) = projection {
            // By placeholders: many of the names are words of DynamoDB's own.
            let placeholders: Vec<_> = (0..attributes.len()).map(|number| format!("#{number}")).collect();
            query = query.projection_expression(placeholders.join(","));
            for (placeholder, attribute) in placeholders.into_iter().zip(attributes) {
                query = query.expression_attribute_names(placeholder, *attribute);
            }
        }
        let page = query.send().await.map_err(|error| StoreError::of(doing, &error))?;
        Ok((page.items.unwrap_or_default(), page.last_evaluated_key.filter(|key| !key.is_empty())))
    }
}

/// Returns the attribute that lets an item expire some days after a time.
fn expires(from: Timestamp, days: u32) -> (String, AttributeValue) {
    let at = from.as_second() + i64::from(days) * 86_400;
    (EXPIRES_AT.to_owned(), AttributeValue::N(at.to_string()))
}

/// Which attributes of an item are read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Projection {
    /// All.
    Whole,
    /// These.
    Of(&'static [&'static str]),
}

/// Whether a reader of a range wants more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    More,
    Enough,
}

/// The range of all sort keys that begin with a prefix.
pub(crate) fn prefix_range(prefix: &str) -> (String, String) {
    (prefix.to_owned(), format!("{prefix}\u{10FFFF}"))
}
