//! A function is killed between any two of its calls, and what it left is taken up again: every critical moment reaches every
//! channel, every change is made once, and what is sent twice has the same `webhook-id`.
//!
//! A kill is the end of the invocation in the middle: the table carries a write out and never answers, and whoever asked is
//! dropped with all that it still had in hand. Between two writes the table stays as it is, whatever is read or sent there: a
//! kill before a message, after it and in the middle of it leaves the claim of that message, which the write before it made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lambda_runtime::Context;
use runtime::function::Function;
use serde_json::{Value, json};
use tests::proxy::{Fault, Proxy, is_write};
use tests::receiver::{Receiver, Reply};
use tests::suite::{CASE_KEY, Setting, Suite};

use crate::cases::{SHORT_CLOCKS, complaint, link};
use crate::deliveries::let_time_pass;

/// Kills what goes through it at one write to the table.
pub(crate) struct Killer {
    pub(crate) proxy: Proxy,
    is_armed: Arc<AtomicBool>,
}

impl Killer {
    /// Lets the start of a function pass, and kills at the write of this number after that.
    pub(crate) async fn at(suite: &Suite, call: usize) -> Self {
        let is_armed = Arc::new(AtomicBool::new(false));
        let armed = is_armed.clone();
        let mut seen = 0;
        let proxy = Proxy::start(&suite.stack.table_endpoint(), move |_, operation| {
            if !armed.load(Ordering::SeqCst) || !is_write(operation) {
                return None;
            }
            seen += 1;
            (seen > call).then_some(Fault::Stall)
        })
        .await;
        Self { proxy, is_armed }
    }

    /// Invokes a function. Returns its answer, or none if it was killed.
    pub(crate) async fn invoke(&self, function: &Function, event: String) -> Option<String> {
        self.is_armed.store(true, Ordering::SeqCst);
        tokio::select! {
            answer = function.invoke(event, Context::default()) => Some(answer.unwrap()),
            () = self.proxy.stalled() => None,
        }
    }
}

/// Plays a story with the kill at each call in turn, until one comes to its end unharmed. Returns how many were killed.
pub(crate) async fn at_every_call(story: impl AsyncFn(usize) -> bool) -> usize {
    for call in 0.. {
        if story(call).await {
            return call;
        }
    }
    unreachable!("a story has an end")
}

async fn deliver(suite: &Suite) {
    let_time_pass(suite).await;
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
}

/// Returns the ids under which a receiver of webhooks saw each thing that it was told of.
pub(crate) fn ids(receiver: &Receiver) -> BTreeMap<String, BTreeSet<String>> {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for received in receiver.received() {
        let event = received.json();
        let about = [&event["type"], &event["subject"], &event["data"]["touchpoint"]["id"], &event["data"]["clock"]];
        let about: Vec<_> = about.iter().map(|part| part.as_str().unwrap_or_default()).collect();
        ids.entry(about.join(" ")).or_default().insert(received.header("webhook-id").to_owned());
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn deliver_killed_at_any_call_loses_nothing_and_sends_nothing_under_another_id() {
    let kills = at_every_call(async |call| {
        let (crm, duty) = (Receiver::start().await, Receiver::start().await);
        let channels = format!("{}{}", crm.webhook("crm"), duty.webhook("duty"));
        let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
        for receiver in [&crm, &duty] {
            receiver.reply((0..3).map(|_| Reply::Status(500)));
        }
        suite.accept(&[complaint("ana", "1", 60), complaint("ana", "2", 50), complaint("eva", "3", 40)]).await;
        suite.settle().await;
        let_time_pass(&suite).await;

        let killer = Killer::at(&suite, call).await;
        let function = deliver::start(suite.environment(&killer.proxy.endpoint())).await.unwrap();
        let is_unharmed = killer.invoke(&function, "{}".into()).await.is_some();
        for _ in 0..2 {
            deliver(&suite).await;
        }
        for receiver in [&crm, &duty] {
            let ids = ids(receiver);
            assert_eq!(ids.len(), 3, "killed at call {call}: {ids:?}");
            assert!(ids.values().all(|ids| ids.len() == 1), "killed at call {call}: {ids:?}");
        }
        for delivery in suite.items_of("DELIVERY#").await {
            assert_eq!(delivery["delivery_state"].as_s().unwrap(), "delivered", "killed at call {call}");
        }
        suite.end().await;
        is_unharmed
    })
    .await;
    assert!(kills >= 8, "killed only at {kills} calls");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_escalation_killed_at_any_call_is_told_once_and_under_one_id() {
    let kills = at_every_call(async |call| {
        let (team, boss) = (Receiver::start().await, Receiver::start().await);
        let channels = format!(
            "{}receives = ['alerts']\n{}receives = ['escalations']\n",
            team.webhook("team"),
            boss.webhook("boss")
        );
        let suite = Suite::with(Setting { channels, more: SHORT_CLOCKS.into(), ..Setting::default() }).await;
        suite.accept(&[complaint("ana", "1", 60)]).await;
        suite.settle().await;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;

        let killer = Killer::at(&suite, call).await;
        let function = deliver::start(suite.environment(&killer.proxy.endpoint())).await.unwrap();
        let is_unharmed = killer.invoke(&function, "{}".into()).await.is_some();
        for _ in 0..3 {
            deliver(&suite).await;
        }
        let ids = ids(&boss);
        assert_eq!(ids.len(), 2, "killed at call {call}: {ids:?}");
        assert!(ids.values().all(|ids| ids.len() == 1), "killed at call {call}: {ids:?}");
        let history = suite.items_of("EVENT#").await;
        assert_eq!(history.len(), 2, "killed at call {call}: each clock has one line");
        suite.end().await;
        is_unharmed
    })
    .await;
    assert!(kills >= 3, "killed only at {kills} calls");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_killed_at_any_call_tells_each_case_in_one_digest() {
    let kills = at_every_call(async |call| {
        let team = Receiver::start().await;
        let more = "[pacing]\ngather_minutes = 5\nmessages_max = 3\nsingle_max = 1\n".to_owned();
        let suite = Suite::with(Setting { channels: team.slack("team"), more, ..Setting::default() }).await;
        for index in 0..6 {
            suite.accept(&[complaint(&format!("c{index}"), &index.to_string(), 60)]).await;
        }
        suite.settle().await;
        let_time_pass(&suite).await;
        let singles = team.received().len();

        let killer = Killer::at(&suite, call).await;
        let function = deliver::start(suite.environment(&killer.proxy.endpoint())).await.unwrap();
        let is_unharmed = killer.invoke(&function, "{}".into()).await.is_some();
        for _ in 0..3 {
            deliver(&suite).await;
        }
        let digests: Vec<_> =
            suite.items_of("DELIVERY#").await.into_iter().filter(|one| one.contains_key("tells")).collect();
        let told: Vec<_> =
            digests.iter().flat_map(|one| one["tells"].as_l().unwrap()).map(|name| name.as_s().unwrap()).collect();
        assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), told.len(), "killed at call {call}: told twice");
        assert_eq!(told.len() + singles, 6, "killed at call {call}");
        let states: Vec<_> =
            suite.items_of("DELIVERY#").await.iter().map(|one| one["delivery_state"].as_s().unwrap().clone()).collect();
        assert_eq!(states.iter().filter(|state| *state == "listed").count(), told.len(), "killed at call {call}");
        assert_eq!(states.iter().filter(|state| *state == "delivered").count(), singles + digests.len());
        let text = team.received().iter().map(|one| one.json().to_string()).collect::<String>();
        assert!(text.contains("new cases in"), "killed at call {call}: {text}");
        suite.end().await;
        is_unharmed
    })
    .await;
    assert!(kills >= 8, "killed only at {kills} calls");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_killed_at_any_call_acts_once_and_its_event_is_told_under_one_id() {
    let kills = at_every_call(async |call| {
        let crm = Receiver::start().await;
        let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
        suite.accept(&[complaint("ana", "1", 60)]).await;
        suite.settle().await;
        let event = crm.wait_for(1).await.remove(0).json();
        let path = link(&event, "acknowledge");

        let killer = Killer::at(&suite, call).await;
        let function = cases::start(suite.environment(&killer.proxy.endpoint())).await.unwrap();
        let is_unharmed = killer.invoke(&function, form(&path, "actor=Eva").to_string()).await.is_some();
        // The browser shows no answer, so the person presses the button again.
        let again = suite.http.post(&path).header("accept", "text/html").form(&[("actor", "Eva")]).send().await;
        assert!([303, 409].contains(&again.status), "killed at call {call}: {}", again.text);

        let id = event["subject"].as_str().unwrap();
        let case = suite.http.get(&format!("/v1/cases/{id}")).bearer(CASE_KEY).send().await.json();
        assert_eq!((case["state"].as_str(), case["assignee"].as_str()), (Some("acknowledged"), Some("Eva")));
        assert_eq!(case["history"].as_array().unwrap().len(), 1, "killed at call {call}: {case}");
        for _ in 0..2 {
            deliver(&suite).await;
        }
        let ids = ids(&crm);
        assert!(ids.values().all(|ids| ids.len() == 1), "killed at call {call}: {ids:?}");
        let told: Vec<_> = ids.keys().filter_map(|about| about.split(' ').next()).collect();
        assert_eq!(told, ["org.moments.case.acknowledged", "org.moments.case.opened"], "killed at call {call}");
        suite.end().await;
        is_unharmed
    })
    .await;
    assert!(kills >= 1, "killed only at {kills} calls");
}

/// A form that a browser posts to a link, as the HTTP API sends it (payload format 2.0).
fn form(path: &str, body: &str) -> Value {
    let (path, query) = path.split_once('?').unwrap();
    let parts: Vec<_> = path.split('/').collect();
    let (id, action) = (parts[3], parts[4]);
    let queries: BTreeMap<_, _> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
    json!({
        "version": "2.0", "routeKey": "POST /v1/cases/{id}/{action}", "rawPath": path, "rawQueryString": query,
        "headers": {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"},
        "pathParameters": {"id": id, "action": action}, "queryStringParameters": queries,
        "requestContext": {
            "accountId": "000000000000", "apiId": "api", "domainName": "localhost", "domainPrefix": "localhost",
            "http": {"method": "POST", "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1",
                "userAgent": "test"},
            "requestId": "1", "routeKey": "POST /v1/cases/{id}/{action}", "stage": "$default",
            "time": "22/Nov/2026:00:00:00 +0000", "timeEpoch": 1_795_000_000_000_i64},
        "body": body, "isBase64Encoded": false,
    })
}
