//! What every answer of this function carries: it is for one reader and for now.

use lambda_http::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, VARY, WWW_AUTHENTICATE,
    X_CONTENT_TYPE_OPTIONS,
};
use lambda_http::http::{HeaderMap, HeaderValue, StatusCode};
use lambda_http::{Body, Response};
use runtime::problem::Problem;

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

/// Answers with a problem; a browser without a key is asked for one.
pub(crate) fn problem(problem: &Problem, headers: &HeaderMap) -> Response<Body> {
    let mut response = problem.response();
    if problem.status() == StatusCode::UNAUTHORIZED && matches!(Form::accepted(headers), Ok(Form::Html)) {
        let challenge = HeaderValue::from_static("Basic realm=\"Moments: the read key is the password\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Keeps an answer out of shared caches, and its address, which may hold a key, out of other sites' logs.
pub(crate) fn private(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.append(VARY, HeaderValue::from_static("accept, authorization"));
    response
}
