use super::*;
use domain::vocabulary::Outcome;

use crate::tests::moment;
use jiff::civil::date;
use jiff::tz::TimeZone;

const FIRST: Date = date(2026, 5, 25);

/// Weeks of 200 deliveries, so many late, and of 50 reviews.
fn weeks(late: &[u64]) -> Weeks {
    let week = |late: &u64| {
        WeekCounts::from([
            ("delivery.late".into(), Count::new(*late, 200)),
            ("delivery.bad".into(), Count::new(*late, 190)),
            ("review.asked".into(), Count::new(6, 50)),
        ])
    };
    Weeks { first: FIRST, counts: late.iter().map(week).collect(), ..Weeks::default() }
}

fn calm_then(more: &[u64]) -> Weeks {
    let calm = (0..24).map(|week| [8, 10, 7, 9, 6][week % 5]);
    weeks(&calm.chain(more.iter().copied()).collect::<Vec<_>>())
}

fn english(monitoring: &Monitoring) -> &str {
    &monitoring.sentence[&Language::English]
}

#[test]
fn a_rise_is_one_plain_sentence_with_counts_range_and_week() {
    let monitoring = Monitoring::of(&calm_then(&[30, 38]), &Declared::default()).unwrap();
    let line = &monitoring.lines[0];
    assert_eq!((line.series.as_str(), line.copies.as_slice()), ("delivery.late", &["delivery.bad".to_owned()][..]));
    assert!(monitoring.is_worse());
    assert_eq!(
        english(&monitoring),
        "19% of deliveries were late (38 of 200); up from a normal 1–8%, since the week of 9 Nov, may be seasonal."
    );
    assert_eq!(
        monitoring.sentence[&Language::Spanish],
        "19\u{a0}% de entregas con retraso (38 de 200); por encima de lo normal (1–8\u{a0}%), desde la semana del 9 nov, \
         puede deberse a la temporada."
    );
    assert_eq!(line.trend.len(), 26);
    assert_eq!(monitoring.news().count(), 1);
}

#[test]
fn a_week_of_three_does_not_end_what_weeks_of_two_hundred_showed() {
    let mut weeks = calm_then(&[30, 38, 0]);
    if let Some(last) = weeks.counts.last_mut() {
        last.insert("delivery.late".into(), Count::new(1, 3));
        last.insert("delivery.bad".into(), Count::new(1, 3));
    }
    let monitoring = Monitoring::of(&weeks, &Declared::default()).unwrap();
    let line = &monitoring.lines[0];
    assert!(line.is_inside() && !line.is_back() && monitoring.is_worse(), "{line:?}");
    assert!(english(&monitoring).contains("too few to say whether that goes on"), "{}", english(&monitoring));

    let monitoring = Monitoring::of(&calm_then(&[30, 38, 8]), &Declared::default()).unwrap();
    assert!(monitoring.lines[0].found.is_none() && !monitoring.is_worse(), "a calm week of as many does end it");
}

#[test]
fn what_never_came_counts_with_what_came_late_and_once() {
    let mut weeks = weeks(&[8, 10, 7, 9, 6, 8, 10, 7, 9, 6, 8, 10]);
    for (week, counts) in weeks.counts.iter_mut().enumerate() {
        let bad = counts["delivery.late"].bad;
        counts.insert("delivery.arrived".into(), Count::new(bad, 200));
        // From the tenth week on, much never comes; of what comes, as much is late as ever.
        let never = if week < 9 { 3 } else { 40 };
        counts.insert("promise_expired.late".into(), Count::new(never, never));
        // Half of what came late was noticed before it came.
        counts.insert("delivery.late".into(), Count::new(bad / 2, 195));
    }
    let monitoring = Monitoring::of(&weeks, &Declared::default()).unwrap();
    let line = &monitoring.lines[0];
    assert_eq!((line.series.as_str(), line.copies.as_slice()), ("delivery.late", &["delivery.bad".to_owned()][..]));
    assert_eq!((line.last.count, line.last.of), (45, 235));
    assert!(monitoring.is_worse(), "{}", english(&monitoring));
    let names: Vec<_> = monitoring.lines.iter().map(|line| line.series.as_str()).collect();
    assert_eq!(names, ["delivery.late", "review.asked"]);
    assert_eq!(line.rows(), [("missed", "true".to_owned())]);
}

#[test]
fn calm_weeks_say_so_and_where_the_level_is() {
    let monitoring = Monitoring::of(&calm_then(&[9]), &Declared::default()).unwrap();
    assert_eq!(
        english(&monitoring),
        "Nothing has left its normal range. 4.5% of deliveries were late (9 of 200); normal is 1–8%."
    );
    assert!(!monitoring.is_worse() && !monitoring.is_better() && monitoring.news().count() == 0);
}

#[test]
fn a_week_just_outside_is_no_change_and_the_headline_does_not_deny_it() {
    let monitoring = Monitoring::of(&calm_then(&[17]), &Declared::default()).unwrap();
    assert_eq!(
        english(&monitoring),
        "No clear change. 8.5% of deliveries were late (17 of 200); just outside the normal 2–8%; in a single week this \
         may be chance."
    );
}

#[test]
fn few_weeks_say_nothing_unless_there_is_a_target() {
    assert_eq!(Monitoring::of(&weeks(&[8, 9]), &Declared::default()), None);
    let declared = Declared { targets: BTreeMap::from([("delivery.late".into(), 0.05)]), ..Declared::default() };
    let monitoring = Monitoring::of(&weeks(&[8, 60]), &declared).unwrap();
    assert_eq!(
        english(&monitoring),
        "30% of deliveries were late (60 of 200); target of 5% missed since the week of 1 Jun."
    );
    let kept = Monitoring::of(&weeks(&[8, 9]), &declared).unwrap();
    assert!(
        english(&kept).ends_with("4.5% of deliveries were late (9 of 200); target of 5% kept."),
        "{}",
        english(&kept)
    );
}

#[test]
fn a_day_counts_customers_by_voice_and_times_by_kind() {
    let day = date(2026, 6, 2);
    let mut late = moment("1", day, "delivery", "ana", Outcome::Misery);
    late.signals.late_by_min = Some(90);
    late.signals.promise = Some(domain::outcome::promise::Status::Broken);
    let mut tolerated = moment("2", day, "delivery", "bea", Outcome::Average);
    tolerated.signals.late_by_min = Some(5);
    tolerated.signals.promise = Some(domain::outcome::promise::Status::Kept);
    let mut asked = moment("3", day, "review", "bea", Outcome::Misery);
    asked.solicited = true;
    let unknown = moment("4", day, "delivery", "cem", Outcome::Unknown);
    let summary = crate::summarize(day, &TimeZone::UTC, [late, tolerated, asked, unknown].iter());
    let mut counts = WeekCounts::new();
    summary.count_into(&mut counts);
    let expected = [
        ("delivery.arrived", Count::new(1, 2)),
        ("delivery.bad", Count::new(1, 2)),
        ("review.asked", Count::new(1, 1)),
    ];
    assert_eq!(counts, expected.map(|(name, count)| (name.to_owned(), count)).into());
    assert!(is_series("delivery", "late") && is_series("promise", "scoops") && !is_series("delivery", "slow"));
}

#[test]
fn the_running_week_is_said_to_be_so() {
    let mut weeks = calm_then(&[30]);
    weeks.is_partial = true;
    let monitoring = Monitoring::of(&weeks, &Declared::default()).unwrap();
    assert!(
        english(&monitoring).starts_with("So far this week: 15% of deliveries were late"),
        "{}",
        english(&monitoring)
    );
}
