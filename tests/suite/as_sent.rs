//! Touchpoints as programs send them that were never told what we expect: under another content type, in another character set,
//! with times that count, and with ids that are none.

use serde_json::{Value, json};
use tests::http::Answer;
use tests::suite::{SECRET_KEY, Suite};

async fn post(suite: &Suite, kind: Option<&str>, body: impl Into<Vec<u8>>) -> Answer {
    let request = suite.http.post("/v1/touchpoints").bearer(SECRET_KEY).body(body.into());
    match kind {
        Some(kind) => request.header("content-type", kind).send().await,
        None => request.send().await,
    }
}

fn utf_16(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn json_is_read_whatever_it_is_called() {
    let suite = Suite::paused().await;
    let body =
        r#" {"touchpoint_type": "support_contact", "customer_id": "ana", "comment": "ñ", "rating": {"csat": 1}}"#;
    for (kind, sent) in [
        // `curl -d` without a header, `fetch` with a typeless Blob, programs of old, .NET.
        (Some("application/x-www-form-urlencoded"), body.as_bytes().to_vec()),
        (Some("application/octet-stream"), body.as_bytes().to_vec()),
        (Some("json"), body.as_bytes().to_vec()),
        (None, body.as_bytes().to_vec()),
        (Some("application/json"), utf_16(body)),
        (Some("application/json; charset=utf-16"), utf_16(body)),
        (Some("application/json; charset=utf-16"), utf_16(body)[2..].to_vec()),
    ] {
        let answer = post(&suite, kind, sent).await;
        assert_eq!(answer.status, 202, "{kind:?}: {}", answer.text);
        assert_eq!(answer.json()["results"][0]["status"], "accepted", "{kind:?}: a program gets JSON: {}", answer.text);
    }
    let stored = suite.items_of("TOUCHPOINT#").await;
    assert_eq!(stored.len(), 7);
    assert!(stored.iter().all(|item| item["comment"].as_s().is_ok_and(|comment| comment == "ñ")), "{stored:?}");
    for (kind, sent) in [("application/xml", "<touchpoint/>"), ("application/octet-stream", "\u{0}\u{1}")] {
        assert_eq!(post(&suite, Some(kind), sent).await.status, 415, "{kind}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_template_breaks_is_mended() {
    let suite = Suite::paused().await;
    let sent = "{\"touchpoint_type\": \"review\", \"id\": \"r1\", \"comment\": \"They said \"soon\",\nand\0 nothing came\", \"customer_id\": \"ana\"}";
    let answer = post(&suite, Some("application/json"), sent).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let item = suite.items_of("TOUCHPOINT#").await.pop().unwrap();
    assert_eq!(item["comment"].as_s().unwrap(), "They said \"soon\",\nand\u{fffd} nothing came");
    // A member given twice is not mended: nobody can tell which was meant.
    let twice = r#"{"touchpoint_type": "review", "comment": "a", "comment": "b"}"#;
    assert_eq!(post(&suite, Some("application/json"), twice).await.status, 400);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_none_is_known_again_and_loses_nothing() {
    let suite = Suite::paused().await;
    let long = "x".repeat(300);
    for (id, known_as) in [
        (json!(7.0), Some("7")),
        (json!(long), None),
        (json!(["a", 1]), None),
        (json!({"shop": 1, "order": 2}), None),
        (json!(1e30), None),
    ] {
        let body = json!({"touchpoint_type": "survey", "customer_id": 42.0, "id": id, "rating": {"csat": 1}});
        let first = suite.post(&body).await;
        assert_eq!(first.status, 202, "{id}: {}", first.text);
        let first = first.json()["results"][0].clone();
        assert_eq!(first["status"], "accepted");
        match known_as {
            Some(known_as) => assert_eq!(first["id"], known_as),
            None => {
                assert!(first["id"].as_str().unwrap().starts_with("sha256-"), "{first}");
                assert_eq!(first["warnings"][0]["field"], "id", "{first}");
            }
        }
        let again = suite.post(&body).await.json()["results"][0].clone();
        assert_eq!(
            (&again["status"], &again["id"]),
            (&json!("duplicate"), &first["id"]),
            "a retry is no second moment"
        );
    }
    // A mere yes would make one touchpoint of all.
    let yes = |csat: u8| json!({"touchpoint_type": "survey", "id": true, "rating": {"csat": csat}});
    for csat in [1, 2] {
        assert_eq!(suite.post(&yes(csat)).await.json()["results"][0]["status"], "accepted");
    }
    let stored = suite.items_of("TOUCHPOINT#").await;
    assert_eq!(stored.len(), 7);
    assert_eq!(
        stored
            .iter()
            .filter(|item| item.get("customer_id").is_some_and(|id| id.as_s().is_ok_and(|id| id == "42")))
            .count(),
        5
    );
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_may_count_seconds_or_milliseconds() {
    let suite = Suite::paused().await;
    let at = jiff::Timestamp::now().as_second() - 3600;
    let sent: [Value; 4] = [json!(at), json!(at * 1000), json!(at.to_string()), json!(format!("{}.0", at))];
    for occurred_at in &sent {
        let body = json!({"touchpoint_type": "search", "customer_id": "ana", "occurred_at": occurred_at});
        let answer = suite.post(&body).await.json()["results"][0].clone();
        assert_eq!((&answer["status"], &answer["warnings"]), (&json!("accepted"), &Value::Null), "{occurred_at}");
    }
    let stored = suite.items_of("TOUCHPOINT#").await;
    for item in &stored {
        let time: jiff::Timestamp = item["occurred_at"].as_s().unwrap().parse().unwrap();
        assert_eq!(time.as_second(), at);
    }
    assert_eq!(stored.len(), sent.len());
    // A year is no time, and is kept.
    let answer = suite.post(&json!({"touchpoint_type": "search", "occurred_at": 2026})).await.json();
    assert_eq!(answer["results"][0]["warnings"][0]["field"], "occurred_at");
    suite.end().await;
}
