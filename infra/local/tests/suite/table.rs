//! The port of the embedded table: a program without the key of this start is refused, and so is every web page.

use moments::stack::{Options, Stack};
use reqwest::{Client, RequestBuilder};

const DATE: &str = "20261122T000000Z";

/// Asks as the AWS SDK does, signed by a key.
fn ask(stack: &Stack, key: &str, operation: &str, body: String) -> RequestBuilder {
    let signature = format!(
        "AWS4-HMAC-SHA256 Credential={key}/20261122/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0"
    );
    Client::new()
        .post(stack.table_endpoint())
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .header("x-amz-date", DATE)
        .header("authorization", signature)
        .body(body)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_answers_no_page_no_other_name_and_no_key_but_that_of_this_start() {
    let data = tempfile::tempdir().unwrap();
    let stack = Stack::start(Options::new(data.path())).await.unwrap();
    let table = stack.table_name().to_owned();
    let own = stack.table_credentials().key_id().to_owned();
    let named = format!(r#"{{"TableName":"{table}"}}"#);
    let ask = |key: &str, operation: &str| ask(&stack, key, operation, named.clone());
    assert_eq!(ask(&own, "Scan").send().await.unwrap().status(), 200);
    for request in [
        ask("local", "Scan"),
        ask("", "DeleteTable"),
        ask(&own, "Scan").header("origin", "https://evil.example"),
        ask(&own, "DeleteTable").header("origin", "null"),
        ask(&own, "Scan").header("host", "evil.example"),
        ask(&own, "Scan").header("sec-fetch-site", "cross-site"),
        Client::new().get(stack.table_endpoint()),
        Client::new().post(stack.table_endpoint()).body(named.clone()),
        Client::new()
            .request(reqwest::Method::OPTIONS, stack.table_endpoint())
            .header("origin", "https://evil.example")
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,x-amz-target"),
    ] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 403);
        assert!(!answer.headers().contains_key("access-control-allow-origin"));
        let text = answer.text().await.unwrap();
        assert!(!text.contains(&own) && !text.contains("Items"), "{text}");
    }
    assert_eq!(ask(&own, "DescribeTable").send().await.unwrap().status(), 200, "nothing was deleted");
    stack.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_start_has_a_key_of_its_own_and_leaves_it_to_its_owner() {
    let data = tempfile::tempdir().unwrap();
    let stack = Stack::start(Options::new(data.path())).await.unwrap();
    let first = stack.table_credentials().key_id().to_owned();
    let left = std::fs::read_to_string(data.path().join("table.env")).unwrap();
    assert!(left.contains(&format!("AWS_ACCESS_KEY_ID={first}\n")), "{left}");
    assert!(left.contains(&format!("AWS_ENDPOINT_URL_DYNAMODB={}\n", stack.table_endpoint())), "{left}");
    stack.shutdown().await;
    let stack = Stack::start(Options::new(data.path())).await.unwrap();
    assert_ne!(stack.table_credentials().key_id(), first);
    stack.shutdown().await;
}
