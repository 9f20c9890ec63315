//! Calls of another company's API, over the connections of the AWS SDK, so that a function carries one HTTP client. Follows no
//! redirect and tries nothing again.

use std::time::Duration;

use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest as SdkRequest;
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt, Limited};
use lambda_http::http::{Request, Response, Uri};

use crate::aws::connector;
use crate::environment::Environment;

/// Time that one call may take, its whole answer included.
const CALL_TIME_MAX: Duration = Duration::from_secs(8);

/// Bytes of an answer that are read.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// The way to other companies' APIs.
#[derive(Clone, Debug)]
pub struct Https {
    connector: SharedHttpConnector,
    allow_loopback: bool,
}

/// A call failed. Says nothing of what was sent and where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The address is not one of `https`.
    #[error("the address must begin with https")]
    Forbidden,
    /// No connection, or it broke.
    #[error("no answer")]
    Unreachable,
    /// The answer did not come in time.
    #[error("timed out")]
    Late,
    /// The answer is too long or broken.
    #[error("the answer is longer than 256 KB, or it broke off")]
    Unreadable,
}

impl Https {
    /// Takes the connections of an environment. `allow_loopback`: also without TLS to this very machine, as on a laptop.
    pub fn new(environment: &Environment, allow_loopback: bool) -> Self {
        Self { connector: connector(environment), allow_loopback }
    }

    /// Calls once, and reads the answer whole.
    ///
    /// # Errors
    /// No answer within 8 seconds, one of more than 256 KB, or an address that is not allowed.
    pub async fn call(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, CallError> {
        if !is_allowed(request.uri(), self.allow_loopback) {
            return Err(CallError::Forbidden);
        }
        tokio::time::timeout(CALL_TIME_MAX, self.send(request)).await.map_err(|_| CallError::Late)?
    }

    async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, CallError> {
        let request = SdkRequest::try_from(request.map(SdkBody::from)).map_err(|_| CallError::Unreachable)?;
        let answer = self.connector.call(request).await.map_err(|error| match error.is_timeout() {
            true => CallError::Late,
            false => CallError::Unreachable,
        })?;
        let (parts, body) = answer.try_into_http1x().map_err(|_| CallError::Unreadable)?.into_parts();
        let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await.map_err(|_| CallError::Unreadable)?;
        Ok(Response::from_parts(parts, body.to_bytes().to_vec()))
    }
}

/// Returns whether an address is reached by TLS, or is this very machine's where that is allowed.
fn is_allowed(uri: &Uri, allow_loopback: bool) -> bool {
    match uri.scheme_str() {
        Some("https") => uri.host().is_some_and(|host| !host.is_empty()),
        Some("http") => allow_loopback && uri.host().is_some_and(is_loopback),
        _ => false,
    }
}

/// Returns whether a host is this very machine, by a name or an address that nobody can point elsewhere.
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tls_leaves_this_machine_and_only_a_laptop_goes_without() {
        let allowed = |uri: &str, laptop| is_allowed(&uri.parse().unwrap(), laptop);
        assert!(allowed("https://id.example.com/token", false));
        for here in ["http://127.0.0.1:9/a", "http://localhost/a", "http://[::1]:9/a"] {
            assert!(allowed(here, true) && !allowed(here, false), "{here}");
        }
        for other in ["http://id.example.com/", "http://localhost.evil.example/", "http://169.254.169.254/", "/a"] {
            assert!(!allowed(other, true), "{other}");
        }
    }
}
