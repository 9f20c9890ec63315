//! Parked records as `verify` looks at them again: what they were about, and their removal once that is settled.

use domain::moment::Moment;
use domain::touchpoint::Touchpoint;

use crate::error::{StoreError, if_held};
use crate::items::{self, s};
use crate::keys::{self, Key, PARKED, SK};
use crate::table::Table;

/// Records of one page.
const PAGE_RECORDS_MAX: i32 = 100;

/// A record that a function passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Where it is parked.
    pub key: Key,
    /// The function that could not process it.
    pub function: String,
    /// The item it was about.
    pub record: Key,
    /// Why, in the words of the error.
    pub why: String,
    parked_at: String,
}

impl Table {
    /// Reads the next page of parked records.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn parked(&self, after: Option<&Key>) -> Result<Vec<Parked>, StoreError> {
        let page = self
            .client
            .query()
            .table_name(&self.name)
            .key_condition_expression(format!("{} = :parked AND {SK} > :after", keys::PK))
            .expression_attribute_values(":parked", s(PARKED))
            .expression_attribute_values(":after", s(after.map_or(" ", |after| after.sk.as_str())))
            .limit(PAGE_RECORDS_MAX)
            .send()
            .await
            .map_err(|error| StoreError::of("listing parked records", &error))?;
        let read = |item: &items::Item| {
            let text = |name| items::text(item, name).unwrap_or_default().to_owned();
            Parked {
                key: items::key_of(item),
                function: text("function"),
                record: Key { pk: text("record_pk"), sk: text("record_sk") },
                why: text("why"),
                parked_at: text("parked_at"),
            }
        };
        Ok(page.items.unwrap_or_default().iter().map(read).collect())
    }

    /// Reads the touchpoint that a record was about.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn touchpoint_at(&self, record: &Key) -> Result<Option<Touchpoint>, StoreError> {
        self.get(record, "reading a touchpoint").await?.map(items::decode_touchpoint).transpose()
    }

    /// Reads the moment that a record was about.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn moment_at(&self, record: &Key) -> Result<Option<Moment>, StoreError> {
        self.get(record, "reading a moment").await?.map(items::decode).transpose()
    }

    /// Removes a parked record, unless it was parked again since it was read. Returns whether it is gone.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn unpark(&self, parked: &Parked) -> Result<bool, StoreError> {
        let delete = self
            .client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(parked.key.attributes()))
            .condition_expression("parked_at = :parked_at")
            .expression_attribute_values(":parked_at", s(&parked.parked_at))
            .send()
            .await;
        Ok(if_held("removing a parked record", delete)?.is_some())
    }
}
