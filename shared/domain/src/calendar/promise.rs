//! Business time of promises: "in three business days", "one business hour of grace". A calendar has a name, a zone and the days on which
//! it is closed, which the deployment lists: nobody else knows the holidays of a business. Has no clock.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{BusinessCalendar, Day, OpenHours, office_hours};

/// Days that are looked through for an open one.
const DAYS_MAX: usize = 3_660;

/// When a promise of some types of touchpoints can be kept.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "Written")]
#[schemars(with = "Written")]
pub struct PromiseCalendar {
    hours: BusinessCalendar,
    zone: TimeZone,
}

/// A calendar as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Written {
    /// Its time zone (IANA).
    #[schemars(example = &"Europe/Madrid")]
    zone: String,
    /// Open hours by day of the week; Monday to Friday from 9 to 18 o'clock if left out. Days left out are closed.
    #[serde(default = "office_hours")]
    #[schemars(
        with = "BTreeMap<String, String>",
        example = serde_json::json!({"mon": "08:00-17:00", "sat": "08:00-12:00"})
    )]
    open: BTreeMap<Day, OpenHours>,
    /// Days on which it is closed, whatever day of the week it is.
    #[serde(default)]
    #[schemars(example = serde_json::json!(["2026-12-25"]))]
    holidays: BTreeSet<Date>,
}

/// A calendar cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCalendar {
    /// No such zone.
    #[error("zone: must be a time zone such as Europe/Madrid")]
    Zone,
    /// It is never open.
    #[error("open: no day has open hours")]
    NeverOpen,
}

impl TryFrom<Written> for PromiseCalendar {
    type Error = InvalidCalendar;

    fn try_from(Written { zone, open, holidays }: Written) -> Result<Self, InvalidCalendar> {
        let zone = TimeZone::get(&zone).map_err(|_| InvalidCalendar::Zone)?;
        let hours = BusinessCalendar { open, holidays };
        hours.check().map_err(|_| InvalidCalendar::NeverOpen)?;
        Ok(Self { hours, zone })
    }
}

impl PromiseCalendar {
    /// Returns the end of the nth business day after a time: the day itself does not count, as in "within three business days". Days
    /// without open hours do not count either. None if the calendar is closed for years.
    pub fn after_days(&self, from: Timestamp, days: u16) -> Option<Timestamp> {
        let mut date = from.to_zoned(self.zone.clone()).date();
        let mut left = days;
        let mut closes = self.closes(date);
        for _ in 0..DAYS_MAX {
            // With no days it is today's closing, or the next one.
            if let Some(closes) = closes.filter(|closes| left == 0 && *closes >= from) {
                return Some(closes);
            }
            date = date.tomorrow().ok()?;
            closes = self.closes(date);
            if closes.is_some() {
                left = left.saturating_sub(1);
            }
        }
        None
    }

    /// Returns the time by which this much business time has passed since `from`.
    pub fn after(&self, from: Timestamp, business: SignedDuration) -> Timestamp {
        self.hours.after(from, business, &self.zone)
    }

    /// Returns the latest time before `to` since which this much business time has passed.
    pub fn before(&self, to: Timestamp, business: SignedDuration) -> Timestamp {
        self.hours.before(to, business, &self.zone)
    }

    /// Returns when it closes on a date; none if it does not open.
    fn closes(&self, date: Date) -> Option<Timestamp> {
        self.hours.openings(date, &self.zone).map(|(_, closes)| closes).last()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn calendar(text: &str) -> PromiseCalendar {
        toml::from_str(text).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn madrid() -> PromiseCalendar {
        calendar("zone = 'Europe/Madrid'\nholidays = ['2026-12-25', '2027-01-01', '2027-01-06']")
    }

    #[test]
    fn days_are_counted_from_the_day_after_and_end_at_closing() {
        let calendar = madrid();
        for (from, days, ends) in [
            // A Monday, and a Monday after closing: the day itself never counts.
            ("2026-11-30T09:00:00+01:00", 1, "2026-12-01T18:00:00+01:00"),
            ("2026-11-30T23:59:59+01:00", 1, "2026-12-01T18:00:00+01:00"),
            ("2026-11-30T09:00:00+01:00", 3, "2026-12-03T18:00:00+01:00"),
            // A Friday: the weekend does not count.
            ("2026-12-04T10:00:00+01:00", 1, "2026-12-07T18:00:00+01:00"),
            // Over Christmas, the year's end and Epiphany.
            ("2026-12-24T10:00:00+01:00", 1, "2026-12-28T18:00:00+01:00"),
            ("2026-12-31T10:00:00+01:00", 3, "2027-01-07T18:00:00+01:00"),
            // The same day: until it closes, or the next closing.
            ("2026-11-30T09:00:00+01:00", 0, "2026-11-30T18:00:00+01:00"),
            ("2026-12-04T19:00:00+01:00", 0, "2026-12-07T18:00:00+01:00"),
        ] {
            assert_eq!(calendar.after_days(at(from), days), Some(at(ends)), "{days} from {from}");
        }
    }

    #[test]
    fn the_day_is_that_of_the_calendar_s_zone_and_closing_follows_the_change_of_clocks() {
        // In Mexico it is still Friday, in Madrid it is Saturday.
        let mexico = calendar("zone = 'America/Mexico_City'");
        assert_eq!(mexico.after_days(at("2026-12-05T02:00:00Z"), 1), Some(at("2026-12-07T18:00:00-06:00")));
        // Clocks went back on Sunday 25 October, and forward on Sunday 28 March.
        assert_eq!(madrid().after_days(at("2026-10-23T10:00:00+02:00"), 1), Some(at("2026-10-26T18:00:00+01:00")));
        assert_eq!(madrid().after_days(at("2027-03-26T10:00:00+01:00"), 1), Some(at("2027-03-29T18:00:00+02:00")));
    }

    #[test]
    fn a_calendar_that_cannot_be_meant_is_refused() {
        for text in [
            "zone = 'Europe/Madird'",
            "zone = 'UTC'\nopen = {}",
            "open = { mon = '09:00-18:00' }",
            "zone = 'UTC'\nholiday = []",
        ] {
            assert!(toml::from_str::<PromiseCalendar>(text).is_err(), "{text}");
        }
        let never = calendar("zone = 'UTC'\nopen = { mon = '00:00-24:00' }");
        assert!(never.after_days(at("2026-12-01T00:00:00Z"), u16::MAX).is_none());
    }

    proptest! {
        #[test]
        fn more_days_are_never_sooner_and_what_is_promised_ends_in_open_hours_of_a_day_that_is_no_holiday(
            second in 1_600_000_000_i64..2_000_000_000,
            days in 1_u16..40,
        ) {
            let (calendar, from) = (madrid(), Timestamp::from_second(second).unwrap());
            let ends = calendar.after_days(from, days).unwrap();
            prop_assert!(ends >= from);
            prop_assert!(calendar.after_days(from, days + 1).unwrap() > ends);
            let local = ends.to_zoned(calendar.zone.clone());
            prop_assert!(!calendar.hours.holidays.contains(&local.date()));
            prop_assert_eq!(local.time(), jiff::civil::time(18, 0, 0, 0));
        }

        #[test]
        fn business_time_back_and_forth_is_the_same_stretch(
            second in 1_600_000_000_i64..2_000_000_000,
            minutes in 1_i64..10_000,
        ) {
            let (calendar, to) = (madrid(), Timestamp::from_second(second).unwrap());
            let business = SignedDuration::from_mins(minutes);
            let from = calendar.before(to, business);
            prop_assert!(from <= to);
            prop_assert!(calendar.after(from, business) <= to);
            prop_assert!(calendar.after(from + SignedDuration::from_secs(1), business) > calendar.after(from, business));
        }
    }
}
