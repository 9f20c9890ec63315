//! Compares what a journey expects with what came: field by field, and only what it names.

use domain::identity::TouchpointKey;
use domain::journey::Judged;
use domain::journey::Promised;
use domain::journey::ledger::Entry;
use domain::journey::overview::{self, Overview};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::journeys::{Story, after_start};

/// Scores are compared as they are read.
const SCORE_STEP: f64 = 0.005;

/// Tells whether a journey says nothing that could fail.
pub(crate) fn is_empty(story: &Story) -> bool {
    story.whole.is_empty() && story.step.iter().all(|step| step.judged.is_null())
}

/// Compares one moment, or its absence.
pub(crate) fn of_moment(expected: &Value, judged: Option<&Judged>) -> Vec<String> {
    match (expected, judged) {
        (Value::Null, _) => Vec::new(),
        (Value::Object(expected), Some(judged)) => compare(expected, &flat(judged)),
        (Value::Object(_), None) => vec!["makes no moment".into()],
        (_, None) => Vec::new(),
        (_, Some(_)) => vec![format!("makes a moment, expected {expected}")],
    }
}

/// Compares the journey as a whole.
pub(crate) fn of_whole(expected: &Map<String, Value>, overview: impl Fn(Timestamp) -> Overview) -> Vec<String> {
    if expected.is_empty() {
        return Vec::new();
    }
    let mut expected = expected.clone();
    let as_of = expected.remove("as_of").unwrap_or_else(|| panic!("`whole` needs the time it is looked at"));
    compare(&expected, &summary(&overview(after_start(as_of.as_str().unwrap()))))
}

/// A moment with every field there: absent lists are empty, other absent fields are "none".
fn flat(Judged { moment, promised }: &Judged) -> Map<String, Value> {
    let id = |key: &Option<TouchpointKey>| key.as_ref().map_or("none".into(), |key| key.id.clone());
    let optional = ["method", "score", "first_contact_outcome", "attention", "channel", "segment", "value_at_risk"];
    let mut flat: Map<String, Value> = optional.iter().map(|name| ((*name).into(), json!("none"))).collect();
    for name in ["friction", "quiet", "critical", "weights"] {
        flat.insert(name.into(), json!([]));
    }
    for name in ["mixed", "first_contact", "solicited", "commented"] {
        flat.insert(name.into(), json!(false));
    }
    let Ok(Value::Object(said)) = serde_json::to_value(moment) else { unreachable!() };
    flat.extend(said);
    let gap = |told: &Promised| format!("{} {:.2}", told.facet, told.gap.unwrap_or(f64::NAN));
    flat.insert("promised".into(), promised.iter().map(gap).collect());
    flat.insert("reasons_in_full".into(), flat["reasons"].clone());
    flat.insert("about".into(), id(&moment.about).into());
    flat.insert("leak_of".into(), id(&moment.leak_of).into());
    flat
}

/// What an overview says, as a person would write it down.
fn summary(overview: &Overview) -> Map<String, Value> {
    let ids = |keep: fn(&overview::Step) -> bool| {
        let kept = overview.steps.iter().filter(|step| keep(step));
        kept.map(|step| step.touchpoint.id.clone()).collect::<Vec<_>>()
    };
    let promise = |entry: &Entry| {
        let status = json!(entry.status);
        format!("{}: {}", entry.promise_id.as_deref().unwrap_or("unnamed"), status.as_str().unwrap())
    };
    let Value::Object(summary) = json!({
        "balance": overview.balance,
        "balances": overview.steps.iter().map(|step| step.balance).collect::<Vec<_>>(),
        "peak_end": overview.peak_end.map_or(json!("none"), Value::from),
        "stages": overview.stages,
        "cycles": overview.cycles.iter().map(|cycle| [cycle.first, cycle.last]).collect::<Vec<_>>(),
        "promises": overview.promises.iter().map(promise).collect::<Vec<_>>(),
        "promised_in": overview.promises.iter().map(|entry| entry.stage).collect::<Vec<_>>(),
        "silent": overview.silent,
        "leaks": overview.leaks.iter().map(|leak| format!("{} of {}", leak.review.id, leak.misery.id)).collect::<Vec<_>>(),
        "first_contact": ids(|step| step.is_first_contact),
        "first_exchange": ids(|step| step.is_first_exchange),
        "first_of_stage": ids(|step| step.is_first_of_stage),
        "returned": ids(|step| step.returned),
        "repeats": overview.steps.iter().map(|step| step.repeat).collect::<Vec<_>>(),
    }) else {
        unreachable!()
    };
    summary
}

fn compare(expected: &Map<String, Value>, actual: &Map<String, Value>) -> Vec<String> {
    let differs = |(name, expected): (&String, &Value)| {
        let Some(actual) = actual.get(name) else { return Some(format!("`{name}` is not a field")) };
        (!agrees(name, expected, actual)).then(|| format!("{name} is {actual}, expected {expected}"))
    };
    expected.iter().filter_map(differs).collect()
}

fn agrees(name: &str, expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::Number(expected), Value::Number(actual)) => {
            (expected.as_f64().unwrap() - actual.as_f64().unwrap()).abs() < SCORE_STEP
        }
        (Value::Array(expected), Value::Array(actual)) if name == "reasons" => {
            expected.iter().all(|reason| actual.contains(reason))
        }
        (expected, actual) => expected == actual,
    }
}
