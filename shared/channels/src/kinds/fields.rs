//! The names of a struct's fields, as serde knows them: what a kind of channel takes stands once, in its configuration.
//! Reads no value.

use serde::de::value::Error;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

/// Returns the names of the fields of a struct; none of anything else.
pub(super) fn of<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let mut fields: &[&str] = &[];
    // It always fails: only the question is of interest.
    let _ = T::deserialize(Question(&mut fields));
    fields
}

/// Is asked for a struct, and remembers by which fields.
struct Question<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Question<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
        Err(Error::custom("has no value"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_fields_of_a_struct_are_known_by_their_written_names() {
        #[derive(serde::Deserialize)]
        #[expect(dead_code, reason = "only its shape is asked for")]
        struct Written {
            url: String,
            #[serde(default, rename = "from")]
            sender: Option<String>,
        }
        assert_eq!(super::of::<Written>(), ["url", "from"]);
        assert!(super::of::<String>().is_empty());
    }
}
