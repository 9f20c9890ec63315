//! What the deep reader says of a text, with the words that decided.

use text::{Mark, Reading};

use crate::encoder::Encoder;
use crate::file::File;
use crate::grams::Grams;
use crate::heads::Heads;
use crate::tokenizer::Piece;

/// Words that are marked, at most.
const MARKS_MAX: usize = 5;
/// From which probability on the fast reader is sure of an outcome.
const SURE: f32 = 0.97;

/// Reads texts.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    encoder: Encoder<'a>,
    heads: Heads<'a>,
}

/// What a text says.
#[derive(Clone, Debug, PartialEq)]
pub struct Deep {
    /// Probabilities of misery, average and magic; they add up to 1.
    pub outcome: [f32; 3],
    /// Probabilities of the stages zero, first, second and ultimate; they add up to 1.
    pub stage: [f32; 4],
    /// Probability that the customer is dissatisfied and wants something put right.
    pub complaint: f32,
    /// The words that decided the outcome, in their order; at most five.
    pub marks: Vec<Mark>,
    /// What went wrong, as far as it is named, the most probable first; at most three.
    pub causes: Vec<Cause>,
}

/// Something that went wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// Its key.
    pub cause: String,
    /// How probable it is.
    pub probability: f32,
    /// The words that told.
    pub marks: Vec<Mark>,
}

impl<'a> Reader<'a> {
    /// Takes a file of weights; `None` if it is none of this format.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let file = File::new(bytes)?;
        Some(Self { heads: Heads::new(file.rest)?, encoder: Encoder::new(file) })
    }

    /// Returns the number of this reader: another one reads otherwise.
    pub fn version(&self) -> u32 {
        self.heads.version
    }

    /// Reads a text of which the fast reader is not sure. `None` if it is in no language that can be read, says nothing or gives
    /// a program orders.
    pub fn read(&self, text: &str, fast: &Reading) -> Option<Deep> {
        let has_letters = text.contains(char::is_alphabetic);
        if fast.gives_orders || (has_letters && fast.language.is_none()) {
            return None;
        }
        let encoded = self.encoder.encode(text, |_, _| {});
        if encoded.pieces.iter().all(|piece| self.encoder.is_unknown(piece)) {
            return None;
        }
        let (answers, grams) = (self.heads.answer(&encoded, fast), Grams::of(text));
        let is_content = answers.outcome[2] > answers.outcome[0].max(answers.outcome[1]) && answers.complaint < 0.5;
        let causes = if is_content { Vec::new() } else { self.heads.causes(&encoded, &grams, fast.language) };
        let causes = causes.into_iter().map(|named| Cause {
            cause: named.cause.to_owned(),
            probability: named.probability,
            marks: marks(&grams, &encoded.pieces, &named.given),
        });
        Some(Deep {
            outcome: answers.outcome,
            stage: answers.stage,
            complaint: answers.complaint,
            marks: marks(&grams, &encoded.pieces, &answers.given),
            causes: causes.collect(),
        })
    }
}

/// Returns whether what the fast reader says is enough.
pub fn is_sure(fast: &Reading) -> bool {
    fast.is_read && fast.outcome[1..].iter().any(|probability| *probability >= SURE)
}

/// The words that gave most, in the order of the text: each at least a third of the most.
fn marks(grams: &Grams, pieces: &[Piece], given: &[f32]) -> Vec<Mark> {
    let of = |mark: &Mark| {
        let inside = |piece: &Piece| mark.start <= piece.start && piece.start < mark.end;
        pieces.iter().zip(given).filter(|(piece, _)| inside(piece)).map(|(_, given)| given).sum::<f32>()
    };
    let mut words: Vec<(f32, Mark)> = grams.telling().map(|mark| (of(&mark), mark)).collect();
    words.retain(|(given, _)| *given > 0.0);
    words.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let most = words.first().map_or(0.0, |(given, _)| *given);
    words.truncate(MARKS_MAX);
    words.retain(|(given, _)| given * 3.0 >= most);
    let mut marks: Vec<Mark> = words.into_iter().map(|(_, mark)| mark).collect();
    marks.sort_unstable();
    marks
}
