//! Cuts a text into tokens by the rules of Unicode (UAX #29) and folds them: lower case, without accents, letters drawn
//! out cut short, because that is how people write and do not write. Skips what nobody said: addresses, mentions, markup.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// Characters that are read, at most; what is beyond is not looked at.
pub const CHARS_MAX: usize = 10_000;

/// Bytes of a folded word that count; the rest of a longer one is not looked at.
const WORD_BYTES_MAX: usize = 40;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters.
    Word,
    /// Digits.
    Number,
    /// Punctuation that ends or parts a sentence.
    Stop,
    /// An emoji, or any other sign.
    Sign,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    folded: [u8; WORD_BYTES_MAX],
    length: usize,
    /// Whether letters were drawn out (`soooo`).
    pub is_drawn_out: bool,
    /// Whether it is shouted: two capitals or more and nothing else.
    pub is_shouted: bool,
}

impl Token {
    /// Returns its folded letters.
    pub fn folded(&self) -> &[u8] {
        &self.folded[..self.length]
    }

    fn new(kind: Kind, start: usize, piece: &str) -> Self {
        let end = start + piece.len();
        let mut token =
            Self { kind, start, end, folded: [0; WORD_BYTES_MAX], length: 0, is_drawn_out: false, is_shouted: false };
        if kind == Kind::Number {
            token.push('0');
            return token;
        }
        if piece.is_ascii() {
            token.fold_ascii(piece.as_bytes());
            return token;
        }
        let mut same = (char::MAX, 0);
        let (mut capitals, mut others) = (0, 0);
        for letter in piece.chars() {
            if letter.is_uppercase() {
                capitals += 1;
            } else if letter.is_lowercase() {
                others += 1;
            }
            for lower in letter.to_lowercase() {
                decompose_canonical(lower, |part| {
                    if is_combining_mark(part) {
                        return;
                    }
                    same = if part == same.0 { (part, same.1 + 1) } else { (part, 1) };
                    if same.1 > 2 {
                        token.is_drawn_out = true;
                    } else {
                        token.push(if part == '’' { '\'' } else { part });
                    }
                });
            }
        }
        token.is_shouted = capitals >= 2 && others == 0;
        token
    }

    /// Folds what most words are made of: the same as for any letters, without looking them up.
    fn fold_ascii(&mut self, piece: &[u8]) {
        let (mut same, mut count) = (0, 0);
        let (mut capitals, mut others) = (0, 0);
        for byte in piece {
            capitals += u32::from(byte.is_ascii_uppercase());
            others += u32::from(byte.is_ascii_lowercase());
            let lower = byte.to_ascii_lowercase();
            count = if lower == same { count + 1 } else { 1 };
            same = lower;
            if count > 2 {
                self.is_drawn_out = true;
            } else if self.length < WORD_BYTES_MAX {
                self.folded[self.length] = lower;
                self.length += 1;
            }
        }
        self.is_shouted = capitals >= 2 && others == 0;
    }

    fn push(&mut self, letter: char) {
        let mut bytes = [0; 4];
        let letter = letter.encode_utf8(&mut bytes).as_bytes();
        if let Some(room) = self.folded.get_mut(self.length..self.length + letter.len()) {
            room.copy_from_slice(letter);
            self.length += letter.len();
        }
    }
}

/// Calls `see` for each token, in order.
pub fn each(text: &str, mut see: impl FnMut(&Token)) {
    let text = bounded(text);
    let mut skip_to = 0;
    for (start, piece) in text.split_word_bound_indices() {
        if start < skip_to {
            continue;
        }
        let Some(first) = piece.chars().next() else { continue };
        if let Some(length) = unsaid(&text[start..], first) {
            skip_to = start + length;
            continue;
        }
        let kind = match first {
            letter if letter.is_alphabetic() => Kind::Word,
            digit if digit.is_numeric() => Kind::Number,
            '.' | ',' | ';' | ':' | '!' | '?' | '¡' | '¿' | '…' | '\n' | '\r' => Kind::Stop,
            other if other.is_whitespace() || other.is_control() => continue,
            '#' | '"' | '\'' | '“' | '”' | '«' | '»' | '‘' | '’' | '_' | '*' | '\u{fe0f}' | '\u{200d}' => {
                continue;
            }
            _ => Kind::Sign,
        };
        see(&Token::new(kind, start, piece));
    }
}

/// Cuts a text after the characters that are read.
fn bounded(text: &str) -> &str {
    if text.len() <= CHARS_MAX {
        return text;
    }
    text.char_indices().nth(CHARS_MAX).map_or(text, |(end, _)| &text[..end])
}

/// Returns the length of what stands at the beginning without being said: an address, a mention, a tag of HTML.
fn unsaid(rest: &str, first: char) -> Option<usize> {
    const TAG_BYTES_MAX: usize = 200;
    let until_space = || rest.find(char::is_whitespace).unwrap_or(rest.len());
    match first {
        'h' | 'H' if is_address(rest) => Some(until_space()),
        'w' | 'W' if rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) => Some(until_space()),
        '@' => rest[1..].starts_with(char::is_alphanumeric).then(until_space),
        '<' => {
            let is_tag = rest[1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/' || next == '!');
            let end = rest.bytes().take(TAG_BYTES_MAX).position(|byte| byte == b'>');
            end.filter(|_| is_tag).map(|end| end + 1)
        }
        '[' => {
            // Names that a source has masked: [NAME], [PERSON].
            let end = rest.bytes().take(20).position(|byte| byte == b']')?;
            rest.get(1..end)?.bytes().all(|byte| byte.is_ascii_uppercase()).then_some(end + 1)
        }
        _ => None,
    }
}

fn is_address(rest: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}
