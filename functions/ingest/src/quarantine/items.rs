//! What of a post with a write key goes into quarantine: each touchpoint that is wrong, by itself, so that those beside it stay as
//! they were taken; and a body that nobody can read, whole.

use domain::touchpoint::parse::sent_id;
use jiff::Timestamp;
use lambda_http::http::header::CONTENT_TYPE;
use lambda_http::{Request, RequestExt};
use runtime::http::access::WriteKey;
use runtime::http::problem::Problem;
use runtime::quarantine::Raw;
use serde_json::{Map, Value, json};
use store::quarantine::{Way, Why};

use super::{Refused, customer_of, reason_of};
use crate::Ingest;
use crate::intake::{Intake, Status};
use crate::media::{self, header};

/// How a form is kept, however it was sent.
const FORM: &str = "application/x-www-form-urlencoded";

impl Ingest {
    /// Keeps a body that cannot be read.
    pub(crate) async fn hold_unread(
        &self,
        request: &Request,
        key: &WriteKey,
        (problem, received_at): (&Problem, Timestamp),
    ) {
        let Some(reason) = reason_of(problem) else { return };
        let body = media::plain(request);
        let refused = Refused {
            source: &key.name,
            way: Way::Touchpoint,
            reason,
            detail: problem.sentence(),
            errors: &[],
            customer_id: None,
            received_at,
            apart: None,
            raw: raw_of(request, key, &body),
        };
        self.hold(refused).await;
    }

    /// Keeps a form whose trap was filled in.
    pub(crate) async fn hold_trapped(&self, request: &Request, key: &WriteKey, received_at: Timestamp) {
        let Some(body) = media::form_without_key(request) else { return };
        let refused = Refused {
            source: &key.name,
            way: Way::Touchpoint,
            reason: Why::Honeypot,
            detail: "the field was filled in that people do not see".to_owned(),
            errors: &[],
            customer_id: None,
            received_at,
            apart: None,
            raw: raw_of(request, key, redacted_form(key, &body).as_bytes()).with_content_type(FORM),
        };
        self.hold(refused).await;
    }

    /// Keeps each touchpoint of a post that is wrong. Reads the body once more: what is right needs no copy.
    pub(crate) async fn hold_invalid(
        &self,
        request: &Request,
        key: &WriteKey,
        intake: &Intake,
        received_at: Timestamp,
    ) {
        if intake.count(Status::Invalid) == 0 {
            return;
        }
        let form = media::form_without_key(request).map(|form| redacted_form(key, &form));
        let values = if form.is_some() { Vec::new() } else { media::values(request) };
        for (index, taken) in intake.taken.iter().enumerate().filter(|(_, taken)| taken.status == Status::Invalid) {
            let value = values.get(index).cloned().map(|value| key.privacy.redacted(value));
            let (raw, value) = match (&form, &value) {
                (Some(form), _) => (raw_of(request, key, form.as_bytes()).with_content_type(FORM), None),
                // A list in a list would be several touchpoints if it was sent alone.
                (None, Some(value @ Value::Array(_))) => {
                    (raw_of(request, key, json!([value]).to_string().as_bytes()), Some(value))
                }
                (None, Some(value)) => (raw_of(request, key, value.to_string().as_bytes()), Some(value)),
                (None, None) => continue,
            };
            // Without an id two that say the same may be two people.
            let is_named = value.is_some_and(|value| sent_id(value).is_some());
            let refused = Refused {
                source: &key.name,
                way: Way::Touchpoint,
                reason: Why::Invalid,
                detail: "fields are missing or wrong".to_owned(),
                errors: &taken.errors,
                customer_id: value.and_then(customer_of),
                received_at,
                apart: (!is_named).then_some(index),
                raw,
            };
            self.hold(refused).await;
        }
    }
}

/// Takes typed addresses and numbers out of a form that is kept.
fn redacted_form(key: &WriteKey, form: &str) -> String {
    let pairs = url::form_urlencoded::parse(form.as_bytes()).map(|(name, value)| {
        let field = Value::Object(Map::from_iter([(name.clone().into_owned(), value.into_owned().into())]));
        let redacted = key.privacy.redacted(field);
        (redacted[name.as_ref()].as_str().unwrap_or_default().to_owned(), name)
    });
    let mut kept = url::form_urlencoded::Serializer::new(String::new());
    for (value, name) in pairs {
        kept.append_pair(&name, &value);
    }
    kept.finish()
}

/// Takes what is kept of a post, without its key. Of several touchpoints one is kept as if it was sent alone.
fn raw_of(request: &Request, key: &WriteKey, body: &[u8]) -> Raw {
    let raw = Raw::of(request, request.raw_http_path(), body, |text| key.key.is(text));
    match header(request.headers(), &CONTENT_TYPE) {
        Some(kind) if kind.contains("cloudevents-batch") => raw.with_content_type("application/cloudevents+json"),
        _ => raw,
    }
}
