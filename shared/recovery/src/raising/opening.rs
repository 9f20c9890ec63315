//! Which case a critical moment opens, joins or opens again: decided on the customer's latest case, and again if somebody else
//! was faster.

use std::collections::BTreeMap;

use domain::alerting::Message;
use domain::case::{Case, Change, Deadlines, Decision, Silenced, Transition, decide};
use domain::identity::Identity;
use domain::moment::Moment;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::cases::{Raised, Raising};
use store::error::StoreError;
use store::table::Table;

use crate::silences::Silence;

/// Tries at finding a case that nobody else changes meanwhile.
const TRIES_MAX: u32 = 6;

/// A critical moment to be raised.
pub struct Critical<'a> {
    /// The moment.
    pub moment: &'a Moment,
    /// The identities its customer is known by, the customer itself included.
    pub identities: &'a [Identity],
    /// Names of the channels that are told.
    pub channels: &'a [&'a str],
    /// Whether it waits for the list of the day.
    pub is_listed: bool,
    /// The silence that it waits for, if one holds.
    pub silence: Option<&'a Silence>,
    /// Until when the message waits to be told together with others, for those of the channels where it does.
    pub gathered_until: &'a BTreeMap<&'a str, Timestamp>,
    /// The time.
    pub now: Timestamp,
    /// Hours after which a moment is counted and not alerted.
    pub age_hours_max: i64,
    /// The time zone of the days.
    pub zone: &'a TimeZone,
    /// By when each step has to be taken if a case is opened, or opened again.
    pub deadlines: Option<Deadlines>,
}

/// Opens, joins or reopens the customer's case for a critical moment, exactly once. `message` words what the channels are told.
///
/// # Errors
/// Unavailable, refused or unreadable.
pub async fn open(
    table: &Table,
    critical: &Critical<'_>,
    message: impl Fn(Transition, &str) -> Message,
) -> Result<Raised, StoreError> {
    let moment = critical.moment;
    for _ in 0..TRIES_MAX {
        if let Some(raised) = table.raised(moment).await? {
            return Ok(raised);
        }
        let (latest, own_number) = table.latest_case(&moment.customer, critical.identities).await?;
        let transition = match decide(latest.as_ref(), moment.occurred_at, critical.now, critical.age_hours_max) {
            Decision::Skip(why) => return Ok(Raised::Skipped(why)),
            Decision::Raise(transition) => transition,
        };
        let looked_at = latest.as_ref().filter(|_| transition != Transition::Opened).map(|case| case.revision);
        let case = match (latest, transition) {
            (Some(case), Transition::Joined) => case.joined_by(moment.severity),
            (Some(case), Transition::Reopened) => reopened(&case, critical)?,
            _ => opened(table, critical, own_number + 1).await?,
        };
        let message = message(transition, &case.id());
        let raising = Raising {
            moment,
            transition,
            case: &case,
            looked_at,
            channels: critical.channels,
            is_listed: critical.is_listed,
            silenced: critical.silence.map(Silenced::from),
            gathered_until: critical.gathered_until,
            message: &message,
            now: critical.now,
            zone: critical.zone,
        };
        // Somebody else may have raised this moment or changed the case: look again, and join.
        if let Some(raised) = table.raise(&raising).await? {
            return Ok(raised);
        }
    }
    Err(StoreError::Unavailable { doing: "raising a case", code: "contended".to_owned() })
}

fn reopened(resolved: &Case, critical: &Critical<'_>) -> Result<Case, StoreError> {
    let change = Change::Reopen(critical.deadlines);
    let refused = |code: String| StoreError::Refused { doing: "opening a case again", code };
    let reopened = resolved.changed(change, critical.now).map_err(|illegal| refused(illegal.to_string()))?;
    let severity = reopened.severity.max(critical.moment.severity);
    Ok(Case { severity, silenced: critical.silence.map(Silenced::from), ..reopened })
}

async fn opened(table: &Table, critical: &Critical<'_>, number: u32) -> Result<Case, StoreError> {
    let moment = critical.moment;
    let name = table.name_case(&moment.customer, number).await?;
    Ok(Case {
        name: Some(name),
        severity: moment.severity,
        value_at_risk: moment.value_at_risk.clone(),
        claimed: moment.claimed,
        touchpoint_type: Some(moment.touchpoint_type.clone()),
        stage: Some(moment.stage),
        segment: moment.segment.clone(),
        team: moment.signals.team.clone(),
        deadlines: critical.deadlines,
        silenced: critical.silence.map(Silenced::from),
        ..Case::opened(moment.customer.clone(), number, moment.key(), critical.now)
    })
}
