//! The habits of `infra/template.yaml`, held like code: what every function, stream mapping, schedule and role has, and
//! that the template and the sources name the same things. `cfn-lint` knows what AWS takes; this knows what we want.

mod alarms;
mod events;
mod functions;
mod kept;
mod permissions;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_norway::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn template() -> Value {
    serde_norway::from_str(&fs::read_to_string(root().join("infra/template.yaml")).unwrap()).unwrap()
}

/// Returns the properties of every resource of a type, by name.
fn resources(template: &Value, kind: &str) -> BTreeMap<String, Value> {
    let resources = template["Resources"].as_mapping().unwrap().iter();
    resources
        .filter(|(_, resource)| resource["Type"].as_str() == Some(kind))
        .map(|(name, resource)| (name.as_str().unwrap().to_owned(), resource["Properties"].clone()))
        .collect()
}

fn functions(template: &Value) -> BTreeMap<String, Value> {
    let functions = resources(template, "AWS::Serverless::Function");
    assert!(!functions.is_empty());
    functions
}

/// Returns the events of a type, by function and name.
fn events(template: &Value, kind: &str) -> BTreeMap<(String, String), Value> {
    let mut found = BTreeMap::new();
    for (function, properties) in functions(template) {
        // A function that somebody invokes has none.
        for (name, event) in properties.get("Events").and_then(Value::as_mapping).into_iter().flatten() {
            if event["Type"].as_str() == Some(kind) {
                let name = name.as_str().unwrap().to_owned();
                found.insert((function.clone(), name), event["Properties"].clone());
            }
        }
    }
    assert!(!found.is_empty(), "{kind}");
    found
}

/// Returns the argument of `!Ref X` or `!GetAtt X.Y`, as text.
fn tagged<'a>(value: &'a Value, tag: &str) -> &'a str {
    match value {
        Value::Tagged(tagged) if tagged.tag == tag => tagged.value.as_str().unwrap(),
        other => panic!("expected !{tag}, found {other:?}"),
    }
}

/// Returns every text below a value, whatever its tags.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Sequence(values) => values.iter().flat_map(texts).collect(),
        Value::Mapping(entries) => {
            entries.iter().flat_map(|(key, value)| [texts(key), texts(value)].concat()).collect()
        }
        Value::Tagged(tagged) => texts(&tagged.value),
        _ => Vec::new(),
    }
}

/// Returns the statements of the role that a function takes.
fn statements(template: &Value, function: &Value) -> Vec<Value> {
    let role = tagged(&function["Role"], "GetAtt").strip_suffix(".Arn").unwrap();
    let roles = resources(template, "AWS::IAM::Role");
    let policies = roles[role]["Policies"].as_sequence().unwrap().clone();
    assert!(roles[role].get("ManagedPolicyArns").is_none(), "{role} takes more than is written here");
    policies.iter().flat_map(|policy| policy["PolicyDocument"]["Statement"].as_sequence().unwrap().clone()).collect()
}

/// Returns all of a Rust file's source but its tests.
fn source(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..end].to_owned()
}

/// Returns the sources below a folder, one after the other.
fn sources(folder: &Path) -> String {
    if folder.is_file() {
        return source(folder);
    }
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &sources(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && path.file_stem().is_none_or(|stem| stem != "tests")
        {
            text += &source(&path);
        }
    }
    text
}
