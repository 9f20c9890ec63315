//! The sender's own fields by which reports break failures down: declared by name, and kept beside the touchpoint where judging sees
//! them. Counts nothing.

use std::collections::BTreeMap;

use serde_json::Value;

use super::own::Properties;

/// Properties that can be declared, at most: each adds to every moment that has it.
pub const PROPERTIES_MAX: usize = 4;
/// Characters of a declared name, at most.
pub const NAME_CHARS_MAX: usize = 40;
/// Characters of a value that are kept.
pub const VALUE_CHARS_MAX: usize = 40;

/// What programs write where they know no value.
const NOTHING: [&str; 8] = ["unknown", "null", "(null)", "undefined", "none", "nil", "nan", "n/a"];

/// Takes the values of declared properties: a text, a number or a flag. A list, an object and an empty text are no value.
pub fn values(declared: &[String], own: &Properties) -> BTreeMap<String, String> {
    if declared.is_empty() || own.is_empty() {
        return BTreeMap::new();
    }
    let fields = own.read();
    let value = |name: &String| {
        let text = match fields.get(name)? {
            Value::String(text) => text.trim().to_owned(),
            value @ (Value::Number(_) | Value::Bool(_)) => value.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        let is_said = !text.is_empty() && !NOTHING.contains(&text.to_lowercase().as_str());
        is_said.then(|| (name.clone(), text.chars().take(VALUE_CHARS_MAX).collect()))
    };
    declared.iter().filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_declared_and_has_a_value_is_taken() {
        let own = Properties::of_text(
            json!({"seller": " acme ", "items": 2, "gift": false, "city": "", "tags": ["a"], "other": "x", "state": "Unknown", "long": "é".repeat(90)})
                .to_string(),
        )
        .unwrap();
        let declared = ["seller", "items", "gift", "city", "state", "tags", "long", "absent"].map(str::to_owned);
        let taken = values(&declared, &own);
        let short: Vec<_> =
            taken.iter().filter(|(name, _)| *name != "long").map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(short, [("gift", "false"), ("items", "2"), ("seller", "acme")]);
        assert_eq!(taken["long"].chars().count(), VALUE_CHARS_MAX);
        assert!(values(&[], &own).is_empty());
    }
}
