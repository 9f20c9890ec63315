//! A proxy between the SDK and the embedded table that makes the faults which the table itself does not: throttling, a
//! server error, a connection lost before or after the write was made.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What goes wrong with one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The table throttles.
    Throttle,
    /// The table answers 500 without having done anything.
    ServerError,
    /// The table does it, and then answers 500.
    ServerErrorAfterCommit,
}

/// Decides, by the number of the call from 0 and by its operation (`PutItem`, …), what goes wrong with it.
type Plan = Box<dyn FnMut(usize, &str) -> Option<Fault> + Send>;

struct Inner {
    target: String,
    http: reqwest::Client,
    plan: Mutex<(usize, Plan)>,
    calls: Mutex<Vec<String>>,
}

/// A running proxy.
pub struct Proxy {
    address: SocketAddr,
    inner: Arc<Inner>,
    server: JoinHandle<()>,
}

impl Proxy {
    /// Starts a proxy in front of a table.
    pub async fn start(target: &str, plan: impl FnMut(usize, &str) -> Option<Fault> + Send + 'static) -> Self {
        let inner = Arc::new(Inner {
            target: target.to_owned(),
            http: reqwest::Client::new(),
            plan: Mutex::new((0, Box::new(plan))),
            calls: Mutex::new(Vec::new()),
        });
        let router = Router::new().fallback(pass).with_state(inner.clone());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the proxy serves");
        });
        Self { address, inner, server }
    }

    /// Returns its address, for an environment.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns a client that goes through it and tries nothing twice.
    pub fn client(&self, like: &Client) -> Client {
        let config = like.config().to_builder();
        let config = config.endpoint_url(self.endpoint()).retry_config(RetryConfig::disabled());
        Client::from_conf(config.build())
    }

    /// Returns the operations of all calls so far.
    pub fn calls(&self) -> Vec<String> {
        self.inner.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn pass(State(inner): State<Arc<Inner>>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
    inner.calls.lock().unwrap_or_else(PoisonError::into_inner).push(operation.clone());
    let fault = {
        let mut plan = inner.plan.lock().unwrap_or_else(PoisonError::into_inner);
        let number = plan.0;
        plan.0 += 1;
        plan.1(number, &operation)
    };
    match fault {
        Some(Fault::Throttle) => failure(StatusCode::BAD_REQUEST, "ThrottlingException"),
        Some(Fault::ServerError) => failure(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError"),
        Some(Fault::ServerErrorAfterCommit) => {
            forward(&inner, &headers, body).await;
            failure(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError")
        }
        None => forward(&inner, &headers, body).await,
    }
}

fn failure(status: StatusCode, code: &str) -> Response {
    let body = format!("{{\"__type\":\"com.amazonaws.dynamodb.v20120810#{code}\",\"message\":\"made by a test\"}}");
    (status, [("content-type", "application/x-amz-json-1.0")], body).into_response()
}

async fn forward(inner: &Inner, headers: &HeaderMap, body: Bytes) -> Response {
    let mut request = inner.http.post(&inner.target).body(body);
    for (name, value) in headers {
        if name != "host" && name != "content-length" {
            request = request.header(name, value);
        }
    }
    let answer = request.send().await.expect("the table answers");
    let mut response = Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        if name != "content-length" && name != "transfer-encoding" {
            response = response.header(name, value);
        }
    }
    response.body(Body::from(answer.bytes().await.expect("a body"))).expect("a response")
}
