//! What a page of somebody else, open in a browser on this machine, can do to the local stack: nothing. In a real Chromium,
//! where there is one, because only a browser adds the headers that a browser adds.

use std::io::Write as _;

use serde_json::{Value, json};
use tests::browser::Browser;
use tests::page::Page;
use tests::suite::{READ_KEY, SECRET_KEY, Suite, waffle_experience};

/// A name that the browser takes for this machine's, as after DNS rebinding.
const REBOUND: &str = "rebound.example";

/// Starts a browser, or says aloud that the proof is skipped: written past the capture of the tests' output.
async fn browser() -> Option<Browser> {
    let found = Browser::start_with(&[format!("--host-resolver-rules=MAP {REBOUND} 127.0.0.1")]).await;
    if found.is_none() {
        let why = b"SKIPPED: no Chromium: no foreign page attacked the local stack\n";
        std::io::stderr().write_all(why).unwrap();
    }
    found
}

/// Has a page try requests: what it could read of each, or `refused`.
async fn tried(browser: &mut Browser, requests: &Value) -> Vec<String> {
    let script = format!(
        "Promise.all({requests}.map(async ([url, options]) => {{ \
           try {{ const answer = await fetch(url, options); return answer.status + ' ' + answer.type + ' ' + await answer.text(); }} \
           catch {{ return 'refused'; }} }}))"
    );
    let answers = browser.run(&script).await;
    answers.as_array().unwrap().iter().map(|answer| answer.as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_finds_the_port_of_the_table_reads_nothing_and_changes_nothing() {
    let Some(mut browser) = browser().await else { return };
    let suite = Suite::start().await;
    suite.accept(&[waffle_experience("ana", &json!({"scoops": 1}))]).await;
    suite.settle().await;
    let before = suite.items().await;
    let (endpoint, table) = (suite.stack.table_endpoint(), suite.stack.table_name());
    let port: u16 = endpoint.rsplit(':').next().unwrap().parse().unwrap();
    let call = |host: &str, operation: &str, body: &Value, more: Value| {
        let signature = "AWS4-HMAC-SHA256 Credential=local/20261122/us-east-1/dynamodb/aws4_request, \
                         SignedHeaders=host, Signature=0";
        let mut options = json!({"method": "POST", "body": body.to_string(), "headers": {
            "content-type": "application/x-amz-json-1.0", "x-amz-target": format!("DynamoDB_20120810.{operation}"),
            "x-amz-date": "20261122T000000Z", "authorization": signature}});
        options.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!([format!("http://{host}:{port}/"), options])
    };
    let item = json!({"pk": {"S": "x"}, "sk": {"S": "x"}});
    let put = json!({"TableName": table, "Item": item});
    let requests = |host: &str| {
        json!([
            [format!("http://{host}:{port}/"), {}],
            call(host, "ListTables", &json!({}), json!({})),
            call(host, "Scan", &json!({"TableName": table}), json!({})),
            call(host, "PutItem", &put, json!({})),
            // Without asking first, as a form may post.
            [format!("http://{host}:{port}/"), {"method": "POST", "mode": "no-cors", "body": put.to_string()}],
            call(host, "DeleteTable", &json!({"TableName": table}), json!({})),
        ])
    };
    let elsewhere = Page::start().await;
    browser.open(&elsewhere.origin).await;
    for answer in tried(&mut browser, &requests("127.0.0.1")).await {
        assert!(answer == "refused" || answer.starts_with("0 opaque"), "{answer}");
    }
    // And under a name of its own that leads here now, where the page is of the same origin as the table.
    browser.open(&format!("http://{REBOUND}:{port}/")).await;
    for answer in tried(&mut browser, &requests(REBOUND)).await {
        assert!(answer.starts_with("403 "), "{answer}");
    }
    assert!(suite.items().await == before, "the table is another one");
    browser.end().await;
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_was_pointed_at_this_machine_opens_no_door() {
    let Some(mut browser) = browser().await else { return };
    let suite = Suite::start().await;
    suite.accept(&[waffle_experience("ana", &json!({"scoops": 1}))]).await;
    suite.settle().await;
    let before = suite.items().await;
    let port = suite.stack.address().rsplit(':').next().unwrap().to_owned();
    let key = |key: &str| json!({"authorization": format!("Bearer {key}"), "content-type": "application/json"});
    let touchpoint = json!({"touchpoint_type": "search", "customer_id": "ana", "id": "evil"}).to_string();
    browser.open(&format!("http://{REBOUND}:{port}/")).await;
    let requests = json!([
        ["/", {}],
        ["/_local/feed", {}],
        ["/_local/journey?customer=id:ana", {}],
        ["/v1/customers/ana/journey", {"headers": key(READ_KEY)}],
        ["/v1/reports", {"headers": key(READ_KEY)}],
        ["/v1/reports/schema.json", {}],
        ["/v1/touchpoints", {"method": "POST", "headers": key(SECRET_KEY), "body": touchpoint}],
        ["/_local/deliver", {"method": "POST", "body": "{}"}],
        ["/nowhere", {}],
    ]);
    for answer in tried(&mut browser, &requests).await {
        assert!(answer.starts_with("421 "), "{answer}");
        assert!(answer.contains("urn:moments:problem:") && !answer.contains("scoops"), "{answer}");
    }
    assert!(suite.items().await == before, "the table is another one");
    browser.end().await;
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_origin_reads_none_of_the_home_page_and_orders_nothing() {
    let Some(mut browser) = browser().await else { return };
    let suite = Suite::start().await;
    let address = suite.stack.address().to_owned();
    let elsewhere = Page::start().await;
    browser.open(&elsewhere.origin).await;
    let order = |path: &str, body: &str| {
        let mode = json!({"method": "POST", "mode": "no-cors", "body": body});
        json!([format!("{address}{path}"), mode])
    };
    let requests = json!([
        [address, {}],
        [format!("{address}/_local/feed"), {}],
        order("/_local/inbox/slack", "{\"text\":\"evil\"}"),
        order("/_local/reports", "{\"period\":\"2026-W47\"}"),
    ]);
    for answer in tried(&mut browser, &requests).await {
        assert!(answer == "refused" || answer.starts_with("0 opaque"), "{answer}");
    }
    assert!(!suite.stack.data().join("objects/reports").exists(), "a report was written");
    let feed = suite.stack.data().join("inbox.jsonl");
    assert!(!std::fs::read_to_string(feed).unwrap_or_default().contains("evil"), "a message came in");
    browser.end().await;
    suite.end().await;
}
