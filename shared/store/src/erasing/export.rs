//! Everything that the table has about one person, as JSON: each item as it is stored, without its keys. Leaves nothing out because it
//! asks no kind of item what it is for.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::AttributeValue;
use domain::identity::Identity;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::Kind;
use super::person::Person;
use crate::deliveries::MESSAGE;
use crate::error::StoreError;
use crate::items::{self, Item, PROPERTIES};
use crate::keys::{EXPIRES_AT, PK, SK, WORK_PK, WORK_SK};
use crate::links::LINKED_TO;
use crate::quarantine::Record;
use crate::table::Table;

/// Attributes that say where an item lies, and nothing of the person.
const PLACES: [&str; 5] = [PK, SK, WORK_PK, WORK_SK, EXPIRES_AT];
/// Records in quarantine that are looked at.
const RECORDS_MAX: usize = 10_000;

/// What there is about a person.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PersonExport")]
pub struct Exported {
    /// The identity that the others belong to.
    pub customer: Identity,
    /// The name under which reports and messages speak of the customer.
    pub pseudonym: String,
    /// Every identity that is this person.
    pub identities: Vec<Identity>,
    /// Visitors that are linked to the person and belong to somebody else. What they did is not part of this.
    pub shared_visitors: Vec<Identity>,
    /// When it was put together.
    pub exported_at: Timestamp,
    /// Each thing as it is stored, by kind.
    pub data: BTreeMap<Kind, Vec<Value>>,
    /// Records in quarantine that name the person.
    pub quarantined: Vec<Record>,
}

impl Table {
    /// Puts together everything that there is about a person. Records in quarantine are those that wait and say whose they are.
    ///
    /// # Errors
    /// Unavailable, refused or unreadable.
    pub async fn export_of(
        &self,
        person: &Person,
        (zone, now): (&TimeZone, Timestamp),
    ) -> Result<Exported, StoreError> {
        let mut data: BTreeMap<Kind, Vec<Value>> = BTreeMap::new();
        let mine: Vec<_> = person.identities().into_iter().chain(person.shared.iter().cloned()).collect();
        for identity in person.identities() {
            let mut start = None;
            loop {
                let (page, next) = self.everything_of(&identity, zone, start).await?;
                for item in page.items.into_iter().filter(|item| !leads_to_another(item, &mine)) {
                    data.entry(Kind::of_own(&item)).or_default().push(told(item));
                }
                for (kind, keys) in page.elsewhere {
                    let keys: Vec<_> = keys.into_iter().collect();
                    let there = self.get_many(&keys, &[], "reading what is about a customer").await?;
                    let values = data.entry(kind).or_default();
                    // Two pages may lead to the same thing.
                    for value in keys.iter().filter_map(|key| Some(told(there.get(key)?.clone()))) {
                        if !values.contains(&value) {
                            values.push(value);
                        }
                    }
                }
                match next {
                    Some(next) => start = Some(next),
                    None => break,
                }
            }
        }
        data.retain(|_, values| !values.is_empty());
        let ids: BTreeSet<&str> = person.own.iter().filter(|of| of.is_known()).map(id_of).collect();
        let (records, _) = self.all_quarantined((Timestamp::UNIX_EPOCH, now), None, RECORDS_MAX).await?;
        let is_theirs = |record: &Record| record.customer_id.as_deref().is_some_and(|id| ids.contains(id));
        Ok(Exported {
            customer: person.customer.clone(),
            pseudonym: self.pseudonyms().await?.of(&person.customer),
            identities: person.identities(),
            shared_visitors: person.shared.iter().cloned().collect(),
            exported_at: now,
            data,
            quarantined: records.into_iter().filter(is_theirs).collect(),
        })
    }
}

fn id_of(identity: &Identity) -> &str {
    match identity {
        Identity::Customer(id) | Identity::Anonymous(id) => id,
    }
}

/// Returns whether an item is a link to somebody else: who else used a visitor's device is not the person's to know.
fn leads_to_another(item: &Item, mine: &[Identity]) -> bool {
    let other = items::text(item, LINKED_TO).and_then(|text| text.parse::<Identity>().ok());
    other.is_some_and(|other| !mine.contains(&other))
}

/// Returns an item as JSON: packed texts as what they say, and without where it lies.
fn told(mut item: Item) -> Value {
    for place in PLACES {
        item.remove(place);
    }
    let packed = [MESSAGE, PROPERTIES].map(|name| (name, items::unpacked(&item, name)));
    let mut value = plain(&AttributeValue::M(item));
    for (name, text) in packed {
        let Some(text) = text else { continue };
        value[name] = serde_json::from_str(&text).unwrap_or(Value::String(text));
    }
    value
}

/// Returns a value of the table as JSON. Bytes that nobody unpacks are left out.
fn plain(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => Value::String(text.clone()),
        AttributeValue::N(number) => serde_json::from_str(number).unwrap_or_else(|_| Value::String(number.clone())),
        AttributeValue::Bool(is) => Value::Bool(*is),
        AttributeValue::L(values) => Value::Array(values.iter().map(plain).collect()),
        AttributeValue::Ss(texts) | AttributeValue::Ns(texts) => {
            Value::Array(texts.iter().cloned().map(Value::String).collect())
        }
        AttributeValue::M(fields) => {
            let sorted: BTreeMap<_, _> = fields.iter().collect();
            Value::Object(sorted.into_iter().map(|(name, value)| (name.clone(), plain(value))).collect())
        }
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::items::{n, packed, s};

    #[test]
    fn an_item_is_told_as_it_is_stored_and_packed_texts_as_what_they_say() {
        let list = AttributeValue::L(vec![AttributeValue::Bool(true), n(7_u8)]);
        let item: Item = [
            (PK, s("CUSTOMER#id:ana")),
            (SK, s("DELIVERY#1")),
            (WORK_PK, s("DUE#0")),
            (MESSAGE, packed(r#"{"words":"Cold"}"#)),
            (PROPERTIES, packed("{}")),
            ("list", list),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        let expected = serde_json::json!({"message": {"words": "Cold"}, "properties": {}, "list": [true, 7]});
        assert_eq!(told(item), expected);
    }
}
