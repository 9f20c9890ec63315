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
use runtime::http::patience::Patience;
use runtime::http::problem::Problem;
use runtime::http::route::route;
use runtime::objects::Objects;
use store::table::Table;

use crate::settings::Settings;

mod action;
mod answer;
mod audit;
mod authorize;
pub mod contract;
mod corrections;
mod evidence;
mod export;
mod form;
mod journey;
mod journey_page;
mod large;
mod moments;
mod overdue;
mod person;
mod pitch;
mod quarantine;
mod report;
mod reports;
mod schema;
mod sealed_journey;
mod settings;
mod touchpoint;

/// Starts the function.
///
/// # Errors
/// A variable is missing, the configuration cannot be read, or the table belongs to another time zone.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = Configuration::load_as(&environment, Settings::read).await?;
    let table = runtime::table::open(&environment, &**configuration.current().await)?;
    let zone = runtime::table::zone(&environment, &table).await?;
    let objects = Objects::open(&environment)?;
    let working_time = report::working_time(&environment);
    let public_url = environment.optional("PUBLIC_URL").map(str::to_owned);
    let (trail, patience) = (runtime::audit::Trail::default(), Patience::of(&environment)?);
    let reader = Arc::new(Reader { configuration, table, zone, objects, working_time, trail, patience, public_url });
    Ok(Function::http(move |request| {
        let reader = reader.clone();
        async move { reader.answer(request, Timestamp::now()).await }
    }))
}

struct Reader {
    configuration: Configuration<Settings>,
    table: Table,
    zone: TimeZone,
    objects: Objects,
    working_time: std::time::Duration,
    trail: runtime::audit::Trail,
    patience: Patience,
    /// Where people reach this, if not at the address of the API itself.
    public_url: Option<String>,
}

impl Reader {
    /// Returns who gives customers their pseudonyms.
    async fn names(&self) -> Result<Pseudonyms, Problem> {
        self.table.pseudonyms().await.map_err(|error| Problem::of_table(&error))
    }

    async fn answer(&self, request: Request, now: Timestamp) -> Response<Body> {
        if let Some(schema) = schema::answer(&request) {
            return runtime::http::answer::private(schema);
        }
        let document = self.configuration.current().await;
        let answered = match self.patience.admit(&request, now) {
            Ok(()) => self.admitted(&request, &document, now).await,
            Err(problem) => Err(problem),
        };
        let answered = self.patience.after(&request, answered, now);
        runtime::http::answer::private(
            answered.unwrap_or_else(|problem| answer::problem(&problem, &request, document.language)),
        )
    }

    /// Answers one who may ask, and writes down what was read.
    async fn admitted(
        &self,
        request: &Request,
        document: &Settings,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        match self.sealed_journey(request, document, now).await {
            Some(answered) => self.noted(answered, (request, runtime::audit::LINK), document, now).await,
            None => {
                let (visit, who) = authorize::reader(request, document, now)?;
                let answered = self.find(request, document, &visit, now).await;
                self.noted(answered, (request, &who), document, now).await
            }
        }
    }

    async fn find(
        &self,
        request: &Request,
        document: &Settings,
        visit: &Visit,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let parameters = request.path_parameters();
        let (is_get, is_post) = (request.method() == Method::GET, request.method() == Method::POST);
        let is_delete = request.method() == Method::DELETE;
        let period = parameters.first("period").unwrap_or_default();
        match route(request) {
            "/v1/reports/{period}/action" if is_post => self.promise(request, period, (document, visit), now).await,
            "/v1/reports/{period}/action" => {
                Err(Problem::method_not_allowed("use POST to plan an action").allowing("POST"))
            }
            "/v1/customers/{id}" | "/v1/journey" if is_delete => self.order_erasure(request, document, now).await,
            "/v1/customers/{id}" => {
                Err(Problem::method_not_allowed("use DELETE to erase a customer").allowing("DELETE"))
            }
            _ if !is_get => Err(Problem::method_not_allowed("use GET").allowing("GET")),
            "/v1/reports" => self.reports(request, document, visit, now).await,
            "/v1/reports/{period}" => self.report(request, period, document, visit, now).await,
            "/v1/reports/{period}/moments" => self.moments(request, period, document, visit, now).await,
            "/v1/touchpoints/{reference+}" => {
                self.touchpoint(request, parameters.first("reference").unwrap_or_default(), document).await
            }
            "/v1/customers/{id}/journey" => self.journey(request, parameters.first("id"), document, now).await,
            "/v1/customers/do-not-pitch" => self.do_not_pitch(request, document, now).await,
            "/v1/promises/overdue" => self.overdue(request, document, now).await,
            "/v1/audit" => self.trail(request).await,
            "/v1/corrections" => self.corrections(request, visit).await,
            "/v1/quarantine" => self.quarantine(request).await,
            "/v1/quarantine/{id}" => self.quarantined(parameters.first("id").unwrap_or_default()).await,
            "/v1/customers/{id}/export" | "/v1/journey/export" => self.export_person(request, document, now).await,
            "/v1/erasures/{id}" => {
                self.erasure(request, parameters.first("id").unwrap_or_default(), (document, now)).await
            }
            "/v1/journey" => self.journey(request, None, document, now).await,
            _ => Err(Problem::not_found("unknown path")),
        }
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
