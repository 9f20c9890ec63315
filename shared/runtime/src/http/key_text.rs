//! A key as text. Says what it is to nobody who prints it.

use std::fmt;

use serde::Deserialize;
use subtle::ConstantTimeEq;

/// A key as text, which does not print itself.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct KeyText(String);

impl fmt::Debug for KeyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl KeyText {
    /// Tells whether a presented key is this one, in a time that depends on their lengths only.
    pub fn is(&self, presented: &str) -> bool {
        self.0.as_bytes().ct_eq(presented.as_bytes()).into()
    }

    pub(crate) fn reveal(&self) -> &str {
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
    fn keys_do_not_print_themselves() {
        let key = KeyText("sk_live_1".into());
        assert!(key.is("sk_live_1") && !key.is("sk_live_2") && !key.is(""));
        assert_eq!(format!("{key:?}"), "***");
    }
}
