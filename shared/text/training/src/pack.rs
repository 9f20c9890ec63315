//! Packs what was learnt into the file that the reader uses in place: weights of a byte, and what each is worth.

use text::model::{MAGIC, Numbers};
use text::words::{GRAM_BYTES, SLOT_BYTES};

use crate::Failure;
use crate::data::Data;
use crate::features::{ANSWERS, GRAM_BITS, Tables, WORD_BITS};
use crate::learnt::{Settings, Weights};

/// The largest weights, one in so many, are cut so that the others are finer.
const CUT_ONE_IN: usize = 2_000;

/// Packs weights into a file.
pub(crate) fn pack(data: &Data, tables: &Tables, weights: &Weights, settings: &Settings) -> Result<Vec<u8>, Failure> {
    let mut slots: Vec<(usize, [f32; ANSWERS])> = tables
        .vector_of
        .iter()
        .map(|(slot, vector)| {
            let vector = &data.vectors.entries[*vector].vector;
            let of =
                |answer: usize| vector.iter().zip(&weights.meaning).map(|(part, weight)| part * weight[answer]).sum();
            (*slot, std::array::from_fn(of))
        })
        .collect();
    slots.sort_unstable_by_key(|(slot, _)| *slot);
    let word_scale = scales(&slots.iter().map(|(_, weights)| *weights).collect::<Vec<_>>());
    let gram_scale = scales(&weights.grams);
    let numbers = Numbers {
        bias: weights.bias,
        language_bias: weights.language_bias,
        temperature: settings.temperature,
        complaint_from: settings.complaint_from,
        word_scale,
        gram_scale,
    };

    let mut words = tables.words.clone();
    for (slot, weights) in &slots {
        for answer in 0..ANSWERS {
            words[slot * SLOT_BYTES + 4 + answer] = small(weights[answer], word_scale[answer]);
        }
    }
    let mut grams = tables.grams.clone();
    for (place, weights) in weights.grams.iter().enumerate() {
        for answer in 0..ANSWERS {
            grams[place * GRAM_BYTES + 1 + answer] = small(weights[answer], gram_scale[answer]);
        }
    }
    let mut file = Vec::new();
    file.extend(MAGIC);
    file.extend([WORD_BITS as u8, GRAM_BITS as u8, 0, 0, 0, 0, 0, 0]);
    file.extend(numbers.bytes());
    file.extend(words);
    file.extend(grams);
    Ok(file)
}

/// What a weight of 1 is worth, for each answer.
fn scales(all: &[[f32; ANSWERS]]) -> [f32; ANSWERS] {
    std::array::from_fn(|answer| {
        let mut sizes: Vec<f32> = all.iter().map(|weights| weights[answer].abs()).filter(|size| *size > 0.0).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let at = sizes.len().saturating_sub(1 + sizes.len() / CUT_ONE_IN);
        sizes.get(at).map_or(1.0, |size| size / 127.0)
    })
}

fn small(weight: f32, scale: f32) -> u8 {
    let small = (weight / scale).round().clamp(-127.0, 127.0);
    (small as i8) as u8
}
