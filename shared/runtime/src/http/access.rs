//! Who may call: write keys and read keys, and how they are sent. Keys are compared in constant time and never printed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::customers::Customers;
use domain::touchpoint::privacy::{Kind, Pattern, Privacy};
use jiff::Timestamp;
use lambda_http::http::HeaderMap;
use lambda_http::http::header::AUTHORIZATION;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

pub use super::key_text::KeyText;
pub use super::rights::{BadKey, Right, Term};
use crate::http::identity::{self, BadToken, IdentitySecret};
use crate::http::problem::Problem;
use crate::http::redact::Redact;

/// What a write key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// May be read by anybody in a page's source: posts from the listed origins, may not say an outcome. The customer that it
    /// names is a claim, unless an identity token proves it.
    Publishable,
    /// Stays on servers.
    Secret,
}

/// A key that may post touchpoints. Two keys of one name may live at once, so that one can replace the other.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteKey {
    /// The key, or `sha256:` and its SHA-256, as `moments key new` prints it. By its beginning it may say what it is: `sk_` secret,
    /// `pk_` publishable.
    #[schemars(example = &"pk_website")]
    pub key: KeyText,
    /// The source of what it posts: 1 to 40 of a-z, 0-9 and -.
    #[schemars(example = &"website")]
    pub name: String,
    /// What it may do. A `secret` key stays on servers and may also say `outcome`, `staff` and `known_since`. A `publishable` one may
    /// be seen by anybody, as in a web page: the customer that it names is a claim, unless an identity token proves it.
    #[schemars(example = &"publishable")]
    pub kind: KeyKind,
    /// Exact origins of the pages that may use it, such as `https://shop.example.com`. A request that carries an origin
    /// not listed is refused, whatever the kind.
    #[serde(default)]
    #[schemars(example = ["https://www.example.com"])]
    pub origins: Vec<String>,
    /// Whether pages that hide where they are may use it as well: browsers send `Origin: null` for them, as with
    /// `Referrer-Policy: no-referrer`. Anybody can make such a page.
    #[serde(default)]
    pub allow_null_origin: bool,
    /// Requests a minute that one running function takes with it; 600 for a publishable key if left out, 0 for no limit. Approximate:
    /// running functions do not count together.
    #[serde(default)]
    #[schemars(example = 600)]
    pub requests_per_minute: Option<u32>,
    /// Hours by which what it posts may be dated back; if left out 72 for a publishable key and no limit for a secret one.
    #[serde(default)]
    #[schemars(example = 72)]
    pub back_dated_hours_max: Option<u32>,
    /// What is taken out of the text that it posts before anything is stored, such as `[EMAIL]` for an address: `true` for
    /// everything, `false` for nothing, or a list of `email`, `phone`, `card`, `iban`. If left out everything for a publishable key,
    /// nothing for a secret one. With any of it the patterns of `[redaction]` are taken out as well.
    #[serde(default)]
    #[schemars(example = &true)]
    pub redact: Option<Redact>,
    /// Names of `properties` that are kept; what has another name is not stored. All if left out.
    #[serde(default)]
    #[schemars(example = ["order_size"])]
    pub properties: Option<Vec<String>>,
    /// What `redact` and `properties` make together with the patterns of the document.
    #[serde(skip)]
    pub privacy: Privacy,
    /// What signs posts instead of the key (Standard Webhooks): one secret, or two while one replaces the other. Of a secret key only.
    #[serde(default, deserialize_with = "one_or_several")]
    #[schemars(with = "OneOrSeveral", example = &"whsec_…")]
    pub signing_secret: Vec<KeyText>,
    /// What signs the identity tokens of a publishable key: the one in use, and the one that takes its place or had it before.
    #[serde(default)]
    pub identity_secrets: Vec<IdentitySecret>,
    /// From when it works.
    #[serde(default)]
    #[schemars(with = "Option<String>", example = &"2026-12-01T00:00:00Z")]
    pub not_before: Option<Timestamp>,
    /// Until when it works: for the key that another one replaces.
    #[serde(default)]
    #[schemars(with = "Option<String>", example = &"2026-12-31T23:59:59Z")]
    pub not_after: Option<Timestamp>,
}

/// Signing secrets of a key that are live at once, and the bytes of each (<https://www.standardwebhooks.com>).
const SIGNING_SECRETS_MAX: usize = 2;
const SIGNING_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// Reads one text or a list of them.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<KeyText>, D::Error> {
    Ok(match OneOrSeveral::deserialize(deserializer)? {
        OneOrSeveral::One(text) => vec![text],
        OneOrSeveral::Several(texts) => texts,
    })
}

/// One text or a list of them, as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum OneOrSeveral {
    One(KeyText),
    Several(Vec<KeyText>),
}

/// Hours by which a publishable key may date back, if its configuration does not say.
const BACK_DATED_HOURS_MAX: u32 = 72;

impl WriteKey {
    /// Returns the hours by which what it posts may be dated back; none if there is no bound.
    pub fn back_dated_hours_max(&self) -> Option<u32> {
        self.back_dated_hours_max.or((self.kind == KeyKind::Publishable).then_some(BACK_DATED_HOURS_MAX))
    }

    /// Says what of its posts is not kept, with the patterns of the document.
    pub(crate) fn keep_private(&mut self, patterns: &[Pattern], customers: &Customers) {
        let kinds = match (&self.redact, self.kind) {
            (Some(redact), _) => redact.kinds(),
            (None, KeyKind::Publishable) => Kind::ALL.to_vec(),
            (None, KeyKind::Secret) => Vec::new(),
        };
        let patterns = if kinds.is_empty() { &[] } else { patterns };
        self.privacy = Privacy::of(&kinds, patterns, self.properties.as_deref()).keeping(customers.clone());
    }

    /// Checks that an identity token proves a customer to this key.
    ///
    /// # Errors
    /// It does not.
    pub fn check_identity(&self, customer: &str, token: &str, now: Timestamp) -> Result<(), BadToken> {
        identity::check_token(&self.identity_secrets, &self.name, customer, token, now)
    }

    /// Returns the secrets that may sign what is posted.
    pub fn signing_secrets(&self) -> impl Iterator<Item = &str> {
        self.signing_secret.iter().map(KeyText::reveal)
    }

    /// Checks the signing secrets as they are configured.
    pub(crate) fn check_signing_secrets(&self) -> Result<(), String> {
        if self.signing_secret.is_empty() {
            return Ok(());
        }
        if self.kind == KeyKind::Publishable {
            return Err("signing_secret: only a secret key has one".to_owned());
        }
        if self.signing_secret.len() > SIGNING_SECRETS_MAX {
            return Err(format!("signing_secret: must be one secret or {SIGNING_SECRETS_MAX}"));
        }
        let is_secret = |text: &str| {
            let bytes = text.strip_prefix("whsec_").and_then(|text| STANDARD.decode(text).ok());
            bytes.is_some_and(|bytes| SIGNING_BYTES.contains(&bytes.len()))
        };
        match self.signing_secrets().all(is_secret) {
            true => Ok(()),
            false => Err("signing_secret: must be whsec_ and 24 to 64 bytes in base64".to_owned()),
        }
    }

    /// Checks the identity secrets as they are configured.
    pub(crate) fn check_identity_secrets(&self) -> Result<(), String> {
        match self.kind {
            KeyKind::Secret if !self.identity_secrets.is_empty() => {
                Err("identity_secrets: a secret key needs none, it proves every customer".to_owned())
            }
            _ => identity::check(&self.identity_secrets),
        }
    }
}

/// A key that may read journeys and reports, or one that may read cases and act on them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadKey {
    /// The key, or `sha256:` and its SHA-256, as `moments key new` prints it. By its beginning it may say what it is: `rk_` read, `ck_`
    /// case.
    #[schemars(example = &"rk_dashboard")]
    pub key: KeyText,
    /// Whose it is, for logs and histories.
    #[schemars(example = &"dashboard")]
    pub name: String,
    /// What it may do: `read_reports`, `read_people`, `act` (a case key only), `erase`, `read_audit`. If left out, a read key reads reports
    /// and people, and a case key reads cases and acts.
    #[serde(default)]
    #[schemars(example = ["read_reports"])]
    pub rights: Option<Vec<Right>>,
    /// From when it works.
    #[serde(default)]
    #[schemars(with = "Option<String>", example = &"2026-12-01T00:00:00Z")]
    pub not_before: Option<Timestamp>,
    /// Until when it works: for the key that another one replaces.
    #[serde(default)]
    #[schemars(with = "Option<String>", example = &"2026-12-31T23:59:59Z")]
    pub not_after: Option<Timestamp>,
}

impl ReadKey {
    /// Gives a key that says nothing the rights of its kind.
    pub(crate) fn with_rights(mut self, usual: &[Right]) -> Self {
        self.rights.get_or_insert_with(|| usual.to_vec());
        self
    }

    /// Lets in whoever has a right.
    ///
    /// # Errors
    /// The key has it not.
    pub fn require(&self, right: Right) -> Result<(), Problem> {
        match self.rights.as_ref().is_some_and(|rights| rights.contains(&right)) {
            true => Ok(()),
            false => Err(Problem::forbidden(format!("this key has no right `{right}`"))),
        }
    }
}

/// Returns the key of an `Authorization: Bearer` header.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim()).filter(|key| !key.is_empty())
}

/// Returns the key that the headers show: as `Authorization: Bearer`, or as the password of Basic authentication (RFC 7617),
/// where the user name does not matter.
pub fn shown(headers: &HeaderMap) -> Option<String> {
    bearer(headers).map(str::to_owned).or_else(|| password(headers))
}

fn password(headers: &HeaderMap) -> Option<String> {
    let (scheme, encoded) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    decoded.split_once(':').map(|(_, password)| password.to_owned())
}

/// Something that is opened with a key.
pub trait Keyed {
    /// Returns the key.
    fn key(&self) -> &KeyText;
    /// Returns from when to when it works.
    fn term(&self) -> Term;
}

impl Keyed for WriteKey {
    fn key(&self) -> &KeyText {
        &self.key
    }

    fn term(&self) -> Term {
        Term { not_before: self.not_before, not_after: self.not_after }
    }
}

impl Keyed for ReadKey {
    fn key(&self) -> &KeyText {
        &self.key
    }

    fn term(&self) -> Term {
        Term { not_before: self.not_before, not_after: self.not_after }
    }
}

/// Finds whose key was presented, if its time is now. Every key is compared, so that the time does not tell which one came close.
///
/// # Errors
/// No such key, or one whose time has not come or is over. Of several with the same text one that works counts.
pub fn find<'a, K: Keyed>(keys: &'a [K], presented: &str, now: Timestamp) -> Result<&'a K, BadKey> {
    let mut found = Err(BadKey::Unknown);
    for keyed in keys {
        if keyed.key().is(presented) && found.is_err() {
            found = keyed.term().holds(now).map(|()| keyed);
        }
    }
    found
}

/// Tells whether a text is an origin as browsers send it: scheme, host and port, nothing after.
pub(crate) fn is_origin(text: &str) -> bool {
    url::Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_ends_after_its_port() {
        for origin in ["https://shop.example.com", "http://127.0.0.1:8787"] {
            assert!(is_origin(origin), "{origin}");
        }
        for other in
            ["https://shop.example.com/", "https://Shop.example.com", "https://a.b:443", "*", "null", "ftp://a"]
        {
            assert!(!is_origin(other), "{other}");
        }
    }
}
