//! Who may ask the embedded table: a program that signs with the key of this start and is no web page. Without this, every page
//! that a browser on this machine shows could read and delete everything. Does not check the signature itself: the key is
//! random and leaves this process only by its owner's file.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use axum::middleware::Next;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// The scheme of an AWS signature, version 4, and what names the key in it.
const SCHEME: &str = "AWS4-HMAC-SHA256";
const CREDENTIAL: &str = "Credential=";

/// What a request to the embedded table is signed with: made at each start, known to nobody before.
#[derive(Clone)]
pub struct TableCredentials {
    key_id: String,
    secret: String,
}

impl fmt::Debug for TableCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl TableCredentials {
    /// Makes a pair that nobody can guess: 122 random bits each.
    pub(crate) fn random() -> Self {
        let random = || Uuid::new_v4().simple().to_string();
        Self { key_id: random(), secret: random() }
    }

    /// Returns the access key id.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Returns the secret access key.
    pub fn secret(&self) -> &str {
        &self.secret
    }
}

/// What a request is held to.
pub(super) struct Guard {
    hosts: [String; 2],
    credentials: TableCredentials,
}

impl Guard {
    pub(super) fn new(address: SocketAddr, credentials: TableCredentials) -> Self {
        let hosts = [address.to_string(), format!("localhost:{}", address.port())];
        Self { hosts, credentials }
    }

    /// Returns why a request may not enter: the name of the error as AWS would say it, and a sentence.
    fn refusal(&self, uri: &Uri, headers: &HeaderMap) -> Option<(&'static str, &'static str)> {
        // Only a browser says where a request comes from.
        if headers.contains_key(header::ORIGIN) || headers.contains_key("sec-fetch-site") {
            return Some(("AccessDeniedException", "the table of this machine does not answer web pages"));
        }
        let is_own = |host: &str| self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host));
        let mut hosts = headers.get_all(header::HOST).iter();
        let named = hosts.next().and_then(|host| host.to_str().ok());
        if !named.is_some_and(is_own) || hosts.next().is_some() || uri.authority().is_some_and(|a| !is_own(a.as_str()))
        {
            return Some(("AccessDeniedException", "the table of this machine does not have this name"));
        }
        let key = headers.get(header::AUTHORIZATION).and_then(|value| signer(value.to_str().ok()?)).unwrap_or_default();
        let is_known: bool = self.credentials.key_id.as_bytes().ct_eq(key.as_bytes()).into();
        let unknown = "sign with the access key of this start: `table.env` in the data folder has it";
        (!is_known).then_some(("UnrecognizedClientException", unknown))
    }
}

/// Answers what may not enter; hands on the rest.
pub(super) async fn only_holders(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response<Body> {
    let Some((name, why)) = guard.refusal(request.uri(), request.headers()) else { return next.run(request).await };
    tracing::warn!(reason = name, "a request to the embedded table was refused");
    let body = serde_json::json!({"__type": format!("com.amazon.coral.service#{name}"), "message": why});
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

/// Returns the access key id of an `Authorization` header.
fn signer(authorization: &str) -> Option<&str> {
    let (scheme, rest) = authorization.split_once(' ')?;
    let credential = rest.split(',').find_map(|part| part.trim().strip_prefix(CREDENTIAL))?;
    let (key, _) = credential.split_once('/')?;
    (scheme == SCHEME).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "127.0.0.1:4000";

    fn refused(headers: &[(&'static str, &str)], uri: &str) -> bool {
        let credentials = TableCredentials { key_id: "k".into(), secret: "s".into() };
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        Guard::new(OWN.parse().unwrap(), credentials).refusal(&uri.parse().unwrap(), &map).is_some()
    }

    fn signed(key: &str) -> String {
        format!("{SCHEME} Credential={key}/20261122/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
    }

    #[test]
    fn who_signs_with_the_key_enters_by_either_name_of_the_address() {
        for host in [OWN, "localhost:4000", "LOCALHOST:4000"] {
            assert!(!refused(&[("host", host), ("authorization", &signed("k"))], "/"), "{host}");
        }
    }

    #[test]
    fn everybody_else_does_not() {
        let (known, local) = (signed("k"), signed("local"));
        let host = ("host", OWN);
        let key = ("authorization", known.as_str());
        for (headers, uri) in [
            (vec![host], "/"),
            (vec![key], "/"),
            (vec![host, ("authorization", local.as_str())], "/"),
            (vec![host, ("authorization", "")], "/"),
            (vec![host, ("authorization", "Bearer k")], "/"),
            (vec![host, ("authorization", "AWS4-HMAC-SHA256 Credential=k")], "/"),
            (vec![host, ("authorization", "AWS4-HMAC-SHA256 Credential=/x")], "/"),
            (vec![host, key, ("origin", "http://127.0.0.1:4000")], "/"),
            (vec![host, key, ("origin", "null")], "/"),
            (vec![host, key, ("sec-fetch-site", "cross-site")], "/"),
            (vec![host, host, key], "/"),
            (vec![("host", "127.0.0.1:4001"), key], "/"),
            (vec![("host", "127.0.0.1"), key], "/"),
            (vec![("host", "rebound.example:4000"), key], "/"),
            (vec![host, key], "http://rebound.example:4000/"),
        ] {
            assert!(refused(&headers, uri), "{headers:?} {uri}");
        }
    }
}
