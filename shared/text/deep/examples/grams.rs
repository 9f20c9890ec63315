//! Writes what the fast reader describes texts by, for the training: reads JSON lines with a `text`, writes for each a line of the
//! hashes of its grams, in order and more than once if they stand there more than once.
//!
//! `grams TEXTS.jsonl OUT.txt`

#![expect(clippy::unwrap_used, reason = "a tool: what is not there has failed")]

use std::fs;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};

use deep::grams::Grams;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [texts, out] = arguments.as_slice() else { unreachable!("grams TEXTS.jsonl OUT.txt") };
    let mut out = BufWriter::new(fs::File::create(out).unwrap());
    for line in BufReader::new(fs::File::open(texts).unwrap()).lines() {
        let line: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let grams = Grams::of(line["text"].as_str().unwrap());
        let hashes: Vec<String> = grams.hashes().map(|hash| hash.to_string()).collect();
        writeln!(out, "{}", hashes.join(" ")).unwrap();
    }
    out.flush().unwrap();
}
