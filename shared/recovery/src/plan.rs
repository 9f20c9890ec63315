//! What the configuration says about recovering customers: who is told of what, when somebody is there to act, by when, and
//! how many messages a channel bears. Decides nothing itself.

use domain::alerting::Topic;
use domain::calendar::BusinessCalendar;
use domain::case::{ClockHours, Deadlines};
use domain::moment::Moment;
use domain::pacing::Pacing;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use runtime::configuration::InvalidDocument;
use serde::Deserialize;

use crate::roster::Roster;
use crate::routing::{self, Facts, Route, Routed};
use crate::triage::Triage;

/// The checked plan.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    routes: Vec<Route>,
    calendar: BusinessCalendar,
    clocks: ClockHours,
    /// Who hears of what.
    pub roster: Roster,
    /// How many messages a channel bears.
    pub pacing: Pacing,
    /// What is told at once, and what waits for the list of the day.
    pub triage: Triage,
}

/// The sections of a plan, as they are written. Other sections are not looked at: the whole document knows their names.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sections {
    channels: Roster,
    routes: Vec<Route>,
    calendar: BusinessCalendar,
    escalation: ClockHours,
    pacing: Pacing,
    triage: Triage,
}

impl Plan {
    /// Checks the sections of a plan against each other.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(crate) fn new(written: Sections) -> Result<Self, InvalidDocument> {
        let Sections { channels: roster, routes, calendar, escalation: clocks, pacing, triage } = written;
        let names: Vec<_> = roster.hearing(Topic::Alerts).collect();
        routing::check(&routes, &names).map_err(|error| InvalidDocument(error.to_string()))?;
        calendar.check().map_err(|error| InvalidDocument(error.to_string()))?;
        clocks.check().map_err(|error| InvalidDocument(error.to_string()))?;
        pacing.check().map_err(|error| InvalidDocument(error.to_string()))?;
        triage.check().map_err(|error| InvalidDocument(error.to_string()))?;
        Ok(Self { routes, calendar, clocks, roster, pacing, triage })
    }

    /// Returns by when each step of a case has to be taken that begins with what was received then.
    pub fn deadlines(&self, received_at: Timestamp, zone: &TimeZone) -> Deadlines {
        self.clocks.deadlines(received_at, &self.calendar, zone)
    }

    /// Returns the channels that are told of a critical moment, and the routes that say so.
    pub fn route<'a>(&'a self, moment: &Moment, language: Option<&str>) -> Routed<'a> {
        let all: Vec<_> = self.roster.hearing(Topic::Alerts).collect();
        let facts = Facts {
            source: &moment.source,
            stage: moment.stage,
            severity: moment.severity,
            segment: moment.segment.as_deref(),
            touchpoint_type: &moment.touchpoint_type,
            language,
        };
        routing::route(&self.routes, &all, &facts)
    }
}
