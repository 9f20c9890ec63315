//! Who may read: whoever has a read key, in the header, as the password a browser asks for, or in the query, where nothing else
//! can be sent; and whoever has the link to a report, which opens that period and changes nothing.

use jiff::Timestamp;
use lambda_http::http::Method;
use lambda_http::{Request, RequestExt};
use pages::Visit;
use runtime::audit;
use runtime::configuration::Document;
use runtime::http::access::{self, BadKey, ReadKey, Right};
use runtime::http::forms;
use runtime::http::links::{BadLink, Subject};
use runtime::http::problem::Problem;

use crate::form::Form;
use runtime::http::route::route;

/// Lets a reader in, and returns what the links of a page repeat so that they open too, and how the audit trail names the reader.
pub(crate) fn reader(request: &Request, document: &Document, now: Timestamp) -> Result<(Visit, String), Problem> {
    let query = request.query_string_parameters();
    let carried = |names: &[&str]| -> Vec<_> {
        names.iter().filter_map(|name| Some(((*name).to_owned(), query.first(name)?.to_owned()))).collect()
    };
    let in_headers = access::shown(request.headers());
    if let Some(presented) = in_headers.as_deref().or(query.first("read_key")) {
        let key = known(presented, document, now)?;
        key.require(right_for(route(request)))?;
        tracing::info!(reader = key.name, "reading");
        let visit = Visit::free(carried(if in_headers.is_some() { &["language"] } else { &["language", "read_key"] }));
        let token = period_of(request).and_then(|period| forms::token(&key.key, &form_of(&period), now));
        return Ok((visit.with_token(token), audit::of_key("read", &key.name)));
    }
    if let (Some(until), Some(seal), Some(period)) = (query.first("until"), query.first("seal"), period_of(request)) {
        let verified = document.links.verify(Subject::report(&period), until, seal, now);
        return match verified {
            Ok(_) => Ok((Visit::confined(carried(&["language", "until", "seal"])), audit::LINK.to_owned())),
            Err(bad @ BadLink::Forged) => Err(Problem::forbidden(bad.to_string())),
            Err(bad @ BadLink::Expired) => Err(Problem::gone(bad.to_string())),
        };
    }
    Err(Problem::unauthorized(
        "send a read key as `Authorization: Bearer KEY`, as the password of Basic authentication, or as the query \
         parameter `read_key`",
    ))
}

/// Returns the key that a request shows.
pub(crate) fn presented<'a>(request: &Request, document: &'a Document, now: Timestamp) -> Result<&'a ReadKey, Problem> {
    let in_headers = access::shown(request.headers());
    let query = request.query_string_parameters();
    let presented = in_headers.as_deref().or(query.first("read_key"));
    known(presented.ok_or_else(|| Problem::unauthorized("send a read key"))?, document, now)
}

/// Names the form on the page of a report: what its token is bound to.
pub(crate) fn form_of(period: &str) -> String {
    format!("report {period}")
}

fn known<'a>(presented: &str, document: &'a Document, now: Timestamp) -> Result<&'a ReadKey, Problem> {
    access::find(&document.read_keys, presented, now).map_err(|bad| match bad {
        BadKey::Unknown => Problem::unauthorized("unknown read key"),
        BadKey::Early | BadKey::Expired => Problem::unauthorized(bad.to_string()),
    })
}

/// Returns the right that a route needs. Reports name no customer; what is not known to be one is about people.
fn right_for(route: &str) -> Right {
    match route {
        "/v1/reports" | "/v1/reports/{period}" | "/v1/reports/{period}/action" => Right::ReadReports,
        "/v1/audit" => Right::ReadAudit,
        "/v1/customers/{id}/export" | "/v1/journey/export" | "/v1/customers/{id}" | "/v1/erasures/{id}" => Right::Erase,
        _ => Right::ReadPeople,
    }
}

/// Returns the period whose report, or whose moments, a request looks at.
pub(crate) fn period_of(request: &Request) -> Option<String> {
    if request.method() != Method::GET {
        return None;
    }
    let parameters = request.path_parameters();
    Some(Form::of_name(parameters.first("period")?).0.to_owned())
}
