//! Reading the name of a period. Accepts one spelling each, so that a period has one name and one key.

use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil::{Date, ISOWeekDate, Weekday, date};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Every, Period};

/// The years a period may lie in.
pub const YEARS: RangeInclusive<i16> = 1970..=2999;

/// The longest range, in days: ten years.
pub const RANGE_DAYS_MAX: i32 = 3_660;

/// The text does not name a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPeriod {
    /// None of the six spellings.
    #[error(
        "a period is a day `2026-11-22`, a week `2026-W47`, a month `2026-11`, a quarter `2026-Q4`, a year `2026` or \
         a range `2026-11-01..2026-11-16` whose last day is left out"
    )]
    Unrecognised,
    /// A month or day that no calendar has.
    #[error("there is no such date as `{0}`")]
    NoSuchDate(String),
    /// A week that the year does not have.
    #[error("there is no such week as `{0}`")]
    NoSuchWeek(String),
    /// Before or after the years that reports cover.
    #[error("the year must be between {} and {}", YEARS.start(), YEARS.end())]
    Year,
    /// The first day is not before the last.
    #[error("a range must start before it ends")]
    Empty,
    /// More days than a report reads.
    #[error("a range has at most {RANGE_DAYS_MAX} days")]
    TooLong,
}

impl FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        if !text.is_ascii() {
            return Err(InvalidPeriod::Unrecognised);
        }
        if let Some((start, end)) = text.split_once("..") {
            let range = Self::range(day(start)?, day(end)?).ok_or(InvalidPeriod::Empty)?;
            return if range.length_days() <= RANGE_DAYS_MAX { Ok(range) } else { Err(InvalidPeriod::TooLong) };
        }
        let (first, every) = match text.len() {
            4 => (first_of(year(text)?, 1, text)?, Every::Year),
            7 => match text.split_at(5) {
                (head, rest) if rest.starts_with('Q') => {
                    let quarter: i8 = digits(&rest[1..])?;
                    if !(1..=4).contains(&quarter) {
                        return Err(InvalidPeriod::Unrecognised);
                    }
                    (first_of(year_and_dash(head)?, 3 * quarter - 2, text)?, Every::Quarter)
                }
                (head, rest) => (first_of(year_and_dash(head)?, digits(rest)?, text)?, Every::Month),
            },
            8 => (monday(text)?, Every::Week),
            _ => (day(text)?, Every::Day),
        };
        Ok(Self::containing(first, every))
    }
}

fn day(text: &str) -> Result<Date, InvalidPeriod> {
    let mut parts = text.split('-');
    let (Some(y), Some(m), Some(d), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(InvalidPeriod::Unrecognised);
    };
    if (y.len(), m.len(), d.len()) != (4, 2, 2) {
        return Err(InvalidPeriod::Unrecognised);
    }
    let (year, month, day) = (year(y)?, digits(m)?, digits(d)?);
    Date::new(year, month, day).map_err(|_| InvalidPeriod::NoSuchDate(text.to_owned()))
}

fn monday(text: &str) -> Result<Date, InvalidPeriod> {
    let (y, week) = text.split_once("-W").ok_or(InvalidPeriod::Unrecognised)?;
    if (y.len(), week.len()) != (4, 2) {
        return Err(InvalidPeriod::Unrecognised);
    }
    let (year, week) = (year(y)?, digits(week)?);
    match ISOWeekDate::new(year, week, Weekday::Monday) {
        Ok(monday) => Ok(monday.date()),
        Err(_) => Err(InvalidPeriod::NoSuchWeek(text.to_owned())),
    }
}

fn first_of(year: i16, month: i8, text: &str) -> Result<Date, InvalidPeriod> {
    match month {
        1..=12 => Ok(date(year, month, 1)),
        _ => Err(InvalidPeriod::NoSuchDate(text.to_owned())),
    }
}

fn year_and_dash(head: &str) -> Result<i16, InvalidPeriod> {
    year(head.strip_suffix('-').ok_or(InvalidPeriod::Unrecognised)?)
}

fn year(text: &str) -> Result<i16, InvalidPeriod> {
    let year = digits(text)?;
    if YEARS.contains(&year) { Ok(year) } else { Err(InvalidPeriod::Year) }
}

/// Reads ASCII digits only: `+1` and ` 1` are other spellings of the same number.
fn digits<N: FromStr>(text: &str) -> Result<N, InvalidPeriod> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidPeriod::Unrecognised);
    }
    text.parse().map_err(|_| InvalidPeriod::Unrecognised)
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
