//! How this function answers: with the pages of a case, and to a person whose link fails with a page.

use domain::vocabulary::Language;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::http::accept::wants_page;
use runtime::http::answer;
use runtime::http::problem::Problem;

/// The challenge for a browser without a key.
const REALM: &str = "Basic realm=\"Moments: the case key is the password\"";

/// Answers with a page about cases.
pub(crate) fn page(status: StatusCode, html: String) -> Response<Body> {
    answer::page(status, html, pages::case::content_security_policy())
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
    if problem.status() == StatusCode::NOT_FOUND && wants_page(request.headers()) {
        return page(problem.status(), pages::case::missing(language.console_error_missing(), language));
    }
    answer::problem(problem, request.headers(), REALM)
}
