//! Makes of one document what each function may read: an object that holds no secret, which everybody reads, and for each function
//! a part with the secrets that it uses. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::digest_of;
pub use super::objects::path_of;

/// Sections that hold secrets, and the functions that use them.
pub const OWN: [(&str, &[&str]); 8] = [
    ("write_keys", &["ingest"]),
    ("read_keys", &["read"]),
    ("case_keys", &["cases"]),
    ("privacy", &["cases", "console", "ingest", "read"]),
    ("links", &["alert", "cases", "console", "deliver", "read", "report"]),
    ("channels", &["alert", "deliver", "report"]),
    ("people", &["console"]),
    ("console", &["console"]),
];

/// Functions that decide who is told and send nothing: of a channel they read these fields.
pub const ROSTER: [&str; 5] = ["cases", "console", "erase", "promises", "verify"];
const ROSTER_FIELDS: [&str; 3] = ["name", "kind", "receives"];

/// What of a sender proves its deliveries, or stands in an address with a secret in it: only who takes deliveries reads it.
pub const SENDER_OWN: [&str; 4] = ["secret", "verify_token", "key_id", "url"];

/// The function that shows people which keys and senders there are, and of the keys those that anybody may see.
const SHOWS: &str = "console";
/// What it reads of each key, and of a publishable one the key itself.
const SHOWN_FIELDS: [&str; 4] = ["name", "kind", "origins", "allow_null_origin"];

/// The function that takes deliveries.
const TAKER: &str = "ingest";

/// A section that stays on the laptop: AWS has these values in its stack.
const LAPTOP: &str = "parameters";

/// One document in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The part that every function reads: it names an object.
    pub first: String,
    /// The part of each function that has one.
    pub own: BTreeMap<&'static str, String>,
    /// The objects, by their digest. They hold no secret.
    pub objects: BTreeMap<String, String>,
}

/// Lists the functions that have a part of their own.
pub fn with_own() -> BTreeSet<&'static str> {
    OWN.iter().flat_map(|(_, functions)| functions.iter().copied()).chain(ROSTER).chain([TAKER]).collect()
}

/// Splits a document.
pub fn split(document: &Table) -> Split {
    let mut shared = document.clone();
    shared.remove(LAPTOP);
    let mut own: BTreeMap<&'static str, Table> = with_own().into_iter().map(|name| (name, Table::new())).collect();
    let (keys, senders) = (shown_keys(&shared), names_of(shared.get("senders")));
    for (section, functions) in OWN {
        let Some(value) = shared.remove(section) else { continue };
        if section == "channels" {
            for name in ROSTER {
                own.entry(name).or_default().insert(section.to_owned(), roster(&value));
            }
        }
        for name in functions {
            own.entry(name).or_default().insert(section.to_owned(), value.clone());
        }
    }
    let console = own.entry(SHOWS).or_default().entry("console").or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(console) = console {
        console.insert("write_keys".to_owned(), keys);
        console.insert("senders".to_owned(), senders);
    }
    let mut objects = BTreeMap::new();
    if let Some(senders) = shared.remove("senders") {
        let (maps, secrets) = apart(senders);
        let taker = own.entry(TAKER).or_default();
        taker.insert("senders".to_owned(), secrets);
        let maps = Table::from_iter([("senders".to_owned(), maps)]);
        taker.insert("objects".to_owned(), Value::Array(vec![Value::String(keep(&mut objects, &maps))]));
    }
    let digest = keep(&mut objects, &shared);
    let own = own.into_iter().map(|(name, table)| (name, format!("{WRITTEN}{table}")));
    Split { first: format!("{WRITTEN}objects = [\"{digest}\"]\n"), own: own.collect(), objects }
}

/// What stands above each part: a parameter may not be empty.
const WRITTEN: &str = "# Written by `moments config push`. Change the whole document and push it again.\n";

fn keep(objects: &mut BTreeMap<String, String>, table: &Table) -> String {
    let text = table.to_string();
    let digest = digest_of(&text);
    objects.insert(digest.clone(), text);
    digest
}

/// Leaves of each channel what says who hears of what.
fn roster(channels: &Value) -> Value {
    let one = |channel: &Value| match channel {
        Value::Table(fields) => {
            let fields = fields.iter().filter(|(name, _)| ROSTER_FIELDS.contains(&name.as_str()));
            Value::Table(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
        }
        other => other.clone(),
    };
    Value::Array(channels.as_array().into_iter().flatten().map(one).collect())
}

/// Leaves of each write key what anybody may see: of a secret one everything but the key.
fn shown_keys(document: &Table) -> Value {
    let shown = |key: &Table| {
        let is_public = key.get("kind").and_then(Value::as_str) == Some("publishable");
        let fields = key
            .iter()
            .filter(|(name, _)| SHOWN_FIELDS.contains(&name.as_str()) || (is_public && name.as_str() == "key"));
        Value::Table(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    let keys = document.get("write_keys").and_then(Value::as_array).into_iter().flatten();
    Value::Array(keys.filter_map(Value::as_table).map(shown).collect())
}

/// Returns the names of a table's entries.
fn names_of(table: Option<&Value>) -> Value {
    let names = table.and_then(Value::as_table).into_iter().flat_map(Table::keys);
    Value::Array(names.map(|name| Value::String(name.clone())).collect())
}

/// Takes the secrets out of the senders. Every sender stands in both, so that one without secrets is known too.
fn apart(senders: Value) -> (Value, Value) {
    let Value::Table(senders) = senders else { return (senders, Value::Table(Table::new())) };
    let (mut maps, mut secrets) = (Table::new(), Table::new());
    for (name, sender) in senders {
        let Value::Table(fields) = sender else {
            maps.insert(name, sender);
            continue;
        };
        let (own, map): (Table, Table) =
            fields.into_iter().partition(|(field, _)| SENDER_OWN.contains(&field.as_str()));
        maps.insert(name.clone(), Value::Table(map));
        secrets.insert(name, Value::Table(own));
    }
    (Value::Table(maps), Value::Table(secrets))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::{Document, Parts, Place};

    const DOCUMENT: &str = "language = 'es'\nretention_days = 9\n\
        [[write_keys]]\nkey = 'hunter2-write'\nname = 'web'\nkind = 'secret'\n\
        [[read_keys]]\nkey = 'hunter2-read'\nname = 'me'\n[[case_keys]]\nkey = 'hunter2-case'\nname = 'desk'\n\
        [links]\nkey = 'hunter2-hunter2-hunter2-hunter2-links'\n\
        [[channels]]\nname = 'team'\nkind = 'slack'\nurl = 'https://hunter2.example'\nreceives = ['alerts']\n\
        [console]\nkey = 'hunter2-console-hunter2-console-hunter2'\n\
        [[people]]\nname = 'Eva'\nemail = 'eva@example.com'\nrole = 'agent'\n\
        [[routes]]\nname = 'r'\nchannels = ['team']\n\
        [senders.typeform]\nsecret = 'hunter2-typeform'\nmap = 'typeform'\n[parameters]\nTimeZone = 'UTC'";

    #[test]
    fn objects_hold_no_secret_and_each_function_gets_what_it_uses() {
        let split = split(&DOCUMENT.parse().unwrap());
        for text in split.objects.values().chain([&split.first]) {
            assert!(!text.contains("hunter2") && !text.contains("TimeZone"), "{text}");
        }
        assert!(split.first.len() < 300, "{}", split.first);
        for (function, holds) in [
            ("ingest", vec!["hunter2-write", "hunter2-typeform"]),
            ("alert", vec!["links", "https://hunter2.example"]),
            ("deliver", vec!["links", "https://hunter2.example"]),
            ("report", vec!["links", "https://hunter2.example"]),
            ("cases", vec!["hunter2-case", "links"]),
            ("read", vec!["hunter2-read", "links"]),
            ("console", vec!["hunter2-console", "links"]),
            ("promises", vec![]),
            ("verify", vec![]),
        ] {
            let part = &split.own[function];
            for secret in [
                "hunter2-write",
                "hunter2-typeform",
                "hunter2-read",
                "hunter2-case",
                "hunter2-console",
                "-links",
                "https://hunter2.example",
            ] {
                let may = holds.iter().any(|held| secret.contains(held));
                assert_eq!(part.contains(secret), may, "{function} {secret}: {part}");
            }
        }
        // Who raises cases knows the names of the channels, and no address.
        assert!(split.own["verify"].contains("name = \"team\""), "{}", split.own["verify"]);
        assert!(!split.own.contains_key("classify"));
        // Who shows keys knows their names, and the senders'.
        let shown = &split.own["console"];
        assert!(shown.contains("name = \"web\"") && shown.contains("senders = [\"typeform\"]"), "{shown}");
        assert!(shown.contains("eva@example.com") && !split.own["cases"].contains("eva@example.com"));
    }

    #[test]
    fn the_parts_of_a_function_are_a_document() {
        let split = split(&DOCUMENT.parse().unwrap());
        for (function, own) in &split.own {
            let mut texts = vec![split.first.clone(), own.clone()];
            texts.extend(split.objects.values().cloned());
            let document =
                Document::read(&Parts::new(texts, Place::Laptop)).unwrap_or_else(|error| panic!("{function}: {error}"));
            assert_eq!((document.language.as_str(), document.retention_days), ("es", Some(9)));
            assert_eq!(document.write_keys.len(), usize::from(*function == "ingest"), "{function}");
        }
        // The same document is the same objects.
        assert_eq!(split, super::split(&DOCUMENT.parse().unwrap()));
    }
}
