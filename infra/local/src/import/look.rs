//! A look at the first rows of a file before anything is sent: what they become, how they would be judged, and what is wrong. Keeps and
//! sends nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::journey::Journey;
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::parse::{Sender, Shape, parse};
use domain::vocabulary::Language;
use domain::wording;
use jiff::Timestamp;

use super::Import;
use super::batch::{Made, Making};
use super::columns::Columns;
use crate::error::Error;

/// Rows that are shown.
const SHOWN_MAX: usize = 10;
/// Rows that are read, so that the first ones are judged among those of the same customers.
const READ_MAX: usize = 5_000;

/// Says what the first rows become.
///
/// # Errors
/// The file cannot be read.
pub fn look(import: &Import, rules: &Rules, language: Language) -> Result<String, Error> {
    let rows = import.rows()?;
    let mut text = columns(import, rows.columns());
    let mut making = Making::new(import.clone(), rows.columns());
    let mut read = Vec::new();
    for row in rows.take(READ_MAX) {
        let made = making.made(row?);
        let touchpoint = parsed(&made);
        read.push((made.line, touchpoint));
    }
    let rejected = read.iter().filter(|(_, touchpoint)| touchpoint.is_err()).count();
    let mut customers: BTreeMap<String, Vec<Touchpoint>> = BTreeMap::new();
    for touchpoint in read.iter().filter_map(|(_, touchpoint)| touchpoint.as_ref().ok()) {
        customers.entry(touchpoint.recorded.to_string()).or_default().push(touchpoint.clone());
    }
    for (line, touchpoint) in read.iter().take(SHOWN_MAX) {
        match touchpoint {
            Ok(touchpoint) => judged(&mut text, *line, touchpoint, &customers, (rules, language)),
            Err(why) => {
                let _ = writeln!(text, "\n  Line {line} would be rejected: {why}");
            }
        }
    }
    let _ = writeln!(text, "\n  Of the first {} rows {rejected} would be rejected. Nothing was sent.", read.len());
    Ok(text)
}

/// Says which column becomes which field.
fn columns(import: &Import, names: Option<&[String]>) -> String {
    let mut text = String::new();
    if let (Some(names), None) = (names, &import.map) {
        text += "\n";
        for (column, field) in Columns::of(names).fields() {
            let _ = writeln!(text, "  {column:<28} {field}");
        }
    }
    text
}

fn parsed(made: &Made) -> Result<Touchpoint, String> {
    let text = made.touchpoint.as_ref().map_err(Clone::clone)?;
    let body = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let by = Sender { name: "import", is_secret: true };
    let parsed = parse(body, Shape::Json, by, Timestamp::now(), String::new);
    parsed.map(|incoming| incoming.touchpoint).map_err(|errors| {
        let errors = errors.iter().map(|error| format!("{} {}", error.field, error.complaint).trim().to_owned());
        errors.collect::<Vec<_>>().join("; ")
    })
}

fn judged(
    text: &mut String,
    line: u64,
    touchpoint: &Touchpoint,
    customers: &BTreeMap<String, Vec<Touchpoint>>,
    (rules, language): (&Rules, Language),
) {
    let journey = customers.get(&touchpoint.recorded.to_string()).cloned().unwrap_or_default();
    let judged = Journey::new(touchpoint.recorded.clone(), journey, BTreeMap::new()).judge(rules);
    let Some(judged) = judged.iter().find(|judged| judged.moment.key() == touchpoint.key()) else { return };
    let moment = &judged.moment;
    let kind = wording::capitalized(&wording::touchpoint_type(&moment.touchpoint_type, language));
    let critical = if moment.is_critical() { ", critical" } else { "" };
    let _ = writeln!(
        text,
        "\n  Line {line}: {kind}, {}, stage {}: {}{critical}",
        touchpoint.occurred_at, moment.stage, moment.outcome
    );
    for reason in &moment.reasons {
        let _ = writeln!(text, "    {}", wording::code(reason, language));
    }
}
