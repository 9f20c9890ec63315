//! The HTTP API: a request becomes the JSON that AWS sends, and the function's JSON becomes a response. Everything under
//! `/_local/`, and the home page, is the local stack's own and exists nowhere else.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Response, StatusCode};
use axum::{Router, middleware};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::invoke::{InvokeError, Invoker};
use crate::load::Load;
use event::Incoming;
use guard::Guard;
use routes::Routes;

pub(crate) mod answer;
pub(crate) mod event;
pub(crate) mod guard;
pub(crate) mod routes;
mod serve;

/// The longest that an HTTP API waits for a function.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(30);

/// A listening HTTP server.
pub(crate) struct Gateway {
    server: JoinHandle<()>,
}

/// Takes the address, before anything else is started: a busy port should cost nothing.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Error::AddressInUse { address: address.to_string() },
        _ => Error::failed(address.to_string(), error),
    })
}

impl Gateway {
    /// Serves the API's routes and the local stack's own, all of them behind the guard.
    pub(crate) fn start(
        listener: TcpListener,
        (routes, load): (Routes<Invoker>, Load),
        own: Router,
        guard: Guard,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let app = own.merge(Router::new().fallback(handle).with_state(Arc::new((routes, load))));
        let app = app.layer(middleware::from_fn_with_state(Arc::new(guard), guard::admit));
        Self { server: tokio::spawn(serve::serve(listener, app, stopping)) }
    }

    /// Waits until running requests are answered, which they are once the stack stops.
    pub(crate) async fn end(self) {
        let _ = self.server.await;
    }
}

async fn handle(
    State(shared): State<Arc<(Routes<Invoker>, Load)>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response<Body> {
    let (routes, load) = shared.as_ref();
    let (parts, body) = request.into_parts();
    let path = event::decode_path(parts.uri.path());
    let Some(matched) = routes.find(parts.method.as_str(), &path) else {
        return answer::message(StatusCode::NOT_FOUND, "Not Found");
    };
    // The guard has it already, whole.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return answer::message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error");
    };
    let _bulk = load.bring(body.len());
    let event = event::tell(&Incoming {
        method: &parts.method,
        path: &path,
        query: parts.uri.query().unwrap_or_default(),
        version: parts.version,
        headers: &parts.headers,
        body: &body,
        peer,
        route_key: matched.key,
        variables: &matched.variables,
        now: Timestamp::now(),
        request_id: &uuid::Uuid::new_v4().to_string(),
    });
    let Ok(event) = event else {
        return answer::message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error");
    };
    match tokio::time::timeout(ANSWER_TIME_MAX, matched.target.invoke(event)).await {
        Ok(Ok(text)) => answer::read(&text).unwrap_or_else(|| {
            tracing::warn!(function = %matched.target.id, "answer is no HTTP response");
            answer::message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        }),
        Ok(Err(InvokeError::Failed(_) | InvokeError::Panicked | InvokeError::TimedOut(_))) => {
            answer::message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        }
        Err(_) => answer::message(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
    }
}
