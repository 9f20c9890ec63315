//! `GET /v1/touchpoints/{source}/{id}`: what became of one touchpoint.

use domain::identity::{Identity, TouchpointKey};
use domain::moment::Moment;
use domain::touchpoint::Touchpoint;
use lambda_http::{Body, Request, RequestExt, Response};
use percent_encoding::percent_decode_str;
use runtime::problem::Problem;
use serde::Serialize;

use crate::{Reader, answer, unreachable_table};

/// What became of it.
#[derive(Serialize)]
struct Became {
    /// `judged` once there is a moment, `stored` until then.
    status: &'static str,
    touchpoint: Touchpoint,
    #[serde(skip_serializing_if = "Option::is_none")]
    moment: Option<Moment>,
}

impl Reader {
    /// Answers with one touchpoint and its judgement. The last part of the path is the id, what is before it the
    /// source. The customer it was sent for has to be named, because touchpoints are kept by customer.
    pub(crate) async fn touchpoint(&self, request: &Request, reference: &str) -> Result<Response<Body>, Problem> {
        let nothing =
            || Problem::not_found("no such touchpoint; its customer is named by `customer_id` or `anonymous_id`");
        let (source, id) = reference.rsplit_once('/').ok_or_else(nothing)?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let key = TouchpointKey { source: decoded(source), id: decoded(id) };
        let query = request.query_string_parameters();
        let recorded = match (query.first("customer_id"), query.first("anonymous_id")) {
            (Some(customer), _) => Identity::Customer(customer.to_owned()),
            (None, Some(anonymous)) => Identity::Anonymous(anonymous.to_owned()),
            (None, None) => Identity::of_nobody(&key),
        };
        let found = self.table.touchpoint(&recorded, &key).await.map_err(|error| unreachable_table(&error))?;
        let touchpoint = found.ok_or_else(nothing)?;
        let date = touchpoint.occurred_at.to_zoned(self.zone.clone()).date();
        let moment = self.table.moment(date, &recorded, &key).await.map_err(|error| unreachable_table(&error))?;
        let status = if moment.is_some() { "judged" } else { "stored" };
        let became = Became { status, touchpoint, moment };
        let body = serde_json::to_string(&became).map_err(|_| Problem::internal(""))?;
        Ok(answer::body("application/json", body))
    }
}
