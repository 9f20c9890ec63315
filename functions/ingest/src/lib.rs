//! Takes touchpoints over HTTP and keeps them: `POST /v1/touchpoints`. What it answers with 2xx is in the table. Judges
//! nothing.

use std::sync::Arc;

use domain::trace::{TRACEPARENT, Trace};
use jiff::Timestamp;
use lambda_http::http::Method;
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::configuration::Configuration;
use runtime::environment::{Environment, StartError};
use runtime::function::Function;
use runtime::http::identity::IDENTITY_TOKEN;
use runtime::http::problem::Problem;
use runtime::spans::Spans;
use runtime::telemetry::Metrics;
use serde_json::json;
use store::table::Table;

mod answer;
mod authorize;
mod cors;
mod form;
mod intake;
mod json;
mod media;
mod quota;

/// Starts the function.
///
/// # Errors
/// A variable is missing, or the configuration cannot be read.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = Configuration::load(&environment).await?;
    let table = runtime::table::open(&environment, configuration.current().await.as_ref())?;
    if let Err(error) = table.connect().await {
        // Not a reason not to start: whoever posts is told to post again.
        tracing::warn!(%error, "started without a connection");
    }
    let metrics = Metrics::of(&environment);
    let spans = Spans::of(&environment)?;
    let ingest = Arc::new(Ingest { configuration, table, metrics, spans, quotas: quota::Quotas::default() });
    Ok(Function::http(move |request| {
        let ingest = ingest.clone();
        async move { ingest.answer(request, Timestamp::now()).await }
    }))
}

struct Ingest {
    configuration: Configuration,
    table: Table,
    metrics: Metrics,
    spans: Spans,
    quotas: quota::Quotas,
}

impl Ingest {
    /// Answers one request: pre-flight, or a post, which is authorized, read, parsed, stored and answered, in that order.
    async fn answer(&self, request: Request, received_at: Timestamp) -> Response<Body> {
        let document = self.configuration.current().await;
        let origin = cors::origin_of(request.headers());
        if request.method() == Method::OPTIONS {
            return cors::preflight(&document.write_keys, origin.as_deref());
        }
        if request.method() != Method::POST {
            let problem = Problem::method_not_allowed("touchpoints are posted").allowing("POST, OPTIONS");
            return cors::allow(problem.response(), &document.write_keys, origin.as_deref());
        }
        let wants_page = media::wants_page(request.headers());
        let opened = match media::open(&request) {
            Ok(opened) => opened,
            Err(problem) => return self.refuse(&problem, wants_page, &document, origin.as_deref()),
        };
        let key = match authorize::key(&request, opened.form(), &document.write_keys, origin.as_deref()) {
            Ok(key) => key,
            Err(problem) => return self.refuse(&problem, wants_page, &document, origin.as_deref()),
        };
        if let Err(problem) = self.quotas.take(key) {
            return self.refuse(&problem, wants_page, &document, origin.as_deref());
        }
        let redirect = opened.form().and_then(|form| form.redirect_for(key));
        let is_bot = opened.form().is_some_and(|form| form.is_bot);
        // Only who may post has work done for it.
        let posted = match opened.read(&request) {
            Ok(posted) => posted,
            Err(problem) => return self.refuse(&problem, wants_page, &document, origin.as_deref()),
        };
        let pretended = authorize::unchecked_proof(key, &posted);
        let intake = if is_bot {
            tracing::info!(source = key.name, "honeypot filled, nothing stored");
            None
        } else {
            let token = request.headers().get(IDENTITY_TOKEN).and_then(|value| value.to_str().ok());
            Some(self.take((key, token), posted, self.trace_of(&request), received_at).await)
        };
        let response = match (intake, wants_page) {
            (Some(intake), false) => answer::json(intake),
            (Some(intake), true) => answer::page(intake, redirect.as_deref(), document.language),
            (None, true) => answer::thanks(redirect.as_deref(), document.language),
            (None, false) => answer::quiet(&key.name, pretended),
        };
        cors::allow(response, &document.write_keys, origin.as_deref())
    }

    /// The trace that a request is part of, if traces are kept.
    fn trace_of(&self, request: &Request) -> Option<Trace> {
        let sent = request.headers().get(TRACEPARENT).and_then(|value| value.to_str().ok());
        let invocation = request.lambda_context_ref().and_then(|context| context.xray_trace_id.as_deref());
        self.spans.trace_of(sent, invocation)
    }

    fn refuse(
        &self,
        problem: &Problem,
        wants_page: bool,
        document: &runtime::configuration::Document,
        origin: Option<&str>,
    ) -> Response<Body> {
        let status = problem.status().as_u16();
        self.metrics.count("request refused", &[("status", json!(status))], &[(intake::REFUSED, 1)]);
        let response = if wants_page { answer::problem_page(problem, document.language) } else { problem.response() };
        cors::allow(response, &document.write_keys, origin)
    }
}
