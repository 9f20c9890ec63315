//! What reading deeply costs. `cargo bench -p deep` prints times per text. Nothing is asserted here.

#![expect(clippy::unwrap_used, reason = "a bench: what is not there has failed")]

use deep::Reader;
use divan::{Bencher, black_box};
use text::OwnWords;

/// 25 pieces, beginning and end included.
const TWEET: &str =
    "third time this month the parcel says delivered, nothing here, and nobody picks up the phone. money back!!";

fn main() {
    divan::main();
}

/// What a cold start pays: weights of four bits become weights of a byte.
#[divan::bench(sample_count = 20)]
fn start() -> bool {
    Reader::new(black_box(include_bytes!("../weights/deep.bin"))).is_some()
}

#[divan::bench(sample_count = 50)]
fn read_a_tweet(bencher: Bencher<'_, '_>) {
    read(bencher, TWEET);
}

#[divan::bench(sample_count = 20)]
fn read_a_thousand_words(bencher: Bencher<'_, '_>) {
    read(bencher, &"the parcel says delivered but nothing is here and nobody answers ".repeat(91));
}

fn read(bencher: Bencher<'_, '_>, text: &str) {
    let (fast, deep) = (text::reader().unwrap(), deep::reader().unwrap());
    let first = fast.read(text, None, &OwnWords::default());
    bencher.bench(|| deep.read(black_box(text), &first));
}
