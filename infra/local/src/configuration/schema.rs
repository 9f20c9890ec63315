//! The schema of the whole document, made from the types that each section is read as: the printed document and the check of a
//! file follow it. Reads no document.

use domain::rules::Rules;
use reports::monitoring::Declarations;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

/// Every section, in the order in which the document is printed.
pub(super) const ORDER: [&str; 35] = [
    "language",
    "event_prefix",
    "allow_loopback_channels",
    "retention_days",
    "messages_days",
    "audit_days",
    "nobody",
    "objects",
    "write_keys",
    "read_keys",
    "case_keys",
    "redaction",
    "privacy",
    "links",
    "people",
    "console",
    "customers",
    "playbooks",
    "channels",
    "routes",
    "silences",
    "calendar",
    "escalation",
    "pacing",
    "triage",
    "senders",
    "targets",
    "seasons",
    "breakdowns",
    "rules",
    "types",
    "causes",
    "facets",
    "sources",
    "parameters",
];

/// Tables of rules that stand beside `[rules]`, as [`Rules::over`] reads them.
const BESIDE_RULES: [&str; 4] = ["types", "causes", "facets", "sources"];

/// Returns the schema, with nothing referred to: everything stands where it is used.
pub(super) fn schema() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    let mut generator = settings.into_generator();
    let mut sections = Map::new();
    let parts: [Schema; 6] = [
        runtime::configuration::schema(&mut generator),
        recovery::plan::schema(&mut generator),
        recovery::outbox::schema(&mut generator),
        Declarations::json_schema(&mut generator),
        Rules::json_schema(&mut generator),
        console::schema(&mut generator),
    ];
    let mut thresholds = Map::new();
    for (part, schema) in parts.into_iter().enumerate() {
        let Value::Object(properties) = schema.to_value()["properties"].take() else { continue };
        for (name, property) in properties {
            let is_threshold = part == 4 && !BESIDE_RULES.contains(&name.as_str());
            if is_threshold { &mut thresholds } else { &mut sections }.insert(name, property);
        }
    }
    sections.insert("rules".to_owned(), rules(&thresholds));
    sections.insert("senders".to_owned(), senders());
    sections.insert("parameters".to_owned(), parameters());
    // Laid over what is built in, so nothing of it has to be said again.
    for name in BESIDE_RULES.iter().chain(&["rules"]) {
        sections.get_mut(*name).into_iter().for_each(nothing_required);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of Moments",
        "type": "object",
        "properties": sections,
        "additionalProperties": false,
    })
}

fn rules(thresholds: &Map<String, Value>) -> Value {
    json!({
        "description": "Thresholds of judging, laid over the built-in ones field by field. Raise `version` with each change, so that \
                        moments are judged again.",
        "type": "object",
        "properties": thresholds,
        "additionalProperties": false,
    })
}

fn senders() -> Value {
    json!({
        "description": "Vendors whose deliveries are taken at /v1/senders/NAME. `moments senders` lists them and what each needs.",
        "type": "object",
        "additionalProperties": senders::schema::schema(),
    })
}

fn parameters() -> Value {
    json!({
        "description": "Parameters of infra/template.yaml on this machine, such as TimeZone. On AWS the stack has them.",
        "type": "object",
        "additionalProperties": {"type": ["string", "integer", "boolean"]},
        "examples": [{"TimeZone": "Europe/Madrid"}],
    })
}

fn nothing_required(schema: &mut Value) {
    match schema {
        Value::Object(schema) => {
            schema.remove("required");
            schema.values_mut().for_each(nothing_required);
        }
        Value::Array(list) => list.iter_mut().for_each(nothing_required),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_section_that_is_read_is_in_the_schema_and_in_the_printed_order() {
        let read: BTreeSet<String> = runtime::configuration::sections().into_iter().collect();
        assert!(read.len() > 20, "{read:?}");
        let schema = schema();
        let described: BTreeSet<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
        let printed: BTreeSet<String> = ORDER.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(described, read);
        assert_eq!(printed, read);
    }

    #[test]
    fn every_key_has_a_description() {
        fn visit(path: &str, schema: &Value, without: &mut Vec<String>) {
            if !schema.is_object() {
                return;
            }
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                let path = format!("{path}.{name}");
                let is_constant = property.get("const").is_some();
                if !is_constant
                    && property["description"].as_str().is_none_or(|text| text.len() < 5 || text.contains("[`"))
                {
                    without.push(path.clone());
                }
                visit(&path, property, without);
            }
            for inner in ["items", "additionalProperties"] {
                visit(path, &schema[inner], without);
            }
            for list in ["anyOf", "oneOf", "allOf"] {
                schema[list].as_array().into_iter().flatten().for_each(|inner| visit(path, inner, without));
            }
        }
        let mut without = Vec::new();
        visit("", &schema(), &mut without);
        assert_eq!(without, Vec::<String>::new());
    }

    #[test]
    fn every_secret_stands_in_a_section_that_is_split_off() {
        fn visit(path: &mut Vec<String>, schema: &Value, secrets: &mut Vec<String>) {
            if !schema.is_object() {
                return;
            }
            if schema["format"] == "password" {
                secrets.push(path.join("."));
            }
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                path.push(name.clone());
                visit(path, property, secrets);
                path.pop();
            }
            for inner in ["items", "additionalProperties"] {
                visit(path, &schema[inner], secrets);
            }
            for list in ["anyOf", "oneOf", "allOf"] {
                schema[list].as_array().into_iter().flatten().for_each(|inner| visit(path, inner, secrets));
            }
        }
        use runtime::configuration::split::{OWN, SENDER_OWN};
        let mut secrets = Vec::new();
        visit(&mut Vec::new(), &schema(), &mut secrets);
        assert!(secrets.len() > 10, "{secrets:?}");
        for secret in secrets {
            let mut names = secret.split('.');
            let section = names.next().unwrap();
            let is_own = OWN.iter().any(|(own, _)| *own == section)
                || (section == "senders" && SENDER_OWN.contains(&names.next().unwrap()));
            assert!(is_own, "{secret} would go into an object that everybody reads");
        }
    }
}
