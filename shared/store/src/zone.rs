//! What a table begins with: the time zone of the days, which is part of every moment's key, and the key of its customers'
//! pseudonyms. It keeps the first of each. The key lies with the facts: whoever reads the table knows the customers anyway,
//! every function that names one reads the table, and it outlives a configuration that is lost or a `[links]` key that is
//! replaced. Pseudonyms change nothing in the keys of items.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure};

use domain::identity::Pseudonyms;
use uuid::Uuid;

use crate::error::StoreError;
use crate::items::{self, Item, s};
use crate::keys::{self, PK};
use crate::table::Table;

/// Attribute that holds the IANA name.
const NAME: &str = "time_zone";
/// Attribute that holds the key of the pseudonyms.
const PSEUDONYM_KEY: &str = "pseudonym_key";

impl Table {
    /// Claims the table for a time zone and returns the one it has: the same, or the one it was first used with.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn claim_zone(&self, name: &str) -> Result<String, StoreError> {
        if let Some(item) = self.get(&keys::zone(), "reading the time zone").await? {
            return Ok(self.begun(&item));
        }
        let put = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(keys::zone().attributes()))
            .item(NAME, s(name))
            .item(PSEUDONYM_KEY, s(new_key()))
            .condition_expression(format!("attribute_not_exists({PK})"))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        match put {
            Ok(_) => Ok(name.to_owned()),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(there)) => {
                    Ok(self.begun(there.item().unwrap_or(&Item::new())))
                }
                _ => Err(StoreError::of("claiming the time zone", &error)),
            },
        }
    }

    /// Returns who gives customers their pseudonyms: the one key of this table, made when it is first asked for.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn pseudonyms(&self) -> Result<Pseudonyms, StoreError> {
        if let Some(names) = self.pseudonyms.get() {
            return Ok(names.clone());
        }
        // A table from before there was a key. Of two functions that make one, the first keeps it.
        let update = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(keys::zone().attributes()))
            .update_expression(format!("SET {PSEUDONYM_KEY} = if_not_exists({PSEUDONYM_KEY}, :key)"))
            .expression_attribute_values(":key", s(new_key()))
            .return_values(ReturnValue::AllNew)
            .send()
            .await
            .map_err(|error| StoreError::of("reading the key of pseudonyms", &error))?;
        let item = update.attributes.unwrap_or_default();
        let key = items::text(&item, PSEUDONYM_KEY).filter(|key| !key.is_empty());
        let key = key.ok_or_else(|| StoreError::Unreadable {
            key: keys::zone().fingerprint(),
            why: "has no key of pseudonyms".to_owned(),
        })?;
        Ok(self.pseudonyms.get_or_init(|| Pseudonyms::new(key)).clone())
    }

    /// Remembers what the table was begun with, and returns its zone.
    fn begun(&self, item: &Item) -> String {
        if let Some(key) = items::text(item, PSEUDONYM_KEY).filter(|key| !key.is_empty()) {
            self.pseudonyms.get_or_init(|| Pseudonyms::new(key));
        }
        items::text(item, NAME).unwrap_or_default().to_owned()
    }
}

/// Makes a key that nobody guesses: 244 random bits.
fn new_key() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}
