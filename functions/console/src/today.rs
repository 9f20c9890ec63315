//! The section Today.

use lambda_http::{Body, Response};
use pages::console::Section;
use runtime::http::problem::Problem;

use crate::Desk;
use crate::answer;
use crate::visit::Visit;

/// Answers a request to look.
pub(crate) async fn show(_desk: &Desk, visit: &Visit<'_>, _rest: &[&str]) -> Result<Response<Body>, Problem> {
    let shell = visit.shell(visit.language.console_nav_today(), Section::Today);
    Ok(answer::page_or_304(visit, pages::console::failed::html(shell, "", ("/", visit.language.console_error_home()))))
}

/// Answers a request to act.
pub(crate) async fn act(_desk: &Desk, _visit: &Visit<'_>, _rest: &[&str]) -> Result<Response<Body>, Problem> {
    Err(Problem::not_found("no such action"))
}
