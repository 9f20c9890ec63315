//! `GET /v1/promises/overdue`: the promises whose time has passed and of which nothing has come, as of now.

use domain::identity::{Identity, TouchpointKey};
use domain::rules::Rules;
use domain::touchpoint::Money;
use jiff::Timestamp;
use lambda_http::{Body, Request, RequestExt, Response};
use reporting::promised::{self, Promised};
use runtime::configuration::Document;
use runtime::http::answer;
use runtime::http::problem::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use store::error::StoreError;

use crate::Reader;

/// Overdue promises that one answer lists.
const OVERDUE_MAX: usize = 200;

/// The list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OverduePromises")]
pub(crate) struct Overdue {
    as_of: Timestamp,
    /// The longest overdue first.
    promises: Vec<Broken>,
    /// Whether there are more.
    has_more: bool,
}

/// One promise whose time has passed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OverduePromise")]
struct Broken {
    customer: Identity,
    #[serde(skip_serializing_if = "Option::is_none")]
    promise_id: Option<String>,
    /// What made it, and of which type that is.
    made_by: TouchpointKey,
    touchpoint_type: String,
    due_at: Timestamp,
    /// Since when it is broken: the promised time and its tolerance.
    overdue_since: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_at_risk: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    segment: Option<String>,
    /// What the customer has been told since it was made, by the same promise: another time, a delay. No opinions of their own.
    told: Vec<Told>,
    /// The latest case of the customer, and whether anybody has spoken with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<OfCase>,
}

/// Something that the customer has been told.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ToldSince")]
struct Told {
    at: Timestamp,
    touchpoint_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_at: Option<Timestamp>,
}

/// Where the customer's case stands.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CaseOfPromise")]
struct OfCase {
    id: String,
    state: &'static str,
    severity: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignee: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contacted_at: Option<Timestamp>,
}

impl Reader {
    /// Answers with the promises that are overdue now, the longest first, `limit` at most.
    pub(crate) async fn overdue(
        &self,
        request: &Request,
        document: &Document,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let most = match request.query_string_parameters().first("limit").map(str::parse::<usize>) {
            None => OVERDUE_MAX,
            Some(Ok(limit)) if (1..=OVERDUE_MAX).contains(&limit) => limit,
            Some(_) => return Err(Problem::unreadable(format!("`limit` must be from 1 to {OVERDUE_MAX}"))),
        };
        let list = self.list_overdue(&document.rules, most, now).await.map_err(|error| Problem::of_table(&error))?;
        answer::json(&list)
    }

    async fn list_overdue(&self, rules: &Rules, most: usize, now: Timestamp) -> Result<Overdue, StoreError> {
        let found = promised::passed(&self.table, rules, most).await?;
        let promises = found.promises.into_iter().map(Broken::of).collect();
        Ok(Overdue { as_of: now, promises, has_more: found.others > 0 })
    }
}

impl Broken {
    fn of(promised: Promised) -> Self {
        let told = promised.told.into_iter().map(|touchpoint| Told {
            at: touchpoint.placed_at(),
            due_at: touchpoint.said.due_at,
            touchpoint_type: touchpoint.touchpoint_type,
        });
        Self {
            customer: promised.customer,
            promise_id: promised.promise_id,
            made_by: promised.made_by,
            touchpoint_type: promised.touchpoint_type,
            due_at: promised.due_at,
            overdue_since: promised.deadline,
            value_at_risk: promised.value,
            segment: promised.segment,
            told: told.collect(),
            case: promised.case.map(|case| OfCase {
                id: case.id(),
                state: case.state.as_str(),
                severity: case.severity,
                assignee: case.assignee,
                contacted_at: case.contacted_at,
            }),
        }
    }
}
