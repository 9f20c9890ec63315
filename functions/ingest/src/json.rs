//! Reads JSON as I-JSON has it (RFC 7493): a member that is given twice is an error. `serde_json` would keep the last and
//! lose the others without a word.

use std::fmt::{Formatter, Result as Written};

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::{Map, Number, Value};

/// Characters of a member's name that an error repeats.
const NAME_CHARS_MAX: usize = 64;

/// Reads one value.
///
/// # Errors
/// What is wrong and where, in words for the sender; of what was sent they repeat only the name of a member.
pub(crate) fn read(bytes: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(bytes).map(|Strict(value)| value).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let text = error.to_string();
        let what = match error.classify() {
            Category::Eof => "the body ends before its JSON does",
            Category::Data => text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what),
            _ if text.starts_with("recursion limit") => "the body is nested too deeply",
            _ if text.starts_with("number out of range") => "the body holds a number that is too large",
            _ => "the body is not JSON",
        };
        format!("{what}, see {place}")
    })
}

/// A value of which no member is given twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values).map(Strict)
    }
}

/// Makes values of what is read.
struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Value;

    fn expecting(&self, to: &mut Formatter<'_>) -> Written {
        to.write_str("JSON")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = sequence.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, Strict(value))) = members.next_entry::<String, _>()? {
            if object.contains_key(&name) {
                let shown: String = name.chars().filter(|shown| !shown.is_control()).take(NAME_CHARS_MAX).collect();
                return Err(A::Error::custom(format_args!("the member `{shown}` is given twice")));
            }
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_what_serde_json_makes_of_them() {
        for text in [
            r#"{"a": [1, -2, 2.5, 1e300, true, false, null, "ñ\n"], "b": {"a": {}}, "": []}"#,
            "7",
            r#""text""#,
            "18446744073709551615",
        ] {
            assert_eq!(read(text.as_bytes()), Ok(serde_json::from_str(text).unwrap()), "{text}");
        }
    }

    #[test]
    fn a_member_given_twice_is_named_at_any_depth() {
        let twice = r#"{"id": 1, "properties": {"a": 1, "b": [{"x at line 9": 1, "x at line 9": 1}]}}"#;
        assert!(
            read(twice.as_bytes())
                .unwrap_err()
                .starts_with("the member `x at line 9` is given twice, see line 1, column ")
        );
        assert_eq!(read(br#"{"a": 1, "b": {"a": 2}}"#), Ok(json!({"a": 1, "b": {"a": 2}})));
    }

    #[test]
    fn what_is_no_json_is_told_apart() {
        let deep = "[".repeat(200);
        for (text, what) in [
            ("", "the body ends before its JSON does"),
            ("{\"a\": ", "the body ends before its JSON does"),
            ("{a: 1}", "the body is not JSON"),
            ("1e999", "the body holds a number that is too large"),
            (&deep, "the body is nested too deeply"),
        ] {
            let told = read(text.as_bytes()).unwrap_err();
            assert!(told.starts_with(what), "{text}: {told}");
        }
    }
}
