//! A proxy between the SDK and the embedded table that makes the faults which the table itself does not (throttling, a
//! server error, a connection lost before or after the write was made), and keeps account of every call and what it
//! consumed.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::Notify;
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
    /// The table does it and never answers: the caller is killed here, see [`Proxy::stalled`].
    Stall,
    /// The table gets it only when the test says so, see [`Proxy::held`] and [`Proxy::release`].
    Hold,
}

/// Decides, by the number of the call from 0 and by its operation (`PutItem`, …), what goes wrong with it.
type Plan = Box<dyn FnMut(usize, &str) -> Option<Fault> + Send>;

/// One call that went through.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its operation (`PutItem`, …).
    pub operation: String,
    /// What was asked.
    pub request: Value,
    /// Capacity units that the table says it consumed: of reading or of writing, as the operation is.
    pub units: f64,
}

impl Call {
    /// Tells whether it writes.
    pub fn is_write(&self) -> bool {
        is_write(&self.operation)
    }

    /// Returns the partition key that a query asks for.
    pub fn partition(&self) -> Option<&str> {
        self.request["ExpressionAttributeValues"][":pk"]["S"].as_str()
    }
}

/// Tells whether an operation writes.
pub fn is_write(operation: &str) -> bool {
    ["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"].contains(&operation)
}

struct Inner {
    target: String,
    http: reqwest::Client,
    plan: Mutex<(usize, Plan)>,
    calls: Mutex<Vec<String>>,
    account: Mutex<Vec<Call>>,
    under_way: AtomicUsize,
    under_way_max: AtomicUsize,
    stalled: Notify,
    held: Notify,
    released: Notify,
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
        channels::tls::install();
        let inner = Arc::new(Inner {
            target: target.to_owned(),
            http: reqwest::Client::new(),
            plan: Mutex::new((0, Box::new(plan))),
            calls: Mutex::new(Vec::new()),
            account: Mutex::new(Vec::new()),
            under_way: AtomicUsize::new(0),
            under_way_max: AtomicUsize::new(0),
            stalled: Notify::new(),
            held: Notify::new(),
            released: Notify::new(),
        });
        let router = Router::new().fallback(pass).with_state(inner.clone());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the proxy serves");
        });
        Self { address, inner, server }
    }

    /// Starts a proxy in front of a table that lets everything pass.
    pub async fn transparent(target: &str) -> Self {
        Self::start(target, |_, _| None).await
    }

    /// Returns the calls since the last time this was asked.
    pub fn account(&self) -> Vec<Call> {
        std::mem::take(&mut self.inner.account.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns the most calls that were under way at the same time.
    pub fn under_way_max(&self) -> usize {
        self.inner.under_way_max.load(Ordering::SeqCst)
    }

    /// Waits until a call was carried out that is never answered.
    pub async fn stalled(&self) {
        self.inner.stalled.notified().await;
    }

    /// Waits until a call is held back.
    pub async fn held(&self) {
        self.inner.held.notified().await;
    }

    /// Lets a call go on that is held back.
    pub fn release(&self) {
        self.inner.released.notify_one();
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
        Some(Fault::Stall) => {
            forward(&inner, &headers, body).await;
            inner.stalled.notify_one();
            std::future::pending().await
        }
        Some(Fault::Hold) => {
            inner.held.notify_one();
            inner.released.notified().await;
            forward(&inner, &headers, body).await
        }
        None => {
            let under_way = inner.under_way.fetch_add(1, Ordering::SeqCst) + 1;
            inner.under_way_max.fetch_max(under_way, Ordering::SeqCst);
            let answer = accounted(&inner, &operation, &headers, body).await;
            inner.under_way.fetch_sub(1, Ordering::SeqCst);
            answer
        }
    }
}

/// Passes a call on with the question what it consumes, and keeps the answer.
async fn accounted(inner: &Inner, operation: &str, headers: &HeaderMap, body: Bytes) -> Response {
    let Ok(mut request) = serde_json::from_slice::<Value>(&body) else { return forward(inner, headers, body).await };
    if request.get("TableName").is_some()
        || request.get("TransactItems").is_some()
        || request.get("RequestItems").is_some()
    {
        request["ReturnConsumedCapacity"] = "TOTAL".into();
    }
    let response = forward(inner, headers, request.to_string().into()).await;
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
    let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
    let consumed = &answer["ConsumedCapacity"];
    let tables = consumed.as_array().map_or(std::slice::from_ref(consumed), Vec::as_slice);
    let units = tables.iter().filter_map(|table| table["CapacityUnits"].as_f64()).sum();
    let call = Call { operation: operation.to_owned(), request, units };
    inner.account.lock().unwrap_or_else(PoisonError::into_inner).push(call);
    Response::from_parts(head, Body::from(body))
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
