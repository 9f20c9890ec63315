//! Deliveries of vendors: `/v1/senders/{name}`. The proof first, on the bytes as they came; then the body is read, mapped, and takes
//! the way of every touchpoint. Knows no vendor: maps do.

use domain::touchpoint::parse::{FieldError, Sender as ParsedBy, Shape, parse_by};
use domain::vocabulary::Proof;
use jiff::Timestamp;
use lambda_http::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HOST, X_CONTENT_TYPE_OPTIONS};
use lambda_http::http::{HeaderName, HeaderValue, Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::http::problem::Problem;
use runtime::http::route::route;
use runtime::quarantine::Raw;
use senders::body::{BYTES_MAX, decompressed, read};
use senders::map::Told;
use senders::proof::handshake::Answer;
use senders::{Delivery, Sender, shipped};
use serde_json::{Value, json};
use store::quarantine::{Way, Why};

use crate::intake::{Parsed, Refused, Status, in_turn};
use crate::media::{bytes_of, header, problem_of};
use crate::quarantine::Held;
use crate::settings::Settings;
use crate::{Ingest, answer, intake, quarantine};

/// Touchpoints of one delivery.
const TOUCHPOINTS_MAX: usize = 2_000;
/// Counts deliveries that tell nothing that counts, such as tests and events that nobody mapped.
const IGNORED: &str = "DeliveriesIgnored";
/// The type of what names itself in a way that is no type.
const OTHER: &str = "other";

/// Returns the name of the sender that a request is for.
pub(crate) fn sender_of(request: &Request) -> Option<String> {
    let is_delivery = matches!(route(request), "/v1/senders/{name}" | "/v1/senders/{name}/{secret}");
    is_delivery.then(|| request.path_parameters().first("name").unwrap_or_default().to_owned())
}

/// Returns the secret in the path, decoded.
fn path_secret(request: &Request) -> Option<String> {
    request.path_parameters().first("secret").filter(|secret| !secret.is_empty()).map(str::to_owned)
}

impl Ingest {
    /// Answers one delivery.
    pub(crate) async fn deliver(
        &self,
        request: &Request,
        name: &str,
        document: &Settings,
        received_at: Timestamp,
    ) -> Response<Body> {
        match self.try_deliver(request, name, document, received_at).await {
            Ok(response) => response,
            Err(problem) => {
                let status = problem.status().as_u16();
                let fields = [("status", json!(status)), ("sender", json!(known_name(name, document)))];
                self.metrics.count("delivery refused", &fields, &[(intake::REFUSED, 1)]);
                // Nobody waits for the rest of an answer to HEAD.
                problem.response()
            }
        }
    }

    async fn try_deliver(
        &self,
        request: &Request,
        name: &str,
        document: &Settings,
        received_at: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let sender = find(name, document)?;
        if !matches!(*request.method(), Method::POST | Method::PUT | Method::GET | Method::HEAD) {
            return Err(Problem::method_not_allowed("send deliveries with POST").allowing("POST, GET, HEAD"));
        }
        let raw = bytes_of(request);
        if raw.len() > BYTES_MAX {
            return Err(Problem::too_large(format!("a delivery may have {BYTES_MAX} bytes")));
        }
        let (url, secret) = (self.url_of(request, sender), path_secret(request));
        let delivery = Delivery {
            method: request.method().as_str(),
            url: &url,
            query: request.uri().query().unwrap_or_default(),
            path_secret: secret.as_deref(),
            headers: request.headers(),
            body: raw,
            received_at,
        };
        if let Some(answer) = sender.handshake(&delivery) {
            return Ok(shaken(answer));
        }
        let encoding = header(request.headers(), &CONTENT_ENCODING);
        let plain = decompressed(encoding, raw).map_err(problem_of)?;
        let delivery = proved(sender, delivery, &plain)?;
        if plain.trim_ascii().is_empty() {
            // A ping.
            return self
                .take_delivery(request, (sender, &delivery), vec![Told::Ignored { event: None }], document)
                .await;
        }
        match read(header(request.headers(), &CONTENT_TYPE), &plain).map_err(problem_of) {
            Ok(body) => {
                self.take_delivery(
                    request,
                    (sender, &delivery),
                    sender.read(body, &delivery, &document.terms_of_sender(name)),
                    document,
                )
                .await
            }
            Err(problem) => {
                let unreadable = (quarantine::reason_of(&problem), problem.sentence(), &[][..]);
                match self.hold_delivery(request, (sender, &delivery), unreadable).await {
                    Held::Kept(_) => Ok(answered(sender, &json!({ "results": [], "quarantined": 1 }))),
                    Held::NotReached => Err(not_kept()),
                    Held::NoRoom => Err(problem),
                }
            }
        }
    }

    /// Keeps a delivery that is proved and cannot be taken, whole.
    async fn hold_delivery(
        &self,
        request: &Request,
        (sender, delivery): (&Sender, &Delivery<'_>),
        (reason, detail, errors): (Option<Why>, String, &[FieldError]),
    ) -> Held {
        let Some(reason) = reason else { return Held::NoRoom };
        let path = format!("/v1/senders/{}", sender.name);
        self.hold(quarantine::Refused {
            source: &sender.name,
            way: Way::Delivery,
            reason,
            detail,
            errors,
            customer_id: None,
            received_at: delivery.received_at,
            apart: None,
            raw: Raw::of(request, &path, delivery.body, |text| sender.is_secret(text)),
        })
        .await
    }

    /// Stores what a delivery tells, keeps it whole if something in it cannot be taken, and answers.
    async fn take_delivery(
        &self,
        request: &Request,
        (sender, delivery): (&Sender, &Delivery<'_>),
        told: Vec<Told>,
        document: &Settings,
    ) -> Result<Response<Body>, Problem> {
        if told.len() > TOUCHPOINTS_MAX {
            return Err(Problem::too_large(format!(
                "a delivery may hold {TOUCHPOINTS_MAX} touchpoints; send it in parts"
            )));
        }
        let Read { parsed, ignored, is_strange } = parse_all(sender, told, (document, delivery.received_at));
        if ignored > 0 {
            self.metrics.count("deliveries ignored", &[("sender", json!(sender.name))], &[(IGNORED, ignored)]);
        }
        let is_batch = parsed.len() != 1;
        let mut intake = self.store_all(&sender.name, parsed, is_batch, self.trace_of(request)).await;
        if intake.count(Status::Unavailable) > 0 {
            return Err(Problem::not_stored("not everything was stored, send it again"));
        }
        let mut body = json!({ "results": intake.taken });
        if ignored > 0 {
            body["ignored"] = ignored.into();
        }
        let refused = intake.taken.iter().filter(|taken| matches!(taken.status, Status::Invalid | Status::Conflict));
        let refused: Vec<_> = refused.collect();
        let Some(first) = refused.first() else { return Ok(answered(sender, &body)) };
        let (reason, detail) = match first.status {
            Status::Conflict => (Why::Conflict, "another touchpoint has its source and id"),
            _ if is_strange => (Why::NotUnderstood, "the map of this sender found nothing of what it looks for"),
            _ => (Why::Invalid, "fields are missing or wrong"),
        };
        let (count, errors) = (refused.len(), first.errors.clone());
        let why = (Some(reason), detail.to_owned(), errors.as_slice());
        match (self.hold_delivery(request, (sender, delivery), why).await, answer::problem_of(&mut intake)) {
            (Held::Kept(_), _) => body["quarantined"] = count.into(),
            (Held::NotReached, _) => return Err(not_kept()),
            (Held::NoRoom, Some(problem)) => return Err(problem),
            (Held::NoRoom, None) => {}
        }
        Ok(answered(sender, &body))
    }

    /// Returns the address that the vendor called: what the configuration says, else the deployment's public one, else the one of
    /// the request.
    fn url_of(&self, request: &Request, sender: &Sender) -> String {
        let query = request.uri().query().filter(|query| !query.is_empty());
        let base = match sender.url() {
            Some(url) if url.contains('?') => return url.to_owned(),
            Some(url) => url.to_owned(),
            None => format!("{}{}", self.base_of(request), request.raw_http_path()),
        };
        query.map_or(base.clone(), |query| format!("{base}?{query}"))
    }

    fn base_of(&self, request: &Request) -> String {
        self.public_url.clone().unwrap_or_else(|| {
            let forwarded = HeaderName::from_static("x-forwarded-proto");
            let scheme = header(request.headers(), &forwarded).unwrap_or("https");
            format!("{scheme}://{}", header(request.headers(), &HOST).unwrap_or_default())
        })
    }
}

/// Asks for a delivery again that could be neither taken nor kept now.
fn not_kept() -> Problem {
    Problem::not_stored("it could not be kept, send it again")
}

/// Finds a sender of the configuration.
fn find<'a>(name: &str, document: &'a Settings) -> Result<&'a Sender, Problem> {
    if let Some(sender) = document.senders.get(name) {
        return Ok(sender);
    }
    if shipped::text(name).is_some() {
        return Err(Problem::unauthorized(format!(
            "this sender is not in the configuration; add [senders.{name}] with its secret"
        )));
    }
    let mut names: Vec<&str> = document.senders.names().collect();
    for name in shipped::names() {
        names.push(name);
    }
    names.sort_unstable();
    names.dedup();
    Err(Problem::not_found(format!("unknown sender; known senders are {}", names.join(", "))))
}

/// Names a sender for the log: a name that nobody configured may be anything, also a secret in a wrong place.
fn known_name<'a>(name: &'a str, document: &Settings) -> &'a str {
    if document.senders.get(name).is_some() || shipped::text(name).is_some() { name } else { "unknown" }
}

/// Checks the proof on the bytes as they came, and as they are without compression: vendors sign either.
fn proved<'a>(sender: &Sender, delivery: Delivery<'a>, plain: &'a [u8]) -> Result<Delivery<'a>, Problem> {
    let unpacked = Delivery { body: plain, ..delivery };
    match sender.check(&delivery) {
        Ok(()) => Ok(unpacked),
        Err(_) if plain.len() != delivery.body.len() && sender.check(&unpacked).is_ok() => Ok(unpacked),
        Err(why) => Err(Problem::unauthorized(why.to_string())),
    }
}

/// Parses what a map made. A vendor cannot put a field right, so whatever is wrong with one is refused alone.
fn parse(
    sender: &Sender,
    mut body: Value,
    answer: Option<String>,
    (document, received_at): (&Settings, Timestamp),
) -> Result<Parsed, Refused> {
    let id = body.get("id").and_then(Value::as_str).map(str::to_owned);
    let by = ParsedBy { name: &sender.name, is_secret: true };
    let parse = |body: Value| {
        parse_by(body, Shape::Json, by, received_at, &document.terms_of_sender(&sender.name), String::new)
    };
    let mut warnings = Vec::new();
    let parsed = parse(body.clone()).or_else(|errors| {
        let Some(object) = body.as_object_mut() else { return Err(errors) };
        for error in errors {
            let field = error.field.split('.').next().unwrap_or_default().to_owned();
            match field.as_str() {
                "touchpoint_type" => object.insert(field, OTHER.into()),
                field => object.remove(field),
            };
            warnings.push(error);
        }
        parse(body)
    });
    let mut incoming = parsed.map_err(|errors| Refused { id, errors })?;
    incoming.warnings.append(&mut warnings);
    if !sender.proves_customer() {
        let names_customer = incoming.touchpoint.said.customer_id.is_some();
        incoming.touchpoint.proof = Some(if names_customer { Proof::Claim } else { Proof::Visitor });
    }
    Ok(Parsed { incoming, refused_token: None, answer: Some(answer) })
}

/// What a delivery tells, parsed.
pub(crate) struct Read {
    pub(crate) parsed: Vec<Result<Parsed, Refused>>,
    ignored: usize,
    /// Whether the map found nothing in something that should be a touchpoint.
    is_strange: bool,
}

/// Parses everything that a delivery tells.
pub(crate) fn parse_all(sender: &Sender, told: Vec<Told>, (document, received_at): (&Settings, Timestamp)) -> Read {
    let mut read = Read { parsed: Vec::new(), ignored: 0, is_strange: false };
    for (index, told) in told.into_iter().enumerate() {
        match told {
            Told::Ignored { .. } => read.ignored += 1,
            Told::NotUnderstood { missing, .. } => {
                read.is_strange = true;
                read.parsed.push(Err(Refused::missing(missing)));
            }
            Told::Touchpoint { body, answer, .. } => {
                read.parsed.push(parse(sender, body, answer, (document, in_turn(received_at, index))));
            }
        }
    }
    read
}

/// Makes a delivery of one that was kept: what it was proved with is gone.
pub(crate) fn again(request: &Request, received_at: Timestamp) -> Delivery<'_> {
    Delivery {
        method: request.method().as_str(),
        url: "",
        query: request.uri().query().unwrap_or_default(),
        path_secret: None,
        headers: request.headers(),
        body: bytes_of(request),
        received_at,
    }
}

/// Answers a delivery of which nothing would be gained by sending it again.
fn answered(sender: &Sender, body: &Value) -> Response<Body> {
    match sender.reply() {
        Some(reply) => text(&reply.body, HeaderValue::from_str(&reply.content_type).ok()),
        None => answer::accepted(body),
    }
}

/// Answers a question that a vendor asks before it sends anything.
fn shaken(answer: Answer) -> Response<Body> {
    match answer {
        Answer::Text(challenge) => text(&challenge, None),
        Answer::Empty => text("", None),
        Answer::WrongToken => Problem::forbidden("the verify token is not the one of the configuration").response(),
    }
}

fn text(body: &str, content_type: Option<HeaderValue>) -> Response<Body> {
    let mut response = Response::new(if body.is_empty() { Body::Empty } else { Body::from(body) });
    *response.status_mut() = StatusCode::OK;
    let kind = content_type.unwrap_or(HeaderValue::from_static("text/plain; charset=utf-8"));
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
