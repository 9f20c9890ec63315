//! Calls of the SDKs of Segment and those who speak like it: `/v1/track`, `/v1/page`, `/v1/identify`, `/v1/batch`, with the write
//! key as the user of HTTP Basic. Reads them by the map of the sender `segment`.

use std::sync::LazyLock;

use domain::touchpoint::parse::{Sender as ParsedBy, Shape, parse_by};
use jiff::Timestamp;
use lambda_http::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::http::access::{KeyKind, WriteKey};
use runtime::http::problem::Problem;
use runtime::http::route::route;
use senders::body::decompressed;
use senders::map::Told;
use senders::{Delivery, Sender};
use serde_json::{Value, json};

use crate::intake::{Parsed, Refused, Status, in_turn};
use crate::media::{bytes_of, header, problem_of, read_json};
use crate::settings::Settings;
use crate::visitor::Visitor;
use crate::{Ingest, answer, authorize};

/// Bytes of one call, as the SDKs keep to.
const BODY_BYTES_MAX: usize = 512 * 1024;
/// Calls of one batch.
const CALLS_MAX: usize = 1_000;

static MAP: LazyLock<Option<Sender>> = LazyLock::new(|| Sender::shipped("segment"));

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
            return Err(Problem::method_not_allowed("calls are posted").allowing("POST, OPTIONS"));
        }
        let bytes =
            decompressed(header(request.headers(), &CONTENT_ENCODING), bytes_of(request)).map_err(problem_of)?;
        if bytes.len() > BODY_BYTES_MAX {
            return Err(Problem::too_large(format!("a call may have {BODY_BYTES_MAX} bytes")));
        }
        let mut body = read_json(header(request.headers(), &CONTENT_TYPE).unwrap_or_default(), &bytes)?;
        let key = key_of(request, &body, document)?;
        let key = authorize::from_origin(key, origin)?;
        self.quotas.take(key)?;
        if let (Call::One(kind), Some(object)) = (call, body.as_object_mut()) {
            object.insert("type".to_owned(), kind.into());
        }
        let delivery = Delivery {
            method: "POST",
            url: "",
            query: "",
            path_secret: None,
            headers: request.headers(),
            body: &bytes,
            received_at,
        };
        let told = MAP.as_ref().map(|map| map.read(body, &delivery)).unwrap_or_default();
        if told.len() > CALLS_MAX {
            return Err(Problem::too_large(format!("a batch may hold {CALLS_MAX} calls")));
        }
        let parsed = told.into_iter().enumerate().filter_map(|(index, told)| {
            let Told::Touchpoint { body, .. } = told else { return None };
            Some(parse(key, body, document, in_turn(received_at, index)))
        });
        let intake = self.store_all(&key.name, parsed.collect(), true, self.trace_of(request)).await;
        if intake.count(Status::Unavailable) > 0 {
            return Err(Problem::not_stored("not everything was stored, send it again"));
        }
        let mut response = answer::accepted(&json!({ "success": true, "results": intake.taken }));
        // The SDKs know no other success.
        *response.status_mut() = StatusCode::OK;
        Ok(response)
    }
}

/// Finds the key of a call: of the header, else of the body, where pages put it.
fn key_of<'a>(request: &Request, body: &Value, document: &'a Settings) -> Result<&'a WriteKey, Problem> {
    let in_body = ["writeKey", "api_key"].iter().find_map(|name| body.get(name).and_then(Value::as_str));
    let in_header = authorize::basic(request.headers());
    match in_header.as_deref().or_else(|| runtime::http::access::bearer(request.headers())).or(in_body) {
        Some(key) => authorize::known(key, &document.write_keys),
        None => Err(Problem::unauthorized("send the write key as the user of HTTP Basic")),
    }
}

fn parse(key: &WriteKey, body: Value, document: &Settings, received_at: Timestamp) -> Result<Parsed, Refused> {
    let id = body.get("id").and_then(Value::as_str).map(str::to_owned);
    let by = ParsedBy { name: &key.name, is_secret: key.kind == KeyKind::Secret };
    let parsed = parse_by(body, Shape::Json, by, received_at, &document.terms(), String::new);
    parsed
        .map(|incoming| Parsed { incoming, refused_token: None, answer: None })
        .map_err(|errors| Refused { id, errors })
}
