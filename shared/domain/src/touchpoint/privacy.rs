//! What of a touchpoint is never kept: addresses and numbers in what people typed, the sender's own fields that nobody asked for, and
//! who it was where the customer did not agree. Works before anything is digested or stored. Knows no key and no configuration.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use redaction::Redaction;
pub use redaction::{Kind, Pattern, PatternError};
use serde_json::{Map, Value};

use super::own::Properties;
use super::{FacetValue, Said, plain};
use crate::customers::Customers;
use crate::identity::fingerprint;

/// Digits of a whole number that may be somebody's phone or card.
const WHOLE_MIN: u64 = 1_000_000;

/// Fields that programs write and that say what belongs together, in any spelling that is read.
const KEPT: [&str; 14] = [
    "id",
    "messageId",
    "event_id",
    "eventId",
    "customer_id",
    "userId",
    "user_id",
    "anonymous_id",
    "anonymousId",
    "promise_id",
    "about",
    "source",
    "identity_token",
    "staff",
];

/// Fields that name a customer by the business's own identifier.
const CUSTOMERS: [&str; 3] = ["customer_id", "userId", "user_id"];

/// What one who sends is not to have kept.
#[derive(Clone, Debug, Default)]
pub struct Privacy {
    customers: Customers,
    redaction: Redaction,
    /// Names of the sender's own fields that are kept; all if not said.
    properties: Option<BTreeSet<String>>,
    /// Names all of this in the digest.
    version: Option<String>,
}

impl Privacy {
    /// Makes it of what is taken out of text, and of the names of the sender's own fields that are kept (all if not said).
    pub fn of(kinds: &[Kind], patterns: &[Pattern], properties: Option<&[String]>) -> Self {
        let redaction = Redaction::of(kinds, patterns);
        let properties: Option<BTreeSet<_>> = properties.map(|names| names.iter().cloned().collect());
        let said = (!redaction.is_empty() || properties.is_some()).then(|| {
            let names: Vec<_> = properties.iter().flatten().map(String::as_str).collect();
            let is_listed = if properties.is_some() { "listed" } else { "all" };
            fingerprint(&[&redaction.described(), is_listed, &names.join("\n")], 8)
        });
        Self { customers: Customers::default(), redaction, properties, version: said }
    }

    /// Says by what customers are kept.
    #[must_use]
    pub fn keeping(mut self, customers: Customers) -> Self {
        self.customers = customers;
        self
    }

    /// Returns the name of all of this; nothing if everything is kept.
    pub(super) fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// Takes out of what was said what is not to be kept. What makes a touchpoint the same one, and whose it is, stays: ids and
    /// promises are what programs write. Says nothing about what it took.
    pub(super) fn apply(&self, said: &mut Said) {
        said.customer_id = said.customer_id.take().map(|called| self.customers.kept(&called).into_owned());
        if self.version.is_none() {
            return;
        }
        said.comment = said.comment.take().map(|comment| self.comment(comment));
        for (name, text) in [("segment", &mut said.segment), ("content_url", &mut said.content_url)] {
            if let Some(redacted) = text.as_deref().and_then(|text| self.redaction.redact(text, name)) {
                *text = Some(redacted);
            }
        }
        for (facet, value) in said.expectation.iter_mut().chain(&mut said.perception) {
            if let FacetValue::Word(word) = value
                && let Some(redacted) = self.redaction.redact(word, facet)
            {
                *value = FacetValue::Word(redacted);
            }
        }
        if !said.properties.is_empty() {
            said.properties = self.own(&said.properties);
        }
    }

    /// Takes out of a body that nobody could take, before it is kept for somebody to look at.
    #[must_use]
    pub fn redacted(&self, body: Value) -> Value {
        let is_whole = self.redaction.is_empty() && !self.customers.are_hashed();
        if is_whole { body } else { self.redacted_under("", body) }
    }

    fn redacted_under(&self, name: &str, body: Value) -> Value {
        match body {
            Value::String(called) if CUSTOMERS.contains(&name) => self.customers.kept(&called).into(),
            Value::Number(called) if CUSTOMERS.contains(&name) && self.customers.are_hashed() => {
                self.customers.kept(&called.to_string()).into()
            }
            kept if KEPT.contains(&name) => kept,
            Value::Object(fields) => {
                let fields = fields.into_iter().map(|(name, value)| {
                    let value = self.redacted_under(&name, value);
                    (name, value)
                });
                Value::Object(fields.collect())
            }
            Value::Array(values) => {
                Value::Array(values.into_iter().map(|value| self.redacted_under(name, value)).collect())
            }
            other => self.value(other, name),
        }
    }

    /// Takes out of a comment. One that hides something behind markup (`ana&#64;example.com`) is kept as it is read.
    fn comment(&self, comment: String) -> String {
        let comment = self.redaction.redact(&comment, "comment").unwrap_or(comment);
        let hidden = match plain::plain(&comment) {
            Cow::Borrowed(_) => None,
            Cow::Owned(read) => self.redaction.redact(&read, "comment"),
        };
        hidden.unwrap_or(comment)
    }

    /// Takes out of the sender's own fields what is not to be kept.
    fn own(&self, properties: &Properties) -> Properties {
        let is_kept = |name: &String| self.properties.as_ref().is_none_or(|names| names.contains(name));
        let own: Map<_, _> = properties.read().into_iter().filter(|(name, _)| is_kept(name)).collect();
        let own = if self.redaction.is_empty() { own } else { self.object(own) };
        Properties::of(own.into_iter().collect::<BTreeMap<_, _>>())
    }

    fn object(&self, object: Map<String, Value>) -> Map<String, Value> {
        let mut kept = Map::new();
        for (name, value) in object {
            let value = self.value(value, &name);
            let name = self.redaction.redact(&name, "").unwrap_or(name);
            // Two names that become one are two fields.
            let mut free = name.clone();
            for number in 2.. {
                if !kept.contains_key(&free) {
                    break;
                }
                free = format!("{name} {number}");
            }
            kept.insert(free, value);
        }
        kept
    }

    fn value(&self, value: Value, name: &str) -> Value {
        match value {
            Value::String(text) => Value::String(self.redaction.redact(&text, name).unwrap_or(text)),
            Value::Number(number) if number.as_u64().is_some_and(|number| number >= WHOLE_MIN) => {
                self.redaction.redact(&number.to_string(), name).map_or(Value::Number(number), Value::String)
            }
            Value::Array(values) => Value::Array(values.into_iter().map(|value| self.value(value, name)).collect()),
            Value::Object(object) => Value::Object(self.object(object)),
            other => other,
        }
    }
}

/// Returns words as they leave the table for messages and reports: without addresses and numbers, whoever sent them.
pub fn shown(words: &str) -> Cow<'_, str> {
    static EVERYTHING: LazyLock<Redaction> = LazyLock::new(|| Redaction::of(Kind::ALL, &[]));
    EVERYTHING.redact(words, "comment").map_or(Cow::Borrowed(words), Cow::Owned)
}

/// Forgets who it was and what they typed: the customer did not agree to more than being counted.
pub(super) fn forget(said: &mut Said) {
    said.customer_id = None;
    said.anonymous_id = None;
    said.comment = None;
    said.segment = None;
    said.content_url = None;
    said.promise_id = None;
    said.about = None;
    said.known_since = None;
    said.properties = Properties::default();
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::touchpoint::digest::agrees;
    use crate::touchpoint::parse::{Incoming, Sender, Shape, parse_by};
    use crate::touchpoint::terms::Terms;

    fn parsed(more: &Value, privacy: Option<&Privacy>) -> Incoming {
        let mut body = json!({"id": "1", "customer_id": "ana", "touchpoint_type": "review"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let terms = Terms { privacy, ..Terms::default() };
        let sender = Sender { name: "web", is_secret: false };
        parse_by(body, Shape::Json, sender, "2026-11-28T10:00:00Z".parse().unwrap(), &terms, String::new).unwrap()
    }

    fn everything() -> Privacy {
        Privacy::of(Kind::ALL, &[Pattern::of("DNI", r"\b\d{8}[a-z]\b").unwrap()], None)
    }

    #[test]
    fn what_people_type_is_taken_out_wherever_they_type_it() {
        let privacy = everything();
        let said = parsed(
            &json!({
                "comment": "Cold. Write to ana@example.com, DNI 12345678Z",
                "segment": "vip 612 345 678",
                "content_url": "https://example.com/r?by=ana%40example.com",
                "perception": {"contact": "ana@example.com", "scoops": 1},
                "properties": {
                    "phone": 612_345_678,
                    "order": 4_155_550_132_u64,
                    "deep": {"list": ["ana@example.com", 7, null]},
                    "ana@example.com": true,
                    "bea@example.com": false,
                },
                "rating": {"csat": "call 612 345 678"},
            }),
            Some(&privacy),
        )
        .touchpoint
        .said;
        let text = serde_json::to_string(&said).unwrap();
        for typed in ["ana@", "bea@", "%40", "612 345 678", "612345678", "12345678Z"] {
            assert!(!text.contains(typed), "{typed} in {text}");
        }
        assert_eq!(said.comment.unwrap(), "Cold. Write to [EMAIL], DNI [DNI]");
        let own = said.properties.read();
        assert_eq!(own["phone"], "[PHONE]");
        assert_eq!(own["order"], 4_155_550_132_u64);
        assert_eq!(own["deep"], json!({"list": ["[EMAIL]", 7, null]}));
        assert_eq!((&own["[EMAIL]"], &own["[EMAIL] 2"]), (&json!(true), &json!(false)));
    }

    #[test]
    fn without_any_wish_everything_is_kept_and_digested_as_before() {
        let more = json!({"comment": "ana@example.com"});
        let (with, without) = (parsed(&more, Some(&Privacy::default())), parsed(&more, None));
        assert_eq!(with, without);
        assert!(with.digest.starts_with("1:"));
    }

    #[test]
    fn the_same_again_is_the_same_and_a_change_of_the_rules_is_no_conflict() {
        let (one, other) = (json!({"comment": "call 612 345 678"}), json!({"comment": "never mind"}));
        let privacy = everything();
        let only_mail = Privacy::of(&[Kind::Email], &[], None);
        let digest = |more, privacy| parsed(more, privacy).digest;
        let stored = digest(&one, Some(&privacy));
        assert_eq!(stored, digest(&one, Some(&privacy)));
        assert!(!agrees(&stored, &digest(&other, Some(&privacy))), "another text is another touchpoint");
        assert!(agrees(&stored, &digest(&one, Some(&only_mail))));
        assert!(agrees(&stored, &digest(&one, None)));
    }

    #[test]
    fn the_digest_says_nothing_about_what_was_taken_out() {
        let privacy = everything();
        let of = |phone: &str| parsed(&json!({"comment": format!("call {phone}")}), Some(&privacy)).digest;
        assert_eq!(of("612 345 678"), of("612 345 679"), "nobody finds the number by trying them all");
    }

    #[test]
    fn a_body_that_nobody_could_take_keeps_its_ids_and_no_typed_address() {
        let body = json!({"batch": [{"userId": "612345678", "event": 7, "properties": {"comment": "ana@example.com",
            "phone": [612_345_678]}}], "id": "ana@example.com"});
        let kept = json!({"batch": [{"userId": "612345678", "event": 7, "properties": {"comment": "[EMAIL]",
            "phone": ["[PHONE]"]}}], "id": "ana@example.com"});
        assert_eq!(everything().redacted(body.clone()), kept);
        assert_eq!(everything().redacted(kept.clone()), kept);
        assert_eq!(Privacy::default().redacted(body.clone()), body);
    }

    #[test]
    fn markup_hides_nothing() {
        for (typed, kept) in [
            ("Cold. ana&#64;example.com", "Cold. [EMAIL]"),
            ("<p>Cold. 612<b></b>345678</p>", "Cold. [PHONE]"),
            ("<p>Cold</p>", "<p>Cold</p>"),
        ] {
            let said = parsed(&json!({"comment": typed}), Some(&everything())).touchpoint.said;
            assert_eq!(said.comment.unwrap(), kept);
        }
        assert_eq!(shown("call 612 345 678"), "call [PHONE]");
    }

    #[test]
    fn own_fields_that_nobody_asked_for_are_not_kept() {
        let privacy = Privacy::of(&[], &[], Some(&["plan".to_owned()]));
        let more = json!({"comment": "ana@example.com", "properties": {"plan": "gold", "ip": "10.0.0.1"}, "rating": {"csat": "x"}});
        let said = parsed(&more, Some(&privacy)).touchpoint.said;
        assert_eq!(said.properties.as_str(), r#"{"plan":"gold"}"#);
        assert_eq!(said.comment.unwrap(), "ana@example.com");
    }

    #[test]
    fn without_consent_it_is_counted_and_nobody_is_known_by_it() {
        let more = json!({"consent": false, "anonymous_id": "b7", "comment": "Cold", "rating": {"csat": 1},
            "properties": {"ip": "10.0.0.1"}, "identity_token": "t"});
        let incoming = parsed(&more, None);
        let said = &incoming.touchpoint.said;
        assert_eq!((said.rating.csat, &said.customer_id, &said.comment), (Some(1), &None, &None));
        assert!(incoming.identity_token.is_none() && said.properties.is_empty() && said.anonymous_id.is_none());
        let text = serde_json::to_string(&incoming.touchpoint).unwrap();
        assert!(["ana", "b7", "Cold", "10.0.0.1"].iter().all(|known| !text.contains(known)), "{text}");
        let agreed = parsed(&json!({"consent": true, "comment": "Cold"}), None);
        assert_eq!(agreed.touchpoint.said.customer_id.as_deref(), Some("ana"));
        assert_eq!(agreed.digest, parsed(&json!({"comment": "Cold"}), None).digest);
    }
}
