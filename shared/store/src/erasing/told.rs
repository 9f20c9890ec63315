//! Messages that tell of several people: digests of cases, and the notice of a report. Others need them, so the person is taken out
//! and the rest stays.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use domain::alerting::Message;
use jiff::civil::Date;

use super::removing::periods_of;
use crate::deliveries::{MESSAGE, STATE};
use crate::error::StoreError;
use crate::items::{self, Item};
use crate::keys::{self, DELIVERY, Key};
use crate::table::{Reading, Table, prefix_range};

impl Table {
    /// Takes the cases of some pseudonyms out of the digests of a channel. Returns how many digests were changed.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn take_out_of_digests(&self, channel: &str, pseudonyms: &BTreeSet<String>) -> Result<u64, StoreError> {
        let is_theirs = |case_id: &str| case_id.rsplit_once('-').is_some_and(|(name, _)| pseudonyms.contains(name));
        self.change_messages(&keys::channel_partition(channel), |message| match message {
            Message::Digest(mut digest) => {
                let before = digest.worst.len();
                digest.worst.retain(|worst| !is_theirs(&worst.case_id));
                (digest.worst.len() < before).then_some(Message::Digest(digest))
            }
            _ => None,
        })
        .await
    }

    /// Takes the lines out of the notices of reports on periods that hold some days: they may quote the person. The headline, which
    /// counts, and the link stay.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn take_out_of_notices(&self, days: &BTreeSet<Date>) -> Result<u64, StoreError> {
        let periods: BTreeSet<String> = days.iter().copied().flat_map(periods_of).map(|of| of.to_string()).collect();
        let mut changed = 0;
        for period in periods {
            changed += self
                .change_messages(&keys::report(&period), |message| match message {
                    Message::Report(mut notice) if !notice.lines.is_empty() => {
                        notice.lines.clear();
                        Some(Message::Report(notice))
                    }
                    _ => None,
                })
                .await?;
        }
        Ok(changed)
    }

    /// Changes what the messages of a partition say, where they are to say something else.
    async fn change_messages(
        &self,
        partition: &str,
        change: impl Fn(Message) -> Option<Message>,
    ) -> Result<u64, StoreError> {
        let (from, to) = prefix_range(DELIVERY);
        let mut changed: Vec<(Key, String)> = Vec::new();
        self.read_range(partition, (&from, &to), "reading messages", |item| {
            changed.extend(changed_of(&item, &change));
            Ok(Reading::More)
        })
        .await?;
        let count = changed.len() as u64;
        for (key, message) in changed {
            self.put_message(&key, &message).await?;
        }
        Ok(count)
    }

    /// Puts other words into a message that is still there.
    async fn put_message(&self, key: &Key, message: &str) -> Result<(), StoreError> {
        let update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .update_expression(format!("SET {MESSAGE} = :message"))
            .condition_expression(format!("attribute_exists({STATE})"))
            .expression_attribute_values(":message", items::packed(message))
            .send()
            .await;
        match update {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
                _ => Err(StoreError::of("changing a message", &error)),
            },
        }
    }
}

fn changed_of(item: &Item, change: &impl Fn(Message) -> Option<Message>) -> Option<(Key, String)> {
    let message: Message = serde_json::from_str(&items::unpacked(item, MESSAGE)?).ok()?;
    let changed = serde_json::to_string(&change(message)?).ok()?;
    Some((items::key_of(item), changed))
}
