//! Cases that nobody moved in time: each clock that ran out is told once to whoever hears of escalations. Found through the
//! sparse index, decided on the case itself.

use domain::alerting::Topic;
use domain::alerting::{Escalation, Message};
use domain::case::Clock;
use domain::case::{Case, Change};
use domain::identity::{Identity, Pseudonyms};
use domain::vocabulary::Stage;
use futures::future::join_all;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::Key;
use store::changes::Changing;
use store::error::StoreError;
use store::table::Table;

use crate::changing::{Changed, change_case};
use crate::plan::Plan;

/// Cases escalated at once.
const AT_ONCE: usize = 8;

/// What a case opened by an unknown type is called.
const UNKNOWN_TYPE: &str = "touchpoint";

/// Escalates every clock that has run out, `per_shard_max` from each part of the index at most. Returns how many, and the
/// deliveries that tell of them.
///
/// # Errors
/// The index cannot be read. A case that could not be changed is left to the next run.
pub async fn escalate(
    table: &Table,
    plan: &Plan,
    zone: &TimeZone,
    now: Timestamp,
    per_shard_max: i32,
) -> Result<(u32, Vec<Key>), StoreError> {
    let overdue = table.overdue_cases(now, per_shard_max).await?;
    let mut count = 0;
    let mut deliveries = Vec::new();
    for some in overdue.chunks(AT_ONCE) {
        for outcome in join_all(some.iter().map(|case| one(table, plan, zone, now, case))).await {
            match outcome {
                Ok(keys) => {
                    count += u32::from(keys.is_some());
                    deliveries.extend(keys.unwrap_or_default());
                }
                Err(error) => tracing::warn!(%error, "case not escalated"),
            }
        }
    }
    if count > 0 {
        let today = [now.to_zoned(zone.clone()).date()].into();
        if let Err(error) = table.touch_days(&today).await {
            tracing::warn!(%error, "failed to raise the day's version after escalations");
        }
    }
    Ok((count, deliveries))
}

/// Escalates one case. None if there is nothing to do: the index lags, or somebody was faster.
async fn one(
    table: &Table,
    plan: &Plan,
    zone: &TimeZone,
    now: Timestamp,
    overdue: &Key,
) -> Result<Option<Vec<Key>>, StoreError> {
    let Some(case) = table.case_at(overdue).await? else { return Ok(None) };
    let Some((clock, due_at)) = case.next_clock().filter(|(_, at)| *at <= now) else { return Ok(None) };
    let names = table.pseudonyms().await?;
    let tell = |case: &Case| {
        let hearing = plan.roster.hearing(Topic::Escalations);
        hearing.map(|channel| (channel.to_owned(), message(case, &names, clock, due_at))).collect()
    };
    let changing = Changing::by_itself(Change::Escalate(clock), &tell, now, zone);
    Ok(match change_case(table, &case, &changing).await? {
        Changed::Done(case, deliveries) => {
            tracing::info!(case = case.id(), clock = clock.as_str(), "case escalated");
            Some(deliveries)
        }
        Changed::Illegal(..) | Changed::Used(_) => None,
    })
}

fn message(case: &Case, names: &Pseudonyms, clock: Clock, due_at: Timestamp) -> Message {
    Message::Escalation(Box::new(Escalation {
        case_id: case.id(),
        customer: names.of(&case.customer),
        customer_id: match &case.customer {
            Identity::Customer(id) => Some(id.clone()),
            Identity::Anonymous(_) => None,
        },
        clock,
        due_at,
        opened_at: case.opened_at,
        state: case.state,
        assignee: case.assignee.clone(),
        severity: case.severity,
        value_at_risk: case.value_at_risk.clone(),
        touchpoint_type: case.touchpoint_type.clone().unwrap_or_else(|| UNKNOWN_TYPE.to_owned()),
        stage: case.stage.unwrap_or(Stage::First),
    }))
}
