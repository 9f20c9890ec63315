//! Writes what the encoder makes of texts, for the training: reads JSON lines with a `text`, writes for each the mean of its pieces
//! after the layers that are asked for, as numbers of four bytes.
//!
//! `pooled encoder.bin TEXTS.jsonl OUT.f32 LAYER…`

#![expect(clippy::unwrap_used, reason = "a tool: what is not there has failed")]

use std::fs;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};

use deep::encoder::Encoder;
use deep::file::{File, WIDTH};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [weights, texts, out, layers @ ..] = arguments.as_slice() else {
        unreachable!("pooled encoder.bin TEXTS.jsonl OUT.f32 LAYER…")
    };
    let layers: Vec<usize> = layers.iter().map(|layer| layer.parse().unwrap()).collect();
    let bytes = fs::read(weights).unwrap();
    let encoder = Encoder::new(File::new(&bytes).unwrap());
    let mut out = BufWriter::new(fs::File::create(out).unwrap());
    for line in BufReader::new(fs::File::open(texts).unwrap()).lines() {
        let line: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let mut means = vec![0.0_f32; layers.len() * WIDTH];
        encoder.encode(line["text"].as_str().unwrap(), |layer, numbers| {
            let Some(at) = layers.iter().position(|wanted| *wanted == layer + 1) else { return };
            let tokens = numbers.len() / WIDTH - 2;
            for row in numbers.chunks_exact(WIDTH).skip(1).take(tokens) {
                for (mean, number) in means[at * WIDTH..].iter_mut().zip(row) {
                    *mean += number / tokens as f32;
                }
            }
        });
        out.write_all(&means.iter().flat_map(|mean| mean.to_le_bytes()).collect::<Vec<_>>()).unwrap();
    }
    out.flush().unwrap();
}
