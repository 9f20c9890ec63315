//! How this function answers a person whose link does not open a report.

use domain::period::Period;
use domain::vocabulary::Language;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::http::accept::wants_page;
use runtime::http::answer;
use runtime::http::problem::Problem;

use crate::authorize;

/// The challenge for a browser without a key.
const REALM: &str = "Basic realm=\"Moments: the read key is the password\"";

/// Answers with a problem: a page for a person whose link does not open a report, otherwise the document.
pub(crate) fn problem(problem: &Problem, request: &Request, language: Language) -> Response<Body> {
    let came_by_link = request.query_string_parameters_ref().is_some_and(|query| query.first("seal").is_some());
    let text = match problem.status() {
        status if came_by_link => about_link(status, request, language),
        StatusCode::NOT_FOUND => Some(language.console_error_missing().to_owned()),
        _ => None,
    };
    if let Some(text) = text.filter(|_| wants_page(request.headers())) {
        let policy = pages::reports::content_security_policy();
        return answer::page(problem.status(), pages::reports::missing(&text, language), policy);
    }
    answer::problem(problem, request.headers(), REALM)
}

/// Says which link ended, or that it does not work; none for a problem that has nothing to do with a link.
fn about_link(status: StatusCode, request: &Request, language: Language) -> Option<String> {
    match status {
        StatusCode::GONE => {
            let Some(name) = authorize::period_of(request) else { return Some(language.link_expired().to_owned()) };
            let label = name.parse::<Period>().map_or(name, |period| period.label(language));
            Some(language.link_report_expired(&label))
        }
        StatusCode::FORBIDDEN => Some(language.link_wrong().to_owned()),
        _ => None,
    }
}
