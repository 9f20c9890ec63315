//! What the configuration says about recovering customers: who is told of what, when somebody is there to act, by when, and
//! how many messages a channel bears. Decides nothing itself.

use channels::channel::Channels;
use channels::configuration::Topic;
use domain::calendar::BusinessCalendar;
use domain::case::{ClockHours, Deadlines};
use domain::moment::Moment;
use domain::pacing::Pacing;
use domain::routing::{self, Facts, Route, Routed};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The sections of the document, as they are written.
pub struct Written {
    pub(crate) routes: Vec<Route>,
    pub(crate) calendar: BusinessCalendar,
    pub(crate) escalation: ClockHours,
    pub(crate) pacing: Pacing,
}

/// The same, checked.
#[derive(Clone, Debug, Default)]
pub struct Recovery {
    routes: Vec<Route>,
    calendar: BusinessCalendar,
    clocks: ClockHours,
    /// How many messages a channel bears.
    pub pacing: Pacing,
}

impl Recovery {
    /// Checks the sections against each other and against the channels.
    pub(crate) fn check(written: Written, channels: &Channels) -> Result<Self, String> {
        let Written { routes, calendar, escalation, pacing } = written;
        let names: Vec<_> = channels.receiving(Topic::Alerts).map(|channel| channel.name()).collect();
        routing::check(&routes, &names).map_err(|error| error.to_string())?;
        calendar.check().map_err(|error| error.to_string())?;
        escalation.check().map_err(|error| error.to_string())?;
        pacing.check().map_err(|error| error.to_string())?;
        Ok(Self { routes, calendar, clocks: escalation, pacing })
    }

    /// Returns by when each step of a case has to be taken that begins with what was received then.
    pub fn deadlines(&self, received_at: Timestamp, zone: &TimeZone) -> Deadlines {
        self.clocks.deadlines(received_at, &self.calendar, zone)
    }

    /// Returns the channels that are told of a critical moment, and the routes that say so.
    pub fn route<'a>(&'a self, channels: &'a Channels, moment: &Moment, language: Option<&str>) -> Routed<'a> {
        let all: Vec<_> = channels.receiving(Topic::Alerts).map(|channel| channel.name()).collect();
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
