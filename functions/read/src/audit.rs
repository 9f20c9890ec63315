//! What the audit trail says of reading, and the trail itself: `GET /v1/audit` gives it as JSON lines, the oldest first. Changes no line.

use domain::identity::{Identity, TouchpointKey};
use jiff::Timestamp;
use jiff::civil::Date;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::audit::Line;
use runtime::configuration::Document;
use runtime::http::problem::Problem;
use runtime::http::route::{address_of, route};
use schemars::JsonSchema;
use serde::Serialize;
use store::audit::{AuditEntry, Often};

use crate::Reader;

/// Days of one answer.
const DAYS_MAX: usize = 92;

/// Bytes of one answer: Lambda's limit is 6 MB.
const BYTES_MAX: usize = 4 * 1024 * 1024;

/// One line of the trail.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AuditLine")]
pub(crate) struct Told {
    /// When.
    at: Timestamp,
    /// Who: a person's e-mail address, `read:NAME` or `case:NAME` for a key, or `link`.
    who: String,
    /// What was done or read.
    what: String,
    /// What it was done to: a pseudonym, a case, a period.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    /// The address that it came from.
    from: String,
}

impl From<AuditEntry> for Told {
    fn from(entry: AuditEntry) -> Self {
        let AuditEntry { at, who, what, about, from } = entry;
        Self { at, who, what, about, from }
    }
}

/// What a route reads, as the trail says it; none for what is about nobody.
fn word(route: &str) -> Option<&'static str> {
    Some(match route {
        "/v1/reports/{period}" => "report_read",
        "/v1/reports/{period}/action" => "action_planned",
        "/v1/reports/{period}/moments" => "moments_read",
        "/v1/touchpoints/{reference+}" => "touchpoint_read",
        "/v1/customers/{id}/journey" | "/v1/journey" => "customer_read",
        "/v1/customers/{id}/export" | "/v1/journey/export" => "customer_exported",
        "/v1/customers/{id}" => "customer_erased",
        "/v1/erasures/{id}" => "erasure_read",
        "/v1/customers/do-not-pitch" => "do_not_pitch_read",
        "/v1/promises/overdue" => "overdue_read",
        "/v1/quarantine" | "/v1/quarantine/{id}" => "quarantine_read",
        "/v1/corrections" => "corrections_read",
        "/v1/audit" => "audit_read",
        _ => return None,
    })
}

/// Returns what a request does, as the trail says it.
fn said_of(request: &Request) -> Option<&'static str> {
    match request.method() == Method::DELETE {
        true => Some("customer_erased"),
        false => word(route(request)),
    }
}

impl Reader {
    /// Writes down what a good answer gives, before it is given.
    pub(crate) async fn noted(
        &self,
        answered: Result<Response<Body>, Problem>,
        (request, who): (&Request, &str),
        document: &Document,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let answer = answered?;
        let (Some(what), true) = (said_of(request), answer.status().as_u16() < 400) else { return Ok(answer) };
        let about = self.about(request, document).await?;
        let often = if matches!(what, "action_planned" | "customer_erased" | "customer_exported") {
            Often::Always
        } else {
            Often::Hourly
        };
        let line = Line { who, what, about: about.as_deref(), from: &address_of(request), often };
        self.trail.note((&self.table, &self.zone), line, (now, document.audit_days)).await?;
        Ok(answer)
    }

    /// Names what is read without naming a customer.
    async fn about(&self, request: &Request, document: &Document) -> Result<Option<String>, Problem> {
        let (parameters, query) = (request.path_parameters(), request.query_string_parameters());
        let customer = parameters.first("id").filter(|_| route(request).starts_with("/v1/customers/"));
        let customer = customer.or(query.first("customer_id"));
        let identity = match (customer, query.first("anonymous_id"), parameters.first("reference")) {
            (Some(customer), ..) => Some(document.customers.identity(customer)),
            (None, Some(visitor), _) => Some(Identity::Anonymous(visitor.to_owned())),
            (None, None, Some(reference)) => reference.rsplit_once('/').map(|(source, id)| {
                Identity::of_nobody(&TouchpointKey { source: source.to_owned(), id: id.to_owned() })
            }),
            _ => None,
        };
        if let Some(identity) = identity {
            return Ok(Some(self.names().await?.of(&identity)));
        }
        let named =
            parameters.first("period").or(parameters.first("id")).or(query.first("period")).or(query.first("case"));
        Ok(named.map(str::to_owned))
    }

    /// Answers with the trail of some days.
    pub(crate) async fn trail(&self, request: &Request) -> Result<Response<Body>, Problem> {
        let query = request.query_string_parameters();
        let day = |name: &str| {
            let wrong = || Problem::unreadable(format!("say `{name}` as a date, such as 2026-11-30"));
            query.first(name).and_then(|text| text.parse::<Date>().ok()).ok_or_else(wrong)
        };
        let (from, to) = (day("from")?, day("to")?);
        let days: Vec<Date> =
            from.series(jiff::Span::new().days(1)).take_while(|date| *date <= to).take(DAYS_MAX + 1).collect();
        if days.is_empty() || days.len() > DAYS_MAX {
            return Err(Problem::unreadable(format!("ask for 1 to {DAYS_MAX} days")));
        }
        let mut text = String::new();
        for date in days {
            let (entries, _) =
                self.table.audit_of(date, usize::MAX).await.map_err(|error| Problem::of_table(&error))?;
            for entry in entries.into_iter().rev() {
                let line = serde_json::to_string(&Told::from(entry));
                text += &line.map_err(|_| Problem::internal("an entry has no form as JSON"))?;
                text.push('\n');
            }
            if text.len() > BYTES_MAX {
                return Err(Problem::unreadable("the days have more lines than one answer holds; ask for fewer"));
            }
        }
        let response = Response::builder().status(StatusCode::OK).header("content-type", "application/x-ndjson");
        response.body(Body::Text(text)).map_err(|_| Problem::internal("the answer has no form"))
    }
}

#[cfg(test)]
mod tests {
    use domain::vocabulary::Language;

    use super::*;

    #[test]
    fn every_route_that_reads_people_leaves_a_line() {
        let template = include_str!("../../../infra/template.yaml");
        let read = template.split("\n  Read:\n").nth(1).unwrap().split("\n  ReadRole:").next().unwrap();
        // These name nobody: which reports there are, and the contract.
        let about_nobody = ["/v1/reports", "/v1/openapi.json", "/v1/touchpoints/schema.json"];
        let mut looked_at = 0;
        for line in read.lines().filter(|line| line.contains("Path: ")) {
            let path = line.split("Path: ").nth(1).unwrap().trim_end_matches([' ', '}']).trim_matches('"');
            looked_at += 1;
            assert!(word(path).is_some() || about_nobody.contains(&path), "{path} leaves no line");
            let has_words = |said: &str| Language::CONSOLE_SET_AUDIT_DONE_NAMES.contains(&said);
            assert!(word(path).is_none_or(has_words), "what {path} leaves has no words");
        }
        assert!(looked_at > 8, "{looked_at}");
    }
}
