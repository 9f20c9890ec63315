//! Reads what customers write more deeply than the crate `text` does, for the comments that the fast reader is not sure of: a
//! sentence encoder of 12 million weights, and sums over what it says of each piece of a word.
//!
//! Pure, on one core. Its weights are large, so only who reads a comment for the first time links it; everybody else gets what it
//! said. How it was made, and how well it reads, is told in `shared/text/deep/weights/MODEL_CARD.md`. Knows nothing about
//! journeys or thresholds of a deployment.

use std::sync::LazyLock;

pub mod causes;
pub mod encoder;
pub mod file;
pub mod grams;
pub mod heads;
mod kept;
pub mod kernels;
pub mod reading;
pub mod tokenizer;

pub use kept::deepened;
pub use reading::{Cause, Deep, Reader, is_sure};

/// The weights that are built in.
static WEIGHTS: &[u8] = include_bytes!("../weights/deep.bin");

/// Returns the reader that is built in. The first call makes weights of a byte of those of four bits, which takes some milliseconds.
pub fn reader() -> Option<&'static Reader<'static>> {
    static READER: LazyLock<Option<Reader<'static>>> = LazyLock::new(|| Reader::new(WEIGHTS));
    READER.as_ref()
}

#[cfg(test)]
mod tests;
