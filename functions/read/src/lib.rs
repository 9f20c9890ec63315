//! Answers questions over HTTP: what a report says, what became of a touchpoint, what is on record
//! about a customer. Changes no fact; what a report's readers promise to do is kept beside it.

use std::sync::Arc;

use domain::identity::Pseudonyms;
use domain::vocabulary::Language;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lambda_http::http::Method;
use lambda_http::{Body, Request, RequestExt, Response};
use pages::Visit;
use runtime::configuration::Configuration;
use runtime::environment::{Environment, StartError};
use runtime::function::Function;
use runtime::http::problem::Problem;
use runtime::objects::Objects;
use store::error::StoreError;
use store::table::Table;

mod action;
mod answer;
mod authorize;
mod evidence;
mod export;
mod form;
mod journey;
mod moments;
mod report;
mod reports;
mod schema;
mod touchpoint;

/// Seconds after which a reader may try again when the table could not be reached.
const RETRY_AFTER_S: u64 = 5;

/// Starts the function.
///
/// # Errors
/// A variable is missing, the configuration cannot be read, or the table belongs to another time zone.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = Configuration::load(&environment).await?;
    let table = runtime::table::open(&environment, configuration.current().await.as_ref())?;
    let zone = runtime::table::zone(&environment, &table).await?;
    let objects = Objects::open(&environment)?;
    let working_time = report::working_time(&environment);
    let public_url = environment.optional("PUBLIC_URL").map(str::to_owned);
    let reader = Arc::new(Reader { configuration, table, zone, objects, working_time, public_url });
    Ok(Function::http(move |request| {
        let reader = reader.clone();
        async move { reader.answer(request, Timestamp::now()).await }
    }))
}

struct Reader {
    configuration: Configuration,
    table: Table,
    zone: TimeZone,
    objects: Objects,
    working_time: std::time::Duration,
    /// Where people reach this, if not at the address of the API itself.
    public_url: Option<String>,
}

impl Reader {
    /// Returns who gives customers their pseudonyms.
    async fn names(&self) -> Result<Pseudonyms, Problem> {
        self.table.pseudonyms().await.map_err(|error| unreachable_table(&error))
    }

    async fn answer(&self, request: Request, now: Timestamp) -> Response<Body> {
        if let Some(schema) = schema::answer(&request) {
            return answer::private(schema);
        }
        let document = self.configuration.current().await;
        let answered = match authorize::reader(&request, &document, now) {
            Ok(visit) => self.find(&request, &document, &visit, now).await,
            Err(problem) => Err(problem),
        };
        answer::private(answered.unwrap_or_else(|problem| answer::problem(&problem, &request, document.language)))
    }

    async fn find(
        &self,
        request: &Request,
        document: &runtime::configuration::Document,
        visit: &Visit,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let parameters = request.path_parameters();
        let path = request.raw_http_path();
        if let Some(period) = parameters.first("period").filter(|_| path.ends_with("/action")) {
            if request.method() != Method::POST {
                return Err(Problem::method_not_allowed("promise with POST").allowing("POST"));
            }
            return self.promise(request, period, (document, visit), now).await;
        }
        if request.method() != Method::GET {
            return Err(Problem::method_not_allowed("read with GET").allowing("GET"));
        }
        if let Some(period) = parameters.first("period").filter(|_| path.ends_with("/moments")) {
            return self.moments(request, period, document, visit).await;
        }
        if path.ends_with("/reports") {
            return self.reports(request, document, visit, now).await;
        }
        if let Some(period) = parameters.first("period") {
            return self.report(request, period, document, visit, now).await;
        }
        if let Some(reference) = parameters.first("reference") {
            return self.touchpoint(request, reference).await;
        }
        let customer = parameters.first("id");
        if customer.is_some() || request.raw_http_path().ends_with("/journey") {
            return self.journey(request, customer, document, now).await;
        }
        Err(Problem::not_found("there is nothing to read at this path"))
    }
}

/// Returns the language asked for with `?language=`, else the deployment's.
fn language_of(request: &Request, otherwise: Language) -> Result<Language, Problem> {
    match request.query_string_parameters_ref().and_then(|query| query.first("language")) {
        None => Ok(otherwise),
        Some(word) => Language::from_word(word).ok_or_else(|| {
            let known: Vec<_> = Language::ALL.iter().map(|language| language.as_str()).collect();
            Problem::unreadable(format!("`language` must be one of {}", known.join(", ")))
        }),
    }
}

/// Says what a failed call of the table means to a reader; the cause is in the log.
fn unreachable_table(error: &StoreError) -> Problem {
    tracing::error!(%error, "question not answered");
    if error.is_retryable() {
        Problem::unavailable("the table cannot be reached").retry_after_s(RETRY_AFTER_S)
    } else {
        Problem::internal("")
    }
}
