//! A look at a text that costs less than reading it: most of what is sent holds no address and no number of seven digits.

use crate::view::{decoded, fold};

/// Digits of the shortest number that is looked for.
const DIGITS_MIN: usize = 7;
/// Letters of a name before ` at ` that are looked at.
const NAME_MAX: usize = 64;

/// Tells whether a text may hold something that is looked for.
pub(crate) fn may_hold(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut digits, mut others) = (0, false);
    for (place, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'@' => return true,
            b'%' if decoded(&bytes[place..]) == Some('@') => return true,
            b'(' | b'[' | b'{' | b'<' if is_at(&bytes[place + 1..]) => return true,
            b'_' if starts_with(&bytes[place + 1..], b"at_") => return true,
            b' ' if starts_with(&bytes[place + 1..], b"at ") && is_name(&bytes[..place]) => return true,
            b' ' if starts_with(&bytes[place + 1..], b"dot ") => return true,
            b'a' | b'A' if starts_with(&bytes[place + 1..], b"rroba") => return true,
            0x80.. => others = true,
            _ => {}
        }
    }
    digits >= DIGITS_MIN || (others && may_hide(text, digits))
}

/// Tells whether letters that are none of ASCII show as an `@`, or as digits enough.
fn may_hide(text: &str, mut digits: usize) -> bool {
    let mut holds = false;
    // The letters of our languages are below, but for the three raised digits.
    let others = text.chars().filter(|letter| *letter >= '\u{600}' || matches!(letter, '\u{b2}' | '\u{b3}' | '\u{b9}'));
    for letter in others {
        fold(letter, |shown| {
            digits += usize::from(shown.is_ascii_digit());
            // A letter that shows as one of ASCII may hide the word for `@`.
            holds |= shown == '@' || shown.is_ascii_alphabetic();
        });
    }
    holds || digits >= DIGITS_MIN
}

/// Tells whether an opened bracket holds the word for `@`.
fn is_at(bytes: &[u8]) -> bool {
    starts_with(bytes.strip_prefix(b" ").unwrap_or(bytes), b"at")
}

/// Tells whether bytes end with what is the name of a mailbox rather than a word: `sam.jones`.
fn is_name(bytes: &[u8]) -> bool {
    let last = &bytes[bytes.len().saturating_sub(NAME_MAX)..];
    let name = last.rsplit(|byte| byte.is_ascii_whitespace()).next().unwrap_or_default();
    name.windows(2).any(|pair| matches!(pair[0], b'.' | b'_') && pair[1].is_ascii_alphanumeric())
}

fn starts_with(bytes: &[u8], word: &[u8]) -> bool {
    bytes.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}
