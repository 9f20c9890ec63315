//! Forms in the encoding of URLs: pairs of a name and a value, in the character set that the form was filled in with.

use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use super::Unreadable;
use super::charset::{Charset, without_mark};

/// Fields of one form, at most.
pub const FIELDS_MAX: usize = 300;

/// The field into which a browser writes the character set of a form.
pub(super) const CHARSET: &str = "_charset_";

/// A name or a value before its character set is known.
type Raw = Vec<u8>;

/// Reads the fields of a form.
///
/// # Errors
/// It has too many fields, or declares a character set that is not read.
pub fn pairs(content_type: &str, bytes: &[u8]) -> Result<Vec<(String, String)>, Unreadable> {
    let bytes = without_mark(bytes);
    let mut raw = Vec::new();
    for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        if raw.len() == FIELDS_MAX {
            return Err(Unreadable::TooLarge(format!("a form may have {FIELDS_MAX} fields")));
        }
        let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        let value = pair.get(at + 1..).unwrap_or_default();
        raw.push((unescaped(&pair[..at]), unescaped(value)));
    }
    Ok(texts(Charset::declared(content_type)?, &raw))
}

fn unescaped(part: &[u8]) -> Raw {
    let spaced: Raw = part.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&spaced).collect()
}

/// Reads all fields in one character set: the declared one, else what the form says of itself, else what its bytes allow.
pub(super) fn texts(declared: Option<Charset>, raw: &[(Raw, Raw)]) -> Vec<(String, String)> {
    let said = raw.iter().find(|(name, _)| name == CHARSET.as_bytes());
    let said = said.and_then(|(_, value)| Charset::of(std::str::from_utf8(value).ok()?));
    let is_utf8 = raw.iter().all(|(name, value)| [name, value].iter().all(|part| std::str::from_utf8(part).is_ok()));
    let charset = declared.or(said).unwrap_or(if is_utf8 { Charset::Utf8 } else { Charset::Windows1252 });
    raw.iter()
        .filter(|(name, _)| name != CHARSET.as_bytes())
        .map(|(name, value)| (charset.text(name).into_owned(), charset.text(value).into_owned()))
        .collect()
}

/// Makes one object of the fields: `name[]` is a list, and of a name given twice the last value counts.
pub fn object(pairs: Vec<(String, String)>) -> Value {
    let mut object = Map::new();
    for (name, value) in pairs {
        let value = Value::String(value);
        match name.strip_suffix("[]") {
            None => {
                object.insert(name, value);
            }
            Some(list) => match object.entry(list).or_insert_with(|| Value::Array(Vec::new())) {
                Value::Array(values) => values.push(value),
                other => *other = Value::Array(vec![value]),
            },
        }
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content_type: &str, body: &[u8]) -> Vec<(String, String)> {
        pairs(content_type, body).unwrap()
    }

    fn pair(name: &str, value: &str) -> Vec<(String, String)> {
        vec![(name.to_owned(), value.to_owned())]
    }

    #[test]
    fn a_form_is_read_in_the_character_set_that_it_was_filled_in_with() {
        const FORM: &str = "application/x-www-form-urlencoded";
        let breakfast = pair("comment", "Frühstück");
        assert_eq!(read(FORM, b"comment=Fr%C3%BChst%C3%BCck"), breakfast);
        assert_eq!(read(FORM, b"comment=Fr%FChst%FCck"), breakfast, "not declared");
        assert_eq!(read(&format!("{FORM}; charset=ISO-8859-1"), b"comment=Fr%FChst%FCck"), breakfast);
        assert_eq!(read(FORM, b"_charset_=windows-1252&comment=Fr%FChst%FCck"), breakfast);
        // Every byte pair of this is also UTF-8, and the form says that it is not.
        assert_eq!(read(FORM, b"_charset_=iso-8859-1&comment=%C3%BC"), pair("comment", "Ã¼"));
        assert_eq!(
            read(FORM, b"a=b+c%2B&&=x&d"),
            [("a", "b c+"), ("", "x"), ("d", "")].map(|(n, v)| (n.to_owned(), v.to_owned()))
        );
        let many = vec!["a=1"; FIELDS_MAX + 1].join("&");
        assert!(matches!(pairs(FORM, many.as_bytes()), Err(Unreadable::TooLarge(_))));
    }
}
