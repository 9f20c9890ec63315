//! `GET /v1/reports/schema.json`: what the JSON of reports looks like, for programs that read it. Needs no key.

use lambda_http::http::header::{HeaderMap, HeaderValue, LINK};
use lambda_http::{Body, Request, RequestExt, Response};
use reports::schema::{BREAKDOWN, REPORT};

use runtime::http::answer;
use runtime::http::route::route;

/// The schemas, by the name that stands in the place of a period.
const SCHEMAS: [(&str, &str); 2] = [("schema.json", REPORT), ("breakdown.schema.json", BREAKDOWN)];

const MEDIA_TYPE: &str = "application/schema+json";

/// Answers with a schema, if one is asked for.
pub(crate) fn answer(request: &Request) -> Option<Response<Body>> {
    let parameters = request.path_parameters();
    let is_report = request.method() == lambda_http::http::Method::GET && route(request) == "/v1/reports/{period}";
    let asked = parameters.first("period").filter(|_| is_report)?;
    let (_, schema) = SCHEMAS.into_iter().find(|(name, _)| *name == asked)?;
    Some(answer::body(MEDIA_TYPE, schema))
}

/// Says on a JSON answer which schema describes it (RFC 8288, relation `describedby`); the address is beside the report's own.
pub(crate) fn describe(headers: &mut HeaderMap, is_cut: bool) {
    let (name, _) = SCHEMAS[usize::from(is_cut)];
    if let Ok(link) = HeaderValue::from_str(&format!("<{name}>; rel=\"describedby\"; type=\"{MEDIA_TYPE}\"")) {
        headers.insert(LINK, link);
    }
}
