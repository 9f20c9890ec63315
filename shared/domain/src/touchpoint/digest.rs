//! The digest by which a repeated touchpoint is told from a conflicting one. Sees only what the sender said: no time
//! of receipt, no default, no spelling of an alias, no order of fields.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Version of the canonical form. A stored digest of another version cannot be compared and counts as equal.
const VERSION: &str = "1";
/// Bytes that most canonical forms have room in.
const CANONICAL_BYTES_USUAL: usize = 1024;

/// Digests what the sender said, in a form that does not depend on the order of fields.
///
/// # Errors
/// What was said has no form in JSON.
pub fn digest(said: &impl Serialize) -> Result<String, serde_json::Error> {
    digest_under(said, None)
}

/// Digests what is kept of what the sender said. `privacy` names what was taken out before: with other rules something else may
/// have been, so such digests cannot be compared. A digest of what was taken out would let anybody find it by trying.
///
/// # Errors
/// As [`digest`].
pub fn digest_under(said: &impl Serialize, privacy: Option<&str>) -> Result<String, serde_json::Error> {
    let version = privacy.map_or_else(|| VERSION.to_owned(), |privacy| format!("{VERSION}-{privacy}"));
    let mut canonical = Vec::with_capacity(CANONICAL_BYTES_USUAL);
    write_canonical(&serde_json::to_value(said)?, &mut canonical)?;
    let mut text = format!("{version}:{:x}", Sha256::digest(&canonical));
    text.truncate(version.len() + 1 + 32);
    Ok(text)
}

/// Tells whether two digests stand for the same words; digests of different versions count as the same.
pub fn agrees(stored: &str, sent: &str) -> bool {
    let version = |digest: &str| digest.split_once(':').map(|(version, _)| version.to_owned());
    stored == sent || version(stored) != version(sent)
}

fn write_canonical(value: &Value, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    match value {
        Value::Object(object) => {
            let mut fields: Vec<_> = object.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            out.push(b'{');
            for (name, value) in fields {
                serde_json::to_writer(&mut *out, name)?;
                out.push(b':');
                write_canonical(value, out)?;
                out.push(b',');
            }
            out.push(b'}');
        }
        Value::Array(array) => {
            out.push(b'[');
            for value in array {
                write_canonical(value, out)?;
                out.push(b',');
            }
            out.push(b']');
        }
        scalar => serde_json::to_writer(out, scalar)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn order_of_fields_does_not_matter_and_values_do() {
        let one = digest(&json!({"a": {"x": 1, "y": [1, 2]}, "b": "z"})).unwrap();
        let same: Value = serde_json::from_str(r#"{"b": "z", "a": {"y": [1, 2], "x": 1}}"#).unwrap();
        let other = digest(&json!({"a": {"x": 1, "y": [2, 1]}, "b": "z"})).unwrap();
        assert_eq!(one, digest(&same).unwrap());
        assert_ne!(one, other);
    }

    #[test]
    fn the_canonical_form_stays_as_stored_digests_have_it() {
        let mut canonical = Vec::new();
        write_canonical(&json!({"b": "z\"\n", "a": {"y": [1, 2.5, null], "x": true}}), &mut canonical).unwrap();
        assert_eq!(String::from_utf8(canonical).unwrap(), r#"{"a":{"x":true,"y":[1,2.5,null,],},"b":"z\"\n",}"#);
    }

    #[test]
    fn digests_of_another_version_are_no_conflict() {
        assert!(agrees("1:aa", "1:aa"));
        assert!(!agrees("1:aa", "1:bb"));
        assert!(agrees("0:aa", "1:bb"));
    }
}
