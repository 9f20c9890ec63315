//! The parameter store and the bucket of AWS, as far as a configuration is kept in them: versions of parameters, and objects. A real
//! server that the real SDK speaks to. Checks no signature and no permission.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

#[derive(Default)]
struct Inner {
    /// By name, every version from the first on.
    parameters: BTreeMap<String, Vec<String>>,
    /// By bucket and path.
    objects: BTreeMap<String, Vec<u8>>,
    /// What was asked for, in order.
    asked: Vec<String>,
}

/// A running store.
pub struct Aws {
    address: SocketAddr,
    inner: Arc<Mutex<Inner>>,
    server: JoinHandle<()>,
}

impl Aws {
    /// Starts a store on a free port of this machine.
    pub async fn start() -> Self {
        let inner = Arc::new(Mutex::new(Inner::default()));
        let router = Router::new().fallback(answer).with_state(inner.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Self { address, inner, server }
    }

    /// Returns the variables by which a function finds it.
    pub fn variables(&self) -> [(String, String); 2] {
        let endpoint = format!("http://{}", self.address);
        ["AWS_ENDPOINT_URL_SSM", "AWS_ENDPOINT_URL_S3"].map(|name| (name.to_owned(), endpoint.clone()))
    }

    /// Returns the newest value of each parameter.
    pub fn parameters(&self) -> BTreeMap<String, String> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = inner.parameters.iter().filter_map(|(name, all)| Some((name.clone(), all.last()?.clone())));
        newest.collect()
    }

    /// Writes a new version of a parameter.
    pub fn put_parameter(&self, name: &str, value: &str) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.parameters.entry(name.to_owned()).or_default().push(value.to_owned());
    }

    /// Returns the objects by bucket and path.
    pub fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).objects.clone()
    }

    /// Writes an object.
    pub fn put_object(&self, path: &str, body: &[u8]) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.objects.insert(path.to_owned(), body.to_vec());
    }

    /// Returns what was asked for since it was asked last.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner).asked)
    }
}

impl Drop for Aws {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(
    State(inner): State<Arc<Mutex<Inner>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut inner = inner.lock().unwrap_or_else(PoisonError::into_inner);
    match headers.get("x-amz-target").and_then(|target| target.to_str().ok()) {
        Some(target) => ssm(&mut inner, target, &serde_json::from_slice(&body).unwrap_or_default()),
        None => s3(&mut inner, &method, uri.path().trim_start_matches('/'), &body),
    }
}

fn ssm(inner: &mut Inner, target: &str, order: &Value) -> Response {
    let name = order["Name"].as_str().unwrap_or_default();
    inner.asked.push(format!("{target} {name}"));
    let answer = |status: StatusCode, body: Value| {
        (status, [("content-type", "application/x-amz-json-1.1")], body.to_string()).into_response()
    };
    let missing = |kind: &str| answer(StatusCode::BAD_REQUEST, json!({"__type": kind}));
    match target {
        "AmazonSSM.PutParameter" => {
            let versions = inner.parameters.entry(name.to_owned()).or_default();
            versions.push(order["Value"].as_str().unwrap_or_default().to_owned());
            answer(StatusCode::OK, json!({"Version": versions.len(), "Tier": "Standard"}))
        }
        "AmazonSSM.GetParameter" => {
            let (name, version) =
                name.split_once(':').map_or((name, None), |(name, version)| (name, version.parse().ok()));
            let Some(versions) = inner.parameters.get(name) else { return missing("ParameterNotFound") };
            let version: usize = version.unwrap_or(versions.len());
            let Some(value) = version.checked_sub(1).and_then(|index| versions.get(index)) else {
                return missing("ParameterVersionNotFound");
            };
            let parameter = json!({"Name": name, "Type": "SecureString", "Value": value, "Version": version});
            answer(StatusCode::OK, json!({"Parameter": parameter}))
        }
        _ => missing("UnknownOperationException"),
    }
}

fn s3(inner: &mut Inner, method: &Method, path: &str, body: &[u8]) -> Response {
    inner.asked.push(format!("{method} {path}"));
    let etag = ("etag", "\"1\"");
    match *method {
        Method::PUT => {
            inner.objects.insert(path.to_owned(), body.to_vec());
            (StatusCode::OK, [etag], "").into_response()
        }
        Method::GET => match inner.objects.get(path) {
            Some(found) => {
                let modified = ("last-modified", "Mon, 30 Nov 2026 00:00:00 GMT");
                (StatusCode::OK, [etag, modified], found.clone()).into_response()
            }
            None => (StatusCode::NOT_FOUND, "<Error><Code>NoSuchKey</Code></Error>").into_response(),
        },
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}
