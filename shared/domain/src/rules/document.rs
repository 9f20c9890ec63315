//! Lays a deployment's configuration over the built-in tables, and finds the line of what is wrong with it. Knows no
//! rule.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::Rules;
use super::check::Complaint;

/// The thresholds that are built in, as `[rules]` of a configuration would say them.
pub const RULES: &str = include_str!("rules.toml");
/// The built-in tables beside the thresholds, by the name they have in a configuration.
const TABLES: [(&str, &str); 4] = [
    ("types", include_str!("taxonomy.toml")),
    ("causes", include_str!("causes.toml")),
    ("facets", ""),
    ("sources", ""),
];

/// The rules of a deployment cannot be used: where, and why. Quotes no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{place}: {why}", line.map(|line| format!("line {line}: ")).unwrap_or_default())]
pub struct InvalidRules {
    /// Byte of the document, where the place has one.
    pub at: Option<usize>,
    /// Line of the document, from 1, where the document is one text and the place has one.
    pub line: Option<usize>,
    /// Place as a dotted path, such as `types.delivery.importance`.
    pub place: String,
    /// What it should be.
    pub why: String,
}

/// Reads the rules: the built-in tables with the document's laid over them, field by field.
pub(super) fn read(overrides: &DeTable<'_>) -> Result<Rules, InvalidRules> {
    let mut all = parse(RULES)?;
    for (name, text) in TABLES {
        lay(all.get_mut(), name, DeValue::Table(parse(text)?.into_inner()));
    }
    for (name, value) in overrides {
        match (name.get_ref().as_ref(), value.get_ref()) {
            ("rules", DeValue::Table(rules)) => lay_over(all.get_mut(), rules),
            ("rules", _) => return Err(refuse(overrides, ("rules".to_owned(), "must be a table".to_owned()))),
            (part, _) if TABLES.iter().any(|(table, _)| *table == part) => {
                lay_over(all.get_mut(), &DeTable::from_iter([(name.clone(), value.clone())]));
            }
            _ => {}
        }
    }
    Rules::deserialize(Deserializer::from(all)).map_err(|error| {
        let place = error.span().and_then(|span| place_of(overrides, &span));
        let at = error.span().filter(|_| place.is_some()).map(|span| span.start);
        let place = place.unwrap_or_else(|| "rules".to_owned());
        InvalidRules { at, line: None, place, why: without_values(error.message()) }
    })
}

/// Words a complaint as an error, with its place or that of the table it is missing in.
pub(super) fn refuse(overrides: &DeTable<'_>, (place, why): Complaint) -> InvalidRules {
    InvalidRules { at: start_of(overrides, &place), line: None, place, why }
}

/// Parses a document or a built-in table.
pub(super) fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, InvalidRules> {
    DeTable::parse(text).map_err(|error| {
        let at = error.span().map(|span| span.start);
        InvalidRules { at, line: None, place: "document".to_owned(), why: "is not TOML".to_owned() }.in_text(text)
    })
}

impl InvalidRules {
    /// Says the line of a text.
    pub(super) fn in_text(self, text: &str) -> Self {
        Self { line: self.at.map(|at| line_of(text, at)), ..self }
    }
}

/// Lays one table over another: tables are merged, anything else is replaced.
fn lay_over<'a>(under: &mut DeTable<'a>, over: &DeTable<'a>) {
    for (name, value) in over {
        match (under.get_mut(name).map(Spanned::get_mut), value.get_ref()) {
            (Some(DeValue::Table(under)), DeValue::Table(over)) => lay_over(under, over),
            _ => {
                under.insert(name.clone(), value.clone());
            }
        }
    }
}

fn lay<'a>(under: &mut DeTable<'a>, name: &'a str, value: DeValue<'a>) {
    under.insert(Spanned::new(0..0, name.into()), Spanned::new(0..0, value));
}

/// Finds the path of the smallest key or value that a span lies in.
fn place_of(table: &DeTable<'_>, at: &Range<usize>) -> Option<String> {
    let mut found: Option<(usize, String)> = None;
    visit(table, "", &mut |path, span| {
        let is_smaller = found.as_ref().is_none_or(|(size, _)| span.len() <= *size);
        if span.start <= at.start && at.end <= span.end && is_smaller {
            found = Some((span.len(), path.to_owned()));
        }
    });
    found.map(|(_, path)| path)
}

/// Finds where a path is written, or else the table that should have it.
fn start_of(table: &DeTable<'_>, path: &str) -> Option<usize> {
    let mut found: Option<(usize, usize)> = None;
    visit(table, "", &mut |written, span| {
        let fits = path == written || path.strip_prefix(written).is_some_and(|rest| rest.starts_with('.'));
        if fits && found.is_none_or(|(length, _)| written.len() > length) {
            found = Some((written.len(), span.start));
        }
    });
    found.map(|(_, start)| start)
}

/// Calls `see` for every key, then for its value, with the dotted path; the key of a table before what is in it.
fn visit(table: &DeTable<'_>, prefix: &str, see: &mut impl FnMut(&str, Range<usize>)) {
    for (name, value) in table {
        let path = format!("{prefix}{}", name.get_ref());
        see(&path, name.span());
        see(&path, value.span());
        if let DeValue::Table(inner) = value.get_ref() {
            visit(inner, &format!("{path}."), see);
        }
    }
}

/// What the reader of TOML expects, and how a person would say it.
const EXPECTED: [(&str, &str); 10] = [
    ("u8", "must be a whole number from 0 to 255"),
    ("u32", "must be a whole number, 0 or more"),
    ("usize", "must be a whole number, 0 or more"),
    ("i64", "must be a whole number"),
    ("f64", "must be a number"),
    ("a boolean", "must be true or false"),
    ("a string", "must be a text"),
    ("a sequence", "must be a list"),
    ("a map", "must be a table"),
    ("struct", "must be a table"),
];

/// Words a complaint of the reader without the value it is about; names of fields stay.
fn without_values(message: &str) -> String {
    match message.split_once("expected ") {
        Some((head, expected)) if !head.starts_with("unknown field") => {
            let said = EXPECTED.iter().find(|(start, _)| expected.starts_with(start));
            said.map_or_else(|| format!("must be {expected}"), |(_, said)| (*said).to_owned())
        }
        _ => message.to_owned(),
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
