//! The book in which the demo writes down what happens, touchpoint by touchpoint. Knows no scene, and no HTTP.

use domain::vocabulary::Language;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::chance::Chance;
use super::words::{Theme, Words};

/// Somebody who comes to the waffle house.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Person {
    /// What the house calls them, once it knows them.
    pub(super) customer_id: Option<String>,
    /// What their browser is called.
    pub(super) anonymous_id: Option<String>,
    /// What they speak.
    pub(super) language: Language,
    /// What they are to the house.
    pub(super) segment: &'static str,
}

impl Person {
    /// Returns a customer of the house; the same number is the same person.
    pub(super) fn customer(number: u32) -> Self {
        let segments = ["family", "student", "office", "family", "tourist"];
        Self {
            customer_id: Some(format!("c-{}", 1_000 + number)),
            anonymous_id: None,
            language: if number.is_multiple_of(2) { Language::Spanish } else { Language::English },
            segment: segments[number as usize % segments.len()],
        }
    }

    /// Returns the visitor that this person was before the house knew who it is.
    pub(super) fn before_they_said(&self) -> Self {
        let anonymous_id = self.customer_id.as_deref().map(|id| format!("visitor-{}", id.trim_start_matches("c-")));
        Self { customer_id: None, anonymous_id, ..self.clone() }
    }

    /// Returns the person at the moment at which the house learns who the visitor is.
    pub(super) fn introducing_themselves(&self) -> Self {
        Self { anonymous_id: self.before_they_said().anonymous_id, ..self.clone() }
    }
}

/// How a touchpoint is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Envelope {
    /// Flat JSON, many at a time.
    Json,
    /// A CloudEvent, as an event bus would deliver it.
    CloudEvent,
    /// An HTML form that a browser posts.
    Form,
}

/// One touchpoint, ready to be sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) at: Timestamp,
    pub(super) body: Map<String, Value>,
    pub(super) envelope: Envelope,
}

/// What happened so far.
pub(super) struct Book {
    name: String,
    pub(super) now: Timestamp,
    pub(super) chance: Chance,
    pub(super) words: Words,
    told: Vec<Told>,
}

impl Book {
    /// Opens a book; its name makes the ids in it differ from those of another.
    pub(super) fn open(name: String, now: Timestamp, chance: Chance) -> Self {
        Self { name, now, chance, words: Words::default(), told: Vec::new() }
    }

    /// Writes down a touchpoint and returns its id. What has not happened yet is left out, though it keeps its id.
    pub(super) fn tell(&mut self, kind: &str, person: &Person, at: Timestamp, details: Value) -> String {
        let id = format!("demo-{}-{:03}", self.name, self.told.len() + 1);
        self.tell_as(&id, kind, person, at, details);
        id
    }

    /// Writes down a touchpoint under an id of the caller's choice.
    pub(super) fn tell_as(&mut self, id: &str, kind: &str, person: &Person, at: Timestamp, details: Value) {
        let mut body = Map::new();
        body.insert("id".into(), json!(id));
        body.insert("touchpoint_type".into(), json!(kind));
        body.insert("occurred_at".into(), json!(at.to_string()));
        body.insert("segment".into(), json!(person.segment));
        for (name, value) in [("customer_id", &person.customer_id), ("anonymous_id", &person.anonymous_id)] {
            if let Some(value) = value {
                body.insert(name.into(), json!(value));
            }
        }
        if let Value::Object(details) = details {
            body.extend(details);
        }
        self.told.push(Told { at, body, envelope: Envelope::Json });
    }

    /// Lets the person say something at the touchpoint told last, if there is something left to say.
    pub(super) fn says(&mut self, person: &Person, theme: Theme) {
        if let (Some(sentence), Some(told)) = (self.words.say(theme, person.language), self.told.last_mut()) {
            told.body.insert("comment".into(), json!(sentence));
            told.body.insert("language".into(), json!(person.language.as_str()));
        }
    }

    /// Sends the touchpoint told last in another envelope.
    pub(super) fn sent_as(&mut self, envelope: Envelope) {
        if let Some(told) = self.told.last_mut() {
            told.envelope = envelope;
        }
    }

    /// Closes the book: what has happened by now, in order.
    pub(super) fn close(mut self) -> Vec<Told> {
        self.told.retain(|told| told.at <= self.now);
        self.told.sort_by_key(|told| told.at);
        self.told
    }
}
