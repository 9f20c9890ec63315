//! Identity tokens: `v1.{key id}.{expiry}.{signature}`. The back end of a site makes one for the customer who is signed in, and
//! the page sends it beside its form. It proves to whoever has one of the write key's identity secrets that the business itself
//! named this customer; it proves nothing else, and can be used until it expires. Checks tokens; makes none.
//!
//! The signature is the HMAC-SHA256, in base64url, of `v1.{name of the write key}.{key id}.{expiry}.{customer id}`. The expiry is
//! in seconds since 1970. Neither names nor ids have a dot, so the text can be read in one way only.

use domain::touchpoint::complaint::Complaint;
use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;
use sha2::Sha256;

use super::key_text::KeyText;

/// The header that carries a token for every touchpoint of a request.
pub const IDENTITY_TOKEN: &str = "identity-token";

/// Days that a token lives, at most: as long as a survey link in a message is good for. One that says more is refused.
pub const TOKEN_DAYS_MAX: i64 = 31;

/// Characters of a secret, at least.
const SECRET_CHARS_MIN: usize = 32;
/// Secrets of one write key that are live at once, so that one can replace the other.
const SECRETS_MAX: usize = 2;
/// Characters of the id of a secret.
const ID_CHARS_MAX: usize = 40;

/// A secret that the back end of a site shares with Moments.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentitySecret {
    /// The name that tokens carry, such as `2026-11`.
    #[schemars(example = &"2026-11")]
    pub id: String,
    /// What signs them: at least 32 characters.
    #[schemars(example = &"at-least-32-characters-that-nobody-guesses")]
    pub secret: KeyText,
}

/// Why a token does not prove who the customer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    /// Something in it was changed, or it was made for another customer or write key, or with another secret.
    #[error("does not prove this customer")]
    Forged,
    /// Its time is over.
    #[error("has expired")]
    Expired,
    /// It is genuine and lives too long.
    #[error("may live for 31 days at most")]
    TooLong,
}

impl From<BadToken> for Complaint {
    fn from(bad: BadToken) -> Self {
        match bad {
            BadToken::Forged => Self::TokenProvesNothing,
            BadToken::Expired => Self::TokenExpired,
            BadToken::TooLong => Self::TokenTooLong(31),
        }
    }
}

/// Checks what a write key is configured with.
pub(crate) fn check(secrets: &[IdentitySecret]) -> Result<(), String> {
    let is_id = |id: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (1..=ID_CHARS_MAX).contains(&id.len()) && id.bytes().all(fits)
    };
    let ids: BTreeSet<_> = secrets.iter().map(|secret| &secret.id).collect();
    if secrets.len() > SECRETS_MAX {
        Err(format!("identity_secrets: has more than {SECRETS_MAX}"))
    } else if !secrets.iter().all(|secret| is_id(&secret.id)) {
        Err(format!("identity_secrets: an id must be 1 to {ID_CHARS_MAX} of a-z, A-Z, 0-9, - and _"))
    } else if ids.len() < secrets.len() {
        Err("identity_secrets: two have the same id".to_owned())
    } else if secrets.iter().any(|secret| secret.secret.reveal().chars().count() < SECRET_CHARS_MIN) {
        Err(format!("identity_secrets: a secret must have at least {SECRET_CHARS_MIN} characters"))
    } else {
        Ok(())
    }
}

/// Checks that a token proves a customer to one of the secrets of the write key `key_name`.
///
/// # Errors
/// It does not. An expired token, or one that lives too long, is told apart only if it is genuine.
pub(crate) fn check_token(
    secrets: &[IdentitySecret],
    key_name: &str,
    customer: &str,
    token: &str,
    now: Timestamp,
) -> Result<(), BadToken> {
    let mut parts = token.split('.');
    let (Some("v1"), Some(id), Some(expiry), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(BadToken::Forged);
    };
    let until = expiry.parse().ok().and_then(|second| Timestamp::from_second(second).ok()).ok_or(BadToken::Forged)?;
    let signature = URL_SAFE_NO_PAD.decode(signature.trim_end_matches('=')).map_err(|_| BadToken::Forged)?;
    let secret = secrets.iter().find(|secret| secret.id == id).ok_or(BadToken::Forged)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.secret.reveal().as_bytes()).map_err(|_| BadToken::Forged)?;
    mac.update(format!("v1.{key_name}.{id}.{expiry}.{customer}").as_bytes());
    // In a time that does not tell how much of it is right.
    mac.verify_slice(&signature).map_err(|_| BadToken::Forged)?;
    match until.duration_since(now) {
        left if left > SignedDuration::from_hours(24 * TOKEN_DAYS_MAX) => Err(BadToken::TooLong),
        left if left.is_positive() => Ok(()),
        _ => Err(BadToken::Expired),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";
    const NOW: i64 = 1_795_000_000;

    fn secret(id: &str, secret: &str) -> IdentitySecret {
        let table = toml::Table::from_iter([("id", id), ("secret", secret)].map(|(k, v)| (k.to_owned(), v.into())));
        table.try_into().unwrap()
    }

    fn token(key_name: &str, id: &str, expiry: &str, customer: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(format!("v1.{key_name}.{id}.{expiry}.{customer}").as_bytes());
        format!("v1.{id}.{expiry}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    fn checked(customer: &str, token: &str) -> Result<(), BadToken> {
        let secrets = [secret("2026-11", SECRET), secret("2026-12", "another secret, of 32 characters")];
        check_token(&secrets, "web", customer, token, Timestamp::from_second(NOW).unwrap())
    }

    #[test]
    fn a_token_proves_one_customer_to_one_key_until_it_expires() {
        let at = |left: i64| token("web", "2026-11", &(NOW + left).to_string(), "ana");
        assert_eq!(checked("ana", &at(1)), Ok(()));
        assert_eq!(checked("ana", &format!("{}=", at(1))), Ok(()), "with the padding that some languages add");
        assert_eq!(checked("ana", &at(TOKEN_DAYS_MAX * 86_400)), Ok(()));
        assert_eq!(checked("ana", &at(TOKEN_DAYS_MAX * 86_400 + 1)), Err(BadToken::TooLong));
        assert_eq!(checked("ana", &at(0)), Err(BadToken::Expired));
        assert_eq!(checked("eva", &at(0)), Err(BadToken::Forged), "what is expired and false is false");
        for (customer, forged) in [
            ("eva", at(60)),
            ("ana.b", token("web", "2026-11", &(NOW + 60).to_string(), "ana")),
            ("ana", token("shop", "2026-11", &(NOW + 60).to_string(), "ana")),
            ("ana", token("web", "2026-12", &(NOW + 60).to_string(), "ana")),
            ("ana", token("web", "2026-10", &(NOW + 60).to_string(), "ana")),
            ("ana", at(60).replacen("v1", "v2", 1)),
            ("ana", at(60).replacen(&(NOW + 60).to_string(), &(NOW + 600).to_string(), 1)),
            ("ana", at(60)[..at(60).len() - 1].to_owned()),
            ("ana", format!("{}.x", at(60))),
            ("ana", token("web", "2026-11", "soon", "ana")),
            ("ana", token("web", "2026-11", "99999999999999999999", "ana")),
            ("ana", String::new()),
        ] {
            assert_eq!(checked(customer, &forged), Err(BadToken::Forged), "{customer} {forged}");
        }
        assert_eq!(BadToken::TooLong.to_string(), format!("may live for {TOKEN_DAYS_MAX} days at most"));
    }

    #[test]
    fn secrets_are_long_and_two_and_do_not_print_themselves() {
        let good = [secret("a", SECRET), secret("B_2-", SECRET)];
        assert_eq!(check(&good), Ok(()));
        assert!(!format!("{good:?}").contains(SECRET));
        for (wrong, told) in [
            (vec![secret("a", &SECRET[1..])], "at least 32 characters"),
            (vec![secret("a.b", SECRET)], "an id must be"),
            (vec![secret("", SECRET)], "an id must be"),
            (vec![secret("a", SECRET), secret("a", SECRET)], "the same id"),
            (["a", "b", "c"].map(|id| secret(id, SECRET)).to_vec(), "more than 2"),
        ] {
            let error = check(&wrong).unwrap_err();
            assert!(error.contains(told) && !error.contains(&SECRET[1..]), "{error}");
        }
    }
}
