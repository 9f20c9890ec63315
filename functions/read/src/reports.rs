//! `GET /v1/reports`: which reports there are, the newest first; and which periods can be asked for.

use domain::period::{Every, Period};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use pages::Visit;
use runtime::configuration::Document;
use runtime::http::problem::Problem;
use schemars::JsonSchema;
use serde::Serialize;

use crate::form::Form;
use crate::{Reader, language_of};
use runtime::http::answer;

/// Every calendar period with how many of them are offered, the current one included.
const OFFERED: [(Every, usize); 5] =
    [(Every::Day, 14), (Every::Week, 13), (Every::Month, 13), (Every::Quarter, 5), (Every::Year, 3)];

/// Paths of the reports, from the site's root.
const BASE: &str = "/v1/reports";

/// The reports there are.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Reports {
    reports: Vec<Offered>,
}

/// One report. Any other period, also a range, can be asked for by its name.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OfferedReport")]
struct Offered {
    period: Period,
    every: &'static str,
    /// Whether the period has ended.
    over: bool,
    /// Whether the schedule, or somebody, had it written to the object store.
    written: bool,
    html: String,
    json: String,
    csv: String,
}

impl Reader {
    /// Answers with the reports that are offered.
    pub(crate) async fn reports(
        &self,
        request: &Request,
        document: &Document,
        visit: &Visit,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let written = self.objects.list("reports").await.map_err(|error| {
            tracing::error!(%error, "reports not listed");
            Problem::unavailable("the object store cannot be reached")
        })?;
        let today = now.to_zoned(self.zone.clone()).date();
        let offer = |period: Period| Offered {
            period,
            every: period.every().map_or("range", Every::as_str),
            over: period.is_over(now, &self.zone),
            written: written.iter().any(|path| path.ends_with(&format!("/{period}.html"))),
            html: format!("{BASE}/{period}.html"),
            json: format!("{BASE}/{period}.json"),
            csv: format!("{BASE}/{period}.csv"),
        };
        let back = |(every, count): (Every, usize)| {
            std::iter::successors(Some(Period::containing(today, every)), |period| Some(period.previous())).take(count)
        };
        let reports: Vec<_> = OFFERED.into_iter().flat_map(back).map(offer).collect();
        let language = language_of(request, document.language)?;
        if Form::accepted(request.headers())? == Form::Html {
            let lines: Vec<_> = reports
                .iter()
                .map(|offered| (offered.period, visit.address(&offered.html, &[]), offered.over))
                .collect();
            let page = pages::reports::html(&lines, language);
            return Ok(answer::page(StatusCode::OK, page, pages::reports::content_security_policy()));
        }
        answer::json(&Reports { reports })
    }
}
