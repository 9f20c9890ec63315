//! Schedule expressions in the dialect of EventBridge Scheduler: `rate(…)` and `cron(…)` with a time zone. Pure; waits for
//! nothing.
//!
//! Daylight saving follows EventBridge Scheduler, not Vixie cron: a time that the clocks skip does not fire that day, a
//! time that they repeat fires once.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

/// When a schedule fires.
#[derive(Clone, Debug)]
pub(crate) enum Expression {
    /// Every so often.
    Rate(SignedDuration),
    /// At times of the wall clock.
    Cron(Cron),
}

/// The six fields of a `cron(…)`, as the values that match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cron {
    minutes: BTreeSet<u16>,
    hours: BTreeSet<u16>,
    days: Option<BTreeSet<u16>>,
    months: BTreeSet<u16>,
    /// 1 is Sunday.
    weekdays: Option<BTreeSet<u16>>,
    years: BTreeSet<u16>,
}

const MONTHS: &[&str] = &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

impl Expression {
    /// Reads an expression; refuses by name what it does not understand.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let inside = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
        if let Some(rate) = inside("rate") {
            return parse_rate(rate).map(Self::Rate);
        }
        let fields = inside("cron").ok_or_else(|| format!("the local stack does not know the schedule {text}"))?;
        parse_cron(fields).map(Self::Cron)
    }

    /// Returns the first time after `after` at which it fires; `None` if there is none.
    ///
    /// A rate counts from `after`, so it has to be the time of the last firing or of the start.
    pub(crate) fn next(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::Rate(every) => after.checked_add(*every).ok(),
            Self::Cron(cron) => cron.next(after, zone),
        }
    }
}

impl Cron {
    fn next(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let last_year = i16::try_from(*self.years.last()?).ok()?;
        let mut date = after.to_zoned(zone.clone()).date();
        while date.year() <= last_year {
            if self.matches(date) {
                let times = self.hours.iter().flat_map(|hour| self.minutes.iter().map(move |minute| (*hour, *minute)));
                let next = times
                    .filter_map(|(hour, minute)| {
                        date.at(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).into()
                    })
                    .filter_map(|time| instant(time, zone))
                    .find(|instant| *instant > after);
                if next.is_some() {
                    return next;
                }
            }
            // Whole months that do not match are passed at once: a rare date must not take thousands of steps.
            let next = if self.months.contains(&(date.month() as u16)) {
                date.tomorrow()
            } else {
                date.first_of_month().checked_add(1.month())
            };
            date = next.ok()?;
        }
        None
    }

    fn matches(&self, date: Date) -> bool {
        let weekday = match date.weekday() {
            Weekday::Sunday => 1,
            other => other.to_monday_one_offset() as u16 + 1,
        };
        self.years.contains(&(date.year() as u16))
            && self.months.contains(&(date.month() as u16))
            && self.days.as_ref().is_none_or(|days| days.contains(&(date.day() as u16)))
            && self.weekdays.as_ref().is_none_or(|weekdays| weekdays.contains(&weekday))
    }
}

/// Returns the instant of a wall-clock time: none in a gap, the first of two in a fold.
fn instant(time: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(time);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => None,
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => ambiguous.earlier().ok(),
    }
}

fn parse_rate(text: &str) -> Result<SignedDuration, String> {
    let refuse = || format!("not a rate: {text}");
    let (number, unit) = text.split_once(' ').ok_or_else(refuse)?;
    let number: i64 = number.parse().ok().filter(|number| (1..=100_000).contains(number)).ok_or_else(refuse)?;
    let minutes = match (unit, number) {
        ("minute", 1) | ("minutes", 2..) => number,
        ("hour", 1) | ("hours", 2..) => number * 60,
        ("day", 1) | ("days", 2..) => number * 24 * 60,
        _ => return Err(refuse()),
    };
    Ok(SignedDuration::from_mins(minutes))
}

fn parse_cron(text: &str) -> Result<Cron, String> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [minutes, hours, days, months, weekdays, years] = fields.as_slice() else {
        return Err(format!("a cron expression has six fields, not {}", fields.len()));
    };
    if (*days == "?") == (*weekdays == "?") {
        return Err("exactly one of day of month and day of week is ?".to_owned());
    }
    let optional = |text: &str, low, high, names: &'static [&'static str]| {
        if text == "?" { Ok(None) } else { field(text, low, high, names).map(Some) }
    };
    Ok(Cron {
        minutes: field(minutes, 0, 59, &[])?,
        hours: field(hours, 0, 23, &[])?,
        days: optional(days, 1, 31, &[])?,
        months: field(months, 1, 12, MONTHS)?,
        weekdays: optional(weekdays, 1, 7, WEEKDAYS)?,
        years: field(years, 1970, 2199, &[])?,
    })
}

/// Reads one field: `*`, values, ranges and steps, separated by commas.
fn field(text: &str, low: u16, high: u16, names: &[&str]) -> Result<BTreeSet<u16>, String> {
    let refuse = || format!("the local stack does not know the cron field {text}");
    let value = |text: &str| {
        let named = names.iter().position(|name| name.eq_ignore_ascii_case(text)).map(|index| index as u16 + low);
        let number = named.or_else(|| text.parse().ok()).ok_or_else(refuse)?;
        if (low..=high).contains(&number) { Ok(number) } else { Err(format!("{number} is not in {low} to {high}")) }
    };
    let mut values = BTreeSet::new();
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, step.parse::<usize>().ok().filter(|step| *step > 0).ok_or_else(refuse)?),
            None => (part, 1),
        };
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (low, high),
            Some((from, to)) => (value(from)?, value(to)?),
            // `5/15` means from 5 to the end, in steps of 15.
            None if part.contains('/') => (value(range)?, high),
            None => (value(range)?, value(range)?),
        };
        if from > to {
            return Err(refuse());
        }
        values.extend((from..=to).step_by(step));
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(expression: &str, zone: &str, after: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let next = Expression::parse(expression).unwrap().next(after.parse().unwrap(), &zone);
        next.map_or_else(|| "never".to_owned(), |next| next.to_string())
    }

    #[test]
    fn the_next_firing_is_the_first_after() {
        for (expression, zone, after, expected) in [
            ("cron(0 6 * * ? *)", "UTC", "2026-11-22T05:59:59Z", "2026-11-22T06:00:00Z"),
            ("cron(0 6 * * ? *)", "UTC", "2026-11-22T06:00:00Z", "2026-11-23T06:00:00Z"),
            ("cron(15 6 ? * MON *)", "UTC", "2026-11-22T23:00:00Z", "2026-11-23T06:15:00Z"),
            ("cron(15 6 ? * 2 *)", "UTC", "2026-11-23T06:15:00Z", "2026-11-30T06:15:00Z"),
            ("cron(0 0 ? * SUN *)", "UTC", "2026-11-22T00:00:00Z", "2026-11-29T00:00:00Z"),
            ("cron(0 0 ? * MON-FRI *)", "UTC", "2026-11-20T12:00:00Z", "2026-11-23T00:00:00Z"),
            ("cron(0/20 9,17 1 * ? *)", "UTC", "2026-11-01T09:21:00Z", "2026-11-01T09:40:00Z"),
            ("cron(0/20 9,17 1 * ? *)", "UTC", "2026-11-01T17:40:00Z", "2026-12-01T09:00:00Z"),
            ("cron(0 6 29 2 ? *)", "UTC", "2026-01-01T00:00:00Z", "2028-02-29T06:00:00Z"),
            ("cron(0 6 1 JAN ? 2027)", "UTC", "2026-01-01T00:00:00Z", "2027-01-01T06:00:00Z"),
            ("cron(0 6 1 JAN ? 2027)", "UTC", "2027-01-01T06:00:00Z", "never"),
            ("cron(0 6 31 2 ? *)", "UTC", "2026-01-01T00:00:00Z", "never"),
            ("cron(0 6 * * ? *)", "Europe/Madrid", "2026-11-22T00:00:00Z", "2026-11-22T05:00:00Z"),
            ("cron(0 6 * * ? *)", "Europe/Madrid", "2026-07-01T00:00:00Z", "2026-07-01T04:00:00Z"),
            ("rate(1 minute)", "UTC", "2026-11-22T05:59:59Z", "2026-11-22T06:00:59Z"),
            ("rate(2 days)", "UTC", "2026-11-22T05:00:00Z", "2026-11-24T05:00:00Z"),
        ] {
            assert_eq!(next(expression, zone, after), expected, "{expression} in {zone} after {after}");
        }
    }

    #[test]
    fn a_time_that_the_clocks_skip_does_not_fire_that_day() {
        // Madrid, 29 March 2026: 02:00 becomes 03:00.
        let half_past_two = "cron(30 2 * * ? *)";
        assert_eq!(next(half_past_two, "Europe/Madrid", "2026-03-28T02:00:00Z"), "2026-03-30T00:30:00Z");
        let three = "cron(0 3 * * ? *)";
        assert_eq!(next(three, "Europe/Madrid", "2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z");
        let one_to_two = "cron(59 1 * * ? *)";
        assert_eq!(next(one_to_two, "Europe/Madrid", "2026-03-28T12:00:00Z"), "2026-03-29T00:59:00Z");
    }

    #[test]
    fn a_time_that_the_clocks_repeat_fires_once() {
        // Madrid, 25 October 2026: 03:00 becomes 02:00 again.
        let half_past_two = "cron(30 2 * * ? *)";
        assert_eq!(next(half_past_two, "Europe/Madrid", "2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z");
        assert_eq!(next(half_past_two, "Europe/Madrid", "2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z");
    }

    #[test]
    fn a_zone_without_midnight_that_day_skips_it() {
        // Santiago, 6 September 2026: midnight does not exist.
        assert_eq!(next("cron(0 0 * * ? *)", "America/Santiago", "2026-09-05T12:00:00Z"), "2026-09-07T03:00:00Z");
    }

    #[test]
    fn what_is_not_understood_is_refused_by_name() {
        for (expression, word) in [
            ("at(2026-11-22T06:00:00)", "at("),
            ("rate(0 minutes)", "0"),
            ("rate(1 minutes)", "1 minutes"),
            ("rate(2 minute)", "2 minute"),
            ("rate(5 weeks)", "weeks"),
            ("cron(0 6 * * *)", "six"),
            ("cron(0 6 * * * *)", "?"),
            ("cron(0 6 ? * ? *)", "?"),
            ("cron(60 6 * * ? *)", "60"),
            ("cron(0 24 * * ? *)", "24"),
            ("cron(0 6 L * ? *)", "L"),
            ("cron(0 6 15W * ? *)", "15W"),
            ("cron(0 6 ? * 2#1 *)", "2#1"),
            ("cron(0 6 ? * 0 *)", "0"),
            ("cron(0 6 ? * 8 *)", "8"),
            ("cron(0/0 6 * * ? *)", "0/0"),
            ("cron(0 6 5-3 * ? *)", "5-3"),
        ] {
            let refused = Expression::parse(expression).unwrap_err();
            assert!(refused.contains(word), "{expression}: {refused}");
        }
    }
}
