//! Signatures with a private key: RSA of the body (Freshchat), and signed tokens (Google Pub/Sub).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::Value;
use spki::SubjectPublicKeyInfoRef;

use super::{Refusal, Secrets};
use crate::delivery::Delivery;
use crate::table::{Complaint, Table};

/// Seconds by which the clock of the issuer of tokens may differ from ours.
const CLOCKS_DIFFER_S: i64 = 300;

/// What is signed with a private key.
#[derive(Clone, Debug)]
pub enum PublicKeyProof {
    /// The body, the signature as base64 in a header.
    Body {
        /// The header.
        header: String,
    },
    /// A token in `Authorization: Bearer`, which says whom it is for and how long it is good (RFC 7519, RS256).
    Jwt,
}

impl PublicKeyProof {
    pub(super) fn rsa(table: &Table<'_>) -> Result<Self, Complaint> {
        let header = table
            .text("header")?
            .ok_or_else(|| table.complain("header is missing: the one that holds the signature"))?;
        Ok(Self::Body { header: header.to_ascii_lowercase() })
    }

    pub(super) fn check(&self, delivery: &Delivery<'_>, secrets: &Secrets) -> Result<(), Refusal> {
        if secrets.public_keys.is_empty() {
            return Err(Refusal::NotConfigured);
        }
        match self {
            Self::Body { header } => {
                let text = delivery.header(header).ok_or(Refusal::Missing)?;
                let signature = STANDARD.decode(text).map_err(|_| Refusal::Wrong)?;
                verify(secrets, delivery.body, &signature)
            }
            Self::Jwt => {
                let value = delivery.header("authorization").ok_or(Refusal::Missing)?;
                let (scheme, token) = value.split_once(' ').ok_or(Refusal::Missing)?;
                if !scheme.eq_ignore_ascii_case("bearer") || token.matches('.').count() != 2 {
                    return Err(Refusal::Missing);
                }
                check_token(token.trim(), delivery, secrets)
            }
        }
    }
}

fn check_token(token: &str, delivery: &Delivery<'_>, secrets: &Secrets) -> Result<(), Refusal> {
    let (signed, signature) = token.rsplit_once('.').ok_or(Refusal::Wrong)?;
    let (head, claims) = signed.split_once('.').ok_or(Refusal::Wrong)?;
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Refusal::Wrong);
    let json = |part: &str| serde_json::from_slice::<Value>(&decode(part)?).map_err(|_| Refusal::Wrong);
    if json(head)?.get("alg").and_then(Value::as_str) != Some("RS256") {
        return Err(Refusal::Wrong);
    }
    verify(secrets, signed.as_bytes(), &decode(signature)?)?;
    let claims = json(claims)?;
    if let Some(audience) = &secrets.audience
        && claims.get("aud").and_then(Value::as_str) != Some(audience)
    {
        return Err(Refusal::Wrong);
    }
    let now = delivery.received_at.as_second();
    let expires = claims.get("exp").and_then(Value::as_i64).ok_or(Refusal::Wrong)?;
    let issued = claims.get("iat").and_then(Value::as_i64).unwrap_or(now);
    if now > expires + CLOCKS_DIFFER_S || issued > now + CLOCKS_DIFFER_S { Err(Refusal::Stale) } else { Ok(()) }
}

fn verify(secrets: &Secrets, signed: &[u8], signature: &[u8]) -> Result<(), Refusal> {
    let fits = |pem: &String| {
        let Some(der) = der_of(pem) else { return false };
        // As vendors give it (RFC 5280), or the key inside it alone (RFC 8017).
        let info = SubjectPublicKeyInfoRef::try_from(der.as_slice()).ok();
        let key = info.and_then(|info| info.subject_public_key.as_bytes()).unwrap_or(&der);
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(signed, signature).is_ok()
    };
    if secrets.public_keys.iter().any(fits) { Ok(()) } else { Err(Refusal::Wrong) }
}

/// Returns the bytes of a public key in PEM (RFC 7468), or in base64 alone.
pub(super) fn der_of(pem: &str) -> Option<Vec<u8>> {
    let lines = pem.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
    let text: String = lines.flat_map(|line| line.chars()).filter(|letter| !letter.is_whitespace()).collect();
    STANDARD.decode(text).ok().filter(|der| !der.is_empty())
}
