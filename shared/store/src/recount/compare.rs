//! A stored moment beside the one that the facts make: what differs, and the write that puts it right, which is refused
//! if somebody else wrote meanwhile. Knows nothing about why they differ.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::moment::Moment;
use jiff::tz::TimeZone;

use crate::error::{StoreError, if_held};
use crate::items::{self, Item};
use crate::keys::{self, EXPIRES_AT, Key, PK, SK};
use crate::moments::Put;
use crate::table::Table;

/// What says which version of a moment is stored.
const VERSION: [&str; 3] = ["rules_version", "links", "basis"];

/// Attributes that are no part of the judgement: where it lies, how long, and with how much knowledge it was made. A judgement
/// that more knowledge does not change is not written again, so that depends on the order in which touchpoints came.
const NOT_JUDGED: [&str; 5] = [PK, SK, EXPIRES_AT, "links", "basis"];

/// What is stored for a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Where it lies.
    pub key: Key,
    /// Names of the attributes that differ, in order; empty if it is the same, or missing.
    pub fields: Vec<String>,
    stored: Option<Item>,
}

impl Comparison {
    /// Tells whether nothing is stored.
    pub fn is_missing(&self) -> bool {
        self.stored.is_none()
    }

    /// Tells whether what is stored is what the facts make.
    pub fn is_same(&self) -> bool {
        self.stored.is_some() && self.fields.is_empty()
    }

    /// Tells whether newer rules judged what is stored.
    pub fn has_newer_rules(&self, moment: &Moment) -> bool {
        self.number("rules_version").is_some_and(|stored| stored > u64::from(moment.rules_version))
    }

    /// Tells whether what is stored was judged with touchpoints that are gone.
    pub fn knew_more(&self, moment: &Moment) -> bool {
        self.number("basis").is_some_and(|stored| stored > u64::from(moment.basis))
    }

    fn number(&self, name: &str) -> Option<u64> {
        items::number(self.stored.as_ref()?, name)
    }
}

impl Table {
    /// Compares moments with what is stored, in their order, by consistent reads.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn compare(&self, moments: &[&Moment], zone: &TimeZone) -> Result<Vec<Comparison>, StoreError> {
        let places: Vec<_> = moments.iter().map(|moment| Key::of_moment(moment, zone)).collect();
        let mut there = self.get_many(&places, &[], "comparing moments").await?;
        let compared = moments.iter().zip(places).map(|(moment, key)| {
            let stored = there.remove(&key);
            let fields = match &stored {
                Some(stored) => differing(&items::encode(&key, moment)?, stored),
                None => Vec::new(),
            };
            Ok(Comparison { key, fields, stored })
        });
        compared.collect()
    }

    /// Stores a moment in the place of what it was compared with; `Kept` if that was changed since.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn rewrite(&self, moment: &Moment, compared: &Comparison) -> Result<Put, StoreError> {
        let mut item = items::encode(&compared.key, moment)?;
        item.extend(self.expiry(moment.received_at));
        let mut put = self.client.put_item().table_name(&self.name).set_item(Some(item));
        match &compared.stored {
            None => put = put.condition_expression(format!("attribute_not_exists({PK})")),
            Some(stored) => {
                put = put.condition_expression(unchanged(stored));
                for (name, value) in version_of(stored) {
                    put = put.expression_attribute_values(format!(":{name}"), value);
                }
            }
        }
        Ok(if_held("rewriting a moment", put.send().await)?.map_or(Put::Kept, |_| Put::Written))
    }

    /// Removes a moment whose touchpoint is gone; `Kept` if it was changed since it was read here.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn remove_moment(&self, key: &Key) -> Result<Put, StoreError> {
        let Some(stored) = self.get(key, "reading a moment").await? else { return Ok(Put::Kept) };
        let mut delete = self
            .client
            .delete_item()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .condition_expression(unchanged(&stored));
        for (name, value) in version_of(&stored) {
            delete = delete.expression_attribute_values(format!(":{name}"), value);
        }
        Ok(if_held("removing a moment", delete.send().await)?.map_or(Put::Kept, |_| Put::Written))
    }

    /// Lists the critical moments among these that no case knows.
    ///
    /// # Errors
    /// Unavailable or refused.
    pub async fn not_raised<'a>(&self, critical: &[&'a Moment]) -> Result<Vec<&'a Moment>, StoreError> {
        let markers: Vec<_> =
            critical.iter().map(|moment| keys::critical_marker(&moment.recorded, &moment.key())).collect();
        let there = self.get_many(&markers, &[], "looking for cases").await?;
        let missing = critical.iter().zip(&markers).filter(|(_, marker)| !there.contains_key(*marker));
        Ok(missing.map(|(moment, _)| *moment).collect())
    }
}

/// The condition that an item still has the version that was read.
fn unchanged(stored: &Item) -> String {
    let clause = |name: &&str| match stored.contains_key(*name) {
        true => format!("{name} = :{name}"),
        false => format!("attribute_not_exists({name})"),
    };
    let there = std::iter::once(format!("attribute_exists({PK})"));
    there.chain(VERSION.iter().map(clause)).collect::<Vec<_>>().join(" AND ")
}

fn version_of(stored: &Item) -> impl Iterator<Item = (&'static str, AttributeValue)> + '_ {
    VERSION.into_iter().filter_map(|name| Some((name, stored.get(name)?.clone())))
}

/// Lists the attributes that one item has otherwise than the other.
fn differing(wanted: &Item, stored: &Item) -> Vec<String> {
    let names: BTreeSet<_> = wanted.keys().chain(stored.keys()).collect();
    let differs = |name: &&&String| match (wanted.get(**name), stored.get(**name)) {
        (Some(wanted), Some(stored)) => !same(wanted, stored),
        _ => true,
    };
    let judged = names.iter().filter(|name| !NOT_JUDGED.contains(&name.as_str()));
    judged.filter(differs).map(|name| (*name).clone()).collect()
}

/// Compares values; numbers by what they amount to, since DynamoDB keeps its own spelling of them.
fn same(a: &AttributeValue, b: &AttributeValue) -> bool {
    match (a, b) {
        (AttributeValue::N(a), AttributeValue::N(b)) => a == b || a.parse::<f64>().ok() == b.parse::<f64>().ok(),
        (AttributeValue::L(a), AttributeValue::L(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (AttributeValue::M(a), AttributeValue::M(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_spelled_and_another_is_not() {
        let n = |text: &str| AttributeValue::N(text.into());
        assert!(same(&n("0.50"), &n("0.5")) && same(&n("-1"), &n("-1.0")));
        assert!(!same(&n("0.5"), &n("0.500001")) && !same(&n("1"), &AttributeValue::S("1".into())));
        let list = |values: &[&str]| AttributeValue::L(values.iter().map(|value| n(value)).collect());
        assert!(same(&list(&["1", "2.0"]), &list(&["1.0", "2"])));
        assert!(!same(&list(&["1"]), &list(&["1", "2"])));
    }

    #[test]
    fn what_only_one_of_two_has_differs() {
        let item = |names: &[&str]| -> Item {
            names.iter().map(|name| ((*name).to_owned(), AttributeValue::Bool(true))).collect()
        };
        assert_eq!(differing(&item(&["a", "b", "pk"]), &item(&["a", "c", "links"])), ["b", "c"]);
    }
}
