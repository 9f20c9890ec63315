//! One guard in front of everything that the local stack answers. A page elsewhere could point its own name at this machine
//! (DNS rebinding) or post a form here; both show in the headers that a browser adds. Who is slow is not waited for. Checks
//! no key of the API: the functions do.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, Response, header};
use axum::middleware::Next;
use runtime::http::problem::Problem;

use super::answer;

/// The largest body that an HTTP API takes.
const BODY_BYTES_MAX: usize = 10 * 1024 * 1024;
/// The longest that a body may take to arrive.
const BODY_TIME_MAX: Duration = Duration::from_secs(10);
/// The playground and its doors, which exist on this machine only.
const HOME: &str = "/playground";
const DOORS: &str = "/_local/";

/// What a request is held to.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    listening: IpAddr,
    public: Option<Authority>,
}

impl Guard {
    /// Makes the guard of a server that listens there and to which links lead by a public address.
    pub(crate) fn new(listening: SocketAddr, public_url: &str) -> Self {
        let public = public_url.parse::<axum::http::Uri>().ok().and_then(|url| url.into_parts().authority);
        Self { listening: listening.ip(), public }
    }

    /// Returns why a request may not enter.
    fn refusal(&self, method: &Method, path: &str, headers: &HeaderMap, peer: IpAddr) -> Option<Problem> {
        let host = match host(headers) {
            Ok(host) => host,
            Err(why) => return Some(Problem::unreadable(why)),
        };
        let is_address = is_address(&host);
        if !is_address && self.public.as_ref() != Some(&host) {
            return Some(Problem::misdirected(
                "this server goes by its address, by localhost and by its public address",
            ));
        }
        if path != HOME && !path.starts_with(DOORS) {
            return None;
        }
        if !is_address || !(peer.is_loopback() || peer == self.listening) {
            return Some(Problem::refused("the playground answers the machine it runs on"));
        }
        let foreign = !matches!(*method, Method::GET | Method::HEAD) && !is_of_own_page(headers, &host);
        foreign.then(|| Problem::refused("only the playground itself may do this"))
    }
}

/// Refuses what may not enter, and hands on the rest with its whole body.
pub(super) async fn admit(
    State(guard): State<Arc<Guard>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response<Body> {
    if let Some(problem) = guard.refusal(request.method(), request.uri().path(), request.headers(), peer.ip()) {
        return answer::problem(&problem);
    }
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(BODY_TIME_MAX, to_bytes(body, BODY_BYTES_MAX)).await {
        Ok(Ok(body)) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Ok(Err(_)) => answer::message(axum::http::StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large"),
        Err(_) => answer::problem(&Problem::too_slow("the body did not arrive in time")),
    }
}

/// Returns the one host that a request names.
fn host(headers: &HeaderMap) -> Result<Authority, &'static str> {
    let mut named = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (named.next(), named.next()) else { return Err("a request names one `Host`") };
    let host: Authority = host.as_bytes().try_into().map_err(|_| "`Host` is not a name or an address with a port")?;
    let has_port = host.as_str().rsplit_once(':').is_some_and(|(_, port)| !port.ends_with(']'));
    if host.as_str().contains(['@', ',']) || (has_port && host.port_u16().is_none()) {
        return Err("`Host` is not a name or an address with a port");
    }
    Ok(host)
}

/// Tells whether a request comes from a page of this server, or from no page at all.
fn is_of_own_page(headers: &HeaderMap, host: &Authority) -> bool {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    text(header::ORIGIN).is_none_or(|origin| origin == format!("http://{host}"))
        && text(header::HeaderName::from_static("sec-fetch-site"))
            .is_none_or(|site| matches!(site, "same-origin" | "none"))
}

/// Tells whether a host is `localhost` or an address: what nobody can point elsewhere.
fn is_address(host: &Authority) -> bool {
    let name = host.host();
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "127.0.0.1:8787";

    fn status(method: &Method, path: &str, headers: &[(&'static str, &str)], peer: &str) -> u16 {
        let guard = Guard::new("192.168.1.7:8787".parse().unwrap(), "https://moments.example.com/x");
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let refused = guard.refusal(method, path, &map, peer.parse().unwrap());
        refused.map_or(200, |problem| problem.status().as_u16())
    }

    #[test]
    fn only_addresses_localhost_and_the_public_name_are_this_server() {
        let asked = |host: &str| status(&Method::GET, "/v1/touchpoints", &[("host", host)], "10.0.0.9");
        for host in [
            "localhost",
            "Localhost:8787",
            OWN,
            "127.0.0.1",
            "[::1]:8787",
            "[::1]",
            "192.168.1.7:80",
            "moments.example.com",
            "Moments.Example.com",
        ] {
            assert_eq!(asked(host), 200, "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:8787",
            "localhost.evil.example",
            "127.0.0.1.evil.example:8787",
            "moments.example.com.evil.example",
            "moments.example.com:8787",
        ] {
            assert_eq!(asked(host), 421, "{host}");
        }
        for host in [
            "",
            "a b",
            "127.0.0.1:99999",
            "127.0.0.1:",
            "127.0.0.1:a",
            "x@127.0.0.1",
            "[::1",
            "a/b",
            "a,b c",
            "127.0.0.1,127.0.0.1",
        ] {
            assert_eq!(asked(host), 400, "{host}");
        }
        assert_eq!(status(&Method::GET, "/v1/touchpoints", &[("host", OWN), ("host", OWN)], "127.0.0.1"), 400);
        assert_eq!(status(&Method::GET, "/v1/touchpoints", &[], "127.0.0.1"), 400);
    }

    #[test]
    fn the_playground_is_for_its_own_machine() {
        for path in ["/playground", "/_local/feed"] {
            let asked = |host: &str, peer: &str| status(&Method::GET, path, &[("host", host)], peer);
            assert_eq!((asked(OWN, "127.0.0.1"), asked("192.168.1.7:8787", "192.168.1.7")), (200, 200));
            assert_eq!(asked(OWN, "::1"), 200);
            for (host, peer) in [(OWN, "192.168.1.8"), (OWN, "10.0.0.1"), ("moments.example.com", "127.0.0.1")] {
                assert_eq!(asked(host, peer), 403, "{host} {peer}");
            }
        }
    }

    #[test]
    fn a_change_comes_from_the_page_itself_or_from_no_page() {
        let asked = |name: &'static str, value: &str| {
            status(&Method::POST, "/_local/deliver", &[("host", OWN), (name, value)], "127.0.0.1")
        };
        assert_eq!(status(&Method::POST, "/_local/deliver", &[("host", OWN)], "127.0.0.1"), 200);
        assert_eq!(asked("origin", "http://127.0.0.1:8787"), 200);
        assert_eq!(asked("sec-fetch-site", "same-origin"), 200);
        for elsewhere in ["http://127.0.0.1:8788", "https://evil.example", "null", "http://localhost:8787"] {
            assert_eq!(asked("origin", elsewhere), 403, "{elsewhere}");
        }
        for site in ["cross-site", "same-site", ""] {
            assert_eq!(asked("sec-fetch-site", site), 403, "{site}");
        }
    }
}
