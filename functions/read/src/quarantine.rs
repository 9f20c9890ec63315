//! `GET /v1/quarantine` and `GET /v1/quarantine/{id}`: what could not be taken, why, and the bytes of one record. Replays and removes
//! nothing: ingest does.

use jiff::Timestamp;
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::http::answer;
use runtime::http::problem::Problem;
use runtime::quarantine::{Raw, path_of};
use schemars::JsonSchema;
use serde::Serialize;
use store::quarantine::{KEPT_FOR, Record};

use crate::Reader;

/// Records of one answer.
const RECORDS_MAX: usize = 100;

/// The records that wait.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "QuarantineRecords")]
pub(crate) struct Listed {
    records: Vec<Record>,
    /// Whether there are more, received at or after the last one.
    has_more: bool,
}

/// One record, with what was sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "QuarantineRecord")]
pub(crate) struct Shown {
    #[serde(flatten)]
    record: Record,
    /// When it is gone for good.
    kept_until: Timestamp,
    /// What was sent; none if it is not kept any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<Raw>,
}

impl Reader {
    /// Lists the records that wait, oldest first: of `source`, received from `from` to `to`.
    pub(crate) async fn quarantine(&self, request: &Request) -> Result<Response<Body>, Problem> {
        let query = request.query_string_parameters();
        let time = |name: &str, usual: Timestamp| match query.first(name) {
            None | Some("") => Ok(usual),
            Some(text) => text
                .parse::<Timestamp>()
                .map_err(|_| Problem::unreadable(format!("`{name}` must be a time such as 2026-11-22T10:00:00Z"))),
        };
        let (from, to) = (time("from", Timestamp::UNIX_EPOCH)?, time("to", latest())?);
        if from > to {
            return Err(Problem::unreadable("`from` must not be after `to`"));
        }
        // Nothing was received before 1970, and earlier times do not sort as their texts do.
        let within = (from.max(Timestamp::UNIX_EPOCH), to.clamp(Timestamp::UNIX_EPOCH, latest()));
        let source = query.first("source").filter(|source| !source.is_empty());
        let (records, has_more) =
            self.table.all_quarantined(within, source, RECORDS_MAX).await.map_err(|error| Problem::of_table(&error))?;
        answer::json(&Listed { records, has_more })
    }

    /// Shows one record.
    pub(crate) async fn quarantined(&self, id: &str) -> Result<Response<Body>, Problem> {
        let record = self.table.quarantined(id).await.map_err(|error| Problem::of_table(&error))?;
        let record = record.ok_or_else(|| Problem::not_found("there is no such record in quarantine"))?;
        let kept = self.objects.find(&path_of(&record.id)).await.map_err(Problem::internal)?;
        let request = kept.map(|kept| serde_json::from_slice(&kept)).transpose().map_err(Problem::internal)?;
        let kept_until = record.received_at.checked_add(KEPT_FOR).unwrap_or(Timestamp::MAX);
        answer::json(&Shown { record, kept_until, request })
    }
}

/// The latest time whose text sorts as times do.
fn latest() -> Timestamp {
    "9999-01-01T00:00:00Z".parse().unwrap_or(Timestamp::MAX)
}
