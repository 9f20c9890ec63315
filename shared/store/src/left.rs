//! How often moments of long journeys were left to their own records: one number for the whole table. A batch compares it with
//! what it was before the batch read its journeys, and so learns that somebody may have left one of its moments to it
//! meanwhile. It does not say whose moments these were.

use crate::error::StoreError;
use crate::items::{self, n};
use crate::keys;
use crate::table::Table;

/// Attribute that counts.
const TIMES: &str = "times";

impl Table {
    /// Reads consistently how often moments were left.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn times_left(&self) -> Result<u64, StoreError> {
        let item = self.get(&keys::left(), "reading how often moments were left").await?;
        Ok(item.and_then(|item| items::number(&item, TIMES)).unwrap_or_default())
    }

    /// Announces that moments will be left, before anybody looks which.
    ///
    /// # Errors
    /// Unavailable or refused. It may be announced all the same.
    pub async fn announce_leaving(&self) -> Result<(), StoreError> {
        self.client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys::left().attributes()))
            .update_expression(format!("ADD {TIMES} :one"))
            .expression_attribute_values(":one", n(1_u8))
            .send()
            .await
            .map_err(|error| StoreError::of("announcing that moments are left", &error))?;
        Ok(())
    }
}
