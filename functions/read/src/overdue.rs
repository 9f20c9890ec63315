//! `GET /v1/promises/overdue`: the promises whose time has passed and of which nothing has come, as of now.

use domain::identity::{Identity, TouchpointKey};
use domain::journey::ledger::Clock;
use domain::rules::Rules;
use domain::touchpoint::{Money, Touchpoint};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use lambda_http::{Body, Request, RequestExt, Response};
use runtime::configuration::Document;
use runtime::http::answer;
use runtime::http::problem::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use store::Key;
use store::error::StoreError;
use store::promises::Clocks;

use crate::Reader;

/// Overdue promises that one answer lists.
const OVERDUE_MAX: usize = 200;
/// Customers whose journeys are read at once.
const AT_ONCE: usize = 8;

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
    /// What the customer has been told since it was made, by the same promise: another time, a delay.
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
        // Their clocks say when somebody looks again, which lies ahead: all of them are meant.
        let mut keys = self.table.run_out(Clocks::Overdue, Timestamp::MAX, most + 1).await?;
        let has_more = keys.len() > most;
        keys.truncate(most);
        let found = stream::iter(keys).map(|key| async move { self.broken(&key, rules).await });
        let found: Vec<Option<Broken>> = found.buffer_unordered(AT_ONCE).try_collect().await?;
        let mut promises: Vec<_> = found.into_iter().flatten().collect();
        promises.sort_by(|a, b| (a.overdue_since, &a.made_by.id).cmp(&(b.overdue_since, &b.made_by.id)));
        Ok(Overdue { as_of: now, promises, has_more })
    }

    /// Reads what is to be known of one; none if it has come meanwhile.
    async fn broken(&self, key: &Key, rules: &Rules) -> Result<Option<Broken>, StoreError> {
        let Some(fact) = self.table.running(key, Timestamp::MAX).await? else { return Ok(None) };
        let linked = self.table.journey(&fact.recorded).await?;
        let clock = linked.journey.clock(&fact.recorded, &fact.key(), rules);
        let Some(Clock::Running { maker, promised, is_done: false }) = clock else { return Ok(None) };
        let identities = linked.members();
        let case = self.table.latest_case(&linked.journey.customer, &identities).await?.0;
        let is_told = |touchpoint: &&Touchpoint| {
            let is_of_it =
                promised.promise_id.is_some() && touchpoint.said.promise_id.as_deref() == promised.promise_id;
            is_of_it && !touchpoint.is_expiry() && touchpoint.placed_at() > maker.placed_at()
        };
        let told = linked.journey.touchpoints.iter().filter(is_told).map(|touchpoint| Told {
            at: touchpoint.placed_at(),
            touchpoint_type: touchpoint.touchpoint_type.clone(),
            due_at: touchpoint.said.due_at,
        });
        Ok(Some(Broken {
            customer: linked.journey.customer.clone(),
            promise_id: promised.promise_id.map(str::to_owned),
            made_by: maker.key(),
            touchpoint_type: maker.touchpoint_type.clone(),
            due_at: promised.due_at,
            overdue_since: promised.deadline,
            value_at_risk: maker.said.value_at_risk.clone(),
            segment: maker.said.segment.clone(),
            told: told.collect(),
            case: case.map(|case| OfCase {
                id: case.id(),
                state: case.state.as_str(),
                severity: case.severity,
                assignee: case.assignee.clone(),
                contacted_at: case.contacted_at,
            }),
        }))
    }
}
