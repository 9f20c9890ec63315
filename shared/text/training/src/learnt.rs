//! What training is told and what it learns. Trains nothing.

use crate::features::ANSWERS;

/// What a training is told besides the data; chosen inside each fold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) epochs: usize,
    pub(crate) step: f32,
    /// Pulls every weight back to nothing.
    pub(crate) decay: f32,
    /// What a word's meaning weighs against the word itself.
    pub(crate) meaning: f32,
    /// What text of our own weighs against text of other sources: it is what customers write.
    pub(crate) own: f32,
    /// What a source counts that has one answer only: it tells a style as much as a meaning.
    pub(crate) one_answer: f32,
    /// Of outcome and stage.
    pub(crate) temperature: [f32; 2],
    /// Where a complaint begins.
    pub(crate) complaint_from: f32,
}

/// Everything that is learnt.
pub(crate) struct Weights {
    pub(crate) grams: Vec<[f32; ANSWERS]>,
    /// Of each dimension of a meaning.
    pub(crate) meaning: Vec<[f32; ANSWERS]>,
    pub(crate) bias: [f32; ANSWERS],
    pub(crate) language_bias: [[f32; ANSWERS]; 8],
}
