//! What the configuration says about recovering customers: who is told of what, when somebody is there to act, by when, and
//! how many messages a channel bears. Decides nothing itself.

use domain::alerting::Topic;
use domain::calendar::BusinessCalendar;
use domain::case::{ClockHours, Deadlines};
use domain::moment::Moment;
use domain::pacing::Pacing;
use domain::triage::Triage;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use runtime::configuration::{InvalidDocument, Whole};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::roster::Roster;
use crate::routing::{self, Facts, Route, Routed};
use crate::silences::{self, Silence};

/// The checked plan.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    routes: Vec<Route>,
    silences: Vec<Silence>,
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
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Sections {
    #[schemars(skip)]
    channels: Roster,
    /// Which channels are told of which critical moment: the first match, or also the next with `continue = true`. Without a match
    /// every channel for alerts is told. `moments route --touchpoint FILE` says where a touchpoint would go.
    routes: Vec<Route>,
    /// What people are not woken for until a time, because somebody knows of it. Each critical moment has its case and is counted all the
    /// same; what was silenced is told together when the silence ends, and the clocks of its cases begin then.
    silences: Vec<Silence>,
    /// When somebody is there to act, in the business's time zone.
    calendar: BusinessCalendar,
    /// Business hours until a step of a case is overdue. Who hears of escalations is told once of each.
    escalation: ClockHours,
    /// How many messages people get: the first message of a kind at once, further ones gathered.
    pacing: Pacing,
    /// What people are told at once, and what is one list a day. Each has its case all the same; programs are always told at once.
    triage: Triage,
}

/// Returns the schema of the sections of a plan, for who documents and checks them.
pub fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    Sections::json_schema(generator)
}

impl Plan {
    /// Reads the sections of a plan and checks them against each other.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn of(whole: &Whole<'_>) -> Result<Self, InvalidDocument> {
        let Sections { channels: roster, routes, silences, calendar, escalation: clocks, pacing, triage } =
            whole.read()?;
        let names: Vec<_> = roster.hearing(Topic::Alerts).collect();
        let routes_wrong = routing::check(&routes, &names).into_iter();
        let mut wrong: Vec<_> = routes_wrong.map(|(path, error)| whole.complain(&path, error.to_string())).collect();
        for (index, silence) in silences.iter().enumerate() {
            let error = silence.check().err();
            wrong.extend(
                error.map(|error| whole.complain(&format!("silences[{index}].{}", error.field), error.to_string())),
            );
        }
        wrong.extend(calendar.check().err().map(|error| whole.complain("calendar", error.to_string())));
        wrong.extend(clocks.check().err().map(|error| whole.complain("escalation", error.to_string())));
        wrong.extend(pacing.check().err().map(|error| whole.complain("pacing", error.to_string())));
        wrong.extend(triage.check().err().map(|error| whole.complain("triage", error.to_string())));
        InvalidDocument::unless_empty(wrong)?;
        Ok(Self { routes, silences, calendar, clocks, roster, pacing, triage })
    }

    /// Returns by when each step of a case has to be taken that begins with what was received then.
    pub fn deadlines(&self, received_at: Timestamp, zone: &TimeZone) -> Deadlines {
        self.clocks.deadlines(received_at, &self.calendar, zone)
    }

    /// Returns the silence that holds for something at a time: its source, its type and the segment of its customer.
    pub fn silenced(&self, about: (&str, &str, Option<&str>), now: Timestamp) -> Option<&Silence> {
        silences::silenced(&self.silences, about, now)
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
