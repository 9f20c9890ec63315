//! What a weekly report costs as a business grows: `cargo bench -p reports --bench report`, `-- --ten-million` for the largest.
//!
//! Moments are generated day by day and summarised as they come, so that memory tells whether a day is held. Time is
//! processor time of this process, engine and network left out; read units are reckoned from the size of what would be read
//! (4 KB each, consistently). DuckDB, where the Python that MOMENTS_PYTHON names has it, does the same sums beside it.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot set itself up has failed; it prints"
)]

use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use domain::identity::Identity;
use domain::moment::{Code, Moment, Signals};
use domain::period::Period;
use domain::rules::Rules;
use domain::touchpoint::Rating;
use domain::vocabulary::{Audience, Method, Observer, Outcome, Stage};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use reports::{Context, DaySummary, Report, Summarizer, Sums, Voice};

const KINDS: [&str; 12] = [
    "search",
    "review_read",
    "site_visit",
    "store_visit",
    "support_contact",
    "purchase",
    "delivery",
    "billing",
    "product_use",
    "complaint",
    "review",
    "return",
];
const CHANNELS: [&str; 6] = ["web", "store", "phone", "chat", "email", "app"];
const SEGMENTS: [&str; 4] = ["family", "student", "office", "tourist"];

/// The least that a second of processor time must summarise.
const MOMENTS_PER_SECOND_MIN: f64 = 200_000.0;
/// The most that time and read units may grow from the smallest to the largest.
const GROWTH_MAX: f64 = 1.2;
/// Rounds of reading a closed week; the fastest counts.
const ROUNDS: usize = 50;

struct Dice(SplitMix64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.0.next_u64()) * u128::from(end)) >> 64) as u64
    }
}

/// A moment of a business with a customer for every five of them.
fn moment(dice: &mut Dice, date: Date, number: u64, customers: u64) -> Moment {
    let at = date.to_zoned(TimeZone::UTC).expect("a day begins").timestamp();
    let at = at + jiff::SignedDuration::from_secs(dice.below(86_400) as i64);
    let place = dice.below(KINDS.len() as u64) as usize;
    let outcome = [Outcome::Misery, Outcome::Average, Outcome::Average, Outcome::Magic, Outcome::Unknown];
    let outcome = outcome[dice.below(5) as usize];
    let customer = Identity::Customer(format!("c-{}", dice.below(customers)));
    let has_waited = KINDS[place] == "support_contact";
    Moment {
        recorded: customer.clone(),
        customer,
        source: if dice.below(9) == 0 { "till".into() } else { "shop".into() },
        id: format!("t-{number}"),
        occurred_at: at,
        received_at: at,
        touchpoint_type: KINDS[place].into(),
        kind: KINDS[place].into(),
        about: None,
        channel: Some(CHANNELS[dice.below(6) as usize].into()),
        segment: Some(SEGMENTS[dice.below(4) as usize].into()),
        breakdowns: std::collections::BTreeMap::new(),
        solicited: dice.below(3) == 0,
        observed_by: Observer::Customer,
        audience: Audience::Private,
        commented: dice.below(4) == 0,
        stage: Stage::ALL[place / 3],
        outcome,
        method: outcome.is_known().then_some(Method::Rating),
        score: outcome.value().map(f64::from),
        mixed: false,
        reasons: vec![Code::of("stage_by_type")],
        friction: Vec::new(),
        quiet: Vec::new(),
        importance: 1 + (place % 5) as u8,
        critical: Vec::new(),
        severity: 0,
        weights: Vec::new(),
        first_contact: false,
        first_contact_outcome: None,
        leak_of: None,
        marked: Vec::new(),
        rating: Rating { csat: (dice.below(3) == 0).then(|| 1 + dice.below(5) as u8), ..Rating::default() },
        value_at_risk: None,
        claimed: false,
        placed_at: None,
        signals: Signals { acknowledged_after_s: has_waited.then(|| dice.below(600) as u32), ..Signals::default() },
        attention: None,
        rules_version: 1,
        links: 0,
        basis: 1,
    }
}

/// What one size came to.
struct Finding {
    touchpoints: u64,
    per_second: f64,
    first: Duration,
    first_units: u64,
    closed: Duration,
    closed_units: u64,
    peak_kb: u64,
}

fn units(text: &str) -> u64 {
    (text.len() as u64).div_ceil(4_096)
}

fn measure(touchpoints: u64, rules: &Rules, rows: &mut Option<std::fs::File>) -> Finding {
    let week: Period = "2026-W47".parse().expect("a week");
    let days: Vec<Date> = week.previous().days().chain(week.days()).collect();
    // The two weeks of a report are counted together.
    let (per_day, customers) = (touchpoints / days.len() as u64, touchpoints / 5);
    let mut dice = Dice(SplitMix64::seed_from_u64(touchpoints));
    let (mut summaries, mut summarising, mut number) = (Vec::new(), Duration::ZERO, 0);
    for date in days {
        let mut summary = Summarizer::new(date, &TimeZone::UTC);
        for _ in 0..per_day / 1_000 {
            let some: Vec<_> = (0..1_000).map(|n| moment(&mut dice, date, number + n, customers)).collect();
            number += 1_000;
            if let Some(rows) = rows {
                let text: String = some
                    .iter()
                    .map(|m| format!("{date},{},{},{},{}\n", m.customer, m.kind, Voice::of(m).as_str(), m.outcome))
                    .collect();
                rows.write_all(text.as_bytes()).expect("a row is written");
            }
            let began = Instant::now();
            some.iter().for_each(|moment| summary.add(moment));
            summarising += began.elapsed();
        }
        let began = Instant::now();
        summaries.push(summary.finish());
        summarising += began.elapsed();
    }
    let stored: Vec<String> = summaries.iter().map(|day| serde_json::to_string(day).expect("JSON")).collect();
    let first_units = stored.iter().map(|text| units(text)).sum();
    let began = Instant::now();
    let read: Vec<DaySummary> = stored.iter().map(|text| serde_json::from_str(text).expect("a summary")).collect();
    let sums = [week, week.previous()].map(|period| Sums::of(period, &read, week.end()));
    let first = began.elapsed();
    let sums = sums.map(|sums| serde_json::to_string(&sums).expect("JSON"));
    // A header of every day that the sums rest on, a unit each: 30 days before the first week and both weeks.
    let closed_units = sums.iter().map(|text| units(text)).sum::<u64>() + 44;
    let context = || Context {
        at: "2026-11-23T06:15:00Z".parse().expect("a time"),
        rules,
        announced: None,
        action: None,
        open_cases: None,
        recent: None,
    };
    let read = || {
        let began = Instant::now();
        let [now, before] = sums.each_ref().map(|text| serde_json::from_str::<Sums>(text).expect("sums"));
        black_box(Report::of_sums(week, &TimeZone::UTC, &now, &before, context()));
        began.elapsed()
    };
    let closed = (0..ROUNDS).map(|_| read()).min().unwrap_or_default();
    let per_second = number as f64 / summarising.as_secs_f64();
    Finding { touchpoints: number, per_second, first, first_units, closed, closed_units, peak_kb: peak_kb() }
}

/// The most memory this process has had, where the system tells.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or_default()
}

/// The same sums by DuckDB: customers by the worst outcome, of each kind and voice, in each of the two weeks.
const PEER: &str = "
import sys, time, duckdb
db = duckdb.connect(); db.execute('SET threads = 1')
db.execute(f\"create table m as select * from read_csv('{sys.argv[1]}', header=false, columns={{'day':'DATE','customer':'VARCHAR','kind':'VARCHAR','voice':'VARCHAR','outcome':'VARCHAR'}})\")
n = db.execute('select count(*) from m').fetchone()[0]
began = time.process_time()
db.execute('''select w, kind, voice, worst, count(*) from (select day >= '2026-11-16' w, kind, voice, customer,
  min(case outcome when 'misery' then 0 when 'average' then 1 when 'magic' then 2 else 3 end) worst
  from m group by all) group by all''').fetchall()
print(f'{n / (time.process_time() - began):.0f}')
";

fn peer(rows: &std::path::Path) -> Option<f64> {
    let python = std::env::var("MOMENTS_PYTHON").unwrap_or_else(|_| "python3".into());
    let output = Command::new(python).args(["-c", PEER]).arg(rows).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn main() -> ExitCode {
    let rules = Rules::built_in().expect("rules");
    let mut sizes = vec![14_000, 140_000, 1_400_000];
    if std::env::args().any(|argument| argument == "--ten-million") {
        sizes.push(14_000_000);
    }
    let rows_path = std::env::temp_dir().join(format!("moments-rows-{}.csv", std::process::id()));
    let mut findings = Vec::new();
    println!(
        "two weeks of     summarised/s   first reading    units   closed weeks    units   peak memory   DuckDB rows/s"
    );
    for size in sizes {
        let mut rows = Some(std::fs::File::create(&rows_path).expect("a file for the peer"));
        let finding = measure(size, &rules, &mut rows);
        drop(rows);
        let peer = peer(&rows_path).map_or("not there: skipped".to_owned(), |rows| format!("{rows:.0}"));
        println!(
            "{:>12} {:>16.0} {:>13.1} ms {:>8} {:>11.2} ms {:>8} {:>10} KB   {peer}",
            finding.touchpoints,
            finding.per_second,
            finding.first.as_secs_f64() * 1e3,
            finding.first_units,
            finding.closed.as_secs_f64() * 1e3,
            finding.closed_units,
            finding.peak_kb
        );
        findings.push(finding);
    }
    let _ = std::fs::remove_file(&rows_path);
    let (first, last) = (&findings[0], &findings[findings.len() - 1]);
    let time = last.closed.as_secs_f64() / first.closed.as_secs_f64();
    let units = last.closed_units as f64 / first.closed_units as f64;
    let slowest = findings.iter().map(|finding| finding.per_second).fold(f64::INFINITY, f64::min);
    println!("growth of a closed week's report: time {time:.2} ×, read units {units:.2} × (at most {GROWTH_MAX} ×)");
    println!("slowest summarising: {slowest:.0} moments/s (at least {MOMENTS_PER_SECOND_MIN:.0})");
    if time <= GROWTH_MAX && units <= GROWTH_MAX && slowest >= MOMENTS_PER_SECOND_MIN {
        ExitCode::SUCCESS
    } else {
        println!("budget missed");
        ExitCode::FAILURE
    }
}
