use proptest::prelude::*;

use super::*;
use crate::vocabulary::Language;

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn hours(text: &str, name: &str) -> f64 {
    let bounds = period(text).bounds(&zone(name));
    bounds.start.until(bounds.end).unwrap().total(jiff::Unit::Hour).unwrap()
}

#[test]
fn a_period_is_known_by_its_name() {
    for (text, start, end) in [
        ("2026-11-22", date(2026, 11, 22), date(2026, 11, 23)),
        ("2026-W47", date(2026, 11, 16), date(2026, 11, 23)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 5)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 4)),
        ("2026-11", date(2026, 11, 1), date(2026, 12, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("2026-11-01..2026-11-16", date(2026, 11, 1), date(2026, 11, 16)),
        ("2028-02-29", date(2028, 2, 29), date(2028, 3, 1)),
    ] {
        let parsed = period(text);
        assert_eq!((parsed.start(), parsed.end(), parsed.to_string()), (start, end, text.to_owned()));
    }
}

#[test]
fn what_names_no_period_says_why() {
    use InvalidPeriod::*;
    for (text, why) in [
        ("", Unrecognised),
        ("today", Unrecognised),
        ("2026-W7", Unrecognised),
        ("2026-w47", Unrecognised),
        ("2026-47W", Unrecognised),
        ("2026-Q5", Unrecognised),
        ("2026-Q0", Unrecognised),
        ("2026-1", Unrecognised),
        ("+226", Unrecognised),
        ("2026-11-2", Unrecognised),
        ("2026-11-22T00:00", Unrecognised),
        ("2026-11-01..", Unrecognised),
        ("2026-11..2026-12", Unrecognised),
        ("ñandúes", Unrecognised),
        ("ñññ", Unrecognised),
        ("ñññ-", Unrecognised),
        ("2026-13", NoSuchDate("2026-13".into())),
        ("2026-00", NoSuchDate("2026-00".into())),
        ("2026-02-29", NoSuchDate("2026-02-29".into())),
        ("2027-W53", NoSuchWeek("2027-W53".into())),
        ("2026-W00", NoSuchWeek("2026-W00".into())),
        ("1969", Year),
        ("3000-01-01", Year),
        ("2026-11-16..2026-11-16", Empty),
        ("2026-11-17..2026-11-16", Empty),
        ("2000-01-01..2020-01-01", TooLong),
    ] {
        assert_eq!(text.parse::<Period>(), Err(why), "{text}");
    }
}

#[test]
fn the_period_before_ends_where_this_one_starts() {
    for (text, before) in [
        ("2026-11-01", "2026-10-31"),
        ("2027-W01", "2026-W53"),
        ("2026-03", "2026-02"),
        ("2026-Q1", "2025-Q4"),
        ("2026", "2025"),
        ("2026-11-01..2026-11-16", "2026-10-17..2026-11-01"),
    ] {
        assert_eq!(period(text).previous().to_string(), before);
    }
}

#[test]
fn days_have_the_hours_that_the_clocks_gave_them() {
    assert_eq!(hours("2026-11-22", "Europe/Madrid"), 24.0);
    assert_eq!(hours("2026-03-29", "Europe/Madrid"), 23.0);
    assert_eq!(hours("2026-10-25", "Europe/Madrid"), 25.0);
    // Midnight itself is skipped in the first, and comes twice in the second.
    assert_eq!(hours("2018-11-04", "America/Sao_Paulo"), 23.0);
    assert_eq!(hours("2023-11-05", "America/Havana"), 25.0);
    // Samoa went from the 29th to the 31st of December 2011.
    assert_eq!(hours("2011-12-30", "Pacific/Apia"), 0.0);
    assert_eq!(hours("2026", "Europe/Madrid"), 365.0 * 24.0);
}

#[test]
fn a_period_is_over_at_its_last_instant_and_not_before() {
    let (madrid, week) = (zone("Europe/Madrid"), period("2026-W47"));
    let end = "2026-11-22T23:00:00Z".parse().unwrap();
    assert!(week.is_over(end, &madrid));
    assert!(!week.is_over(end - jiff::SignedDuration::from_nanos(1), &madrid));
}

#[test]
fn a_schedule_reports_on_what_has_just_ended() {
    let madrid = zone("Europe/Madrid");
    let monday_morning = "2026-11-23T05:15:00Z".parse().unwrap();
    assert_eq!(Period::last_ended(Every::Week, monday_morning, &madrid).to_string(), "2026-W47");
    assert_eq!(Period::last_ended(Every::Day, monday_morning, &madrid).to_string(), "2026-11-22");
    // 23:30 in London, already the 23rd in Madrid.
    let late = "2026-11-22T23:30:00Z".parse().unwrap();
    assert_eq!(Period::last_ended(Every::Day, late, &madrid).to_string(), "2026-11-22");
    assert_eq!(Period::last_ended(Every::Day, late, &zone("Europe/London")).to_string(), "2026-11-21");
}

#[test]
fn periods_have_a_label_in_each_language() {
    for (text, english, spanish) in [
        ("2026-11-22", "Sunday 22 November 2026", "domingo 22 de noviembre de 2026"),
        ("2026-W47", "Week 47 of 2026 (16–22 November)", "Semana 47 de 2026 (16–22 de noviembre)"),
        (
            "2026-W53",
            "Week 53 of 2026 (28 December 2026 – 3 January 2027)",
            "Semana 53 de 2026 (28 de diciembre de 2026 – 3 de enero de 2027)",
        ),
        ("2026-11", "November 2026", "noviembre de 2026"),
        ("2026-Q4", "Quarter 4 of 2026", "4.º trimestre de 2026"),
        ("2026", "2026", "2026"),
        ("2026-11-01..2026-11-16", "1–15 November 2026", "1–15 de noviembre de 2026"),
        ("2026-11-22..2026-11-23", "22 November 2026", "22 de noviembre de 2026"),
        ("2026-10-30..2026-11-03", "30 October – 2 November 2026", "30 de octubre – 2 de noviembre de 2026"),
    ] {
        assert_eq!(period(text).label(Language::English), english);
        assert_eq!(period(text).label(Language::Spanish), spanish);
    }
    assert_eq!(short_day(date(2026, 11, 21), Language::Spanish), "sáb 21 nov");
}

const ALL: [Every; 5] = [Every::Day, Every::Week, Every::Month, Every::Quarter, Every::Year];

fn any_day() -> impl Strategy<Value = Date> {
    (0i64..370_000).prop_map(|day| date(1971, 1, 1).saturating_add(day.days()))
}

proptest! {
    #[test]
    fn a_name_read_back_is_the_same_period(day in any_day(), every in prop::sample::select(&ALL), length in 1i64..3000) {
        let calendar = Period::containing(day, every);
        prop_assert!(calendar.start() <= day && day < calendar.end());
        prop_assert_eq!(calendar.to_string().parse(), Ok(calendar));
        let range = Period::range(day, day.saturating_add(length.days())).unwrap();
        prop_assert_eq!(range.to_string().parse(), Ok(range));
        prop_assert_eq!(range.days().count() as i64, length);
    }

    #[test]
    fn days_lie_end_to_end_and_fill_the_period(
        day in any_day(),
        every in prop::sample::select(&ALL),
        name in prop::sample::select(&["Europe/Madrid", "America/Sao_Paulo", "America/Havana", "Pacific/Apia", "UTC"]),
    ) {
        let (whole, zone) = (Period::containing(day, every), zone(name));
        prop_assert_eq!(whole.previous().bounds(&zone).end, whole.bounds(&zone).start);
        let mut at = whole.bounds(&zone).start;
        for day in whole.days() {
            let bounds = Period::day(day).bounds(&zone);
            prop_assert_eq!(bounds.start, at);
            prop_assert!(bounds.start <= bounds.end);
            at = bounds.end;
        }
        prop_assert_eq!(at, whole.bounds(&zone).end);
    }

    #[test]
    fn an_instant_belongs_to_the_day_that_its_clock_shows(second in 0i64..4_000_000_000) {
        let (at, zone) = (Timestamp::from_second(second).unwrap(), zone("Europe/Madrid"));
        prop_assert!(Period::day(zone.to_datetime(at).date()).bounds(&zone).contains(&at));
    }
}
