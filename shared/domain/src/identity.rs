//! Who a touchpoint belongs to, and what names it. Knows nothing about keys in a table.

use std::fmt;
use std::str::FromStr;

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

    /// Returns a short name that is the same for the same identity and does not reveal it.
    ///
    /// Eight hexadecimal digits: enough to tell customers apart in a message, not a secret.
    pub fn pseudonym(&self) -> String {
        fingerprint(&["pseudonym", &self.to_string()], 8)
    }

    /// Returns the same kind of identity under its pseudonym, for whoever may see what happened and not to whom.
    #[must_use]
    pub fn under_pseudonym(&self) -> Self {
        match self {
            Self::Customer(_) => Self::Customer(self.pseudonym()),
            Self::Anonymous(_) => Self::Anonymous(self.pseudonym()),
        }
    }

    /// Tells whether the business knows this customer.
    pub fn is_known(&self) -> bool {
        matches!(self, Self::Customer(_))
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
        let customer = Identity::Customer("ana".into());
        assert_eq!(customer.pseudonym().len(), 8);
        assert_ne!(customer.pseudonym(), Identity::Anonymous("ana".into()).pseudonym());
    }
}
