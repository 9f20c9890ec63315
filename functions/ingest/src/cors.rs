//! Cross-origin requests. Pre-flight carries no key, so it is answered for the union of all keys' origins; the post
//! itself is held to its own key's list.

use lambda_http::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
};
use lambda_http::http::{HeaderMap, HeaderValue, StatusCode};
use lambda_http::{Body, Response};
use runtime::http::access::WriteKey;
use runtime::http::problem::Problem;

/// How long a browser may remember a pre-flight answer.
const MAX_AGE_S: &str = "600";

/// Returns the origin that a browser sends.
pub(crate) fn origin_of(headers: &HeaderMap) -> Option<String> {
    headers.get(ORIGIN)?.to_str().ok().map(str::to_owned)
}

/// Answers a pre-flight request.
pub(crate) fn preflight(keys: &[WriteKey], origin: Option<&str>) -> Response<Body> {
    if !is_listed(keys, origin) {
        return Problem::forbidden("no write key allows this origin").response();
    }
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
    headers
        .insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type, identity-token"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE_S));
    allow(response, keys, origin)
}

/// Lets a page of a listed origin read the response, errors included.
pub(crate) fn allow(mut response: Response<Body>, keys: &[WriteKey], origin: Option<&str>) -> Response<Body> {
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("origin"));
    if is_listed(keys, origin)
        && let Some(value) = origin.and_then(|origin| HeaderValue::from_str(origin).ok())
    {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, value);
        // A beacon always comes with credentials, of which we use none.
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    }
    response
}

fn is_listed(keys: &[WriteKey], origin: Option<&str>) -> bool {
    let is_of = |key: &WriteKey, origin: &str| {
        key.origins.iter().any(|listed| listed == origin) || (origin == "null" && key.allow_null_origin)
    };
    origin.is_some_and(|origin| keys.iter().any(|key| is_of(key, origin)))
}
