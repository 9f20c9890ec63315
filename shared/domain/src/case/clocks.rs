//! The clocks of a case: by when somebody has to take it, to speak with the customer, to resolve it. They run in business
//! hours from the receipt of what opened it, and are fixed then: a calendar that changes later moves no old promise.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Case, CaseState};
use crate::calendar::BusinessCalendar;

/// The step of a case whose time can run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Somebody takes the case.
    Acknowledge,
    /// Somebody speaks with the customer.
    Contact,
    /// Cause found, action taken.
    Resolve,
}

impl Clock {
    /// Every clock, in the order in which they run out.
    pub const ALL: [Self; 3] = [Self::Acknowledge, Self::Contact, Self::Resolve];

    /// Returns the word used in keys, event types and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Contact => "contact",
            Self::Resolve => "resolve",
        }
    }
}

/// Business hours for each step. As it is written: `[escalation]` with `acknowledge_hours = 1` and so on.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClockHours {
    /// Until somebody takes the case.
    #[schemars(example = 1)]
    #[serde(rename = "acknowledge_hours")]
    pub acknowledge: f64,
    /// Until somebody speaks with the customer.
    #[schemars(example = 24)]
    #[serde(rename = "contact_hours")]
    pub contact: f64,
    /// Until the case is resolved.
    #[schemars(example = 48)]
    #[serde(rename = "resolve_hours")]
    pub resolve: f64,
}

impl Default for ClockHours {
    /// 1, 24 and 48 business hours.
    fn default() -> Self {
        Self { acknowledge: 1.0, contact: 24.0, resolve: 48.0 }
    }
}

/// Hours that cannot be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("escalation: the hours must be above 0, at most 1000, and no step due before the one it follows")]
pub struct InvalidHours;

impl ClockHours {
    /// Checks that every step has time, and none is due before the one it follows.
    ///
    /// # Errors
    /// A step has no time, or more than 1,000 hours, or less than the step before.
    pub fn check(&self) -> Result<(), InvalidHours> {
        let is_ordered = 0.0 < self.acknowledge && self.acknowledge <= self.contact && self.contact <= self.resolve;
        if is_ordered && self.resolve <= 1_000.0 { Ok(()) } else { Err(InvalidHours) }
    }

    /// Returns by when each step has to be taken if the clocks start at `from`.
    pub fn deadlines(&self, from: Timestamp, calendar: &BusinessCalendar, zone: &TimeZone) -> Deadlines {
        let after = |hours: f64| {
            let business = SignedDuration::try_from_secs_f64(hours * 3_600.0).unwrap_or(SignedDuration::MAX);
            calendar.after(from, business, zone)
        };
        Deadlines { acknowledge: after(self.acknowledge), contact: after(self.contact), resolve: after(self.resolve) }
    }
}

/// By when each step of a case has to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deadlines {
    /// By when somebody takes it.
    pub acknowledge: Timestamp,
    /// By when somebody speaks with the customer.
    pub contact: Timestamp,
    /// By when it is resolved.
    pub resolve: Timestamp,
}

impl Deadlines {
    /// Returns by when one step has to be taken.
    pub fn of(&self, clock: Clock) -> Timestamp {
        match clock {
            Clock::Acknowledge => self.acknowledge,
            Clock::Contact => self.contact,
            Clock::Resolve => self.resolve,
        }
    }
}

impl Case {
    /// Tells whether a step is still to be taken.
    fn waits_for(&self, clock: Clock) -> bool {
        match clock {
            Clock::Acknowledge => self.state == CaseState::Open,
            Clock::Contact => self.state.is_unresolved() && self.contacted_at.is_none(),
            Clock::Resolve => self.state.is_unresolved(),
        }
    }

    /// Returns the earliest step that is still to be taken and was not escalated, with its time.
    pub fn next_clock(&self) -> Option<(Clock, Timestamp)> {
        let deadlines = self.deadlines?;
        Clock::ALL
            .into_iter()
            .filter(|clock| self.waits_for(*clock) && !self.escalated.contains(clock))
            .map(|clock| (clock, deadlines.of(clock)))
            .min_by_key(|(_, at)| *at)
    }

    /// Returns the step that is overdue and since when; of several the one that ran out first. None if nothing is.
    pub fn overdue(&self, now: Timestamp) -> Option<(Clock, Timestamp)> {
        let deadlines = self.deadlines?;
        Clock::ALL
            .into_iter()
            .map(|clock| (clock, deadlines.of(clock)))
            .find(|(clock, at)| self.waits_for(*clock) && *at <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Change;
    use crate::identity::{Identity, TouchpointKey};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn case(opened_at: Timestamp) -> Case {
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        let deadlines = ClockHours::default().deadlines(opened_at, &BusinessCalendar::default(), &zone);
        let opened_by = TouchpointKey { source: "web".into(), id: "1".into() };
        let case = Case::opened(Identity::Customer("ana".into()), 1, opened_by, opened_at);
        Case { deadlines: Some(deadlines), ..case }
    }

    #[test]
    fn a_case_of_friday_evening_is_overdue_on_monday_morning() {
        // 17:30 in Madrid: half an hour is left on Friday.
        let case = case(at("2026-11-20T16:30:00Z"));
        assert_eq!(case.next_clock(), Some((Clock::Acknowledge, at("2026-11-23T08:30:00Z"))));
        assert_eq!(case.overdue(at("2026-11-23T08:29:59Z")), None);
        assert_eq!(case.overdue(at("2026-11-23T08:30:00Z")), Some((Clock::Acknowledge, at("2026-11-23T08:30:00Z"))));
    }

    /// A week in which nobody moves: each clock is told once, in order, and then there is silence.
    #[test]
    fn nobody_moves_for_a_month_and_each_clock_runs_out_once() {
        let mut case = case(at("2026-11-20T16:30:00Z"));
        let mut told = Vec::new();
        let mut now = at("2026-11-20T16:30:00Z");
        for _ in 0..31 * 24 * 60 {
            while let Some((clock, due)) = case.next_clock().filter(|(_, due)| *due <= now) {
                told.push((clock, due));
                case = case.changed(Change::Escalate(clock), now).unwrap();
            }
            now += SignedDuration::from_mins(1);
        }
        let expected = [
            (Clock::Acknowledge, at("2026-11-23T08:30:00Z")),
            (Clock::Contact, at("2026-11-25T13:30:00Z")),
            (Clock::Resolve, at("2026-11-30T10:30:00Z")),
        ];
        assert_eq!(told, expected);
        assert_eq!(case.overdue(now).map(|(clock, _)| clock), Some(Clock::Acknowledge));
    }

    #[test]
    fn a_step_that_was_taken_stops_its_clock_and_the_next_one_runs() {
        let case = case(at("2026-11-23T09:00:00Z"));
        let taken = case.changed(Change::Acknowledge { assignee: "Eva".into() }, at("2026-11-23T09:10:00Z")).unwrap();
        assert_eq!(taken.next_clock().map(|(clock, _)| clock), Some(Clock::Contact));
        let called = taken.changed(Change::Contact { by: "Eva".into() }, at("2026-11-23T09:20:00Z")).unwrap();
        assert_eq!(called.next_clock().map(|(clock, _)| clock), Some(Clock::Resolve));
        assert_eq!(called.overdue(at("2026-12-24T09:00:00Z")).map(|(clock, _)| clock), Some(Clock::Resolve));
    }

    #[test]
    fn clocks_run_across_a_change_of_the_hour_and_a_holiday() {
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        let calendar: BusinessCalendar =
            toml::from_str("open = { sun = '00:00-24:00', tue = '09:00-18:00' }\nholidays = ['2026-10-27']").unwrap();
        let hours = ClockHours { acknowledge: 4.0, contact: 25.0, resolve: 26.0 };
        // Sunday 25 October 2026 has 25 hours; Tuesday the 27th is a holiday.
        let deadlines = hours.deadlines(at("2026-10-24T22:00:00Z"), &calendar, &zone);
        assert_eq!(deadlines.of(Clock::Acknowledge), at("2026-10-25T02:00:00Z"));
        assert_eq!(deadlines.of(Clock::Contact), at("2026-10-25T23:00:00Z"));
        assert_eq!(deadlines.of(Clock::Resolve), at("2026-11-01T00:00:00Z"));
    }

    #[test]
    fn hours_that_cannot_be_meant_are_refused() {
        assert_eq!(ClockHours::default().check(), Ok(()));
        for (acknowledge, contact, resolve) in [(0.0, 1.0, 2.0), (2.0, 1.0, 3.0), (1.0, 3.0, 2.0), (1.0, 2.0, 1_001.0)]
        {
            assert_eq!(ClockHours { acknowledge, contact, resolve }.check(), Err(InvalidHours));
        }
        assert_eq!(ClockHours { acknowledge: f64::NAN, ..ClockHours::default() }.check(), Err(InvalidHours));
        let written: ClockHours = toml::from_str("acknowledge_hours = 0.5").unwrap();
        assert_eq!((written.acknowledge, written.contact), (0.5, 24.0));
        assert!(toml::from_str::<ClockHours>("acknowledge = 1").is_err());
    }
}
