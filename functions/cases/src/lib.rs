//! Cases over HTTP: who takes one, who spoke with the customer, how it was resolved. For programs with a key and JSON, for
//! people with a link and a page. Sends nothing: the outbox tells channels of a change.

use std::sync::Arc;

use domain::case::Case;
use domain::identity::Pseudonyms;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lambda_http::http::Method;
use lambda_http::{Body, Request, RequestExt, Response};
use recovery::document::CaseDocument;
use runtime::audit::{self, Line, Trail};
use runtime::configuration::Configuration;
use runtime::environment::{Environment, StartError};
use runtime::function::Function;
use runtime::http::links::QUEUE;
use runtime::http::patience::Patience;
use runtime::http::problem::Problem;
use runtime::http::route::address_of;
use store::audit::Often;
use store::table::Table;

mod act;
mod answer;
mod authorize;
pub mod contract;
mod correct;
mod order;
mod show;

use authorize::Caller;
use order::Action;

/// Starts the function.
///
/// # Errors
/// A variable is missing, the configuration cannot be read, or the table belongs to another time zone.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = CaseDocument::load(&environment).await?;
    let table = runtime::table::open(&environment, &configuration.current().await.common)?;
    let zone = runtime::table::zone(&environment, &table).await?;
    let public_url = environment.optional("PUBLIC_URL").map(str::to_owned);
    let patience = Patience::of(&environment)?;
    let desk = Arc::new(Desk { configuration, table, zone, trail: Trail::default(), patience, public_url });
    Ok(Function::http(move |request| {
        let desk = desk.clone();
        async move { desk.answer(request, Timestamp::now()).await }
    }))
}

struct Desk {
    configuration: Configuration<CaseDocument>,
    table: Table,
    zone: TimeZone,
    trail: Trail,
    patience: Patience,
    /// Where people reach this, if not at the address of the API itself.
    public_url: Option<String>,
}

/// What every answer needs: who asks, in which language, when.
#[derive(Clone, Copy)]
struct Asked<'a> {
    document: &'a CaseDocument,
    caller: &'a Caller,
    now: Timestamp,
    /// What the addresses of a case's steps begin with on the page that answers.
    steps: &'a str,
}

impl Desk {
    /// Returns who gives customers their pseudonyms.
    async fn names(&self) -> Result<Pseudonyms, Problem> {
        self.table.pseudonyms().await.map_err(|error| Problem::of_table(&error))
    }

    /// Writes down what is read or done, before it happens: what cannot be written down does not.
    async fn note(
        &self,
        request: &Request,
        document: &CaseDocument,
        caller: &Caller,
        (what, about): (&str, Option<&str>),
        now: Timestamp,
    ) -> Result<(), Problem> {
        let who = match caller {
            Caller::Key(key) => audit::of_key("case", &key.name),
            Caller::Link { .. } => audit::LINK.to_owned(),
        };
        let often = if request.method() == Method::POST { Often::Always } else { Often::Hourly };
        let line = Line { who: &who, what, about, from: &address_of(request), often };
        self.trail.note((&self.table, &self.zone), line, (now, document.common.audit_days)).await
    }

    async fn answer(&self, request: Request, now: Timestamp) -> Response<Body> {
        let document = self.configuration.current().await;
        let answered = match self.patience.admit(&request, now) {
            Ok(()) => self.find(&request, &document, now).await,
            Err(problem) => Err(problem),
        };
        let answered = self.patience.after(&request, answered, now);
        runtime::http::answer::private(
            answered.unwrap_or_else(|problem| answer::problem(&problem, &request, document.common.language)),
        )
    }

    async fn find(
        &self,
        request: &Request,
        document: &CaseDocument,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        if request.method() != Method::GET {
            runtime::http::forms::refuse_other_sites(request, self.public_url.as_deref())?;
        }
        if runtime::http::route::route(request) == correct::PATH {
            return self.correct(request, document, now).await;
        }
        let parameters = request.path_parameters();
        let Some(id) = parameters.first("id") else {
            let caller = authorize::caller(request, document, &[QUEUE], now)?;
            self.note(request, document, &caller, ("cases_listed", None), now).await?;
            return self.queue(request, Asked { document, caller: &caller, now, steps: "" }).await;
        };
        let action = parameters
            .first("action")
            .map(|word| Action::from_word(word).ok_or_else(|| Problem::not_found("unknown case action")));
        let action = action.transpose()?.unwrap_or(Action::Show);
        let named = self.table.cases_named(id).await.map_err(|error| Problem::of_table(&error))?;
        let (case, caller) = authorize::case(request, document, named, (id, action), now)?;
        // From `…/cases/{id}` a step is one level down, from another step beside it.
        let steps = if parameters.first("action").is_some() { String::new() } else { format!("{id}/") };
        let asked = Asked { document, caller: &caller, now, steps: &steps };
        let what = match (request.method(), action) {
            (&Method::POST, action) => format!("case_changed:{}", action.as_str()),
            _ => "case_read".to_owned(),
        };
        self.note(request, document, &caller, (&what, Some(&case.id())), now).await?;
        match (request.method(), action) {
            (&Method::GET, _) => self.show(request, asked, case, action).await,
            (&Method::POST, Action::Show) => Err(Problem::method_not_allowed("use GET to see a case").allowing("GET")),
            (&Method::POST, action) => self.act(request, asked, case, action).await,
            _ => Err(Problem::method_not_allowed("use GET to look, POST to act").allowing("GET, POST")),
        }
    }
}

/// Returns a name of whose a case is that no other customer has: what a link is bound to.
fn owner(case: &Case) -> String {
    store::Key::of_customer(&case.customer).fingerprint()
}
