//! A text as a person sees it: compatibility forms (NFKC) and digits of other scripts as ASCII, nothing that does not show, one
//! kind of blank and one of dash. Every letter knows the bytes that it stands for.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// Stands for every letter of what was found: like a mark, it is no part of a word or of a number.
const HIDDEN: char = '\u{fffc}';

/// The letters that show, and where each comes from.
pub(crate) struct View {
    pub(crate) letters: Vec<char>,
    from: Vec<Range<usize>>,
    /// Bytes of the text.
    length: usize,
}

impl View {
    pub(crate) fn of(text: &str) -> Self {
        let mut view =
            Self { letters: Vec::with_capacity(text.len()), from: Vec::with_capacity(text.len()), length: text.len() };
        let mut letters = text.char_indices();
        while let Some((start, letter)) = letters.next() {
            if let Some(meant) = decoded(&text.as_bytes()[start..]) {
                view.push(meant, start..start + 3);
                letters.nth(1);
                continue;
            }
            fold(letter, |folded| view.push(folded, start..start + letter.len_utf8()));
        }
        view
    }

    fn push(&mut self, letter: char, from: Range<usize>) {
        self.letters.push(letter);
        self.from.push(from);
    }

    /// Returns the letter at a place, if there is one.
    pub(crate) fn at(&self, place: usize) -> Option<char> {
        self.letters.get(place).copied()
    }

    /// Returns the letter before a place, if there is one.
    pub(crate) fn before(&self, place: usize) -> Option<char> {
        self.at(place.checked_sub(1)?)
    }

    /// Returns the bytes that letters stand for, with what does not show behind them.
    pub(crate) fn bytes(&self, letters: &Range<usize>) -> Range<usize> {
        let Some(first) = self.from.get(letters.start).filter(|_| !letters.is_empty()) else { return 0..0 };
        let next = self.from.get(letters.end).map_or(self.length, |next| next.start);
        // Two letters may come of one.
        let last = self.from.get(letters.end - 1).map_or(next, |last| last.end);
        first.start..next.max(last)
    }

    /// Hides letters that were found, with what else comes of the first and the last one that was sent.
    pub(crate) fn hide(&mut self, letters: &Range<usize>) {
        let Range { mut start, mut end } = *letters;
        while start > 0 && self.from[start - 1] == self.from[start] {
            start -= 1;
        }
        while end < self.from.len() && end > start && self.from[end] == self.from[end - 1] {
            end += 1;
        }
        self.letters[start..end].fill(HIDDEN);
    }

    /// Tells whether any of some letters is hidden.
    pub(crate) fn is_hidden(&self, letters: &Range<usize>) -> bool {
        self.letters[letters.clone()].contains(&HIDDEN)
    }

    /// Returns a word in small letters without accents.
    pub(crate) fn word(&self, letters: Range<usize>) -> String {
        self.letters[letters].iter().map(|letter| plain(*letter)).collect()
    }

    /// Tells whether these letters stand at a place, whatever their case. `word` is in small letters.
    pub(crate) fn stands(&self, place: usize, word: &str) -> bool {
        let mut letters = self.letters[place.min(self.letters.len())..].iter();
        word.chars().all(|wanted| letters.next().is_some_and(|letter| plain(*letter) == wanted))
    }
}

/// A small letter without its accent.
pub(crate) fn plain(letter: char) -> char {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let mut base = None;
    decompose_canonical(small, |part| {
        base.get_or_insert(part);
    });
    base.unwrap_or(small)
}

/// Returns the letter that bytes begin with if it is written as addresses of pages write it, and if numbers or addresses hold it.
pub(crate) fn decoded(bytes: &[u8]) -> Option<char> {
    match bytes.get(..3)? {
        b"%40" => Some('@'),
        b"%2B" | b"%2b" => Some('+'),
        b"%20" => Some(' '),
        b"%28" => Some('('),
        b"%29" => Some(')'),
        _ => None,
    }
}

/// Hands on what a letter looks like; nothing if it does not show.
pub(crate) fn fold(letter: char, mut to: impl FnMut(char)) {
    match letter {
        letter if letter.is_ascii() => to(letter),
        // Joiners, marks of direction, selectors of a variant, the frame of a keycap.
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}'
        | '\u{20e3}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | HIDDEN
        | '\u{e0000}'..='\u{e01ef}' => {}
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{ff0d}' => to('-'),
        letter => {
            for part in std::iter::once(letter).nfkc() {
                to(digit(part).unwrap_or(if part.is_whitespace() && part != '\n' { ' ' } else { part }));
            }
        }
    }
}

/// The ASCII digit for one of another script that people type by their keyboard: Arabic, Persian, Devanagari, Bengali, Thai.
fn digit(letter: char) -> Option<char> {
    let zero =
        [0x660, 0x6f0, 0x966, 0x9e6, 0xe50].into_iter().find(|zero| (*zero..zero + 10).contains(&u32::from(letter)))?;
    char::from_digit(u32::from(letter) - zero, 10)
}
