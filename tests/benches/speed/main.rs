//! How fast the suite is, measured in one process on an embedded table, and whether that is within its budgets:
//! `cargo bench -p tests --bench speed`, or with `-- --quick` for a first impression, or with the names of parts to
//! measure these alone: `alerts`, `ingestion`, `backlog`, `sharing`, `clocks`, `raising`, `pages`. Ends with 1 if a budget is missed. Says nothing about how much
//! DynamoDB takes.

#![expect(clippy::expect_used, clippy::panic, reason = "a bench that cannot set itself up has failed")]
#![expect(clippy::print_stdout, reason = "the table is for whoever runs it")]

use std::process::ExitCode;
use std::time::Instant;

use tests::suite::{Setting, Suite};

use crate::findings::Findings;

mod alerts;
mod backlog;
mod clocks;
mod findings;
mod ingestion;
mod load;
mod pages;
mod raising;
mod sharing;
mod touchpoints;

/// How much is measured.
struct Size {
    alerts: usize,
    /// Touchpoints that each way of putting them takes in a round.
    per_round: usize,
    rounds: usize,
    backlog: usize,
    live: usize,
    /// Touchpoints of one customer.
    long: usize,
    /// Promised times that run out at one minute.
    clocks: usize,
    /// Touchpoints of the customer whose critical moments are raised.
    journey: usize,
    /// Open cases that the console lists, and moments in the sums that it reads.
    cases: usize,
    summed: usize,
}

const FULL: Size = Size {
    alerts: 300,
    per_round: 1_000,
    rounds: 20,
    backlog: 100_000,
    live: 10_000,
    long: 20_000,
    clocks: 100_000,
    journey: 5_000,
    cases: 500,
    summed: 1_000_000,
};
const QUICK: Size = Size {
    alerts: 60,
    per_round: 500,
    rounds: 4,
    backlog: 5_000,
    live: 1_000,
    long: 3_000,
    clocks: 2_000,
    journey: 5_000,
    cases: 100,
    summed: 50_000,
};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let size = if arguments.iter().any(|argument| argument == "--quick") { QUICK } else { FULL };
    let parts: Vec<_> = arguments.iter().map(String::as_str).filter(|argument| !argument.starts_with('-')).collect();
    let is_wanted = |part| parts.is_empty() || parts.contains(&part);
    let began = Instant::now();
    let mut findings = Findings::begin();

    if is_wanted("alerts") {
        alerts::measure(&size, &mut findings).await;
    }
    if is_wanted("raising") {
        raising::measure(&size, &mut findings).await;
    }
    if is_wanted("clocks") {
        clocks::measure(&size, &mut findings).await;
    }
    if is_wanted("pages") {
        pages::measure(&size, &mut findings).await;
    }
    let suite = Suite::with(Setting { is_paused: true, ..Setting::default() }).await;
    if is_wanted("ingestion") {
        ingestion::measure(&suite, &size, &mut findings).await;
    }
    if is_wanted("backlog") {
        backlog::measure(&suite, &size, &mut findings).await;
    }
    suite.end().await;

    if is_wanted("sharing") {
        sharing::measure(&size, &mut findings).await;
    }

    println!("\n{findings}\n{:.0} s in all", began.elapsed().as_secs_f64());
    let missed = findings.missed();
    if missed.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("budget missed: {}", missed.join(", "));
    ExitCode::FAILURE
}
