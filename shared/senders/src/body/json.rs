//! JSON as vendors really send it: with a mark before it, in Latin-1, with half a letter, with a quotation mark that a template
//! put into a text. Mends what can only have been meant in one way.

use std::borrow::Cow;

use serde_json::Value;

use super::Unreadable;
use super::charset::Charset;

/// Reads a vendor's JSON.
///
/// # Errors
/// It is no JSON, and cannot be mended.
pub fn lenient(content_type: &str, bytes: &[u8]) -> Result<Value, Unreadable> {
    let text = text(content_type, bytes)?;
    mended(&text, |text| serde_json::from_str(text)).map_err(|error: serde_json::Error| {
        Unreadable::Broken(format!("the body is not JSON, see line {}, column {}", error.line(), error.column()))
    })
}

/// Reads the text of a JSON body in its character set, without a mark before it.
///
/// # Errors
/// The character set is not one that is read.
pub fn text<'a>(content_type: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Unreadable> {
    Ok(Charset::declared(content_type)?.unwrap_or(Charset::Utf8).text(bytes))
}

/// Reads a text that is no JSON as it must have been meant: with whole letters first, then with what templates break.
///
/// # Errors
/// What `read` says of the text as it came.
pub fn mended<T, E>(text: &str, read: impl Fn(&str) -> Result<T, E>) -> Result<T, E> {
    let first = match read(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let whole = without_lone_surrogates(text);
    read(&whole).or_else(|_| read(&requoted(&whole))).map_err(|_| first)
}

/// Puts the replacement character in the place of every half of a letter: `\ud83d` without its other half, as a text has that
/// was cut in the middle of an emoji.
fn without_lone_surrogates(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut kept = 0;
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        let start = at + found;
        match unit(text, start) {
            Some(0xd800..=0xdbff) if matches!(unit(text, start + 6), Some(0xdc00..=0xdfff)) => at = start + 12,
            Some(0xd800..=0xdfff) => {
                mended.push_str(&text[kept..start]);
                mended.push_str("\\ufffd");
                kept = start + 6;
                at = kept;
            }
            _ => at = start + 2,
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(&text[kept..]);
    Cow::Owned(mended)
}

/// Reads a `\uXXXX` at a place.
fn unit(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    u16::from_str_radix(digits, 16).ok()
}

/// Escapes quotation marks, line breaks and controls inside texts, which templates put there: a mark ends a text only where JSON could go
/// on after it.
fn requoted(text: &str) -> String {
    let mut mended = String::with_capacity(text.len() + 16);
    let mut inside = false;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' if inside => {
                mended.push('\\');
                mended.extend(letters.next().map(|(_, escaped)| escaped));
            }
            '"' if !inside => {
                inside = true;
                mended.push('"');
            }
            '"' if ends_text(&text[at + 1..]) => {
                inside = false;
                mended.push('"');
            }
            '"' => mended.push_str("\\\""),
            '\n' if inside => mended.push_str("\\n"),
            '\r' if inside => mended.push_str("\\r"),
            '\t' if inside => mended.push_str("\\t"),
            '\0'..='\u{1f}' if inside => mended.push_str("\\ufffd"),
            letter => mended.push(letter),
        }
    }
    mended
}

/// Tells whether what follows a quotation mark is how JSON goes on after a text.
fn ends_text(rest: &str) -> bool {
    let rest = rest.trim_start();
    match rest.chars().next() {
        None | Some('}' | ']' | ':') => true,
        Some(',') => rest[1..].trim_start().starts_with(['"', '{', '[', '}', ']']),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Result<Value, Unreadable> {
        lenient("application/json", text.as_bytes())
    }

    #[test]
    fn what_can_only_be_meant_in_one_way_is_mended() {
        assert_eq!(read("\u{feff}{\"a\": 1}"), Ok(json!({"a": 1})));
        assert_eq!(lenient("application/json; charset=iso-8859-1", b"{\"a\": \"\xFC\"}"), Ok(json!({"a": "ü"})));
        assert_eq!(read(r#"{"a": "\ud83d\ude00", "b": "x\ud83d"}"#), Ok(json!({"a": "😀", "b": "x\u{fffd}"})));
        assert_eq!(
            read(r#"{"a": "\\ud83d", "b": "\ude00\ud83d"}"#),
            Ok(json!({"a": "\\ud83d", "b": "\u{fffd}\u{fffd}"}))
        );
        assert_eq!(
            read("{\"c\": \"They said \"soon\", and\nnothing \"came\"\", \"id\": \"7\"}"),
            Ok(json!({"c": "They said \"soon\", and\nnothing \"came\"", "id": "7"}))
        );
        assert_eq!(read("{\"c\": \"a\0b\"}"), Ok(json!({"c": "a\u{fffd}b"})));
    }

    #[test]
    fn what_is_no_json_says_where_it_breaks() {
        for text in ["", "{", "{a: 1}", "[1,", "\"\\u\\"] {
            let told = read(text).unwrap_err();
            assert!(
                matches!(&told, Unreadable::Broken(why) if why.starts_with("the body is not JSON, see line ")),
                "{text}: {told}"
            );
        }
    }
}
