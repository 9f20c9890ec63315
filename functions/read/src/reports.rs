//! `GET /v1/reports`: the periods in which anything happened, the newest first. `?first=…&last=…` leads to the report on those days.

use std::collections::BTreeMap;

use domain::period::{Every, Period};
use futures::future::try_join_all;
use jiff::Timestamp;
use jiff::civil::Date;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};
use pages::Visit;
use runtime::configuration::Document;
use runtime::http::problem::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use store::error::StoreError;
use store::table::Table;

use crate::form::Form;
use crate::{Reader, language_of};
use runtime::http::answer;

/// Every calendar period with how many of them are offered, the current one included.
const OFFERED: [(Every, usize); 5] =
    [(Every::Day, 14), (Every::Week, 13), (Every::Month, 13), (Every::Quarter, 5), (Every::Year, 3)];

/// Days that are looked at at once.
const DAYS_AT_ONCE: usize = 16;

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
        if let Some(range) = range_of(request)? {
            return answer::see_other(&visit.address(&format!("reports/{range}.html"), &[]));
        }
        let mut days = Days { table: &self.table, today, known: BTreeMap::new() };
        let mut reports = Vec::new();
        for period in OFFERED.into_iter().flat_map(back) {
            // A period without data is not offered; a request for it by name gets it.
            if days.has_any(period).await.map_err(|error| Problem::of_table(&error))? {
                reports.push(offer(period));
            }
        }
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

/// Days that were looked at, each once.
struct Days<'a> {
    table: &'a Table,
    today: Date,
    known: BTreeMap<Date, bool>,
}

impl Days<'_> {
    /// Tells whether anything happened in a period, the latest day first; what is known already is asked first.
    async fn has_any(&mut self, period: Period) -> Result<bool, StoreError> {
        let days: Vec<Date> = period.days().filter(|day| *day <= self.today).collect();
        if days.iter().any(|day| self.known.get(day) == Some(&true)) {
            return Ok(true);
        }
        let unknown: Vec<Date> = days.into_iter().rev().filter(|day| !self.known.contains_key(day)).collect();
        for some in unknown.chunks(DAYS_AT_ONCE) {
            let table = self.table;
            let asked = some.iter().copied().map(|day| async move { Ok((day, table.has_moments(day).await?)) });
            let found: Vec<(Date, bool)> = try_join_all(asked).await?;
            self.known.extend(found.iter().copied());
            if found.iter().any(|(_, has_any)| *has_any) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Reads the range that was picked: both days belong to it.
fn range_of(request: &Request) -> Result<Option<Period>, Problem> {
    let query = request.query_string_parameters();
    let (Some(first), Some(last)) = (query.first("first"), query.first("last")) else { return Ok(None) };
    let day = |name: &str, text: &str| {
        text.parse::<Date>().map_err(|_| Problem::unreadable(format!("`{name}` must be a day, such as 2026-11-22")))
    };
    let (first, last) = (day("first", first)?, day("last", last)?);
    let range = last.tomorrow().ok().and_then(|end| Period::range(first, end));
    let range = range.ok_or_else(|| Problem::unreadable("`first` must not come after `last`"))?;
    // As it would be read from an address: a range of a whole month is the month.
    range.to_string().parse().map(Some).map_err(|error| Problem::unreadable(format!("{error}")))
}
