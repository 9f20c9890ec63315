//! A function's answer as an HTTP API turns it into a response. Pure.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use runtime::http::problem::Problem;
use serde_json::Value;

/// Reads an answer of payload format 2.0.
///
/// Like an HTTP API it takes anything without a `statusCode` for the body of a 200. `None` if the answer cannot become a
/// response, which callers see as 500.
pub(crate) fn read(answer: &str) -> Option<Response<Body>> {
    let value: Value = serde_json::from_str(answer).ok()?;
    let Some(status) = value.get("statusCode") else {
        return build(StatusCode::OK, Body::from(answer.to_owned()), [("content-type", "application/json")]);
    };
    let status = status.as_u64().or_else(|| status.as_str()?.parse().ok())?;
    let status = StatusCode::from_u16(u16::try_from(status).ok()?).ok()?;
    let body = match value.get("body") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(body)) if value["isBase64Encoded"] == true => BASE64.decode(body).ok()?,
        Some(Value::String(body)) => body.clone().into_bytes(),
        Some(_) => return None,
    };
    let mut response = build(status, Body::from(body), [])?;
    for (name, value) in value.get("headers").and_then(Value::as_object).into_iter().flatten() {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            _ => return None,
        };
        let name = HeaderName::try_from(name.as_str()).ok()?;
        // The length is the gateway's to say, and it knows it from the body.
        if name != header::CONTENT_LENGTH {
            response.headers_mut().append(name, HeaderValue::try_from(text).ok()?);
        }
    }
    for cookie in value.get("cookies").and_then(Value::as_array).into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, HeaderValue::try_from(cookie.as_str()?).ok()?);
    }
    Some(response)
}

/// Makes one of the gateway's own answers, `{"message": …}`.
pub(crate) fn message(status: StatusCode, message: &str) -> Response<Body> {
    let body = serde_json::json!({"message": message}).to_string();
    build(status, Body::from(body), [("content-type", "application/json")]).unwrap_or_default()
}

/// Makes one of the local stack's own answers: a problem as the functions tell theirs.
pub(crate) fn problem(problem: &Problem) -> Response<Body> {
    let (mut parts, body) = problem.response().into_parts();
    parts.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    let body = match body {
        lambda_http::Body::Text(text) => Body::from(text),
        lambda_http::Body::Binary(bytes) => Body::from(bytes),
        _ => Body::empty(),
    };
    Response::from_parts(parts, body)
}

fn build<const N: usize>(status: StatusCode, body: Body, headers: [(&str, &str); N]) -> Option<Response<Body>> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(body).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_headers_and_every_cookie_arrive() {
        let response = read(
            r#"{"statusCode":202,"headers":{"x-a":"1, 2","content-length":"99"},"cookies":["a=1","b=2"],"body":"b2s=",
                "isBase64Encoded":true}"#,
        )
        .unwrap();
        assert_eq!(response.status(), 202);
        assert_eq!(response.headers()["x-a"], "1, 2");
        assert_eq!(response.headers().get("content-length"), None);
        let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
        assert_eq!(cookies, ["a=1", "b=2"]);
    }

    #[test]
    fn an_answer_without_a_status_is_the_body() {
        let response = read(r#"{"ok":true}"#).unwrap();
        assert_eq!(
            (response.status(), &response.headers()["content-type"]),
            (StatusCode::OK, &"application/json".parse().unwrap())
        );
    }

    #[test]
    fn what_is_no_response_is_refused() {
        for answer in [
            "",
            "{",
            r#"{"statusCode":99}"#,
            r#"{"statusCode":"many"}"#,
            r#"{"statusCode":200,"body":{}}"#,
            r#"{"statusCode":200,"body":"?","isBase64Encoded":true}"#,
            r#"{"statusCode":200,"headers":{"a b":"1"}}"#,
            r#"{"statusCode":200,"headers":{"a":"1\n2"}}"#,
        ] {
            assert!(read(answer).is_none(), "{answer}");
        }
    }
}
