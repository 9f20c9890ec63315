//! Reports: the list with numbers, one report, and the rows behind a number. Counts nothing itself.

use std::time::{Duration, Instant};

use domain::period::{Every, Period};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use pages::Visit as PageVisit;
use pages::case::Reader;
use pages::console::Section;
use pages::console::reports::{Group, Numbers, Row, View};
use pages::console::{menu, reports as page, rows};
use reporting::rows::Wanted;
use reporting::{Answer, Asked};
use reports::{Action, Cut};
use runtime::http::answer::{body, see_other};
use runtime::http::problem::Problem;
use store::error::StoreError;

use crate::answer;
use crate::today::{name_of, whole_minute};
use crate::visit::Visit;
use crate::{Desk, Role, What};

/// Periods of the list: how many of each, the current one included.
const LISTED: [(Every, usize); 4] = [(Every::Week, 8), (Every::Month, 6), (Every::Day, 7), (Every::Quarter, 3)];
/// How long a page is worked on while somebody waits.
const WORKING_TIME: Duration = Duration::from_secs(4);
/// How long a file is put together, and how many moments it has at most.
const EXPORT_TIME: Duration = Duration::from_secs(15);
const EXPORT_MAX: usize = 15_000;
/// Seconds after which a report that is added up is asked for again.
const ASK_AGAIN_S: u64 = 1;
/// Periods that are added up at once.
const AT_ONCE: usize = 4;
/// Characters of a planned action, and of names.
const TEXT_MAX: usize = 500;
const NAME_MAX: usize = 200;

/// Answers a request to look.
pub(crate) async fn show(desk: &Desk, visit: &Visit<'_>, rest: &[&str]) -> Result<Response<Body>, Problem> {
    match rest {
        [] => desk.reports(visit).await,
        [period] => desk.report(visit, period).await,
        [period, "moments"] => desk.behind(visit, period).await,
        _ => Err(Problem::not_found("no such page")),
    }
}

/// Answers a request to act: an action is planned on a report.
pub(crate) async fn act(desk: &Desk, visit: &Visit<'_>, rest: &[&str]) -> Result<Response<Body>, Problem> {
    visit.require(Role::Agent)?;
    let [period, "action"] = rest else { return Err(Problem::not_found("no such action")) };
    let period = period_of(period)?;
    let text = |name: &str, most: usize| visit.form.get(name).map(|text| text.chars().take(most).collect::<String>());
    let action = Action {
        text: text("text", TEXT_MAX)
            .ok_or_else(|| Problem::unreadable("`text` says what will be done, and is missing"))?,
        kind: text("kind", NAME_MAX),
        owner: text("owner", NAME_MAX),
        at: visit.now,
    };
    let kept = desk.table.promise_action(&period.to_string(), &action).await;
    kept.map_err(|error| Problem::of_table(&error))?;
    desk.audit(visit, What::ActionPlanned, Some(&period.to_string())).await?;
    see_other(&format!("/reports/{period}?planned=1"))
}

impl Desk {
    async fn reports(&self, visit: &Visit<'_>) -> Result<Response<Body>, Problem> {
        let language = visit.language;
        let today = visit.now.to_zoned(self.zone.clone()).date();
        let (from, to) = (visit.query("from"), visit.query("to"));
        let mut error = None;
        if let (Some(from), Some(to)) = (&from, &to) {
            match range_of(from, to) {
                Some(period) => return see_other(&format!("/reports/{period}")),
                None => error = Some(language.console_reports_range()),
            }
        }
        let titles =
            [language.reports_weeks(), language.reports_months(), language.reports_days(), language.reports_quarters()];
        let until = Instant::now() + WORKING_TIME;
        let mut groups = Vec::new();
        for ((every, count), title) in LISTED.into_iter().zip(titles) {
            let periods =
                std::iter::successors(Some(Period::containing(today, every)), |period| Some(period.previous()));
            let rows: Vec<_> = periods.take(count).map(|period| self.listed(visit, period, until)).collect();
            let rows = stream::iter(rows).buffered(AT_ONCE).try_collect::<Vec<_>>().await;
            groups.push(Group { title, rows: rows.map_err(|error| Problem::of_table(&error))? });
        }
        let first = today.first_of_month();
        let view = View {
            shell: visit.shell(language.reports_title(), Section::Reports),
            groups,
            chosen: (from.unwrap_or_else(|| first.to_string()), to.unwrap_or_else(|| today.to_string())),
            error,
        };
        Ok(answer::page_or_304(visit, page::html(&view)))
    }

    /// Adds up the numbers of one period, if there is time.
    async fn listed(&self, visit: &Visit<'_>, period: Period, until: Instant) -> Result<Row, StoreError> {
        let asked = self.asked(visit, period, until);
        let numbers = match reporting::sums_of(&self.table, &asked).await? {
            Answer::Ready(sums) => {
                let listed = sums.listed();
                Some(Numbers {
                    moments: listed.moments,
                    misery: listed.misery,
                    magic: listed.magic,
                    critical: listed.critical,
                    judged: listed.judged,
                })
            }
            Answer::Underway { .. } => None,
        };
        Ok(Row { period, is_over: period.is_over(visit.now, &self.zone), numbers })
    }

    fn asked<'a>(&'a self, visit: &'a Visit<'_>, period: Period, until: Instant) -> Asked<'a> {
        Asked {
            period,
            zone: &self.zone,
            at: visit.now,
            rules: &visit.document.common.rules,
            declared: &visit.document.declared,
            until: Some(until),
        }
    }

    /// Answers with the moments of a period as a table for other programs.
    async fn table_of(&self, visit: &Visit<'_>, period: Period) -> Result<Response<Body>, Problem> {
        let names = self.table.pseudonyms().await.map_err(|error| Problem::of_table(&error))?;
        let far = Instant::now() + EXPORT_TIME;
        let wanted = Wanted::default();
        let found = reporting::rows::all(&self.table, period, &wanted, &names, (far, EXPORT_MAX)).await;
        let found = found.map_err(|error| Problem::of_table(&error))?;
        let moments = found
            .ok_or_else(|| Problem::too_large("the period has too many moments for one file; choose a shorter one"))?;
        self.audit(visit, What::ReportRead, Some(&period.to_string())).await?;
        let wanted: Vec<_> = moments.iter().map(|moment| (&moment.recorded, moment.key())).collect();
        let said = self.table.touchpoints(&wanted).await.map_err(|error| Problem::of_table(&error))?;
        let rows = moments.iter().zip(said.iter().map(Option::as_ref));
        let csv = pages::report::csv(rows, &self.zone, Vec::new()).map_err(Problem::internal)?;
        Ok(body("text/csv; charset=utf-8", String::from_utf8(csv).map_err(Problem::internal)?))
    }

    async fn report(&self, visit: &Visit<'_>, name: &str) -> Result<Response<Body>, Problem> {
        if let Some(name) = name.strip_suffix(".csv") {
            return self.table_of(visit, period_of(name)?).await;
        }
        let (name, is_json) = match name.strip_suffix(".json") {
            Some(name) => (name, true),
            None => (name.strip_suffix(".html").unwrap_or(name), false),
        };
        let period = period_of(name)?;
        self.audit(visit, What::ReportRead, Some(name)).await?;
        let asked = self.asked(visit, period, Instant::now() + WORKING_TIME);
        let mut shell = visit.shell(period.label(visit.language), Section::Reports);
        shell.notice = visit.query("planned").map(|_| visit.language.console_reports_planned().to_owned());
        let token = if visit.person.role >= Role::Agent {
            PageVisit::console(visit.csrf.clone())
        } else {
            PageVisit::confined(Vec::new())
        };
        let cut = visit.query("by").and_then(|word| Cut::from_word(&word));
        let html = match cut {
            Some(by) => match reporting::breakdown(&self.table, by, &asked).await {
                Ok(Answer::Ready(breakdown)) => pages::report::breakdown_html(&breakdown, visit.language, &token),
                Ok(Answer::Underway { ready, of }) => return Ok(underway(visit, ready, of)),
                Err(error) => return Err(Problem::of_table(&error)),
            },
            None => match reporting::report(&self.table, &asked).await {
                Ok(Answer::Ready(report)) if is_json => {
                    let json = serde_json::to_string(&report).map_err(Problem::internal)?;
                    return Ok(body("application/json", json));
                }
                Ok(Answer::Ready(report)) if visit.query("view").as_deref() == Some(pages::report::DETAILS) => {
                    pages::report::details_html(&report, visit.language, &token)
                }
                Ok(Answer::Ready(report)) => pages::report::html(&report, visit.language, &token),
                Ok(Answer::Underway { ready, of }) => return Ok(underway(visit, ready, of)),
                Err(error) => return Err(Problem::of_table(&error)),
            },
        };
        let html = menu::above(&html, &shell);
        Ok(runtime::http::answer::page(StatusCode::OK, html, pages::report::content_security_policy()))
    }

    /// Answers with the rows behind a number: moments, each leading to its customer's journey.
    async fn behind(&self, visit: &Visit<'_>, name: &str) -> Result<Response<Body>, Problem> {
        let period = period_of(name)?;
        let names = self.table.pseudonyms().await.map_err(|error| Problem::of_table(&error))?;
        let query = visit.request.uri().query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        let wanted = Wanted::of(pairs).map_err(Problem::unreadable)?;
        let until = Instant::now() + WORKING_TIME;
        let found = reporting::rows::find(&self.table, period, &wanted, &names, until).await;
        let found = found.map_err(|error| Problem::of_table(&error))?;
        self.audit(visit, What::ReportRead, Some(name)).await?;
        let view = rows::View {
            shell: visit.shell(period.label(visit.language), Section::Reports),
            reader: Reader { language: visit.language, zone: &self.zone, now: whole_minute(visit.now) },
            period,
            chosen: wanted.words().map(str::to_owned).collect(),
            moments: found.moments.iter().map(|moment| (moment, name_of(&moment.customer, &names))).collect(),
            next: found.next.map(|next| format!("/reports/{period}/moments?{}", wanted.query(next))),
        };
        Ok(answer::page_or_304(visit, rows::html(&view)))
    }
}

fn period_of(name: &str) -> Result<Period, Problem> {
    name.parse().map_err(|error| Problem::not_found(format!("{error}")))
}

/// Reads two days, both included; `None` if they are no days or the first one comes later.
fn range_of(from: &str, to: &str) -> Option<Period> {
    let (from, to) = (from.parse::<Date>().ok()?, to.parse::<Date>().ok()?);
    let range = Period::range(from, to.tomorrow().ok()?)?;
    // A range of a whole week or month is that week or month.
    let named = [Every::Day, Every::Week, Every::Month, Every::Quarter, Every::Year]
        .map(|every| Period::containing(from, every));
    Some(named.into_iter().find(|named| (named.start(), named.end()) == (range.start(), range.end())).unwrap_or(range))
}

fn underway(visit: &Visit<'_>, ready: usize, of: usize) -> Response<Body> {
    let html = pages::underway::html(ready, of, ASK_AGAIN_S, visit.language);
    let mut response =
        runtime::http::answer::page(StatusCode::ACCEPTED, html, pages::underway::content_security_policy());
    let again = lambda_http::http::HeaderValue::from(ASK_AGAIN_S);
    response.headers_mut().insert(lambda_http::http::header::RETRY_AFTER, again);
    response
}
