//! A request as an HTTP API tells it to a function: payload format 2.0. Pure.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::http::{HeaderMap, Method, Version, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::engine::ACCOUNT;

/// What the API's id would be in a domain name.
const API_ID: &str = "local";

/// A request that found its route.
pub(crate) struct Incoming<'a> {
    pub(crate) method: &'a Method,
    /// Decoded, as HTTP APIs hand it on.
    pub(crate) path: &'a str,
    /// As sent.
    pub(crate) query: &'a str,
    pub(crate) version: Version,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
    pub(crate) peer: SocketAddr,
    pub(crate) route_key: &'a str,
    pub(crate) variables: &'a BTreeMap<String, String>,
    pub(crate) now: Timestamp,
    pub(crate) request_id: &'a str,
}

/// Decodes a path once, as HTTP APIs do before they match it: `%2F` becomes a slash, and what follows a decoded question
/// mark is cut off.
pub(crate) fn decode_path(raw: &str) -> String {
    let decoded = percent_decode_str(raw).decode_utf8_lossy();
    decoded.split('?').next().unwrap_or_default().to_owned()
}

/// Tells a request as JSON.
pub(crate) fn tell(request: &Incoming<'_>) -> Value {
    let host = text(request.headers, header::HOST);
    let mut event = json!({
        "version": "2.0",
        "routeKey": request.route_key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers(request),
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": API_ID,
            "domainName": host,
            "domainPrefix": host.split(['.', ':']).next().unwrap_or_default(),
            "http": {
                "method": request.method.as_str(),
                "path": request.path,
                "protocol": format!("{:?}", request.version),
                "sourceIp": request.peer.ip().to_string(),
                "userAgent": text(request.headers, header::USER_AGENT),
            },
            "requestId": request.request_id,
            "routeKey": request.route_key,
            "stage": "$default",
            "time": request.now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "timeEpoch": request.now.as_millisecond(),
        },
        "isBase64Encoded": false,
    });
    let cookies: Vec<&str> = values(request.headers, header::COOKIE).flat_map(|line| line.split("; ")).collect();
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    if !request.query.is_empty() {
        event["queryStringParameters"] = query(request.query);
    }
    if !request.variables.is_empty() {
        event["pathParameters"] = json!(request.variables);
    }
    if !request.body.is_empty() {
        match std::str::from_utf8(request.body) {
            Ok(body) if is_text(&text(request.headers, header::CONTENT_TYPE)) => event["body"] = json!(body),
            _ => {
                event["body"] = json!(BASE64.encode(request.body));
                event["isBase64Encoded"] = json!(true);
            }
        }
    }
    event
}

/// Joins repeated headers by commas; names are lower-case already. Cookies have a member of their own.
fn headers(request: &Incoming<'_>) -> Value {
    let mut told = Map::new();
    for name in request.headers.keys().filter(|name| **name != header::COOKIE) {
        let joined = values(request.headers, name).collect::<Vec<_>>().join(",");
        told.insert(name.as_str().to_owned(), json!(joined));
    }
    for (name, value) in [
        ("x-forwarded-for", request.peer.ip().to_string()),
        ("x-forwarded-port", host_port(&text(request.headers, header::HOST)).to_owned()),
        ("x-forwarded-proto", "http".to_owned()),
    ] {
        told.insert(name.to_owned(), json!(value));
    }
    Value::Object(told)
}

fn host_port(host: &str) -> &str {
    host.rsplit_once(':').map_or("80", |(_, port)| port)
}

/// Decodes the query; repeated names are joined by commas.
fn query(raw: &str) -> Value {
    let mut told = Map::new();
    for (name, value) in form_urlencoded::parse(raw.as_bytes()) {
        match told.get_mut(name.as_ref()) {
            Some(Value::String(joined)) => *joined = format!("{joined},{value}"),
            _ => {
                told.insert(name.into_owned(), json!(value));
            }
        }
    }
    Value::Object(told)
}

/// Tells whether an HTTP API hands a body on as text: `text/*`, JSON, XML and JavaScript. A form is not among them.
fn is_text(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.is_empty()
        || kind.starts_with("text/")
        || ["application/json", "application/javascript", "application/xml"].contains(&kind.as_str())
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> String {
    values(headers, name).next().unwrap_or_default().to_owned()
}

fn values(headers: &HeaderMap, name: impl header::AsHeaderName) -> impl Iterator<Item = &str> {
    // A header that is no text could not cross in JSON; HTTP APIs refuse such requests.
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(headers: &[(&'static str, &'static str)], path: &str, query: &str, body: &[u8]) -> Value {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        let mut map = HeaderMap::new();
        for (name, value) in &headers {
            map.append(name.clone(), value.clone());
        }
        tell(&Incoming {
            method: &Method::POST,
            path,
            query,
            version: Version::HTTP_11,
            headers: &map,
            body,
            peer: "127.0.0.1:5000".parse().unwrap(),
            route_key: "POST /v1/touchpoints",
            variables: &BTreeMap::new(),
            now: "2026-11-22T05:06:07.008Z".parse().unwrap(),
            request_id: "r-1",
        })
    }

    #[test]
    fn a_json_body_crosses_as_text() {
        let event =
            told(&[("content-type", "application/json"), ("host", "127.0.0.1:8787")], "/v1/touchpoints", "", b"{}");
        assert_eq!(event["body"], "{}");
        assert_eq!(event["isBase64Encoded"], false);
        assert_eq!(event["requestContext"]["time"], "22/Nov/2026:05:06:07 +0000");
        assert_eq!(event["requestContext"]["timeEpoch"], 1_795_323_967_008_i64);
        assert_eq!(event["requestContext"]["http"]["protocol"], "HTTP/1.1");
        assert_eq!(event["headers"]["x-forwarded-port"], "8787");
        assert_eq!(event.get("cookies"), None);
        assert_eq!(event.get("queryStringParameters"), None);
    }

    #[test]
    fn a_form_and_broken_text_cross_as_base64() {
        let form = told(&[("content-type", "application/x-www-form-urlencoded")], "/", "", b"a=1");
        assert_eq!((form["body"].clone(), form["isBase64Encoded"].clone()), (json!("YT0x"), json!(true)));
        let broken = told(&[("content-type", "application/json")], "/", "", b"\xff");
        assert_eq!((broken["body"].clone(), broken["isBase64Encoded"].clone()), (json!("/w=="), json!(true)));
    }

    #[test]
    fn cookies_leave_the_headers_and_repeated_names_are_joined() {
        let event = told(&[("cookie", "a=1; b=2"), ("accept", "text/html")], "/", "x=1&y=%20&x=2", b"");
        assert_eq!(event["cookies"], json!(["a=1", "b=2"]));
        assert_eq!(event["headers"].get("cookie"), None);
        assert_eq!(event["queryStringParameters"], json!({"x": "1,2", "y": " "}));
        assert_eq!(event["rawQueryString"], "x=1&y=%20&x=2");
        assert_eq!(event.get("body"), None);
    }

    #[test]
    fn paths_are_decoded_once() {
        assert_eq!(decode_path("/v1/touchpoints/form/a%20b%2Fc"), "/v1/touchpoints/form/a b/c");
        assert_eq!(decode_path("/a%253F"), "/a%3F");
        assert_eq!(decode_path("/a%3Fb"), "/a");
    }
}
