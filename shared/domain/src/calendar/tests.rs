use jiff::ToSpan;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn madrid() -> TimeZone {
    TimeZone::get("Europe/Madrid").unwrap()
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn calendar(text: &str) -> BusinessCalendar {
    toml::from_str(text).unwrap()
}

#[test]
fn business_time_runs_only_while_it_is_open() {
    let office = BusinessCalendar::default();
    // Friday 17:30 in Madrid: half an hour is left, the other half is on Monday.
    assert_eq!(office.after(at("2026-11-20T16:30:00Z"), hours(1), &madrid()), at("2026-11-23T08:30:00Z"));
    // Saturday night counts from Monday's opening.
    assert_eq!(office.after(at("2026-11-21T23:00:00Z"), hours(1), &madrid()), at("2026-11-23T09:00:00Z"));
    // 24 business hours are 2 days and 6 hours of nine.
    assert_eq!(office.after(at("2026-11-23T08:00:00Z"), hours(24), &madrid()), at("2026-11-25T14:00:00Z"));
    // Exactly until closing time.
    assert_eq!(office.after(at("2026-11-23T16:00:00Z"), hours(1), &madrid()), at("2026-11-23T17:00:00Z"));
    assert_eq!(office.after(at("2026-11-23T16:00:00Z"), hours(0), &madrid()), at("2026-11-23T16:00:00Z"));
}

#[test]
fn a_holiday_is_closed_and_a_break_at_noon_is_no_business_time() {
    let shop = calendar(
        "holidays = ['2026-12-08']\nopen = { mon = '09:00-14:00, 15:00-18:00', tue = '09:00-18:00', wed = '09:00-18:00' }",
    );
    assert_eq!(shop.after(at("2026-12-07T12:30:00Z"), hours(1), &madrid()), at("2026-12-07T14:30:00Z"));
    assert_eq!(shop.after(at("2026-12-07T16:30:00Z"), hours(1), &madrid()), at("2026-12-09T08:30:00Z"));
    assert!(
        !shop.is_open(at("2026-12-07T13:30:00Z"), &madrid()) && !shop.is_open(at("2026-12-08T10:00:00Z"), &madrid())
    );
    assert!(
        shop.is_open(at("2026-12-07T08:00:00Z"), &madrid()) && !shop.is_open(at("2026-12-07T17:00:00Z"), &madrid())
    );
}

#[test]
fn the_day_the_clocks_change_has_an_hour_more_or_less() {
    let always = calendar("open = { sat = '00:00-24:00', sun = '00:00-24:00', mon = '00:00-24:00' }");
    // 25 October 2026 has 25 hours in Madrid, 29 March 2026 has 23.
    let autumn = always.after(at("2026-10-24T22:00:00Z"), hours(24), &madrid());
    assert_eq!(autumn.to_zoned(madrid()).strftime("%F %R").to_string(), "2026-10-25 23:00");
    let spring = always.after(at("2026-03-28T23:00:00Z"), hours(24), &madrid());
    assert_eq!(spring.to_zoned(madrid()).strftime("%F %R").to_string(), "2026-03-30 01:00");
    // An opening that the change skips begins after it.
    let night = calendar("open = { sun = '02:00-04:00' }");
    assert_eq!(night.after(at("2026-03-28T23:00:00Z"), hours(1), &madrid()), at("2026-03-29T02:00:00Z"));
}

#[test]
fn business_time_never_goes_back_and_adds_up() {
    let shop = calendar("open = { mon = '09:00-14:00, 15:00-18:00', sat = '10:00-14:00' }\nholidays = ['2026-11-30']");
    let start = at("2026-11-16T00:00:00Z");
    for step in 0..400_i64 {
        let from = start.checked_add((step * 37).minutes()).unwrap();
        let (one, two) = (SignedDuration::from_mins(step), SignedDuration::from_mins(step * 3));
        let whole = shop.after(from, one + two, &madrid());
        assert!(shop.after(from, one, &madrid()) <= whole);
        assert_eq!(shop.after(shop.after(from, one, &madrid()), two, &madrid()), whole, "from {from}, {one} and {two}");
    }
}

#[test]
fn what_cannot_be_a_calendar_is_refused() {
    for text in [
        "open = { mon = '9-18' }",
        "open = { mon = '18:00-09:00' }",
        "open = { mon = '09:00-24:01' }",
        "open = { mon = '09:00-12:00, 11:00-13:00' }",
        "open = { mon = '' }",
        "open = { monday = '09:00-18:00' }",
        "holidays = ['25-12-2026']",
        "shut = true",
    ] {
        assert!(toml::from_str::<BusinessCalendar>(text).is_err(), "{text}");
    }
    assert_eq!(calendar("open = {}").check(), Err(NeverOpen));
    assert_eq!(BusinessCalendar::default().check(), Ok(()));
}

#[test]
fn quiet_hours_hold_back_until_they_end_but_for_the_most_severe() {
    let quiet: QuietHours = toml::from_str("from = '22:00'\nto = '07:00'\nexcept_severity = 4").unwrap();
    let until = |now: &str, severity: u8| quiet.until(at(now), severity, &madrid());
    assert_eq!(until("2026-11-22T20:59:59Z", 1), at("2026-11-22T20:59:59Z"));
    assert_eq!(until("2026-11-22T21:00:00Z", 1), at("2026-11-23T06:00:00Z"));
    assert_eq!(until("2026-11-23T05:59:59Z", 3), at("2026-11-23T06:00:00Z"));
    assert_eq!(until("2026-11-23T06:00:00Z", 3), at("2026-11-23T06:00:00Z"));
    assert_eq!(until("2026-11-22T23:00:00Z", 4), at("2026-11-22T23:00:00Z"));
    let noon: QuietHours = toml::from_str("from = '13:00'\nto = '15:00'\nexcept_severity = 6").unwrap();
    assert_eq!(noon.until(at("2026-11-23T12:30:00Z"), 5, &madrid()), at("2026-11-23T14:00:00Z"));
    for wrong in [
        "from = '22:00'\nto = '22:00'",
        "from = '22'\nto = '07:00'",
        "from = '22:00'\nto = '07:00'\nexcept_severity = 0",
    ] {
        assert!(toml::from_str::<QuietHours>(wrong).is_err(), "{wrong}");
    }
}
