//! What a text is described by, for the model and for its training alike: words, pairs, pieces of words, what is denied,
//! what comes after a "but", and how the known words sum up. Each is a bucket of a table of weights.

use crate::hash::Hash;
use crate::language::Votes;
use crate::tokens::{self, Kind, Token};
use crate::words::{Word, Words};

/// Receives the features of one text.
pub trait Sink {
    /// A token begins; all features until the next one belong to it and to the ones before it. `is_telling` says that it
    /// is a word which by itself tells people something.
    fn token(&mut self, start: usize, end: usize, is_telling: bool);
    /// The token is a known word.
    fn word(&mut self, word: &Word<'_>, is_denied: bool);
    /// A feature of the token, alone or with `before` tokens before it.
    fn gram(&mut self, hash: u64, before: usize);
    /// A feature of the text as a whole.
    fn whole(&mut self, hash: u64);
}

/// What is known of a text besides its features.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape {
    /// Words, numbers and signs.
    pub tokens: u32,
    /// Words of two letters and more that the table knows, signs included.
    pub known: u32,
    /// Words that are pleasant or unpleasant.
    pub valued: u32,
    /// Question marks.
    pub questions: u32,
    /// Whether it gives a program orders, as no customer does who tells how it was.
    pub gives_orders: bool,
    pub(crate) votes: Votes,
}

/// Kinds of features; each hashes apart from the others.
mod kind {
    pub(super) const WORD: u8 = 1;
    pub(super) const DENIED: u8 = 2;
    pub(super) const PAIR: u8 = 3;
    pub(super) const GAP: u8 = 4;
    pub(super) const TRIPLE: u8 = 5;
    pub(super) const PIECE: u8 = 6;
    pub(super) const AFTER_BUT: u8 = 7;
    pub(super) const FIRST: u8 = 8;
    pub(super) const WHOLE: u8 = 9;
    pub(super) const DENIED_MOOD: u8 = 10;
}

/// Words that deny what follows, in the languages that are read; folded.
#[rustfmt::skip]
const DENYING: &[&str] = &[
    "ain't", "aren't", "barely", "can't", "cannot", "cant", "couldn't", "couldnt", "didn't", "didnt",
    "doesn't", "doesnt", "don't", "dont", "ez", "hadn't", "hardly", "hasn't", "haven't", "isn't", "isnt",
    "jamais", "jamas", "kein", "keine", "keinen", "mai", "nada", "nadie", "nao", "ne", "neither", "never",
    "ni", "nicht", "nie", "ningun", "ninguna", "ninguno", "no", "nobody", "non", "none", "nor", "not",
    "nothing", "nunca", "ohne", "pas", "rien", "sans", "scarcely", "sem", "sense", "senza", "shouldn't",
    "sin", "tampoco", "wasn't", "wasnt", "weren't", "without", "won't", "wont", "wouldn't", "wouldnt",
];

/// Words after which comes what matters; folded.
#[rustfmt::skip]
const TURNING: &[&str] = &[
    "aber", "although", "aunque", "baina", "but", "however", "ma", "mais", "mas", "pero", "sino", "though", "yet",
];

/// Words that, shortly before one of [`ORDERS`], speak to a program and not to people; folded.
#[rustfmt::skip]
const ORDERING: &[&str] = &[
    "bypass", "disregard", "forget", "ignora", "ignorad", "ignore", "ignoren", "ignorez", "obvia", "olvida", "olviden", "override",
];
const ORDERS: &[&str] = &["instrucciones", "instruction", "instructions", "prompt", "prompts"];

/// Tokens between the two, and one.
const ORDER_REACH: u8 = 5;

/// Bytes of what may count as a known word as it is written.
const WORD_BYTES_MAX: usize = 40;

/// Words that hold a sentence together: they weigh in, but nobody would point at them; folded.
#[rustfmt::skip]
const FILLING: &[&str] = &[
    "a", "al", "am", "amb", "an", "and", "are", "as", "at", "be", "been", "but", "by", "com", "como", "con",
    "da", "das", "de", "del", "der", "des", "di", "did", "die", "do", "does", "du", "e", "ein", "eine", "el",
    "ella", "els", "en", "era", "es", "est", "esta", "este", "et", "for", "from", "fue", "ha", "had", "has",
    "have", "he", "her", "his", "i", "i'd", "i'll", "i'm", "i've", "ich", "il", "in", "is", "ist", "it",
    "it's", "its", "la", "las", "le", "les", "lo", "los", "ma", "me", "mi", "mis", "my", "nos", "o", "of",
    "on", "os", "ou", "our", "para", "per", "pero", "por", "que", "qui", "se", "she", "si", "so", "su", "sus",
    "te", "than", "that", "the", "their", "them", "there", "they", "this", "to", "tu", "two", "um", "uma",
    "un", "una", "und", "une", "uno", "ustedes", "was", "we", "we're", "were", "with", "y", "ya", "yo", "you",
    "you're", "your", "zu",
];

/// Tokens that a denial reaches.
const REACH: u8 = 4;

/// Letters of a piece of a word.
const PIECE_BYTES: usize = 4;

/// Describes a text.
pub fn describe(text: &str, words: &Words<'_>, sink: &mut impl Sink) -> Shape {
    let mut state = State {
        shape: Shape::default(),
        before: [0; 2],
        denied_for: 0,
        ordered_for: 0,
        after_but: false,
        mood: Mood::default(),
    };
    tokens::each(text, |token| state.take(token, words, sink));
    state.finish(sink);
    state.shape
}

/// Returns the hash by which a word stands in the table.
pub fn word_hash(folded: &[u8]) -> u64 {
    Hash::of_kind(kind::WORD).and(folded).end()
}

struct State {
    shape: Shape,
    /// Hashes of the last two tokens, the nearer first; 0 where a sentence begins.
    before: [u64; 2],
    denied_for: u8,
    ordered_for: u8,
    after_but: bool,
    mood: Mood,
}

/// How the known words sum up.
#[derive(Default)]
struct Mood {
    pleasant: u32,
    unpleasant: u32,
    last: i8,
    first: i8,
    shouted: u32,
    exclamations: u32,
    is_drawn_out: bool,
}

impl State {
    fn take(&mut self, token: &Token, words: &Words<'_>, sink: &mut impl Sink) {
        if token.kind == Kind::Stop {
            return self.stop(token.folded(), sink, token);
        }
        let folded = token.folded();
        let (hash, known, letters) = looked_up(token, folded, words);
        let is_word = token.kind == Kind::Word;
        sink.token(token.start, token.end, is_word && !is_among(FILLING, folded));
        self.shape.tokens += 1;
        if is_word {
            self.shape.votes.count(known.map_or(0, |word| word.languages));
        }
        let is_denied = self.denied_for > 0;
        if let Some(word) = &known {
            // A single letter is hardly a word, and neither is one drawn out over a line.
            self.shape.known += u32::from(letters > 1 && token.end - token.start <= WORD_BYTES_MAX);
            sink.word(word, is_denied);
            if is_denied && word.valence != 0 {
                // What all denied words of a mood have in common: "wasn't bad" is learnt from "not awful".
                sink.gram(Hash::of_kind(kind::DENIED_MOOD).and(&[strength(word.valence)]).end(), 0);
            }
            self.mood.count(word.valence, is_denied);
            self.shape.valued += u32::from(word.valence != 0);
        }
        self.mood.shouted += u32::from(token.is_shouted);
        self.mood.is_drawn_out |= token.is_drawn_out;

        sink.gram(hash, 0);
        if is_denied {
            sink.gram(Hash::of_kind(kind::DENIED).and_hash(hash).end(), 0);
        }
        if self.after_but {
            sink.gram(Hash::of_kind(kind::AFTER_BUT).and_hash(hash).end(), 0);
        }
        let [last, second] = self.before;
        if last != 0 {
            let pair = Hash::of_kind(kind::PAIR).and_hash(last);
            sink.gram(pair.and_hash(hash).end(), 1);
            if second != 0 {
                sink.gram(Hash::of_kind(kind::GAP).and_hash(second).and_hash(hash).end(), 2);
                sink.gram(Hash::of_kind(kind::TRIPLE).and_hash(second).and_hash(last).and_hash(hash).end(), 2);
            }
        } else {
            sink.gram(Hash::of_kind(kind::FIRST).and_hash(hash).end(), 0);
        }
        if is_word {
            pieces(folded, sink);
        }

        self.before = [hash, last];
        self.denied_for = self.denied_for.saturating_sub(1);
        self.shape.gives_orders |= self.ordered_for > 0 && is_among(ORDERS, folded);
        self.ordered_for = if is_among(ORDERING, folded) { ORDER_REACH } else { self.ordered_for.saturating_sub(1) };
        if is_among(DENYING, folded) {
            self.denied_for = REACH;
        }
        if is_among(TURNING, folded) {
            self.after_but = true;
            self.denied_for = 0;
        }
    }

    fn stop(&mut self, sign: &[u8], sink: &mut impl Sink, token: &Token) {
        match sign.first() {
            Some(b'!') => self.mood.exclamations += 1,
            Some(b'?') => self.shape.questions += 1,
            _ => {}
        }
        if sign != b"," {
            self.after_but = false;
            self.before = [0; 2];
        }
        if sign == b"!" || sign == b"?" {
            sink.token(token.start, token.end, false);
            sink.gram(Hash::of_kind(kind::WORD).and(sign).end(), 0);
        }
        self.denied_for = 0;
    }

    /// The features of the whole: how pleasant it is in sum and at its ends, and how loud.
    fn finish(&mut self, sink: &mut impl Sink) {
        let Mood { pleasant, unpleasant, last, first, shouted, exclamations, is_drawn_out } = self.mood;
        let step = |sum: u32| match sum {
            0 => 0,
            1..=2 => 1,
            3..=4 => 2,
            5..=8 => 3,
            _ => 4,
        };
        let of_sign = |value: i8| (value.signum() + 1) as u8;
        let mut say = |name: u8, value: u8| sink.whole(Hash::of_kind(kind::WHOLE).and(&[name, value]).end());
        say(1, step(pleasant));
        say(2, step(unpleasant));
        say(3, step(pleasant) * 5 + step(unpleasant));
        say(4, of_sign(last));
        say(5, of_sign(first) * 3 + of_sign(last));
        say(6, exclamations.min(3) as u8);
        say(7, self.shape.questions.min(2) as u8);
        say(8, shouted.min(3) as u8);
        say(9, u8::from(is_drawn_out));
        let balance = i64::from(pleasant) - i64::from(unpleasant);
        say(10, (balance.clamp(-8, 8) + 8) as u8);
    }
}

impl Mood {
    fn count(&mut self, valence: i8, is_denied: bool) {
        if valence == 0 {
            return;
        }
        // What is denied turns, and weighs less: "not good" is no "bad".
        let value = if is_denied { -(valence.signum() * (valence.abs() + 1) / 2) } else { valence };
        let size = u32::from(value.unsigned_abs());
        if value > 0 {
            self.pleasant += size;
        } else {
            self.unpleasant += size;
        }
        if self.first == 0 {
            self.first = value;
        }
        self.last = value;
    }
}

/// Every run of four bytes of a word with its ends marked, for what is misspelt, inflected or new.
fn pieces(folded: &[u8], sink: &mut impl Sink) {
    if folded.len() < PIECE_BYTES {
        return;
    }
    let mut marked = [b'^'; 48];
    let end = (folded.len() + 1).min(marked.len() - 1);
    marked[1..end].copy_from_slice(&folded[..end - 1]);
    marked[end] = b'$';
    for piece in marked[..=end].windows(PIECE_BYTES) {
        sink.gram(Hash::of_kind(kind::PIECE).and(piece).end(), 0);
    }
}

/// Looks a word up, and without its drawn out letters if that is not known: `sooo` was cut to `soo`, perhaps it is `so`. Returns
/// its hash, the word, and how many letters it has.
fn looked_up<'a>(token: &Token, folded: &[u8], words: &Words<'a>) -> (u64, Option<Word<'a>>, usize) {
    let hash = word_hash(folded);
    let known = words.find(hash);
    if known.is_none() && token.is_drawn_out {
        let (single, length) = singled(folded);
        let other = word_hash(&single[..length]);
        if let Some(word) = words.find(other) {
            return (other, Some(word), length);
        }
    }
    (hash, known, folded.len())
}

/// Cuts doubled letters to single ones.
fn singled(folded: &[u8]) -> ([u8; 48], usize) {
    let (mut single, mut length) = ([0; 48], 0);
    for (index, byte) in folded.iter().enumerate() {
        if index == 0 || folded[index - 1] != *byte {
            single[length] = *byte;
            length += 1;
        }
    }
    (single, length)
}

/// Tells a mild word from a strong one of either mood.
fn strength(valence: i8) -> u8 {
    u8::from(valence > 0) * 2 + u8::from(valence.unsigned_abs() > 2)
}

fn is_among(list: &[&str], folded: &[u8]) -> bool {
    list.binary_search_by(|word| word.as_bytes().cmp(folded)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_are_searched_are_in_order() {
        for list in [DENYING, TURNING, FILLING, ORDERING, ORDERS] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
