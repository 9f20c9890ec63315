//! Splits a text into pieces of words, the most probable ones (unigram model, Kudo 2018), as the encoder was trained with. An own
//! implementation of a page: the crate `tokenizers` brings regular expressions, threads and a parser of 17 MB of JSON at every
//! start, and has no places of pieces in a text without them. Knows nothing about what pieces mean.

use crate::file::File;

/// A space, as pieces have it.
const SPACE: char = '\u{2581}';

/// Characters of a text that are looked at, from its beginning and from its end. In a longer one nobody asks the middle.
const HEAD_CHARS: usize = 1_000;
const TAIL_CHARS: usize = 500;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its number; the number of pieces is that of none.
    pub id: usize,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A character as pieces have it, with the bytes of the text that it was made of.
#[derive(Clone, Copy)]
struct Sign {
    sign: char,
    start: usize,
    end: usize,
}

/// Splits a text, and of a long one the beginning and the end: as many pieces as there is room for, two thirds of them from the
/// beginning.
pub fn split(file: &File<'_>, text: &str, room: usize) -> Vec<Piece> {
    let (head, tail) = bounded(text);
    let mut pieces = split_all(file, head, 0);
    let Some((tail, offset)) = tail else {
        if pieces.len() > room {
            let last = pieces.split_off(pieces.len() - room / 3);
            pieces.truncate(room - room / 3);
            pieces.extend(last);
        }
        return pieces;
    };
    let last = split_all(file, tail, offset);
    let from_end = last.len().min(room / 3);
    pieces.truncate(room - from_end);
    pieces.extend(&last[last.len() - from_end..]);
    pieces
}

/// Returns the beginning of a text and, if that is not all, its end and where that begins.
fn bounded(text: &str) -> (&str, Option<(&str, usize)>) {
    if text.len() <= HEAD_CHARS + TAIL_CHARS {
        return (text, None);
    }
    let Some((head_end, _)) = text.char_indices().nth(HEAD_CHARS) else { return (text, None) };
    let tail_start = text.char_indices().rev().take(TAIL_CHARS).last().map_or(text.len(), |(start, _)| start);
    if tail_start <= head_end {
        return (text, None);
    }
    (&text[..head_end], Some((&text[tail_start..], tail_start)))
}

fn split_all(file: &File<'_>, text: &str, offset: usize) -> Vec<Piece> {
    let signs = normalized(file, text, offset);
    if signs.len() < 2 {
        return Vec::new();
    }
    let mut letters = Vec::with_capacity(signs.len() * 2);
    let mut starts = Vec::with_capacity(signs.len() + 1);
    for sign in &signs {
        starts.push(letters.len());
        let mut bytes = [0; 4];
        letters.extend_from_slice(sign.sign.encode_utf8(&mut bytes).as_bytes());
    }
    starts.push(letters.len());

    // For each place the best score so far, the piece that ends there and where it begins.
    let mut best = vec![(f32::MIN, file.pieces, 0); signs.len() + 1];
    best[0].0 = 0.0;
    for start in 0..signs.len() {
        let from = best[start].0;
        let mut found = Range { file, first: 0, last: file.pieces, bytes: 0 };
        for end in start + 1..=signs.len() {
            if !found.narrow(&letters[starts[end - 1]..starts[end]]) {
                break;
            }
            if let Some(id) = found.exact() {
                let score = from + file.scores.fraction(id);
                if score > best[end].0 {
                    best[end] = (score, id, start);
                }
            }
        }
        let score = from + file.unknown;
        if score > best[start + 1].0 {
            best[start + 1] = (score, file.pieces + 2, start);
        }
    }

    let (mut pieces, mut end) = (Vec::new(), signs.len());
    while end > 0 {
        let (_, id, start) = best[end];
        // A space before a word is no part of what is marked.
        let first = if signs[start].sign == SPACE && end - start > 1 { start + 1 } else { start };
        pieces.push(Piece { id, start: signs[first].start, end: signs[end - 1].end });
        end = start.min(end - 1);
    }
    pieces.reverse();
    pieces
}

/// Replaces signs that are written otherwise and runs of spaces, and puts a space before all.
fn normalized(file: &File<'_>, text: &str, offset: usize) -> Vec<Sign> {
    let trimmed = text.trim();
    let offset = offset + text.find(trimmed).unwrap_or(0);
    let mut signs = vec![Sign { sign: SPACE, start: offset, end: offset }];
    let mut push = |sign: char, start: usize, end: usize| {
        let sign = if sign == ' ' { SPACE } else { sign };
        if sign != SPACE || signs.last().is_none_or(|last| last.sign != SPACE) {
            signs.push(Sign { sign, start, end });
        }
    };
    for (start, sign) in trimmed.char_indices() {
        let (start, end) = (offset + start, offset + start + sign.len_utf8());
        match replacement(file, sign) {
            Some(with) => with.filter_map(char::from_u32).for_each(|sign| push(sign, start, end)),
            None => push(sign, start, end),
        }
    }
    signs
}

/// Returns what a sign is written as, if otherwise.
fn replacement<'f>(file: &'f File<'_>, sign: char) -> Option<impl Iterator<Item = u32> + 'f> {
    let wanted = u32::from(sign);
    let (mut first, mut last) = (0, file.signs.len());
    while first < last {
        let middle = first.midpoint(last);
        if file.signs.whole(middle) < wanted { first = middle + 1 } else { last = middle }
    }
    (first < file.signs.len() && file.signs.whole(first) == wanted).then(|| {
        let start = if first == 0 { 0 } else { file.ends.whole(first - 1) as usize };
        let end = (file.ends.whole(first) as usize).min(start + 32);
        (start..end).map(|index| file.replacements.whole(index))
    })
}

/// The pieces that begin with some letters: they stand together, because all are in order.
struct Range<'f, 'a> {
    file: &'f File<'a>,
    first: usize,
    last: usize,
    bytes: usize,
}

impl Range<'_, '_> {
    /// Adds letters. Returns whether any piece is left.
    fn narrow(&mut self, letters: &[u8]) -> bool {
        let (file, bytes) = (self.file, self.bytes);
        let next = |index: usize| {
            let rest = file.piece(index).get(bytes..).unwrap_or_default();
            &rest[..rest.len().min(letters.len())]
        };
        let bound = |mut first: usize, mut last: usize, is_before: &dyn Fn(&[u8]) -> bool| {
            while first < last {
                let middle = first.midpoint(last);
                if is_before(next(middle)) { first = middle + 1 } else { last = middle }
            }
            first
        };
        self.first = bound(self.first, self.last, &|rest| rest < letters);
        self.last = bound(self.first, self.last, &|rest| rest <= letters);
        self.bytes += letters.len();
        self.first < self.last && self.bytes <= file.longest
    }

    /// Returns the piece that has these letters and no more.
    fn exact(&self) -> Option<usize> {
        (self.file.piece(self.first).len() == self.bytes).then_some(self.first)
    }
}
