//! What is stored of a period: its sums, what its report promised, and that the channels were told of it, once. What these say
//! is their makers' business.

use domain::alerting::Message;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cases::{Race, lost_race};
use crate::error::StoreError;
use crate::items::{self, s};
use crate::keys::{self, ACTION, Key, NOTICE, SUMS, WORK_PK, WORK_SK, Work};
use crate::table::Table;

const BODY: &str = "body";
const VERSIONS: &str = "versions";

/// Stored sums of a period.
#[derive(Clone, Debug)]
pub struct StoredSums {
    /// The sums, as they were given.
    pub body: String,
    /// A digest of the versions of the days they rest on.
    pub versions: String,
}

impl Table {
    /// Reads the sums of a period; none if none are stored.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn stored_sums(&self, period: &str) -> Result<Option<StoredSums>, StoreError> {
        let item = self.get(&keys::of_report(period, SUMS), "reading the sums of a period").await?;
        Ok(item.and_then(|item| {
            let text = |name| items::text(&item, name).map(str::to_owned);
            Some(StoredSums { body: text(BODY)?, versions: text(VERSIONS)? })
        }))
    }

    /// Stores the sums of a period; those before are replaced.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn keep_sums(&self, period: &str, sums: StoredSums) -> Result<(), StoreError> {
        let key = keys::of_report(period, SUMS);
        let mut item = key.attributes();
        item.extend([
            (BODY.to_owned(), s(sums.body)),
            (VERSIONS.to_owned(), s(sums.versions)),
            (WORK_PK.to_owned(), s(Work::Kept.shard(&key))),
            (WORK_SK.to_owned(), s(period)),
        ]);
        let put = self.client.put_item().table_name(&self.name).set_item(Some(item)).send().await;
        put.map(|_| ()).map_err(|error| StoreError::of("storing the sums of a period", &error))
    }

    /// Reads what the report on a period promised.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn promised_action<T: DeserializeOwned>(&self, period: &str) -> Result<Option<T>, StoreError> {
        let item = self.get(&keys::of_report(period, ACTION), "reading a promised action").await?;
        item.map(items::decode).transpose()
    }

    /// Writes down what the report on a period promises; what was promised before is replaced.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn promise_action<T: Serialize>(&self, period: &str, action: &T) -> Result<(), StoreError> {
        let item = items::encode(&keys::of_report(period, ACTION), action)?;
        let put = self.client.put_item().table_name(&self.name).set_item(Some(item)).send().await;
        put.map(|_| ()).map_err(|error| StoreError::of("storing a promised action", &error))
    }

    /// Reads what the channels were told of a report.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn announced<T: DeserializeOwned>(&self, period: &str) -> Result<Option<T>, StoreError> {
        self.get(&keys::of_report(period, NOTICE), "reading what was announced").await?.map(items::decode).transpose()
    }

    /// Writes down that a report is announced and what it said, with its deliveries, in one transaction; an announced one
    /// stays as it is. Returns the deliveries.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn announce<T: Serialize>(
        &self,
        period: &str,
        messages: &[(&str, Message)],
        announced: &T,
        now: Timestamp,
    ) -> Result<Vec<Key>, StoreError> {
        let partition = keys::report(period);
        let deliveries: Vec<_> =
            messages.iter().map(|(channel, _)| keys::delivery(&partition, "ready", channel)).collect();
        let notice = items::encode(&Key { pk: partition.clone(), sk: NOTICE.to_owned() }, announced)?;
        let mut writes = vec![self.put_new(notice)?];
        for (key, (channel, message)) in deliveries.iter().zip(messages) {
            writes.push(self.put_new(self.delivery_item(key, channel, message, now)?)?);
        }
        match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
            Ok(_) => Ok(deliveries),
            Err(error) if lost_race(&error) == Some(Race::Condition) => Ok(deliveries),
            Err(error) => Err(StoreError::of("announcing a report", &error)),
        }
    }
}
