//! Tries at a batch that has not come through: how often one was begun and not ended, by its first record. A process that dies
//! or runs out of time leaves its try open, which nothing else can: so a record that takes the process down is found out.

use aws_sdk_dynamodb::types::ReturnValue;
use jiff::{SignedDuration, Timestamp};

use crate::error::StoreError;
use crate::items::{self, n};
use crate::keys::{self, EXPIRES_AT};
use crate::table::Table;

/// How long a try is remembered: longer than the stream keeps a record.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(48);

const TRIES: &str = "tries";

impl Table {
    /// Takes note that a batch is begun, by its first record, and returns how often it was since a try ended, this one
    /// included.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn begin_try(&self, function: &str, record: &str, now: Timestamp) -> Result<u64, StoreError> {
        let until = now.checked_add(REMEMBERED).unwrap_or(Timestamp::MAX);
        let answer = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys::tries(function, record).attributes()))
            .update_expression(format!("ADD {TRIES} :one SET {EXPIRES_AT} = :until"))
            .expression_attribute_values(":one", n(1_u8))
            .expression_attribute_values(":until", n(u64::try_from(until.as_second()).unwrap_or_default()))
            .return_values(ReturnValue::UpdatedNew)
            .send()
            .await
            .map_err(|error| StoreError::of("counting tries", &error))?;
        Ok(answer.attributes.as_ref().and_then(|item| items::number(item, TRIES)).unwrap_or(1))
    }

    /// Takes note that the batch that begins with a record ended, whatever became of it.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn end_try(&self, function: &str, record: &str) -> Result<(), StoreError> {
        self.client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys::tries(function, record).attributes()))
            .update_expression(format!("SET {TRIES} = :none"))
            .expression_attribute_values(":none", n(0_u8))
            .send()
            .await
            .map_err(|error| StoreError::of("counting tries", &error))?;
        Ok(())
    }
}
