//! The one place that hands in mail: time-outs, the guard of resolved addresses, one connection for one letter. Knows no
//! message's form.

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Severity;
use tokio::time::{Instant, timeout, timeout_at};
use url::Host;

use crate::address::{Forbidden, MailServer, Security, check_addresses, check_mail_server};
use crate::lookup::Lookup;
use crate::redaction::Secret;
use crate::reply::Reply;
use crate::request::Letter;

/// One letter takes a dozen exchanges where a webhook takes one: so many times the time-out of a request.
const TIME_OUTS: u32 = 3;

/// Share of the time-out that a connection may take.
const CONNECT_SHARE: u32 = 2;

/// Longest goodbye: the letter is taken already.
const GOODBYE_MAX: Duration = Duration::from_millis(200);

/// A mail server and who it knows us as.
#[derive(Clone)]
pub(crate) struct Postbox {
    server: MailServer,
    credentials: Option<(Secret, Secret)>,
    tls: TlsParameters,
}

/// A mail server cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidPostbox {
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error("cannot be reached securely from this machine")]
    Insecure,
}

impl Postbox {
    /// Checks the server's address and prepares to speak with it securely.
    pub(crate) fn new(
        url: &Secret,
        credentials: Option<(Secret, Secret)>,
        allow_loopback: bool,
    ) -> Result<Self, InvalidPostbox> {
        let server = check_mail_server(url.reveal(), allow_loopback)?;
        let tls = TlsParameters::new(server.host.to_string()).map_err(|_| InvalidPostbox::Insecure)?;
        Ok(Self { server, credentials, tls })
    }
}

impl std::fmt::Debug for Postbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Postbox({}, {:?})", self.server.host, self.server.security)
    }
}

/// Hands in letters to checked addresses.
#[derive(Clone)]
pub(crate) struct Mailer {
    pub(crate) lookup: Lookup,
    pub(crate) time_out: Duration,
    pub(crate) allow_loopback: bool,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mailer({:?})", self.time_out)
    }
}

impl Mailer {
    /// Hands in a letter once and reads what the server says to it.
    pub(crate) async fn send(&self, postbox: &Postbox, letter: &Letter) -> Reply {
        let deadline = Instant::now() + self.time_out * TIME_OUTS;
        let all = async {
            let addresses = self.addresses(&postbox.server).await?;
            self.hand_in(postbox, &addresses, letter).await
        };
        match timeout_at(deadline, all).await {
            Ok(Ok(())) => Reply::Delivered,
            Ok(Err(reply)) => reply,
            Err(_) => Reply::retryable("timed out"),
        }
    }

    /// Resolves the server once; the connection is made to the very addresses that were checked.
    async fn addresses(&self, server: &MailServer) -> Result<Vec<SocketAddr>, Reply> {
        let name = match &server.host {
            Host::Ipv4(ip) => return Ok(vec![SocketAddr::new((*ip).into(), server.port)]),
            Host::Ipv6(ip) => return Ok(vec![SocketAddr::new((*ip).into(), server.port)]),
            Host::Domain(name) => name,
        };
        let found = (self.lookup)(name.clone()).await.map_err(|_| Reply::retryable("name cannot be resolved"))?;
        check_addresses(name, &found, self.allow_loopback)
            .map_err(|forbidden| Reply::refused(format!("address {forbidden}")))?;
        Ok(found.into_iter().map(|address| SocketAddr::new(address.ip(), server.port)).collect())
    }

    async fn hand_in(&self, postbox: &Postbox, addresses: &[SocketAddr], letter: &Letter) -> Result<(), Reply> {
        let from = letter.envelope.from();
        let hello = from.map_or_else(ClientId::default, |from| ClientId::Domain(from.domain().to_owned()));
        let security = postbox.server.security;
        let wrapped = (security == Security::Implicit).then(|| postbox.tls.clone());
        let connect_time = Some(self.time_out / CONNECT_SHARE);
        let mut server = AsyncSmtpConnection::connect_tokio1(addresses, connect_time, &hello, wrapped, None)
            .await
            .map_err(|error| failure(&error, "connection failed"))?;
        let lost = |error| failure(&error, "connection lost");
        if security == Security::StartTls {
            server.starttls(postbox.tls.clone(), &hello).await.map_err(lost)?;
        }
        if let Some((user, password)) = &postbox.credentials {
            let credentials = Credentials::new(user.reveal().to_owned(), password.reveal().to_owned());
            server.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await.map_err(lost)?;
        }
        let taken = server.send(&letter.envelope, &letter.bytes).await.map_err(lost)?;
        if taken.code().severity != Severity::PositiveCompletion {
            return Err(Reply::refused(format!("status {}", taken.code())));
        }
        let _ = timeout(GOODBYE_MAX, server.quit()).await;
        Ok(())
    }
}

/// Tells what a failed attempt means, in fixed words: the error's own text quotes the server.
fn failure(error: &smtp::Error, place: &str) -> Reply {
    match error.status() {
        Some(code) if error.is_transient() => return Reply::retryable(format!("status {code}")),
        Some(code) => return Reply::refused(format!("status {code}")),
        None => {}
    }
    if error.is_client() {
        return Reply::refused("the server does not offer encryption or a way to sign in");
    }
    if error.is_timeout() {
        return Reply::retryable("timed out");
    }
    match io_kind(error) {
        // The kind's own text is a fixed word such as `connection refused`.
        Some(kind) => Reply::retryable(format!("{place}: {kind}")),
        None => Reply::retryable(format!("{place}: answer not understood")),
    }
}

fn io_kind(error: &smtp::Error) -> Option<io::ErrorKind> {
    let mut next = error.source();
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            return Some(io.kind());
        }
        next = error.source();
    }
    None
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tls_tests;
