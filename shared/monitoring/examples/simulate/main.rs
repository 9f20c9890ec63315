//! Shows by simulation with a known truth how often monitoring is wrong and how fast it is right. The output stands in
//! `docs/monitoring.md`:
//!
//! `cargo run --profile bench -p monitoring --example simulate [SEEDS]` (0: only what it costs)

#![expect(clippy::print_stdout, reason = "a program for the command line")]

use std::time::Instant;

use monitoring::{Count, Direction};
use watching::{Alarm, Watching, watch};
use world::{DAYS, Spread, World};

mod watching;
mod world;

fn main() {
    let seeds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000);
    if seeds == 0 {
        return cost();
    }
    println!(
        "{seeds} seeds of 104 weeks; a look each day, all false alarm episodes counted, the learning weeks included\n"
    );
    false_alarms(seeds);
    doubling(seeds);
    drift(seeds);
    cost();
}

fn standard(dispersion: f64) -> World {
    World { series: 30, a_week: 300, level: 0.04, dispersion, spread: Spread::ByWeek }
}

/// Runs seeds on all cores; the results are in the order of the seeds.
fn each<T: Send>(seeds: u64, run: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
    let run = &run;
    std::thread::scope(|scope| {
        let of_thread = |thread| {
            scope.spawn(move || {
                (thread..seeds).step_by(threads as usize).map(|seed| (seed, run(seed))).collect::<Vec<_>>()
            })
        };
        let workers: Vec<_> = (0..threads).map(of_thread).collect();
        let mut all: Vec<_> = workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect();
        all.sort_by_key(|(seed, _)| *seed);
        all.into_iter().map(|(_, result)| result).collect()
    })
}

fn false_alarms(seeds: u64) {
    println!(
        "False alarms a year                                   all   worse  better  in the first 26 weeks  budget"
    );
    let rows: [(&str, World, Watching); 14] = [
        ("30 series of 300, overdispersion 1", standard(1.0), Watching::default()),
        ("30 series of 300, overdispersion 1.5", standard(1.5), Watching::default()),
        ("30 series of 300, overdispersion 2", standard(2.0), Watching::default()),
        ("… overdispersion 2 from day to day", World { spread: Spread::ByDay, ..standard(2.0) }, Watching::default()),
        ("… overdispersion 2, level 15%", World { level: 0.15, ..standard(2.0) }, Watching::default()),
        ("… overdispersion 2, level 1%", World { level: 0.01, ..standard(2.0) }, Watching::default()),
        (
            "… overdispersion 2, a target at the level",
            standard(2.0),
            Watching { target: Some(0.04), ..Watching::default() },
        ),
        ("… overdispersion 2, weekly looks only", standard(2.0), Watching { daily: false, ..Watching::default() }),
        ("30 series of 30, overdispersion 1.5", World { a_week: 30, ..standard(1.5) }, Watching::default()),
        ("1 series of 300, overdispersion 2", World { series: 1, ..standard(2.0) }, Watching::default()),
        ("1,000 series of 300, overdispersion 2", World { series: 1_000, ..standard(2.0) }, Watching::default()),
        (
            "autocorrelation 0.5, overdispersion 1.5",
            World { spread: Spread::Linked(0.5), ..standard(1.5) },
            Watching::default(),
        ),
        (
            "autocorrelation 0.5, overdispersion 2",
            World { spread: Spread::Linked(0.5), ..standard(2.0) },
            Watching::default(),
        ),
        (
            "ten times the budget, overdispersion 1.5",
            standard(1.5),
            Watching { false_alarms_a_year: 5.0, ..Watching::default() },
        ),
    ];
    for (name, world, watching) in rows {
        let seeds = if world.series > 100 { (seeds / 20).max(1) } else { seeds };
        let told = each(seeds, |seed| watch(world, watching, seed, |_, _| world.level, |_| false));
        let years = seeds as f64 * watching.weeks as f64 / 52.1775;
        let count = |is: &dyn Fn(&Alarm) -> bool| told.iter().flatten().filter(|alarm| is(alarm)).count() as f64;
        let all = count(&|_| true) / years;
        let worse = count(&|alarm| alarm.direction == Direction::Worse) / years;
        let early = count(&|alarm| alarm.day <= 26 * DAYS) / (seeds as f64 * 26.0 / 52.1775);
        println!(
            "{name:50} {all:6.2}  {worse:6.2}  {:6.2}  {early:21.2}  {:6.2}",
            all - worse,
            watching.false_alarms_a_year
        );
    }
}

/// Weeks until a change of the first series at `at` is told, or `None` within half a year.
fn found(world: World, at: usize, seed: u64, level: impl Fn(usize) -> f64) -> Option<f64> {
    let of = |series: usize, week: usize| if series == 0 && week >= at { level(week - at) } else { world.level };
    let is_it = |alarm: &Alarm| alarm.series == 0 && alarm.direction == Direction::Worse && alarm.day > at * DAYS;
    let watching = Watching { weeks: at + 26, ..Watching::default() };
    let told = watch(world, watching, seed, of, is_it);
    told.into_iter().find(is_it).map(|alarm| (alarm.day - at * DAYS) as f64 / DAYS as f64)
}

/// The value below which a share of all lie; those not found are above all others.
fn quantile(values: &[Option<f64>], share: f64) -> String {
    let mut sorted: Vec<f64> = values.iter().map(|value| value.unwrap_or(f64::INFINITY)).collect();
    sorted.sort_by(f64::total_cmp);
    let value = sorted[((sorted.len() as f64 * share) as usize).min(sorted.len() - 1)];
    if value.is_finite() { format!("{value:.1}") } else { ">26".to_owned() }
}

fn doubling(seeds: u64) {
    println!(
        "\nWeeks until a doubling from 4% to 8% is told        median  80%   95%   found in 4 weeks  in half a year"
    );
    let row = |name: &str, world: World, at: usize| {
        let seeds = if world.series > 100 { (seeds / 5).max(1) } else { seeds };
        let weeks = each(seeds, |seed| found(world, at, seed, |_| 2.0 * world.level));
        let within = |max: f64| weeks.iter().filter(|weeks| weeks.is_some_and(|weeks| weeks <= max)).count() as f64;
        let share = |max| 100.0 * within(max) / seeds as f64;
        let [median, most, nearly_all] = [0.5, 0.8, 0.95].map(|share| quantile(&weeks, share));
        println!("{name:52} {median:>5}  {most:>4}  {nearly_all:>4}  {:15.0}%  {:13.0}%", share(4.0), share(26.0));
    };
    for dispersion in [1.0, 1.5, 2.0] {
        row(&format!("300 a week, overdispersion {dispersion}, after 52 weeks"), standard(dispersion), 52);
    }
    row("… overdispersion 2, after 26 weeks", standard(2.0), 26);
    row("… overdispersion 2, after 12 weeks", standard(2.0), 12);
    row("… overdispersion 2, after 8 weeks", standard(2.0), 8);
    row("… overdispersion 2 from day to day, after 52 weeks", World { spread: Spread::ByDay, ..standard(2.0) }, 52);
    row("… autocorrelation 0.5, overdispersion 2", World { spread: Spread::Linked(0.5), ..standard(2.0) }, 52);
    row("… among 1,000 series, overdispersion 2", World { series: 1_000, ..standard(2.0) }, 52);
    row("… as the only series, overdispersion 2", World { series: 1, ..standard(2.0) }, 52);
    for a_week in [150, 60, 30] {
        row(&format!("{a_week} a week, overdispersion 1.5, after 52 weeks"), World { a_week, ..standard(1.5) }, 52);
    }
    for a_week in [150, 60, 30] {
        let world = World { a_week, level: 0.15, ..standard(1.5) };
        row(&format!("{a_week} a week, from 15% to 30%"), world, 52);
    }
}

fn drift(seeds: u64) {
    println!("\nA drift of one point a week from 3%        found before 10%   level when told: median  90%   95%");
    let row = |name: &str, world: World, at: usize| {
        let seeds = if world.series > 100 { (seeds / 5).max(1) } else { seeds };
        let level_after = |week: usize| (world.level + 0.01 * (week + 1) as f64).min(0.5);
        let levels = each(seeds, |seed| {
            found(world, at, seed, level_after).map(|weeks| 100.0 * level_after((weeks - 1e-9) as usize))
        });
        let before = levels.iter().filter(|level| level.is_some_and(|level| level < 9.99)).count() as f64;
        let [median, most, nearly_all] = [0.5, 0.9, 0.95].map(|share| quantile(&levels, share));
        println!("{name:48} {:9.1}%  {median:>23}%  {most:>4}%  {nearly_all:>4}%", 100.0 * before / seeds as f64);
    };
    for dispersion in [1.0, 1.5, 2.0] {
        row(&format!("300 a week, overdispersion {dispersion}"), World { level: 0.03, ..standard(dispersion) }, 52);
    }
    row("… overdispersion 2, after 12 weeks", World { level: 0.03, ..standard(2.0) }, 12);
    row(
        "… autocorrelation 0.5, overdispersion 2",
        World { level: 0.03, spread: Spread::Linked(0.5), ..standard(2.0) },
        52,
    );
    row("… among 1,000 series, overdispersion 2", World { level: 0.03, series: 1_000, ..standard(2.0) }, 52);
    for a_week in [150, 60, 30] {
        row(&format!("{a_week} a week, overdispersion 1.5"), World { a_week, level: 0.03, ..standard(1.5) }, 52);
    }
}

fn cost() {
    println!("\nTime to read 1,000 series, the running week included (fastest and median of 41)");
    for weeks in [26, 52, 104] {
        let world = World { series: 1_000, ..standard(1.5) };
        let mut run = world::Run::new(world, 7);
        let mut series: Vec<monitoring::Series> = (0..1_000)
            .map(|one| monitoring::Series { name: format!("series {one}"), counts: Vec::new(), target: None })
            .collect();
        for _ in 0..weeks {
            let days = run.week(|_| world.level);
            let whole: &[Count] = &days[DAYS - 1];
            series.iter_mut().zip(whole).for_each(|(series, count)| series.counts.push(*count));
        }
        let first = jiff::civil::date(2025, 1, 6);
        let input = monitoring::Input { first, series: &series, is_partial: true, seasons: &[] };
        let mut times: Vec<_> = (0..41)
            .map(|_| {
                let begun = Instant::now();
                std::hint::black_box(monitoring::monitor(std::hint::black_box(&input)));
                begun.elapsed()
            })
            .collect();
        times.sort_unstable();
        println!("{weeks:4} weeks: {:.1} and {:.1} ms", times[0].as_secs_f64() * 1e3, times[20].as_secs_f64() * 1e3);
    }
}
