//! What people are told at once, and what waits for the list of the day. Every critical moment has its case all the same.

use serde_json::{Value, json};
use tests::receiver::Receiver;
use tests::suite::{Setting, Suite, seconds_from_now};

use crate::cases::complaint;
use crate::deliveries::let_time_pass;

/// A critical moment of severity 2.
fn mild(customer: &str) -> Value {
    json!({"type": "delivery", "id": format!("{customer}-d"), "customer_id": customer,
        "occurred_at": seconds_from_now(-60), "rating": {"csat": 1}})
}

/// What waits becomes one message.
const GATHERING: &str = "gather_minutes = 5\nmessages_max = 9\nsingle_max = 0";

async fn with(triage: &str, pacing: &str, team: &Receiver, crm: &Receiver) -> Suite {
    let more = format!("[triage]\n{triage}\n[pacing]\n{pacing}\n");
    let channels = format!("{}{}", team.slack("team"), crm.webhook("crm"));
    Suite::with(Setting { channels, more, ..Setting::default() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_mild_waits_for_the_list_of_the_day_and_has_its_case() {
    let (team, crm) = (Receiver::start().await, Receiver::start().await);
    let suite = with("at_once_from = 3", GATHERING, &team, &crm).await;
    suite.accept(&[mild("ana"), mild("eva"), complaint("leo", "1", 60)]).await;
    suite.settle().await;
    assert_eq!(team.received().len(), 1, "only the complaint is told at once");
    assert_eq!(crm.received().len(), 3, "a program is told of everything");
    assert_eq!(suite.items_of("CASE#0").await.len(), 3);
    let listed = suite.items_of("CRITICAL#").await.iter().filter(|marker| marker.contains_key("listed")).count();
    assert_eq!(listed, 2);
    let_time_pass(&suite).await;
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    assert_eq!(team.received().len(), 2, "the two are one list");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_what_the_team_can_take_only_the_most_severe_is_told_at_once() {
    let (team, crm) = (Receiver::start().await, Receiver::start().await);
    let suite = with("cases_per_day = 2", "gather_minutes = 0", &team, &crm).await;
    for (id, customer) in ["ana", "eva", "leo"].into_iter().enumerate() {
        suite.accept(&[complaint(customer, &id.to_string(), 60)]).await;
        suite.settle().await;
    }
    assert_eq!(team.received().len(), 2);
    assert_eq!(suite.items_of("CASE#0").await.len(), 3);
    let worst = json!({"type": "complaint", "id": "w", "customer_id": "mia", "occurred_at": seconds_from_now(-60),
        "audience": "public", "rating": {"csat": 1}});
    suite.accept(&[worst]).await;
    suite.settle().await;
    assert_eq!(team.received().len(), 3, "severity 5 never waits");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_tells_of_a_failure_that_was_told_is_a_line_of_its_case() {
    let (team, crm) = (Receiver::start().await, Receiver::start().await);
    let suite = with("at_once_from = 3", GATHERING, &team, &crm).await;
    suite.accept(&[complaint("leo", "1", 60)]).await;
    suite.settle().await;
    suite.accept(&[complaint("leo", "2", 30)]).await;
    suite.settle().await;
    assert_eq!(team.received().len(), 1);
    assert_eq!(crm.received().len(), 2);
    assert_eq!(suite.items_of("CASE#0").await.len(), 1);
    suite.end().await;
}
