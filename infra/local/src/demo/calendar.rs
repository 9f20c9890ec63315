//! Which weeks the demo plays, and when the house is open in them. Knows nothing about touchpoints.

use domain::period::{Every, Period};
use jiff::civil::{Time, Weekday, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// When the house is open and orders are taken.
const OPENS: Time = time(9, 0, 0, 0);
const CLOSES: Time = time(21, 30, 0, 0);
/// Weeks before the two of the story.
const PAST_WEEKS: usize = 11;
/// What happens begins at least this long before now, so that an order has arrived by then.
const BEGINS_BEFORE_NOW: SignedDuration = SignedDuration::from_hours(3);

/// The weeks of a play.
#[derive(Debug, PartialEq)]
pub(super) struct Calendar {
    /// Name of the week that the demo is about: this one from Thursday on, otherwise the last one.
    pub(super) name: Period,
    /// Its opening hours.
    pub(super) week: Open,
    /// Those of the week before it.
    pub(super) before: Open,
    /// Those of the weeks before that, the latest first.
    pub(super) past: Vec<Open>,
    /// What has gone by since the week ended; none while it lasts.
    pub(super) since: Open,
    /// Now.
    pub(super) now: Timestamp,
}

impl Calendar {
    pub(super) fn of(now: Timestamp, zone: &TimeZone) -> Self {
        // People tell the time in whole seconds.
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let today = zone.to_datetime(now).date();
        let this_week = Period::containing(today, Every::Week);
        let is_far_enough = today.weekday().to_monday_zero_offset() >= Weekday::Thursday.to_monday_zero_offset();
        let name = if is_far_enough { this_week } else { this_week.previous() };
        let weeks = std::iter::successors(Some(name), |week| Some(week.previous()));
        let earlier = weeks.skip(2).take(PAST_WEEKS);
        let open = |period| Open::during(period, now - BEGINS_BEFORE_NOW, zone);
        Self {
            name,
            week: open(name),
            before: open(name.previous()),
            past: earlier.map(open).collect(),
            since: open(Period::containing(name.end(), Every::Week)),
            now,
        }
    }
}

/// Opening hours that have gone by.
#[derive(Debug, PartialEq)]
pub(super) struct Open(Vec<(Timestamp, Timestamp)>);

impl Open {
    /// Collects the hours of each day of the period, and none after `until`.
    fn during(period: Period, until: Timestamp, zone: &TimeZone) -> Self {
        let hours_of = |day: jiff::civil::Date| {
            // A clock that jumps by day would leave a day out; no zone's does.
            let at = |time| zone.to_ambiguous_zoned(day.to_datetime(time)).compatible().map(|zoned| zoned.timestamp());
            let (opens, closes) = (at(OPENS).ok()?, at(CLOSES).ok()?.min(until));
            (opens < closes).then_some((opens, closes))
        };
        Self(period.days().filter_map(hours_of).collect())
    }

    /// Returns how many days have any.
    pub(super) fn days(&self) -> usize {
        self.0.len()
    }

    /// Returns the time at which the given part (0 to 1) of all hours has gone by; `None` if there are none.
    pub(super) fn at(&self, part: f64) -> Option<Timestamp> {
        let length = |(opens, closes): &(Timestamp, Timestamp)| closes.duration_since(*opens).as_secs_f64();
        let mut left = self.0.iter().map(length).sum::<f64>() * part.clamp(0.0, 1.0);
        for (position, hours) in self.0.iter().enumerate() {
            if left <= length(hours) || position + 1 == self.0.len() {
                return Some(hours.0 + SignedDuration::from_secs(left.min(length(hours)) as i64));
            }
            left -= length(hours);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(now: &str) -> Calendar {
        Calendar::of(now.parse().unwrap(), &TimeZone::get("Europe/Madrid").unwrap())
    }

    #[test]
    fn from_thursday_on_it_is_about_this_week() {
        let wednesday = calendar("2026-11-18T22:59:59Z");
        assert_eq!(wednesday.name.to_string(), "2026-W46");
        assert_eq!((wednesday.week.days(), wednesday.since.days()), (7, 3));
        // Midnight in Madrid is an hour earlier in London.
        let thursday = calendar("2026-11-18T23:00:00Z");
        assert_eq!(thursday.name.to_string(), "2026-W47");
        assert_eq!((thursday.week.days(), thursday.since.days(), thursday.before.days()), (3, 0, 7));
    }

    #[test]
    fn weeks_follow_the_iso_year() {
        assert_eq!(calendar("2027-01-01T12:00:00Z").name.to_string(), "2026-W53");
    }

    #[test]
    fn everything_begins_in_opening_hours_and_three_hours_before_now() {
        let calendar = calendar("2026-11-22T15:00:00Z");
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        for step in 0..=100 {
            let time = calendar.week.at(f64::from(step) / 100.0).unwrap();
            let clock = time.to_zoned(zone.clone()).time();
            assert!(clock >= OPENS && clock <= CLOSES, "{time}");
            assert!(time <= "2026-11-22T12:00:00Z".parse().unwrap(), "{time}");
        }
        assert_eq!(calendar.week.at(0.0), Some("2026-11-16T08:00:00Z".parse().unwrap()));
        assert_eq!(calendar.week.at(1.0), Some("2026-11-22T12:00:00Z".parse().unwrap()));
    }

    #[test]
    fn a_week_that_has_not_begun_has_no_hours() {
        assert_eq!(calendar("2026-11-16T00:00:00Z").since.at(0.5), None);
    }
}
