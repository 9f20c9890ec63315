//! Errors of the HTTP API, as RFC 9457 problem documents. What a caller may know is in the problem; the cause goes to
//! the log, where it is handled.

use std::fmt;

use domain::touchpoint::complaint::Complaint;
use domain::touchpoint::parse::FieldError;
use lambda_http::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use lambda_http::http::{HeaderValue, StatusCode};
use lambda_http::{Body, Response};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use store::error::StoreError;

/// One problem, as its caller sees it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Problem {
    /// Names the kind of problem; stable, to be compared by programs.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "String::is_empty")]
    detail: String,
    /// Every wrong field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// What became of each item of a batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<Box<Value>>,
    #[serde(skip)]
    retry_after_s: Option<u32>,
    #[serde(skip)]
    allowed: Option<&'static str>,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $status:literal $title:literal;)+) => {
        impl Problem {
            $(
                $(#[$doc])*
                pub fn $name(detail: impl Into<String>) -> Self {
                    Self::new(concat!("urn:moments:problem:", stringify!($name)), $title, $status, detail.into())
                }
            )+
        }

        /// Every kind of problem.
        pub const KINDS: &[Kind] = &[
            $(Kind { name: stringify!($name), status: $status, title: $title },)+
            Kind { name: INTERNAL, status: 500, title: "Internal error" },
        ];
    };
}

/// The kind of problem that is nobody's but ours.
const INTERNAL: &str = "internal";

/// A kind of problem, as it is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// Its status.
    pub status: u16,
    /// What it means, in a few words.
    pub title: &'static str,
}

impl Kind {
    /// Returns the `type` of its documents.
    pub fn urn(&self) -> String {
        format!("urn:moments:problem:{}", self.name)
    }
}

problems! {
    /// The request cannot be read at all.
    unreadable = 400 "The request cannot be read";
    /// No key, or one that is not known.
    unauthorized = 401 "A valid key is needed";
    /// The key is known and may not do this.
    forbidden = 403 "The key may not do this";
    /// Where the request comes from, and not who sends it, is what is wrong.
    refused = 403 "Not from here";
    /// There is no such thing.
    not_found = 404 "Not found";
    /// The path has other methods.
    method_not_allowed = 405 "Method not allowed";
    /// None of the forms asked for can be given.
    not_acceptable = 406 "None of the accepted media types is available";
    /// The same source and id were used for another touchpoint.
    conflict = 409 "Another touchpoint has this source and id";
    /// A case stands where this cannot be done, or somebody did it before.
    case_conflict = 409 "The case does not allow this";
    /// The request took too long to arrive.
    too_slow = 408 "The request took too long";
    /// What was asked for is over.
    gone = 410 "Not there any more";
    /// The body or the batch is too large.
    too_large = 413 "The request is too large";
    /// The body is of a kind that is not taken.
    unsupported = 415 "Unsupported media type";
    /// The request was meant for another server.
    misdirected = 421 "Another server is meant";
    /// The body can be read and is wrong.
    invalid = 422 "What was sent is not valid";
    /// Fields are missing or wrong.
    incomplete = 422 "The request is not complete";
    /// The key has sent too much lately.
    too_many = 429 "Too many requests";
    /// The table cannot be reached.
    unavailable = 503 "Temporarily unavailable";
}

/// Wrong fields that one answer lists. The others are counted.
pub const ERRORS_MAX: usize = 100;

/// Keeps some wrong fields of a list, says how many more there are, and returns how many more may be kept elsewhere.
pub fn keep(errors: &mut Vec<FieldError>, errors_max: usize) -> usize {
    let more = errors.len().saturating_sub(errors_max);
    errors.truncate(errors_max);
    let left = errors_max - errors.len();
    if more > 0 {
        errors.push(FieldError { field: String::new(), complaint: Complaint::More(more) });
    }
    left
}

/// Seconds after which a caller may try again when the table could not be reached.
const RETRY_AFTER_S: u64 = 5;

impl Problem {
    fn new(kind: &'static str, title: &'static str, status: u16, detail: String) -> Self {
        Self { kind, title, status, detail, errors: Vec::new(), results: None, retry_after_s: None, allowed: None }
    }

    /// Says that something is wrong on this side. The cause goes to the log: it is for nobody outside.
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new("urn:moments:problem:internal", "Internal error", 500, String::new())
    }

    /// Says that the table could not take or tell something, and when to try again.
    pub fn not_stored(detail: impl Into<String>) -> Self {
        Self::unavailable(detail).retry_after_s(RETRY_AFTER_S)
    }

    /// Says what a failed call of the table means to a caller. The cause goes to the log.
    pub fn of_table(error: &StoreError) -> Self {
        if error.is_retryable() {
            tracing::error!(%error, "table not reached");
            return Self::not_stored("the table cannot be reached");
        }
        Self::internal(error)
    }

    /// Adds the wrong fields, the first [`ERRORS_MAX`] of them: an answer should not be larger than what it is about.
    pub fn with_errors(mut self, mut errors: Vec<FieldError>) -> Self {
        keep(&mut errors, ERRORS_MAX);
        self.errors = errors;
        self
    }

    /// Adds what became of each item of a batch.
    pub fn with_results(mut self, results: Value) -> Self {
        self.results = Some(Box::new(results));
        self
    }

    /// Says when to try again.
    pub fn retry_after_s(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(u32::try_from(seconds).unwrap_or(u32::MAX));
        self
    }

    /// Says which methods the path has, separated by commas: whatever answers 405 must (RFC 9110, 15.5.6).
    pub fn allowing(mut self, methods: &'static str) -> Self {
        self.allowed = Some(methods);
        self
    }

    /// Returns its status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Returns the wrong fields.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Returns what is wrong, in one sentence.
    pub fn sentence(&self) -> String {
        if self.detail.is_empty() { self.title.to_owned() } else { format!("{}: {}", self.title, self.detail) }
    }

    /// Makes the response.
    pub fn response(&self) -> Response<Body> {
        let body = serde_json::to_string(self).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(methods) = self.allowed {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
        }
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(count: usize) -> Vec<FieldError> {
        (0..count).map(|index| FieldError { field: index.to_string(), complaint: Complaint::Missing }).collect()
    }

    #[test]
    fn a_hundred_wrong_fields_are_listed_and_more_are_counted() {
        for (count, listed, last) in
            [(0, 0, None), (100, 100, None), (101, 101, Some("and 1 more")), (5_000, 101, Some("and 4,900 more"))]
        {
            let problem = Problem::invalid("").with_errors(wrong(count));
            assert_eq!(problem.errors().len(), listed);
            let more = problem.errors().last().filter(|error| error.field.is_empty());
            assert_eq!(more.map(|error| error.complaint.to_string()).as_deref(), last, "{count}");
        }
    }
}
