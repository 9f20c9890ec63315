//! One delivery as it came in: what a proof is checked on and what a map looks at.

use std::collections::BTreeMap;

use http::HeaderMap;
use jiff::Timestamp;

/// A delivery, before anything of it is believed.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// The address that the vendor called, as far as it is known: with scheme, host, path and query.
    pub url: &'a str,
    /// The query as it was sent.
    pub query: &'a str,
    /// The secret in the path, where a vendor can send no other.
    pub path_secret: Option<&'a str>,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body, byte for byte.
    pub body: &'a [u8],
    /// When it was received.
    pub received_at: Timestamp,
}

impl<'a> Delivery<'a> {
    /// Returns a header that is text.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name)?.to_str().ok().map(str::trim)
    }

    /// Returns the parameters of the query, decoded; the last of a name counts.
    pub fn parameters(&self) -> BTreeMap<String, String> {
        form_urlencoded::parse(self.query.as_bytes()).into_owned().collect()
    }

    /// Returns one parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes())
            .filter(|(given, _)| given == name)
            .last()
            .map(|(_, value)| value.into_owned())
    }

    /// Tells whether the body is a form in the URL's own encoding.
    pub fn is_form(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
        kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
    }
}
