//! How a request is answered: to a program with one result an item, to a person with a page.

use domain::touchpoint::parse::FieldError;
use domain::vocabulary::{Language, Proof};
use lambda_http::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION};
use lambda_http::http::{HeaderValue, Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::http::problem::{ERRORS_MAX, Problem, keep};
use serde_json::json;

use crate::intake::{Intake, Status, Taken};

/// Answers a program: 202 with one result an item as soon as one is stored, otherwise the problem.
pub(crate) fn json(mut intake: Intake) -> Response<Body> {
    if let Some(problem) = problem_of(&mut intake) {
        return problem.response();
    }
    intake.taken.iter_mut().fold(ERRORS_MAX, |left, taken| keep(&mut taken.errors, left));
    accepted(&json!({ "results": intake.taken }))
}

/// Answers a bot as if all were well: nothing in it tells that nothing was kept.
pub(crate) fn quiet(source: &str, proof: Option<Proof>) -> Response<Body> {
    accepted(&json!({ "results": [Taken::pretended(source, proof)] }))
}

/// Answers a person.
pub(crate) fn page(mut intake: Intake, redirect: Option<&str>, language: Language) -> Response<Body> {
    match problem_of(&mut intake) {
        None => thanks(redirect),
        Some(problem) => problem_page(&problem, language),
    }
}

/// The query of our page that thanks.
const THANKS: &str = "thanks";

/// Leads a person on, to the page they are sent to or to a small one of ours: a page that follows a post is not posted again when
/// somebody loads it once more.
pub(crate) fn thanks(redirect: Option<&str>) -> Response<Body> {
    let address = redirect.and_then(|address| HeaderValue::from_str(address).ok());
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(LOCATION, address.unwrap_or(HeaderValue::from_static("/v1/touchpoints?thanks")));
    response
}

/// Returns whether a request asks for our thank-you page.
pub(crate) fn is_thanks(request: &Request) -> bool {
    let asks = request.query_string_parameters_ref().is_some_and(|query| query.first(THANKS).is_some());
    matches!(*request.method(), Method::GET | Method::HEAD) && asks
}

/// Thanks a person.
pub(crate) fn thanks_page(language: Language) -> Response<Body> {
    html(StatusCode::OK, pages::thanks::html(language), pages::thanks::content_security_policy())
}

/// Tells a person what is wrong, in words for somebody who visits a site: keys and origins are nothing to them.
pub(crate) fn problem_page(problem: &Problem, language: Language) -> Response<Body> {
    let worded = |error: &'_ FieldError| error.complaint.words(language);
    let mut told: Vec<_> = problem.errors().iter().map(|error| (error.field.as_str(), worded(error))).collect();
    if told.is_empty() {
        told.push(("", refused(problem.status(), language).to_owned()));
    }
    let errors: Vec<_> = told.iter().map(|(field, message)| (*field, message.as_str())).collect();
    html(problem.status(), pages::form_error::html(&errors, language), pages::form_error::content_security_policy())
}

/// Says to a visitor why a form was refused as a whole. A developer reads the problem itself.
fn refused(status: StatusCode, language: Language) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => language.form_not_set_up(),
        StatusCode::CONFLICT => language.form_conflict(),
        StatusCode::PAYLOAD_TOO_LARGE => language.form_too_large(),
        StatusCode::TOO_MANY_REQUESTS => language.form_too_many(),
        status if status.is_server_error() => language.form_unavailable(),
        _ => language.form_unreadable(),
    }
}

/// Returns the problem of a request of which nothing is stored. A batch lists the errors of each item by its place, once,
/// and what became of each as a 202 would.
pub(crate) fn problem_of(intake: &mut Intake) -> Option<Problem> {
    if intake.has_stored() {
        return None;
    }
    let problem = problem_of_all(intake);
    let results = || serde_json::to_value(&intake.taken).unwrap_or_default();
    Some(if intake.is_batch { problem.with_results(results()) } else { problem })
}

fn problem_of_all(intake: &mut Intake) -> Problem {
    let is_batch = intake.is_batch;
    let errors = intake.taken.iter_mut().enumerate().flat_map(|(index, taken)| {
        std::mem::take(&mut taken.errors).into_iter().map(move |mut error| {
            if is_batch {
                error.field = format!("{index}.{}", error.field).trim_end_matches('.').to_owned();
            }
            error
        })
    });
    let errors: Vec<_> = errors.collect();
    if intake.count(Status::Unavailable) > 0 {
        let again = if errors.is_empty() { "send it again" } else { "send it again without what `errors` names" };
        return Problem::not_stored(format!("nothing was stored, {again}")).with_errors(errors);
    }
    if intake.count(Status::Conflict) == intake.taken.len() {
        return Problem::conflict("the stored touchpoint stays as it was first sent");
    }
    Problem::invalid("see `errors`").with_errors(errors)
}

pub(crate) fn accepted(body: &serde_json::Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = StatusCode::ACCEPTED;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn html(status: StatusCode, page: String, policy: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}
