//! The embedded table: a DynamoDB-compatible engine on one SQLite file, served on a loopback port of its own and reached
//! through the real SDK like any other. This module alone knows what engine it is. Knows nothing about functions.
//!
//! Where the engine departs from DynamoDB, the difference ends here: the stream index, retention and the TTL sweep in
//! [`keeper`], what a stream record says in [`stream`]. Who may ask is decided in [`guard`].

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use dynoxide::Database;
use tokio::sync::oneshot;

use crate::error::Error;
use guard::TableCredentials;
use keeper::Keeper;

pub(crate) mod client;
pub(crate) mod guard;
pub(crate) mod keeper;
mod server;
pub(crate) mod stream;

/// The region that the local stack says it is in; what the engine calls it never shows.
pub(crate) const REGION: &str = "us-east-1";
/// The account that the local stack says it runs in.
pub(crate) const ACCOUNT: &str = "000000000000";

/// Threads that answer table requests. They block on SQLite, so they are the engine's own.
const SERVER_THREADS: usize = 4;
/// How often expired items are deleted. DynamoDB promises no more than "within days".
const TTL_SWEEP_INTERVAL: Duration = Duration::from_mins(10);

/// A running embedded table.
pub(crate) struct Engine {
    address: SocketAddr,
    credentials: TableCredentials,
    #[cfg(test)]
    database: Database,
    keeper: Arc<Keeper>,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

impl Engine {
    /// Opens the file, making it if there is none, and serves it on a free loopback port.
    pub(crate) fn open(file: &Path) -> Result<Self, Error> {
        let path = file.to_str().ok_or_else(|| Error::file(file, "not a path that the embedded table can open"))?;
        keeper::check(file)?;
        let database = Database::new(path).map_err(|error| unopened(file, &error.to_string()))?;
        // `synchronous = NORMAL` with a write-ahead log: ten times the write rate, and a killed process loses nothing.
        database.disable_bulk_loading().map_err(|error| Error::file(file, error))?;
        let keeper = Arc::new(Keeper::open(file)?);

        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
            .map_err(|error| Error::failed("embedded table", error))?;
        let address = listener.local_addr().map_err(|error| Error::failed("embedded table", error))?;
        let credentials = TableCredentials::random();
        let (stop, stopped) = oneshot::channel();
        let router = server::router(database.clone(), address, credentials.clone());
        #[cfg(test)]
        let for_tests = database.clone();
        let server = std::thread::Builder::new()
            .name("table".to_owned())
            .spawn(move || serve(listener, database, router, stopped))
            .map_err(|error| Error::failed("embedded table", error))?;
        Ok(Self {
            address,
            credentials,
            #[cfg(test)]
            database: for_tests,
            keeper,
            stop: Some(stop),
            server: Some(server),
        })
    }

    /// Returns the address of the DynamoDB and DynamoDB Streams APIs.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns what a request to the table must be signed with.
    pub(crate) fn credentials(&self) -> &TableCredentials {
        &self.credentials
    }

    /// Returns what looks after the file beside the engine.
    pub(crate) fn keeper(&self) -> &Arc<Keeper> {
        &self.keeper
    }

    /// Deletes expired items now instead of by the timer.
    #[cfg(test)]
    pub(crate) fn sweep(&self) -> Result<usize, String> {
        self.database.sweep_ttl().map_err(|error| error.to_string())
    }

    /// Answers what is running, then closes the file. Blocks for as long as that takes.
    pub(crate) fn close(mut self) {
        self.stop_server();
    }

    fn stop_server(&mut self) {
        drop(self.stop.take());
        if let Some(server) = self.server.take()
            && server.join().is_err()
        {
            tracing::error!("the embedded table ended in a panic");
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop_server();
    }
}

/// Says why a file cannot be opened. What the engine says of one that is no database is for its own developers.
fn unopened(file: &Path, why: &str) -> Error {
    if why.contains("not a valid SQLite database") || why.contains("malformed") || why.contains("not a database") {
        return damaged(file);
    }
    Error::file(file, why)
}

/// Says that a file is no whole table, and what to do.
pub(crate) fn damaged(file: &Path) -> Error {
    let what = "is damaged or no table of Moments: put a copy of it in its place, move it away, or choose another folder with --data";
    Error::file(file, what)
}

fn serve(listener: std::net::TcpListener, database: Database, router: Router, stopped: oneshot::Receiver<()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(SERVER_THREADS)
        .thread_name("table")
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return tracing::error!(%error, "the embedded table cannot start"),
    };
    runtime.block_on(async move {
        let listener = match tokio::net::TcpListener::from_std(listener) {
            Ok(listener) => listener,
            Err(error) => return tracing::error!(%error, "the embedded table cannot listen"),
        };
        let sweeper = tokio::spawn(sweep(database));
        // Dropping the sender is the signal: the value never matters.
        let served = axum::serve(listener, router).with_graceful_shutdown(async {
            let _ = stopped.await;
        });
        if let Err(error) = served.await {
            tracing::error!(%error, "the embedded table stopped");
        }
        sweeper.abort();
    });
    // A client that never finishes its request must not hold up the end of the process.
    runtime.shutdown_timeout(Duration::from_secs(2));
}

/// Deletes expired items on a timer: the engine does not do it by itself.
async fn sweep(database: Database) {
    let mut interval = tokio::time::interval(TTL_SWEEP_INTERVAL);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        interval.tick().await;
        let database = database.clone();
        match tokio::task::spawn_blocking(move || database.sweep_ttl()).await {
            Ok(Ok(deleted)) => tracing::debug!(deleted, "swept expired items"),
            Ok(Err(error)) => tracing::warn!(%error, "expired items could not be swept"),
            Err(_) => return,
        }
    }
}
