//! A key as text. Says what it is to nobody who prints it.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Bytes of a key that signs, at least.
const SIGNING_BYTES_MIN: usize = 32;

/// What a key begins with that is kept as its SHA-256.
const HASHED: &str = "sha256:";
/// Characters of a hash.
const HASH_CHARS: usize = 64;
/// Characters that tell keys of one name apart.
const MARK_CHARS: usize = 8;

fn hex_of(key: &str) -> String {
    format!("{:x}", Sha256::digest(key.as_bytes()))
}

/// A key as text, which does not print itself.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct KeyText(String);

impl fmt::Debug for KeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl JsonSchema for KeyText {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Secret".into()
    }

    fn inline_schema() -> bool {
        true
    }

    /// A text of which the schema says that it is a secret.
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "password"})
    }
}

impl KeyText {
    /// Tells whether a presented key is this one, in a time that depends on their lengths only. One that is kept as its hash is
    /// compared by it.
    pub fn is(&self, presented: &str) -> bool {
        match self.0.strip_prefix(HASHED) {
            Some(hash) => hash.as_bytes().ct_eq(hex_of(presented).as_bytes()).into(),
            None => self.0.as_bytes().ct_eq(presented.as_bytes()).into(),
        }
    }

    /// Returns whether the configuration holds the hash of the key and not the key.
    pub fn is_hashed(&self) -> bool {
        self.0.starts_with(HASHED)
    }

    /// Returns whether what follows `sha256:` is no hash; false for a key that is not hashed.
    pub(crate) fn is_broken_hash(&self) -> bool {
        let is_hash =
            |hash: &str| hash.len() == HASH_CHARS && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        self.0.strip_prefix(HASHED).is_some_and(|hash| !is_hash(hash))
    }

    /// Returns its hash, by which the same key is told in either form.
    pub fn hash(&self) -> String {
        self.0.strip_prefix(HASHED).map_or_else(|| hex_of(&self.0), str::to_owned)
    }

    /// Returns a few characters of the hash: they tell keys of one name apart and give none away.
    pub fn mark(&self) -> String {
        self.hash().chars().take(MARK_CHARS).collect()
    }

    /// Returns the seal that this key puts on some parts for one purpose: HMAC-SHA256, in the alphabet of addresses.
    pub fn seal(&self, purpose: &str, parts: &[&str]) -> String {
        self.mac(purpose, parts).map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())).unwrap_or_default()
    }

    /// Returns whether a seal is the one that this key puts on some parts, in a time that does not depend on how near it comes.
    pub fn has_sealed(&self, purpose: &str, parts: &[&str], seal: &str) -> bool {
        let (Some(mac), Ok(seal)) = (self.mac(purpose, parts), URL_SAFE_NO_PAD.decode(seal)) else { return false };
        mac.verify_slice(&seal).is_ok()
    }

    /// Returns the HMAC before it is finished; it takes keys of any length, so there is always one.
    fn mac(&self, purpose: &str, parts: &[&str]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).ok()?;
        for part in std::iter::once(&purpose).chain(parts) {
            // The length before each: no part runs into the next.
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Some(mac)
    }

    /// Returns whether it is long enough to sign: 32 bytes.
    pub fn can_sign(&self) -> bool {
        self.0.len() >= SIGNING_BYTES_MIN
    }

    /// Returns the text, for the one who has to send it on. It must not be printed.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_holds_for_its_key_purpose_and_parts_only() {
        let (key, other) = (KeyText("k".repeat(32)), KeyText("o".repeat(32)));
        let seal = key.seal("session", &["ana", "1"]);
        assert!(key.has_sealed("session", &["ana", "1"], &seal));
        for (key, purpose, parts) in [
            (&other, "session", &["ana", "1"][..]),
            (&key, "form", &["ana", "1"]),
            (&key, "session", &["ana1", ""]),
            (&key, "session", &["an", "a1"]),
            (&key, "session", &["ana"]),
        ] {
            assert!(!key.has_sealed(purpose, parts, &seal), "{purpose} {parts:?}");
        }
        assert!(!key.has_sealed("session", &["ana", "1"], "") && !key.has_sealed("session", &["ana", "1"], &seal[1..]));
        assert!(key.can_sign() && !KeyText("k".repeat(31)).can_sign());
    }

    #[test]
    fn a_key_that_is_kept_as_its_hash_is_known_by_the_key_and_not_by_the_hash() {
        let hashed = KeyText(format!("sha256:{}", hex_of("sk_live_1")));
        assert!(hashed.is("sk_live_1") && !hashed.is("sk_live_2") && !hashed.is(hashed.reveal()) && !hashed.is(""));
        assert!(hashed.is_hashed() && !hashed.is_broken_hash());
        let plain = KeyText("sk_live_1".into());
        assert_eq!((plain.hash(), plain.mark()), (hashed.hash(), hashed.mark()));
        assert!(!plain.is_hashed() && !plain.is_broken_hash() && plain.mark().len() == 8);
        for broken in ["sha256:", "sha256:abc", &format!("sha256:{}", "G".repeat(64))] {
            assert!(KeyText((*broken).into()).is_broken_hash(), "{broken}");
        }
    }

    #[test]
    fn keys_do_not_print_themselves() {
        let key = KeyText("sk_live_1".into());
        assert!(key.is("sk_live_1") && !key.is("sk_live_2") && !key.is(""));
        assert_eq!(format!("{key:?}"), "***");
    }
}
