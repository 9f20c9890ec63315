//! A small client of the HTTP API that keeps everything of an answer.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, redirect};
use serde_json::Value;

/// Speaks to one address and follows no redirect.
#[derive(Clone)]
pub struct Client {
    address: String,
    inner: reqwest::Client,
}

/// A request being put together.
pub struct Asking(reqwest::RequestBuilder);

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub text: String,
}

impl Client {
    /// Makes a client of an address such as `http://127.0.0.1:8787`.
    pub fn new(address: &str) -> Self {
        channels::tls::install();
        let inner = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(Duration::from_secs(60))
            .build()
            .expect("an HTTP client");
        Self { address: address.to_owned(), inner }
    }

    /// Begins a request.
    pub fn ask(&self, method: Method, path: &str) -> Asking {
        Asking(self.inner.request(method, format!("{}{path}", self.address)))
    }

    /// Begins a GET.
    pub fn get(&self, path: &str) -> Asking {
        self.ask(Method::GET, path)
    }

    /// Begins a POST.
    pub fn post(&self, path: &str) -> Asking {
        self.ask(Method::POST, path)
    }
}

impl Asking {
    /// Adds a header.
    pub fn header(self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a header name");
        let value: HeaderValue = value.parse().expect("a header value");
        Self(self.0.header(name, value))
    }

    /// Adds a key.
    pub fn bearer(self, key: &str) -> Self {
        self.header("authorization", &format!("Bearer {key}"))
    }

    /// Adds a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    /// Adds a form.
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let mut url = reqwest::Url::parse("http://form").expect("an address");
        url.query_pairs_mut().extend_pairs(fields);
        let body = url.query().unwrap_or_default().to_owned();
        self.header("content-type", "application/x-www-form-urlencoded").body(body)
    }

    /// Adds any body.
    pub fn body(self, body: impl Into<reqwest::Body>) -> Self {
        Self(self.0.body(body))
    }

    /// Sends it.
    pub async fn send(self) -> Answer {
        let response = self.0.send().await.expect("the stack answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("the answer has a body");
        Answer { status, headers, text }
    }
}

impl Answer {
    /// Reads the body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// Returns a header, empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Returns the fields that a problem complains about.
    pub fn wrong_fields(&self) -> Vec<String> {
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().filter_map(|error| error["field"].as_str().map(str::to_owned)).collect()
    }
}
