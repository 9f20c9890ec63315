//! Character sets: UTF-8, UTF-16 of programs on Windows, and windows-1252, which is what every browser means by Latin-1
//! (<https://encoding.spec.whatwg.org>).

use std::borrow::Cow;

use mime::Mime;

use super::Unreadable;

/// What the bytes 0x80 to 0x9F stand for in windows-1252, from the index of the WHATWG. A crate for it would bring the tables of
/// every other character set into the function.
const UPPER: [char; 32] = [
    '\u{20AC}', '\u{81}', '\u{201A}', '\u{192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2C6}', '\u{2030}',
    '\u{160}', '\u{2039}', '\u{152}', '\u{8D}', '\u{17D}', '\u{8F}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201C}',
    '\u{201D}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2DC}', '\u{2122}', '\u{161}', '\u{203A}', '\u{153}', '\u{9D}',
    '\u{17E}', '\u{178}',
];

/// A character set that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8.
    Utf8,
    /// windows-1252, also called Latin-1.
    Windows1252,
    /// UTF-16, the lower byte first unless a mark says otherwise.
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
}

impl Charset {
    /// Reads the name of a character set.
    pub fn of(name: &str) -> Option<Self> {
        match name.trim().trim_matches('"').to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "unicode-1-1-utf-8" => Some(Self::Utf8),
            "windows-1252" | "cp1252" | "x-cp1252" | "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1"
            | "latin-1" | "l1" | "us-ascii" | "ascii" => Some(Self::Windows1252),
            "utf-16" | "utf-16le" | "utf16" | "unicode" => Some(Self::Utf16Le),
            "utf-16be" => Some(Self::Utf16Be),
            _ => None,
        }
    }

    /// Reads what a content type declares, if it declares one.
    ///
    /// # Errors
    /// It declares another.
    pub fn declared(content_type: &str) -> Result<Option<Self>, Unreadable> {
        let mime: Option<Mime> = content_type.parse().ok();
        let name = mime.as_ref().and_then(|mime| mime.get_param(mime::CHARSET));
        let read = |name: mime::Name<'_>| {
            let unsupported =
                || Unreadable::Unsupported("the character set must be UTF-8, UTF-16 or ISO-8859-1".to_owned());
            Self::of(name.as_str()).ok_or_else(unsupported)
        };
        name.map(read).transpose()
    }

    /// Reads bytes, without a mark before them. A mark of UTF-16 counts whatever was declared. What is not UTF-8 although it should
    /// be is windows-1252: nothing else is sent without saying so.
    pub fn text(self, bytes: &[u8]) -> Cow<'_, str> {
        let marked = match bytes {
            [0xff, 0xfe, rest @ ..] => Some((rest, u16::from_le_bytes as fn([u8; 2]) -> u16)),
            [0xfe, 0xff, rest @ ..] => Some((rest, u16::from_be_bytes as fn([u8; 2]) -> u16)),
            _ => None,
        };
        if let Some((rest, unit)) = marked {
            return Cow::Owned(utf_16(rest, unit));
        }
        let bytes = without_mark(bytes);
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).map_or_else(|_| Cow::Owned(windows_1252(bytes)), Cow::Borrowed),
            Self::Windows1252 => Cow::Owned(windows_1252(bytes)),
            Self::Utf16Le => Cow::Owned(utf_16(bytes, u16::from_le_bytes)),
            Self::Utf16Be => Cow::Owned(utf_16(bytes, u16::from_be_bytes)),
        }
    }
}

fn windows_1252(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        0x80..=0x9f => UPPER.get(usize::from(*byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        byte => char::from(*byte),
    };
    bytes.iter().map(letter).collect()
}

/// Takes the mark off that some programs put before UTF-8.
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks();
    let letters = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_1_is_read_declared_or_not() {
        assert_eq!(Charset::Utf8.text(b"Fr\xFChst\xFCck \x80 \x93ja\x94"), "Frühstück € “ja”");
        assert_eq!(Charset::Windows1252.text(b"Fr\xFChst\xFCck"), "Frühstück");
        assert_eq!(Charset::Utf8.text("Frühstück".as_bytes()), "Frühstück");
        assert_eq!(Charset::declared("text/plain; charset=utf8"), Ok(Some(Charset::Utf8)));
        assert_eq!(Charset::declared("application/json; charset=\"ISO-8859-1\""), Ok(Some(Charset::Windows1252)));
        assert_eq!(Charset::declared("application/json"), Ok(None));
        assert!(Charset::declared("application/json; charset=shift_jis").is_err());
    }

    #[test]
    fn a_mark_is_no_letter_and_says_which_half_comes_first() {
        assert_eq!(Charset::Utf8.text(b"\xef\xbb\xbf{}"), "{}");
        assert_eq!(Charset::Utf8.text(b"\xff\xfe{\0\xfc\0}\0"), "{ü}");
        assert_eq!(Charset::Utf16Le.text(b"\xfe\xff\0{\xd8\x3d\xde\0\0}"), "{😀}");
        assert_eq!(Charset::declared("application/json; charset=UTF-16"), Ok(Some(Charset::Utf16Le)));
        assert_eq!(
            Charset::of("utf-16be").map(|set| set.text(b"\0a\xd8\x3d\0b").into_owned()),
            Some("a\u{fffd}b".into())
        );
    }
}
