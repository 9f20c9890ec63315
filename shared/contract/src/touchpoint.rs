//! The JSON Schema of a touchpoint as it is sent: the fields are those of the type, the bounds those of the parser. What it refuses may
//! still be taken, without the field; what it allows is taken.

use std::borrow::Cow;

use domain::touchpoint::Said;
use domain::touchpoint::bounds;
use domain::vocabulary::Asked;
use jiff::Timestamp;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// A touchpoint as it is sent.
#[derive(Debug)]
pub struct Sent;

/// What only a touchpoint as a whole has, besides what its sender said of it.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Whole {
    /// The sender's name for it. The same again is a duplicate. One is made if it is missing.
    id: Option<String>,
    /// Names the sender within its key.
    source: Option<String>,
    /// What happened, in snake_case: `delivery`, `phone_call`, `survey`, or a type of your own.
    touchpoint_type: String,
    /// When it happened; the time of receipt if it is missing.
    occurred_at: Option<Timestamp>,
    /// What the sender's clock showed when it sent.
    sent_at: Option<Timestamp>,
    /// With a publishable key, the proof of the customer.
    identity_token: Option<String>,
    /// Whether it is brought in as history: it is judged and counted, and alerts nobody. Needs a secret key.
    history: Option<bool>,
    /// `false` if the customer does not agree to be known: then it is only counted.
    consent: Option<bool>,
    #[serde(flatten)]
    said: Said,
}

impl JsonSchema for Sent {
    fn schema_name() -> Cow<'static, str> {
        "SentTouchpoint".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Whole::json_schema(generator);
        let asked = generator.subschema_for::<Asked>().to_value();
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            bind(properties);
            properties.insert("rating".to_owned(), rating());
            properties.insert("importance".to_owned(), importance(&asked));
            properties.insert("dimensions".to_owned(), dimensions());
            properties.insert("value_at_risk".to_owned(), money());
            properties.insert("staff".to_owned(), staff());
        }
        schema.insert("required".to_owned(), json!(["touchpoint_type"]));
        schema.insert("additionalProperties".to_owned(), false.into());
        schema.insert(
            "description".to_owned(),
            "One interaction with a customer. Only `touchpoint_type` is required; what is not known is left out."
                .into(),
        );
        schema.insert("examples".to_owned(), json!([example()]));
        schema
    }
}

/// Returns a touchpoint that says what most do.
pub fn example() -> Value {
    json!({
        "id": "visit-1042", "customer_id": "ana", "touchpoint_type": "delivery", "rating": {"csat": 2},
        "comment": "Cold, and half an hour late.", "due_at": "2026-11-20T18:00:00Z", "done_at": "2026-11-20T18:30:00Z",
        "value_at_risk": {"amount": 24.5, "currency": "EUR"},
    })
}

/// Writes the schema as a document of its own.
pub fn document() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.root_schema_for::<Sent>();
    schema.insert("title".to_owned(), "Touchpoint".into());
    schema.to_value()
}

/// Adds the bounds of the parser.
fn bind(properties: &mut Map<String, Value>) {
    let mut set = |name: &str, key: &str, value: Value| {
        if let Some(property) = properties.get_mut(name).and_then(Value::as_object_mut) {
            property.insert(key.to_owned(), value);
        }
    };
    for name in ["id", "customer_id", "anonymous_id", "promise_id", "about"] {
        set(name, "maxLength", bounds::ID_CHARS_MAX.into());
        // Many systems count.
        set(name, "type", json!(["string", "integer", "null"]));
    }
    for (name, chars) in [
        ("source", bounds::SOURCE_CHARS_MAX),
        ("comment", bounds::COMMENT_CHARS_MAX),
        ("content_url", bounds::URL_CHARS_MAX),
        ("segment", bounds::TEXT_CHARS_MAX),
        ("identity_token", bounds::TOKEN_CHARS_MAX),
    ] {
        set(name, "maxLength", chars.into());
    }
    let word = format!("^[a-z][a-z0-9_]{{0,{}}}$", bounds::WORD_CHARS_MAX - 1);
    set("touchpoint_type", "pattern", word.clone().into());
    set("channel", "pattern", word.into());
    set("language", "pattern", "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$".into());
    set("content_url", "format", "uri".into());
    for name in ["acknowledged_after_s", "greeted_after_s", "warn_before_s"] {
        set(name, "maximum", bounds::DURATION_S_MAX.into());
    }
    for name in ["reopened", "transfers"] {
        set(name, "maximum", bounds::COUNT_MAX.into());
    }
    for name in ["expectation", "perception"] {
        set(name, "maxProperties", bounds::FACETS_MAX.into());
        let facet = format!("^[a-z][a-z0-9_]{{0,{}}}$", bounds::WORD_CHARS_MAX - 1);
        set(name, "propertyNames", json!({ "pattern": facet }));
    }
    let own = json!({
        "type": "object", "maxProperties": bounds::PROPERTIES_MAX,
        "propertyNames": {"minLength": 1, "maxLength": bounds::TEXT_CHARS_MAX},
        "description": "Fields of your own, kept and never interpreted: five levels deep at most.",
    });
    properties.insert("properties".to_owned(), own);
}

/// A whole number on the usual scale, or one with its scale.
fn rating() -> Value {
    let on = |least: u8, most: u8, what: &str| {
        let scaled = json!({
            "type": "object", "additionalProperties": false, "required": ["value", "scale"],
            "properties": {
                "value": {"type": "number"},
                "scale": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
            },
        });
        json!({"description": what, "anyOf": [{"type": "integer", "minimum": least, "maximum": most}, scaled]})
    };
    json!({
        "type": "object", "additionalProperties": false,
        "description": "What the customer answered. On another scale: `{\"value\": 7, \"scale\": [0, 10]}`, the worst number first.",
        "properties": {
            "csat": on(1, 5, "Satisfaction."),
            "stars": on(1, 5, "Stars."),
            "ces": on(1, 7, "Effort, where 7 is easy."),
            "nps": on(0, 10, "Whether the customer recommends you."),
            "verdict": {"enum": ["good", "okay", "bad"]},
        },
    })
}

fn importance(asked: &Value) -> Value {
    let value = json!({"type": "integer", "minimum": 1, "maximum": 5});
    json!({
        "description": "How much it matters to the customer. It counts as stated only if it was asked before the opinion.",
        "anyOf": [value, {
            "type": "object", "additionalProperties": false, "required": ["value"],
            "properties": {"value": value, "asked": asked},
        }],
    })
}

fn dimensions() -> Value {
    let side = json!({"type": "integer", "minimum": 1, "maximum": 5});
    let sides = domain::vocabulary::Dimension::ALL.iter().map(|side_of| (side_of.as_str().to_owned(), side.clone()));
    json!({
        "type": "object", "additionalProperties": false, "description": "Sides of the contact, rated 1 to 5.",
        "properties": sides.collect::<Map<_, _>>(),
    })
}

fn staff() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "minProperties": 1,
        "description": "Who served the customer. Needs a secret key.",
        "properties": {
            "id": {"type": ["string", "integer", "null"], "maxLength": bounds::ID_CHARS_MAX},
            "team": {"type": ["string", "null"], "maxLength": bounds::TEXT_CHARS_MAX},
        },
    })
}

fn money() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["amount", "currency"],
        "description": "What you stand to lose.",
        "properties": {
            "amount": {"type": "number", "minimum": 0, "maximum": bounds::AMOUNT_MAX},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217."},
        },
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::touchpoint::parse::FIELDS;

    use super::*;

    #[test]
    fn every_field_that_is_read_is_in_the_schema_and_no_other() {
        let document = document();
        let named: BTreeSet<_> = document["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(named, FIELDS.iter().copied().collect());
    }

    #[test]
    fn the_kept_schema_is_what_the_types_say() {
        assert!(crate::text(&document()) == crate::TOUCHPOINT, "cargo run -p tests --example contract");
    }
}
