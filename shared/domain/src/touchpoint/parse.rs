//! Turns what a sender posted into a [`Touchpoint`], or into the list of everything that is wrong with it. The error
//! texts name fields and bounds and never repeat a value: a value may be personal.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::bounds;
use super::complaint::Complaint;
use super::fields::{Fields, is_word};
use super::own::Properties;
use super::{FacetValue, Importance, Money, Rating, Said, Staff, Touchpoint, digest};
use crate::identity::{Identity, TouchpointKey};
use crate::vocabulary::{Asked, Audience, Dimension, Observer, Outcome, Proof, Stage, Verdict};

/// Who sends: the name of its write key, and what the key permits.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// The key's name, which becomes the source.
    pub name: &'a str,
    /// Whether the key is secret, so that it may say what a browser may not.
    pub is_secret: bool,
}

/// How the touchpoint was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// JSON: values have types.
    Json,
    /// An HTML form: every value is a text, empty ones are absent.
    Form,
}

/// One thing that is wrong with a touchpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Name of the field, with a dot for nested ones; empty for the touchpoint as a whole.
    pub field: String,
    /// What is wrong with it. Never the value.
    #[serde(rename = "message")]
    pub complaint: Complaint,
}

/// A touchpoint ready to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// The touchpoint.
    pub touchpoint: Touchpoint,
    /// Digest of what the sender said ([`digest`]). What proves the customer is no part of it: the first receipt counts.
    pub digest: String,
    /// The identity token that was sent beside it, not yet checked.
    pub identity_token: Option<String>,
}

impl Incoming {
    /// Checks the identity token, its own or else the request's, and keeps the result as the touchpoint's proof. A token that
    /// does not prove the customer is refused, and the touchpoint stays a claim: a customer whose page was open for too long
    /// must not lose a complaint. `check` gets the customer and the token. Returns the complaint about the token.
    pub fn prove<E: Into<Complaint>>(
        &mut self,
        of_request: Option<&str>,
        check: impl FnOnce(&str, &str) -> Result<(), E>,
    ) -> Option<FieldError> {
        let customer = self.touchpoint.said.customer_id.as_deref().filter(|_| self.touchpoint.is_claim())?;
        match check(customer, self.identity_token.as_deref().or(of_request)?) {
            Ok(()) => {
                self.touchpoint.proof = Some(Proof::Token);
                None
            }
            Err(why) => Some(FieldError { field: IDENTITY_TOKEN.to_owned(), complaint: why.into() }),
        }
    }
}

/// The field that holds an identity token.
const IDENTITY_TOKEN: &str = "identity_token";

/// Our names and the spellings of other senders that are accepted for them.
pub(super) const ALIASES: &[(&str, &[&str])] = &[
    ("id", &["messageId", "event_id", "eventId"]),
    ("customer_id", &["userId", "user_id"]),
    ("anonymous_id", &["anonymousId"]),
    ("occurred_at", &["timestamp", "time", "submitted_at"]),
    ("sent_at", &["sentAt"]),
    ("touchpoint_type", &["event", "type"]),
];

/// What is part of the digest besides [`Said`]: only what was sent.
#[derive(Serialize)]
struct AsSent<'a> {
    source: &'a str,
    id: &'a str,
    touchpoint_type: &'a str,
    occurred_at: Option<Timestamp>,
    said: &'a Said,
}

/// Parses one touchpoint. `new_id` is called only if the sender gave no id.
///
/// # Errors
/// Every wrong field at once.
pub fn parse(
    body: Value,
    shape: Shape,
    sender: Sender<'_>,
    received_at: Timestamp,
    new_id: impl FnOnce() -> String,
) -> Result<Incoming, Vec<FieldError>> {
    let Value::Object(object) = body else {
        return Err(vec![FieldError { field: String::new(), complaint: Complaint::NotTouchpoint }]);
    };
    let mut fields = Fields::new(object, shape);
    for (name, aliases) in ALIASES {
        fields.alias(name, aliases);
    }

    let id = fields.identifier("id");
    let body_source = fields.text("source", bounds::SOURCE_CHARS_MAX);
    let touchpoint_type = fields.word("touchpoint_type");
    if touchpoint_type.is_none() && !fields.errors.iter().any(|error| error.field == "touchpoint_type") {
        fields.complain("touchpoint_type", Complaint::Missing);
    }
    let occurred_at = fields.time("occurred_at");
    let sent_at = fields.time("sent_at");
    let identity_token = read_identity_token(&mut fields);
    let said = read_said(&mut fields);
    check_time(&mut fields, "occurred_at", occurred_at, &bounds::HAPPENED, received_at);
    check_time(&mut fields, "sent_at", sent_at, &bounds::SENT, received_at);
    check_time(&mut fields, "due_at", said.due_at, &bounds::DUE, received_at);
    check_time(&mut fields, "done_at", said.done_at, &bounds::HAPPENED, received_at);
    check_time(&mut fields, "known_since", said.known_since, &bounds::KNOWN, received_at);
    check_privileges(&mut fields, &said, sender);
    check_sense(&mut fields, &said);

    let errors = fields.finish(&Complaint::UnknownFieldOfTouchpoint);
    let (Some(touchpoint_type), true) = (touchpoint_type, errors.is_empty()) else {
        return Err(errors);
    };

    let source = body_source.map_or_else(|| sender.name.to_owned(), |inner| format!("{}/{inner}", sender.name));
    let id = id.unwrap_or_else(new_id);
    let sent = AsSent { source: &source, id: &id, touchpoint_type: &touchpoint_type, occurred_at, said: &said };
    let digest = digest::digest(&sent).map_err(|_| whole(Complaint::NotJson))?;
    let recorded = recorded_identity(&said, &source, &id);
    let occurred_at = occurred_at.unwrap_or(received_at);
    let proof = Some(proof_of(&said, sender));
    let touchpoint =
        Touchpoint { source, id, recorded, occurred_at, received_at, touchpoint_type, proof, trace: None, said };
    let stored_bytes = serde_json::to_vec(&touchpoint).map_err(|_| whole(Complaint::NotJson))?.len();
    if stored_bytes > bounds::STORED_BYTES_MAX {
        return Err(whole(Complaint::TooLarge(bounds::STORED_BYTES_MAX)));
    }
    Ok(Incoming { touchpoint, digest, identity_token })
}

/// Returns what proves the customer before any token is looked at.
fn proof_of(said: &Said, sender: Sender<'_>) -> Proof {
    match sender.is_secret {
        true => Proof::Secret,
        false if said.customer_id.is_some() => Proof::Claim,
        false => Proof::Visitor,
    }
}

/// Takes the identity token. One that cannot be a token stays one that proves nothing: it is refused, not the touchpoint.
fn read_identity_token(fields: &mut Fields) -> Option<String> {
    match fields.any(IDENTITY_TOKEN)? {
        Value::String(token) if token.len() <= bounds::TOKEN_CHARS_MAX => Some(token),
        _ => Some(String::new()),
    }
}

/// Returns the id that a sender gave, as far as it can be told of what cannot be read: to be repeated to the sender.
pub fn sent_id(body: &Value) -> Option<String> {
    let (name, aliases) = ALIASES.iter().find(|(name, _)| *name == "id")?;
    let sent = [name].into_iter().chain(*aliases).find_map(|name| body.get(name));
    let text = match sent? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (text.chars().count() <= bounds::ID_CHARS_MAX).then_some(text)
}

fn whole(complaint: Complaint) -> Vec<FieldError> {
    vec![FieldError { field: String::new(), complaint }]
}

/// The known customer wins over the anonymous visitor; with neither, the touchpoint is its own anonymous customer.
fn recorded_identity(said: &Said, source: &str, id: &str) -> Identity {
    match (&said.customer_id, &said.anonymous_id) {
        (Some(customer), _) => Identity::Customer(customer.clone()),
        (None, Some(anonymous)) => Identity::Anonymous(anonymous.clone()),
        (None, None) => Identity::of_nobody(&TouchpointKey { source: source.to_owned(), id: id.to_owned() }),
    }
}

fn read_said(fields: &mut Fields) -> Said {
    Said {
        customer_id: fields.identifier("customer_id"),
        anonymous_id: fields.identifier("anonymous_id"),
        channel: fields.word("channel"),
        stage: read_stage(fields),
        outcome: fields.one_of("outcome", &[Outcome::Misery, Outcome::Average, Outcome::Magic]),
        comment: fields.text("comment", bounds::COMMENT_CHARS_MAX),
        language: read_language(fields),
        audience: fields.one_of("audience", Audience::ALL),
        solicited: fields.flag("solicited"),
        promise_id: fields.identifier("promise_id"),
        about: fields.identifier("about"),
        content_url: read_address(fields),
        segment: fields.text("segment", bounds::TEXT_CHARS_MAX),
        properties: Properties::of(read_properties(fields)),
        rating: fields.object("rating", read_rating).unwrap_or_default(),
        expectation: read_facets(fields, "expectation"),
        perception: read_facets(fields, "perception"),
        dimensions: fields.object("dimensions", read_dimensions).unwrap_or_default(),
        importance: read_importance(fields),
        due_at: fields.time("due_at"),
        done_at: fields.time("done_at"),
        acknowledged_after_s: read_seconds(fields, "acknowledged_after_s"),
        greeted_after_s: read_seconds(fields, "greeted_after_s"),
        resolved: fields.flag("resolved"),
        abandoned: fields.flag("abandoned"),
        reopened: read_count(fields, "reopened"),
        transfers: read_count(fields, "transfers"),
        value_at_risk: fields.object("value_at_risk", read_money).flatten(),
        staff: fields.object("staff", read_staff),
        observed_by: fields.one_of("observed_by", Observer::ALL),
        known_since: fields.time("known_since"),
    }
}

/// `third` is an accepted alias of `ultimate`.
fn read_stage(fields: &mut Fields) -> Option<Stage> {
    let text = fields.text("stage", bounds::TEXT_CHARS_MAX)?;
    let stage = if text == "third" { Some(Stage::Ultimate) } else { Stage::from_word(&text) };
    if stage.is_none() {
        fields.complain("stage", Complaint::NotOneOf("zero, first, second, ultimate".to_owned()));
    }
    stage
}

/// A BCP 47 tag, checked for its shape only.
fn read_language(fields: &mut Fields) -> Option<String> {
    let text = fields.text("language", 35)?;
    let mut parts = text.split('-');
    let primary =
        parts.next().is_some_and(|p| (2..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphabetic()));
    if primary && parts.all(|p| (1..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric())) {
        return Some(text);
    }
    fields.complain("language", Complaint::NotLanguage);
    None
}

fn read_address(fields: &mut Fields) -> Option<String> {
    let text = fields.text("content_url", bounds::URL_CHARS_MAX)?;
    if Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
        return Some(text);
    }
    fields.complain("content_url", Complaint::NotAddress);
    None
}

fn read_seconds(fields: &mut Fields, name: &str) -> Option<u32> {
    fields.whole(name, 0, bounds::DURATION_S_MAX).and_then(|seconds| u32::try_from(seconds).ok())
}

fn read_count(fields: &mut Fields, name: &str) -> Option<u32> {
    fields.whole(name, 0, bounds::COUNT_MAX).and_then(|count| u32::try_from(count).ok())
}

fn read_rating(fields: &mut Fields) -> Rating {
    Rating {
        csat: fields.small("csat", 1, 5),
        stars: fields.small("stars", 1, 5),
        ces: fields.small("ces", 1, 7),
        nps: fields.small("nps", 0, 10),
        verdict: fields.one_of("verdict", Verdict::ALL),
    }
}

fn read_dimensions(fields: &mut Fields) -> BTreeMap<Dimension, u8> {
    Dimension::ALL.iter().filter_map(|dimension| Some((*dimension, fields.small(dimension.as_str(), 1, 5)?))).collect()
}

/// A plain number, or `{"value", "asked"}`.
fn read_importance(fields: &mut Fields) -> Option<Importance> {
    if !fields.is_object("importance") {
        return Some(Importance { value: fields.small("importance", 1, 5)?, asked: None });
    }
    fields
        .object("importance", |fields| {
            let asked = fields.one_of("asked", Asked::ALL);
            let value = fields.small("value", 1, 5);
            if value.is_none() && fields.errors.is_empty() {
                fields.complain("value", Complaint::Missing);
            }
            Some(Importance { value: value?, asked })
        })
        .flatten()
}

fn read_money(fields: &mut Fields) -> Option<Money> {
    let amount = fields.number("amount", 0.0, bounds::AMOUNT_MAX);
    let currency = fields.text("currency", 3);
    if amount.is_none() && !fields.errors.iter().any(|error| error.field.ends_with("amount")) {
        fields.complain("amount", Complaint::Missing);
    }
    let Some(currency) = currency else {
        if !fields.errors.iter().any(|error| error.field.ends_with("currency")) {
            fields.complain("currency", Complaint::Missing);
        }
        return None;
    };
    if iso_currency::Currency::from_code(&currency).is_none() {
        fields.complain("currency", Complaint::NotCurrency);
        return None;
    }
    let amount = amount?;
    if !can_be_kept(amount) {
        fields.complain("amount", Complaint::TooSmall);
        return None;
    }
    Some(Money { amount, currency })
}

fn read_staff(fields: &mut Fields) -> Staff {
    Staff { id: fields.identifier("id"), team: fields.text("team", bounds::TEXT_CHARS_MAX) }
}

fn read_facets(fields: &mut Fields, name: &str) -> BTreeMap<String, FacetValue> {
    fields
        .object(name, |fields| {
            let facets = fields.rest();
            if facets.len() > bounds::FACETS_MAX {
                fields.complain("", Complaint::ManyFacets(bounds::FACETS_MAX));
                return BTreeMap::new();
            }
            let mut read = BTreeMap::new();
            for (facet, value) in facets {
                match facet_value(value, fields.shape()) {
                    _ if !is_word(&facet) || facet.len() > bounds::WORD_CHARS_MAX => {
                        fields.complain(&facet, Complaint::NotSnakeCase);
                    }
                    Some(value) => {
                        read.insert(facet, value);
                    }
                    None => fields.complain(&facet, Complaint::NotFacet(bounds::WORD_CHARS_MAX)),
                }
            }
            read
        })
        .unwrap_or_default()
}

fn facet_value(value: Value, shape: Shape) -> Option<FacetValue> {
    match value {
        Value::Bool(flag) => Some(FacetValue::Flag(flag)),
        Value::Number(number) => number.as_f64().filter(|number| can_be_kept(*number)).map(FacetValue::Number),
        Value::String(text) if shape == Shape::Form && matches!(text.as_str(), "true" | "false") => {
            Some(FacetValue::Flag(text == "true"))
        }
        Value::String(text) => {
            let number = if shape == Shape::Form { text.trim().parse::<f64>().ok() } else { None };
            match number.filter(|number| can_be_kept(*number)) {
                Some(number) => Some(FacetValue::Number(number)),
                None if text.is_empty() || text.chars().count() > bounds::WORD_CHARS_MAX => None,
                None => Some(FacetValue::Word(text)),
            }
        }
        _ => None,
    }
}

fn read_properties(fields: &mut Fields) -> BTreeMap<String, Value> {
    let mut read = BTreeMap::new();
    fields.object("properties", |fields| {
        let entries = fields.rest();
        if entries.len() > bounds::PROPERTIES_MAX {
            fields.complain("", Complaint::ManyEntries(bounds::PROPERTIES_MAX));
            return;
        }
        for (name, value) in entries {
            if name.is_empty() || name.chars().count() > bounds::TEXT_CHARS_MAX {
                fields.complain(&name, Complaint::NameLength(bounds::TEXT_CHARS_MAX));
            } else if let Err(complaint) = check_property(&value, bounds::PROPERTY_DEPTH_MAX) {
                fields.complain(&name, complaint);
            } else {
                read.insert(name, value);
            }
        }
    });
    read
}

/// Tells whether a number is one that the table can keep.
fn can_be_kept(number: f64) -> bool {
    number == 0.0 || (bounds::NUMBER_SIZE_MIN..=bounds::NUMBER_SIZE_MAX).contains(&number.abs())
}

fn check_property(value: &Value, depth_left: usize) -> Result<(), Complaint> {
    let too_many = || Complaint::ManyEntriesAtOneLevel(bounds::PROPERTIES_MAX);
    match value {
        Value::Number(number) if !number.as_f64().is_some_and(can_be_kept) => Err(Complaint::OutOfRange),
        Value::Object(values)
            if values.keys().any(|name| name.is_empty() || name.chars().count() > bounds::TEXT_CHARS_MAX) =>
        {
            Err(Complaint::NamesLength(bounds::TEXT_CHARS_MAX))
        }
        Value::String(text) if text.chars().count() > bounds::PROPERTY_CHARS_MAX => {
            Err(Complaint::TooLong(bounds::PROPERTY_CHARS_MAX))
        }
        Value::Array(_) | Value::Object(_) if depth_left == 0 => Err(Complaint::TooDeep(bounds::PROPERTY_DEPTH_MAX)),
        Value::Array(values) if values.len() > bounds::PROPERTIES_MAX => Err(too_many()),
        Value::Object(values) if values.len() > bounds::PROPERTIES_MAX => Err(too_many()),
        Value::Array(values) => values.iter().try_for_each(|value| check_property(value, depth_left - 1)),
        Value::Object(values) => values.values().try_for_each(|value| check_property(value, depth_left - 1)),
        _ => Ok(()),
    }
}

/// Refuses a time that cannot be meant: a clock that was never set, or an answer to another question.
fn check_time(fields: &mut Fields, name: &str, time: Option<Timestamp>, span: &bounds::Span, received_at: Timestamp) {
    let Some(time) = time else { return };
    if time.duration_since(received_at) > SignedDuration::from_secs(span.ahead_s_max) {
        fields.complain(name, ahead(span));
    }
    if time.as_second() < span.unix_s_min {
        fields.complain(name, Complaint::BeforeYear(span.year_min));
    }
}

/// Says how far ahead a time may lie, in the unit that people would choose.
fn ahead(span: &bounds::Span) -> Complaint {
    let minutes = u64::try_from(span.ahead_s_max / 60).unwrap_or_default();
    match minutes / (365 * 24 * 60) {
        0 => Complaint::FutureMinutes(minutes),
        years => Complaint::FutureYears(years),
    }
}

/// What a key that anybody can read in a page's source may not say.
fn check_privileges(fields: &mut Fields, said: &Said, sender: Sender<'_>) {
    if sender.is_secret {
        return;
    }
    let forbidden = [
        ("outcome", said.outcome.is_some()),
        ("staff", said.staff.is_some()),
        ("known_since", said.known_since.is_some()),
        ("observed_by", said.observed_by == Some(Observer::Staff)),
    ];
    for (name, _) in forbidden.into_iter().filter(|(_, is_said)| *is_said) {
        fields.complain(name, Complaint::NeedsSecret);
    }
}

fn check_sense(fields: &mut Fields, said: &Said) {
    if said.staff.as_ref().is_some_and(|staff| *staff == Staff::default()) {
        fields.complain("staff", Complaint::NoStaff);
    }
}
