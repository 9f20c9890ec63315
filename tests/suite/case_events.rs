//! Programs hear of each step of each case, people only of what asks them to act.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::receiver::{Receiver, Reply};
use tests::suite::{CASE_KEY, Setting, Suite, WEBHOOK_SECRET, seconds_from_now};

use crate::cases::complaint;
use crate::deliveries::let_time_pass;

async fn act(suite: &Suite, id: &str, action: &str, body: &Value) {
    let answer = suite.http.post(&format!("/v1/cases/{id}/{action}")).bearer(CASE_KEY).json(body).send().await;
    assert_eq!(answer.status, 200, "{action}: {}", answer.text);
}

async fn deliver(suite: &Suite) {
    let_time_pass(suite).await;
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
}

/// Returns how often each event came, by its type without the prefix.
fn heard(receiver: &Receiver) -> BTreeMap<String, usize> {
    let mut heard = BTreeMap::new();
    for event in receiver.received() {
        let name = event.json()["type"].as_str().unwrap().replace("org.moments.", "");
        *heard.entry(name).or_default() += 1;
    }
    heard
}

fn once<const N: usize>(names: [&str; N]) -> BTreeMap<String, usize> {
    names.into_iter().map(|name| (name.to_owned(), 1)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_of_a_case_is_told_once_to_each_program_and_to_no_chat() {
    let (crm, mirror, team) = (Receiver::start().await, Receiver::start().await, Receiver::start().await);
    let channels =
        format!("{}{}receives = ['cases']\n{}", crm.webhook("crm"), mirror.webhook("mirror"), team.slack("team"));
    let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    let id = crm.wait_for(1).await[0].json()["subject"].as_str().unwrap().to_owned();
    act(&suite, &id, "acknowledge", &json!({"actor": "Eva"})).await;
    act(&suite, &id, "assign", &json!({"actor": "Eva", "assignee": "Luis"})).await;
    let note = json!({"actor": "Luis", "medium": "phone", "note": "She may be called after six."});
    act(&suite, &id, "contact", &note).await;
    let closing = json!({"actor": "Luis", "cause": "delivery", "action": "Sent fresh ones."});
    act(&suite, &id, "resolve", &closing).await;
    // An endpoint that is down for a while hears of them all the same, and of none twice.
    mirror.reply([Reply::Status(503), Reply::Status(503)]);
    for _ in 0..3 {
        deliver(&suite).await;
    }
    let rating = json!({"type": "survey", "customer_id": "ana", "id": "rated", "rating": {"csat": 5},
        "occurred_at": seconds_from_now(0)});
    suite.accept(&[rating]).await;
    suite.settle().await;
    crm.wait_for(5).await;
    deliver(&suite).await;

    let steps = ["case.acknowledged", "case.contacted", "case.resolved", "case.verified"];
    let opened_and_steps = ["case.opened", steps[0], steps[1], steps[2], steps[3]];
    assert_eq!(heard(&crm), once(opened_and_steps));
    assert_eq!(team.received().len(), 2, "the alert, that somebody took the case, and nothing more");
    let by_id: BTreeMap<_, _> =
        mirror.received().iter().map(|one| (one.header("webhook-id").to_owned(), one.json()["type"].clone())).collect();
    assert_eq!(by_id.len(), steps.len(), "{by_id:?}");
    assert_eq!(mirror.received().len(), steps.len() + 2);

    let of = |name: &str| {
        let events = crm.received();
        events.into_iter().find(|one| one.json()["type"] == format!("org.moments.{name}")).unwrap()
    };
    let resolved = of("case.resolved").json();
    assert_eq!((resolved["subject"].as_str(), resolved["data"]["actor"].as_str()), (Some(id.as_str()), Some("Luis")));
    assert_eq!(resolved["data"]["closing"]["cause"], "delivery");
    assert_eq!(of("case.verified").json()["data"]["touchpoint"]["id"], "rated");
    let verified = of("case.verified");
    let mut headers = http::HeaderMap::new();
    headers.extend(verified.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
    standardwebhooks::Webhook::new(WEBHOOK_SECRET).unwrap().verify(&verified.body, &headers).unwrap();
    // What was said to a customer stays on the page of the case, and who the customer is in the channels that may say it.
    for event in crm.received() {
        let text = event.json().to_string();
        assert!(!text.contains("after six") && !text.contains("\"ana\""), "{text}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_opened_again_and_a_lost_one_are_told_as_such() {
    let crm = Receiver::start().await;
    let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    let id = crm.wait_for(1).await[0].json()["subject"].as_str().unwrap().to_owned();
    act(&suite, &id, "acknowledge", &json!({"actor": "Eva"})).await;
    act(&suite, &id, "resolve", &json!({"actor": "Eva", "cause": "delivery", "action": "sent"})).await;
    suite.accept(&[complaint("ana", "2", 0)]).await;
    suite.settle().await;
    act(&suite, &id, "lose", &json!({"actor": "Eva", "cause": "product"})).await;
    deliver(&suite).await;
    let expected = ["case.opened", "case.acknowledged", "case.resolved", "case.reopened", "case.lost"];
    assert_eq!(heard(&crm), once(expected));
    let case = suite.http.get(&format!("/v1/cases/{id}")).bearer(CASE_KEY).send().await.json();
    let history: Vec<_> = case["history"].as_array().unwrap().iter().map(|event| event["transition"].clone()).collect();
    assert_eq!(history, ["acknowledged", "resolved", "reopened", "lost"], "{case}");
    assert_eq!(case["history"][2]["touchpoint"]["id"], "2");
    suite.end().await;
}
