//! `GET /v1/touchpoints/{source}/{id}`: what became of one touchpoint.

use domain::identity::{Identity, TouchpointKey};
use domain::moment::Moment;
use domain::touchpoint::Touchpoint;
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::configuration::Document;
use runtime::http::problem::Problem;
use schemars::JsonSchema;
use serde::Serialize;

use crate::Reader;
use runtime::http::answer;

/// Slashes of a path that are tried.
const SLASHES_MAX: usize = 4;

/// What became of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TouchpointResult")]
pub(crate) struct Became {
    /// `judged` once there is a moment, `stored` until then.
    status: &'static str,
    touchpoint: Touchpoint,
    #[serde(skip_serializing_if = "Option::is_none")]
    moment: Option<Moment>,
}

impl Reader {
    /// Answers with one touchpoint and its judgement. The platform has decoded the path, so a source or an id with a
    /// slash leaves it open where one ends and the other begins: the last slash is tried first. The customer it was sent for has to be named, because touchpoints are kept by customer.
    pub(crate) async fn touchpoint(
        &self,
        request: &Request,
        reference: &str,
        document: &Document,
    ) -> Result<Response<Body>, Problem> {
        let nothing =
            || Problem::not_found("unknown touchpoint; name its customer with `customer_id` or `anonymous_id`");
        let query = request.query_string_parameters();
        let mut found = None;
        for (slash, _) in reference.rmatch_indices('/').take(SLASHES_MAX) {
            let (source, id) =
                (reference.get(..slash).unwrap_or_default(), reference.get(slash + 1..).unwrap_or_default());
            let key = TouchpointKey { source: source.to_owned(), id: id.to_owned() };
            let recorded = match (query.first("customer_id"), query.first("anonymous_id")) {
                (Some(customer), _) => document.customers.identity(customer),
                (None, Some(anonymous)) => Identity::Anonymous(anonymous.to_owned()),
                (None, None) => Identity::of_nobody(&key),
            };
            found = self.table.touchpoint(&recorded, &key).await.map_err(|error| Problem::of_table(&error))?;
            if found.is_some() {
                break;
            }
        }
        let touchpoint = found.ok_or_else(nothing)?;
        let date = touchpoint.occurred_at.to_zoned(self.zone.clone()).date();
        let moment = self
            .table
            .moment(date, &touchpoint.recorded, &touchpoint.key())
            .await
            .map_err(|error| Problem::of_table(&error))?;
        let status = if moment.is_some() { "judged" } else { "stored" };
        let became = Became { status, touchpoint, moment };
        answer::json(&became)
    }
}
