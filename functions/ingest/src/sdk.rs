//! Calls of the SDKs of Segment and those who speak like it: `/v1/track`, `/v1/page`, `/v1/identify`, `/v1/batch`, with the write
//! key as the user of HTTP Basic. Reads them by the map of the sender `segment`, and what PostHog's SDKs post by that of `posthog`.

use std::sync::LazyLock;

use domain::touchpoint::parse::{Sender as ParsedBy, Shape, parse_by};
use domain::touchpoint::terms::Terms;
use jiff::Timestamp;
use lambda_http::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::http::access::{KeyKind, WriteKey};
use runtime::http::problem::Problem;
use runtime::http::route::route;
use runtime::quarantine::Raw;
use senders::body::decompressed;
use senders::map::Told;
use senders::{Delivery, Sender};
use serde_json::{Value, json};
use store::quarantine::{Way, Why};

use crate::intake::{Intake, Parsed, Refused, Status, in_turn};
use crate::media::{bytes_of, header, problem_of, read_json};
use crate::settings::Settings;
use crate::visitor::Visitor;
use crate::{Ingest, answer, authorize, quarantine};

/// Bytes of one call, as the SDKs keep to.
const BODY_BYTES_MAX: usize = 512 * 1024;
/// Calls of one batch.
const CALLS_MAX: usize = 1_000;

/// Where pages put the key.
const KEYS_IN_BODY: [&str; 2] = ["writeKey", "api_key"];

static MAP: LazyLock<Option<Sender>> = LazyLock::new(|| Sender::shipped("segment"));
static OF_POSTHOG: LazyLock<Option<Sender>> = LazyLock::new(|| Sender::shipped("posthog"));

/// What names a customer in the calls of PostHog, and in no others.
const DISTINCT_ID: &str = "distinct_id";

/// A call, by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// One call of this type.
    One(&'static str),
    /// Several.
    Batch,
}

impl Call {
    /// Reads the call from the path.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        match route(request) {
            "/v1/track" => Some(Self::One("track")),
            "/v1/page" => Some(Self::One("page")),
            "/v1/identify" => Some(Self::One("identify")),
            "/v1/batch" => Some(Self::Batch),
            _ => None,
        }
    }
}

impl Ingest {
    /// Keeps a call in which something cannot be taken, whole: what was taken of it is a duplicate when it is replayed.
    async fn hold_call(
        &self,
        request: &Request,
        key: &WriteKey,
        (body, received_at): (&Value, Timestamp),
        intake: &Intake,
    ) {
        let Some(first) = intake.taken.iter().find(|taken| taken.status == Status::Invalid) else { return };
        let kept = key.privacy.redacted(body.clone());
        let raw = Raw::of(request, request.raw_http_path(), kept.to_string().as_bytes(), |text| key.key.is(text));
        let refused = quarantine::Refused {
            source: &key.name,
            way: Way::Call,
            reason: Why::Invalid,
            detail: "something in this call cannot be taken".to_owned(),
            errors: &first.errors,
            customer_id: quarantine::customer_of(&kept),
            received_at,
            apart: None,
            raw: raw.with_content_type("application/json"),
        };
        self.hold(refused).await;
    }

    /// Answers one call.
    pub(crate) async fn call(
        &self,
        call: Call,
        request: &Request,
        document: &Settings,
        origin: Option<&str>,
        received_at: Timestamp,
    ) -> Response<Body> {
        match self.try_call(call, request, document, (origin, received_at)).await {
            Ok(response) => response,
            Err(problem) => self.refuse(&problem, Visitor::of(request.headers(), document.language)),
        }
    }

    async fn try_call(
        &self,
        call: Call,
        request: &Request,
        document: &Settings,
        (origin, received_at): (Option<&str>, Timestamp),
    ) -> Result<Response<Body>, Problem> {
        if request.method() != Method::POST {
            return Err(Problem::method_not_allowed("use POST").allowing("POST, OPTIONS"));
        }
        // A key outside of the body is looked at first. PostHog's SDKs put it only inside of what they compress.
        if let Some(key) = key_outside(request) {
            authorize::known(&key, &document.write_keys, received_at)?;
        }
        let bytes =
            decompressed(header(request.headers(), &CONTENT_ENCODING), bytes_of(request)).map_err(problem_of)?;
        if bytes.len() > BODY_BYTES_MAX {
            return Err(Problem::too_large(format!("a call may have {BODY_BYTES_MAX} bytes")));
        }
        let mut body = read_json(header(request.headers(), &CONTENT_TYPE).unwrap_or_default(), &bytes)?;
        let key = key_of(request, &body, document, received_at)?;
        let key = authorize::from_origin(key, origin)?;
        self.quotas.take(key)?;
        if let (Call::One(kind), Some(object)) = (call, body.as_object_mut()) {
            object.insert("type".to_owned(), kind.into());
        }
        if let Some(object) = body.as_object_mut() {
            // The key is nothing to keep.
            KEYS_IN_BODY.iter().for_each(|name| drop(object.remove(*name)));
        }
        let kept = body.clone();
        let told = told(body, request, received_at, &document.terms(&key.privacy));
        if told.len() > CALLS_MAX {
            return Err(Problem::too_large(format!("a batch may hold {CALLS_MAX} calls")));
        }
        let parsed = parse_all(told, key, (document, received_at));
        let intake = self.store_all(&key.name, parsed, true, self.trace_of(request)).await;
        if intake.count(Status::Unavailable) > 0 {
            return Err(Problem::not_stored("not everything was stored, send it again"));
        }
        self.hold_call(request, key, (&kept, received_at), &intake).await;
        let mut response = answer::accepted(&json!({ "success": true, "results": intake.taken }));
        // The SDKs know no other success.
        *response.status_mut() = StatusCode::OK;
        Ok(response)
    }
}

/// Reads what a call tells by the map of the SDKs.
pub(crate) fn told(body: Value, request: &Request, received_at: Timestamp, terms: &Terms<'_>) -> Vec<Told> {
    let delivery = Delivery {
        method: "POST",
        url: "",
        query: "",
        path_secret: None,
        headers: request.headers(),
        body: &[],
        received_at,
    };
    let map = if is_of_posthog(&body) { &OF_POSTHOG } else { &MAP };
    map.as_ref().map(|map| map.read(body, &delivery, terms)).unwrap_or_default()
}

/// Returns whether a call is one of PostHog's: they have other names for everything.
fn is_of_posthog(body: &Value) -> bool {
    let call = body.get("batch").and_then(|batch| batch.get(0)).unwrap_or(body);
    let names = |value: Option<&Value>| value.is_some_and(|value| value.get(DISTINCT_ID).is_some());
    names(Some(call)) || names(call.get("properties"))
}

/// Parses everything that a call tells.
pub(crate) fn parse_all(
    told: Vec<Told>,
    key: &WriteKey,
    (document, received_at): (&Settings, Timestamp),
) -> Vec<Result<Parsed, Refused>> {
    let parsed = told.into_iter().enumerate().filter_map(|(index, told)| match told {
        Told::Touchpoint { body, .. } => Some(parse(key, body, document, in_turn(received_at, index))),
        Told::NotUnderstood { missing, .. } => Some(Err(Refused::missing(missing))),
        Told::Ignored { .. } => None,
    });
    parsed.collect()
}

/// Finds the key of a call: of the header, else of the body, where pages put it.
fn key_of<'a>(
    request: &Request,
    body: &Value,
    document: &'a Settings,
    received_at: Timestamp,
) -> Result<&'a WriteKey, Problem> {
    let in_body = KEYS_IN_BODY.iter().find_map(|name| body.get(name).and_then(Value::as_str));
    match key_outside(request).as_deref().or(in_body) {
        Some(key) => authorize::known(key, &document.write_keys, received_at),
        None => Err(Problem::unauthorized("send the write key as the user of HTTP Basic")),
    }
}

/// Returns the key of a header.
fn key_outside(request: &Request) -> Option<String> {
    let headers = request.headers();
    authorize::basic(headers).or_else(|| runtime::http::access::bearer(headers).map(str::to_owned))
}

fn parse(key: &WriteKey, body: Value, document: &Settings, received_at: Timestamp) -> Result<Parsed, Refused> {
    let id = body.get("id").and_then(Value::as_str).map(str::to_owned);
    let by = ParsedBy { name: &key.name, is_secret: key.kind == KeyKind::Secret };
    let parsed = parse_by(body, Shape::Json, by, received_at, &document.terms(&key.privacy), String::new);
    parsed
        .map(|incoming| Parsed { incoming, refused_token: None, answer: None })
        .map_err(|errors| Refused { id, errors })
}
