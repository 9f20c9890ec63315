//! `GET /v1/customers/do-not-pitch`: customers whom nobody should sell anything to now, for a CRM that sends campaigns: those with an
//! unresolved case, and those who wait for something that was promised. As of now; records nothing.

use std::collections::BTreeMap;

use domain::identity::Identity;
use domain::rules::Rules;
use jiff::Timestamp;
use lambda_http::{Body, Request, RequestExt, Response};
use reporting::promised;
use runtime::configuration::Document;
use runtime::http::answer;
use runtime::http::problem::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use store::error::StoreError;
use store::promises::Clocks;

use crate::Reader;

/// Cases, and overdue promises, that one answer rests on.
const CASES_MAX: usize = 2_000;
const PROMISES_MAX: usize = 500;

/// The list.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DoNotPitch {
    as_of: Timestamp,
    /// Each customer once, in the order of their names.
    customers: Vec<Unhappy>,
    /// Whether there are more than were looked at: the most severe cases and the longest overdue promises are there.
    has_more: bool,
}

/// A customer to leave alone.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DoNotPitchCustomer")]
struct Unhappy {
    customer: Identity,
    /// Since when: the earliest of the reasons.
    since: Timestamp,
    /// Why.
    reasons: Vec<Why>,
}

/// Why a customer is to be left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DoNotPitchReason")]
enum Why {
    /// A case of theirs is not resolved.
    OpenCase,
    /// Something that was promised has not come.
    OverduePromise,
}

impl Reader {
    /// Answers with the customers to leave alone, or with whether one of them is: `customer_id` asks about one.
    pub(crate) async fn do_not_pitch(
        &self,
        request: &Request,
        document: &Document,
        now: Timestamp,
    ) -> Result<Response<Body>, Problem> {
        let mut list = self.unhappy(&document.rules, now).await.map_err(|error| Problem::of_table(&error))?;
        if let Some(customer) = request.query_string_parameters().first("customer_id") {
            let asked = document.customers.identity(customer);
            list.customers.retain(|one| one.customer == asked);
        }
        answer::json(&list)
    }

    async fn unhappy(&self, rules: &Rules, now: Timestamp) -> Result<DoNotPitch, StoreError> {
        let queue = self.table.queue(CASES_MAX).await?;
        let mut keys = self.table.run_out(Clocks::Overdue, Timestamp::MAX, PROMISES_MAX + 1).await?;
        let has_more = queue.has_more || keys.len() > PROMISES_MAX;
        keys.truncate(PROMISES_MAX);
        let overdue = promised::running(&self.table, rules, keys).await?;
        let cases = queue.cases.into_iter().map(|case| (case.customer.clone(), case.running_since(), Why::OpenCase));
        let promises = overdue.into_iter().map(|one| (one.customer, one.deadline, Why::OverduePromise));
        let mut customers: BTreeMap<Identity, Unhappy> = BTreeMap::new();
        for (customer, since, why) in cases.chain(promises) {
            let one =
                customers.entry(customer.clone()).or_insert_with(|| Unhappy { customer, since, reasons: Vec::new() });
            one.since = one.since.min(since);
            if !one.reasons.contains(&why) {
                one.reasons.push(why);
            }
        }
        Ok(DoNotPitch { as_of: now, customers: customers.into_values().collect(), has_more })
    }
}
