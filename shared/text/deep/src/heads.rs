//! The heads: weighted sums over the mean of what the encoder says of each piece, and how far they are trusted beside the fast
//! reader. Because the mean and the sums are linear, what each word gave is known exactly. Encodes nothing.

use text::{Language, Reading};

use crate::causes::{Causes, Named};
use crate::encoder::{Encoded, MEANING};
use crate::file::Numbers;
use crate::grams::Grams;
use crate::kernels::exp;

/// First bytes of the heads; the last is the version of the format.
const MAGIC: [u8; 8] = *b"MOMHEAD\x03";
/// Answers of outcome, stage and complaint.
pub const ANSWERS: usize = 9;
/// What the combination weighs: the answers, what the fast reader says of them, and the language.
const WEIGHED: usize = ANSWERS + FAST + Language::ALL.len();
/// What is taken of the fast reader: outcome, stage, complaint, and whether it read anything.
const FAST: usize = 9;

/// Weights of the heads, where they lie.
#[derive(Clone, Copy, Debug)]
pub struct Heads<'a> {
    /// Number of this reader: another one reads otherwise.
    pub version: u32,
    /// A row of [`MEANING`] for each answer, then a number for each.
    sums: Numbers<'a>,
    /// A row of [`WEIGHED`] for each answer, then a number for each.
    combination: Numbers<'a>,
    /// Where a complaint begins.
    border: f32,
    causes: Causes<'a>,
}

/// What the heads say of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// Probabilities of misery, average and magic.
    pub outcome: [f32; 3],
    /// Probabilities of the stages.
    pub stage: [f32; 4],
    /// Probability of a complaint; one half is where it begins.
    pub complaint: f32,
    /// What each piece gave to the most probable outcome, against the others.
    pub given: Vec<f32>,
}

impl<'a> Heads<'a> {
    /// Takes what follows the encoder in a file; `None` if it is not that.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let (head, rest) = bytes.strip_prefix(&MAGIC)?.split_at_checked(16)?;
        let head = Numbers::new(head);
        let size = |index: usize| usize::try_from(head.whole(index)).ok();
        let (sums, rest) = rest.split_at_checked(ANSWERS * (MEANING + 1) * 4)?;
        let (combination, rest) = rest.split_at_checked(ANSWERS * (WEIGHED + 1) * 4)?;
        let (border, causes) = rest.split_at_checked(4)?;
        Some(Self {
            version: head.whole(0),
            sums: Numbers::new(sums),
            combination: Numbers::new(combination),
            border: Numbers::new(border).fraction(0),
            causes: Causes::new(causes, size(1)?, size(2)?, size(3)?)?,
        })
    }

    /// Answers, with what the fast reader said of the same text.
    pub fn answer(&self, encoded: &Encoded, fast: &Reading) -> Answers {
        let given: Vec<Vec<f32>> = (0..ANSWERS).map(|answer| self.given(encoded, answer)).collect();
        let mut weighed = [0.0_f32; WEIGHED];
        for (answer, given) in given.iter().enumerate() {
            weighed[answer] = given.iter().sum::<f32>() + self.sums.fraction(ANSWERS * MEANING + answer);
        }
        weighed[ANSWERS..ANSWERS + FAST].copy_from_slice(&scores(fast));
        if let Some(language) = fast.language {
            weighed[ANSWERS + FAST + language as usize] = 1.0;
        }
        let totals: [f32; ANSWERS] = std::array::from_fn(|answer| {
            let weights = (0..WEIGHED).map(|index| self.combination.fraction(answer * WEIGHED + index));
            let sum: f32 = weights.zip(weighed).map(|(weight, number)| weight * number).sum();
            sum + self.combination.fraction(ANSWERS * WEIGHED + answer)
        });
        let outcome = softmax::<3>(&totals[..3]);
        let said = (0..3).fold(0, |best, other| if outcome[other] > outcome[best] { other } else { best });
        let trust = |answer: usize, of: usize| self.combination.fraction(answer * WEIGHED + of);
        let of_said = |of: usize| {
            let others: f32 = (0..3).filter(|other| *other != said).map(|other| trust(other, of)).sum();
            trust(said, of) - others / 2.0
        };
        let factors: [f32; ANSWERS] = std::array::from_fn(of_said);
        let of_piece = |piece: usize| given.iter().zip(factors).map(|(given, factor)| given[piece] * factor).sum();
        let [_, complaint] = softmax::<2>(&totals[7..]);
        Answers {
            outcome,
            stage: softmax(&totals[3..7]),
            complaint: stretched(complaint, self.border),
            given: (0..encoded.pieces.len()).map(of_piece).collect(),
        }
    }

    /// Names the causes that a text speaks of, the most probable first; at most three.
    pub fn causes(&self, encoded: &Encoded, grams: &Grams, language: Option<Language>) -> Vec<Named<'a>> {
        self.causes.name(encoded, grams, language)
    }

    /// What each piece gives to an answer.
    fn given(&self, encoded: &Encoded, row: usize) -> Vec<f32> {
        let weights = self.sums.fractions(row * MEANING, MEANING);
        let pieces = encoded.pieces.len().max(1) as f32;
        let of = |meaning: &[f32]| meaning.iter().zip(&weights).map(|(number, weight)| number * weight).sum::<f32>();
        encoded.meanings.chunks_exact(MEANING).map(|meaning| of(meaning) / pieces).collect()
    }
}

/// What the fast reader says, as the training took it.
fn scores(fast: &Reading) -> [f32; FAST] {
    let log = |probability: f32| libm::logf(probability.max(1e-4));
    let mut all = [0.0; FAST];
    for (first, probabilities) in [(0, &fast.outcome[..]), (3, &fast.stage[..])] {
        let mean = probabilities.iter().copied().map(log).sum::<f32>() / probabilities.len() as f32;
        for (score, probability) in all[first..].iter_mut().zip(probabilities) {
            *score = log(*probability) - mean;
        }
    }
    if fast.is_read {
        all[7] = log(fast.complaint) - log(1.0 - fast.complaint);
        all[8] = 1.0;
    }
    all
}

/// Stretches a probability so that one half lies at the border, and both ends stay.
fn stretched(probability: f32, border: f32) -> f32 {
    let border = if border > 0.0 && border < 1.0 { border } else { 0.5 };
    if probability < border { probability / border / 2.0 } else { 0.5 + (probability - border) / (1.0 - border) / 2.0 }
}

fn softmax<const N: usize>(totals: &[f32]) -> [f32; N] {
    let most = totals.iter().copied().fold(f32::MIN, f32::max);
    let mut all: [f32; N] = std::array::from_fn(|index| totals.get(index).map_or(0.0, |total| exp(total - most)));
    let sum: f32 = all.iter().sum();
    all.iter_mut().for_each(|one| *one /= sum);
    all
}
