//! Times of promises by the type of the touchpoint that makes them: how long one may pass, when its owner is warned, and when it is due
//! where only business days were promised. Knows no journey.

use jiff::{SignedDuration, Timestamp};

use super::{Rules, TouchpointType};
use crate::calendar::PromiseCalendar;

impl Rules {
    /// Returns the seconds that a promised time may pass which a touchpoint of a type promises.
    pub(crate) fn tolerance_s(&self, known_type: Option<&TouchpointType>, due_at: Option<Timestamp>) -> i64 {
        let business = known_type.and_then(|known| Some((known.late_by_business_min?, self.calendar_of(known)?)));
        if let (Some((minutes, calendar)), Some(due_at)) = (business, due_at) {
            let deadline = calendar.after(due_at, SignedDuration::from_mins(minutes.into()));
            return deadline.duration_since(due_at).as_secs();
        }
        known_type.and_then(|known| known.late_by_s).unwrap_or(self.operational.late_by_s_max).into()
    }

    /// Returns when the owner of a promise of a type is warned by default; none if nobody is.
    pub(crate) fn warn_at(&self, known: &TouchpointType, due_at: Timestamp) -> Option<Timestamp> {
        if let (Some(minutes @ 1..), Some(calendar)) = (known.warn_before_business_min, self.calendar_of(known)) {
            return Some(calendar.before(due_at, SignedDuration::from_mins(minutes.into())));
        }
        let before_s = known.warn_before_s.filter(|before_s| *before_s > 0)?;
        Some(due_at.checked_sub(SignedDuration::from_secs(before_s.into())).unwrap_or(Timestamp::MIN))
    }

    /// Returns when a touchpoint of a type is due that names no time itself; none if its type promises no business days.
    pub fn due_by_type(&self, touchpoint_type: &str, from: Timestamp) -> Option<Timestamp> {
        let known = self.type_of(touchpoint_type)?;
        self.calendar_of(known)?.after_days(from, known.due_in_business_days?)
    }

    fn calendar_of(&self, known: &TouchpointType) -> Option<&PromiseCalendar> {
        self.calendars.get(known.calendar.as_ref()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "[rules.calendars.depot]\nzone = 'Europe/Madrid'\nholidays = ['2026-12-25']\n\
         [types.order]\nstage = 'first'\nimportance = 3\ncalendar = 'depot'\ndue_in_business_days = 2\n\
         late_by_business_min = 60\nwarn_before_business_min = 540";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_type_that_promises_business_days_says_when_they_end_and_what_is_warned_and_tolerated_by() {
        let rules = Rules::with_overrides(DOCUMENT).unwrap();
        let due = rules.due_by_type("order", at("2026-12-23T10:00:00+01:00")).unwrap();
        assert_eq!(due, at("2026-12-28T18:00:00+01:00"), "Thursday and, over Christmas and the weekend, Monday");
        let known = rules.type_of("order");
        assert_eq!(rules.warn_at(known.unwrap(), due), Some(at("2026-12-28T09:00:00+01:00")));
        // It closes at 18:00: the hour of grace is the first of Tuesday.
        assert_eq!(rules.tolerance_s(known, Some(due)), 16 * 3_600);
        assert_eq!(rules.due_by_type("delivery", due), None);
    }

    #[test]
    fn business_time_without_a_calendar_is_refused() {
        let refused = |document: &str| Rules::with_overrides(document).unwrap_err().to_string();
        let head = "[types.order]\nstage = 'first'\nimportance = 3\n";
        assert!(refused(&format!("{head}due_in_business_days = 2")).contains("types.order.calendar"));
        assert!(refused(&format!("{head}calendar = 'depot'")).contains("types.order.calendar"));
        assert!(refused("[rules.calendars.depot]\nzone = 'Madrid'").contains("rules.calendars.depot"));
    }
}
