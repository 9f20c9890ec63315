//! The other side of a channel: a small real server that keeps what it gets and answers as it is told.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// One request that came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, byte for byte.
    pub body: Bytes,
    /// When it was there as a whole.
    pub at: Instant,
}

impl Received {
    /// Reads the body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a JSON body")
    }

    /// Returns a header, empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// How to answer one request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// With a status.
    Status(u16),
    /// With a status and a `Retry-After` of some seconds.
    RetryAfter(u16, u32),
    /// With 200, but only after a while.
    Late(Duration),
    /// It takes the message, and the connection is gone before it answers.
    Reset,
    /// With 200 at once, and with a body that comes byte by byte, so long apart.
    Drip(Duration),
    /// With 200, and 10 MB.
    Flood,
}

/// Bytes of a body that drips.
const DRIPS: usize = 100;

/// Bytes of a body that floods.
const FLOOD_BYTES: usize = 10 * 1024 * 1024;

#[derive(Default)]
struct Inner {
    received: Vec<Received>,
    replies: VecDeque<Reply>,
}

/// A running receiver. Answers 200 unless told otherwise.
pub struct Receiver {
    address: SocketAddr,
    inner: Arc<Mutex<Inner>>,
    server: JoinHandle<()>,
}

impl Receiver {
    /// Starts a receiver on a free port of this machine.
    pub async fn start() -> Self {
        let inner = Arc::new(Mutex::new(Inner::default()));
        let router = Router::new().fallback(answer).with_state(inner.clone());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the receiver serves");
        });
        Self { address, inner, server }
    }

    /// Returns its address with a path that only its sender should know.
    pub fn url(&self) -> String {
        format!("http://{}/hidden-path", self.address)
    }

    /// Returns the configuration of a Slack channel that leads here.
    pub fn slack(&self, name: &str) -> String {
        format!("[[channels]]\nname = '{name}'\nkind = 'slack'\nurl = '{}'\n", self.url())
    }

    /// Returns the configuration of a signed webhook that leads here.
    pub fn webhook(&self, name: &str) -> String {
        let secret = crate::suite::WEBHOOK_SECRET;
        format!("[[channels]]\nname = '{name}'\nkind = 'webhook'\nurl = '{}'\nsecret = '{secret}'\n", self.url())
    }

    /// Answers the next requests like this, one after the other, and then with 200 again.
    pub fn reply(&self, replies: impl IntoIterator<Item = Reply>) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).replies.extend(replies);
    }

    /// Returns everything that came so far.
    pub fn received(&self) -> Vec<Received> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).received.clone()
    }

    /// Waits until so many requests came, at most ten seconds, and returns them all.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let received = self.received();
            if received.len() >= count || Instant::now() > deadline {
                return received;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(inner): State<Arc<Mutex<Inner>>>, headers: HeaderMap, body: Bytes) -> Response {
    let reply = {
        let mut inner = inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.received.push(Received { headers, body, at: Instant::now() });
        inner.replies.pop_front()
    };
    let status = |code: u16| StatusCode::from_u16(code).expect("a status code");
    match reply {
        None => StatusCode::OK.into_response(),
        Some(Reply::Status(code)) => status(code).into_response(),
        Some(Reply::RetryAfter(code, seconds)) => {
            (status(code), [("retry-after", seconds.to_string())]).into_response()
        }
        Some(Reply::Late(wait)) => {
            tokio::time::sleep(wait).await;
            StatusCode::OK.into_response()
        }
        // What serves a connection ends with a panic in it: nothing is answered.
        Some(Reply::Reset) => panic!("the connection is cut on purpose"),
        Some(Reply::Drip(apart)) => {
            let bytes = futures::stream::unfold(0, move |sent| async move {
                tokio::time::sleep(apart).await;
                (sent < DRIPS).then(|| (Ok::<_, std::io::Error>(Bytes::from_static(b".")), sent + 1))
            });
            Body::from_stream(bytes).into_response()
        }
        Some(Reply::Flood) => Body::from(vec![b'.'; FLOOD_BYTES]).into_response(),
    }
}
