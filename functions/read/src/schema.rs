//! What the API promises, for programs that call it: the OpenAPI document and the JSON Schemas of a touchpoint and of reports. Needs no
//! key.

use lambda_http::http::Method;
use lambda_http::http::header::{HeaderMap, HeaderValue, LINK};
use lambda_http::{Body, Request, RequestExt, Response};
use reports::schema::{BREAKDOWN, REPORT};

use runtime::http::answer;
use runtime::http::route::route;

/// The schemas of reports, by the name that stands in the place of a period.
const SCHEMAS: [(&str, &str); 2] = [("schema.json", REPORT), ("breakdown.schema.json", BREAKDOWN)];

/// The name that stands in the place of a touchpoint.
const TOUCHPOINT: &str = "schema.json";

const MEDIA_TYPE: &str = "application/schema+json";

/// Answers with a document, if one is asked for.
pub(crate) fn answer(request: &Request) -> Option<Response<Body>> {
    if request.method() != Method::GET {
        return None;
    }
    let parameters = request.path_parameters();
    let schema = match route(request) {
        "/v1/openapi.json" => return Some(answer::body("application/json", contract::OPENAPI)),
        "/v1/touchpoints/{reference+}" => {
            parameters.first("reference").filter(|name| *name == TOUCHPOINT).map(|_| contract::TOUCHPOINT)
        }
        "/v1/reports/{period}" => {
            let asked = parameters.first("period")?;
            SCHEMAS.into_iter().find(|(name, _)| *name == asked).map(|(_, schema)| schema)
        }
        _ => None,
    };
    schema.map(|schema| answer::body(MEDIA_TYPE, schema))
}

/// Says on a JSON answer which schema describes it (RFC 8288, relation `describedby`); the address is beside the report's own.
pub(crate) fn describe(headers: &mut HeaderMap, is_cut: bool) {
    let (name, _) = SCHEMAS[usize::from(is_cut)];
    if let Ok(link) = HeaderValue::from_str(&format!("<{name}>; rel=\"describedby\"; type=\"{MEDIA_TYPE}\"")) {
        headers.insert(LINK, link);
    }
}
