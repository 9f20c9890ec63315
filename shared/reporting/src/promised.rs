//! Promised times for people: those that have passed and of which nothing has come, and those that run out soon. Asks the table;
//! records nothing.

use domain::case::Case;
use domain::identity::{Identity, Pseudonyms, TouchpointKey};
use domain::journey::ledger::Clock;
use domain::rules::Rules;
use domain::touchpoint::{Money, Touchpoint};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use reports::{OverduePromise, OverduePromises, Told};
use store::Key;
use store::error::StoreError;
use store::promises::Clocks;
use store::table::Table;

/// Customers whose journeys are read at once.
const AT_ONCE: usize = 8;
/// Overdue promises that a report names.
const IN_REPORT_MAX: usize = 20;
/// Facts that are read for each promise that is listed, at most: something of some has come since somebody looked.
const LOOKS_PER_PROMISE_MAX: usize = 5;

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
    /// What the customer has been told since, by touchpoints of the same promise. What customers say themselves is none of it.
    pub told: Vec<Touchpoint>,
    /// The customer's latest case.
    pub case: Option<Case>,
}

/// The promises that are overdue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overdue {
    /// The longest overdue first.
    pub promises: Vec<Promised>,
    /// How many more there are. Something of a few may have come since somebody looked.
    pub others: usize,
}

/// Lists the promises whose time has passed and of which nothing has come, the longest overdue first.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn passed(table: &Table, rules: &Rules, most: usize) -> Result<Overdue, StoreError> {
    let keys = table.overdue().await?;
    let (mut promises, mut looked_at) = (Vec::new(), 0);
    while promises.len() < most && looked_at < keys.len().min(LOOKS_PER_PROMISE_MAX * most) {
        let some: Vec<Key> = keys.iter().skip(looked_at).take(most - promises.len()).cloned().collect();
        looked_at += some.len();
        promises.extend(running(table, rules, some).await?);
    }
    sort(&mut promises);
    Ok(Overdue { promises, others: keys.len().saturating_sub(looked_at) })
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
    // The first ones of each part of the index: which of them come first of all shows once they are read.
    let keys = table.run_out(Clocks::Promised, until, most).await?;
    let mut close = running(table, rules, keys).await?;
    close.retain(|promised| promised.due_at > now && promised.due_at <= until);
    sort(&mut close);
    close.truncate(most);
    Ok(close)
}

/// Lists the promises that are overdue as a report tells of them; none if there are none.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub(crate) async fn in_report(
    table: &Table,
    rules: &Rules,
    names: &Pseudonyms,
) -> Result<Option<OverduePromises>, StoreError> {
    let found = passed(table, rules, IN_REPORT_MAX).await?;
    let told = |touchpoint: Touchpoint| Told {
        at: touchpoint.placed_at(),
        due_at: touchpoint.said.due_at,
        kind: touchpoint.touchpoint_type,
    };
    let line = |promised: Promised| {
        let case = promised.case.filter(|case| case.state.is_unresolved());
        OverduePromise {
            customer: names.of(&promised.customer),
            kind: promised.touchpoint_type,
            promise_id: promised.promise_id,
            due_at: promised.due_at,
            overdue_since: promised.deadline,
            value_at_risk: promised.value,
            told: promised.told.into_iter().map(told).collect(),
            case_id: case.as_ref().map(Case::id),
            contacted_at: case.and_then(|case| case.contacted_at),
        }
    };
    let promises: Vec<_> = found.promises.into_iter().map(line).collect();
    let others = u64::try_from(found.others).unwrap_or(u64::MAX);
    Ok((!promises.is_empty()).then_some(OverduePromises { promises, others }))
}

fn sort(promises: &mut [Promised]) {
    promises.sort_by(|a, b| (a.due_at, &a.customer, &a.made_by).cmp(&(b.due_at, &b.customer, &b.made_by)));
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
        let is_opinion = rules.type_of(&touchpoint.touchpoint_type).is_some_and(|known| known.echo);
        is_of_it && !is_opinion && !touchpoint.is_expiry() && touchpoint.placed_at() > maker.placed_at()
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
