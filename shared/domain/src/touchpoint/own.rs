//! The sender's own fields: checked when they come in, kept as JSON text from then on. Nothing here or elsewhere looks into
//! them, and a list of small values takes no more room in memory than in the text.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// The text of one JSON object; empty if the sender has no fields of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties(String);

impl Properties {
    /// Makes them of what the sender said.
    pub fn of(fields: BTreeMap<String, Value>) -> Self {
        Self::of_object(fields.into_iter().collect())
    }

    /// Takes the text of an object, as [`Self::as_str`] returned it.
    ///
    /// # Errors
    /// It is not the text of a JSON object.
    pub fn of_text(text: String) -> Result<Self, serde_json::Error> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_str::<BTreeMap<String, de::IgnoredAny>>(&text)?;
        Ok(Self(text))
    }

    fn of_object(object: Map<String, Value>) -> Self {
        if object.is_empty() { Self::default() } else { Self(Value::Object(object).to_string()) }
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads them, for a person to see.
    pub fn read(&self) -> Map<String, Value> {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl Serialize for Properties {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.read().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrObject)
    }
}

/// The text, or the object itself, as it was kept before.
struct TextOrObject;

impl<'de> Visitor<'de> for TextOrObject {
    type Value = Properties;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or its text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Properties, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Properties, E> {
        Properties::of_text(text).map_err(|_| E::custom("the properties are no object"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
        let mut object = Map::new();
        while let Some((name, value)) = map.next_entry()? {
            object.insert(name, value);
        }
        Ok(Properties::of_object(object))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_and_object_are_the_same() {
        let object = json!({"a": [0, 1.5, {"b": null}], "ñ": "\"x\""});
        let of_object: Properties = serde_json::from_value(object.clone()).unwrap();
        let of_text: Properties = serde_json::from_value(json!(object.to_string())).unwrap();
        assert_eq!(of_object, of_text);
        assert_eq!(serde_json::to_value(&of_text).unwrap(), object);
        assert!(serde_json::from_value::<Properties>(json!({})).unwrap().is_empty());
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for other in [json!("[1]"), json!("{"), json!("7"), json!(7)] {
            serde_json::from_value::<Properties>(other).unwrap_err();
        }
    }

    #[test]
    fn small_values_take_no_more_room_than_their_text() {
        let zeros = Properties::of([("zeros".to_owned(), json!(vec![0; 10_000]))].into());
        assert!(zeros.as_str().len() < 20_020);
    }
}
