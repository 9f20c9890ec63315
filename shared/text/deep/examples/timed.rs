//! Says what reading costs: `timed TEXTS.jsonl` reads the `text` of each line with both readers on one core, several times, and prints the
//! microseconds a text that the fast and the deep one took, the best round of five.

#![expect(clippy::print_stdout, reason = "it is what this program is for")]

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::time::Instant;

use serde_json::Value;
use text::OwnWords;

const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: timed TEXTS.jsonl")?;
    let mut texts = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let line: Value = serde_json::from_str(line)?;
        texts.push(line["text"].as_str().ok_or("a line has no text")?.to_owned());
    }
    let (fast, deep) = (text::reader().ok_or("no fast reader")?, deep::reader().ok_or("no deep reader")?);
    let (own, mut best) = (OwnWords::default(), [f64::INFINITY; 2]);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let said: Vec<_> = texts.iter().map(|text| black_box(fast.read(text, None, &own))).collect();
        let between = Instant::now();
        for (text, said) in texts.iter().zip(&said) {
            black_box(deep.read(text, said));
        }
        let micros = |from: Instant, to: Instant| to.duration_since(from).as_secs_f64() * 1e6 / texts.len() as f64;
        best = [best[0].min(micros(began, between)), best[1].min(micros(between, Instant::now()))];
    }
    println!("{:.1} {:.1}", best[0], best[1]);
    Ok(())
}
