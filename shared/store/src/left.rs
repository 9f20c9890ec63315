//! How often moments of long journeys were left to their own records: one number for the whole table. A batch compares it with
//! what it was before the batch read its journeys, and so learns that somebody may have left one of its moments to it
//! meanwhile. It does not say whose moments these were. Beside it stands how often somebody was erased, for the same readers: while
//! nobody was, nobody has to look up whether a customer is.

use crate::error::StoreError;
use crate::items::{self, n};
use crate::keys;
use crate::table::Table;

/// Attribute that counts.
const TIMES: &str = "times";
/// Attribute that counts erasures.
const ERASED: &str = "erased";

/// What readers of the stream have to know of each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meanwhile {
    /// How often moments were left.
    pub left: u64,
    /// How often somebody was erased.
    pub erased: u64,
}

impl Table {
    /// Reads consistently how often moments were left, and how often somebody was erased.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn meanwhile(&self) -> Result<Meanwhile, StoreError> {
        let item = self.get(&keys::left(), "reading how often moments were left").await?.unwrap_or_default();
        let count = |name| items::number(&item, name).unwrap_or_default();
        Ok(Meanwhile { left: count(TIMES), erased: count(ERASED) })
    }

    /// Announces that moments will be left, before anybody looks which.
    ///
    /// # Errors
    /// Unavailable or refused. It may be announced all the same.
    pub async fn announce_leaving(&self) -> Result<(), StoreError> {
        self.add_one_to(TIMES, "announcing that moments are left").await
    }

    /// Announces that somebody is erased, once it is remembered who.
    ///
    /// # Errors
    /// Unavailable or refused. It may be announced all the same.
    pub async fn announce_erasure(&self) -> Result<(), StoreError> {
        self.add_one_to(ERASED, "announcing an erasure").await
    }

    async fn add_one_to(&self, count: &str, doing: &'static str) -> Result<(), StoreError> {
        self.client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys::left().attributes()))
            .update_expression(format!("ADD {count} :one"))
            .expression_attribute_values(":one", n(1_u8))
            .send()
            .await
            .map_err(|error| StoreError::of(doing, &error))?;
        Ok(())
    }
}
