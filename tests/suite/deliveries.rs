//! Deliveries are written down before they are sent, retried by the clock, and never sent twice by two.

use serde_json::json;
use tests::receiver::{Receiver, Reply};
use tests::suite::{Setting, Suite, seconds_from_now};

async fn with_a_complaint(receiver: &Receiver) -> Suite {
    let suite = Suite::with(Setting { channels: receiver.slack("team"), ..Setting::default() }).await;
    let body = json!({"type": "complaint", "customer_id": "ana", "occurred_at": seconds_from_now(-60)});
    suite.accept(&[body]).await;
    suite.settle().await;
    suite
}

async fn state(suite: &Suite) -> (String, bool) {
    let delivery = suite.items_of("DELIVERY#").await.remove(0);
    (delivery["delivery_state"].as_s().unwrap().clone(), delivery.contains_key("work_pk"))
}

/// Makes what is due later due now, and what is claimed free again, as if the time had passed.
pub(crate) async fn let_time_pass(suite: &Suite) {
    let client = suite.stack.table_client();
    for delivery in suite.items_of("DELIVERY#").await {
        if delivery["delivery_state"].as_s().unwrap() != "pending" {
            continue;
        }
        let key = ["pk", "sk"].map(|name| (name.to_owned(), delivery[name].clone()));
        client
            .update_item()
            .table_name(suite.stack.table_name())
            .set_key(Some(key.into_iter().collect()))
            .update_expression("SET work_sk = :past REMOVE lease_until")
            .expression_attribute_values(
                ":past",
                aws_sdk_dynamodb::types::AttributeValue::S("2026-01-01T00:00:00.000Z".into()),
            )
            .send()
            .await
            .unwrap();
    }
}

/// Lets the time of a channel pass: what it asked to wait for is over.
pub(crate) async fn let_the_channel_rest(suite: &Suite, channel: &str) {
    let client = suite.stack.table_client();
    let key = [("pk", format!("CHANNEL#{channel}")), ("sk", "STATE".to_owned())];
    let key = key.map(|(name, value)| (name.to_owned(), aws_sdk_dynamodb::types::AttributeValue::S(value)));
    client
        .update_item()
        .table_name(suite.stack.table_name())
        .set_key(Some(key.into_iter().collect()))
        .update_expression("REMOVE wait_until")
        .send()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_delivered_leaves_the_index_and_is_not_sent_again() {
    let team = Receiver::start().await;
    let suite = with_a_complaint(&team).await;
    assert_eq!(state(&suite).await, ("delivered".to_owned(), false));
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    assert_eq!(team.received().len(), 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_receiver_is_tried_again_when_it_is_due_and_not_before() {
    for reply in [Reply::RetryAfter(500, 600), Reply::RetryAfter(429, 600), Reply::RetryAfter(503, 600)] {
        let team = Receiver::start().await;
        team.reply([reply]);
        let suite = with_a_complaint(&team).await;
        assert_eq!(team.received().len(), 1);
        assert_eq!(state(&suite).await, ("pending".to_owned(), true));
        suite.stack.invoke("deliver", "{}".into()).await.unwrap();
        assert_eq!(team.received().len(), 1, "tried before it was due");
        let_time_pass(&suite).await;
        let_the_channel_rest(&suite, "team").await;
        let done = suite.stack.invoke("deliver", "{}".into()).await.unwrap();
        assert!(done.contains("\"delivered\":1"), "{done}");
        let received = team.received();
        assert_eq!(received.len(), 2);
        assert_eq!(state(&suite).await, ("delivered".to_owned(), false));
        suite.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_refuses_for_good_is_not_tried_again() {
    for code in [400, 404, 410, 302] {
        let team = Receiver::start().await;
        team.reply([Reply::Status(code)]);
        let suite = with_a_complaint(&team).await;
        // It stays in the index, where dead letters are found.
        assert_eq!(state(&suite).await, ("dead".to_owned(), true), "{code}");
        let_time_pass(&suite).await;
        suite.stack.invoke("deliver", "{}".into()).await.unwrap();
        assert_eq!(team.received().len(), 1);
        suite.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_deliver_at_once_send_once() {
    let team = Receiver::start().await;
    team.reply([Reply::Status(500), Reply::Late(std::time::Duration::from_millis(300))]);
    let suite = with_a_complaint(&team).await;
    let_time_pass(&suite).await;
    let runs = (0..5).map(|_| suite.stack.invoke("deliver", "{}".into()));
    for done in futures::future::join_all(runs).await {
        done.unwrap();
    }
    assert_eq!(team.received().len(), 2);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_try_of_a_delivery_has_the_same_id_and_the_same_body() {
    let crm = Receiver::start().await;
    crm.reply([Reply::Status(500)]);
    let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
    suite.accept(&[json!({"type": "complaint", "customer_id": "ana", "occurred_at": seconds_from_now(-60)})]).await;
    suite.settle().await;
    let_time_pass(&suite).await;
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    let received = crm.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].header("webhook-id"), received[1].header("webhook-id"));
    assert!(received[0].header("webhook-id").starts_with("msg_"));
    assert_eq!(received[0].body, received[1].body);
    suite.end().await;
}
