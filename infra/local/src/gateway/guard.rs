//! Keeps other web pages out of the home page's doors. A page elsewhere could point its own name at this machine (DNS
//! rebinding) or post a form here; both show in the headers that the browser adds.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use axum::middleware::Next;

use crate::gateway::answer;

/// Refuses a request for another name than this machine's, and a change that another origin asks for.
pub(super) async fn only_this_machine(request: Request, next: Next) -> Response<Body> {
    if may_enter(request.method(), request.headers()) {
        next.run(request).await
    } else {
        answer::message(StatusCode::FORBIDDEN, "Forbidden")
    }
}

fn may_enter(method: &Method, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    let is_own = text(header::ORIGIN).is_none_or(|origin| origin == format!("http://{host}"));
    is_address(host) && (method == Method::GET || is_own)
}

/// Tells whether a host is `localhost` or an address: what nobody can point elsewhere.
fn is_address(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name == "localhost" || bare.parse::<std::net::IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_comes_from_the_page_itself_or_from_no_page() {
        let enters = |method: &Method, origin: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "127.0.0.1:8787".parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            may_enter(method, &headers)
        };
        assert!(enters(&Method::POST, None));
        assert!(enters(&Method::POST, Some("http://127.0.0.1:8787")));
        for elsewhere in ["http://127.0.0.1:8788", "https://evil.example", "null"] {
            assert!(!enters(&Method::POST, Some(elsewhere)), "{elsewhere}");
        }
    }

    #[test]
    fn only_addresses_and_localhost_are_this_machine() {
        for host in
            ["localhost", "localhost:8787", "127.0.0.1:8787", "127.0.0.1", "[::1]:8787", "[::1]", "192.168.1.7:80"]
        {
            assert!(is_address(host), "{host}");
        }
        for host in ["", "evil.example", "evil.example:8787", "localhost.evil.example", "127.0.0.1.evil.example:8787"] {
            assert!(!is_address(host), "{host}");
        }
    }
}
