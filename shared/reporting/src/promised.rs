//! Promised times for people: those that have passed and of which nothing has come, and those that run out soon. Asks the table;
//! records nothing.

use domain::case::Case;
use domain::identity::{Identity, TouchpointKey};
use domain::journey::ledger::Clock;
use domain::rules::Rules;
use domain::touchpoint::{Money, Touchpoint};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use store::Key;
use store::error::StoreError;
use store::promises::Clocks;
use store::table::Table;

/// Customers whose journeys are read at once.
const AT_ONCE: usize = 8;

/// A promise whose time has passed, or runs out soon.
#[derive(Clone, Debug, PartialEq)]
pub struct Promised {
    /// Whom it was made to.
    pub customer: Identity,
    /// The type of the touchpoint that made it.
    pub touchpoint_type: String,
    /// Its name, if it has one.
    pub promise_id: Option<String>,
    /// The touchpoint that made it.
    pub made_by: TouchpointKey,
    /// The promised time.
    pub due_at: Timestamp,
    /// The promised time and its tolerance: since then it is broken.
    pub deadline: Timestamp,
    /// What is at stake.
    pub value: Option<Money>,
    /// The segment of the customer when it was made.
    pub segment: Option<String>,
    /// What the customer has been told since, by touchpoints of the same promise.
    pub told: Vec<Touchpoint>,
    /// The customer's latest case.
    pub case: Option<Case>,
}

/// Lists the promises whose time has passed and of which nothing has come, the longest overdue first.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn passed(table: &Table, rules: &Rules, most: usize) -> Result<Vec<Promised>, StoreError> {
    // Their clocks say when somebody looks again, which lies ahead: all of them are meant.
    list(table, rules, (Clocks::Overdue, Timestamp::MAX), most).await
}

/// Lists the promises whose time runs out until then, the first one first. A clock that warns before lies in the index at the time to
/// warn, so it is found early enough.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn close(
    table: &Table,
    rules: &Rules,
    (now, until): (Timestamp, Timestamp),
    most: usize,
) -> Result<Vec<Promised>, StoreError> {
    let mut close = list(table, rules, (Clocks::Promised, until), most).await?;
    close.retain(|promised| promised.due_at > now && promised.due_at <= until);
    Ok(close)
}

async fn list(
    table: &Table,
    rules: &Rules,
    (clocks, until): (Clocks, Timestamp),
    most: usize,
) -> Result<Vec<Promised>, StoreError> {
    let mut keys = table.run_out(clocks, until, most).await?;
    keys.truncate(2 * most);
    let mut promises = running(table, rules, keys).await?;
    promises.sort_by(|a, b| (a.due_at, &a.customer).cmp(&(b.due_at, &b.customer)));
    promises.truncate(most);
    Ok(promises)
}

/// Reads the promises whose clocks these are, in no order, without those that have been kept meanwhile.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn running(table: &Table, rules: &Rules, keys: Vec<Key>) -> Result<Vec<Promised>, StoreError> {
    let found = stream::iter(keys).map(|key| async move { one(table, rules, &key).await });
    let found: Vec<Option<Promised>> = found.buffer_unordered(AT_ONCE).try_collect().await?;
    Ok(found.into_iter().flatten().collect())
}

/// Reads what is to be known of one; none if it has come meanwhile.
async fn one(table: &Table, rules: &Rules, key: &Key) -> Result<Option<Promised>, StoreError> {
    let Some(fact) = table.running(key, Timestamp::MAX).await? else { return Ok(None) };
    let linked = table.journey(&fact.recorded).await?;
    let clock = linked.journey.clock(&fact.recorded, &fact.key(), rules);
    let Some(Clock::Running { maker, promised, is_done: false }) = clock else { return Ok(None) };
    let case = table.latest_case(&linked.journey.customer, &linked.members()).await?.0;
    let is_told = |touchpoint: &&Touchpoint| {
        let is_of_it = promised.promise_id.is_some() && touchpoint.said.promise_id.as_deref() == promised.promise_id;
        is_of_it && !touchpoint.is_expiry() && touchpoint.placed_at() > maker.placed_at()
    };
    Ok(Some(Promised {
        customer: linked.journey.customer.clone(),
        touchpoint_type: maker.touchpoint_type.clone(),
        promise_id: promised.promise_id.map(str::to_owned),
        made_by: maker.key(),
        due_at: promised.due_at,
        deadline: promised.deadline,
        value: maker.said.value_at_risk.clone(),
        segment: maker.said.segment.clone(),
        told: linked.journey.touchpoints.iter().filter(is_told).cloned().collect(),
        case,
    }))
}
