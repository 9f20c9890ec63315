//! Touchpoints: facts, written once. One conditional put is ingestion, idempotency and conflict check together.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use domain::identity::{Identity, TouchpointKey};
use domain::touchpoint::Touchpoint;
use domain::touchpoint::digest;
use domain::touchpoint::own::Properties;
use domain::touchpoint::parse::Incoming;

use crate::error::StoreError;
use crate::items::{self, s};
use crate::keys::{self, Key, PK};
use crate::table::Table;

/// Attribute that holds the digest of what was sent.
const DIGEST: &str = "digest";

/// What became of a touchpoint that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is in the table now.
    Accepted,
    /// It was in the table before, with the same words; the first receipt counts.
    Duplicate,
    /// Another touchpoint has its source and id; that one stays.
    Conflict,
}

impl Table {
    /// Stores a touchpoint, unless one with the same source and id is there.
    ///
    /// The same source and id under another customer is another key: it cannot be seen here and counts as accepted.
    ///
    /// # Errors
    /// Unavailable or refused; then nothing is known to be stored.
    pub async fn record(&self, incoming: &Incoming) -> Result<Recorded, StoreError> {
        let touchpoint = &incoming.touchpoint;
        let key = keys::touchpoint(&touchpoint.recorded, &touchpoint.key());
        let mut item = items::encode_touchpoint(&key, touchpoint)?;
        item.insert(DIGEST.to_owned(), s(&incoming.digest));
        item.extend(self.expiry(touchpoint.received_at));
        let put = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression(format!("attribute_not_exists({PK})"))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match put {
            Ok(_) => Ok(Recorded::Accepted),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(there)) => {
                    let stored = there.item().and_then(|item| items::text(item, DIGEST)).unwrap_or_default();
                    let same = digest::agrees(stored, &incoming.digest);
                    Ok(if same { Recorded::Duplicate } else { Recorded::Conflict })
                }
                _ => Err(StoreError::of("storing a touchpoint", &error)),
            },
        }
    }

    /// Reads the sender's own fields of some touchpoints, in their order.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn properties_of(&self, touchpoints: &[&Touchpoint]) -> Result<Vec<Properties>, StoreError> {
        let keys: Vec<_> = touchpoints.iter().map(|of| keys::touchpoint(&of.recorded, &of.key())).collect();
        let there = self.get_many(&keys, Some(items::PROPERTIES), "reading fields of the sender's own").await?;
        let read = |key: &Key| there.get(key).map_or(Ok(Properties::default()), items::properties);
        keys.iter().map(read).collect()
    }

    /// Reads one touchpoint.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn touchpoint(&self, recorded: &Identity, key: &TouchpointKey) -> Result<Option<Touchpoint>, StoreError> {
        let item = self.get(&keys::touchpoint(recorded, key), "reading a touchpoint").await?;
        item.map(items::decode_touchpoint).transpose()
    }
}
