//! What judging takes of memory: allocations and bytes of one touchpoint at the end of a journey, the fold of all before it
//! included. The times that it prints are those of a program that counts; `judge` has the others.
//!
//! `cargo bench -p domain --bench allocations`

#![expect(clippy::unwrap_used, reason = "a bench: what is not there has failed")]

use divan::{AllocProfiler, Bencher, black_box};
use domain::rules::Rules;

use life::journey;

mod life;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// One new touchpoint at the end of a journey: the fold of all, the judgement of the last written out.
#[divan::bench(args = [1, 20, 100])]
fn judge_the_last(bencher: Bencher<'_, '_>, touchpoints: usize) {
    let (journey, rules) = (journey(touchpoints), Rules::built_in().unwrap());
    let last = journey.touchpoints.last().unwrap().position();
    bencher.bench(|| black_box(&journey).judge_since(last, &rules));
}
