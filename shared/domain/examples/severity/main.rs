//! Prints how well the severity of broken promises tells which customers end up unhappy, on an export of your own: touchpoints as
//! they are posted, one JSON object a line.
//!
//! ```sh
//! cargo run --release -p domain --example severity -- export.ndjson
//! ```
//!
//! A second file may hold rules of your own, as they stand under `[rules]`: the tables show what other points would do.
//!
//! Promised times expire as they would have, up to the last touchpoint of the export. Of each late promise with a rated opinion it takes
//! the severity as it stood just before, from nothing that came with the opinion or later. How people are told comes from the rules of
//! production: `domain::triage` and `domain::pacing`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command: what it finds is what it prints")]

use std::collections::BTreeMap;
use std::io::BufRead;
use std::process::ExitCode;

use domain::identity::Identity;
use domain::journey::ledger::Clock;
use domain::journey::{Journey, Judged};
use domain::moment::Moment;
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use domain::touchpoint::parse::{Sender, Shape, parse};
use domain::triage::Triage;
use domain::vocabulary::{Method, Outcome};
use jiff::{SignedDuration, Timestamp};

mod telling;

use telling::{Customer, tell};

/// Hours after which cases are resolved where people are told: what the built-in clocks ask for.
const RESOLVED_AFTER_HOURS: i64 = 48;

/// Opinions that a severity needs before its share of bad ones says anything.
const OPINIONS_MIN: usize = 30;

/// Severities.
const LEVELS: std::ops::RangeInclusive<u8> = 0..=5;

/// A rated opinion on a promise that was late, and how urgent that was just before.
struct Sample {
    severity: u8,
    is_bad: bool,
}

/// What was counted.
#[derive(Default)]
struct Counts {
    samples: Vec<Sample>,
    /// Critical moments by severity.
    critical: BTreeMap<u8, usize>,
    /// Their judged journeys.
    customers: Vec<Customer>,
    /// Bad experiences without promise clocks. Before severity counted evidence, each was critical and told.
    miseries: usize,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("severity: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let path = std::env::args().nth(1).ok_or("name a file with one touchpoint a line")?;
    let file = std::fs::File::open(&path).map_err(|error| format!("{path}: {error}"))?;
    let own = match std::env::args().nth(2) {
        Some(path) => std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?,
        None => String::new(),
    };
    let rules = Rules::with_overrides(&own).map_err(|error| error.to_string())?;
    let mut customers: BTreeMap<Identity, Vec<Touchpoint>> = BTreeMap::new();
    let mut end = Timestamp::MIN;
    for (number, line) in std::io::BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| format!("{path}: {error}"))?;
        let touchpoint = read(&line).map_err(|why| format!("line {}: {why}", number + 1))?;
        end = end.max(touchpoint.placed_at());
        customers.entry(touchpoint.recorded.clone()).or_default().push(touchpoint);
    }
    let mut counts = Counts::default();
    for (customer, touchpoints) in customers {
        counts.add(customer, touchpoints, end, &rules);
    }
    counts.print();
    Ok(())
}

fn read(line: &str) -> Result<Touchpoint, String> {
    let body = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let sender = Sender { name: "export", is_secret: true };
    let incoming = parse(body, Shape::Json, sender, Timestamp::now(), || "unnamed".to_owned());
    incoming.map(|incoming| incoming.touchpoint).map_err(|errors| format!("{} fields are wrong", errors.len()))
}

impl Counts {
    fn add(&mut self, customer: Identity, touchpoints: Vec<Touchpoint>, end: Timestamp, rules: &Rules) {
        let plain = Journey::new(customer.clone(), touchpoints, BTreeMap::new());
        self.miseries += plain.judge(rules).iter().filter(|judged| judged.moment.outcome == Outcome::Misery).count();
        let facts = expired(&plain, end, rules);
        let all = plain.touchpoints.iter().cloned().chain(facts).collect();
        let journey = Journey::new(customer, all, BTreeMap::new());
        let judged = journey.judge(rules);
        for (index, Judged { moment, .. }) in judged.iter().enumerate() {
            if moment.is_critical() {
                *self.critical.entry(moment.severity).or_default() += 1;
            }
            self.samples.extend(sample(&journey, &judged, index, rules));
        }
        self.customers.push(Customer(judged));
    }

    fn print(&self) {
        println!("late promises with a rated opinion: {}", self.samples.len());
        println!("AUC of the severity just before it, for a bad opinion: {:.3}", auc(&self.samples));
        println!("severity  opinions  bad");
        let mut known = Vec::new();
        for level in LEVELS {
            let of_level: Vec<_> = self.samples.iter().filter(|sample| sample.severity == level).collect();
            let bad = of_level.iter().filter(|sample| sample.is_bad).count();
            if !of_level.is_empty() {
                let percent = 100.0 * bad as f64 / of_level.len() as f64;
                println!("{level:>8}  {:>8}  {percent:>3.0}%", of_level.len());
                known.extend(Some(percent).filter(|_| of_level.len() >= OPINIONS_MIN));
            }
        }
        if let [lowest, .., highest] = known.as_slice() {
            let points = highest - lowest;
            println!("from the lowest to the highest with at least {OPINIONS_MIN} opinions: {points:+.0} points");
        }
        let all: usize = self.critical.values().sum();
        println!("critical moments: {all}");
        println!("severity   moments");
        for (level, count) in &self.critical {
            println!("{level:>8}  {count:>8}  {:>3.0}%", 100.0 * *count as f64 / all.max(1) as f64);
        }
        self.print_told();
    }

    fn print_told(&self) {
        println!("bad experiences without promise clocks: {}", self.miseries);
        println!("(before severity counted evidence, each was critical and told by itself)");
        println!("how people are told with `cases_per_day` off and cases resolved after {RESOLVED_AFTER_HOURS} hours:");
        println!("at_once_from    alone  of those  grouped   listed  lines of a case");
        for at_once_from in 1..=5 {
            let triage = Triage { at_once_from, ..Triage::default() };
            let told = tell(&self.customers, &triage, SignedDuration::from_hours(RESOLVED_AFTER_HOURS));
            let share = 100.0 * told.alone as f64 / self.miseries.max(1) as f64;
            println!(
                "{at_once_from:>12}  {:>7}  {share:>7.0}%  {:>7}  {:>7}  {:>15}",
                told.alone, told.grouped, told.listed, told.lines
            );
        }
    }
}

/// Makes the facts that promised times passed.
fn expired(journey: &Journey, end: Timestamp, rules: &Rules) -> Vec<Touchpoint> {
    let promising = journey.touchpoints.iter().filter(|touchpoint| domain::watch::look_at(touchpoint, rules).is_some());
    promising
        .filter_map(|touchpoint| match journey.clock(&touchpoint.recorded, &touchpoint.key(), rules)? {
            Clock::Running { maker, promised, .. } if promised.deadline < end => Some(maker.expired(&promised, end)),
            Clock::Running { .. } | Clock::Settled => None,
        })
        .collect()
}

/// Takes a rated opinion on a promise that was late by then, with the severity of the moment before it of the same promise.
fn sample(journey: &Journey, judged: &[Judged], index: usize, rules: &Rules) -> Option<Sample> {
    let opinion = &judged.get(index)?.moment;
    let is_opinion = rules.type_of(&opinion.touchpoint_type).is_some_and(|known| known.echo);
    let promise_of = |moment: &Moment| {
        let touchpoint = journey.touchpoints.iter().find(|touchpoint| touchpoint.position() == moment.position())?;
        touchpoint.said.promise_id.clone()
    };
    let promise_id = promise_of(opinion)?;
    if !is_opinion || opinion.method != Some(Method::Rating) {
        return None;
    }
    let mut before = judged.get(..index)?.iter().map(|judged| &judged.moment).filter(|moment| {
        let is_opinion = rules.type_of(&moment.touchpoint_type).is_some_and(|known| known.echo);
        !is_opinion && promise_of(moment).as_ref() == Some(&promise_id)
    });
    let latest = before.next_back()?;
    let was_late = |moment: &Moment| {
        let status = moment.signals.promise;
        matches!(status, Some(domain::journey::ledger::Status::Broken | domain::journey::ledger::Status::Expired))
    };
    was_late(latest).then_some(Sample { severity: latest.severity, is_bad: opinion.outcome == Outcome::Misery })
}

/// The probability that a bad opinion has a higher severity before it than another one, ties counted half.
fn auc(samples: &[Sample]) -> f64 {
    let (bad, good): (Vec<&Sample>, Vec<&Sample>) = samples.iter().partition(|sample| sample.is_bad);
    let (mut sum, pairs) = (0.0, bad.len() * good.len());
    for one in &bad {
        for other in &good {
            sum += match one.severity.cmp(&other.severity) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    sum / pairs.max(1) as f64
}
