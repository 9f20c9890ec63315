//! Promised times that pass: each is noticed once, judged like any other touchpoint, and taken back if it was kept after all. The
//! times of these tests lie a little in the past, so that clocks have run out when they are looked at.

use std::collections::BTreeSet;

use domain::touchpoint::expiry::SOURCE;
use domain::vocabulary::{Attention, Clause, Outcome};
use lambda_runtime::Context;
use serde_json::{Value, json};
use tests::proxy::{Fault, Proxy, is_write};
use tests::receiver::Receiver;
use tests::suite::{CASE_KEY, READ_KEY, Setting, Suite, seconds_from_now};

/// Minutes before now at which the promises of these tests were due: past their tolerance of a quarter of an hour.
const DUE_BEFORE_S: i64 = 3_600;

pub(crate) fn purchase(customer: &str, due_in_s: i64) -> Value {
    json!({"type": "purchase", "id": format!("{customer}-p"), "customer_id": customer, "promise_id": format!("{customer}-order"),
        "occurred_at": seconds_from_now(-7_200), "due_at": seconds_from_now(due_in_s),
        "value_at_risk": {"amount": 40, "currency": "EUR"}})
}

fn delivery(customer: &str, done_in_s: i64) -> Value {
    json!({"type": "delivery", "id": format!("{customer}-d"), "customer_id": customer,
        "promise_id": format!("{customer}-order"), "occurred_at": seconds_from_now(-5), "done_at": seconds_from_now(done_in_s)})
}

/// Looks at the clocks and lets everything that follows be done. Returns what the function says.
pub(crate) async fn look(suite: &Suite) -> Value {
    let done = suite.stack.invoke("promises", "{}".into()).await.unwrap();
    suite.settle().await;
    serde_json::from_str(&done).unwrap()
}

async fn facts(suite: &Suite) -> Vec<store::items::Item> {
    let mut facts = suite.items_of("TOUCHPOINT#").await;
    facts.retain(|item| item["source"].as_s().unwrap() == SOURCE);
    facts
}

async fn states(suite: &Suite) -> Vec<String> {
    suite.items_of("CASE#").await.iter().filter_map(|case| case.get("state")?.as_s().ok().cloned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promise_that_expires_is_one_fact_one_misery_and_one_case_however_often_it_is_looked_at() {
    let team = Receiver::start().await;
    let suite = Suite::with(Setting { channels: team.slack("team"), ..Setting::default() }).await;
    suite.accept(&[purchase("ana", -DUE_BEFORE_S), purchase("eva", 3_600)]).await;
    suite.settle().await;
    assert_eq!(look(&suite).await["expired"], 1, "eva's order may still come");
    for _ in 0..3 {
        assert_eq!(look(&suite).await["expired"], 0);
    }
    assert_eq!(facts(&suite).await.len(), 1);
    let moments = suite.moments("ana").await;
    let fact = moments.last().unwrap();
    assert_eq!((fact.outcome, fact.attention), (Outcome::Misery, Some(Attention::Critical)));
    assert!(fact.critical.contains(&Clause::BrokenPromise) && !fact.claimed);
    assert_eq!(states(&suite).await, ["open"]);
    assert_eq!(team.received().len(), 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_in_time_expires_never() {
    let suite = Suite::start().await;
    suite.accept(&[purchase("ana", -DUE_BEFORE_S), delivery("ana", -DUE_BEFORE_S)]).await;
    suite.settle().await;
    assert_eq!(look(&suite).await["settled"], 1);
    assert!(facts(&suite).await.is_empty() && states(&suite).await.is_empty());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_closes_by_itself_when_the_promise_was_kept_and_only_reported_late() {
    let crm = Receiver::start().await;
    let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
    suite.accept(&[purchase("ana", -DUE_BEFORE_S)]).await;
    look(&suite).await;
    assert_eq!(states(&suite).await, ["open"]);
    suite.accept(&[delivery("ana", -DUE_BEFORE_S)]).await;
    suite.settle().await;
    let fact = suite.moments("ana").await.into_iter().find(|moment| moment.source == SOURCE).unwrap();
    assert_eq!((fact.outcome, fact.attention), (Outcome::Unknown, Some(Attention::Withdrawn)));
    assert_eq!(states(&suite).await, ["resolved"]);
    let line = suite.items_of("EVENT#").await.remove(0);
    assert_eq!(line["note"].as_s().unwrap(), "done_in_time");
    let told: Vec<_> = crm.received().iter().map(|told| told.json()["type"].as_str().unwrap().to_owned()).collect();
    assert!(told.iter().any(|told| told.ends_with("case.resolved")), "{told:?}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_of_a_late_delivery_closes_when_it_is_known_that_another_time_had_been_chosen() {
    let crm = Receiver::start().await;
    let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
    suite.accept(&[purchase("ana", -DUE_BEFORE_S), delivery("ana", -60)]).await;
    suite.settle().await;
    assert_eq!(states(&suite).await, ["open"], "it came an hour late");
    // Said before the first time passed, and known only now.
    let moved = json!({"type": "order_change", "id": "m", "customer_id": "ana", "promise_id": "ana-order",
        "occurred_at": seconds_from_now(-7_000), "due_at": seconds_from_now(0), "observed_by": "customer"});
    suite.accept(&[moved]).await;
    suite.settle().await;
    let delivered = suite.moments("ana").await.into_iter().find(|moment| moment.id == "ana-d").unwrap();
    assert_eq!((delivered.outcome, delivered.attention), (Outcome::Average, Some(Attention::Withdrawn)));
    assert_eq!(states(&suite).await, ["resolved"]);
    assert_eq!(suite.items_of("EVENT#").await.remove(0)["note"].as_s().unwrap(), "promise_moved");
    let told: Vec<_> = crm.received().iter().map(|told| told.json()["type"].as_str().unwrap().to_owned()).collect();
    assert!(told.iter().any(|told| told.ends_with("case.resolved")), "{told:?}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_something_else_joined_stays_open() {
    let suite = Suite::with(Setting { channels: Receiver::start().await.slack("team"), ..Setting::default() }).await;
    suite.accept(&[purchase("ana", -DUE_BEFORE_S)]).await;
    look(&suite).await;
    let complaint =
        json!({"type": "complaint", "customer_id": "ana", "id": "other", "occurred_at": seconds_from_now(-60)});
    suite.accept(&[complaint]).await;
    suite.settle().await;
    suite.accept(&[delivery("ana", -DUE_BEFORE_S)]).await;
    suite.settle().await;
    assert_eq!(states(&suite).await, ["open"]);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_late_is_the_same_failure_in_the_same_case() {
    let suite = Suite::with(Setting { channels: Receiver::start().await.slack("team"), ..Setting::default() }).await;
    suite.accept(&[purchase("ana", -DUE_BEFORE_S)]).await;
    look(&suite).await;
    suite.accept(&[delivery("ana", -10)]).await;
    suite.settle().await;
    assert_eq!(states(&suite).await, ["open"]);
    let late = suite.moments("ana").await.pop().unwrap();
    assert!(!late.is_failure() && late.is_critical() && !late.critical.contains(&Clause::Repeat), "{late:?}");
    // The order in which they reach the table does not matter.
    let other = Suite::start().await;
    other.accept(&[purchase("ana", -DUE_BEFORE_S), delivery("ana", -10)]).await;
    look(&other).await;
    let names = |moments: Vec<domain::moment::Moment>| -> Vec<_> {
        moments.into_iter().map(|moment| (moment.source, moment.outcome, moment.critical, moment.severity)).collect()
    };
    assert_eq!(names(suite.moments("ana").await), names(other.moments("ana").await));
    for suite in [suite, other] {
        suite.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_has_the_standing_of_its_promise_and_nobody_can_send_one() {
    let suite = Suite::start().await;
    let body = json!({"type": "purchase", "id": "p", "customer_id": "ana", "due_at": seconds_from_now(-DUE_BEFORE_S)});
    let answer = suite
        .http
        .post("/v1/touchpoints")
        .bearer(tests::suite::PUBLISHABLE_KEY)
        .header("origin", tests::suite::ORIGIN)
        .json(&body)
        .send()
        .await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    look(&suite).await;
    let fact = suite.moments("ana").await.into_iter().find(|moment| moment.source == SOURCE).unwrap();
    assert!(fact.claimed && fact.is_critical());
    // Whatever a body calls its source, the name of its key comes first; and no key can have the reserved name.
    let forged = json!({"type": "promise_expired", "source": SOURCE, "id": "x", "customer_id": "leo",
        "promise_id": "order", "due_at": seconds_from_now(-60), "done_at": seconds_from_now(-60)});
    suite.accept(&[forged]).await;
    suite.settle().await;
    let sent = suite.moments("leo").await.pop().unwrap();
    assert_eq!((sent.source.as_str(), sent.is_critical()), ("back-end/~promises", false));
    let named = format!("[[write_keys]]\nkey = 'k'\nname = '{SOURCE}'\nkind = 'secret'");
    assert!(runtime::configuration::Document::parse(&named).is_err());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_is_warned_once_while_the_promise_can_be_kept_and_there_is_no_case() {
    let team = Receiver::start().await;
    let more = "[types.purchase]\nwarn_before_s = 7200\nowner = 'Logistics'\n".to_owned();
    let suite = Suite::with(Setting { channels: team.slack("team"), more, ..Setting::default() }).await;
    suite.accept(&[purchase("ana", 3_600)]).await;
    assert_eq!(look(&suite).await["warned"], 1);
    assert_eq!(look(&suite).await["warned"], 0);
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    let told = team.received();
    assert_eq!(told.len(), 1);
    assert!(told[0].json().to_string().contains("Logistics"), "{}", told[0].json());
    assert!(states(&suite).await.is_empty() && facts(&suite).await.is_empty());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_overdue_now_is_a_list_until_it_has_come() {
    let suite = Suite::with(Setting { channels: Receiver::start().await.slack("team"), ..Setting::default() }).await;
    suite.accept(&[purchase("ana", -DUE_BEFORE_S), purchase("eva", -DUE_BEFORE_S)]).await;
    look(&suite).await;
    let told = json!({"type": "order_change", "id": "told", "customer_id": "ana", "promise_id": "ana-order",
        "occurred_at": seconds_from_now(-30), "due_at": seconds_from_now(86_400)});
    suite.accept(&[told]).await;
    suite.settle().await;
    let list = async || suite.http.get("/v1/promises/overdue").bearer(READ_KEY).send().await.json();
    let overdue = list().await;
    let promises = overdue["promises"].as_array().unwrap();
    let customers: BTreeSet<_> = promises.iter().map(|promise| promise["customer"].as_str().unwrap()).collect();
    assert_eq!(customers, BTreeSet::from(["id:ana", "id:eva"]), "{overdue}");
    let ana = promises.iter().find(|promise| promise["customer"] == "id:ana").unwrap();
    assert_eq!((&ana["promise_id"], &ana["value_at_risk"]["amount"]), (&json!("ana-order"), &json!(40.0)));
    assert_eq!((&ana["told"][0]["touchpoint_type"], &ana["case"]["state"]), (&json!("order_change"), &json!("open")));
    suite.accept(&[delivery("eva", -10)]).await;
    suite.settle().await;
    assert_eq!(list().await["promises"].as_array().unwrap().len(), 1);
    let refused = suite.http.get("/v1/promises/overdue?limit=0").bearer(READ_KEY).send().await;
    assert_eq!(refused.status, 400);
    assert_eq!(suite.http.get("/v1/promises/overdue").bearer(CASE_KEY).send().await.status, 401);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn promises_that_were_made_before_there_were_clocks_get_theirs_once() {
    let suite = Suite::start().await;
    suite.accept(&[purchase("ana", -DUE_BEFORE_S), purchase("eva", 3_600), delivery("leo", -60)]).await;
    suite.settle().await;
    // As they were stored before: without a clock.
    for item in suite.items_of("TOUCHPOINT#").await {
        let key = ["pk", "sk"].map(|name| (name.to_owned(), item[name].clone()));
        let update = suite.stack.table_client().update_item().table_name(suite.stack.table_name());
        let update = update.set_key(Some(key.into_iter().collect())).update_expression("REMOVE work_pk, work_sk");
        update.send().await.unwrap();
    }
    suite.settle().await;
    assert_eq!(look(&suite).await["expired"], 0);
    let open = async || -> Value {
        serde_json::from_str(&suite.stack.invoke("promises", r#"{"open":{}}"#.into()).await.unwrap()).unwrap()
    };
    assert_eq!(open().await["opened"], 2);
    assert_eq!(open().await["opened"], 0, "a clock that is there is left");
    assert_eq!(look(&suite).await["expired"], 1);
    assert_eq!(open().await["opened"], 0, "and so is one that was looked at");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_any_two_calls_it_leaves_one_fact_and_one_case() {
    for call in 0.. {
        let suite =
            Suite::with(Setting { channels: Receiver::start().await.slack("team"), ..Setting::default() }).await;
        suite.accept(&[purchase("ana", -DUE_BEFORE_S)]).await;
        suite.settle().await;
        let mut seen = 0;
        let armed = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let is_armed = armed.clone();
        let proxy = Proxy::start(&suite.stack.table_endpoint(), move |_, operation| {
            if !is_armed.load(std::sync::atomic::Ordering::SeqCst) || !is_write(operation) {
                return None;
            }
            seen += 1;
            (seen > call).then_some(Fault::Stall)
        })
        .await;
        let function = promises::start(suite.environment(&proxy.endpoint())).await.unwrap();
        armed.store(true, std::sync::atomic::Ordering::SeqCst);
        let is_unharmed = tokio::select! {
            done = function.invoke("{}".to_owned(), Context::default()) => { done.unwrap(); true }
            () = proxy.stalled() => false,
        };
        look(&suite).await;
        assert_eq!(facts(&suite).await.len(), 1, "killed at call {call}");
        assert_eq!(states(&suite).await, ["open"], "killed at call {call}");
        let waiting = suite.items_of("TOUCHPOINT#").await;
        let promised = waiting
            .iter()
            .filter(|item| item.get("work_pk").is_some_and(|shard| shard.as_s().unwrap().starts_with("PROMISED#")));
        assert_eq!(promised.count(), 0, "killed at call {call}: a clock is left");
        suite.end().await;
        if is_unharmed {
            assert!(call >= 2, "killed only at {call} calls");
            break;
        }
    }
}
