//! How a critical moment is told: at once, in the list of the day, or by its case alone, where that was told before.

use std::collections::BTreeMap;

use domain::journey::Judged;
use domain::moment::Moment;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::error::StoreError;
use store::table::Table;

use crate::plan::Plan;

/// How people are told. Programs are always told at once.
pub(super) enum Telling {
    /// As ever.
    AtOnce,
    /// With the others of the day.
    Listed,
    /// Not by itself: the failure that it tells of was told, and its case has the line.
    Known,
}

/// Decides how people are told of a critical moment.
pub(super) async fn of(
    table: &Table,
    (moment, judged): (&Moment, &[Judged]),
    plan: &Plan,
    (zone, now): (&TimeZone, Timestamp),
) -> Result<Telling, StoreError> {
    if !plan.triage.is_on() {
        return Ok(Telling::AtOnce);
    }
    let echoed = moment.reasons.iter().find(|reason| reason.name() == "echo").and_then(|echo| {
        let told = |judged: &&Judged| echo.as_str() == format!("echo:{}", judged.moment.key());
        judged.iter().find(told)
    });
    if let Some(echoed) = echoed
        && table.raised(&echoed.moment).await?.is_some()
        && echoed.moment.severity >= plan.triage.at_once_from.min(moment.severity)
    {
        return Ok(Telling::Known);
    }
    let today = match plan.triage.cases_per_day {
        Some(_) => table.cases_opened_on(now.to_zoned(zone.clone()).date()).await?,
        None => 0,
    };
    Ok(plan.triage.listed(moment.severity, today).map_or(Telling::AtOnce, |why| {
        tracing::info!(?why, "critical moment waits for the list of the day");
        Telling::Listed
    }))
}

/// Takes from the channels those that people read, where the moment is told by its case alone, and lets the others wait for the list.
pub(super) fn apply<'a>(
    telling: &Telling,
    channels: &mut Vec<&'a str>,
    gathered_until: &mut BTreeMap<&'a str, Timestamp>,
    plan: &Plan,
    (zone, now): (&TimeZone, Timestamp),
) {
    let is_people = |name: &str| plan.roster.is_read_by_people(name);
    match telling {
        Telling::AtOnce => {}
        Telling::Listed => {
            let until = plan.triage.next_list(now, zone);
            gathered_until.extend(channels.iter().copied().filter(|name| is_people(name)).map(|name| (name, until)));
        }
        Telling::Known => channels.retain(|name| !is_people(name)),
    }
}
