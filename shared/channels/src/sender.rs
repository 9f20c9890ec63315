//! The one place that posts: time-outs, the guard of resolved addresses, a bounded reply, no redirects. Knows no
//! channel's form.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, Response, redirect, retry};
use tokio::time::{Instant, timeout_at};

use crate::address::{Forbidden, check_addresses};
use crate::lookup::{Lookup, system};
use crate::outgoing::Post;
use crate::reply::{Reply, classify};

/// Most bytes of a reply that are read; the rest is dropped with its connection.
const REPLY_BYTES_MAX: usize = 64 * 1024;

/// Longest wait for the body once the status is known: the status alone decides.
const BODY_TIME_MAX: Duration = Duration::from_millis(500);

/// Share of the time-out that name and connection may take.
const CONNECT_SHARE: u32 = 2;

/// Sends requests to checked addresses.
#[derive(Clone)]
pub struct Sender {
    client: Client,
    time_out: Duration,
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sender({:?})", self.time_out)
    }
}

/// The TLS library found nothing to trust, or could not start.
#[derive(Debug, thiserror::Error)]
#[error("secure connections cannot be made on this machine")]
pub struct Unsendable;

impl Sender {
    /// Prepares to send, each attempt within `time_out` from name to reply.
    pub fn new(time_out: Duration, allow_loopback: bool) -> Result<Self, Unsendable> {
        Self::with_lookup(time_out, allow_loopback, system())
    }

    fn with_lookup(time_out: Duration, allow_loopback: bool, lookup: Lookup) -> Result<Self, Unsendable> {
        crate::tls::install();
        let client = Client::builder()
            .connect_timeout(time_out / CONNECT_SHARE)
            .timeout(time_out)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            // A proxy of the environment would resolve names itself, past the guard.
            .no_proxy()
            .referer(false)
            .dns_resolver(Guard { lookup, allow_loopback })
            .user_agent(concat!("moments/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| Unsendable)?;
        Ok(Self { client, time_out })
    }

    /// Posts a request once and reads the reply.
    pub(crate) async fn send(&self, message: Post<'_>, now: Timestamp) -> Reply {
        let Post { url, request, word } = message;
        let deadline = Instant::now() + self.time_out;
        let mut post = self.client.post(url.reveal().clone()).body(request.body);
        for (name, value) in request.headers {
            post = post.header(name, value);
        }
        let response = match timeout_at(deadline, post.send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return failure(&error),
            Err(_) => return Reply::retryable("timed out"),
        };
        let (status, headers) = (response.status(), response.headers().clone());
        let body = read_bounded(response, deadline.min(Instant::now() + BODY_TIME_MAX)).await;
        let body = String::from_utf8_lossy(&body);
        classify(status, &headers, word(&body), now)
    }
}

/// Reads a body up to its bound and the deadline; whatever came until then is enough.
async fn read_bounded(mut response: Response, deadline: Instant) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Ok(Some(chunk))) = timeout_at(deadline, response.chunk()).await {
        let room = REPLY_BYTES_MAX - body.len();
        body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if body.len() == REPLY_BYTES_MAX {
            break;
        }
    }
    body
}

/// Tells what a failed attempt means, in fixed words: the error's own text may quote the address.
fn failure(error: &reqwest::Error) -> Reply {
    if let Some(forbidden) = cause::<Forbidden>(error) {
        return Reply::refused(format!("address {forbidden}"));
    }
    if error.is_builder() {
        return Reply::refused("request cannot be built");
    }
    if error.is_timeout() {
        return Reply::retryable("timed out");
    }
    if error.is_dns() {
        return Reply::retryable("name cannot be resolved");
    }
    let place = if error.is_connect() { "connection failed" } else { "connection lost" };
    match cause::<io::Error>(error).map(io::Error::kind) {
        // The kind's own text is a fixed word such as `connection refused`.
        Some(kind) => Reply::retryable(format!("{place}: {kind}")),
        None => Reply::retryable(place),
    }
}

/// Finds the cause of a given type behind an error.
fn cause<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}

/// Resolves a name once and hands on only addresses that were checked, so that the connection goes there.
struct Guard {
    lookup: Lookup,
    allow_loopback: bool,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (found, allow_loopback) = ((self.lookup)(name.as_str().to_owned()), self.allow_loopback);
        Box::pin(async move {
            let addresses = found.await?;
            check_addresses(name.as_str(), &addresses, allow_loopback)?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests;
