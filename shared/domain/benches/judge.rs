//! What judging takes: one touchpoint at the end of a journey of 20 that is already read (the fold of the 20 included), the
//! parts of that, and journeys up to the bound, to show that the time is in proportion. `allocations` counts what it takes
//! of memory, apart from here: counting takes time.
//!
//! `cargo bench -p domain` prints times per call; per touchpoint, divide by the length. Nothing is asserted here.

#![expect(clippy::unwrap_used, reason = "a bench: what is not there has failed")]

use divan::{Bencher, black_box};
use domain::journey::reach::TOUCHPOINTS_MAX;
use domain::rules::Rules;

use life::journey;

mod life;

fn main() {
    divan::main();
}

/// One new touchpoint at the end of a journey: the fold of all, the judgement of the last written out.
#[divan::bench(args = [1, 20, 100, 1_000, TOUCHPOINTS_MAX])]
fn judge_the_last(bencher: Bencher<'_, '_>, touchpoints: usize) {
    let (journey, rules) = (journey(touchpoints), Rules::built_in().unwrap());
    let last = journey.touchpoints.last().unwrap().position();
    bencher.bench(|| black_box(&journey).judge_since(last, &rules));
}

/// Every moment written out: what a link, `verify` or new rules cost.
#[divan::bench(args = [20, 100, 1_000, TOUCHPOINTS_MAX])]
fn judge_all(bencher: Bencher<'_, '_>, touchpoints: usize) {
    let (journey, rules) = (journey(touchpoints), Rules::built_in().unwrap());
    bencher.bench(|| black_box(&journey).judge(&rules));
}

/// The journey as a whole, for the people who look at it.
#[divan::bench(args = [20, 1_000, TOUCHPOINTS_MAX])]
fn overview(bencher: Bencher<'_, '_>, touchpoints: usize) {
    let (journey, rules) = (journey(touchpoints), Rules::built_in().unwrap());
    let now = journey.touchpoints.last().unwrap().occurred_at;
    bencher.bench(|| black_box(&journey).overview(&rules, now));
}

/// The rules of a deployment, read once a cold start and once a minute at most.
#[divan::bench]
fn read_the_rules() -> Rules {
    Rules::with_overrides(black_box("[types.delivery]\nimportance = 5")).unwrap()
}
