//! `GET /v1/reports/{period}`: always from the facts as they are now, never from a file that late data has made stale. What
//! takes longer than somebody waits is answered 202; asking again goes on from there.

use std::time::{Duration, Instant};

use domain::identity::fingerprint;
use domain::period::Period;
use domain::touchpoint::bounds::OCCURRED_AT_UNIX_S_MIN;
use domain::vocabulary::Language;
use jiff::Timestamp;
use lambda_http::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, RETRY_AFTER};
use lambda_http::http::{HeaderValue, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use pages::Visit;
use reporting::{Answer, Asked};
use reports::{Breakdown, Cut};
use runtime::http::problem::Problem;
use store::error::StoreError;

use crate::export::Export;
use crate::form::Form;
use crate::large::{DIRECT_BYTES_MAX, LINK_VALID_FOR, Underway, not_kept};
use crate::settings::Settings;
use crate::{Reader, language_of, schema};
use runtime::http::answer;

/// How long a report is worked on while somebody waits; days that were begun are finished.
const WORKING_TIME_MAX: Duration = Duration::from_secs(8);

/// Seconds after which to ask again for a report that is under way.
const ASK_AGAIN_S: u64 = 1;

impl Reader {
    /// Answers with the report on a period, in the form asked for.
    pub(crate) async fn report(
        &self,
        request: &Request,
        name: &str,
        document: &Settings,
        visit: &Visit,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let (name, form) = Form::of_name(name);
        let period: Period = name.parse().map_err(|error| Problem::not_found(format!("{error}")))?;
        if period.bounds(&self.zone).end.as_second() <= OCCURRED_AT_UNIX_S_MIN {
            return Err(Problem::not_found("no touchpoint lies before the year 2000"));
        }
        let form = form.map_or_else(|| Form::accepted(request.headers()), Ok)?;
        let language = language_of(request, document.language)?;
        let by = cut_of(request)?;
        let until = Some(Instant::now() + self.working_time);
        let asked =
            Asked { period, zone: &self.zone, at: now, rules: &document.rules, declared: &document.declared, until };
        let (body, policy) = match (form, by) {
            (Form::Csv, None) => match self.export(period, visit, now, Instant::now() + self.working_time).await? {
                Export::Whole(text) => (text, None),
                Export::Linked(link) => return answer::see_other(&link),
                // A browser gets the page that asks again by itself, and then the file.
                Export::Underway(underway) => {
                    let form = Form::accepted(request.headers()).unwrap_or(form);
                    return still_underway(&underway, form, language);
                }
            },
            (_, Some(by)) => match whole(reporting::breakdown(&self.table, by, &asked).await)? {
                Ok(breakdown) => breakdown_as(form, &breakdown, language, visit)?,
                Err(underway) => return still_underway(&underway, form, language),
            },
            (_, None) => match whole(reporting::report(&self.table, &asked).await)? {
                Ok(report) if form == Form::Html => {
                    let page = match view_of(request)? {
                        View::Front => pages::report::html(&report, language, visit),
                        View::Details => pages::report::details_html(&report, language, visit),
                    };
                    (page.into_bytes(), Some(pages::report::content_security_policy()))
                }
                Ok(report) => (serde_json::to_vec(&report).map_err(Problem::internal)?, None),
                Err(underway) => return still_underway(&underway, form, language),
            },
        };
        if body.len() > DIRECT_BYTES_MAX
            && let Some(link) = self.link(period, form, &body).await?
        {
            return answer::see_other(&link);
        }
        let text = String::from_utf8(body).map_err(Problem::internal)?;
        let mut response = answer::body(form.content_type(), text);
        if let Some(policy) = policy {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
        }
        if form == Form::Json {
            schema::describe(response.headers_mut(), by.is_some());
        }
        if form == Form::Csv
            && let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"moments-{period}.csv\""))
        {
            response.headers_mut().insert(CONTENT_DISPOSITION, value);
        }
        Ok(response)
    }

    /// Keeps a large file for a while and links to it; `None` where the store cannot sign links.
    async fn link(&self, period: Period, form: Form, body: &[u8]) -> Result<Option<String>, Problem> {
        let path = place(period, form, body);
        if self.objects.can_link() {
            self.objects.put(&path, form.content_type(), body.to_vec()).await.map_err(|error| not_kept(&error))?;
        }
        self.objects.link(&path, LINK_VALID_FOR).await.map_err(|error| not_kept(&error))
    }
}

/// Where a large file is kept: named by what is in it, because a period is read in two languages and cut in many ways.
fn place(period: Period, form: Form, body: &[u8]) -> String {
    let content = fingerprint(&[&String::from_utf8_lossy(body)], 16);
    format!("large/{period}-{content}.{form:?}").to_lowercase()
}

/// How long an answer may take; shorter in tests.
pub(crate) fn working_time(environment: &runtime::environment::Environment) -> Duration {
    let set = environment.optional("REPORT_WORKING_TIME_MS").and_then(|text| text.parse().ok());
    set.map_or(WORKING_TIME_MAX, Duration::from_millis)
}

/// Which page of a report.
enum View {
    Front,
    Details,
}

/// Reads which page of a report is wanted.
fn view_of(request: &Request) -> Result<View, Problem> {
    match request.query_string_parameters_ref().and_then(|query| query.first("view")) {
        None => Ok(View::Front),
        Some(pages::report::DETAILS) => Ok(View::Details),
        Some(_) => Err(Problem::unreadable(format!("`view` must be {}", pages::report::DETAILS))),
    }
}

/// Reads by what a report is to be broken down.
fn cut_of(request: &Request) -> Result<Option<Cut>, Problem> {
    let query = request.query_string_parameters();
    let Some(word) = query.first("by") else { return Ok(None) };
    let cut = Cut::from_word(word);
    let words = Cut::ALL.map(Cut::as_str).join(", ");
    cut.map(Some).ok_or_else(|| Problem::unreadable(format!("`by` must be one of {words}")))
}

fn whole<T>(answer: Result<Answer<T>, StoreError>) -> Result<Result<T, Underway>, Problem> {
    match answer.map_err(|error| Problem::of_table(&error))? {
        Answer::Ready(whole) => Ok(Ok(whole)),
        Answer::Underway { ready, of } => Ok(Err(Underway::new(ready, of))),
    }
}

/// Says that the report is being added up, and when to ask again; a browser does so by itself.
fn still_underway(underway: &Underway, form: Form, language: Language) -> Result<Response<Body>, Problem> {
    let mut response = match form {
        Form::Html => {
            let page = pages::underway::html(underway.days_ready, underway.days, ASK_AGAIN_S, language);
            let mut response = answer::body(form.content_type(), page);
            let policy = HeaderValue::from_static(pages::underway::content_security_policy());
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
            response
        }
        Form::Json | Form::Csv => {
            let body = serde_json::to_string(underway).map_err(Problem::internal)?;
            answer::body(Form::Json.content_type(), body)
        }
    };
    *response.status_mut() = StatusCode::ACCEPTED;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(ASK_AGAIN_S));
    Ok(response)
}

type Written = (Vec<u8>, Option<&'static str>);

fn breakdown_as(form: Form, breakdown: &Breakdown, language: Language, visit: &Visit) -> Result<Written, Problem> {
    Ok(match form {
        Form::Html => {
            let page = pages::report::breakdown_html(breakdown, language, visit);
            (page.into_bytes(), Some(pages::report::content_security_policy()))
        }
        Form::Json => (serde_json::to_vec(breakdown).map_err(Problem::internal)?, None),
        Form::Csv => {
            let table = pages::report::breakdown_csv(breakdown, Vec::new()).map_err(Problem::internal)?;
            (table, None)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_is_named_by_what_is_in_it() {
        let period: Period = "2026-W47".parse().unwrap();
        let place = |body: &[u8]| place(period, Form::Html, body);
        assert!(place(b"Week 47").starts_with("large/2026-w47-") && place(b"Week 47").ends_with(".html"));
        assert_eq!(place(b"Week 47"), place(b"Week 47"));
        assert_ne!(place(b"Week 47"), place(b"Semana 47"));
    }
}
