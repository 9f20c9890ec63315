//! The words of a text, their pairs and their pieces, as the fast reader describes it: causes weigh them beside what the encoder
//! says. Weighs nothing itself.

use text::Mark;
use text::features::{Sink, describe};
use text::words::Word;

/// What a text is described by, and its words.
#[derive(Clone, Debug, Default)]
pub struct Grams {
    /// The words, signs and numbers, in order.
    tokens: Vec<Mark>,
    /// Whether each is a word that by itself tells people something.
    is_telling: Vec<bool>,
    /// Hashes of what describes the text, each with the token at which it ends.
    grams: Vec<(u64, usize)>,
}

impl Grams {
    /// Describes a text.
    pub fn of(text: &str) -> Self {
        let mut grams = Self::default();
        if let Some(fast) = text::reader() {
            describe(text, fast.words(), &mut grams);
        }
        grams
    }

    /// Returns the hashes, in the order of the text.
    pub fn hashes(&self) -> impl Iterator<Item = u64> + '_ {
        self.grams.iter().map(|(hash, _)| *hash)
    }

    /// Returns the hashes, each with the place at which its last word begins.
    pub fn placed(&self) -> impl Iterator<Item = (u64, usize)> + '_ {
        self.grams.iter().map(|(hash, token)| (*hash, self.tokens.get(*token).map_or(0, |mark| mark.start)))
    }

    /// Returns the words by which people see what a text says.
    pub fn telling(&self) -> impl Iterator<Item = Mark> + '_ {
        self.tokens.iter().zip(&self.is_telling).filter(|(_, is_telling)| **is_telling).map(|(mark, _)| *mark)
    }
}

impl Sink for Grams {
    fn token(&mut self, start: usize, end: usize, is_telling: bool) {
        self.tokens.push(Mark { start, end });
        self.is_telling.push(is_telling);
    }

    fn word(&mut self, _: &Word<'_>, _: bool) {}

    fn gram(&mut self, hash: u64, _: usize) {
        self.grams.push((hash, self.tokens.len().saturating_sub(1)));
    }

    fn whole(&mut self, _: u64) {}
}
