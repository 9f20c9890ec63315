//! Reports: that the channels are told of one, once a period.

use domain::alerting::Message;
use jiff::Timestamp;

use crate::cases::condition_failed;
use crate::error::StoreError;
use crate::items::{s, sortable};
use crate::keys::{self, Key, NOTICE};
use crate::table::Table;

impl Table {
    /// Writes down that a report is announced, with its deliveries, in one transaction; an announced one stays as it
    /// is. Returns the deliveries.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn announce(
        &self,
        period: &str,
        channels: &[&str],
        message: &Message,
        now: Timestamp,
    ) -> Result<Vec<Key>, StoreError> {
        let partition = keys::report(period);
        let deliveries: Vec<_> = channels.iter().map(|channel| keys::delivery(&partition, "ready", channel)).collect();
        let mut notice = Key { pk: partition.clone(), sk: NOTICE.to_owned() }.attributes();
        notice.insert("announced_at".to_owned(), s(sortable(now)));
        let mut writes = vec![self.put_new(notice)?];
        for (key, channel) in deliveries.iter().zip(channels) {
            writes.push(self.put_new(self.delivery_item(key, channel, message, now)?)?);
        }
        match self.client.transact_write_items().set_transact_items(Some(writes)).send().await {
            Ok(_) => Ok(deliveries),
            Err(error) if condition_failed(&error) => Ok(deliveries),
            Err(error) => Err(StoreError::of("announcing a report", &error)),
        }
    }
}
