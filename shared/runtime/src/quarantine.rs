//! What is kept of a request that nobody could take: enough to do it again, and no key or secret. Says how it is written down; puts
//! it nowhere.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lambda_http::http::{self, HeaderName, Method};
use lambda_http::{Body, Request, RequestExt};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Headers that are nobody's to keep, or that a replay does not need.
const LEFT_OUT: [&str; 10] = [
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "cookie",
    "forwarded",
    "host",
    "user-agent",
    "x-moments-secret",
    "x-forwarded-for",
];
/// Parameters of the query that hold a key or a secret.
const SECRET_PARAMETERS: [&str; 5] = ["write_key", "read_key", "secret", "token", "key"];
/// Characters of an id that is looked for in a body, at least: a shorter one stands in many for something else.
const ID_CHARS_MIN: usize = 5;
/// Bytes of a header that is kept.
const HEADER_BYTES_MAX: usize = 4 * 1024;

/// A request as it is kept, its body without compression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RawRequest")]
pub struct Raw {
    /// The method.
    pub method: String,
    /// The path, without a secret in it.
    pub path: String,
    /// The query, without keys.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// The headers, without keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body, if it is text in UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The body in base64, if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
}

impl Raw {
    /// Takes what is kept of a request. `body` stands for its body without compression, and `is_secret` tells what must not be kept.
    pub fn of(request: &Request, path: &str, body: &[u8], is_secret: impl Fn(&str) -> bool) -> Self {
        let is_kept = |name: &HeaderName| {
            !LEFT_OUT.contains(&name.as_str()) && !name.as_str().starts_with("x-amz") && name.as_str() != "x-api-key"
        };
        let headers = request.headers().iter().filter(|(name, _)| is_kept(name)).filter_map(|(name, value)| {
            let value = value.to_str().ok().filter(|value| value.len() <= HEADER_BYTES_MAX && !is_secret(value))?;
            Some((name.as_str().to_owned(), value.to_owned()))
        });
        let query = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
        let query = query.filter(|(name, value)| !SECRET_PARAMETERS.contains(&name.as_ref()) && !is_secret(value));
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        let method = request.method().as_str().to_owned();
        Self { method, path: path.to_owned(), query, headers: headers.collect(), text: None, base64: None }
            .with_body(body)
    }

    /// Puts another body in the place of its own.
    #[must_use]
    pub fn with_body(self, body: &[u8]) -> Self {
        let (text, base64) = match std::str::from_utf8(body) {
            Ok(text) => (Some(text.to_owned()), None),
            Err(_) => (None, Some(STANDARD.encode(body))),
        };
        Self { text, base64, ..self }
    }

    /// Puts another content type in the place of its own.
    #[must_use]
    pub fn with_content_type(mut self, content_type: &str) -> Self {
        self.headers.retain(|(name, _)| name != "content-type");
        self.headers.push(("content-type".to_owned(), content_type.to_owned()));
        self
    }

    /// Returns the body.
    pub fn body(&self) -> Vec<u8> {
        match (&self.text, &self.base64) {
            (Some(text), _) => text.as_bytes().to_vec(),
            (None, Some(base64)) => STANDARD.decode(base64).unwrap_or_default(),
            (None, None) => Vec::new(),
        }
    }

    /// Tells whether what was sent names one of some people: as a value by itself, however the body is written. An id that is so
    /// short that it may be any number is not looked for.
    pub fn names(&self, ids: &[&str]) -> bool {
        let ids: Vec<&str> = ids.iter().copied().filter(|id| id.chars().count() >= ID_CHARS_MIN).collect();
        let is_one = |text: &str| ids.contains(&text.trim());
        let body = self.body();
        let in_pairs = |text: &[u8]| form_urlencoded::parse(text).any(|(_, value)| is_one(&value));
        if in_pairs(self.query.as_bytes()) {
            return true;
        }
        match serde_json::from_slice::<serde_json::Value>(&body) {
            Ok(json) => any_text(&json, &is_one),
            Err(_) => {
                in_pairs(&body) || String::from_utf8_lossy(&body).split(['"', '\'', ',', '<', '>', '\n']).any(is_one)
            }
        }
    }

    /// Makes the request again, without what proved it.
    pub fn request(&self) -> Request {
        let uri = if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) };
        let method: Method = self.method.parse().unwrap_or(Method::POST);
        let mut builder = http::Request::builder().method(method).uri(uri);
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        // What was kept was a request: it is one again.
        let request = builder.body(Body::from(self.body())).unwrap_or_default();
        request.with_raw_http_path(&self.path)
    }
}

/// Tells whether a text or number anywhere in a value is what is looked for.
fn any_text(json: &serde_json::Value, is_one: &impl Fn(&str) -> bool) -> bool {
    match json {
        serde_json::Value::String(text) => is_one(text),
        serde_json::Value::Number(number) => is_one(&number.to_string()),
        serde_json::Value::Array(values) => values.iter().any(|value| any_text(value, is_one)),
        serde_json::Value::Object(fields) => fields.values().any(|value| any_text(value, is_one)),
        serde_json::Value::Bool(_) | serde_json::Value::Null => false,
    }
}

/// Returns where the bytes of a record are kept.
pub fn path_of(id: &str) -> String {
    format!("quarantine/{id}.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_names_a_person_by_a_whole_value_in_whatever_form() {
        let of = |body: &str| {
            let request = http::Request::builder().method("POST").uri("https://a.example/v1/touchpoints");
            let request = request.body(Body::Empty).unwrap();
            Raw::of(&request, "/v1/touchpoints", body.as_bytes(), |_| false).names(&["customer-7", "17"])
        };
        for body in [
            r#"{"a": [{"who": "customer-7"}]}"#,
            "who=customer-7&rating=1",
            "who=customer%2D7",
            "a,customer-7,b",
            "<who>customer-7</who>",
            r#"{"broken": "customer-7", "#,
        ] {
            assert!(of(body), "{body}");
        }
        for body in [r#"{"who": "customer-77", "n": 17}"#, "who=customer-70", "said customer-7 twice", ""] {
            assert!(!of(body), "{body}");
        }
    }

    #[test]
    fn a_request_comes_back_without_its_keys() {
        let request = http::Request::builder()
            .method("POST")
            .uri("https://a.example/v1/senders/till?token=hunter2&day=mon&x=hunter2")
            .header("authorization", "Bearer hunter2")
            .header("x-till", "hunter2")
            .header("x-topic", "visit")
            .header("content-type", "application/json")
            .header("content-encoding", "gzip")
            .body(Body::from("packed"))
            .unwrap();
        let raw = Raw::of(&request, "/v1/senders/till", b"{\"a\": \"\xfc\"}", |text| text.contains("hunter2"));
        let written = serde_json::to_string(&raw).unwrap();
        assert!(!written.contains("hunter2"), "{written}");
        let again = serde_json::from_str::<Raw>(&written).unwrap().request();
        assert_eq!((again.method().as_str(), again.raw_http_path()), ("POST", "/v1/senders/till"));
        assert_eq!(again.uri().query(), Some("day=mon"));
        let names: Vec<_> = again.headers().keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["x-topic", "content-type"]);
        assert_eq!(again.body().as_ref(), b"{\"a\": \"\xfc\"}");
        assert_eq!(raw.with_body(b"{}").with_content_type("text/plain").text.as_deref(), Some("{}"));
    }
}
