//! Reads deliveries by a map.

use std::collections::BTreeMap;

use domain::touchpoint::terms::Terms;
use jmespath::{Rcvar, Variable};
use serde_json::{Map as Object, Value};
use sha2::{Digest, Sha256};

use super::answers;
use super::convert::text;
use super::fields::{ANSWER_ID, Fields};
use super::source::Part;
use super::written::field_names;
use super::{Event, Map};
use crate::delivery::Delivery;
use crate::expression::{data, json_of};

/// What one part of a delivery tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A touchpoint, in our names.
    Touchpoint {
        /// Its fields.
        body: Value,
        /// What names the answer, where several deliveries with ids of their own tell of it.
        answer: Option<String>,
        /// Fields that the map names and in which nothing was found.
        missing: Vec<&'static str>,
        /// What happened, in the sender's words.
        event: Option<String>,
    },
    /// Something that should be a touchpoint, and in which the map finds nothing of what it looks for: the map is wrong, or this is
    /// not what the sender sends.
    NotUnderstood {
        /// Fields that the map names and in which nothing was found.
        missing: Vec<&'static str>,
        /// What happened, in the sender's words.
        event: Option<String>,
    },
    /// Nothing that counts: it is acknowledged and not kept.
    Ignored {
        /// What happened, in the sender's words.
        event: Option<String>,
    },
}

/// What surrounds an item, which differs with each try to deliver it.
const AROUND: [&str; 4] = ["_headers", "_query", "_body", "_row"];

/// The layers of a map, the deployment's own before the shipped one.
#[derive(Clone, Copy)]
pub(crate) struct Layers<'a> {
    pub(crate) own: &'a Map,
    pub(crate) shipped: Option<&'a Map>,
    /// By what terms the deployment takes deliveries.
    pub(crate) terms: &'a Terms<'a>,
}

impl<'a> Layers<'a> {
    fn first<T>(self, of: impl Fn(&'a Map) -> Option<T>) -> Option<T> {
        of(self.own).or_else(|| self.shipped.and_then(of))
    }

    /// Reads a delivery.
    pub(crate) fn read(self, body: Value, delivery: &Delivery<'_>) -> Vec<Told> {
        let body = data(body);
        let whole = surrounded(&body, &body, delivery);
        let opened = self.first(|map| map.open.as_ref()).map_or(body, |open| open.find(&whole));
        let around = surrounded(&opened, &opened, delivery);
        let items = self.first(|map| map.each.as_ref()).map_or(opened.clone(), |each| each.find(&around));
        match items.as_ref() {
            // There is what the map takes apart, and nothing in it, such as receipts without a message.
            Variable::Array(items) if items.is_empty() => vec![Told::Ignored { event: None }],
            Variable::Array(items) => items.iter().map(|item| self.read_one(item, &opened, delivery)).collect(),
            Variable::Null => vec![Told::NotUnderstood { missing: Vec::new(), event: None }],
            _ => vec![self.read_one(&items, &opened, delivery)],
        }
    }

    fn read_one(self, item: &Rcvar, whole: &Rcvar, delivery: &Delivery<'_>) -> Told {
        let data = surrounded(item, whole, delivery);
        let event = self.first(|map| map.event.as_ref()).and_then(|event| text(&event.find(&data)));
        let is_ignored = |map: &Map| map.ignore.as_ref().is_some_and(|ignore| ignore.holds(&data));
        let events =
            if self.own.events.is_empty() { self.shipped.map_or(&[][..], |map| &map.events) } else { &self.own.events };
        let found = events.iter().find(|known| known.fits(event.as_deref(), &data));
        if is_ignored(self.own) || self.shipped.is_some_and(is_ignored) {
            return Told::Ignored { event };
        }
        match event {
            // What the sender sends says what happened.
            None if found.is_none() && !events.is_empty() => {
                return Told::NotUnderstood { missing: Vec::new(), event };
            }
            Some(_) if found.is_none() && !events.is_empty() => return Told::Ignored { event },
            _ => {}
        }
        let is_own_event = !self.own.events.is_empty();
        let of_event = found.map(|event| &event.fields);
        let layers = [
            of_event.filter(|_| is_own_event),
            Some(&self.own.fields),
            of_event.filter(|_| !is_own_event),
            self.shipped.map(|map| &map.fields),
        ];
        let answers = self.first(|map| map.answers.as_ref()).map(|answers| answers.find(&data)).unwrap_or_default();
        let Filled { mut body, missing, is_understood } =
            filled(&layers, Part { data: &data, answers: &answers, terms: self.terms }, item);
        if !is_understood {
            return Told::NotUnderstood { missing, event };
        }
        let answer = body.as_object_mut().and_then(|body| body.remove(ANSWER_ID));
        let answer = answer.and_then(|answer| answer.as_str().map(str::to_owned));
        Told::Touchpoint { body, answer, missing, event }
    }
}

impl Event {
    fn fits(&self, event: Option<&str>, data: &Rcvar) -> bool {
        let is_named = self.names.is_empty() || event.is_some_and(|event| self.names.iter().any(|name| name == event));
        is_named && self.when.as_ref().is_none_or(|when| when.holds(data))
    }
}

/// What a map made of one part of a delivery.
struct Filled {
    body: Value,
    missing: Vec<&'static str>,
    /// Whether the map found a type, and anything at all of what it looks for.
    is_understood: bool,
}

/// Says of what happened and to whom; a time alone does not.
const SAYS_NOTHING: [&str; 3] = ["occurred_at", "sent_at", "properties"];

/// Fills every field from the first layer that finds something.
fn filled(layers: &[Option<&Fields>], part: Part<'_>, item: &Rcvar) -> Filled {
    let (mut body, mut missing, mut unread) = (Object::new(), Vec::new(), Object::new());
    let (mut looks, mut finds) = (false, false);
    for name in field_names() {
        let is_telling = !SAYS_NOTHING.contains(&name);
        looks |= is_telling && layers.iter().flatten().any(|fields| fields.looks_for(name));
        let found = layers.iter().flatten().filter_map(|fields| {
            let found = fields.find(name, part, &mut unread)?;
            finds |= is_telling && fields.looks_for(name);
            Some(found)
        });
        if name == "properties" {
            let mut properties = Object::new();
            for layer in found.collect::<Vec<_>>().into_iter().rev() {
                if let Value::Object(layer) = layer {
                    properties.extend(layer);
                }
            }
            answers::keep(part.answers, &mut properties);
            finds |= !properties.is_empty();
            for (name, raw) in std::mem::take(&mut unread) {
                finds |= !SAYS_NOTHING.contains(&name.as_str());
                properties.entry(format!("{name}_as_sent")).or_insert(raw);
            }
            if !properties.is_empty() {
                body.insert(name.to_owned(), Value::Object(properties));
            }
            continue;
        }
        let mut found = found;
        match found.next() {
            Some(value) => {
                // A later layer may read what an earlier one could not.
                unread.remove(name);
                body.insert(name.to_owned(), value);
            }
            None if layers.iter().flatten().any(|fields| fields.has(name)) => missing.push(name),
            None => {}
        }
    }
    if !body.contains_key("id") {
        // The same delivery again has to be the same touchpoint, also where the sender names none.
        let mut said = json_of(item);
        if let Some(said) = said.as_object_mut() {
            AROUND.iter().for_each(|name| {
                said.remove(*name);
            });
        }
        let digest = Sha256::digest(said.to_string());
        body.insert("id".to_owned(), Value::String(format!("body-{}", hex::encode(&digest[..16]))));
    }
    let is_understood = (finds || !looks) && body.contains_key("touchpoint_type");
    Filled { body: Value::Object(body), missing, is_understood }
}

/// Puts what surrounds an item into it: `_headers`, `_query`, the whole as `_body`, and itself as `_row`.
fn surrounded(item: &Rcvar, whole: &Rcvar, delivery: &Delivery<'_>) -> Rcvar {
    let mut object = match item.as_ref() {
        Variable::Object(object) => object.clone(),
        _ => BTreeMap::from([("_value".to_owned(), item.clone())]),
    };
    let text = |text: &str| Rcvar::new(Variable::String(text.to_owned()));
    let headers = delivery.headers.iter().filter_map(|(name, value)| {
        let name = name.as_str();
        // Keys and secrets are nobody's to map.
        let is_secret = matches!(name, "authorization" | "cookie" | "x-moments-secret");
        (!is_secret).then(|| Some((name.replace('-', "_"), text(value.to_str().ok()?))))?
    });
    object.insert("_headers".to_owned(), Rcvar::new(Variable::Object(headers.collect())));
    let query = delivery.parameters().into_iter().map(|(name, value)| (name, Rcvar::new(Variable::String(value))));
    object.insert("_query".to_owned(), Rcvar::new(Variable::Object(query.collect())));
    object.insert("_body".to_owned(), whole.clone());
    object.insert("_row".to_owned(), item.clone());
    Rcvar::new(Variable::Object(object))
}
