//! Reads the body of a request: JSON, forms, multipart, CSV, in the character sets that browsers and vendors send. Takes what
//! can be understood; knows no field of a touchpoint.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;
use mime::Mime;
use serde_json::Value;

pub mod charset;
pub mod form;
pub mod json;
pub mod multipart;
pub mod rows;

/// Bytes of a body, at most, also after it was decompressed.
pub const BYTES_MAX: usize = 4 * 1024 * 1024;

/// How a body begins that is compressed with gzip.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A body that cannot be read. Says why, and quotes nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The type, the character set or the compression is none that is taken.
    #[error("{0}")]
    Unsupported(String),
    /// It is larger than a body may be.
    #[error("{0}")]
    TooLarge(String),
    /// It is not what its type says.
    #[error("{0}")]
    Broken(String),
}

/// The kinds of bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JSON, whatever vendor's name stands before `+json`.
    Json,
    /// A form in the encoding of URLs.
    Form,
    /// A form in parts.
    Multipart,
    /// Lines of values, the first of names.
    Csv,
    /// Plain text, which is JSON if it looks like it: a browser's beacon can send no other type without asking first.
    Text,
}

impl Kind {
    /// Reads the kind from a content type; `None` if it is none of them.
    pub fn of(content_type: &str) -> Option<Self> {
        let mime: Mime = content_type.parse().ok()?;
        match mime.essence_str() {
            "application/x-www-form-urlencoded" => Some(Self::Form),
            "multipart/form-data" => Some(Self::Multipart),
            "text/csv" | "application/csv" => Some(Self::Csv),
            "application/json" | "text/json" | "application/x-json" | "text/javascript" | "application/javascript" => {
                Some(Self::Json)
            }
            "text/plain" => Some(Self::Text),
            _ if mime.suffix() == Some(mime::JSON) => Some(Self::Json),
            _ => None,
        }
    }
}

/// Returns whether a body is compressed, so that reading it costs more than its bytes. Some vendors name gzip and do not do it.
pub fn is_compressed(encoding: Option<&str>, bytes: &[u8]) -> bool {
    encoding.is_some_and(|encoding| !matches!(encoding.trim(), "" | "identity")) && bytes.starts_with(&GZIP)
}

/// Takes the compression off a body.
///
/// # Errors
/// It is compressed in a way that is not taken, broken, or too large when decompressed.
pub fn decompressed<'a>(encoding: Option<&str>, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>, Unreadable> {
    match encoding.map(|encoding| encoding.trim().to_ascii_lowercase()).as_deref() {
        None | Some("" | "identity") => Ok(Cow::Borrowed(bytes)),
        Some("gzip" | "x-gzip") if !is_compressed(encoding, bytes) => Ok(Cow::Borrowed(bytes)),
        Some("gzip" | "x-gzip") => {
            let mut plain = Vec::new();
            let limit = BYTES_MAX as u64 + 1;
            MultiGzDecoder::new(bytes)
                .take(limit)
                .read_to_end(&mut plain)
                .map_err(|_| Unreadable::Broken("the body is not gzip".to_owned()))?;
            if plain.len() > BYTES_MAX {
                return Err(Unreadable::TooLarge(format!("a body may have {BYTES_MAX} bytes, also decompressed")));
            }
            Ok(Cow::Owned(plain))
        }
        Some(_) => Err(Unreadable::Unsupported("a body may be compressed with gzip only".to_owned())),
    }
}

/// Tells whether a body begins as JSON does, whatever it is called: `curl -d` calls it a form, others say nothing of it.
pub fn looks_like_json(bytes: &[u8]) -> bool {
    let is_before = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0xef | 0xbb | 0xbf | 0xff | 0xfe | 0);
    matches!(bytes.iter().find(|byte| !is_before(byte)), Some(b'{' | b'['))
}

/// Reads a vendor's body as one JSON value: an object of a form, an array of the rows of a CSV file.
///
/// # Errors
/// It is of no kind that is taken, or is not what its type says.
pub fn read(content_type: Option<&str>, bytes: &[u8]) -> Result<Value, Unreadable> {
    let content_type = content_type.unwrap_or_default();
    let looks_like_json = looks_like_json(bytes);
    match Kind::of(content_type) {
        Some(Kind::Form) if looks_like_json => json::lenient(content_type, bytes),
        Some(Kind::Form) => Ok(form::object(form::pairs(content_type, bytes)?)),
        Some(Kind::Multipart) => Ok(form::object(multipart::pairs(content_type, bytes)?)),
        Some(Kind::Csv) => rows::read(content_type, bytes),
        Some(Kind::Json) => json::lenient(content_type, bytes),
        _ if looks_like_json => json::lenient(content_type, bytes),
        _ => Err(Unreadable::Unsupported("the body must be JSON, a form, multipart or CSV".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use serde_json::json;

    use super::*;

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn every_kind_becomes_one_value() {
        for (kind, text, value) in [
            ("application/json", "{\"a\": 1}", json!({"a": 1})),
            ("application/vnd.surveymonkey.response.v1+json; charset=utf8", "[1]", json!([1])),
            ("application/x-www-form-urlencoded", "a=1&b%5B%5D=x&b%5B%5D=y&a=2", json!({"a": "2", "b": ["x", "y"]})),
            ("text/plain;charset=UTF-8", " {\"a\": 1}", json!({"a": 1})),
            ("", "\u{feff}{\"a\": 1}", json!({"a": 1})),
            ("text/csv", "id;stars\n1;5\n", json!([{"id": "1", "stars": "5"}])),
        ] {
            assert_eq!(read(Some(kind), text.as_bytes()), Ok(value), "{kind}");
        }
        assert!(matches!(read(Some("image/png"), b"\x89PNG"), Err(Unreadable::Unsupported(_))));
        assert!(matches!(read(None, b"hello"), Err(Unreadable::Unsupported(_))));
    }

    #[test]
    fn gzip_is_taken_and_a_bomb_is_not() {
        let plain = b"{\"a\": 1}";
        let packed = gzipped(plain);
        assert_eq!(decompressed(Some("gzip"), &packed).unwrap().as_ref(), plain);
        assert_eq!(decompressed(Some("GZIP"), plain).unwrap().as_ref(), plain, "named and not done");
        assert!(matches!(decompressed(Some("gzip"), &packed[..9]), Err(Unreadable::Broken(_))));
        assert!(matches!(decompressed(Some("br"), plain), Err(Unreadable::Unsupported(_))));
        let bomb = gzipped(&vec![b' '; BYTES_MAX + 1]);
        assert!(matches!(decompressed(Some("gzip"), &bomb), Err(Unreadable::TooLarge(_))));
    }
}
