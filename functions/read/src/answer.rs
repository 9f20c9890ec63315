//! How this function answers a person whose link does not open a report.

use domain::vocabulary::Language;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::http::accept::wants_page;
use runtime::http::answer;
use runtime::http::problem::Problem;

/// The challenge for a browser without a key.
const REALM: &str = "Basic realm=\"Moments: the read key is the password\"";

/// Answers with a problem: a page for a person whose link does not open a report, otherwise the document.
pub(crate) fn problem(problem: &Problem, request: &Request, language: Language) -> Response<Body> {
    let came_by_link = request.query_string_parameters_ref().is_some_and(|query| query.first("seal").is_some());
    if wants_page(request.headers())
        && came_by_link
        && let Some(text) = about_link(problem.status(), language)
    {
        let policy = pages::case::content_security_policy();
        return answer::page(problem.status(), pages::case::missing(text, language), policy);
    }
    answer::problem(problem, request.headers(), REALM)
}

/// Says what became of a link; none for a problem that has nothing to do with one.
fn about_link(status: StatusCode, language: Language) -> Option<&'static str> {
    match status {
        StatusCode::GONE => Some(language.link_report_expired()),
        StatusCode::FORBIDDEN => Some(language.link_wrong()),
        _ => None,
    }
}
