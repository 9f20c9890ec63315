//! `GET /v1/corrections?period=…`: what people said of the moments of a period, as JSON lines: what the customer wrote, how the rules
//! judged it and what a person says. Whoever trains a reader of comments has its lines here. Names no customer.

use domain::moment::Moment;
use domain::period::Period;
use domain::touchpoint::Touchpoint;
use domain::vocabulary::Outcome;
use futures::TryStreamExt;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};
use pages::Visit;
use runtime::http::problem::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use std::pin::pin;
use store::moments::parts_of;

use crate::Reader;

/// Days of one answer.
const DAYS_MAX: usize = 93;

/// Bytes of one answer: Lambda's limit is 6 MB.
const BYTES_MAX: usize = 4 * 1024 * 1024;

/// One line.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CorrectionLine")]
pub(crate) struct Line<'a> {
    /// The touchpoint, as `source/id`.
    id: String,
    /// What the customer wrote; absent if nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Its language, as sent or as read.
    #[serde(rename = "lang", skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    /// How it ended, by a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    /// How it ended, by the rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    ruled: Option<Outcome>,
    /// The rule that had decided, by its method.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    /// What caused it, by a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
    /// Why it counts in nobody's journey, by a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    set_aside: Option<&'a str>,
    /// Type of the touchpoint.
    kind: &'a str,
}

impl<'a> Line<'a> {
    fn of(moment: &'a Moment, touchpoint: Option<&'a Touchpoint>) -> Self {
        let reviewed = moment.reviewed();
        let said = touchpoint.map(|touchpoint| &touchpoint.said);
        let sent = said.and_then(|said| said.language.as_deref());
        Self {
            id: moment.key().to_string(),
            text: said.and_then(|said| said.words()).map(|words| words.into_owned()),
            language: sent.or(moment.signals.language.as_deref()),
            outcome: reviewed.as_ref().map(|reviewed| reviewed.said),
            ruled: reviewed.as_ref().map(|reviewed| reviewed.ruled),
            rule: reviewed.map(|reviewed| reviewed.rule),
            cause: moment.blamed(),
            set_aside: moment.aside().map(|aside| aside.as_str()),
            kind: &moment.touchpoint_type,
        }
    }
}

impl Reader {
    /// Answers with the lines of a period.
    pub(crate) async fn corrections(&self, request: &Request, visit: &Visit) -> Result<Response<Body>, Problem> {
        let query = request.query_string_parameters();
        let named = query.first("period").ok_or_else(|| Problem::unreadable("say which `period`, such as 2026-11"))?;
        let period: Period = named.parse().map_err(|_| Problem::unreadable("`period` must be such as 2026-11"))?;
        if period.days().count() > DAYS_MAX {
            return Err(Problem::unreadable(format!("`period` may have {DAYS_MAX} days")));
        }
        let mut text = String::new();
        for part in parts_of(period.days()) {
            let mut pages = pin!(self.table.pages_of_part(part));
            while let Some(page) = pages.try_next().await.map_err(|error| Problem::of_table(&error))? {
                let corrected: Vec<_> = page.into_iter().filter(Moment::is_corrected).collect();
                let touchpoints = self.said_of(&corrected, visit).await?;
                for (moment, touchpoint) in corrected.iter().zip(&touchpoints) {
                    let line = serde_json::to_string(&Line::of(moment, touchpoint.as_ref()));
                    text += &line.map_err(|_| Problem::internal("a correction has no form as JSON"))?;
                    text.push('\n');
                }
                if text.len() > BYTES_MAX {
                    return Err(Problem::unreadable(
                        "the period has more corrections than one answer holds; ask for less",
                    ));
                }
            }
        }
        let response = Response::builder().status(StatusCode::OK).header("content-type", "application/x-ndjson");
        response.body(Body::Text(text)).map_err(|_| Problem::internal("the answer has no form"))
    }
}
