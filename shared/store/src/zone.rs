//! The time zone of the days. It is part of every moment's key, so a table keeps the first one it is used with.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;

use crate::error::StoreError;
use crate::items::{self, s};
use crate::keys::{self, PK};
use crate::table::Table;

/// Attribute that holds the IANA name.
const NAME: &str = "time_zone";

impl Table {
    /// Claims the table for a time zone and returns the one it has: the same, or the one it was first used with.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn claim_zone(&self, name: &str) -> Result<String, StoreError> {
        if let Some(item) = self.get(&keys::zone(), "reading the time zone").await? {
            return Ok(items::text(&item, NAME).unwrap_or_default().to_owned());
        }
        let put = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(keys::zone().attributes()))
            .item(NAME, s(name))
            .condition_expression(format!("attribute_not_exists({PK})"))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match put {
            Ok(_) => Ok(name.to_owned()),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(there)) => {
                    Ok(there.item().and_then(|item| items::text(item, NAME)).unwrap_or_default().to_owned())
                }
                _ => Err(StoreError::of("claiming the time zone", &error)),
            },
        }
    }
}
