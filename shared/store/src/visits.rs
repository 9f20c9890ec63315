//! What the console remembers of visits: sessions that ended before their time, links that were used, and how often somebody tried.
//! Each is one item that expires by itself. Knows no person.

use aws_sdk_dynamodb::types::ReturnValue;
use jiff::Timestamp;

use crate::error::{StoreError, if_held};
use crate::items::{self, Item, n};
use crate::keys::{self, EXPIRES_AT, Key};
use crate::table::Table;

const TRIES: &str = "tries";

impl Table {
    /// Ends a session before its time.
    ///
    /// # Errors
    /// Unavailable or refused: the session then goes on.
    pub async fn end_session(&self, session: &str, until: Timestamp) -> Result<(), StoreError> {
        self.put_once(&keys::ended_session(session), until, "ending a session").await.map(drop)
    }

    /// Returns whether a session was ended.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn has_session_ended(&self, session: &str) -> Result<bool, StoreError> {
        Ok(self.get(&keys::ended_session(session), "looking up a session").await?.is_some())
    }

    /// Uses a link that works once. Returns whether this was the first use.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn use_link(&self, seal: &str, until: Timestamp) -> Result<bool, StoreError> {
        self.put_once(&keys::used_link(seal), until, "using a link").await
    }

    /// Counts one more try of something within a window of some seconds, and returns how many there were, this one included.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn count_attempt(&self, what: &[&str], window_s: i64, now: Timestamp) -> Result<u64, StoreError> {
        let window = now.as_second() / window_s.max(1);
        let until = u64::try_from((window + 2) * window_s).unwrap_or_default();
        let answer = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys::attempts(what, window).attributes()))
            .update_expression(format!("ADD {TRIES} :one SET {EXPIRES_AT} = :until"))
            .expression_attribute_values(":one", n(1_u8))
            .expression_attribute_values(":until", n(until))
            .return_values(ReturnValue::UpdatedNew)
            .send()
            .await
            .map_err(|error| StoreError::of("counting attempts", &error))?;
        Ok(answer.attributes.as_ref().and_then(|item| items::number(item, TRIES)).unwrap_or(1))
    }

    /// Puts an empty item that expires. Returns whether it was not there.
    async fn put_once(&self, key: &Key, until: Timestamp, doing: &'static str) -> Result<bool, StoreError> {
        let mut item = key.attributes();
        item.insert(EXPIRES_AT.to_owned(), n(u64::try_from(until.as_second()).unwrap_or_default()));
        self.put_unless_there(item, doing).await
    }

    /// Puts an item that nothing may replace. Returns whether it was not there.
    pub(crate) async fn put_unless_there(&self, item: Item, doing: &'static str) -> Result<bool, StoreError> {
        let put = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)")
            .send()
            .await;
        Ok(if_held(doing, put)?.is_some())
    }
}
