//! The same as the reference: pieces as the encoder's own tokenizer splits them, and numbers as plain 32-bit arithmetic in Python
//! gives them (`shared/text/training/deep/reference.py` writes the file).

use serde_json::Value;

use super::WEIGHTS;
use crate::encoder::Encoder;
use crate::file::File;

#[test]
fn pieces_and_meanings_are_those_of_the_reference() {
    let file = File::new(WEIGHTS).unwrap();
    let encoder = Encoder::new(file);
    let lines: Vec<Value> = serde_json::from_str(include_str!("reference.json")).unwrap();
    assert!(lines.len() >= 12);
    for line in lines {
        let text = line["text"].as_str().unwrap();
        let encoded = encoder.encode(text, |_, _| {});
        let pieces: Vec<_> = encoded.pieces.iter().map(|piece| String::from_utf8_lossy(file.piece(piece.id))).collect();
        let wanted: Vec<_> = line["pieces"].as_array().unwrap().iter().map(|piece| piece.as_str().unwrap()).collect();
        assert_eq!(pieces, wanted, "{text}");
        for (index, wanted) in line["mean"].as_array().unwrap().iter().enumerate() {
            let sum: f32 = encoded.last().map(|row| row[index]).sum();
            let (mean, wanted) = (sum / encoded.pieces.len() as f32, wanted.as_f64().unwrap() as f32);
            assert!((mean - wanted).abs() < 0.05, "{text}, number {index}: {mean} and {wanted}");
        }
    }
}
