//! What a deployment may write under `[senders.NAME]`, for the printed configuration and for its schema. Reads no document.

use serde_json::{Map, Value, json};

use crate::map;

/// The names that only a deployment writes, each with a description and an example.
const OWN: [(&str, &str, &str); 9] = [
    ("map", "The shipped map that is used, if NAME is not the name of one; `moments senders` lists them.", "typeform"),
    (
        "secret",
        "What proves a delivery: the signing secret of the vendor, or one that it sends as it is. A list of two while one replaces the other.",
        "…",
    ),
    ("key_id", "The user name or key id that the vendor sends beside its proof.", "…"),
    ("public_key", "The vendor's public key in PEM, where it signs with a private one.", "-----BEGIN PUBLIC KEY-----…"),
    ("audience", "The audience that a signed token must name.", "https://moments.example.com"),
    ("verify_token", "What the vendor shows when it asks whether the address is yours.", "…"),
    ("tolerance_s", "Seconds by which a signature may be old.", "300"),
    (
        "url",
        "The address that the vendor calls, where it signs that address and it is not the deployment's own.",
        "https://moments.example.com/v1/senders/NAME",
    ),
    (
        "proves_customer",
        "Whether a proved delivery proves the customer that it names. What a person typed into a form does not.",
        "true",
    ),
];

/// The names of a map, each with a description and an example: a deployment lays its own over the shipped ones.
const MAP: [(&str, &str, &str); 12] = [
    ("title", "The vendor's name.", "Our shop"),
    ("docs", "Where the vendor describes what it sends.", "https://example.com/docs"),
    ("needs", "What only you know and have to write here.", "rating and comment"),
    ("proof", "How a delivery is proved; of several, one has to hold.", "{ kind = \"secret\", header = \"x-secret\" }"),
    (
        "handshake",
        "How the vendor asks whether the address is yours: `hub_challenge` or `webhook_id`.",
        "hub_challenge",
    ),
    (
        "reply",
        "What is answered, if the vendor wants more than a 2xx.",
        "{ content_type = \"text/plain\", body = \"ok\" }",
    ),
    ("open", "An expression that takes what matters out of the body.", "data"),
    ("each", "An expression that takes it apart into what becomes one touchpoint each.", "events"),
    ("ignore", "A condition on what never counts, such as a test.", "test"),
    ("event", "Where the name of what happened stands.", "event"),
    (
        "events",
        "What counts; what matches none is acknowledged and ignored. Without any, everything counts.",
        "[{ name = \"order.paid\", touchpoint_type = \"purchase\" }]",
    ),
    (
        "answers",
        "Where the answers of a form are.",
        "{ list = \"answers\", names = [\"field.ref\"], value = [\"text\"] }",
    ),
];

/// The fields of a touchpoint that most people write.
const EXAMPLES: [(&str, &str); 4] = [
    ("touchpoint_type", "delivery"),
    ("rating", "{ ref = \"csat\", scale = [1, 5] }"),
    ("comment", "{ ref = \"why\" }"),
    ("customer_id", "{ at = \"hidden.customer\" }"),
];

/// Returns the schema of `[senders.NAME]`. What is right in it is for [`crate::Senders`] to say: values are described, not bound.
pub fn schema() -> Value {
    let mut properties = Map::new();
    for (name, description, example) in OWN.into_iter().chain(MAP) {
        properties.insert(name.to_owned(), described(name, description, example));
    }
    for name in map::field_names() {
        let example =
            EXAMPLES.iter().find(|(field, _)| *field == name).map_or("{ at = \"…\" }", |(_, example)| example);
        let description =
            format!("Where `{name}` of the touchpoint comes from: an expression, or a table with `at`, `ref` or `is`.");
        properties.insert(name.to_owned(), described(name, &description, example));
    }
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

/// Whether a name holds a secret.
fn is_secret(name: &str) -> bool {
    matches!(name, "secret" | "verify_token")
}

fn described(name: &str, description: &str, example: &str) -> Value {
    // Tables and lists are written as they are; `toml` is how the printed document shows the example.
    let is_toml = example.starts_with(['{', '[']) || example.parse::<i64>().is_ok() || example.parse::<bool>().is_ok();
    let toml = if is_toml { example.to_owned() } else { format!("\"{example}\"") };
    let mut schema = json!({"description": description, "x-toml": toml});
    if let (true, Some(schema)) = (is_secret(name), schema.as_object_mut()) {
        schema.insert("format".to_owned(), "password".into());
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_is_read_is_described_and_no_other() {
        let schema = schema();
        let described: Vec<_> = schema["properties"].as_object().unwrap().keys().cloned().collect();
        let mut read = crate::senders::names_of_a_sender();
        read.sort();
        assert_eq!(described, read);
    }
}
