//! What a document would change, compared with the one in use; and what in it matches nothing. Quotes no value: keys and addresses
//! are told by their names.

use std::collections::{BTreeMap, BTreeSet};

use domain::rules::Rules;
use toml::{Table, Value};

use super::structure::meant;

/// Lists of tables whose entries have a name.
const NAMED_LISTS: [&str; 5] = ["write_keys", "read_keys", "case_keys", "channels", "routes"];
/// Tables whose entries are tables of the deployment's own.
const NAMED_TABLES: [&str; 6] = ["senders", "types", "causes", "facets", "sources", "seasons"];

/// Says what changes from one document to another.
pub(crate) fn changes(from: &Table, to: &Table) -> Vec<String> {
    let mut told = Vec::new();
    for list in NAMED_LISTS {
        let (before, after) = (named(from, list), named(to, list));
        entries(list, &before, &after, &mut told);
    }
    for table in NAMED_TABLES {
        let entries_of = |document: &Table| -> BTreeMap<String, Vec<Value>> {
            let table = document.get(table).and_then(Value::as_table).into_iter().flatten();
            table.map(|(name, value)| (name.clone(), vec![value.clone()])).collect()
        };
        entries(table, &entries_of(from), &entries_of(to), &mut told);
    }
    let rest = |document: &Table| {
        let mut rest = document.clone();
        for section in NAMED_LISTS.iter().chain(&NAMED_TABLES).chain(&["parameters", "objects"]) {
            rest.remove(*section);
        }
        rest
    };
    fields("", &rest(from), &rest(to), &mut told);
    stages(from, to, &mut told);
    told
}

/// Returns the entries of a list by their names. Two may have one name.
fn named(document: &Table, list: &str) -> BTreeMap<String, Vec<Value>> {
    let mut all: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for entry in document.get(list).and_then(Value::as_array).into_iter().flatten() {
        let name = entry.get("name").and_then(Value::as_str).unwrap_or_default();
        all.entry(name.to_owned()).or_default().push(entry.clone());
    }
    all
}

fn entries(
    what: &str,
    before: &BTreeMap<String, Vec<Value>>,
    after: &BTreeMap<String, Vec<Value>>,
    told: &mut Vec<String>,
) {
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    for name in names {
        match (before.get(name), after.get(name)) {
            (Some(_), None) => told.push(format!("{what}: {name} is removed")),
            (None, Some(_)) => told.push(format!("{what}: {name} is added")),
            (Some(before), Some(after)) if before != after => match (before.as_slice(), after.as_slice()) {
                ([Value::Table(before)], [Value::Table(after)]) => {
                    fields(&format!("{what}: {name}: "), before, after, told);
                }
                _ => told.push(format!("{what}: {name} is changed: {} before, {} now", before.len(), after.len())),
            },
            _ => {}
        }
    }
}

fn fields(what: &str, before: &Table, after: &Table, told: &mut Vec<String>) {
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    for name in names {
        match (before.get(name), after.get(name)) {
            (Some(_), None) => told.push(format!("{what}{name} is removed")),
            (None, Some(_)) => told.push(format!("{what}{name} is added")),
            (Some(Value::Table(before)), Some(Value::Table(after))) => {
                fields(&format!("{what}{name}."), before, after, told);
            }
            (before, after) if before != after => told.push(format!("{what}{name} is changed")),
            _ => {}
        }
    }
}

/// Says which types move to another stage, and whether moments are judged again.
fn stages(from: &Table, to: &Table, told: &mut Vec<String>) {
    let rules = |document: &Table| Rules::with_overrides(&document.to_string()).ok();
    let (Some(before), Some(after)) = (rules(from), rules(to)) else { return };
    let names: BTreeSet<_> = before.types.keys().chain(after.types.keys()).collect();
    for name in names {
        let (Some(before), Some(after)) = (before.type_of(name), after.type_of(name)) else { continue };
        for (what, before, after) in [
            ("stage", Some(before.stage), Some(after.stage)),
            ("stage after a purchase", before.after_purchase, after.after_purchase),
        ] {
            if before != after {
                let said = |stage: Option<domain::vocabulary::Stage>| stage.map_or("the same", |stage| stage.as_str());
                told.push(format!("types: {name}: {what} moves from {} to {}", said(before), said(after)));
            }
        }
    }
    if before != after && before.version() == after.version() {
        told.push("rules: moments of before are not judged again, because rules.version is the same".to_owned());
    }
}

/// Lists what in a document can match nothing.
pub(crate) fn matches_nothing(document: &Table) -> Vec<String> {
    let mut told = Vec::new();
    let Ok(rules) = Rules::with_overrides(&document.to_string()) else { return told };
    let senders = document.get("senders").and_then(Value::as_table);
    let mut sources: BTreeSet<String> = named(document, "write_keys").into_keys().collect();
    sources.extend(senders.into_iter().flatten().map(|(name, _)| name.clone()));
    let is_source = |source: &str| sources.contains(source.split_once('/').map_or(source, |(key, _)| key));
    let no_source = |what: &str, source: &str| {
        let meant = meant(source, sources.iter().map(String::as_str));
        format!("{what}: no write key and no sender is named `{source}`{meant}")
    };
    let no_type = |what: &str, kind: &str| {
        let meant = meant(kind, rules.types.keys().map(String::as_str));
        format!("{what}: no type is named `{kind}`{meant}")
    };
    for route in document.get("routes").and_then(Value::as_array).into_iter().flatten() {
        let name = route.get("name").and_then(Value::as_str).unwrap_or_default();
        let words = |field: &str| texts(route.get("when").and_then(|when| when.get(field)));
        told.extend(
            words("source")
                .filter(|source| !is_source(source))
                .map(|source| no_source(&format!("routes: {name}"), source)),
        );
        let unknown = words("touchpoint_type").filter(|kind| rules.type_of(kind).is_none());
        told.extend(unknown.map(|kind| no_type(&format!("routes: {name}"), kind)));
    }
    for source in document.get("sources").and_then(Value::as_table).into_iter().flatten().map(|(name, _)| name) {
        told.extend((!is_source(source)).then(|| no_source("sources", source)));
    }
    for (name, sender) in senders.into_iter().flatten() {
        let events = sender.get("events").and_then(Value::as_array).into_iter().flatten();
        for map in std::iter::once(sender).chain(events) {
            let kind = map.get("touchpoint_type").and_then(Value::as_str);
            let unknown = kind.filter(|kind| rules.type_of(kind).is_none());
            told.extend(unknown.map(|kind| no_type(&format!("senders: {name}"), kind)));
        }
    }
    for subject in document.get("targets").and_then(Value::as_table).into_iter().flatten().map(|(name, _)| name) {
        let unknown = subject != "promise" && rules.type_of(subject).is_none();
        told.extend(unknown.then(|| no_type("targets", subject)));
    }
    told
}

fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        text.parse().unwrap()
    }

    #[test]
    fn what_changes_is_told_by_name_and_no_value_is_quoted() {
        let from = table(
            "language = 'en'\n[[write_keys]]\nkey = 'hunter2'\nname = 'web'\nkind = 'secret'\n\
             [[write_keys]]\nkey = 'hunter3'\nname = 'app'\nkind = 'secret'\n[pacing]\nsingle_max = 1\n\
             [types.delivery]\nimportance = 4",
        );
        let to = table(
            "language = 'es'\n[[write_keys]]\nkey = 'hunter4'\nname = 'web'\nkind = 'secret'\n\
             [[read_keys]]\nkey = 'hunter5'\nname = 'me'\n[pacing]\nsingle_max = 2\n[types.delivery]\nstage = 'first'\n",
        );
        let told = changes(&from, &to);
        assert_eq!(
            told,
            [
                "write_keys: app is removed",
                "write_keys: web: key is changed",
                "read_keys: me is added",
                "types: delivery: importance is removed",
                "types: delivery: stage is added",
                "language is changed",
                "pacing.single_max is changed",
                "types: delivery: stage moves from second to first",
                "rules: moments of before are not judged again, because rules.version is the same",
            ]
        );
        assert_eq!(changes(&to, &to), Vec::<String>::new());
    }

    #[test]
    fn what_matches_nothing_is_told_with_what_was_meant() {
        let told = matches_nothing(&table(
            "[[write_keys]]\nkey = 'x'\nname = 'website'\nkind = 'secret'\n\
             [[routes]]\nname = 'r'\nwhen = { source = ['webiste', 'website/kiosk', 'typeform'], touchpoint_type = ['delivrey', 'delivery'] }\n\
             channels = []\n[sources.helpdesk]\npreset = 'three_is_bad'\n\
             [senders.typeform]\nsecret = 'x'\ntouchpoint_type = 'survye'\n[targets]\nbiling.late = '5%'\npromise.scoops = '2%'",
        ));
        assert_eq!(
            told,
            [
                "routes: r: no write key and no sender is named `webiste`; did you mean `website`?",
                "routes: r: no type is named `delivrey`; did you mean `delivery`?",
                "sources: no write key and no sender is named `helpdesk`",
                "senders: typeform: no type is named `survye`; did you mean `survey`?",
                "targets: no type is named `biling`; did you mean `billing`?",
            ]
        );
    }
}
