//! The model: a table of weights for known words, one for hashed sequences, and a handful of numbers. Reading adds up
//! and divides; nothing is parsed, copied or learnt.

use crate::features::{self, Shape, Sink};
use crate::language::Language;
use crate::own::OwnWords;
use crate::reading::{Mark, Reading};
use crate::words::{GRAM_BYTES, Grams, OUTPUTS, SLOT_BYTES, Word, Words};

/// First bytes of a file of weights; the last is the version of the format.
pub const MAGIC: [u8; 8] = *b"MOMTEXT\x02";

/// Numbers between the head of the file and the tables, four bytes each.
pub const NUMBERS: usize = GRAM_SCALE + OUTPUTS;
const BIAS: usize = 0;
const LANGUAGE_BIAS: usize = BIAS + OUTPUTS;
const TEMPERATURE: usize = LANGUAGE_BIAS + OUTPUTS * Language::ALL.len();
const COMPLAINT_FROM: usize = TEMPERATURE + 2;
const WORD_SCALE: usize = COMPLAINT_FROM + 1;
const GRAM_SCALE: usize = WORD_SCALE + OUTPUTS;

/// Bytes before the numbers: the magic, then how many bits the places in either table have.
pub const HEAD_BYTES: usize = 16;

/// Words that are marked, at most.
const MARKS_MAX: usize = 5;

/// What an added word weighs: nearly as much as a text can say without it.
const OWN_WEIGHT: f32 = 3.0;
/// What it weighs among the words that decided: it is always one of them.
const OWN_MARK: f32 = 1_000.0;

/// The answers of one head among the outputs.
const OUTCOME: std::ops::Range<usize> = 0..3;
const STAGE: std::ops::Range<usize> = 3..7;
const COMPLAINT: usize = 7;

/// Reads texts.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    numbers: &'a [u8],
    words: Words<'a>,
    grams: Grams<'a>,
}

/// What the training gives, in the order in which the file has it.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// What each answer has without any word.
    pub bias: [f32; OUTPUTS],
    /// What a language adds.
    pub language_bias: [[f32; OUTPUTS]; 8],
    /// By what the sums of outcome and stage are divided, so that probabilities are true.
    pub temperature: [f32; 2],
    /// The mean of the complaint head and of misery, between 0 and 1, from which a text is more likely a complaint than
    /// not. Stored as anything else it counts as one half.
    pub complaint_from: f32,
    /// What a weight of a known word is worth.
    pub word_scale: [f32; OUTPUTS],
    /// What a weight of a sequence is worth.
    pub gram_scale: [f32; OUTPUTS],
}

impl Numbers {
    /// Writes them as the file has them.
    pub fn bytes(&self) -> Vec<u8> {
        let languages = self.language_bias.iter().flatten();
        let tuned = self.temperature.iter().chain([&self.complaint_from]);
        let all = self.bias.iter().chain(languages).chain(tuned).chain(&self.word_scale).chain(&self.gram_scale);
        all.flat_map(|number| number.to_le_bytes()).collect()
    }
}

impl<'a> Reader<'a> {
    /// Takes a file of weights as it is; `None` if it is none of this format.
    pub fn new(file: &'a [u8]) -> Option<Self> {
        let (head, rest) = file.split_at_checked(HEAD_BYTES)?;
        let bits = |at: usize| head.get(at).copied().filter(|bits| (1..32).contains(bits));
        let (slots, grams) = (1_usize << bits(8)?, 1_usize << bits(9)?);
        if head[..8] != MAGIC || rest.len() != NUMBERS * 4 + slots * SLOT_BYTES + grams * GRAM_BYTES {
            return None;
        }
        let (numbers, rest) = rest.split_at(NUMBERS * 4);
        let (words, table) = rest.split_at(slots * SLOT_BYTES);
        Some(Self { numbers, words: Words::new(words)?, grams: Grams::new(table)? })
    }

    /// Returns the table of known words.
    pub fn words(&self) -> &Words<'a> {
        &self.words
    }

    /// Reads a text. `tag` is its language as its sender named it (BCP 47); without one it is found out. `own` are the
    /// words that a deployment adds.
    pub fn read(&self, text: &str, tag: Option<&str>, own: &OwnWords) -> Reading {
        let tokens = Vec::with_capacity((text.len() / 5).clamp(8, 2_500));
        let mut sums = Sums { reader: self, scales: self.scales(), own, tokens, whole: [0.0; OUTPUTS] };
        let shape = features::describe(text, &self.words, &mut sums);
        let language = match tag {
            Some(tag) => Language::from_tag(tag),
            None => shape.votes.decide(text),
        };
        let Sums { tokens, whole, .. } = sums;
        let has_own = tokens.iter().any(|token| token.own.is_some());
        if !has_own && (language.is_none() || !is_readable(&shape)) {
            return Reading { gives_orders: shape.gives_orders, ..Reading::of_nothing(language) };
        }
        let mut totals = whole;
        let share = 1.0 / libm::sqrtf(shape.tokens.max(1) as f32);
        for (output, total) in totals.iter_mut().enumerate() {
            let sum: f32 = tokens.iter().map(|token| token.sums[output]).sum();
            let of_language =
                language.map_or(0.0, |language| self.number(LANGUAGE_BIAS + language as usize * OUTPUTS + output));
            *total += sum * share + self.number(BIAS + output) + of_language;
        }
        let outcome = softmax::<3>(&totals[OUTCOME], self.number(TEMPERATURE));
        let stage = softmax::<4>(&totals[STAGE], self.number(TEMPERATURE + 1));
        let asked_for = 1.0 / (1.0 + libm::expf(-totals[COMPLAINT]));
        // Nobody complains who is content: what the head says and what the outcome says count the same.
        let complaint = complaint_of((asked_for + outcome[0]) / 2.0, self.number(COMPLAINT_FROM));
        let marks = marks(&tokens, &outcome);
        Reading { language, outcome, stage, complaint, asks: shape.asks(), is_read: true, gives_orders: false, marks }
    }

    fn number(&self, index: usize) -> f32 {
        let bytes = self.numbers.get(index * 4..index * 4 + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0.0, f32::from_le_bytes)
    }

    fn scales(&self) -> Scales {
        let of = |first: usize| std::array::from_fn(|output| self.number(first + output));
        Scales { word: of(WORD_SCALE), gram: of(GRAM_SCALE) }
    }
}

impl Shape {
    /// Tells whether it only asks: a question, and not a word that is pleasant or not.
    fn asks(&self) -> bool {
        self.questions > 0 && self.valued == 0
    }
}

/// Too little that anybody could know (no word at all, or hardly one of them), or orders to a program.
fn is_readable(shape: &Shape) -> bool {
    !shape.gives_orders && shape.known > 0 && shape.known * 4 >= shape.tokens
}

struct Scales {
    word: [f32; OUTPUTS],
    gram: [f32; OUTPUTS],
}

/// One token and what it says.
struct Spoken {
    start: usize,
    end: usize,
    is_telling: bool,
    /// The answer that it, or an expression it ends, was added for.
    own: Option<usize>,
    sums: [f32; OUTPUTS],
}

struct Sums<'r, 'a> {
    reader: &'r Reader<'a>,
    scales: Scales,
    own: &'r OwnWords,
    tokens: Vec<Spoken>,
    whole: [f32; OUTPUTS],
}

impl Sink for Sums<'_, '_> {
    fn token(&mut self, start: usize, end: usize, is_telling: bool) {
        self.tokens.push(Spoken { start, end, is_telling, own: None, sums: [0.0; OUTPUTS] });
    }

    fn word(&mut self, word: &Word<'_>, _: bool) {
        let Some(token) = self.tokens.last_mut() else { return };
        add(&mut token.sums, word.weights, &self.scales.word, 1.0);
    }

    fn gram(&mut self, hash: u64, before: usize) {
        let first = self.tokens.len().saturating_sub(before + 1);
        if let Some(answer) = self.own.find(hash) {
            self.whole[answer] += OWN_WEIGHT;
            self.tokens.iter_mut().skip(first).for_each(|token| token.own = Some(answer));
        }
        let Some(row) = self.reader.grams.find(hash) else { return };
        // What several say together is shared among them.
        let part = 1.0 / (before + 1) as f32;
        for token in self.tokens.iter_mut().skip(first) {
            add(&mut token.sums, row, &self.scales.gram, part);
        }
    }

    fn whole(&mut self, hash: u64) {
        if let Some(row) = self.reader.grams.find(hash) {
            add(&mut self.whole, row, &self.scales.gram, 1.0);
        }
    }
}

fn add(sums: &mut [f32; OUTPUTS], row: &[u8], scales: &[f32; OUTPUTS], part: f32) {
    for ((sum, weight), scale) in sums.iter_mut().zip(row).zip(scales) {
        *sum += f32::from(*weight as i8) * scale * part;
    }
}

/// Stretches a mean so that one half lies where a complaint begins, and both ends stay.
fn complaint_of(mean: f32, from: f32) -> f32 {
    let from = if from > 0.0 && from < 1.0 { from } else { 0.5 };
    if mean < from { mean / from / 2.0 } else { 0.5 + (mean - from) / (1.0 - from) / 2.0 }
}

fn softmax<const N: usize>(totals: &[f32], temperature: f32) -> [f32; N] {
    let most = totals.iter().copied().fold(f32::MIN, f32::max);
    let mut all: [f32; N] = std::array::from_fn(|index| libm::expf((totals[index] - most) / temperature));
    let sum: f32 = all.iter().sum();
    all.iter_mut().for_each(|one| *one /= sum);
    all
}

/// The words that spoke most for the most probable outcome, in the order of the text.
fn marks(tokens: &[Spoken], outcome: &[f32; 3]) -> Vec<Mark> {
    let said = (0..3).fold(0, |best, other| if outcome[other] > outcome[best] { other } else { best });
    let weight = |token: &Spoken| {
        let others: f32 = (0..3).filter(|other| *other != said).map(|other| token.sums[other]).sum();
        token.sums[said] - others / 2.0 + if token.own == Some(said) { OWN_MARK } else { 0.0 }
    };
    let mut spoken: Vec<(f32, &Spoken)> =
        tokens.iter().filter(|token| token.is_telling).map(|token| (weight(token), token)).collect();
    let all: f32 = spoken.iter().map(|(weight, _)| weight.max(0.0)).sum();
    let wanted = spoken.len().min(MARKS_MAX);
    if wanted == 0 {
        return Vec::new();
    }
    spoken.select_nth_unstable_by(wanted - 1, |a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
    spoken.truncate(wanted);
    // A word that gave less than a tenth decided nothing.
    spoken.retain(|(weight, _)| *weight > 0.0 && weight.min(OWN_MARK) * 10.0 >= all.min(OWN_MARK));
    let mut marks: Vec<Mark> = spoken.iter().map(|(_, token)| Mark { start: token.start, end: token.end }).collect();
    marks.sort_unstable();
    marks
}
