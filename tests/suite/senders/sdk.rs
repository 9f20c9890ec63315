//! `/v1/track` and its like: changing the host in an SDK of Segment is enough.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tests::suite::{ORIGIN, PUBLISHABLE_KEY, SECRET_KEY, Suite};

fn basic(key: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{key}:")))
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_of_an_sdk_become_touchpoints_of_its_key() {
    let suite = Suite::start().await;
    let post = |path: &'static str, body: Value| {
        suite.http.post(path).header("authorization", &basic(SECRET_KEY)).json(&body).send()
    };
    let order = json!({"event": "Order Completed", "messageId": "m1", "userId": "ana", "anonymousId": "browser-1",
        "timestamp": "2026-11-28T09:00:00.000Z", "properties": {"total": "59.90", "currency": "eur"},
        "context": {"library": {"name": "analytics-node"}}, "integrations": {}});
    let answer = post("/v1/track", order.clone()).await;
    assert_eq!((answer.status, &answer.json()["success"]), (200, &true.into()), "{}", answer.text);
    let batch = json!({"batch": [order, {"type": "page", "messageId": "m2", "anonymousId": "browser-1", "name": "Home"},
        {"type": "identify", "messageId": "m3", "userId": "ana", "anonymousId": "browser-2"},
        {"type": "track", "event": "Checkout Step Viewed", "messageId": "m4", "userId": "ana"},
        {"type": "track", "event": "Product Reviewed", "messageId": "m5", "userId": "ana", "properties": {"rating": "1"}}],
        "sentAt": "2026-11-28T09:00:01.000Z"});
    let answer = post("/v1/batch", batch).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let statuses: Vec<_> =
        answer.json()["results"].as_array().unwrap().iter().map(|result| result["status"].clone()).collect();
    assert_eq!(statuses, ["duplicate", "accepted", "accepted", "accepted"], "{}", answer.text);
    assert_eq!(post("/v1/page", json!({"messageId": "m6", "anonymousId": "x"})).await.status, 200);
    assert_eq!(post("/v1/identify", json!({"messageId": "m7", "userId": "ana"})).await.status, 200);
    suite.settle().await;
    let moments = suite.moments("ana").await;
    let types: Vec<_> = moments.iter().map(|moment| moment.touchpoint_type.as_str()).collect();
    assert!(types.contains(&"purchase") && types.contains(&"review") && types.contains(&"site_visit"), "{types:?}");
    assert!(moments.iter().all(|moment| moment.source == "back-end"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_ahead_is_corrected_and_posthog_is_understood() {
    let suite = Suite::paused().await;
    let post =
        |body: Value| suite.http.post("/v1/batch").header("authorization", &basic(SECRET_KEY)).json(&body).send();
    let now = jiff::Timestamp::now();
    let ahead = |minutes: i64| (now + jiff::SignedDuration::from_mins(minutes)).to_string();
    // Ten minutes fast, and sent five minutes after it happened.
    let fast = json!({"batch": [{"type": "track", "event": "Order Completed", "messageId": "fast", "userId": "eva",
        "timestamp": ahead(5)}], "sentAt": ahead(10)});
    assert_eq!(post(fast).await.status, 200);
    let item = suite.items_of("TOUCHPOINT#").await.remove(0);
    let occurred_at: jiff::Timestamp = item["occurred_at"].as_s().unwrap().parse().unwrap();
    let since = now.duration_since(occurred_at).as_secs();
    assert!((240..=360).contains(&since), "happened {since} s ago");

    let posthog = json!({"api_key": SECRET_KEY, "sent_at": ahead(0), "batch": [
        {"uuid": "p1", "event": "survey sent", "distinct_id": "ana", "type": "capture", "library": "posthog-node", "timestamp": ahead(0),
            "properties": {"$survey_id": "s", "$survey_response": "1"}},
        {"uuid": "p2", "event": "$feature_flag_called", "distinct_id": "ana", "type": "capture", "timestamp": ahead(0), "properties": {}}]});
    let answer = suite.http.post("/v1/batch").json(&posthog).send().await;
    let results = answer.json()["results"].as_array().unwrap().clone();
    assert_eq!(
        (results.len(), &results[0]["id"], &results[0]["status"]),
        (1, &"p1".into(), &"accepted".into()),
        "{}",
        answer.text
    );
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_may_call_with_its_publishable_key_and_nobody_without_one() {
    let suite = Suite::paused().await;
    let call =
        json!({"event": "Signed Up", "messageId": "m1", "anonymousId": "a", "writeKey": PUBLISHABLE_KEY}).to_string();
    let post = |origin: &'static str| {
        let asking = suite.http.post("/v1/track").header("content-type", "text/plain").header("origin", origin);
        asking.body(call.clone()).send()
    };
    let answer = post(ORIGIN).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, ORIGIN), "{}", answer.text);
    assert_eq!(post("https://evil.example").await.status, 403);
    assert_eq!(suite.http.post("/v1/track").json(&json!({"event": "x"})).send().await.status, 401);
    let wrong = suite.http.post("/v1/track").header("authorization", &basic("pk-wrong")).json(&json!({})).send().await;
    assert_eq!(wrong.status, 401);
    suite.end().await;
}
