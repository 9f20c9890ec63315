//! A digest of a delivery with a shared secret, in a header: what nearly every vendor does, each in its own spelling.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use subtle::ConstantTimeEq;

use super::template::Template;
use super::{Refusal, Secrets};
use crate::delivery::Delivery;
use crate::table::{Complaint, Table};

/// Signatures of one header that are looked at: vendors list one for each secret while they replace one.
const SIGNATURES_MAX: usize = 8;

/// Bytes of the shortest digest.
const DIGEST_BYTES_MIN: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    HmacSha1,
    HmacSha256,
    HmacSha512,
    /// A plain digest, with the secret as a part of what is signed.
    Sha256,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Hex,
    Base64,
}

/// How a signature stands in its header.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Format {
    /// What stands before it, such as `sha256=`.
    Prefixed(String),
    /// `name=value` pairs, parted by commas: the names of the signature and of the time.
    Pairs { signature: String, timestamp: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Seconds,
    Milliseconds,
    Rfc3339,
}

/// How the key is made of the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyForm {
    AsItIs,
    /// Standard Webhooks: base64 behind `whsec_`.
    Base64AfterPrefix,
    Hex,
    /// `{key_id}&{secret}`.
    WithKeyId,
}

/// How a signature is checked.
#[derive(Clone, Debug)]
pub struct SignatureProof {
    algorithm: Algorithm,
    signed: Template,
    headers: Vec<String>,
    format: Format,
    encoding: Encoding,
    timestamp_header: Option<String>,
    unit: Unit,
    tolerance_s: Option<u64>,
    key: KeyForm,
    /// The parameter of the query that holds the SHA-256 of a body that is not part of what is signed.
    body_hash_parameter: Option<String>,
}

impl SignatureProof {
    pub(super) fn read(table: &Table<'_>) -> Result<Self, Complaint> {
        let word = |name: &'static str, words: &[&str], default: usize| -> Result<usize, Complaint> {
            let Some(entry) = table.get(name) else { return Ok(default) };
            let text = entry.text()?;
            let found = words.iter().position(|word| *word == text);
            found.ok_or_else(|| entry.complain(format!("must be one of {}", words.join(", "))))
        };
        let algorithms = [Algorithm::HmacSha256, Algorithm::HmacSha1, Algorithm::HmacSha512, Algorithm::Sha256];
        let algorithm = algorithms[word("algorithm", &["hmac-sha256", "hmac-sha1", "hmac-sha512", "sha256"], 0)?];
        let unit =
            [Unit::Seconds, Unit::Milliseconds, Unit::Rfc3339][word("timestamp_unit", &["s", "ms", "rfc3339"], 0)?];
        let keys = [KeyForm::AsItIs, KeyForm::Base64AfterPrefix, KeyForm::Hex, KeyForm::WithKeyId];
        let key = keys[word("key", &["{secret}", "base64_after_whsec_", "hex", "{key_id}&{secret}"], 0)?];
        let signed = match table.get("signed") {
            None => Template::compile("{body}").map_err(|why| table.complain(why))?,
            Some(entry) => Template::compile(entry.text()?).map_err(|why| entry.complain(why))?,
        };
        let headers: Vec<_> = table.texts("header")?.iter().map(|name| name.to_ascii_lowercase()).collect();
        if headers.is_empty() {
            return Err(table.complain("header is missing: the one that holds the signature"));
        }
        let written = table.text("format")?.unwrap_or_else(|| "{hex}".to_owned());
        let (format, encoding) = read_format(&written).map_err(|why| table.complain(format!("format {why}")))?;
        let timestamp_header = table.text("timestamp_header")?.map(|name| name.to_ascii_lowercase());
        let has_time = timestamp_header.is_some() || matches!(format, Format::Pairs { .. });
        if signed.has_timestamp() && !has_time {
            return Err(
                table.complain("signed names {timestamp}, and neither timestamp_header nor format says where it is")
            );
        }
        Ok(Self {
            algorithm,
            signed,
            headers,
            format,
            encoding,
            timestamp_header,
            unit,
            tolerance_s: table.whole("tolerance_s")?,
            key,
            body_hash_parameter: table.text("body_hash_parameter")?,
        })
    }

    pub(super) fn check(&self, delivery: &Delivery<'_>, secrets: &Secrets) -> Result<(), Refusal> {
        if secrets.live.is_empty() {
            return Err(Refusal::NotConfigured);
        }
        let header = self.headers.iter().find_map(|name| delivery.header(name)).ok_or(Refusal::Missing)?;
        let (presented, in_header) = self.presented(header);
        let timestamp = match &self.timestamp_header {
            Some(name) => Some(delivery.header(name).ok_or(Refusal::Missing)?.to_owned()),
            None => in_header,
        };
        if presented.is_empty() || (self.signed.has_timestamp() && timestamp.is_none()) {
            return Err(Refusal::Missing);
        }
        if !self.covers_body(delivery) {
            return Err(Refusal::Wrong);
        }
        let timestamp = timestamp.unwrap_or_default();
        let mut is_genuine = false;
        // All of them, so that the time does not tell which came close.
        for secret in &secrets.live {
            for url in self.urls(delivery) {
                let Some(made) = self.made(delivery, &url, &timestamp, secret, secrets.key_id.as_deref()) else {
                    continue;
                };
                for signature in &presented {
                    is_genuine |= bool::from(made.as_slice().ct_eq(signature));
                }
            }
        }
        if !is_genuine {
            return Err(Refusal::Wrong);
        }
        self.check_time(&timestamp, delivery.received_at, secrets)
    }

    /// A signature of the address alone says nothing of a body, unless a hash of the body is part of the address.
    fn covers_body(&self, delivery: &Delivery<'_>) -> bool {
        let hash = self.body_hash_parameter.as_deref().and_then(|name| delivery.parameter(name));
        match hash {
            _ if self.signed.covers_body(delivery) => true,
            Some(hash) => {
                hex::decode(hash).is_ok_and(|hash| Sha256::digest(delivery.body).as_slice().ct_eq(&hash).into())
            }
            None => false,
        }
    }

    /// The address as it was called, and as it reads without escapes: vendors differ in which they sign.
    fn urls(&self, delivery: &Delivery<'_>) -> Vec<String> {
        let mut urls = vec![delivery.url.to_owned()];
        if self.signed.has_url() {
            let plain = percent_decode_str(delivery.url).decode_utf8_lossy().into_owned();
            let with_port = with_port(delivery.url);
            urls.extend([plain, with_port]);
            urls.dedup();
        }
        urls
    }

    /// Returns the signatures of a header, and the time if it is there, too.
    fn presented(&self, header: &str) -> (Vec<Vec<u8>>, Option<String>) {
        match &self.format {
            Format::Pairs { signature, timestamp } => {
                let pairs = || header.split(',').filter_map(|pair| pair.trim().split_once('='));
                let signatures = pairs().filter(|(name, _)| name == signature);
                let time = pairs().find(|(name, _)| name == timestamp).map(|(_, value)| value.to_owned());
                (signatures.take(SIGNATURES_MAX).filter_map(|(_, text)| self.decoded(text)).collect(), time)
            }
            Format::Prefixed(prefix) => {
                let parts = header.split(|mark: char| mark == ' ' || (mark == ',' && !prefix.contains(',')));
                let signatures = parts.map(str::trim).filter_map(|part| part.strip_prefix(prefix.as_str()));
                (signatures.take(SIGNATURES_MAX).filter_map(|text| self.decoded(text)).collect(), None)
            }
        }
    }

    fn decoded(&self, text: &str) -> Option<Vec<u8>> {
        match self.encoding {
            Encoding::Hex => hex::decode(text).ok(),
            Encoding::Base64 => {
                let plain = text.trim_end_matches('=');
                let bytes = STANDARD_NO_PAD.decode(plain).or_else(|_| URL_SAFE_NO_PAD.decode(plain)).ok()?;
                // Some vendors encode the digits instead of the bytes.
                Some(hex::decode(&bytes).ok().filter(|digest| digest.len() >= DIGEST_BYTES_MIN).unwrap_or(bytes))
            }
        }
    }

    fn made(
        &self,
        delivery: &Delivery<'_>,
        url: &str,
        timestamp: &str,
        secret: &str,
        key_id: Option<&str>,
    ) -> Option<Vec<u8>> {
        let key = self.key_of(secret, key_id)?;
        macro_rules! hmac {
            ($hash:ty) => {{
                let mut mac = Hmac::<$hash>::new_from_slice(&key).ok()?;
                self.signed.feed(delivery, url, timestamp, secret, |bytes| mac.update(bytes));
                mac.finalize().into_bytes().to_vec()
            }};
        }
        Some(match self.algorithm {
            Algorithm::HmacSha1 => hmac!(Sha1),
            Algorithm::HmacSha256 => hmac!(Sha256),
            Algorithm::HmacSha512 => hmac!(Sha512),
            Algorithm::Sha256 => {
                let mut hash = Sha256::new();
                self.signed.feed(delivery, url, timestamp, secret, |bytes| hash.update(bytes));
                hash.finalize().to_vec()
            }
        })
    }

    /// Makes the key of a secret; none if the secret is not of the form that the sender's have.
    fn key_of(&self, secret: &str, key_id: Option<&str>) -> Option<Vec<u8>> {
        match self.key {
            KeyForm::AsItIs => Some(secret.as_bytes().to_vec()),
            KeyForm::Base64AfterPrefix => {
                let text = secret.strip_prefix("whsec_").unwrap_or(secret);
                STANDARD.decode(text).or_else(|_| STANDARD_NO_PAD.decode(text)).ok()
            }
            KeyForm::Hex => hex::decode(secret).ok(),
            // The secret may hold both parts already.
            KeyForm::WithKeyId if key_id.is_none() => Some(secret.as_bytes().to_vec()),
            KeyForm::WithKeyId => Some(format!("{}&{secret}", key_id?).into_bytes()),
        }
    }

    fn check_time(&self, timestamp: &str, now: Timestamp, secrets: &Secrets) -> Result<(), Refusal> {
        let Some(tolerance_s) = self.tolerance_s.map(|usual| secrets.tolerance_s.unwrap_or(usual)) else {
            return Ok(());
        };
        let number = || timestamp.trim().parse::<i64>().ok();
        let at = match self.unit {
            Unit::Seconds => number().and_then(|second| Timestamp::from_second(second).ok()),
            Unit::Milliseconds => number().and_then(|milli| Timestamp::from_millisecond(milli).ok()),
            Unit::Rfc3339 => timestamp.trim().parse().ok(),
        };
        let age = at.map(|at| now.duration_since(at).abs()).ok_or(Refusal::Wrong)?;
        if age.as_secs().unsigned_abs() <= tolerance_s { Ok(()) } else { Err(Refusal::Stale) }
    }
}

/// Reads how a header is written: `sha256={base64}`, `t={timestamp},v1={hex}`.
fn read_format(written: &str) -> Result<(Format, Encoding), String> {
    let encoding = match (written.contains("{hex}"), written.contains("{base64}")) {
        (true, false) => Encoding::Hex,
        (false, true) => Encoding::Base64,
        _ => return Err("must name either {hex} or {base64}".to_owned()),
    };
    if !written.contains("{timestamp}") {
        let (prefix, after) = written.split_once('{').unwrap_or_default();
        let is_last = after.ends_with('}');
        return if is_last {
            Ok((Format::Prefixed(prefix.to_owned()), encoding))
        } else {
            Err("must end with the signature".to_owned())
        };
    }
    let name_of = |what: &str| {
        let pair = written.split(',').find(|pair| pair.ends_with(what));
        pair.and_then(|pair| pair.trim().split_once('=')).map(|(name, _)| name.to_owned())
    };
    let signature = name_of("{hex}").or_else(|| name_of("{base64}"));
    match (signature, name_of("{timestamp}")) {
        (Some(signature), Some(timestamp)) => Ok((Format::Pairs { signature, timestamp }, encoding)),
        _ => Err("must be name=value pairs, parted by commas, if it names {timestamp}".to_owned()),
    }
}

/// Writes the port of the scheme into an address that has none: some vendors sign it.
fn with_port(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let port = if scheme == "https" { 443 } else { 80 };
    if host.contains(':') { url.to_owned() } else { format!("{scheme}://{host}:{port}{path}") }
}
