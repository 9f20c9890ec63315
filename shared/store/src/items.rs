//! The one codec between the domain's types and what the table holds, for items read by the SDK and for the images of
//! a stream alike.

use std::collections::HashMap;
use std::io::{Read, Write};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::moment::Moment;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::own::Properties;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::keys::{Key, MOMENT, PK, SK, TOUCHPOINT};

/// What a packed text may grow to: more than any that was written.
const UNPACKED_BYTES_MAX: u64 = 4 * 1024 * 1024;

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

/// Attribute of the sender's own fields.
pub(crate) const PROPERTIES: &str = "properties";

/// Writes a touchpoint. The sender's own fields become one packed text: nobody looks into them here, and what is small in
/// JSON would be large as an item of many attributes.
pub(crate) fn encode_touchpoint(key: &Key, touchpoint: &Touchpoint) -> Result<Item, StoreError> {
    if touchpoint.said.properties.is_empty() {
        return encode(key, touchpoint);
    }
    let mut plain = touchpoint.clone();
    let own = std::mem::take(&mut plain.said.properties);
    let mut item = encode(key, &plain)?;
    item.insert(PROPERTIES.to_owned(), packed(own.as_str()));
    Ok(item)
}

/// Reads a touchpoint whole, the sender's own fields included.
pub(crate) fn decode_touchpoint(mut item: Item) -> Result<Touchpoint, StoreError> {
    // Touchpoints of before hold them as they were sent; those are read as they are.
    if matches!(item.get(PROPERTIES), Some(AttributeValue::B(_))) {
        let text = unpacked(&item, PROPERTIES).unwrap_or_default();
        item.insert(PROPERTIES.to_owned(), s(text));
    }
    decode(item)
}

/// Reads the sender's own fields of a touchpoint's item; it may hold nothing else.
pub(crate) fn properties(item: &Item) -> Result<Properties, StoreError> {
    let key = key_of(item);
    let text = match item.get(PROPERTIES) {
        None => return Ok(Properties::default()),
        Some(AttributeValue::M(fields)) => {
            let object: serde_json::Value = serde_dynamo::from_item(fields.clone())
                .map_err(|_| unreadable(&key, "its own fields are no object"))?;
            object.to_string()
        }
        Some(_) => unpacked(item, PROPERTIES).unwrap_or_default(),
    };
    Properties::of_text(text).map_err(|_| unreadable(&key, "its own fields are no object"))
}

/// What an image of the stream is, by its key.
#[derive(Clone, Debug, PartialEq)]
pub enum Image {
    /// A touchpoint, without the sender's own fields.
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
    let mut item: Item = image.into();
    let sort_key = key_of(&item).sk;
    Ok(if sort_key.starts_with(TOUCHPOINT) {
        item.remove(PROPERTIES);
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

/// Writes a text attribute packed with DEFLATE (RFC 1951): half the size is half the price of every write.
pub(crate) fn packed(text: &str) -> AttributeValue {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
    // Into memory: neither can fail, and if it did the text as it is would be read all the same.
    match packer.write_all(text.as_bytes()).and_then(|()| packer.finish()) {
        Ok(bytes) => AttributeValue::B(Blob::new(bytes)),
        Err(_) => s(text),
    }
}

/// Reads a text attribute, packed or as it is; `None` if it is neither, or larger than an item can have been.
pub(crate) fn unpacked(item: &Item, name: &str) -> Option<String> {
    match item.get(name)? {
        AttributeValue::S(text) => Some(text.clone()),
        AttributeValue::B(bytes) => {
            let mut text = String::new();
            DeflateDecoder::new(bytes.as_ref()).take(UNPACKED_BYTES_MAX).read_to_string(&mut text).ok()?;
            Some(text)
        }
        _ => None,
    }
}

/// Writes a number attribute.
pub(crate) fn n(number: impl Into<u64>) -> AttributeValue {
    AttributeValue::N(number.into().to_string())
}

/// The cause is left out: it quotes values, which may be a customer's words.
pub(crate) fn unreadable(key: &Key, what: &'static str) -> StoreError {
    StoreError::Unreadable { key: key.fingerprint(), why: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_text_is_smaller_and_comes_back() {
        let text = r#"{"kind":"alert","words":"Los gofres estaban fríos."}"#.repeat(9);
        let value = packed(&text);
        assert!(matches!(&value, AttributeValue::B(bytes) if bytes.as_ref().len() * 2 < text.len()));
        let item: Item = [("message".to_owned(), value), ("plain".to_owned(), s("as it is"))].into();
        assert_eq!(unpacked(&item, "message"), Some(text));
        assert_eq!(unpacked(&item, "plain").as_deref(), Some("as it is"));
    }

    #[test]
    fn what_is_no_packed_text_is_none() {
        let broken = AttributeValue::B(Blob::new([7, 7, 7]));
        let item: Item = [("broken".to_owned(), broken), ("number".to_owned(), n(1_u8))].into();
        for name in ["broken", "number", "missing"] {
            assert_eq!(unpacked(&item, name), None, "{name}");
        }
        let endless = packed(&"x".repeat(usize::try_from(UNPACKED_BYTES_MAX).unwrap() * 2));
        let item: Item = [("endless".to_owned(), endless)].into();
        assert!(unpacked(&item, "endless").unwrap().len() as u64 <= UNPACKED_BYTES_MAX);
    }
}
