//! Digests: one delivery that tells of many. It is written with the names of those it tells, so that a crash before they are
//! settled makes nobody tell them again.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::alerting::Message;
use jiff::Timestamp;

use crate::deliveries::Delivery;
use crate::error::StoreError;
use crate::items::s;
use crate::keys::{self, Key, PK, SK};
use crate::table::{Table, prefix_range};

/// The names of the deliveries that a digest tells.
const TELLS: &str = "tells";

/// What the name of a digest begins with.
const DIGEST: &str = "digest:";

/// Digests of a channel that are looked at, the latest: a crash leaves one behind, and few are ever at it at once.
const LOOKED_AT_MAX: i32 = 4;

impl Table {
    /// Writes a digest of some deliveries to a channel, due at once.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn put_digest(
        &self,
        channel: &str,
        told: &[Delivery],
        message: &Message,
        now: Timestamp,
    ) -> Result<Key, StoreError> {
        let names: Vec<String> = told.iter().map(|delivery| delivery.key.fingerprint()).collect();
        let first = names.first().map(String::as_str).unwrap_or_default();
        let name = format!("{DIGEST}{:015}:{first}", now.as_millisecond());
        let key = keys::delivery(&keys::channel_partition(channel), &name, channel);
        let mut item = self.delivery_item(&key, channel, message, now)?;
        item.insert(TELLS.to_owned(), AttributeValue::L(names.into_iter().map(s).collect()));
        let put = self.client.put_item().table_name(&self.name).set_item(Some(item)).send().await;
        put.map_err(|error| StoreError::of("writing a digest", &error))?;
        Ok(key)
    }

    /// Returns those of some deliveries that a digest of the channel tells already: a crash left them unsettled.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn told_by_a_digest(&self, channel: &str, deliveries: &[Delivery]) -> Result<BTreeSet<Key>, StoreError> {
        let (from, to) = prefix_range(&keys::delivery_prefix(DIGEST));
        let latest = self
            .client
            .query()
            .table_name(&self.name)
            .key_condition_expression(format!("{PK} = :pk AND {SK} BETWEEN :from AND :to"))
            .expression_attribute_values(":pk", s(keys::channel_partition(channel)))
            .expression_attribute_values(":from", s(from))
            .expression_attribute_values(":to", s(to))
            .projection_expression(TELLS)
            .consistent_read(true)
            .scan_index_forward(false)
            .limit(LOOKED_AT_MAX)
            .send()
            .await
            .map_err(|error| StoreError::of("reading the latest digests", &error))?;
        let items = latest.items.unwrap_or_default();
        let lists = items.iter().filter_map(|item| item.get(TELLS)?.as_l().ok());
        let told: BTreeSet<&str> = lists.flatten().filter_map(|name| name.as_s().ok().map(String::as_str)).collect();
        let is_told = |delivery: &&Delivery| told.contains(delivery.key.fingerprint().as_str());
        Ok(deliveries.iter().filter(is_told).map(|delivery| delivery.key.clone()).collect())
    }
}
