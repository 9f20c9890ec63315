//! Accepted means kept, once: replays change nothing, another body under the same key is a conflict.

use serde_json::json;
use tests::suite::{Suite, seconds_from_now};

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_changes_nothing_and_another_body_is_a_conflict() {
    let suite = Suite::paused().await;
    let first = json!({"type": "delivery", "id": "d1", "customer_id": "ana", "rating": {"csat": 4}});
    assert_eq!(suite.post(&first).await.json()["results"][0]["status"], "accepted");
    let stored = suite.items_of("TOUCHPOINT#").await;
    // Without `occurred_at` the time of receipt counts: the first one, however often it is sent again.
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    assert_eq!(suite.post(&first).await.json()["results"][0]["status"], "duplicate");
    assert_eq!(suite.items_of("TOUCHPOINT#").await, stored);

    let sent_later = json!({"type": "delivery", "id": "d1", "customer_id": "ana", "rating": {"csat": 4},
        "sent_at": seconds_from_now(0)});
    assert_eq!(suite.post(&sent_later).await.json()["results"][0]["status"], "duplicate");
    for other in [
        json!({"type": "delivery", "id": "d1", "customer_id": "ana", "rating": {"csat": 5}}),
        json!({"type": "delivery", "id": "d1", "customer_id": "ana", "rating": {"csat": 4}, "channel": "post"}),
        json!({"type": "delivery", "id": "d1", "customer_id": "ana", "rating": {"csat": 4},
            "occurred_at": seconds_from_now(-5)}),
    ] {
        let answer = suite.post(&other).await;
        assert_eq!((answer.status, answer.header("content-type")), (409, "application/problem+json"));
    }
    assert_eq!(suite.items_of("TOUCHPOINT#").await, stored);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_source_is_part_of_the_key() {
    let suite = Suite::paused().await;
    for source in ["crm", "shop"] {
        let body = json!({"type": "search", "id": "1", "source": source, "customer_id": "ana"});
        let answer = suite.post(&body).await;
        assert_eq!(answer.json()["results"][0]["source"], format!("back-end/{source}"));
        assert_eq!(answer.json()["results"][0]["status"], "accepted");
    }
    assert_eq!(suite.items_of("TOUCHPOINT#").await.len(), 2);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_id_one_is_made_and_returned() {
    let suite = Suite::paused().await;
    let post = || async { suite.post(&json!({"type": "search"})).await.json()["results"][0]["id"].clone() };
    let (one, other) = (post().await, post().await);
    assert_ne!(one, other);
    assert_eq!(one.as_str().unwrap().len(), 36);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_touchpoint_sent_a_hundred_times_at_once_is_stored_once() {
    let suite = Suite::paused().await;
    let body = json!({"type": "search", "id": "1", "customer_id": "ana"});
    let answers = (0..100).map(|_| suite.post(&body));
    let mut accepted = 0;
    for answer in futures_of(answers).await {
        let status = answer.json()["results"][0]["status"].clone();
        accepted += u32::from(status == "accepted");
        assert!(status == "accepted" || status == "duplicate");
    }
    assert_eq!(accepted, 1);
    assert_eq!(suite.items_of("TOUCHPOINT#").await.len(), 1);
    suite.end().await;
}

async fn futures_of<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    use futures::stream::{FuturesUnordered, StreamExt};
    futures.collect::<FuturesUnordered<_>>().collect().await
}
