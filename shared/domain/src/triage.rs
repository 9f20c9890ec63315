//! What the team is told at once, and what waits for the list of the day. It changes telling only: every critical moment has its
//! case and its severity all the same. Knows no case: whether the one of a failure is still open is the caller's to say.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::journey::{Judged, earlier_of_failure};
use crate::moment::Moment;

/// The `[triage]` table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Triage {
    /// Cases that the team can take a day: beyond them only the most severe are told at once. Off if not said.
    #[schemars(example = 40)]
    pub cases_per_day: Option<u32>,
    /// The severity from which a critical moment is told at once; milder ones wait for the list. 1, all of them, if not said.
    #[schemars(example = 3)]
    pub at_once_from: u8,
    /// When the list of the day goes out, in the business's zone.
    #[schemars(example = "09:00")]
    pub list_at: String,
}

impl Default for Triage {
    fn default() -> Self {
        Self { cases_per_day: None, at_once_from: 1, list_at: "09:00".to_owned() }
    }
}

/// The most severe: told at once whatever the team can take.
const MOST_SEVERE: u8 = 5;

/// The `[triage]` table cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("triage.{0}")]
pub struct InvalidTriage(&'static str);

/// Why a critical moment waits for the list of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// It is milder than what is told at once.
    Mild(u8),
    /// The team has as many cases of this day as it can take.
    Capacity(u32),
}

impl Triage {
    /// Checks the table.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), InvalidTriage> {
        if !(1..=MOST_SEVERE).contains(&self.at_once_from) {
            return Err(InvalidTriage("at_once_from: must be from 1 to 5"));
        }
        if self.cases_per_day == Some(0) {
            return Err(InvalidTriage("cases_per_day: must be at least 1"));
        }
        self.time().map(drop).ok_or(InvalidTriage("list_at: must be a time of the day such as 09:00"))
    }

    /// Returns whether anything ever waits for the list.
    pub fn is_on(&self) -> bool {
        self.cases_per_day.is_some() || self.at_once_from > 1
    }

    /// Decides whether a critical moment waits for the list, given how many cases the day has brought so far.
    pub fn listed(&self, severity: u8, cases_today: u32) -> Option<Listed> {
        match self.cases_per_day {
            _ if severity < self.at_once_from => Some(Listed::Mild(self.at_once_from)),
            Some(capacity) if cases_today >= capacity && severity < MOST_SEVERE => Some(Listed::Capacity(capacity)),
            _ => None,
        }
    }

    /// Returns the moment by which people know what another one tells of: an earlier one of the same failure that was told as it is. As
    /// long as the case of that one is open, the other is a line of the case and no message.
    pub fn known_by<'a>(&self, judged: &'a [Judged], position: usize) -> Option<&'a Moment> {
        let severity = judged.get(position)?.moment.severity;
        let earlier = earlier_of_failure(judged, position).into_iter().filter(|earlier| earlier.is_critical());
        earlier.max_by_key(|earlier| earlier.severity).filter(|worst| !self.is_news(severity, worst.severity))
    }

    /// Returns whether the echo of a failure is told although the failure was: what was known of it waited for the list and the echo need
    /// not, or the echo is the first that is most severe.
    fn is_news(&self, severity: u8, known: u8) -> bool {
        let is_at_once = severity >= self.at_once_from && known < self.at_once_from;
        is_at_once || (severity == MOST_SEVERE && known < MOST_SEVERE)
    }

    /// Returns when the next list goes out.
    pub fn next_list(&self, now: Timestamp, zone: &TimeZone) -> Timestamp {
        let local = now.to_zoned(zone.clone());
        let at = self.time().unwrap_or_default();
        let today = local.date().to_datetime(at).to_zoned(zone.clone()).map(|zoned| zoned.timestamp());
        match today {
            Ok(today) if today > now => today,
            _ => {
                let tomorrow = local.date().saturating_add(1.day()).to_datetime(at);
                tomorrow.to_zoned(zone.clone()).map_or(now, |zoned| zoned.timestamp())
            }
        }
    }

    fn time(&self) -> Option<Time> {
        let (hours, minutes) = self.list_at.split_once(':')?;
        Time::new(hours.parse().ok()?, minutes.parse().ok()?, 0, 0).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn milder_moments_and_those_beyond_the_capacity_wait_and_the_most_severe_never_do() {
        let off = Triage { at_once_from: 1, ..Triage::default() };
        assert!(!off.is_on() && off.listed(1, 1_000).is_none());
        let mild = Triage { at_once_from: 3, ..Triage::default() };
        assert_eq!([2, 3].map(|severity| mild.listed(severity, 0)), [Some(Listed::Mild(3)), None]);
        let full = Triage { cases_per_day: Some(20), ..off };
        assert_eq!(
            [(4, 19), (4, 20), (5, 20)].map(|(severity, today)| full.listed(severity, today)),
            [None, Some(Listed::Capacity(20)), None]
        );
        assert!(mild.is_on() && full.is_on());
    }

    #[test]
    fn an_echo_is_told_where_it_need_not_wait_any_more_or_becomes_most_severe() {
        let triage = Triage { at_once_from: 3, ..Triage::default() };
        let cases = [(3, 2, true), (4, 3, false), (5, 4, true), (5, 5, false), (2, 1, false), (2, 4, false)];
        for (severity, echoed, is_news) in cases {
            assert_eq!(triage.is_news(severity, echoed), is_news, "{severity} after {echoed}");
        }
    }

    #[test]
    fn the_list_goes_out_once_a_day_in_the_business_s_zone() {
        let zone = TimeZone::get("America/Sao_Paulo").unwrap();
        let triage = Triage { list_at: "08:30".into(), ..Triage::default() };
        assert_eq!(triage.next_list(at("2026-11-30T11:29:59Z"), &zone), at("2026-11-30T11:30:00Z"));
        assert_eq!(triage.next_list(at("2026-11-30T11:30:00Z"), &zone), at("2026-12-01T11:30:00Z"));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for triage in [
            Triage { at_once_from: 0, ..Triage::default() },
            Triage { at_once_from: 6, ..Triage::default() },
            Triage { cases_per_day: Some(0), ..Triage::default() },
            Triage { list_at: "noon".into(), ..Triage::default() },
        ] {
            assert!(triage.check().is_err(), "{triage:?}");
        }
    }
}
