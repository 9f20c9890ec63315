//! Business time: the hours in which somebody can act, so that a case opened on Friday night is not overdue on Saturday
//! morning. Has no clock: every time is an argument.

mod hours;
mod promise;
mod quiet;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;

pub use hours::{InvalidHours, OpenHours};
pub use promise::{InvalidCalendar, PromiseCalendar};
pub use quiet::QuietHours;

/// Days that are looked through for business time. Only a calendar of almost nothing but holidays gets that far.
const DAYS_MAX: usize = 3_660;

/// When somebody is there to act. As it is written:
///
/// ```toml
/// [calendar]
/// open = { mon = "09:00-14:00, 15:00-18:00", sat = "10:00-14:00" }   # days left out are closed
/// holidays = ["2026-12-25"]
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BusinessCalendar {
    /// Open hours by day of the week; Monday to Friday from 9 to 18 o'clock if left out. Days left out are closed.
    #[serde(default = "office_hours")]
    #[schemars(
        with = "BTreeMap<String, String>",
        example = serde_json::json!({"mon": "09:00-14:00, 15:00-18:00", "sat": "10:00-14:00"})
    )]
    open: BTreeMap<Day, OpenHours>,
    /// Days on which it is closed, whatever day of the week it is.
    #[serde(default)]
    #[schemars(example = serde_json::json!(["2026-12-25"]))]
    holidays: BTreeSet<Date>,
}

/// A day of the week, by its first three letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl From<Weekday> for Day {
    fn from(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

fn office_hours() -> BTreeMap<Day, OpenHours> {
    [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri].map(|day| (day, OpenHours::office())).into()
}

impl Default for BusinessCalendar {
    /// Monday to Friday, 9 to 18 o'clock, no holidays.
    fn default() -> Self {
        Self { open: office_hours(), holidays: BTreeSet::new() }
    }
}

/// The calendar is closed for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("calendar.open: no day has open hours, so that nothing would ever be due")]
pub struct NeverOpen;

impl BusinessCalendar {
    /// Checks that it is open at some time.
    ///
    /// # Errors
    /// No day of the week has open hours.
    pub fn check(&self) -> Result<(), NeverOpen> {
        if self.open.is_empty() { Err(NeverOpen) } else { Ok(()) }
    }

    /// Returns the time by which this much business time has passed since `from`. A time outside the open hours counts
    /// from the next opening. Hours are real ones: on the day the clocks change, an opening is an hour shorter or longer
    /// if it spans the change.
    pub fn after(&self, from: Timestamp, business: SignedDuration, zone: &TimeZone) -> Timestamp {
        let mut left = business;
        let mut date = from.to_zoned(zone.clone()).date();
        for _ in 0..DAYS_MAX {
            for (opens, closes) in self.openings(date, zone) {
                let begins = opens.max(from);
                if closes <= begins {
                    continue;
                }
                let there = closes.duration_since(begins);
                if left <= there {
                    return begins.checked_add(left).unwrap_or(Timestamp::MAX);
                }
                left -= there;
            }
            let Ok(tomorrow) = date.tomorrow() else { break };
            date = tomorrow;
        }
        Timestamp::MAX
    }

    /// Returns the latest time from which this much business time passes until `to`.
    pub fn before(&self, to: Timestamp, business: SignedDuration, zone: &TimeZone) -> Timestamp {
        let mut left = business;
        let mut date = to.to_zoned(zone.clone()).date();
        for _ in 0..DAYS_MAX {
            let openings: Vec<_> = self.openings(date, zone).collect();
            for (opens, closes) in openings.into_iter().rev() {
                let ends = closes.min(to);
                if ends <= opens {
                    continue;
                }
                let there = ends.duration_since(opens);
                if left <= there {
                    return ends.checked_sub(left).unwrap_or(Timestamp::MIN);
                }
                left -= there;
            }
            let Ok(yesterday) = date.yesterday() else { break };
            date = yesterday;
        }
        Timestamp::MIN
    }

    /// Tells whether somebody is there.
    pub fn is_open(&self, at: Timestamp, zone: &TimeZone) -> bool {
        let date = at.to_zoned(zone.clone()).date();
        self.openings(date, zone).any(|(opens, closes)| (opens..closes).contains(&at))
    }

    fn openings(&self, date: Date, zone: &TimeZone) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let hours = if self.holidays.contains(&date) { None } else { self.open.get(&date.weekday().into()) };
        hours.into_iter().flat_map(move |hours| hours.on(date, zone))
    }
}

#[cfg(test)]
mod tests;
