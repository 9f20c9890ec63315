//! How a critical moment is told: at once, in the list of the day, or by its case alone, where that was told before.

use std::collections::BTreeMap;

use domain::alerting::Waited;
use domain::journey::Judged;
use domain::moment::Moment;
use domain::triage::Listed;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::error::StoreError;
use store::table::Table;

use super::Outlook;
use crate::plan::Plan;
use crate::silences::{self, Silence};

/// How people are told. Programs are always told at once.
pub(super) enum Telling<'a> {
    /// As ever.
    AtOnce,
    /// With the others of the day, because of this.
    Listed(Listed),
    /// With the others of a silence, when it ends.
    Silenced(&'a Silence),
    /// Not by itself: the failure that it tells of was told, and its case has the line.
    Known,
}

impl Telling<'_> {
    /// Returns why it waits.
    pub(super) fn waited(&self) -> Option<Waited> {
        match self {
            Self::AtOnce | Self::Known => None,
            Self::Listed(Listed::Mild(from)) => Some(Waited::Mild(*from)),
            Self::Listed(Listed::Capacity(cases)) => Some(Waited::Capacity(*cases)),
            Self::Silenced(silence) => {
                Some(Waited::Silenced { reason: silence.reason.clone(), by: silence.by.clone() })
            }
        }
    }
}

/// Decides how people are told of a critical moment.
pub(super) async fn of<'a>(
    (table, outlook): (&Table, &Outlook),
    (moment, judged): (&Moment, &[Judged]),
    plan: &'a Plan,
    (zone, now): (&TimeZone, Timestamp),
) -> Result<Telling<'a>, StoreError> {
    if let Some(silence) = plan.silenced(silences::about(moment), now) {
        tracing::info!(until = %silence.until, "critical moment is silenced");
        return Ok(Telling::Silenced(silence));
    }
    if !plan.triage.is_on() {
        return Ok(Telling::AtOnce);
    }
    if was_told(table, (moment, judged), plan).await? {
        return Ok(Telling::Known);
    }
    let today = match plan.triage.cases_per_day {
        Some(_) => outlook.cases_opened_on(table, now.to_zoned(zone.clone()).date()).await?,
        None => 0,
    };
    Ok(plan.triage.listed(moment.severity, today).map_or(Telling::AtOnce, |why| {
        tracing::info!(?why, "critical moment waits for the list of the day");
        Telling::Listed(why)
    }))
}

/// Returns whether people know already what a moment tells of: its failure was told as it is, and the case of that failure is still open.
/// A case that is opened again is told.
async fn was_told(table: &Table, (moment, judged): (&Moment, &[Judged]), plan: &Plan) -> Result<bool, StoreError> {
    let Some(position) = judged.iter().position(|judged| judged.moment.key() == moment.key()) else { return Ok(false) };
    let Some(known) = plan.triage.known_by(judged, position) else { return Ok(false) };
    let Some((customer, number)) = table.case_of(known).await? else { return Ok(false) };
    Ok(table.case(&customer, number).await?.is_some_and(|case| case.state.is_unresolved()))
}

/// Takes from the channels those that people read, where the moment is told by its case alone, and lets the others wait for the list.
pub(super) fn apply<'a>(
    telling: &Telling<'_>,
    channels: &mut Vec<&'a str>,
    gathered_until: &mut BTreeMap<&'a str, Timestamp>,
    plan: &Plan,
    (zone, now): (&TimeZone, Timestamp),
) {
    let is_people = |name: &str| plan.roster.is_read_by_people(name);
    let until = match telling {
        Telling::AtOnce => return,
        Telling::Listed(_) => plan.triage.next_list(now, zone),
        Telling::Silenced(silence) => silence.until,
        Telling::Known => {
            channels.retain(|name| !is_people(name));
            return;
        }
    };
    gathered_until.extend(channels.iter().copied().filter(|name| is_people(name)).map(|name| (name, until)));
}
