//! Takes touchpoints over HTTP and keeps them: `POST /v1/touchpoints`, deliveries of vendors at `/v1/senders/{name}`, and calls of
//! SDKs at `/v1/track` and its like, and serves the browser kit that posts. What it answers with 2xx is in the table, or counts for nothing. Judges nothing.

use std::sync::Arc;

use domain::trace::{TRACEPARENT, Trace};
use jiff::Timestamp;
use lambda_http::http::Method;
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::configuration::Configuration;
use runtime::environment::{Environment, StartError};
use runtime::function::Function;
use runtime::http::access::WriteKey;
use runtime::http::identity::IDENTITY_TOKEN;
use runtime::http::patience::Patience;
use runtime::http::problem::Problem;
use runtime::objects::Objects;
use runtime::spans::Spans;
use runtime::telemetry::Metrics;
use serde_json::json;
use store::table::Table;

use crate::form::Form;
use crate::intake::From;
use crate::media::{Opened, Unopened};
use crate::settings::Settings;
use crate::visitor::Visitor;

mod answer;
mod authorize;
pub mod contract;
mod cors;
mod deliveries;
mod form;
mod intake;
mod json;
mod kit;
mod media;
mod quarantine;
mod quota;
mod replay;
mod sdk;
mod settings;
mod visitor;

/// Counts forms whose trap was filled in: by a bot, or by a browser that fills in what it knows.
const HONEYPOTS: &str = "HoneypotsFilled";

/// Starts the function.
///
/// # Errors
/// A variable is missing, or the configuration cannot be read.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = Configuration::load_as(&environment, Settings::read).await?;
    let settings = configuration.current().await;
    let table = runtime::table::open(&environment, &settings)?;
    if let Err(error) = table.connect().await {
        // Not a reason not to start: senders are told to post again.
        tracing::warn!(%error, "started without a connection");
    }
    let metrics = Metrics::of(&environment);
    let spans = Spans::of(&environment)?;
    let public_url = environment.optional("PUBLIC_URL").map(|url| url.trim_end_matches('/').to_owned());
    let objects = Objects::open(&environment)?;
    let (quotas, patience, full) = (quota::Quotas::default(), Patience::of(&environment)?, quarantine::Full::default());
    let ingest = Arc::new(Ingest { configuration, table, objects, metrics, spans, quotas, patience, full, public_url });
    Ok(Function::http(move |request| {
        let ingest = ingest.clone();
        async move { ingest.answer(request, Timestamp::now()).await }
    }))
}

struct Ingest {
    configuration: Configuration<Settings>,
    table: Table,
    /// Where the bytes of the quarantine are.
    objects: Objects,
    metrics: Metrics,
    spans: Spans,
    quotas: quota::Quotas,
    patience: Patience,
    full: quarantine::Full,
    /// Where people and vendors reach the API, if the deployment says so.
    public_url: Option<String>,
}

impl Ingest {
    /// Answers one request, by its path.
    async fn answer(&self, request: Request, received_at: Timestamp) -> Response<Body> {
        if let Some(kit) = kit::answer(&request) {
            return kit;
        }
        let document = self.configuration.current().await;
        let response = self.answered(&request, &document, received_at).await;
        // What is right is taken from everybody: a mistake in one form must not lose what another one behind the same address sends.
        match self.patience.hear(&request, response.status(), received_at) {
            Ok(()) => response,
            Err(problem) => {
                let origin = cors::origin_of(request.headers());
                cors::allow(problem.response(), &document.write_keys, origin.as_deref())
            }
        }
    }

    async fn answered(&self, request: &Request, document: &Settings, received_at: Timestamp) -> Response<Body> {
        if let Some(name) = deliveries::sender_of(request) {
            return self.deliver(request, &name, document, received_at).await;
        }
        if replay::is_meant(request) {
            return self.quarantined(request, document).await;
        }
        let origin = cors::origin_of(request.headers());
        if request.method() == Method::OPTIONS {
            return cors::preflight(&document.write_keys, origin.as_deref());
        }
        let response = match sdk::Call::of(request) {
            Some(call) => self.call(call, request, document, origin.as_deref(), received_at).await,
            None => self.post(request, document, origin.as_deref(), received_at).await,
        };
        cors::allow(response, &document.write_keys, origin.as_deref())
    }

    /// Answers a post, which is authorized, read, parsed, stored and answered, in that order.
    async fn post(
        &self,
        request: &Request,
        document: &Settings,
        origin: Option<&str>,
        received_at: Timestamp,
    ) -> Response<Body> {
        let visitor = Visitor::of(request.headers(), document.language);
        if request.method() != Method::POST {
            if answer::is_thanks(request) {
                return answer::thanks_page(visitor.language);
            }
            return Problem::method_not_allowed("send touchpoints with POST").allowing("POST, OPTIONS").response();
        }
        let (opened, key) = match self.admit(request, document, origin, received_at).await {
            Ok(admitted) => admitted,
            Err(Unopened { problem, wants_page }) => return self.refuse(&problem, visitor.waiting(wants_page)),
        };
        let wants_page = opened.wants_page(request.headers());
        let visitor = visitor.waiting(wants_page);
        let redirect = opened.form().and_then(|form| form.redirect_for(key));
        let is_bot = opened.form().is_some_and(|form| form.is_bot);
        // Only who may post has work done for it.
        let posted = match opened.read(request, received_at) {
            Ok(posted) => posted.named(authorize::message_id(request)),
            Err(problem) => {
                self.hold_unread(request, key, (&problem, received_at)).await;
                return self.refuse(&problem, visitor);
            }
        };
        if is_bot {
            let source = [("source", json!(key.name))];
            self.metrics.count("honeypot filled, kept in quarantine only", &source, &[(HONEYPOTS, 1)]);
            self.hold_trapped(request, key, received_at).await;
            let pretended = authorize::unchecked_proof(key, &posted);
            return if wants_page { answer::thanks(redirect.as_deref()) } else { answer::quiet(&key.name, pretended) };
        }
        let token = request.headers().get(IDENTITY_TOKEN).and_then(|value| value.to_str().ok());
        let from = From { trace: self.trace_of(request), terms: document.terms(&key.privacy), received_at };
        let intake = self.take((key, token), posted, from).await;
        self.hold_invalid(request, key, &intake, received_at).await;
        match wants_page {
            false => answer::json(intake),
            true => answer::page(intake, redirect.as_deref(), visitor.language),
        }
    }

    /// Opens what was posted and finds its key. A compressed body is opened only for a known key, which is outside of it then.
    async fn admit<'a>(
        &self,
        request: &'a Request,
        document: &'a Settings,
        origin: Option<&str>,
        received_at: Timestamp,
    ) -> Result<(Opened<'a>, &'a WriteKey), Unopened> {
        let key_of = |form: Option<&Form>| {
            let key = match authorize::is_signed(request) {
                true => authorize::signed(request, &document.write_keys, received_at),
                false => authorize::key(request, form, &document.write_keys, (origin, received_at)),
            }?;
            self.quotas.take(key).map(|()| key)
        };
        let refused = |problem, wants_page| Unopened { problem: Box::new(problem), wants_page };
        let early = match media::is_compressed(request) {
            true => {
                let wants_page = media::wants_page(request, media::bytes_of(request));
                Some(key_of(None).map_err(|problem| refused(problem, wants_page))?)
            }
            false => None,
        };
        match (media::open(request), early) {
            (Ok(opened), Some(key)) => Ok((opened, key)),
            (Ok(opened), None) => match key_of(opened.form()) {
                Ok(key) => Ok((opened, key)),
                Err(problem) => Err(refused(problem, opened.wants_page(request.headers()))),
            },
            (Err(unopened), early) => {
                // What cannot be opened holds no key, and is kept for one outside of it.
                if let Some(key) = early.or_else(|| key_of(None).ok()) {
                    self.hold_unread(request, key, (&*unopened.problem, received_at)).await;
                }
                Err(unopened)
            }
        }
    }

    /// The trace that a request is part of, if traces are kept.
    fn trace_of(&self, request: &Request) -> Option<Trace> {
        let sent = request.headers().get(TRACEPARENT).and_then(|value| value.to_str().ok());
        let invocation = request.lambda_context_ref().and_then(|context| context.xray_trace_id.as_deref());
        self.spans.trace_of(sent, invocation)
    }

    fn refuse(&self, problem: &Problem, visitor: Visitor) -> Response<Body> {
        let status = problem.status().as_u16();
        self.metrics.count("request refused", &[("status", json!(status))], &[(intake::REFUSED, 1)]);
        if visitor.waits_for_a_page { answer::problem_page(problem, visitor.language) } else { problem.response() }
    }
}
