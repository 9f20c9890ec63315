//! What words cost at a cold start, which is the first sentence, and later. Asserts nothing.

use divan::{Bencher, black_box};
use words::Language;

#[expect(clippy::print_stdout, reason = "the first sentence of a process can be measured once, so no bench can do it")]
fn main() {
    let began = std::time::Instant::now();
    let first = black_box(Language::Spanish.gathered(black_box(37_u64), "5 minutos"));
    println!("the first sentence of the process, with its plural: {:?} ({first})", began.elapsed());
    divan::main();
}

#[divan::bench]
fn a_label(bencher: Bencher) {
    bencher.bench(|| black_box(Language::Spanish).message_severity());
}

#[divan::bench]
fn a_sentence(bencher: Bencher) {
    bencher.bench(|| black_box(Language::Spanish).ago(black_box("5 minutos")));
}

#[divan::bench]
fn a_plural(bencher: Bencher) {
    bencher.bench(|| black_box(Language::Spanish).gathered(black_box(37_u64), black_box("5 minutos")));
}

#[divan::bench]
fn a_name(bencher: Bencher) {
    bencher.bench(|| black_box(Language::Spanish).touchpoint_type(black_box("out_of_stock")));
}
