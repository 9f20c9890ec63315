//! `GET /v1/reports/{period}`: always from the facts as they are now, never from a file that late data has made stale.

use std::time::Duration;

use domain::moment::Moment;
use domain::period::Period;
use domain::report::Report;
use domain::vocabulary::Language;
use jiff::Timestamp;
use lambda_http::http::HeaderValue;
use lambda_http::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY};
use lambda_http::{Body, Request, Response};
use runtime::problem::Problem;

use crate::form::Form;
use crate::{Reader, answer, language_of, unreachable_table};

/// Days of a report that is computed while somebody waits.
const DAYS_MAX: i32 = 400;

/// Bytes answered directly, at most: Lambda's limit is 6 MB, and text that is not plain grows on its way.
const DIRECT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How long a link to a large file works.
const LINK_VALID_FOR: Duration = Duration::from_secs(300);

impl Reader {
    /// Answers with the report on a period, in the form asked for.
    pub(crate) async fn report(
        &self,
        request: &Request,
        name: &str,
        language: Language,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let (name, form) = Form::of_name(name);
        let period: Period = name.parse().map_err(|error| Problem::not_found(format!("{error}")))?;
        if period.length_days() > DAYS_MAX {
            return Err(Problem::invalid(format!("a report read on demand may cover {DAYS_MAX} days")));
        }
        let form = form.map_or_else(|| Form::accepted(request.headers()), Ok)?;
        let language = language_of(request, language)?;
        let (body, policy) = match form {
            Form::Csv => (self.csv(period).await?, None),
            Form::Json => {
                let report = self.read(period, now).await?;
                (serde_json::to_vec(&report).map_err(|_| Problem::internal(""))?, None)
            }
            Form::Html => {
                let page = pages::report::html(&self.read(period, now).await?, language);
                (page.into_bytes(), Some(pages::report::content_security_policy()))
            }
        };
        if body.len() > DIRECT_BYTES_MAX
            && let Some(link) = self.link(period, form, &body).await?
        {
            return answer::see_other(&link);
        }
        let text = String::from_utf8(body).map_err(|_| Problem::internal(""))?;
        let mut response = answer::body(form.content_type(), text);
        if let Some(policy) = policy {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
        }
        if form == Form::Csv
            && let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"moments-{period}.csv\""))
        {
            response.headers_mut().insert(CONTENT_DISPOSITION, value);
        }
        Ok(response)
    }

    async fn read(&self, period: Period, now: Timestamp) -> Result<Report, Problem> {
        self.table.report(period, &self.zone, now).await.map_err(|error| unreachable_table(&error))
    }

    async fn csv(&self, period: Period) -> Result<Vec<u8>, Problem> {
        let mut moments: Vec<Moment> = Vec::new();
        for date in period.days() {
            self.table
                .moments_of(date, |moment| moments.push(moment))
                .await
                .map_err(|error| unreachable_table(&error))?;
        }
        pages::report::csv(&moments, Vec::new()).map_err(|_| Problem::internal(""))
    }

    /// Keeps a large file for a while and links to it; `None` where the store cannot sign links.
    async fn link(&self, period: Period, form: Form, body: &[u8]) -> Result<Option<String>, Problem> {
        let failed = |error| {
            tracing::error!(%error, "large report not linked");
            Problem::unavailable("the report is too large to answer directly and could not be kept")
        };
        let path = format!("large/{period}.{form:?}").to_lowercase();
        if self.objects.can_link() {
            self.objects.put(&path, form.content_type(), body.to_vec()).await.map_err(failed)?;
        }
        self.objects.link(&path, LINK_VALID_FOR).await.map_err(failed)
    }
}
