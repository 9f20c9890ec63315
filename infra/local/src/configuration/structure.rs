//! Compares a document with the schema: every key that is unknown, every value of another kind, everything that is missing, with
//! the word that was probably meant. Takes what is wrong out, so that the rest can be checked further. Quotes no value.

use runtime::configuration::{Complaint, Whole};
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::printed::words;

/// What is wrong at a byte of the document.
type Wrong = Vec<(usize, String)>;

/// Finds everything whose form is wrong, and takes it out.
pub(super) fn check(whole: &mut Whole<'_>, schema: &Value) -> Vec<Complaint> {
    let mut wrong = Vec::new();
    table(whole.table_mut(), schema, "", 0, &mut wrong);
    wrong.into_iter().map(|(at, why)| whole.at(at, why)).collect()
}

/// Returns what a value is if it is there.
fn present(schema: &Value) -> &Value {
    let alternatives = schema["anyOf"].as_array().into_iter().flatten();
    let mut real = alternatives.filter(|alternative| alternative["type"] != "null");
    match (real.next(), real.next()) {
        (Some(only), None) => only,
        _ => schema,
    }
}

/// Checks a table. Returns whether it can be used.
fn table(found: &mut DeTable<'_>, schema: &Value, path: &str, at: usize, wrong: &mut Wrong) -> bool {
    let schema = present(schema);
    let Some((properties, required)) = fields(found, schema, path, at, wrong) else { return false };
    let names: Vec<String> = found.keys().map(|key| key.get_ref().to_string()).collect();
    let mut is_usable = true;
    for name in names {
        let place = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let key_at = found.get_key_value(name.as_str()).map_or(at, |(key, _)| key.span().start);
        let inner = properties.get(&name).or(schema.get("additionalProperties").filter(|inner| inner.is_object()));
        let keep = match (inner, found.get_mut(name.as_str())) {
            (Some(inner), Some(entry)) => value(entry, inner, &place, wrong),
            (None, _) if schema["additionalProperties"] == false => {
                wrong.push((
                    key_at,
                    format!("unknown key `{place}`{}", meant(&name, properties.keys().map(String::as_str))),
                ));
                false
            }
            _ => true,
        };
        if !keep {
            found.remove(name.as_str());
            is_usable &= inner.is_none() || !required.contains(&name);
        }
    }
    for name in required {
        if !found.contains_key(name.as_str()) && is_usable {
            wrong.push((at, format!("{path}: `{name}` is missing")));
            is_usable = false;
        }
    }
    is_usable
}

/// Returns the fields that a table may have and those that it must have; those of its kind with the others.
fn fields(
    found: &DeTable<'_>,
    schema: &Value,
    path: &str,
    at: usize,
    wrong: &mut Wrong,
) -> Option<(Map<String, Value>, Vec<String>)> {
    let properties = |schema: &Value| schema["properties"].as_object().cloned().unwrap_or_default();
    let required = |schema: &Value| {
        let names = schema["required"].as_array().into_iter().flatten();
        names.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    let (mut all, mut needed) = (properties(schema), required(schema));
    let Some(variants) = schema["oneOf"].as_array() else { return Some((all, needed)) };
    let kind_of = |variant: &Value| variant["properties"]["kind"]["const"].as_str().map(str::to_owned);
    let kinds: Vec<_> = variants.iter().filter_map(kind_of).collect();
    let Some(kind) = found.get("kind") else {
        wrong.push((at, format!("{path}: `kind` is missing: one of {}", kinds.join(", "))));
        return None;
    };
    let said = kind.get_ref().as_str().unwrap_or_default();
    let Some(variant) = variants.iter().find(|variant| kind_of(variant).as_deref() == Some(said)) else {
        let meant = meant(said, kinds.iter().map(String::as_str));
        wrong.push((kind.span().start, format!("{path}.kind: must be one of {}{meant}", kinds.join(", "))));
        return None;
    };
    all.extend(properties(variant));
    needed.extend(required(variant));
    Some((all, needed))
}

/// Checks a value. Returns whether it can be used.
fn value(found: &mut Spanned<DeValue<'_>>, schema: &Value, path: &str, wrong: &mut Wrong) -> bool {
    let at = found.span().start;
    let alternatives: Vec<_> =
        schema["anyOf"].as_array().into_iter().flatten().filter(|one| one["type"] != "null").collect();
    if alternatives.len() > 1 {
        let fits = |one: &&&Value| kinds(one).iter().any(|kind| is_of(found.get_ref(), kind));
        let Some(fitting) = alternatives.iter().find(fits) else {
            wrong.push((
                at,
                format!(
                    "{path}: must be {}",
                    said(&alternatives.iter().flat_map(|one| kinds(one)).collect::<Vec<_>>())
                ),
            ));
            return false;
        };
        return value(found, fitting, path, wrong);
    }
    let schema = present(schema);
    let kinds = kinds(schema);
    if !kinds.is_empty() && !kinds.iter().any(|kind| is_of(found.get_ref(), kind)) {
        wrong.push((at, format!("{path}: must be {}", said(&kinds))));
        return false;
    }
    match found.get_mut() {
        DeValue::Table(inner) => table(inner, schema, path, at, wrong),
        DeValue::Array(list) => {
            let mut kept = DeArray::new();
            for (index, item) in list.iter().enumerate() {
                let mut item = item.clone();
                if value(&mut item, &schema["items"], &format!("{path}[{index}]"), wrong) {
                    kept.push(item);
                }
            }
            *list = kept;
            true
        }
        DeValue::String(text) => {
            let known = if schema["items"].is_object() { Vec::new() } else { words(schema) };
            let fits = known.is_empty() || known.contains(&text.as_ref());
            if !fits {
                let meant = meant(text, known.iter().copied());
                wrong.push((at, format!("{path}: must be one of {}{meant}", known.join(", "))));
            }
            fits
        }
        _ => true,
    }
}

/// Lists the JSON types that a schema allows.
fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect(),
        _ if schema["oneOf"].get(0).is_some_and(|one| one["const"].is_string()) => vec!["string"],
        _ => Vec::new(),
    }
}

fn is_of(found: &DeValue<'_>, kind: &str) -> bool {
    match kind {
        "string" => found.is_str() || found.is_datetime(),
        "integer" => found.is_integer(),
        "number" => found.is_integer() || found.is_float(),
        "boolean" => found.is_bool(),
        "array" => found.is_array(),
        "object" => found.is_table(),
        _ => true,
    }
}

fn said(kinds: &[&str]) -> String {
    let words = kinds.iter().map(|kind| match *kind {
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        _ => "a table",
    });
    words.collect::<Vec<_>>().join(" or ")
}

/// Says which word was probably meant, if one is near.
pub(super) fn meant<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known.map(|known| (strsim::damerau_levenshtein(word, known), known)).min();
    match near.filter(|(distance, known)| *distance <= 2.max(known.len() / 4)) {
        Some((_, near)) => format!("; did you mean `{near}`?"),
        None => String::new(),
    }
}
