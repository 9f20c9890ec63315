//! What every answer of this function carries: it is for one reader and for now.

use domain::vocabulary::Language;
use lambda_http::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, VARY, WWW_AUTHENTICATE,
    X_CONTENT_TYPE_OPTIONS,
};
use lambda_http::http::{HeaderValue, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::http::problem::Problem;

use crate::form::Form;

/// Answers with a body.
pub(crate) fn body(content_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// Answers with a page and the policy it needs.
pub(crate) fn page(page: String, policy: &'static str) -> Result<Response<Body>, Problem> {
    let mut response = body(Form::Html.content_type(), page);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    Ok(response)
}

/// Sends the reader to a link.
pub(crate) fn see_other(link: &str) -> Result<Response<Body>, Problem> {
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = StatusCode::SEE_OTHER;
    let link = HeaderValue::from_str(link).map_err(|_| Problem::internal(""))?;
    response.headers_mut().insert(LOCATION, link);
    Ok(response)
}

/// Answers with a problem: a page for a person whose link does not open a report, otherwise the document. A browser without a
/// key is asked for one.
pub(crate) fn problem(problem: &Problem, request: &Request, language: Language) -> Response<Body> {
    let is_browser = matches!(Form::accepted(request.headers()), Ok(Form::Html));
    let came_by_link = request.query_string_parameters_ref().is_some_and(|query| query.first("seal").is_some());
    if is_browser
        && came_by_link
        && let Some(text) = about_link(problem.status(), language)
    {
        let mut response = body(Form::Html.content_type(), pages::case::missing(text, language));
        *response.status_mut() = problem.status();
        let policy = HeaderValue::from_static(pages::case::content_security_policy());
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        return response;
    }
    let mut response = problem.response();
    if problem.status() == StatusCode::UNAUTHORIZED && is_browser {
        let challenge = HeaderValue::from_static("Basic realm=\"Moments: the read key is the password\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Says what became of a link; none for a problem that has nothing to do with one.
fn about_link(status: StatusCode, language: Language) -> Option<&'static str> {
    match status {
        StatusCode::GONE => Some(language.link_report_expired()),
        StatusCode::FORBIDDEN => Some(language.link_wrong()),
        _ => None,
    }
}

/// Keeps an answer out of shared caches, and its address, which may hold a key, out of other sites' logs. Not by
/// `no-referrer`: under it a page's own form is posted with `Origin: null`, as one from a page of nobody's.
pub(crate) fn private(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.append(VARY, HeaderValue::from_static("accept, authorization"));
    response
}
