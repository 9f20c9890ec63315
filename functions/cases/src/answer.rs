//! What every answer of this function carries: it is for one reader and for now.

use domain::vocabulary::Language;
use lambda_http::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, VARY, WWW_AUTHENTICATE,
    X_CONTENT_TYPE_OPTIONS,
};
use lambda_http::http::{HeaderMap, HeaderValue, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::http::problem::Problem;
use serde::Serialize;

/// Tells whether the caller is a browser that wants a page.
pub(crate) fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

/// Answers with JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<Response<Body>, Problem> {
    let body = serde_json::to_string(value).map_err(|_| Problem::internal(""))?;
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// Answers with a page.
pub(crate) fn page(status: StatusCode, html: String) -> Response<Body> {
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let policy = pages::case::content_security_policy();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

/// Sends a browser on after a form, so that a reload does not act again.
pub(crate) fn see_other(address: &str) -> Result<Response<Body>, Problem> {
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = StatusCode::SEE_OTHER;
    let address = HeaderValue::from_str(address).map_err(|_| Problem::internal(""))?;
    response.headers_mut().insert(LOCATION, address);
    Ok(response)
}

/// Answers with a problem: a page for a person who followed a link, otherwise the document.
pub(crate) fn problem(problem: &Problem, request: &Request, language: Language) -> Response<Body> {
    let came_by_link = request.query_string_parameters_ref().is_some_and(|query| query.first("seal").is_some());
    if came_by_link && wants_page(request.headers()) {
        let text = match problem.status() {
            StatusCode::GONE => language.link_expired(),
            StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => language.link_wrong(),
            _ => language.link_failed(),
        };
        return page(problem.status(), pages::case::missing(text, language));
    }
    let mut response = problem.response();
    if problem.status() == StatusCode::UNAUTHORIZED {
        let is_browser = wants_page(request.headers());
        let challenge = if is_browser { "Basic realm=\"Moments: the case key is the password\"" } else { "Bearer" };
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response
}

/// Keeps an answer out of shared caches, and its address, which may act, out of other sites' logs.
pub(crate) fn private(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    // Not `no-referrer`: under it a page's own form is posted with `Origin: null`, as one from a page of nobody's.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.append(VARY, HeaderValue::from_static("accept, authorization"));
    response
}
