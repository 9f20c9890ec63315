//! Periods: the stretches of days that a report is about. Half-open, so that adjacent periods sum to the whole.
//! Knows nothing about reports, and no clock.

mod label;
mod parse;

use std::fmt;
use std::ops::Range;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use label::{date_and_time, short_day};
pub use parse::{InvalidPeriod, RANGE_DAYS_MAX, YEARS};

/// A stretch of calendar days, named so that the name alone says which: `2026-11-22`, `2026-W47`, `2026-11`,
/// `2026-Q4`, `2026`, or `2026-11-01..2026-11-16`.
///
/// A range leaves its last day out, as `..` does in Rust and as periods do here: `a..b` and `b..c` make `a..c`.
/// Weeks are those of ISO 8601: Monday to Sunday, of the year that holds their Thursday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, JsonSchema)]
#[schemars(with = "String")]
pub struct Period {
    start: Date,
    end: Date,
    every: Option<Every>,
}

/// The calendar's own periods, which follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// From midnight to midnight.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months from January, April, July or October.
    Quarter,
    /// A calendar year.
    Year,
}

impl Every {
    /// Returns the word used in JSON and events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

impl Period {
    /// Returns the calendar period that holds the date.
    pub fn containing(date: Date, every: Every) -> Self {
        let (start, length) = match every {
            Every::Day => (date, 1.day()),
            Every::Week => {
                let since_monday = date.weekday().to_monday_zero_offset();
                (date.saturating_sub(i64::from(since_monday).days()), 7.days())
            }
            Every::Month => (date.first_of_month(), 1.month()),
            Every::Quarter => (first_of_quarter(date), 3.months()),
            Every::Year => (date.first_of_year(), 1.year()),
        };
        Self { start, end: start.saturating_add(length), every: Some(every) }
    }

    /// Returns one day.
    pub fn day(date: Date) -> Self {
        Self::containing(date, Every::Day)
    }

    /// Returns the days from `start` up to, not including, `end`; `None` unless `start` is before `end`.
    pub fn range(start: Date, end: Date) -> Option<Self> {
        (start < end).then_some(Self { start, end, every: None })
    }

    /// Returns the latest calendar period that had ended by the instant: what a schedule firing then reports on.
    pub fn last_ended(every: Every, at: Timestamp, zone: &TimeZone) -> Self {
        Self::containing(zone.to_datetime(at).date(), every).previous()
    }

    /// Returns the first day.
    pub fn start(&self) -> Date {
        self.start
    }

    /// Returns the day after the last one.
    pub fn end(&self) -> Date {
        self.end
    }

    /// Returns which of the calendar's periods it is; `None` for a range.
    pub fn every(&self) -> Option<Every> {
        self.every
    }

    /// Lists its days in order.
    pub fn days(&self) -> impl DoubleEndedIterator<Item = Date> + use<> {
        let start = self.start;
        (0..i64::from(self.length_days())).map(move |day| start.saturating_add(day.days()))
    }

    /// Returns the number of its days.
    pub fn length_days(&self) -> i32 {
        (self.end - self.start).get_days()
    }

    /// Returns the period just before, to compare with: the calendar's previous one, or as many days.
    pub fn previous(&self) -> Self {
        match self.every {
            Some(every) => Self::containing(self.start.saturating_sub(1.day()), every),
            None => {
                let start = self.start.saturating_sub(i64::from(self.length_days()).days());
                Self { start, end: self.start, every: None }
            }
        }
    }

    /// Returns the instants it covers in the zone, half-open. A day may have 23, 24 or 25 hours, or, where a zone
    /// skipped it, none.
    pub fn bounds(&self, zone: &TimeZone) -> Range<Timestamp> {
        first_instant(self.start, zone)..first_instant(self.end, zone)
    }

    /// Tells whether it had ended by the instant.
    pub fn is_over(&self, now: Timestamp, zone: &TimeZone) -> bool {
        self.bounds(zone).end <= now
    }
}

/// Where midnight is skipped the day starts after the gap; where it comes twice, at the first.
fn first_instant(date: Date, zone: &TimeZone) -> Timestamp {
    date.to_zoned(zone.clone()).map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}

fn first_of_quarter(day: Date) -> Date {
    date(day.year(), (day.month() - 1) / 3 * 3 + 1, 1)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.start;
        let year = start.year();
        match self.every {
            Some(Every::Day) => write!(f, "{start}"),
            Some(Every::Week) => {
                let week = start.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            Some(Every::Month) => write!(f, "{year:04}-{:02}", start.month()),
            Some(Every::Quarter) => write!(f, "{year:04}-Q{}", quarter(start)),
            Some(Every::Year) => write!(f, "{year:04}"),
            None => write!(f, "{start}..{}", self.end),
        }
    }
}

fn quarter(day: Date) -> i8 {
    (day.month() - 1) / 3 + 1
}

#[cfg(test)]
mod tests;
