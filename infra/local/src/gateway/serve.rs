//! Takes connections, as many as a laptop bears, and ends those that send their headers too slowly. axum's own loop sets no
//! such limit (0.8.9: it gives hyper no timer), so the connections are hyper's. Knows nothing about what is answered.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

/// Connections at once. More wait until one ends; the pages of a browser and a busy sender use some dozen.
const CONNECTIONS_MAX: usize = 512;
/// The longest that the headers of a request may take, counted from the end of the request before it.
const HEADERS_TIME_MAX: Duration = Duration::from_secs(10);
/// The longest that ending waits for open connections.
const SHUTDOWN_TIME_MAX: Duration = Duration::from_secs(5);
/// The wait after the system gives no more connections.
const EXHAUSTED_WAIT: Duration = Duration::from_millis(100);

/// Serves until the stack stops, and then until running requests are answered.
pub(super) async fn serve(listener: TcpListener, app: Router, mut stopping: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut connections = JoinSet::new();
    let watched = stopping.clone();
    let taking = async {
        loop {
            let Ok(place) = places.clone().acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, peer)) => {
                    connections.spawn(hold(stream, peer, app.clone(), watched.clone(), place));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(EXHAUSTED_WAIT).await;
                }
            }
            while connections.try_join_next().is_some() {}
        }
    };
    tokio::select! {
        () = taking => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
    drop(listener);
    let ended = async { while connections.join_next().await.is_some() {} };
    // Those that do not end are dropped with the set.
    let _ = tokio::time::timeout(SHUTDOWN_TIME_MAX, ended).await;
}

/// Answers the requests of one connection.
async fn hold(
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    mut stopping: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    // Answers are small: none waits for another.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().oneshot(request)
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADERS_TIME_MAX);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let stopped = async {
        let _ = stopping.wait_for(|stopping| *stopping).await;
    };
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
