//! What reading costs, in time and in allocations, beside the crate `vader_sentimental`, which scores English sentiment
//! with a lexicon and rules and nothing else: no stage, no complaint, no probability, no other language.
//!
//! `cargo bench -p text` prints times per text. Nothing is asserted here.

#![expect(clippy::unwrap_used, reason = "a bench: what is not there has failed")]

use divan::{AllocProfiler, Bencher, black_box};
use text::{OwnWords, reader};
use vader_sentimental::SentimentIntensityAnalyzer;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const TWEET: &str = "@shop third time this month: the parcel says delivered, nothing here, and nobody picks up the phone. Sort it \
                     out please, I want my money back!! #fail https://t.co/abc";
const QUEJA: &str = "@tienda tercera vez este mes: pone entregado, aquí no hay nada y nadie coge el teléfono. Soluciónenlo por favor, \
                     quiero que me devuelvan el dinero!! #vergüenza";
const SENTENCES: [&str; 5] = [
    "We stayed for a week in the room at the back and slept very well although the street is loud in the morning.",
    "Breakfast was not what we had been promised, but the people who served it were kind and quick.",
    "The shower was cold on two days and nobody could tell us why.",
    "I would come again for the view and for the old man at the desk who knows every path around the lake.",
    "It is a little expensive for what it is.",
];

fn main() {
    divan::main();
}

/// A review of a thousand words.
fn review() -> String {
    let mut text = String::new();
    while text.split_whitespace().count() < 1_000 {
        text.extend(SENTENCES.iter().flat_map(|sentence| [sentence, " "]));
    }
    text
}

/// What a cold start pays: nothing is parsed or copied.
#[divan::bench]
fn start() -> bool {
    black_box(reader()).is_some()
}

#[divan::bench(args = [TWEET, QUEJA])]
fn read_a_tweet(bencher: Bencher<'_, '_>, tweet: &str) {
    let (reader, own) = (reader().unwrap(), OwnWords::default());
    bencher.bench(|| reader.read(black_box(tweet), None, &own));
}

#[divan::bench]
fn read_a_review_of_a_thousand_words(bencher: Bencher<'_, '_>) {
    let (reader, own, review) = (reader().unwrap(), OwnWords::default(), review());
    bencher.bench(|| reader.read(black_box(&review), None, &own));
}

#[divan::bench]
fn vader_scores_a_tweet(bencher: Bencher<'_, '_>) {
    let vader = SentimentIntensityAnalyzer::new();
    bencher.bench(|| vader.polarity_scores(black_box(TWEET)));
}

#[divan::bench]
fn vader_scores_a_review_of_a_thousand_words(bencher: Bencher<'_, '_>) {
    let (vader, review) = (SentimentIntensityAnalyzer::new(), review());
    bencher.bench(|| vader.polarity_scores(black_box(&review)));
}

#[divan::bench]
fn vader_starts() -> SentimentIntensityAnalyzer<'static> {
    SentimentIntensityAnalyzer::new()
}
