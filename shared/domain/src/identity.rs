//! Who a touchpoint belongs to, and what names it. Knows nothing about keys in a table.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, Mac};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

/// The identity a touchpoint was recorded under: a known customer or an anonymous visitor.
///
/// The two never share a name: `id:7` and `anon:7` are different people until a link says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Identity {
    /// A customer the business knows by its own identifier.
    Customer(String),
    /// A visitor known only by a browser's or a form's identifier.
    Anonymous(String),
}

impl Identity {
    /// Derives the identity of a touchpoint that came without any: its own anonymous customer.
    pub fn of_nobody(key: &TouchpointKey) -> Self {
        Self::Anonymous(fingerprint(&[&key.source, &key.id], 16))
    }

    /// Returns the pseudonym that versions without [`Pseudonyms`] gave: of no key, so that whoever lists telephone numbers
    /// finds the one behind it. It finds what was named so, and nothing new is.
    pub fn old_pseudonym(&self) -> String {
        fingerprint(&["pseudonym", &self.to_string()], 8)
    }

    /// Tells whether the business knows this customer.
    pub fn is_known(&self) -> bool {
        matches!(self, Self::Customer(_))
    }
}

/// Hexadecimal digits of a pseudonym: 64 bits, so that no two of a business's customers meet by chance.
const PSEUDONYM_DIGITS: usize = 16;

/// Hexadecimal digits of the hash of an identity that was erased: nobody else may be taken for that one, ever.
const TOMBSTONE_DIGITS: usize = 40;

/// Gives customers names that are the same for the same customer of one deployment and say nothing to anybody else: an
/// HMAC-SHA256 under a key of the deployment. Without the key no list of numbers or addresses finds who is behind one.
#[derive(Clone)]
pub struct Pseudonyms {
    key: String,
}

impl Pseudonyms {
    /// Gives names by a key, which nobody outside the deployment knows.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into() }
    }

    /// Returns the pseudonym of an identity.
    pub fn of(&self, identity: &Identity) -> String {
        self.hashed(b"pseudonym\0", identity, PSEUDONYM_DIGITS)
    }

    /// Returns by what it is remembered that an identity was erased. Without the key nobody finds out whose it is, and nobody
    /// finds the pseudonym of the same identity by it.
    pub fn tombstone(&self, identity: &Identity) -> String {
        self.hashed(b"erased\0", identity, TOMBSTONE_DIGITS)
    }

    fn hashed(&self, purpose: &[u8], identity: &Identity, digits: usize) -> String {
        // An HMAC takes keys of any length. Had it none of its own, an unknown customer would still be no known one.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.key.as_bytes()) else { return String::new() };
        mac.update(purpose);
        mac.update(identity.to_string().as_bytes());
        let mut text = format!("{:x}", mac.finalize().into_bytes());
        text.truncate(digits);
        text
    }

    /// Returns the same kind of identity under its pseudonym, for readers who may see what happened and not to whom.
    #[must_use]
    pub fn hide(&self, identity: &Identity) -> Identity {
        match identity {
            Identity::Customer(_) => Identity::Customer(self.of(identity)),
            Identity::Anonymous(_) => Identity::Anonymous(self.of(identity)),
        }
    }

    /// Names a case that is being opened.
    pub fn case(&self, customer: &Identity, number: u32) -> String {
        format!("{}-{number}", self.of(customer))
    }
}

impl fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pseudonyms(***)")
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Customer(id) => write!(f, "id:{id}"),
            Self::Anonymous(id) => write!(f, "anon:{id}"),
        }
    }
}

/// The text is not `id:…` or `anon:…`.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("an identity starts with `id:` or `anon:`")]
pub struct InvalidIdentity;

impl FromStr for Identity {
    type Err = InvalidIdentity;

    fn from_str(text: &str) -> Result<Self, InvalidIdentity> {
        match text.split_once(':') {
            Some(("id", id)) if !id.is_empty() => Ok(Self::Customer(id.to_owned())),
            Some(("anon", id)) if !id.is_empty() => Ok(Self::Anonymous(id.to_owned())),
            _ => Err(InvalidIdentity),
        }
    }
}

impl Serialize for Identity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Identity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// What makes a touchpoint unique: the name of its sender and the sender's own id for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct TouchpointKey {
    /// The write key's name, or `{name}/{source in the body}`.
    pub source: String,
    /// The sender's id, or one generated on receipt.
    pub id: String,
}

impl fmt::Display for TouchpointKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.source, self.id)
    }
}

/// Hashes the parts (SHA-256, each part closed by a zero byte) to `digits` hexadecimal digits.
pub fn fingerprint(parts: &[&str], digits: usize) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    let mut text = format!("{:x}", hasher.finalize());
    text.truncate(digits);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_survive_their_text_form() {
        for identity in [Identity::Customer("a:b#c".into()), Identity::Anonymous("id:7".into())] {
            assert_eq!(identity.to_string().parse(), Ok(identity));
        }
        for text in ["", "id:", "anon:", "7", "ID:7"] {
            assert_eq!(text.parse::<Identity>(), Err(InvalidIdentity));
        }
    }

    #[test]
    fn parts_of_a_fingerprint_do_not_run_into_each_other() {
        assert_ne!(fingerprint(&["ab", "c"], 16), fingerprint(&["a", "bc"], 16));
    }

    #[test]
    fn a_pseudonym_does_not_contain_the_identity() {
        let names = Pseudonyms::new("the key of a deployment");
        let customer = Identity::Customer("ana".into());
        assert_eq!(names.of(&customer).len(), 16);
        assert_eq!(names.of(&customer), Pseudonyms::new("the key of a deployment").of(&customer));
        assert_ne!(names.of(&customer), names.of(&Identity::Anonymous("ana".into())));
        assert_eq!(names.case(&customer, 3), format!("{}-3", names.of(&customer)));
        assert_eq!(format!("{names:?}"), "Pseudonyms(***)");
    }

    /// What the finding showed: a million numbers are tried in a second. The pseudonyms of a deployment are not among
    /// those that anybody can make, nor among those of another deployment.
    #[test]
    fn a_list_of_telephone_numbers_finds_nobody_without_the_key() {
        let (ours, theirs) = (Pseudonyms::new("our key"), Pseudonyms::new("their key"));
        let customer = Identity::Customer("+34600123456".into());
        let pseudonym = ours.of(&customer);
        let mut found_by_old = 0;
        for suffix in 0..1_000_000 {
            let guess = Identity::Customer(format!("+34600{suffix:06}"));
            found_by_old += usize::from(guess == customer && guess.old_pseudonym() == customer.old_pseudonym());
            // Of the digest that anybody can make, whatever they cut it to.
            assert!(!fingerprint(&["pseudonym", &guess.to_string()], 64).starts_with(&pseudonym));
            assert_ne!(guess.old_pseudonym(), pseudonym[..8]);
        }
        assert_eq!(found_by_old, 1, "the list has the number in it");
        assert_ne!(theirs.of(&customer), pseudonym);
    }
}
