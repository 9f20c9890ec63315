//! How the console answers: pages of one house, also for what is not there or not allowed, and never from a cache.

use domain::vocabulary::Language;
use lambda_http::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS};
use lambda_http::http::{HeaderName, HeaderValue, StatusCode};
use lambda_http::{Body, Request, Response};
use pages::console::{Shell, content_security_policy, failed};
use runtime::http::answer;
use runtime::http::problem::Problem;
use sha2::{Digest, Sha256};

use crate::Asked;
use crate::visit::Visit;

/// Bytes of a hash that tell two pages apart.
const ETAG_BYTES: usize = 12;

/// Answers with a page.
pub(crate) fn page(status: StatusCode, html: String) -> Response<Body> {
    answer::page(status, html, content_security_policy())
}

/// Answers with a page, or with 304 if the browser has the same one. The token of the forms does not count.
pub(crate) fn page_or_304(visit: &Visit<'_>, html: String) -> Response<Body> {
    let tag = tag(&html.replace(&visit.csrf, ""));
    unchanged(visit, &tag).unwrap_or_else(|| tagged(&tag, page(StatusCode::OK, html)))
}

/// Returns the tag of what a page is made from, or of the page itself.
pub(crate) fn tag(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    format!("W/\"{}\"", digest.iter().take(ETAG_BYTES).map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// Returns 304 if the browser has the page of a tag.
pub(crate) fn unchanged(visit: &Visit<'_>, tag: &str) -> Option<Response<Body>> {
    let known = visit.request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').any(|known| known.trim() == tag).then(|| {
        let mut unchanged = Response::new(Body::Empty);
        *unchanged.status_mut() = StatusCode::NOT_MODIFIED;
        tagged(tag, unchanged)
    })
}

/// Puts a tag on an answer.
pub(crate) fn tagged(tag: &str, mut response: Response<Body>) -> Response<Body> {
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// Answers with the page of something that did not work. `back` is where the reader can go on.
pub(crate) fn failed(problem: &Problem, mut shell: Shell<'_>) -> Response<Body> {
    let language = shell.language;
    let status = problem.status();
    let (title, text) = words(status, language);
    shell.title = title.to_owned();
    let mut response = page(status, failed::html(shell, text, ("/", language.console_error_home())));
    let made = problem.response();
    for (name, value) in made.headers() {
        if [lambda_http::http::header::ALLOW, lambda_http::http::header::RETRY_AFTER].contains(name) {
            response.headers_mut().insert(name.clone(), value.clone());
        }
    }
    response
}

fn words(status: StatusCode, language: Language) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::GONE => {
            (language.console_error_missing_title(), language.console_error_missing())
        }
        StatusCode::FORBIDDEN => (language.console_error_forbidden_title(), language.console_error_forbidden()),
        StatusCode::TOO_MANY_REQUESTS => (language.console_error_failed_title(), language.console_sign_too_many()),
        StatusCode::SERVICE_UNAVAILABLE => {
            (language.console_error_failed_title(), language.console_error_unavailable())
        }
        status if status.is_client_error() => {
            (language.console_error_expired_title(), language.console_error_expired())
        }
        _ => (language.console_error_failed_title(), language.console_error_failed()),
    }
}

/// Answers what is no address of the console as the API does that has no such route; a person gets a page.
pub(crate) fn no_route(asked: Asked<'_>) -> Response<Body> {
    if runtime::http::accept::wants_page(asked.request.headers()) {
        return failed(&Problem::not_found("no such page"), asked.shell());
    }
    let mut response = answer::body("application/json", "{\"message\":\"Not Found\"}");
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Returns whether the caller is a browser, or anything else that does not ask for data.
pub(crate) fn wants_data(request: &Request) -> bool {
    runtime::http::accept::wants_json(request.headers())
}

/// Keeps an answer out of every cache and every frame, and its address out of other sites' logs.
pub(crate) fn private(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    for (name, value) in [
        (CACHE_CONTROL, "private, no-store"),
        (REFERRER_POLICY, "same-origin"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (VARY, "accept, cookie"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
