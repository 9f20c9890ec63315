//! `GET /v1/moments.js`: the browser kit. A file, the same for everybody; needs no key.

use std::sync::LazyLock;

use lambda_http::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use lambda_http::http::{HeaderName, HeaderValue, Method, Response};
use lambda_http::{Body, Request};
use runtime::http::problem::Problem;
use runtime::http::route::route;

/// The kit as it is sent: without its comments and its indentation.
static KIT: LazyLock<String> = LazyLock::new(|| {
    let lines = include_str!("moments.js").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with("//")).flat_map(|line| [line, "\n"]).collect()
});

/// Answers with the kit, if it is asked for.
pub(crate) fn answer(request: &Request) -> Option<Response<Body>> {
    if route(request) != "/v1/moments.js" {
        return None;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Some(Problem::method_not_allowed("the kit is read with GET").allowing("GET, HEAD").response());
    }
    let mut response = Response::new(Body::from(KIT.as_str()));
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        // An hour, so that a mended kit is everywhere soon.
        (CACHE_CONTROL, "public, max-age=3600"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // It is meant for the pages of others.
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Some(response)
}
