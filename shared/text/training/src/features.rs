//! Turns rows into what is learnt from: the tables of words and sequences of one training, and the places of each row's
//! features in them.

use std::collections::{BTreeMap, HashMap};

use text::Language;
use text::features::{Sink, describe, word_hash};
use text::tokens;
use text::words::{GRAM_BYTES, OUTPUTS, SLOT_BYTES, Word, Words, gram_fingerprint, gram_places, put};

use crate::data::{Data, Row};

/// Bits of the places in the table of words.
pub(crate) const WORD_BITS: u32 = 17;
/// Bits of the places in the table of sequences.
pub(crate) const GRAM_BITS: u32 = 18;

/// A sequence in fewer rows is not learnt.
const ROWS_MIN: u32 = 3;

/// A word of the data in fewer rows gets no slot of its own.
const WORD_ROWS_MIN: u32 = 3;

/// The tables without weights.
pub(crate) struct Tables {
    pub(crate) words: Vec<u8>,
    pub(crate) grams: Vec<u8>,
    /// Vector of each slot, as its place among the vectors.
    pub(crate) vector_of: HashMap<usize, usize>,
}

/// The features of one row.
#[derive(Default)]
pub(crate) struct Described {
    pub(crate) words: Vec<u32>,
    pub(crate) grams: Vec<u32>,
    pub(crate) wholes: Vec<u32>,
    pub(crate) tokens: u32,
}

impl Tables {
    /// Builds them from the rows that may be learnt from.
    pub(crate) fn build<'a>(data: &Data, rows: impl Iterator<Item = &'a Row> + Clone) -> Self {
        let mut words = vec![0; SLOT_BYTES << WORD_BITS];
        let mut vector_of = HashMap::new();
        for (folded, (languages, valence, vector)) in vocabulary(data, rows.clone()) {
            let Some(slot) = put(&mut words, word_hash(folded.as_bytes()), languages, valence) else { continue };
            if let Some(vector) = vector {
                vector_of.insert(slot, vector);
            }
        }
        let mut tables = Self { words, grams: vec![0; GRAM_BYTES << GRAM_BITS], vector_of };
        let mut seen: HashMap<u64, u32> = HashMap::new();
        for row in rows {
            let mut hashes = tables.hashes(&row.text);
            hashes.sort_unstable();
            hashes.dedup();
            for hash in hashes {
                *seen.entry(hash).or_default() += 1;
            }
        }
        let mut common: Vec<(u32, u64)> =
            seen.into_iter().filter(|(_, rows)| *rows >= ROWS_MIN).map(|(hash, rows)| (rows, hash)).collect();
        common.sort_unstable_by(|a, b| b.cmp(a));
        for (_, hash) in common {
            tables.put_gram(hash);
        }
        tables
    }

    fn put_gram(&mut self, hash: u64) {
        let wanted = gram_fingerprint(hash);
        for place in gram_places(hash, (1 << GRAM_BITS) - 1) {
            let byte = &mut self.grams[place * GRAM_BYTES];
            if *byte == wanted {
                return;
            }
            if *byte == 0 {
                *byte = wanted;
                return;
            }
        }
    }

    fn find_gram(&self, hash: u64) -> Option<u32> {
        let wanted = gram_fingerprint(hash);
        let place = gram_places(hash, (1 << GRAM_BITS) - 1);
        place.into_iter().find(|place| self.grams[place * GRAM_BYTES] == wanted).map(|place| place as u32)
    }

    fn hashes(&self, text: &str) -> Vec<u64> {
        struct All(Vec<u64>);
        impl Sink for All {
            fn token(&mut self, _: usize, _: usize, _: bool) {}
            fn word(&mut self, _: &Word<'_>, _: bool) {}
            fn gram(&mut self, hash: u64, _: usize) {
                self.0.push(hash);
            }
            fn whole(&mut self, hash: u64) {
                self.0.push(hash);
            }
        }
        let mut all = All(Vec::new());
        if let Some(words) = Words::new(&self.words) {
            describe(text, &words, &mut all);
        }
        all.0
    }

    /// Describes a text by its places in the tables.
    pub(crate) fn describe(&self, text: &str) -> Described {
        struct Places<'a>(&'a Tables, Described);
        impl Sink for Places<'_> {
            fn token(&mut self, _: usize, _: usize, _: bool) {}
            fn word(&mut self, word: &Word<'_>, _: bool) {
                self.1.words.push(word.slot as u32);
            }
            fn gram(&mut self, hash: u64, _: usize) {
                self.1.grams.extend(self.0.find_gram(hash));
            }
            fn whole(&mut self, hash: u64) {
                self.1.wholes.extend(self.0.find_gram(hash));
            }
        }
        let mut places = Places(self, Described::default());
        if let Some(words) = Words::new(&self.words) {
            let shape = describe(text, &words, &mut places);
            places.1.tokens = shape.tokens;
        }
        places.1
    }
}

type Known = (u8, i8, Option<usize>);

/// Every word worth a slot, with its languages, its pleasantness and its vector.
fn vocabulary<'a>(data: &Data, rows: impl Iterator<Item = &'a Row>) -> BTreeMap<String, Known> {
    let mut counts: BTreeMap<String, [u32; 8]> = BTreeMap::new();
    let mut totals = [1_u32; 8];
    for row in rows {
        let language = row.language as usize;
        tokens::each(&row.text, |token| {
            if token.kind == tokens::Kind::Word {
                totals[language] += 1;
                if let Ok(folded) = std::str::from_utf8(token.folded()) {
                    counts.entry(folded.to_owned()).or_default()[language] += 1;
                }
            }
        });
    }
    let mut all: BTreeMap<String, Known> = BTreeMap::new();
    for (word, counts) in counts {
        if counts.iter().sum::<u32>() < WORD_ROWS_MIN || word.len() > 30 {
            continue;
        }
        // A word belongs to the languages in which it is about as common as where it is most common.
        let rate = |language: usize| f64::from(counts[language]) / f64::from(totals[language].max(2_000));
        let most = (0..8).map(rate).fold(0.0, f64::max);
        let bits =
            (0..8).filter(|language| rate(*language) * 8.0 >= most).fold(0, |bits, language| bits | 1 << language);
        all.insert(word, (bits, 0, None));
    }
    for (index, entry) in data.vectors.entries.iter().enumerate() {
        let known = all.entry(entry.folded.clone()).or_insert((entry.languages, 0, None));
        known.2 = Some(index);
    }
    let mut valences: BTreeMap<String, Vec<(u8, i8)>> = BTreeMap::new();
    for (language, lexicon) in &data.lexicon {
        let bit = Language::from_tag(language).map_or(0, Language::bit);
        for (word, value) in lexicon.iter().filter(|(word, _)| !word.contains(' ')) {
            let mut folded = None;
            tokens::each(word, |token| folded = String::from_utf8(token.folded().to_vec()).ok());
            if let Some(folded) = folded.filter(|folded| !folded.is_empty()) {
                valences.entry(folded).or_default().push((bit, *value));
            }
        }
    }
    for (word, values) in valences {
        let known = all.entry(word).or_insert((values.iter().fold(0, |bits, (bit, _)| bits | bit), 0, None));
        // Of the languages that use the word; where they contradict each other it says nothing.
        let fits: Vec<i8> =
            values.iter().filter(|(bit, _)| *bit == 0 || known.0 & bit != 0).map(|(_, value)| *value).collect();
        if !fits.is_empty() && (fits.iter().all(|value| *value > 0) || fits.iter().all(|value| *value < 0)) {
            known.1 = (fits.iter().map(|value| i32::from(*value)).sum::<i32>() / fits.len() as i32) as i8;
        }
    }
    all
}

/// Number of answers, as an index.
pub(crate) const ANSWERS: usize = OUTPUTS;
