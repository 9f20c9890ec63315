//! The secret itself, presented by senders that sign nothing: in a header, as a key of HTTP Basic, in the query or in the path.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use subtle::ConstantTimeEq;

use super::{Refusal, Secrets};
use crate::delivery::Delivery;
use crate::table::{Complaint, Table};

/// The header of ours that any sender may use.
const HEADER: &str = "x-moments-secret";
/// Parameters of the query that may hold the secret.
const PARAMETERS: [&str; 3] = ["secret", "token", "key"];

/// Where a sender presents its secret, besides the places that are good for all.
#[derive(Clone, Debug)]
pub struct SharedProof {
    headers: Vec<String>,
}

impl SharedProof {
    pub(super) fn read(table: &Table<'_>) -> Result<Self, Complaint> {
        Ok(Self { headers: table.texts("header")?.iter().map(|name| name.to_ascii_lowercase()).collect() })
    }

    pub(super) fn check(&self, delivery: &Delivery<'_>, secrets: &Secrets) -> Result<(), Refusal> {
        if secrets.live.is_empty() {
            return Err(Refusal::NotConfigured);
        }
        let presented = self.presented(delivery);
        if presented.is_empty() {
            return Err(Refusal::Missing);
        }
        let mut is_known = false;
        for secret in secrets.live.iter().filter(|secret| !secret.is_empty()) {
            for text in &presented {
                is_known |= bool::from(secret.as_bytes().ct_eq(text.as_bytes()));
            }
        }
        if is_known { Ok(()) } else { Err(Refusal::Wrong) }
    }

    fn presented(&self, delivery: &Delivery<'_>) -> Vec<String> {
        let mut presented = Vec::new();
        let named = self.headers.iter().map(String::as_str).chain([HEADER]);
        presented.extend(named.filter_map(|name| delivery.header(name)).map(str::to_owned));
        presented.extend(delivery.path_secret.map(str::to_owned));
        presented.extend(PARAMETERS.iter().filter_map(|name| delivery.parameter(name)));
        let authorization = delivery.header("authorization");
        // Where a vendor asks for a header and its value, people leave the scheme out.
        presented.extend(authorization.filter(|value| !value.contains(' ')).map(str::to_owned));
        if let Some((scheme, rest)) = authorization.and_then(|value| value.split_once(' ')) {
            let rest = rest.trim();
            if scheme.eq_ignore_ascii_case("bearer") {
                presented.push(rest.to_owned());
            }
            if scheme.eq_ignore_ascii_case("basic") {
                presented.extend(basic(rest));
            }
        }
        presented.retain(|text| !text.is_empty());
        presented
    }
}

/// Returns the user and the password of HTTP Basic; either may be the key.
pub fn basic(credentials: &str) -> Vec<String> {
    let bytes = STANDARD.decode(credentials).or_else(|_| STANDARD_NO_PAD.decode(credentials.trim_end_matches('=')));
    let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let (user, password) = text.split_once(':').unwrap_or((&text, ""));
    [user, password].into_iter().filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};
    use jiff::Timestamp;

    use super::*;

    fn check(headers: &[(&'static str, &'static str)], query: &str, in_path: Option<&str>) -> Result<(), Refusal> {
        let given =
            headers.iter().map(|&(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let headers: HeaderMap = given.collect();
        let delivery = Delivery {
            method: "POST",
            url: "",
            query,
            path_secret: in_path,
            headers: &headers,
            body: b"{}",
            received_at: Timestamp::UNIX_EPOCH,
        };
        let secrets = Secrets { live: vec!["s3cret".to_owned(), "older".to_owned()], ..Secrets::default() };
        SharedProof { headers: vec!["x-till".to_owned()] }.check(&delivery, &secrets)
    }

    #[test]
    fn a_secret_is_found_wherever_a_vendor_can_put_it() {
        for header in [
            ("x-till", "s3cret"),
            ("x-moments-secret", "older"),
            ("authorization", "Bearer s3cret"),
            ("authorization", "s3cret"),
            ("authorization", "Basic bW9tZW50czpzM2NyZXQ="),
        ] {
            assert_eq!(check(&[header], "", None), Ok(()), "{header:?}");
        }
        assert_eq!(check(&[], "token=s3cret", None), Ok(()));
        assert_eq!(check(&[], "", Some("s3cret")), Ok(()));
        assert_eq!(check(&[], "", None), Err(Refusal::Missing));
        for header in [("authorization", "s3cre"), ("authorization", "Digest s3cret"), ("x-tall", "s3cret")] {
            assert!(check(&[header], "", None).is_err(), "{header:?}");
        }
    }
}
