//! Turns what a sender posted into a [`Touchpoint`], or into the list of everything that is wrong with it. The error
//! texts name fields and bounds and never repeat a value: a value may be personal.

use std::collections::BTreeMap;
use std::fmt::Display;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::bounds;
use super::fields::{Fields, Refused, is_blank, is_word, number_of};
use super::own::Properties;
use super::terms::Terms;
use super::{FacetValue, Importance, Money, Said, Staff, Touchpoint, digest, scale};
use crate::identity::{Identity, TouchpointKey};
use crate::vocabulary::{Asked, Audience, Dimension, Observer, Outcome, Proof, Stage};

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
    /// What it should be. Never the value.
    pub message: String,
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
    /// What was refused of it, and what was put right.
    pub warnings: Vec<FieldError>,
}

impl Incoming {
    /// Checks the identity token, its own or else the request's, and keeps the result as the touchpoint's proof. A token that
    /// does not prove the customer is refused, and the touchpoint stays a claim: a customer whose page was open for too long
    /// must not lose a complaint. `check` gets the customer and the token. Returns the complaint about the token.
    pub fn prove<E: Display>(
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
            Err(why) => Some(FieldError { field: IDENTITY_TOKEN.to_owned(), message: why.to_string() }),
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

/// The fields of a touchpoint.
const FIELDS: &[&str] = &[
    "id",
    "source",
    "touchpoint_type",
    "customer_id",
    "anonymous_id",
    "occurred_at",
    "sent_at",
    "identity_token",
    "channel",
    "stage",
    "outcome",
    "comment",
    "language",
    "audience",
    "solicited",
    "promise_id",
    "about",
    "content_url",
    "segment",
    "properties",
    "rating",
    "expectation",
    "perception",
    "dimensions",
    "importance",
    "due_at",
    "done_at",
    "acknowledged_after_s",
    "greeted_after_s",
    "resolved",
    "abandoned",
    "reopened",
    "transfers",
    "value_at_risk",
    "staff",
    "observed_by",
    "known_since",
];

/// Seconds by which a sender's clock is ahead before anything is put right.
const CLOCK_NOTED_S_MIN: i64 = 60;

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
    parse_by(body, shape, sender, received_at, &Terms::default(), new_id)
}

/// Parses one touchpoint as [`parse`] does, by the terms of a deployment. A value that cannot be meant is refused and not the
/// touchpoint: it comes back as a warning, and is kept among the sender's own fields.
///
/// # Errors
/// Every field that keeps the touchpoint from being taken: unknown ones, and what it needs.
pub fn parse_by(
    body: Value,
    shape: Shape,
    sender: Sender<'_>,
    received_at: Timestamp,
    terms: &Terms<'_>,
    new_id: impl FnOnce() -> String,
) -> Result<Incoming, Vec<FieldError>> {
    let Value::Object(object) = body else {
        return Err(vec![FieldError { field: String::new(), message: "a touchpoint must be an object".into() }]);
    };
    let mut fields = Fields::new(object, shape);
    for (name, aliases) in ALIASES {
        fields.alias(name, aliases);
    }

    let id = fields.identifier("id");
    let body_source = fields.text("source", bounds::SOURCE_CHARS_MAX);
    let touchpoint_type = fields.word("touchpoint_type");
    if touchpoint_type.is_none() && !fields.is_wrong("touchpoint_type") {
        fields.complain("touchpoint_type", "is missing");
    }
    let sent_occurred_at = fields.time("occurred_at");
    let sent_at = fields.time("sent_at");
    let identity_token = read_identity_token(&mut fields);
    let source = body_source.map_or_else(|| sender.name.to_owned(), |inner| format!("{}/{inner}", sender.name));
    let mut said = read_said(&mut fields, terms, &source);
    let sent_at = checked_time(&mut fields, "sent_at", sent_at, &bounds::SENT, received_at);
    let occurred_at = on_our_clock(&mut fields, sent_occurred_at, sent_at, received_at);
    let occurred_at = checked_time(&mut fields, "occurred_at", occurred_at, &bounds::HAPPENED, received_at);
    said.due_at = checked_time(&mut fields, "due_at", said.due_at, &bounds::DUE, received_at);
    said.done_at = checked_time(&mut fields, "done_at", said.done_at, &bounds::HAPPENED, received_at);
    said.known_since = checked_time(&mut fields, "known_since", said.known_since, &bounds::KNOWN, received_at);
    check_privileges(&mut fields, &said, sender);
    let warnings = keep_refused(&mut fields, &mut said);

    let errors = fields.finish("is not a field of a touchpoint; your own fields go under `properties`", &known_names());
    let (Some(touchpoint_type), true) = (touchpoint_type, errors.is_empty()) else {
        return Err(with_refused(errors, warnings));
    };

    let id = id.unwrap_or_else(new_id);
    let sent = AsSent {
        source: &source,
        id: &id,
        touchpoint_type: &touchpoint_type,
        // As it was sent: how far a clock is ahead depends on when a retry comes.
        occurred_at: sent_occurred_at.filter(|_| occurred_at.is_some()),
        said: &said,
    };
    let digest = digest::digest(&sent).map_err(|_| whole("cannot be written as JSON"))?;
    let recorded = recorded_identity(&said, &source, &id);
    let occurred_at = occurred_at.unwrap_or(received_at);
    let proof = Some(proof_of(&said, sender));
    let touchpoint = Touchpoint {
        source,
        id,
        recorded,
        occurred_at,
        received_at,
        touchpoint_type,
        proof,
        trace: None,
        tellings: 0,
        said,
    };
    let stored_bytes = serde_json::to_vec(&touchpoint).map_err(|_| whole("cannot be written as JSON"))?.len();
    if stored_bytes > bounds::STORED_BYTES_MAX {
        return Err(whole(&format!("the touchpoint is larger than {} bytes", bounds::STORED_BYTES_MAX)));
    }
    Ok(Incoming { touchpoint, digest, identity_token, warnings })
}

/// Puts the errors that keep a touchpoint from being taken and the fields that would only be refused into one list: a sender
/// learns all at once.
fn with_refused(mut errors: Vec<FieldError>, refused: Vec<FieldError>) -> Vec<FieldError> {
    errors.extend(refused);
    errors
}

/// Lists the names that a touchpoint may have.
fn known_names() -> Vec<&'static str> {
    let aliases = ALIASES.iter().flat_map(|(_, aliases)| aliases.iter().copied());
    FIELDS.iter().copied().chain(aliases).collect()
}

/// Keeps refused values among the sender's own fields, as far as there is room, and returns what was wrong with them: the
/// touchpoint is taken without the field, and nothing that a customer said is lost.
fn keep_refused(fields: &mut Fields, said: &mut Said) -> Vec<FieldError> {
    let refused = std::mem::take(&mut fields.refused);
    if refused.is_empty() {
        return Vec::new();
    }
    let mut own: BTreeMap<String, Value> = said.properties.read().into_iter().collect();
    let mut warnings = Vec::new();
    for Refused { error, value } in refused {
        let value = value.filter(|value| check_property(value, bounds::PROPERTY_DEPTH_MAX).is_ok());
        if let Some(value) = value.filter(|_| own.len() < bounds::PROPERTIES_MAX && !error.field.is_empty()) {
            own.entry(error.field.clone()).or_insert(value);
        }
        if !error.message.is_empty() {
            warnings.push(error);
        }
    }
    said.properties = Properties::of(own);
    warnings
}

/// Puts a time on our clock where the sender's is ahead: `sent_at` says what it showed when the touchpoint was sent. A clock that is
/// behind cannot be told from a delivery that was late.
fn on_our_clock(
    fields: &mut Fields,
    occurred_at: Option<Timestamp>,
    sent_at: Option<Timestamp>,
    received_at: Timestamp,
) -> Option<Timestamp> {
    let Some(sent_at) = sent_at else { return occurred_at };
    let ahead = sent_at.duration_since(received_at);
    if ahead <= SignedDuration::from_secs(CLOCK_NOTED_S_MIN) {
        return occurred_at;
    }
    let seconds = ahead.as_secs();
    fields.refuse(
        "clock_ahead_s",
        Some(seconds.into()),
        format!("the sender's clock is {seconds} s ahead; its times were put right"),
    );
    occurred_at?.checked_sub(ahead).ok()
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

fn whole(message: &str) -> Vec<FieldError> {
    vec![FieldError { field: String::new(), message: message.to_owned() }]
}

/// The known customer wins over the anonymous visitor; with neither, the touchpoint is its own anonymous customer.
fn recorded_identity(said: &Said, source: &str, id: &str) -> Identity {
    match (&said.customer_id, &said.anonymous_id) {
        (Some(customer), _) => Identity::Customer(customer.clone()),
        (None, Some(anonymous)) => Identity::Anonymous(anonymous.clone()),
        (None, None) => Identity::of_nobody(&TouchpointKey { source: source.to_owned(), id: id.to_owned() }),
    }
}

fn read_said(fields: &mut Fields, terms: &Terms<'_>, source: &str) -> Said {
    let scales = terms.scales_of(source);
    let mut sent = Vec::new();
    let rating = fields.object("rating", |fields| scale::read(fields, scales.as_ref(), &mut sent)).unwrap_or_default();
    for (field, value) in sent {
        fields.keep(&field, value);
    }
    Said {
        customer_id: read_somebody(fields, "customer_id", terms),
        anonymous_id: read_somebody(fields, "anonymous_id", terms),
        channel: fields.word("channel"),
        stage: read_stage(fields),
        outcome: fields.one_of("outcome", &[Outcome::Misery, Outcome::Average, Outcome::Magic]),
        comment: fields.words("comment", bounds::COMMENT_CHARS_MAX),
        language: read_language(fields),
        audience: fields.one_of("audience", Audience::ALL),
        solicited: fields.flag("solicited"),
        promise_id: fields.identifier("promise_id"),
        about: fields.identifier("about"),
        content_url: read_address(fields),
        segment: fields.text("segment", bounds::TEXT_CHARS_MAX),
        properties: Properties::of(read_properties(fields)),
        rating,
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
        staff: read_staff(fields),
        observed_by: fields.one_of("observed_by", Observer::ALL),
        known_since: fields.time("known_since"),
    }
}

/// Takes an id of somebody; the words that programs write where they know nobody are none.
fn read_somebody(fields: &mut Fields, name: &str, terms: &Terms<'_>) -> Option<String> {
    let id = fields.identifier(name)?;
    if !terms.is_nobody(&id) {
        return Some(id);
    }
    fields.refuse(name, None, "is a word for nobody");
    None
}

/// `third` is an accepted alias of `ultimate`.
fn read_stage(fields: &mut Fields) -> Option<Stage> {
    let text = fields.text("stage", bounds::TEXT_CHARS_MAX)?;
    let word = text.trim_matches(is_blank).to_lowercase();
    let stage = if word == "third" { Some(Stage::Ultimate) } else { Stage::from_word(&word) };
    if stage.is_none() {
        fields.refuse("stage", Some(Value::String(text)), "must be one of zero, first, second, ultimate");
    }
    stage
}

/// A BCP 47 tag, checked for its shape only.
fn read_language(fields: &mut Fields) -> Option<String> {
    let text = fields.text("language", 35)?.trim_matches(is_blank).replace('_', "-");
    let mut parts = text.split('-');
    let primary =
        parts.next().is_some_and(|p| (2..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphabetic()));
    if primary && parts.all(|p| (1..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric())) {
        return Some(text);
    }
    fields.refuse("language", Some(Value::String(text)), "must be a language tag, such as en or es-MX");
    None
}

fn read_address(fields: &mut Fields) -> Option<String> {
    let text = fields.text("content_url", bounds::URL_CHARS_MAX)?;
    if Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
        return Some(text);
    }
    fields.refuse("content_url", Some(Value::String(text)), "must be an absolute http or https address");
    None
}

fn read_seconds(fields: &mut Fields, name: &str) -> Option<u32> {
    fields.whole(name, 0, bounds::DURATION_S_MAX).and_then(|seconds| u32::try_from(seconds).ok())
}

fn read_count(fields: &mut Fields, name: &str) -> Option<u32> {
    fields.whole(name, 0, bounds::COUNT_MAX).and_then(|count| u32::try_from(count).ok())
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
            if value.is_none() && !fields.is_wrong("value") {
                fields.refuse("value", None, "is missing");
            }
            Some(Importance { value: value?, asked })
        })
        .flatten()
}

fn read_money(fields: &mut Fields) -> Option<Money> {
    let amount = fields.number("amount", 0.0, bounds::AMOUNT_MAX);
    let currency =
        fields.text("currency", bounds::TEXT_CHARS_MAX).map(|code| code.trim_matches(is_blank).to_uppercase());
    for (name, is_there) in [("amount", amount.is_some()), ("currency", currency.is_some())] {
        if !is_there && !fields.is_wrong(name) {
            fields.refuse(name, None, "is missing");
        }
    }
    let currency = currency?;
    if iso_currency::Currency::from_code(&currency).is_none() {
        fields.refuse("currency", Some(Value::String(currency)), "must be an ISO 4217 code, such as EUR");
        return None;
    }
    let amount = amount?;
    if !can_be_kept(amount) {
        fields.refuse("amount", None, "is too small to keep");
        return None;
    }
    Some(Money { amount, currency })
}

fn read_staff(fields: &mut Fields) -> Option<Staff> {
    let staff = fields.object("staff", |fields| Staff {
        id: fields.identifier("id"),
        team: fields.text("team", bounds::TEXT_CHARS_MAX),
    })?;
    if staff == Staff::default() {
        fields.refuse("staff", None, "must name an id or a team");
        return None;
    }
    Some(staff)
}

fn read_facets(fields: &mut Fields, name: &str) -> BTreeMap<String, FacetValue> {
    fields
        .object(name, |fields| {
            let facets = fields.rest();
            if facets.len() > bounds::FACETS_MAX {
                fields.refuse("", None, format!("has more than {} facets", bounds::FACETS_MAX));
                return BTreeMap::new();
            }
            let mut read = BTreeMap::new();
            for (facet, value) in facets {
                if !is_word(&facet) || facet.len() > bounds::WORD_CHARS_MAX {
                    let message = "must be in snake_case: a-z, 0-9 and _, beginning with a letter";
                    fields.refuse(&facet, Some(value), message);
                    continue;
                }
                match facet_value(&value) {
                    Some(value) => {
                        read.insert(facet, value);
                    }
                    None if matches!(&value, Value::String(text) if text.chars().all(is_blank)) => {}
                    None => {
                        let message = "must be a number, a word of at most 64 characters, true or false";
                        fields.refuse(&facet, Some(value), message);
                    }
                }
            }
            read
        })
        .unwrap_or_default()
}

/// Reads the value of a facet. A number that is written as text is a number: a promise of 2.5 is broken by `"1.5"` as well.
fn facet_value(value: &Value) -> Option<FacetValue> {
    match value {
        Value::Bool(flag) => Some(FacetValue::Flag(*flag)),
        Value::Number(number) => number.as_f64().filter(|number| can_be_kept(*number)).map(FacetValue::Number),
        Value::String(text) => {
            let text = text.trim_matches(is_blank);
            match text {
                "true" => Some(FacetValue::Flag(true)),
                "false" => Some(FacetValue::Flag(false)),
                _ => match number_of(value).filter(|number| can_be_kept(*number)) {
                    Some(number) => Some(FacetValue::Number(number)),
                    None if text.is_empty() || text.chars().count() > bounds::WORD_CHARS_MAX => None,
                    None => Some(FacetValue::Word(text.to_owned())),
                },
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
            fields.refuse("", None, format!("has more than {} entries", bounds::PROPERTIES_MAX));
            return;
        }
        for (name, value) in entries {
            if name.is_empty() || name.chars().count() > bounds::TEXT_CHARS_MAX {
                fields.refuse(&name, None, format!("must have a name of 1 to {} characters", bounds::TEXT_CHARS_MAX));
            } else if let Err(message) = check_property(&value, bounds::PROPERTY_DEPTH_MAX) {
                fields.refuse(&name, None, message);
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

fn check_property(value: &Value, depth_left: usize) -> Result<(), String> {
    let too_many = || format!("has more than {} entries at one level", bounds::PROPERTIES_MAX);
    match value {
        Value::Number(number) if !number.as_f64().is_some_and(can_be_kept) => {
            Err("is a number too large or too small to keep".to_owned())
        }
        Value::Object(values)
            if values.keys().any(|name| name.is_empty() || name.chars().count() > bounds::TEXT_CHARS_MAX) =>
        {
            Err(format!("must have names of 1 to {} characters", bounds::TEXT_CHARS_MAX))
        }
        Value::String(text) if text.chars().count() > bounds::PROPERTY_CHARS_MAX => {
            Err(format!("is longer than {} characters", bounds::PROPERTY_CHARS_MAX))
        }
        Value::Array(_) | Value::Object(_) if depth_left == 0 => {
            Err(format!("is nested deeper than {} levels", bounds::PROPERTY_DEPTH_MAX))
        }
        Value::Array(values) if values.len() > bounds::PROPERTIES_MAX => Err(too_many()),
        Value::Object(values) if values.len() > bounds::PROPERTIES_MAX => Err(too_many()),
        Value::Array(values) => values.iter().try_for_each(|value| check_property(value, depth_left - 1)),
        Value::Object(values) => values.values().try_for_each(|value| check_property(value, depth_left - 1)),
        _ => Ok(()),
    }
}

/// Refuses a time that cannot be meant: a clock that was never set, or an answer to another question.
fn checked_time(
    fields: &mut Fields,
    name: &str,
    time: Option<Timestamp>,
    span: &bounds::Span,
    received_at: Timestamp,
) -> Option<Timestamp> {
    let time = time?;
    let message = if time.duration_since(received_at) > SignedDuration::from_secs(span.ahead_s_max) {
        format!("is more than {} in the future", span.ahead)
    } else if time.as_second() < span.unix_s_min {
        format!("is before the year {}", span.year_min)
    } else {
        return Some(time);
    };
    fields.refuse(name, Some(Value::String(time.to_string())), message);
    None
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
        fields.complain(name, "needs a secret write key");
    }
}
