//! By what customers are kept: by the identifiers that senders use, or, where a deployment asks for it, by a keyed hash of them.
//! Whoever has the table and not the key then finds nobody by trying identifiers.

use std::borrow::Cow;
use std::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::identity::Identity;

/// What the hash of an identifier begins with: what begins so and is as long is not hashed again.
const MARK: &str = "hashed-";

/// Hexadecimal digits of a hash: 128 bits, so that no two customers meet.
const DIGITS: usize = 32;

/// Characters of a key, at least.
pub const KEY_CHARS_MIN: usize = 32;

/// How the identifiers of customers are kept; as they are sent by default.
#[derive(Clone, Default)]
pub struct Customers {
    key: Option<String>,
}

impl fmt::Debug for Customers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.key.is_some() { "Customers(hashed)" } else { "Customers(as sent)" })
    }
}

impl Customers {
    /// Keeps customers by an HMAC-SHA256 of their identifiers. Another key makes other customers of them.
    pub fn hashed_by(key: impl Into<String>) -> Self {
        Self { key: Some(key.into()) }
    }

    /// Returns whether they are kept by a hash.
    pub fn are_hashed(&self) -> bool {
        self.key.is_some()
    }

    /// Returns by what a customer is kept whom somebody calls by an identifier, or by what is kept already.
    pub fn kept<'a>(&self, called: &'a str) -> Cow<'a, str> {
        let Some(key) = self.key.as_deref().filter(|_| !is_hash(called)) else { return Cow::Borrowed(called) };
        // An HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return Cow::Borrowed(MARK) };
        mac.update(b"customer\0");
        mac.update(called.as_bytes());
        let mut hash = format!("{MARK}{:x}", mac.finalize().into_bytes());
        hash.truncate(MARK.len() + DIGITS);
        Cow::Owned(hash)
    }

    /// Returns the identity of a customer whom somebody calls by an identifier.
    pub fn identity(&self, called: &str) -> Identity {
        Identity::Customer(self.kept(called).into_owned())
    }

    /// Reads an identity as it is written (`id:…`, `anon:…`); none if it is not.
    pub fn read(&self, written: &str) -> Option<Identity> {
        match written.parse().ok()? {
            Identity::Customer(called) => Some(self.identity(&called)),
            visitor @ Identity::Anonymous(_) => Some(visitor),
        }
    }
}

fn is_hash(text: &str) -> bool {
    let digits = text.strip_prefix(MARK).unwrap_or_default();
    digits.len() == DIGITS && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_is_kept_as_sent_unless_a_deployment_asks_for_more() {
        assert_eq!(Customers::default().kept("ana"), "ana");
        let customers = Customers::hashed_by("the key of a deployment, long enough");
        let kept = customers.kept("ana").into_owned();
        assert_eq!(kept.len(), 39);
        assert!(!kept.contains("ana"));
        assert_eq!(customers.kept(&kept), kept, "nobody is hashed twice");
        assert_eq!(customers.identity("ana"), customers.identity(&kept));
        assert_ne!(customers.kept("eva"), kept);
        assert_ne!(Customers::hashed_by("another key of another deployment").kept("ana"), kept);
        assert_ne!(customers.kept("hashed-"), "hashed-", "what only begins like a hash is an identifier");
        assert_eq!(format!("{customers:?}"), "Customers(hashed)");
    }
}
