//! A request as an HTTP API tells it to a function: payload format 2.0. Pure.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::http::{HeaderMap, Method, Version, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde::Serialize;

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

/// What a function is told, member by member.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    version: &'static str,
    route_key: &'a str,
    raw_path: &'a str,
    raw_query_string: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<&'a str>,
    headers: BTreeMap<&'a str, Cow<'a, str>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    query_string_parameters: BTreeMap<Cow<'a, str>, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    path_parameters: &'a BTreeMap<String, String>,
    request_context: RequestContext<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Cow<'a, str>>,
    is_base64_encoded: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext<'a> {
    account_id: &'static str,
    api_id: &'static str,
    domain_name: &'a str,
    domain_prefix: &'a str,
    http: Http<'a>,
    request_id: &'a str,
    route_key: &'a str,
    stage: &'static str,
    time: String,
    time_epoch: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Http<'a> {
    method: &'a str,
    path: &'a str,
    protocol: String,
    source_ip: String,
    user_agent: &'a str,
}

/// Tells a request as the text of its JSON, written at once: every post to the local stack pays for it.
pub(crate) fn tell(request: &Incoming<'_>) -> serde_json::Result<String> {
    let host = text(request.headers, header::HOST);
    let (body, is_base64_encoded) = body(request);
    serde_json::to_string(&Event {
        version: "2.0",
        route_key: request.route_key,
        raw_path: request.path,
        raw_query_string: request.query,
        cookies: values(request.headers, header::COOKIE).flat_map(|line| line.split("; ")).collect(),
        headers: headers(request),
        query_string_parameters: query(request.query),
        path_parameters: request.variables,
        request_context: RequestContext {
            account_id: ACCOUNT,
            api_id: API_ID,
            domain_name: host,
            domain_prefix: host.split(['.', ':']).next().unwrap_or_default(),
            http: Http {
                method: request.method.as_str(),
                path: request.path,
                protocol: format!("{:?}", request.version),
                source_ip: request.peer.ip().to_string(),
                user_agent: text(request.headers, header::USER_AGENT),
            },
            request_id: request.request_id,
            route_key: request.route_key,
            stage: "$default",
            time: request.now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            time_epoch: request.now.as_millisecond(),
        },
        body,
        is_base64_encoded,
    })
}

/// Returns the body as it crosses, if there is one, and whether that is base64.
fn body<'a>(request: &Incoming<'a>) -> (Option<Cow<'a, str>>, bool) {
    if request.body.is_empty() {
        return (None, false);
    }
    match std::str::from_utf8(request.body) {
        Ok(body) if is_text(text(request.headers, header::CONTENT_TYPE)) => (Some(Cow::Borrowed(body)), false),
        _ => (Some(Cow::Owned(BASE64.encode(request.body))), true),
    }
}

/// Joins repeated headers by commas; names are lower-case already. Cookies have a member of their own.
fn headers<'a>(request: &Incoming<'a>) -> BTreeMap<&'a str, Cow<'a, str>> {
    let mut told = BTreeMap::new();
    for name in request.headers.keys().filter(|name| **name != header::COOKIE) {
        let mut values = values(request.headers, name);
        let first = values.next().unwrap_or_default();
        let joined = values.fold(Cow::Borrowed(first), |joined, value| Cow::Owned(format!("{joined},{value}")));
        told.insert(name.as_str(), joined);
    }
    told.insert("x-forwarded-for", Cow::Owned(request.peer.ip().to_string()));
    told.insert("x-forwarded-port", Cow::Borrowed(host_port(text(request.headers, header::HOST))));
    told.insert("x-forwarded-proto", Cow::Borrowed("http"));
    told
}

fn host_port(host: &str) -> &str {
    host.rsplit_once(':').map_or("80", |(_, port)| port)
}

/// Decodes the query; repeated names are joined by commas.
fn query(raw: &str) -> BTreeMap<Cow<'_, str>, String> {
    let mut told: BTreeMap<Cow<'_, str>, String> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(raw.as_bytes()) {
        told.entry(name)
            .and_modify(|joined| {
                joined.push(',');
                joined.push_str(&value);
            })
            .or_insert_with(|| value.clone().into_owned());
    }
    told
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

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    values(headers, name).next().unwrap_or_default()
}

fn values(headers: &HeaderMap, name: impl header::AsHeaderName) -> impl Iterator<Item = &str> {
    // A header that is no text could not cross in JSON; HTTP APIs refuse such requests.
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

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
        let event = tell(&Incoming {
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
        });
        serde_json::from_str(&event.unwrap()).unwrap()
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
