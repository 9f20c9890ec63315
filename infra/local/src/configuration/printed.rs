//! The printed document: every key with its description, and the few values that are built in. Made from the schema, so that no
//! key can be left out.

use serde_json::Value;
use toml::Table;

use super::schema::ORDER;

/// Characters of a line of a comment, at most.
const LINE_CHARS_MAX: usize = 118;

/// What stands above everything.
const HEAD: &str = "\
# The configuration of Moments: every key, with its description. A line that begins with `#` and no space is a key that is not
# set, with its default or an example: take the `#` away to set it. `moments config --minimal` prints only what is set here.
#
# Keep a copy, start with `--config FILE`, and check it with `moments check FILE`. Everybody knows the keys of this document, so
# with them other machines are not served: choose your own. On AWS, `moments config push FILE` writes it.
";

/// Prints the document with some values set.
pub(super) fn printed(schema: &Value, set: &Table, defaults: &Table) -> String {
    let mut text = HEAD.to_owned();
    // A key below a table would belong to the table.
    let (tables, plain): (Vec<&str>, Vec<&str>) =
        ORDER.into_iter().partition(|name| Shape::of(&schema["properties"][name]) != Shape::Plain);
    for name in plain {
        text += "\n";
        key(&mut text, name, &schema["properties"][name], set.get(name), None);
    }
    for name in tables {
        text += "\n";
        section(&mut text, name, &schema["properties"][name], set.get(name), defaults.get(name));
    }
    text
}

/// How a value is written.
#[derive(Debug, PartialEq, Eq)]
enum Shape {
    /// `name = value`.
    Plain,
    /// `[name]`, with keys of its own.
    Table,
    /// `[[name]]`, as often as wanted.
    List,
    /// `[name.NAME]`, as often as wanted.
    Named,
    /// `[name]`, with keys that anybody chooses.
    Free,
}

impl Shape {
    fn of(schema: &Value) -> Self {
        let schema = present(schema);
        if schema["properties"].is_object() {
            Self::Table
        } else if present(&schema["items"])["properties"].is_object() {
            Self::List
        } else if present(&schema["additionalProperties"])["properties"].is_object() {
            Self::Named
        } else if schema["additionalProperties"].is_object() {
            Self::Free
        } else {
            Self::Plain
        }
    }
}

/// Returns what a value is if it is there.
fn present(schema: &Value) -> &Value {
    let mut alternatives = schema["anyOf"].as_array().into_iter().flatten();
    let real = alternatives.rfind(|alternative| alternative["type"] != "null");
    real.unwrap_or(schema)
}

fn section(text: &mut String, name: &str, schema: &Value, set: Option<&toml::Value>, default: Option<&toml::Value>) {
    comment(text, &described(schema), "# ");
    match Shape::of(schema) {
        Shape::Table => table(text, &format!("[{name}]"), name, present(schema), set, default),
        Shape::List => {
            let item = present(&present(schema)["items"]);
            let all: Vec<_> = set.and_then(toml::Value::as_array).into_iter().flatten().collect();
            for one in all.iter().take(all.len().saturating_sub(1)) {
                *text += &format!("[[{name}]]\n");
                one.as_table().into_iter().flatten().for_each(|(key, value)| *text += &format!("{key} = {value}\n"));
            }
            table(text, &format!("[[{name}]]"), "", item, all.last().copied(), None);
        }
        Shape::Named => {
            let name = format!("{name}.NAME");
            table(text, &format!("[{name}]"), &name, present(&present(schema)["additionalProperties"]), None, None);
        }
        Shape::Free => {
            *text += &format!("{}[{name}]\n", hash(set.is_some()));
            for (key, value) in set.and_then(toml::Value::as_table).into_iter().flatten() {
                *text += &format!("{key} = {value}\n");
            }
            if set.is_none() {
                let shown = shown(schema, default);
                shown.as_table().into_iter().flatten().for_each(|(key, value)| free(text, key, value));
            }
        }
        Shape::Plain => {}
    }
}

/// Writes a key that is not set; what is in it with dots, so that each is on its own line.
fn free(text: &mut String, name: &str, value: &toml::Value) {
    match value.as_table() {
        Some(inner) => inner.iter().for_each(|(key, value)| free(text, &format!("{name}.{}", quoted(key)), value)),
        None => *text += &format!("#{} = {value}\n", if name.contains('.') { name.to_owned() } else { quoted(name) }),
    }
}

/// Writes a table: what is a value first, then what is a table of its own.
fn table(
    text: &mut String,
    header: &str,
    path: &str,
    schema: &Value,
    set: Option<&toml::Value>,
    default: Option<&toml::Value>,
) {
    *text += &format!("{}{header}\n", hash(set.is_some()));
    let mut later = Vec::new();
    for (name, property) in ordered(schema) {
        let (set, default) = (set.and_then(|set| set.get(name)), default.and_then(|default| default.get(name)));
        match Shape::of(property) {
            // A list of tables cannot have tables of its own below it: its keys are written with dots.
            Shape::Table if path.is_empty() => {
                comment(text, &described(property), "# ");
                for (inner, property) in ordered(present(property)) {
                    key(text, &format!("{name}.{inner}"), property, set.and_then(|set| set.get(inner)), None);
                }
            }
            Shape::Table => later.push((name, property, set, default)),
            _ => key(text, name, property, set, default),
        }
    }
    variants(text, schema, set);
    for (name, property, set, default) in later {
        let path = format!("{path}.{name}");
        *text += "\n";
        comment(text, &described(property), "# ");
        table(text, &format!("[{path}]"), &path, present(property), set, default);
    }
}

/// Writes what depends on the kind: each kind with its own keys.
fn variants(text: &mut String, schema: &Value, set: Option<&toml::Value>) {
    for variant in schema["oneOf"].as_array().into_iter().flatten() {
        let kind = variant["properties"]["kind"]["const"].as_str().unwrap_or_default();
        let is_set = set.and_then(|set| set.get("kind")).and_then(toml::Value::as_str) == Some(kind);
        *text += "#\n";
        comment(text, &described(variant), "# ");
        *text += &format!("{}kind = \"{kind}\"\n", hash(is_set));
        for (name, property) in ordered(variant).into_iter().filter(|(name, _)| *name != "kind") {
            key(text, name, property, set.filter(|_| is_set).and_then(|set| set.get(name)), None);
        }
    }
}

/// What is looked for first stands first; the rest by name.
fn ordered(schema: &Value) -> Vec<(&str, &Value)> {
    const FIRST: [&str; 4] = ["name", "key", "kind", "version"];
    let properties = schema["properties"].as_object().into_iter().flatten();
    let mut all: Vec<_> = properties.map(|(name, property)| (name.as_str(), property)).collect();
    all.sort_by_key(|(name, _)| (FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()), *name));
    all
}

/// Writes one key: its description, and its value or what it could be.
fn key(text: &mut String, name: &str, schema: &Value, set: Option<&toml::Value>, default: Option<&toml::Value>) {
    comment(text, &described(schema), "# ");
    for several in ["items", "additionalProperties"] {
        for (inner, property) in ordered(present(&present(schema)[several])) {
            comment(text, &format!("{inner}: {}", described(property)), "#   ");
        }
    }
    match set {
        Some(value) => *text += &format!("{name} = {value}\n"),
        None => match present(schema)["x-toml"].as_str() {
            Some(written) => *text += &format!("#{name} = {written}\n"),
            None => *text += &format!("#{name} = {}\n", shown(schema, default)),
        },
    }
}

fn quoted(name: &str) -> String {
    let is_bare =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare { name.to_owned() } else { format!("\"{name}\"") }
}

fn hash(is_set: bool) -> &'static str {
    if is_set { "" } else { "#" }
}

/// Returns the description of a key, with the words that it can be.
fn described(schema: &Value) -> String {
    let own = schema["description"].as_str().or(present(schema)["description"].as_str()).unwrap_or_default();
    let own = own.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words(schema);
    if words.is_empty() { own } else { format!("{own} One of {}.", words.join(", ")) }
}

/// Lists the words that a value, or an item of it, can be.
pub(super) fn words(schema: &Value) -> Vec<&str> {
    let schema = present(schema);
    let constants = schema["oneOf"].as_array().into_iter().flatten().filter_map(|one| one["const"].as_str());
    let listed = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let own: Vec<_> = constants.chain(listed).collect();
    if own.is_empty() && schema["items"].is_object() { words(&schema["items"]) } else { own }
}

/// Returns a value to show for a key that is not set: the built-in one, or else an example.
fn shown(schema: &Value, default: Option<&toml::Value>) -> toml::Value {
    let schema_of = present(schema);
    let example = [schema, schema_of].into_iter().find_map(|schema| schema["examples"].get(0));
    let own_default =
        [schema, schema_of].into_iter().find_map(|schema| schema.get("default").filter(|it| !it.is_null()));
    if let Some(default) = default {
        return default.clone();
    }
    if let Some(value) =
        example.or(own_default.filter(|it| !it.as_array().is_some_and(Vec::is_empty))).and_then(toml_of)
    {
        return value;
    }
    let items = present(&schema_of["items"]);
    if items["properties"].is_object() {
        let one = ordered(items).into_iter().map(|(name, property)| (name.to_owned(), shown(property, None)));
        return toml::Value::Array(vec![toml::Value::Table(one.collect())]);
    }
    if schema_of["type"] == "array" {
        let words: Vec<_> =
            words(schema).first().map(|word| toml::Value::String((*word).to_owned())).into_iter().collect();
        return toml::Value::Array(words);
    }
    if let Some(word) = words(schema).first() {
        return toml::Value::String((*word).to_owned());
    }
    let is = |kind: &str| {
        schema_of["type"] == kind || schema_of["type"].as_array().is_some_and(|all| all.contains(&kind.into()))
    };
    if is("boolean") {
        toml::Value::Boolean(false)
    } else if is("integer") || is("number") {
        toml::Value::Integer(1)
    } else if is("object") {
        toml::Value::Table(Table::new())
    } else {
        toml::Value::String("…".to_owned())
    }
}

fn toml_of(value: &Value) -> Option<toml::Value> {
    toml::Value::try_from(value).ok()
}

/// Writes a comment in lines that are not too long.
fn comment(text: &mut String, said: &str, start: &str) {
    let mut line = String::new();
    for word in said.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() >= LINE_CHARS_MAX {
            *text += &format!("{start}{line}\n");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    if !line.is_empty() {
        *text += &format!("{start}{line}\n");
    }
}
