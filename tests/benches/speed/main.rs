//! How fast the suite is, measured in one process on an embedded table, and whether that is within its budgets:
//! `cargo bench -p tests --bench speed`, or with `-- --quick` for a first impression. Ends with 1 if a budget is missed.
//! Says nothing about how much DynamoDB takes.

#![expect(clippy::expect_used, clippy::panic, reason = "a bench that cannot set itself up has failed")]
#![expect(clippy::print_stdout, reason = "the table is for whoever runs it")]

use std::process::ExitCode;
use std::time::Instant;

use tests::suite::{Setting, Suite};

use crate::findings::Findings;

mod alerts;
mod backlog;
mod findings;
mod ingestion;
mod load;
mod touchpoints;

/// How much is measured.
struct Size {
    alerts: usize,
    /// Touchpoints that each way of putting them takes in a round.
    per_round: usize,
    rounds: usize,
    backlog: usize,
    live: usize,
}

const FULL: Size = Size { alerts: 300, per_round: 1_000, rounds: 20, backlog: 100_000, live: 10_000 };
const QUICK: Size = Size { alerts: 60, per_round: 500, rounds: 4, backlog: 5_000, live: 1_000 };

#[tokio::main]
async fn main() -> ExitCode {
    let size = if std::env::args().any(|argument| argument == "--quick") { QUICK } else { FULL };
    let began = Instant::now();
    let mut findings = Findings::begin();

    alerts::measure(&size, &mut findings).await;

    let suite = Suite::with(Setting { is_paused: true, ..Setting::default() }).await;
    ingestion::measure(&suite, &size, &mut findings).await;
    backlog::measure(&suite, &size, &mut findings).await;
    suite.end().await;

    println!("\n{findings}\n{:.0} s in all", began.elapsed().as_secs_f64());
    let missed = findings.missed();
    if missed.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("budget missed: {}", missed.join(", "));
    ExitCode::FAILURE
}
