//! The HTTP API: what a function gets of a request, and what a caller gets of an answer.

use std::time::Duration;

use base64::Engine as _;
use lambda_http::http::Response;
use lambda_http::{Body, Request, RequestExt};
use moments::stack::Stack;
use reqwest::Client;
use runtime::environment::Environment;
use runtime::function::Function;
use serde_json::{Value, json};

use crate::support::{Seen, fine, options};

/// Tells the caller what arrived, as `lambda_http` read it. A few paths misbehave on purpose.
pub(crate) fn echo(environment: &Environment) -> Function {
    let variables = json!({
        "table": environment.optional("TABLE"),
        "files": environment.optional("FILES"),
        "configuration": environment.optional("CONFIGURATION"),
        "endpoint": environment.optional("AWS_ENDPOINT_URL_DYNAMODB"),
    });
    Function::http(move |request: Request| {
        let variables = variables.clone();
        async move {
            match request.path_parameters().first("rest") {
                Some("slow") => tokio::time::sleep(Duration::from_secs(5)).await,
                Some("panic") => panic!("on purpose"),
                Some("binary") => {
                    let answer = Response::builder().header("content-type", "application/octet-stream");
                    return answer.body(Body::Binary(vec![0, 255, 1])).unwrap();
                }
                Some("cookies") => {
                    let answer =
                        Response::builder().status(201).header("set-cookie", "a=1").header("set-cookie", "b=2");
                    return answer.header("x-two", "1").header("x-two", "2").body(Body::Empty).unwrap();
                }
                _ => {}
            }
            Response::new(Body::Text(describe(&request, &variables).to_string()))
        }
    })
}

fn describe(request: &Request, variables: &Value) -> Value {
    let query = request.query_string_parameters();
    let headers: serde_json::Map<_, _> = request
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), json!(String::from_utf8_lossy(value.as_bytes()))))
        .collect();
    let body = match request.body() {
        Body::Text(text) => json!({"text": text}),
        Body::Binary(bytes) => json!({"binary": base64::engine::general_purpose::STANDARD.encode(bytes)}),
        _ => json!(null),
    };
    json!({
        "method": request.method().as_str(),
        "path": request.raw_http_path(),
        "rest": request.path_parameters().first("rest"),
        "x": query.all("x"),
        "headers": headers,
        "body": body,
        "variables": variables,
    })
}

async fn stack(data: &tempfile::TempDir) -> Stack {
    Stack::start(options(data.path(), "BatchSize: 1", &Seen::default(), fine())).await.unwrap()
}

async fn json_of(response: reqwest::Response) -> Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn a_request_arrives_whole() {
    let data = tempfile::tempdir().unwrap();
    let stack = stack(&data).await;
    let client = Client::new();
    let got = client
        .get(format!("{}/echo/a%20b/c%2Fd?x=1&x=%202", stack.address()))
        .header("X-Many", "1")
        .header("x-many", "2")
        .header("cookie", "a=1; b=2")
        .send()
        .await
        .unwrap();
    let got = json_of(got).await;
    assert_eq!((got["method"].as_str(), got["path"].as_str()), (Some("GET"), Some("/echo/a b/c/d")));
    assert_eq!(got["rest"], "a b/c/d");
    assert_eq!(got["x"], json!(["1", " 2"]));
    assert_eq!(got["headers"]["x-many"], "1,2");
    assert_eq!(got["headers"]["cookie"], "a=1; b=2");
    assert_eq!(got["headers"]["x-forwarded-for"], "127.0.0.1");
    assert_eq!(got["body"], json!(null));

    let post = client.post(format!("{}/echo", stack.address()));
    let posted = json_of(post.header("content-type", "application/json").body("{\"ñ\":1}").send().await.unwrap()).await;
    assert_eq!(posted["body"], json!({"text": "{\"ñ\":1}"}));
    let post = client.post(format!("{}/echo", stack.address()));
    let posted = json_of(post.header("content-type", "application/octet-stream").body("a").send().await.unwrap()).await;
    assert_eq!(posted["body"], json!({"binary": "YQ=="}));
    stack.shutdown().await;
}

#[tokio::test]
async fn a_function_finds_local_things_in_the_places_of_the_template() {
    let data = tempfile::tempdir().unwrap();
    let stack = stack(&data).await;
    let got = json_of(Client::new().get(format!("{}/echo/x", stack.address())).send().await.unwrap()).await;
    let folder = data.path().canonicalize().unwrap();
    assert_eq!(got["variables"]["table"], "Table");
    assert_eq!(got["variables"]["files"], format!("file://{}", folder.join("objects").display()));
    assert_eq!(got["variables"]["configuration"], format!("file:{}", folder.join("configuration.toml").display()));
    assert_eq!(got["variables"]["endpoint"], json!(stack.table_endpoint()));
    stack.shutdown().await;
}

#[tokio::test]
async fn an_answer_goes_out_with_its_status_cookies_and_bytes() {
    let data = tempfile::tempdir().unwrap();
    let stack = stack(&data).await;
    let get = async |path: &str| Client::new().get(format!("{}{path}", stack.address())).send().await.unwrap();
    let cookies = get("/echo/cookies").await;
    assert_eq!(cookies.status(), 201);
    let set: Vec<_> = cookies.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert_eq!(set, ["a=1", "b=2"]);
    assert_eq!(get("/echo/binary").await.bytes().await.unwrap().as_ref(), [0, 255, 1]);
    stack.shutdown().await;
}

#[tokio::test]
async fn the_gateway_has_its_own_words_for_what_no_function_answers() {
    let data = tempfile::tempdir().unwrap();
    let stack = stack(&data).await;
    let client = Client::new();
    let url = |path: &str| format!("{}{path}", stack.address());
    for (request, status, message) in [
        (client.get(url("/nothing")), 404, "Not Found"),
        (client.get(url("/echo")), 404, "Not Found"),
        (client.delete(url("/echo/x")), 404, "Not Found"),
        (client.get(url("/echo/panic")), 500, "Internal Server Error"),
        (client.get(url("/echo/slow")), 500, "Internal Server Error"),
        (client.post(url("/echo")).body(vec![b'a'; 10 * 1024 * 1024 + 1]), 413, "Request Entity Too Large"),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(json_of(answer).await, json!({"message": message}));
    }
    let largest = client.post(url("/echo")).header("content-type", "text/plain").body(vec![b'a'; 10 * 1024 * 1024]);
    assert_eq!(largest.send().await.unwrap().status(), 200);
    stack.shutdown().await;
}

#[tokio::test]
async fn ending_answers_what_is_running_and_takes_nothing_new() {
    let data = tempfile::tempdir().unwrap();
    let stack = stack(&data).await;
    let url = format!("{}/echo/slow", stack.address());
    let running = tokio::spawn(Client::new().get(&url).send());
    tokio::time::sleep(Duration::from_millis(200)).await;
    stack.shutdown().await;
    assert_eq!(running.await.unwrap().unwrap().status(), 500, "it ran into its own time-out");
    assert!(Client::new().get(&url).send().await.is_err());
}

/// Writes bytes as they are and returns the status of the answer; none if the connection ends without one.
async fn raw(stack: &Stack, request: &str) -> Option<u16> {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let address = stack.address().strip_prefix("http://").unwrap();
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1)?.parse().ok()
}

#[tokio::test]
async fn a_host_that_is_none_and_a_second_one_are_bad_requests() {
    let data = tempfile::tempdir().unwrap();
    let stack = stack(&data).await;
    let host = stack.address().strip_prefix("http://").unwrap();
    let ask =
        async |headers: &str| raw(&stack, &format!("GET /echo/x HTTP/1.1\r\n{headers}connection: close\r\n\r\n")).await;
    assert_eq!(ask(&format!("host: {host}\r\n")).await, Some(200));
    for headers in [
        "host: a b\r\n".to_owned(),
        "host: 127.0.0.1:99999\r\n".to_owned(),
        format!("host: {host}\r\nhost: {host}\r\n"),
        "host: \r\n".to_owned(),
        String::new(),
    ] {
        assert_eq!(ask(&headers).await, Some(400), "{headers}");
    }
    stack.shutdown().await;
}

#[tokio::test]
async fn queries_that_no_address_can_have_cross_or_are_bad_requests() {
    let data = tempfile::tempdir().unwrap();
    let stack = stack(&data).await;
    let host = stack.address().strip_prefix("http://").unwrap();
    for query in ["x=1", "x=<", "x=\"", "x=%zz", "%", "x=`{}|\\^", "x=\u{f1}"] {
        let request = format!("GET /echo/x?{query} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let status = raw(&stack, &request).await;
        assert!(matches!(status, Some(200 | 400)), "{query}: {status:?}");
    }
    stack.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_slowly_is_not_waited_for_and_holds_up_nobody() {
    use tokio::io::AsyncWriteExt as _;

    let data = tempfile::tempdir().unwrap();
    let stack = stack(&data).await;
    let host = stack.address().strip_prefix("http://").unwrap().to_owned();
    let headers = format!("POST /echo HTTP/1.1\r\nhost: {host}\r\nx-y: ");
    let body = format!("POST /echo HTTP/1.1\r\nhost: {host}\r\ncontent-length: 100\r\n\r\nhalf");
    // More than are answered at once: they wait for those that are ended.
    let mut many = Vec::new();
    for _ in 0..600 {
        let mut slow = tokio::net::TcpStream::connect(&host).await.unwrap();
        slow.write_all(b"GET / HT").await.unwrap();
        many.push(slow);
    }
    let (of_headers, of_body) = tokio::join!(raw(&stack, &headers), raw(&stack, &body));
    assert!(matches!(of_headers, None | Some(408)), "{of_headers:?}");
    assert_eq!(of_body, Some(408));
    assert_eq!(Client::new().get(format!("{}/echo/x", stack.address())).send().await.unwrap().status(), 200);
    drop(many);
    stack.shutdown().await;
}
