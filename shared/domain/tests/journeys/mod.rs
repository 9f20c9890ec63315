//! Hand-made journeys with the judgement that an expert gives: the data of `*.toml` beside this file, read into what a
//! sender posts and what is expected of it. Judges nothing, so that the rules can be tried with it and the whole stack
//! as well.
//!
//! A journey is one block: `name` and `nombre` (English and Spanish), the sentence it `follows`, and its steps. A step
//! happens `at` a time after the journey's start (`"2d 3h"`); the times inside `sent` are counted from the same start.
//! `sent` is what a sender posts; `judged` names what must come of it, and only what it names is compared
//! (`"none"`: absent; `judged = "nothing"`: it makes no moment). Of `reasons` the named ones must be among those given;
//! `reasons_in_full` names all. In the place of `sent`, `expired` names an earlier touchpoint: its promised time passes then, and
//! the suite records so. `corrected` lists what people say of the touchpoint.

use std::fs;
use std::path::Path;

use jiff::{Span, SpanRelativeTo, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// When every journey begins: a Monday.
pub(crate) const START: &str = "2026-01-05T09:00:00Z";

/// One journey.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    /// What happens, in English.
    pub(crate) name: String,
    /// The same in Spanish.
    pub(crate) nombre: String,
    /// The sentence, or the source, that the expected judgement follows.
    pub(crate) follows: String,
    /// Who the touchpoints are recorded for, where they do not say so themselves.
    #[serde(default)]
    pub(crate) who: Who,
    /// What the deployment's configuration changes.
    #[serde(default)]
    pub(crate) rules: String,
    /// What happens, step by step.
    pub(crate) step: Vec<Step>,
    /// What is expected of the journey as a whole, with `as_of` as the time it is looked at.
    #[serde(default)]
    pub(crate) whole: Map<String, Value>,
}

/// Whom a sender can name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Who {
    /// A customer the business knows.
    #[default]
    Customer,
    /// A visitor with an anonymous id.
    Visitor,
    /// Nobody: each touchpoint stands alone.
    Nobody,
    /// Another customer at each step, so that nothing depends on what came before.
    Strangers,
}

/// One touchpoint and its judgement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// Time after the start.
    pub(crate) at: String,
    /// The touchpoint as posted.
    #[serde(default)]
    pub(crate) sent: Map<String, Value>,
    /// Instead: the id of an earlier touchpoint whose promised time passes here, as the suite itself records it.
    #[serde(default)]
    pub(crate) expired: Option<String>,
    /// What people say of it, in order.
    #[serde(default)]
    pub(crate) corrected: Vec<Said>,
    /// What is expected of its moment, by field.
    #[serde(default)]
    pub(crate) judged: Value,
}

/// What a person says of a touchpoint.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Said {
    /// The fields of a correction: what it says, and with what.
    #[serde(flatten)]
    pub(crate) fields: Map<String, Value>,
    /// Whether it is taken back afterwards.
    #[serde(default)]
    pub(crate) taken_back: bool,
}

/// Reads every journey of a folder, by file name and then in order.
pub(crate) fn read(folder: &Path) -> Vec<Story> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        journey: Vec<Story>,
    }
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let read = |path: &Path| toml::from_str::<File>(&fs::read_to_string(path).unwrap());
    files
        .iter()
        .flat_map(|path| read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).journey)
        .collect()
}

impl Story {
    /// Returns the id its touchpoints carry, unless they say another.
    pub(crate) fn id(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        self.name.chars().map(plain).collect()
    }

    /// Returns what the sender posts, in order; an id and a time are given to each touchpoint.
    pub(crate) fn bodies(&self) -> Vec<Value> {
        let ids = self.ids().into_iter().enumerate();
        ids.filter(|(index, _)| self.step[*index].expired.is_none()).map(|(index, id)| self.body(index, id)).collect()
    }

    /// Returns the id of each touchpoint, in order.
    pub(crate) fn ids(&self) -> Vec<String> {
        let id = |(index, step): (usize, &Step)| {
            let own = step.sent.get("id").and_then(Value::as_str);
            let expired = step.expired.as_ref().map(|_| format!("expired-{}", index + 1));
            expired.or_else(|| own.map(str::to_owned)).unwrap_or_else(|| format!("{}-{}", self.id(), index + 1))
        };
        self.step.iter().enumerate().map(id).collect()
    }

    /// Returns whether time passes in it: what the suite records by itself cannot be posted.
    pub(crate) fn is_watched(&self) -> bool {
        self.step.iter().any(|step| step.expired.is_some())
    }

    fn body(&self, index: usize, id: String) -> Value {
        let step = &self.step[index];
        let mut body = step.sent.clone();
        body.insert("id".into(), id.into());
        body.insert("occurred_at".into(), json!(after_start(&step.at)));
        for name in ["due_at", "done_at", "known_since"] {
            if let Some(time) = body.get_mut(name) {
                *time = json!(after_start(time.as_str().unwrap()));
            }
        }
        if !body.contains_key("customer_id") && !body.contains_key("anonymous_id") {
            match self.who {
                Who::Customer => drop(body.insert("customer_id".into(), self.id().into())),
                Who::Visitor => drop(body.insert("anonymous_id".into(), self.id().into())),
                Who::Nobody => {}
                Who::Strangers => drop(body.insert("customer_id".into(), format!("{}-{index}", self.id()).into())),
            }
        }
        body.into()
    }
}

/// Returns the time that lies a span (`"-2d"`, `"1h 30m"`) after the start; days have 24 hours.
pub(crate) fn after_start(span: &str) -> Timestamp {
    let start: Timestamp = START.parse().unwrap();
    let span: Span = span.parse().unwrap_or_else(|error| panic!("`{span}` is no span of time: {error}"));
    start + span.to_duration(SpanRelativeTo::days_are_24_hours()).unwrap()
}
