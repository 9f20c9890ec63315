//! Turns what a sender posted into a [`Touchpoint`], or into the list of everything that is wrong with it. The error
//! texts name fields and bounds and never repeat a value: a value may be personal.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;

use super::complaint::Complaint;
pub use super::field_error::{FieldError, Shape};
use super::fields::{Fields, Refused};
pub use super::ids::sent_id;
use super::ids::{read_id, recorded_identity};
use super::names::ALIASES;
pub use super::names::FIELDS;
use super::own::Properties;
use super::privacy;
use super::said::{check_property, read_said};
use super::terms::Terms;
use super::{Said, Touchpoint, digest};
use super::{bounds, breakdowns};
use crate::vocabulary::{Observer, Proof};

/// Who sends: the name of its write key, and what the key permits.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// The key's name, which becomes the source.
    pub name: &'a str,
    /// Whether the key is secret, so that it may say what a browser may not.
    pub is_secret: bool,
}

/// A touchpoint ready to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// The touchpoint.
    pub touchpoint: Touchpoint,
    /// Digest of what the sender said ([`digest`]). What proves the customer is no part of it: the first receipt counts.
    pub digest: String,
    /// The customer by the identifier that was sent, which is not kept: a token proves this one.
    pub called: Option<String>,
    /// The identity token that was sent beside it, not yet checked.
    pub identity_token: Option<String>,
    /// What was refused of it, and what was put right.
    pub warnings: Vec<FieldError>,
    /// When somebody has to look at the time that it promises ([`crate::watch::look_at`]); the code that stores it says when.
    pub look_at: Option<Timestamp>,
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
        let customer = self.called.as_deref().filter(|_| self.touchpoint.is_claim())?;
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
        return Err(vec![FieldError { field: String::new(), complaint: Complaint::NotTouchpoint }]);
    };
    let mut fields = Fields::new(object, shape);
    for (name, aliases) in ALIASES {
        fields.alias(name, aliases);
    }

    let id = read_id(&mut fields);
    let body_source = fields.text("source", bounds::SOURCE_CHARS_MAX);
    let touchpoint_type = read_type(&mut fields);
    let sent_occurred_at = fields.time("occurred_at");
    let sent_at = fields.time("sent_at");
    let identity_token = read_identity_token(&mut fields);
    // A sender who says nothing has asked before sending.
    let has_consent = fields.flag("consent").unwrap_or(true);
    let history = read_history(&mut fields, sender);
    let source = body_source.map_or_else(|| sender.name.to_owned(), |inner| format!("{}/{inner}", sender.name));
    let mut said = read_said(&mut fields, terms, &source);
    let sent_at = checked_time(&mut fields, "sent_at", sent_at, &bounds::SENT, received_at);
    let occurred_at = on_our_clock(&mut fields, sent_occurred_at, sent_at, received_at);
    let occurred_at = checked_time(&mut fields, "occurred_at", occurred_at, &bounds::HAPPENED, received_at);
    check_times(&mut fields, &mut said, received_at);
    check_privileges(&mut fields, &said, sender);
    let warnings = keep_refused(&mut fields, &mut said);
    let identity_token = identity_token.filter(|_| has_consent);
    let called = leave_out(&mut said, has_consent, terms);

    let errors = fields.finish(&Complaint::UnknownFieldOfTouchpoint, &known_names());
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
    let digest = digest::digest_under(&sent, terms.privacy.and_then(|privacy| privacy.version()))
        .map_err(|_| whole(Complaint::NotJson))?;
    let touchpoint = Touchpoint {
        recorded: recorded_identity(&said, &source, &id),
        source,
        id,
        occurred_at: occurred_at.unwrap_or(received_at),
        received_at,
        touchpoint_type,
        proof: Some(proof_of(&said, sender)),
        history,
        trace: None,
        tellings: 0,
        corrections: Vec::new(),
        breakdowns: breakdowns::values(terms.breakdowns, &said.properties),
        said,
    };
    check_size(&touchpoint)?;
    Ok(Incoming { touchpoint, digest, called, identity_token, warnings, look_at: None })
}

fn read_type(fields: &mut Fields) -> Option<String> {
    let touchpoint_type = fields.word("touchpoint_type");
    if touchpoint_type.is_none() && !fields.is_wrong("touchpoint_type") {
        fields.complain("touchpoint_type", Complaint::Missing);
    }
    touchpoint_type
}

/// Leaves out what is not to be kept, before anything is digested. Returns how the customer was called.
fn leave_out(said: &mut Said, has_consent: bool, terms: &Terms<'_>) -> Option<String> {
    if !has_consent {
        privacy::forget(said);
    }
    let called = said.customer_id.clone();
    terms.privacy.into_iter().for_each(|privacy| privacy.apply(said));
    called
}

fn check_size(touchpoint: &Touchpoint) -> Result<(), Vec<FieldError>> {
    let stored_bytes = serde_json::to_vec(touchpoint).map_err(|_| whole(Complaint::NotJson))?.len();
    let is_large = stored_bytes > bounds::STORED_BYTES_MAX;
    if is_large { Err(whole(Complaint::TooLarge(bounds::STORED_BYTES_MAX))) } else { Ok(()) }
}

/// Puts the errors that keep a touchpoint from being taken and the fields that would only be refused into one list: a sender
/// learns all at once.
fn with_refused(mut errors: Vec<FieldError>, refused: Vec<FieldError>) -> Vec<FieldError> {
    errors.extend(refused);
    errors
}

/// Lists the names that the fields of a touchpoint may have, ours and those of other senders.
pub fn known_names() -> Vec<&'static str> {
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
    for Refused { field, complaint, value } in refused {
        let value = value.filter(|value| check_property(value, bounds::PROPERTY_DEPTH_MAX).is_ok());
        if let Some(value) = value.filter(|_| own.len() < bounds::PROPERTIES_MAX && !field.is_empty()) {
            own.entry(field.clone()).or_insert(value);
        }
        warnings.extend(complaint.map(|complaint| FieldError { field, complaint }));
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
    fields.refuse("clock_ahead_s", Some(seconds.into()), Complaint::ClockAhead(seconds));
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

/// Reads whether it is history, which only the business itself can say: whoever else says so would be heard by nobody.
fn read_history(fields: &mut Fields, sender: Sender<'_>) -> bool {
    let history = fields.flag("history").unwrap_or_default();
    if history && !sender.is_secret {
        fields.complain("history", Complaint::NeedsSecret);
    }
    history
}

/// Takes the identity token. One that cannot be a token stays one that proves nothing: it is refused, not the touchpoint.
fn read_identity_token(fields: &mut Fields) -> Option<String> {
    match fields.any(IDENTITY_TOKEN)? {
        Value::String(token) if token.len() <= bounds::TOKEN_CHARS_MAX => Some(token),
        _ => Some(String::new()),
    }
}

fn whole(complaint: Complaint) -> Vec<FieldError> {
    vec![FieldError { field: String::new(), complaint }]
}

/// Refuses the times that cannot be meant among what was said.
fn check_times(fields: &mut Fields, said: &mut Said, received_at: Timestamp) {
    said.due_at = checked_time(fields, "due_at", said.due_at, &bounds::DUE, received_at);
    said.done_at = checked_time(fields, "done_at", said.done_at, &bounds::HAPPENED, received_at);
    said.known_since = checked_time(fields, "known_since", said.known_since, &bounds::KNOWN, received_at);
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
    let complaint = if time.duration_since(received_at) > SignedDuration::from_secs(span.ahead_s_max) {
        ahead(span)
    } else if time.as_second() < span.unix_s_min {
        Complaint::BeforeYear(span.year_min)
    } else {
        return Some(time);
    };
    fields.refuse(name, Some(Value::String(time.to_string())), complaint);
    None
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
