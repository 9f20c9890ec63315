//! A small part of the example `simulate` with fixed seeds: a wrong constant in a limit, in the dispersion or in the statistic breaks a
//! bound. The whole simulation and its output stand in `docs/monitoring.md`.

use monitoring::{Count, Direction, Finding, Input, Reading, Season, Series, TargetState, monitor};
use watching::{Alarm, Watching, watch};
use world::{DAYS, Spread, World};

#[path = "../examples/simulate/watching.rs"]
mod watching;
#[path = "../examples/simulate/world.rs"]
mod world;

const SEEDS: u64 = 60;

fn world(level: f64, dispersion: f64) -> World {
    World { series: 30, a_week: 300, level, dispersion, spread: Spread::ByWeek }
}

fn false_alarms_a_year(world: World, watching: Watching) -> f64 {
    let told = (0..SEEDS).map(|seed| watch(world, watching, seed, |_, _| world.level, |_| false).len());
    told.sum::<usize>() as f64 / (SEEDS as f64 * watching.weeks as f64 / 52.1775)
}

#[test]
fn false_alarms_keep_to_their_budget_and_use_it() {
    for dispersion in [1.5, 2.0] {
        let a_year = false_alarms_a_year(world(0.04, dispersion), Watching::default());
        assert!((0.12..=0.6).contains(&a_year), "overdispersion {dispersion}: {a_year}");
    }
    // With ten times the budget the count is large enough to be close to its expectation.
    let watching = Watching { false_alarms_a_year: 5.0, ..Watching::default() };
    let a_year = false_alarms_a_year(world(0.04, 1.5), watching);
    assert!((2.3..=4.6).contains(&a_year), "{a_year}");
}

/// Weeks until a change of the first series after a year is told.
fn weeks_until(world: World, seed: u64, level: impl Fn(usize) -> f64) -> f64 {
    let of = |series: usize, week: usize| if series == 0 && week >= 52 { level(week - 52) } else { world.level };
    let is_it = |alarm: &Alarm| alarm.series == 0 && alarm.direction == Direction::Worse && alarm.day > 52 * DAYS;
    let told = watch(world, Watching { weeks: 78, ..Watching::default() }, seed, of, is_it);
    told.into_iter().find(is_it).map_or(f64::INFINITY, |alarm| (alarm.day - 52 * DAYS) as f64 / DAYS as f64)
}

#[test]
fn a_doubling_is_told_within_four_weeks_at_the_median() {
    for (dispersion, most) in [(1.5, 3.0), (2.0, 4.0)] {
        let mut weeks: Vec<f64> = (0..SEEDS).map(|seed| weeks_until(world(0.04, dispersion), seed, |_| 0.08)).collect();
        weeks.sort_by(f64::total_cmp);
        let median = weeks[weeks.len() / 2];
        assert!((1.0..=most).contains(&median), "overdispersion {dispersion}: {median}");
    }
}

#[test]
fn a_drift_of_a_point_a_week_is_told_before_it_reaches_ten_percent() {
    let level = |week: usize| 0.03 + 0.01 * (week + 1) as f64;
    let is_early = |weeks: f64| weeks.is_finite() && level((weeks - 1e-9) as usize) < 0.0999;
    let early = (0..SEEDS).filter(|seed| is_early(weeks_until(world(0.03, 1.5), *seed, level))).count();
    assert!(early as f64 >= 0.95 * SEEDS as f64, "{early}");
    let early = (0..SEEDS).filter(|seed| is_early(weeks_until(world(0.03, 2.0), *seed, level))).count();
    assert!(early as f64 >= 0.85 * SEEDS as f64, "{early}");
}

const FIRST: jiff::civil::Date = jiff::civil::date(2025, 1, 6);

/// A series of whole weeks with exactly the shares given.
fn series(name: &str, of: u64, shares: impl IntoIterator<Item = f64>) -> Series {
    let count = |share: f64| Count::new((share * of as f64).round() as u64, of);
    Series { name: name.to_owned(), counts: shares.into_iter().map(count).collect(), target: None }
}

fn read(series: &[Series], seasons: &[Season]) -> Vec<Reading> {
    monitor(&Input { first: FIRST, series, is_partial: false, seasons })
}

fn finding_of(shares: Vec<f64>) -> Option<Finding> {
    read(&[series("delivery.late", 300, shares)], &[])[0].finding
}

fn monday(week: i64) -> jiff::civil::Date {
    FIRST.saturating_add(jiff::ToSpan::weeks(week))
}

/// Twenty-six weeks around 4%.
fn calm() -> Vec<f64> {
    (0..26).map(|week| [0.04, 0.05, 0.03, 0.045, 0.035][week % 5]).collect()
}

#[test]
fn a_change_is_told_with_its_week_and_stays_until_the_old_level_is_back() {
    let with = |more: &[f64]| finding_of([calm(), more.to_vec()].concat());
    assert_eq!(with(&[0.05]), None);
    let found = with(&[0.15]).unwrap();
    assert!(found.is_new && found.since == monday(26) && found.counted.bad == 45 && found.may_be_seasonal);
    assert_eq!(found.direction, Direction::Worse);
    let later = with(&[0.15, 0.14, 0.16]).unwrap();
    assert!(!later.is_new && later.since == monday(26) && later.noticed == monday(26) && later.counted.of == 900);
    assert!((later.before - 0.04).abs() < 0.003, "{later:?}");
    assert_eq!(with(&[0.15, 0.14, 0.16, 0.04, 0.04]), None);
    // The weeks of the episode did not become normal: the next rise is as visible as the first.
    assert!(with(&[0.15, 0.14, 0.16, 0.04, 0.04, 0.04, 0.15]).unwrap().is_new);
}

#[test]
fn a_new_level_is_normal_after_half_a_year() {
    let found = |weeks: usize| finding_of([calm(), vec![0.12; weeks]].concat());
    assert!(found(24).is_some());
    assert!(found(27).is_none());
}

#[test]
fn a_change_that_fades_is_no_news_any_longer() {
    let found = |more: &[f64]| finding_of([calm(), more.to_vec()].concat());
    let small = [0.1, 0.08, 0.055, 0.05, 0.055, 0.05, 0.05];
    assert!(found(&small[..2]).is_some());
    assert!(found(&small).is_none());
    assert!(found(&[&small[..], &[0.05, 0.055, 0.05]].concat()).is_none(), "and it does not come back by itself");
}

#[test]
fn a_fall_is_better_news() {
    let found = finding_of([vec![0.2; 26], vec![0.1, 0.1]].concat()).unwrap();
    assert_eq!((found.direction, found.since), (Direction::Better, monday(26)));
}

#[test]
fn a_short_history_speaks_from_week_eight_and_needs_a_larger_change() {
    let after = |weeks: usize, share: f64| finding_of([calm()[..weeks].to_vec(), vec![share]].concat());
    assert!(after(6, 0.5).is_none(), "seven weeks are too few for anything");
    assert!(after(7, 0.2).is_some(), "the eighth week speaks");
    let least = |weeks| (5..50).find(|percent| after(weeks, f64::from(*percent) / 100.0).is_some()).unwrap();
    assert!(least(7) > least(25), "{} and {}", least(7), least(25));
}

#[test]
fn a_target_counts_from_the_first_week() {
    let with = |shares: &[f64], target: f64| {
        let mut series = series("delivery.late", 300, shares.iter().copied());
        series.target = Some(target);
        read(&[series], &[]).remove(0).target.unwrap()
    };
    assert_eq!(with(&[0.04], 0.05).state, TargetState::Kept);
    assert_eq!(with(&[0.06], 0.05).state, TargetState::Above);
    let missed = with(&[0.2], 0.05);
    assert_eq!((missed.state, missed.since), (TargetState::Missed, Some(FIRST)));
    // A little above for long is missed too, and is kept again when it is.
    let long = [vec![0.08; 12], vec![0.03; 6]].concat();
    assert_eq!(with(&long[..12], 0.05).state, TargetState::Missed);
    assert_eq!(with(&long, 0.05).state, TargetState::Kept);
}

#[test]
fn the_running_week_is_looked_at_and_copies_are_told_once() {
    let late = series("delivery.late", 300, [calm(), vec![0.12]].concat());
    let mut broken = late.clone();
    broken.name = "promises.broken".into();
    let both = [late, broken];
    let partial = monitor(&Input { first: FIRST, series: &both, is_partial: true, seasons: &[] });
    assert_eq!(partial.len(), 1);
    assert_eq!(partial[0].copies, ["promises.broken"]);
    let found = partial[0].finding.unwrap();
    assert!(found.is_new && found.since == monday(26) && found.counted.bad == 36, "{found:?}");
}

#[test]
fn a_declared_season_is_compared_with_itself_only() {
    let holidays = Season { name: "holidays".into(), from: (7, 1), to: (8, 31) };
    let shares = || [calm(), vec![0.15; 5]].concat();
    let alone = read(&[series("delivery.late", 300, shares())], &[]);
    assert!(alone[0].finding.is_some());
    let declared = read(&[series("delivery.late", 300, shares())], &[holidays]);
    assert_eq!(declared[0].season.as_deref(), Some("holidays"));
    assert!(declared[0].finding.is_none() && declared[0].normal.is_none());
}

#[test]
fn what_came_at_the_same_time_last_year_is_the_season() {
    let level = |week: usize| if (40..46).contains(&(week % 52)) { 0.09 } else { calm()[week % 5] };
    let shares = |weeks: usize| (0..weeks).map(level).collect::<Vec<_>>();
    assert!(finding_of(shares(43)).unwrap().may_be_seasonal);
    assert_eq!(finding_of(shares(95)), None);
    // Twice as much as last year is not.
    let worse = [shares(92), vec![0.2; 3]].concat();
    assert!(finding_of(worse).is_some());
}

#[test]
fn weeks_that_are_like_the_week_before_are_bounded_too() {
    // Not within the budget: nothing here knows that weeks are linked. `docs/monitoring.md` says how many there are.
    let linked = World { spread: Spread::Linked(0.5), ..world(0.04, 1.5) };
    let a_year = false_alarms_a_year(linked, Watching::default());
    assert!((0.8..=3.5).contains(&a_year), "{a_year}");
}

/// A house with one series of 13 weeks and many that have just begun: the weeks of the change itself must not make it deaf.
#[test]
fn a_change_under_way_does_not_hide_itself() {
    let bad = [2, 1, 2, 1, 2, 2, 1, 2, 1, 2, 8, 6, 14];
    let of = [60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 33, 46];
    let counts = bad.into_iter().zip(of).map(|(bad, of)| Count::new(bad, of)).collect();
    let mut series = vec![Series { name: "delivery.late".into(), counts, target: Some(0.1) }];
    for place in 0..20 {
        let mut counts = vec![Count::default(); 11];
        counts.extend([Count::new(2, 10 + place), Count::new(1, 12 + place)]);
        series.push(Series { name: format!("kind-{place}.bad"), counts, target: None });
    }
    let first = "2026-08-31".parse().unwrap();
    let readings = monitor(&Input { first, series: &series, is_partial: false, seasons: &[] });
    let found = readings[0].finding.unwrap();
    assert_eq!((found.direction, found.since.to_string().as_str()), (Direction::Worse, "2026-11-09"), "{found:?}");
}
