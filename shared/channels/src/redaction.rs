//! Values that must never be printed: a channel's address is a password, and so is its signing secret. No type here
//! has a `Display`, `Debug` or error that shows one.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use url::Url;

use crate::address::{Forbidden, check_url};

/// A text of the configuration that is a secret until it is parsed into [`ChannelUrl`] or [`SigningSecret`].
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text itself. The caller must not print the result.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl JsonSchema for Secret {
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

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

/// The checked address of a channel: only its scheme and host are ever printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ChannelUrl(Url);

impl ChannelUrl {
    /// Checks an address by the rules of [`crate::address`]. The error names the rule, never the address.
    pub fn parse(secret: &Secret, allow_loopback: bool) -> Result<Self, Forbidden> {
        check_url(secret.reveal(), allow_loopback).map(Self)
    }

    /// Returns the whole address, for the request itself.
    pub(crate) fn reveal(&self) -> &Url {
        &self.0
    }
}

impl fmt::Display for ChannelUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}/***", self.0.scheme(), self.0.host_str().unwrap_or_default())
    }
}

impl fmt::Debug for ChannelUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The key that signs webhooks: at least 24 bytes, as Standard Webhooks 1.0 asks.
#[derive(Clone)]
pub struct SigningSecret(Vec<u8>);

/// Shortest key in bytes (Standard Webhooks 1.0: 24 to 64).
const KEY_BYTES_MIN: usize = 24;

/// The text is not `whsec_` and the base64 of at least 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be `whsec_` followed by the base64 of at least 24 bytes")]
pub struct InvalidSigningSecret;

impl SigningSecret {
    /// Decodes a secret such as `whsec_…`.
    pub fn parse(secret: &Secret) -> Result<Self, InvalidSigningSecret> {
        let encoded = secret.reveal().strip_prefix("whsec_").ok_or(InvalidSigningSecret)?;
        let key = STANDARD.decode(encoded).map_err(|_| InvalidSigningSecret)?;
        if key.len() < KEY_BYTES_MIN { Err(InvalidSigningSecret) } else { Ok(Self(key)) }
    }

    /// Returns the key.
    pub(crate) fn key(&self) -> Vec<u8> {
        self.0.clone()
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_scheme_and_host_of_an_address_are_printed() {
        let url = ChannelUrl::parse(&Secret::new("https://hooks.slack.com/services/T0/B0/s3cr3t?k=v"), false).unwrap();
        assert_eq!(format!("{url} {url:?}"), "https://hooks.slack.com/*** https://hooks.slack.com/***");
        assert_eq!(format!("{:?}", Secret::new("s3cr3t")), "***");
    }

    #[test]
    fn a_signing_secret_needs_its_prefix_and_24_bytes() {
        let of = |bytes: usize| Secret::new(format!("whsec_{}", STANDARD.encode(vec![7; bytes])));
        assert_eq!(SigningSecret::parse(&of(23)).unwrap_err(), InvalidSigningSecret);
        assert_eq!(SigningSecret::parse(&of(24)).unwrap().key(), vec![7; 24]);
        for text in ["", "whsec_", "whsec_***", &STANDARD.encode([7; 32])] {
            assert_eq!(SigningSecret::parse(&Secret::new(text)).unwrap_err(), InvalidSigningSecret);
        }
        assert_eq!(format!("{:?}", SigningSecret::parse(&of(24)).unwrap()), "***");
    }
}
