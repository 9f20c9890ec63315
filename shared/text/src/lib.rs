//! Reads what customers write: in which language, how it ended for them, where in the journey it lies, and whether they
//! want something put right, each with a calibrated probability and the words that decided.
//!
//! Pure: no I/O, no clock, no platform, nothing learnt at run time. A model that adds up: every word and pair of words
//! has a weight for every answer, so what decided can be shown. Knows nothing about touchpoints, journeys or thresholds
//! of a deployment. How it was made, and how well it reads, is told in `weights/MODEL_CARD.md`; the crate `training`
//! makes the weights.

pub mod features;
pub mod hash;
pub mod language;
pub mod model;
pub mod own;
pub mod reading;
pub mod tokens;
pub mod words;

pub use language::Language;
pub use model::Reader;
pub use own::OwnWords;
pub use reading::{Mark, Reading};

/// The weights that are built in.
static WEIGHTS: &[u8] = include_bytes!("../weights/reader.bin");

/// Returns the reader that is built in. Costs nothing: the weights are used where they lie.
///
/// ```
/// let reader = text::reader().ok_or("the weights are built in")?;
/// let reading = reader.read("The waffles were cold and nobody cared.", None, &text::OwnWords::default());
/// assert_eq!(reading.language, Some(text::Language::English));
/// assert!(reading.outcome[0] > 0.8, "misery");
/// # Ok::<(), &str>(())
/// ```
pub fn reader() -> Option<Reader<'static>> {
    Reader::new(WEIGHTS)
}

#[cfg(test)]
mod tests;
