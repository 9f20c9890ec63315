//! The console: where people look at how things are, work on cases, and set up what sends and receives. Server-rendered pages for
//! people who have signed in. Sends no message; what somebody is told is written down for the outbox.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lambda_http::http::Method;
use lambda_http::http::header::{HOST, USER_AGENT};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use pages::console::{Section, Shell};
use runtime::configuration::Configuration;
use runtime::environment::{Environment, StartError};
use runtime::function::Function;
use runtime::http::patience::Patience;
use runtime::http::problem::Problem;
use runtime::https::Https;
use store::table::Table;

mod answer;
mod audit;
mod cases;
mod cookies;
mod correct;
mod customers;
mod document;
mod reports;
mod session;
mod set_up;
mod sign_in;
mod site;
mod today;
mod visit;

use audit::What;
use cookies::Cookie;
pub use document::{Console, ConsoleDocument, Person, Role, ShownKey, schema};
use session::Session;
use site::Site;
use visit::{Form, Visit};

/// Seconds that a browser keeps the cookie of a session: it is checked anew with each visit.
const SESSION_COOKIE_S: i64 = 12 * 3_600;

/// Starts the function.
///
/// # Errors
/// A variable is missing, the configuration cannot be read, or the table belongs to another time zone.
pub async fn start(environment: Environment) -> Result<Function, StartError> {
    let configuration = ConsoleDocument::load(&environment).await?;
    let table = runtime::table::open(&environment, &configuration.current().await.common)?;
    let zone = runtime::table::zone(&environment, &table).await?;
    let public_url = environment.optional("PUBLIC_URL").map(str::to_owned);
    // A file is read on a laptop only; a deployment has a parameter.
    let is_laptop = environment.required("CONFIGURATION")?.starts_with("file:");
    let (https, provider) = (Https::new(&environment, is_laptop), sign_in::Known::default());
    let patience = Patience::of(&environment)?;
    let desk = Arc::new(Desk { configuration, table, zone, public_url, is_laptop, https, provider, patience });
    Ok(Function::http(move |request| {
        let desk = desk.clone();
        async move { answer::private(desk.answer(request, Timestamp::now()).await) }
    }))
}

/// What every page is made of.
pub(crate) struct Desk {
    pub(crate) configuration: Configuration<ConsoleDocument>,
    pub(crate) table: Table,
    pub(crate) zone: TimeZone,
    public_url: Option<String>,
    is_laptop: bool,
    https: Https,
    provider: sign_in::Known,
    patience: Patience,
}

impl Desk {
    async fn answer(&self, request: Request, now: Timestamp) -> Response<Body> {
        let document = self.configuration.current().await;
        let site = self.site(&request);
        let parameters = request.path_parameters();
        let path = parameters.first("path").unwrap_or_default();
        let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let asked = Asked { document: &document, request: &request, site: &site, now };
        if matches!(segments.first(), Some(&("v1" | "_local"))) {
            return answer::no_route(asked);
        }
        if let Err(problem) = self.patience.admit(&request, now) {
            return answer::failed(&problem, asked.shell());
        }
        let response = match segments.as_slice() {
            ["sign-in", rest @ ..] => {
                let answered = sign_in::answer(self, asked, rest).await;
                answered.unwrap_or_else(|problem| answer::failed(&problem, asked.shell()))
            }
            _ => self.visited(asked, &segments).await,
        };
        match self.patience.hear(&request, response.status(), now) {
            Ok(()) => response,
            Err(problem) => answer::failed(&problem, asked.shell()),
        }
    }

    /// Answers people who have signed in; sends everybody else to sign in.
    async fn visited(&self, asked: Asked<'_>, segments: &[&str]) -> Response<Body> {
        let session = match self.session(asked).await {
            Ok(session) => session,
            Err(problem) => return answer::failed(&problem, asked.shell()),
        };
        let known = session.and_then(|session| Some((asked.document.person(&session.email)?, session)));
        let (Some((person, session)), Some(key)) = (known, &asked.document.console.key) else {
            return sign_in::ask(asked).unwrap_or_else(|problem| answer::failed(&problem, asked.shell()));
        };
        let visit = Visit {
            person,
            document: asked.document,
            request: asked.request,
            form: if asked.request.method() == Method::POST { Form::of(asked.request) } else { Form::default() },
            now: asked.now,
            language: person.language.unwrap_or(asked.document.common.language),
            from: asked.site.from.clone(),
            site: asked.site.address.clone(),
            is_local: self.is_laptop,
            csrf: session.token(key),
        };
        let answered = self.find(&visit, &session, asked.site, segments).await;
        let mut response = match answered {
            Ok(response) => response,
            Err(problem) => {
                if problem.status() == lambda_http::http::StatusCode::FORBIDDEN {
                    // The answer is a refusal either way.
                    let _ = self.audit(&visit, What::Refused, Some(&segments.join("/"))).await;
                }
                answer::failed(&problem, visit.shell("", Section::None))
            }
        };
        // A page that signs out has the last word about the cookie.
        let is_leaving = segments == ["sign-out"];
        if let Some(next) = session.renewed(asked.now).filter(|_| !is_leaving) {
            let value = next.sealed(key, asked.site.place());
            let put = Cookie::Session.put(&mut response, &value, SESSION_COOKIE_S, asked.site.is_plain);
            if let Err(problem) = put {
                return answer::failed(&problem, visit.shell("", Section::None));
            }
        }
        response
    }

    /// Finds the page or the action that is meant.
    async fn find(
        &self,
        visit: &Visit<'_>,
        session: &Session,
        site: &Site,
        segments: &[&str],
    ) -> Result<Response<Body>, Problem> {
        let acts = visit.request.method() == Method::POST;
        if acts {
            runtime::http::forms::refuse_other_sites(visit.request, self.public_url.as_deref())?;
            if !session.made(visit.form.get("csrf").unwrap_or_default(), &visit.document.console) {
                return Err(Problem::unreadable("the form is of another session"));
            }
        }
        match (segments, acts) {
            ([] | ["today"], false) => today::show(self, visit, &[]).await,
            (["today", rest @ ..], true) => today::act(self, visit, rest).await,
            (["cases", rest @ ..], false) => cases::show(self, visit, rest).await,
            (["cases", rest @ ..], true) => cases::act(self, visit, rest).await,
            (["customers", rest @ ..], false) => customers::show(self, visit, rest).await,
            (["customers", rest @ ..], true) => customers::act(self, visit, rest).await,
            (["corrections"], false) => correct::show(self, visit).await,
            (["corrections"], true) => correct::act(self, visit).await,
            (["reports", rest @ ..], false) => reports::show(self, visit, rest).await,
            (["reports", rest @ ..], true) => reports::act(self, visit, rest).await,
            (["set-up", rest @ ..], false) => set_up::show(self, visit, rest).await,
            (["set-up", rest @ ..], true) => set_up::act(self, visit, rest).await,
            (["components"], false) if visit.is_local => {
                let shell = visit.shell("Components", Section::None);
                Ok(answer::page_or_304(visit, pages::console::components::html(&shell)))
            }
            (["sign-out"], true) => self.sign_out(visit, session, site).await,
            _ => Err(Problem::not_found("no such page")),
        }
    }

    /// Ends the session, here and wherever its cookie was copied to.
    async fn sign_out(&self, visit: &Visit<'_>, session: &Session, site: &Site) -> Result<Response<Body>, Problem> {
        let ended = self.table.end_session(&session.id, session.end()).await;
        ended.map_err(|error| Problem::of_table(&error))?;
        self.audit(visit, What::SignedOut, None).await?;
        let mut response = runtime::http::answer::see_other("/sign-in")?;
        Cookie::Session.remove(&mut response, site.is_plain)?;
        Ok(response)
    }

    /// Reads the session of a request; none if it has none that is good.
    async fn session(&self, asked: Asked<'_>) -> Result<Option<Session>, Problem> {
        let Some(cookie) = Cookie::Session.of(asked.request, asked.site.is_plain) else { return Ok(None) };
        let console = &asked.document.console;
        let Some(session) = Session::read(cookie, console, asked.site.place(), asked.now) else { return Ok(None) };
        let ended = self.table.has_session_ended(&session.id).await;
        Ok((!ended.map_err(|error| Problem::of_table(&error))?).then_some(session))
    }

    /// Returns where a request came to, and from where.
    fn site(&self, request: &Request) -> Site {
        let context = match request.request_context_ref() {
            Some(RequestContext::ApiGatewayV2(context)) => Some(context),
            _ => None,
        };
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let named = context.and_then(|context| context.domain_name.as_deref()).unwrap_or_else(|| header(HOST));
        let from = context.and_then(|context| context.http.source_ip.as_deref()).unwrap_or_default();
        Site::new(named, from, header(USER_AGENT), self.public_url.as_deref(), self.is_laptop)
    }
}

/// A request before it is known who it is of.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) document: &'a ConsoleDocument,
    pub(crate) request: &'a Request,
    pub(crate) site: &'a Site,
    pub(crate) now: Timestamp,
}

impl<'a> Asked<'a> {
    /// Returns what stands around a page before somebody has signed in.
    pub(crate) fn shell(self) -> Shell<'a> {
        Shell {
            language: self.document.common.language,
            title: String::new(),
            section: Section::None,
            person: None,
            may_act: false,
            is_admin: false,
            csrf: String::new(),
            is_local: self.site.is_laptop,
            notice: None,
        }
    }
}
