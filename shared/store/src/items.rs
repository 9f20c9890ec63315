//! The one codec between the domain's types and what the table holds, for items read by the SDK and for the images of
//! a stream alike.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::moment::Moment;
use domain::touchpoint::Touchpoint;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::keys::{Key, MOMENT, PK, SK, TOUCHPOINT};

/// An item as the SDK gives it.
pub type Item = HashMap<String, AttributeValue>;

/// Writes a value as an item under a key.
pub(crate) fn encode(key: &Key, value: &impl Serialize) -> Result<Item, StoreError> {
    let mut item: Item = serde_dynamo::to_item(value).map_err(|_| unreadable(key, "it has no form as an item"))?;
    item.extend(key.attributes());
    Ok(item)
}

/// Reads an item as what its key says it is; attributes the type does not know are left alone.
pub(crate) fn decode<T: DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    let key = key_of(&item);
    serde_dynamo::from_item(item).map_err(|_| unreadable(&key, "its attributes are not those of its kind"))
}

/// What an image of the stream is, by its key.
#[derive(Clone, Debug, PartialEq)]
pub enum Image {
    /// A touchpoint.
    Touchpoint(Box<Touchpoint>),
    /// A moment.
    Moment(Box<Moment>),
    /// Anything else.
    Other,
}

/// Reads an image of the stream.
///
/// # Errors
/// The image cannot be read as what its key says it is: it never will.
pub fn decode_image(image: serde_dynamo::Item) -> Result<Image, StoreError> {
    let item: Item = image.into();
    let sort_key = key_of(&item).sk;
    Ok(if sort_key.starts_with(TOUCHPOINT) {
        Image::Touchpoint(Box::new(decode(item)?))
    } else if sort_key.starts_with(MOMENT) {
        Image::Moment(Box::new(decode(item)?))
    } else {
        Image::Other
    })
}

/// Returns the key of the item behind a stream record's keys.
pub fn image_key(keys: serde_dynamo::Item) -> Key {
    key_of(&keys.into())
}

pub(crate) fn key_of(item: &Item) -> Key {
    Key { pk: text(item, PK).unwrap_or_default().to_owned(), sk: text(item, SK).unwrap_or_default().to_owned() }
}

/// Reads a text attribute.
pub(crate) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

/// Reads a whole number.
pub(crate) fn number(item: &Item, name: &str) -> Option<u64> {
    item.get(name)?.as_n().ok()?.parse().ok()
}

/// Writes a text attribute.
pub(crate) fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// Writes a number attribute.
pub(crate) fn n(number: impl Into<u64>) -> AttributeValue {
    AttributeValue::N(number.into().to_string())
}

/// Writes a time so that texts sort as times do: always nine decimals.
pub(crate) fn sortable(at: jiff::Timestamp) -> String {
    format!("{at:.9}")
}

/// The cause is left out: it quotes values, which may be a customer's words.
fn unreadable(key: &Key, what: &'static str) -> StoreError {
    StoreError::Unreadable { key: key.fingerprint(), why: what.to_owned() }
}
