//! How an answer is made: JSON, a page with its policy, a way on. What is for one caller and for now says so.

use lambda_http::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, VARY, WWW_AUTHENTICATE,
    X_CONTENT_TYPE_OPTIONS,
};
use lambda_http::http::{HeaderMap, HeaderValue, StatusCode};
use lambda_http::{Body, Response};
use serde::Serialize;

use super::accept::wants_page;
use super::problem::Problem;

/// The content type of a page.
const PAGE: &str = "text/html; charset=utf-8";

/// Answers with a body.
pub fn body(content_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// Answers with JSON.
///
/// # Errors
/// The value cannot be written, which is a mistake of ours.
pub fn json(value: &impl Serialize) -> Result<Response<Body>, Problem> {
    Ok(body("application/json", serde_json::to_string(value).map_err(Problem::internal)?))
}

/// Answers with a page and the policy that it needs.
pub fn page(status: StatusCode, html: String, policy: &'static str) -> Response<Body> {
    let mut response = body(PAGE, html);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

/// Sends a browser on, as after a form, so that a reload does not act again.
///
/// # Errors
/// The address cannot stand in a header, which is a mistake of ours.
pub fn see_other(address: &str) -> Result<Response<Body>, Problem> {
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(LOCATION, HeaderValue::from_str(address).map_err(Problem::internal)?);
    Ok(response)
}

/// Answers with a problem. A browser that shows no key is asked for one, which `realm` names.
pub fn problem(problem: &Problem, headers: &HeaderMap, realm: &'static str) -> Response<Body> {
    let mut response = problem.response();
    if problem.status() == StatusCode::UNAUTHORIZED && wants_page(headers) {
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(realm));
    }
    response
}

/// Keeps an answer out of shared caches, and its address, which may hold a key or act, out of other sites' logs. Not by
/// `no-referrer`: under it a page's own form is posted with `Origin: null`, as one from a page of nobody's.
pub fn private(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.append(VARY, HeaderValue::from_static("accept, authorization"));
    response
}
