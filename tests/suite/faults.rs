//! Faults between the functions and the table: what was answered 2xx is there, what was not judged comes again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::touchpoint::parse::{Sender, Shape, parse};
use serde_json::json;
use store::table::Table;
use store::touchpoints::Recorded;
use tests::proxy::{Fault, Proxy};
use tests::receiver::Receiver;
use tests::suite::{Setting, Suite, seconds_from_now};

fn incoming(id: usize) -> domain::touchpoint::parse::Incoming {
    let body = json!({"type": "search", "id": format!("t{id}"), "customer_id": "ana"});
    let sender = Sender { name: "test", is_secret: true };
    parse(body, Shape::Json, sender, jiff::Timestamp::now(), || unreachable!()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_to_be_stored_is_stored_whatever_goes_wrong() {
    let suite = Suite::paused().await;
    let faults = [None, Some(Fault::Throttle), Some(Fault::ServerError), Some(Fault::ServerErrorAfterCommit)];
    let proxy = Proxy::start(&suite.stack.table_endpoint(), move |call, _| faults[call % faults.len()]).await;
    let table = Table::new(proxy.client(&suite.stack.table_client()), suite.stack.table_name());
    let mut stored = Vec::new();
    for id in 0..40 {
        let incoming = incoming(id);
        match table.record(&incoming).await {
            Ok(Recorded::Accepted) => stored.push(format!("t{id}")),
            Ok(other) => panic!("{other:?} for a new touchpoint"),
            Err(error) => {
                assert!(error.is_retryable(), "{error}");
                // The sender tries again: now it is there, by this try or by the one before.
                let again = suite.table.record(&incoming).await.unwrap();
                assert_ne!(again, Recorded::Conflict);
                stored.push(format!("t{id}"));
            }
        }
    }
    let mut there: Vec<_> =
        suite.items_of("TOUCHPOINT#").await.iter().map(|item| item["id"].as_s().unwrap().clone()).collect();
    there.sort();
    stored.sort();
    assert_eq!(there, stored);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_table_is_a_503_and_the_retry_is_accepted() {
    let suite = Suite::paused().await;
    let is_down = Arc::new(AtomicBool::new(true));
    let switch = is_down.clone();
    let fault = move |_: usize, operation: &str| {
        (operation == "PutItem" && switch.load(Ordering::SeqCst)).then_some(Fault::ServerError)
    };
    let proxy = Proxy::start(&suite.stack.table_endpoint(), fault).await;
    let environment = suite.environment(&proxy.endpoint());
    let ingest = ingest::start(environment).await.unwrap();
    let posted = async || {
        let answer = ingest
            .invoke(
                post(&json!({"type": "search", "id": "1", "customer_id": "ana"})).to_string(),
                lambda_runtime::Context::default(),
            )
            .await
            .unwrap();
        serde_json::from_str::<serde_json::Value>(&answer).unwrap()
    };
    let answer = posted().await;
    assert_eq!(answer["statusCode"], 503, "{answer}");
    assert_eq!(answer["headers"]["retry-after"], "5", "{answer}");
    is_down.store(false, Ordering::SeqCst);
    assert_eq!(posted().await["statusCode"], 202);
    assert_eq!(suite.items_of("TOUCHPOINT#").await.len(), 1);
    suite.end().await;
}

/// A request as the HTTP API sends it (payload format 2.0).
pub(crate) fn post(body: &serde_json::Value) -> serde_json::Value {
    json!({
        "version": "2.0", "routeKey": "POST /v1/touchpoints", "rawPath": "/v1/touchpoints", "rawQueryString": "",
        "headers": {"content-type": "application/json", "authorization": format!("Bearer {}", tests::suite::SECRET_KEY)},
        "requestContext": {
            "accountId": "000000000000", "apiId": "api", "domainName": "localhost", "domainPrefix": "localhost",
            "http": {"method": "POST", "path": "/v1/touchpoints", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1",
                "userAgent": "test"},
            "requestId": "1", "routeKey": "POST /v1/touchpoints", "stage": "$default",
            "time": "22/Nov/2026:00:00:00 +0000", "timeEpoch": 1_795_000_000_000_i64},
        "body": body.to_string(), "isBase64Encoded": false,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_cut_short_at_any_call_ends_in_the_same_table_when_it_comes_again() {
    let (expected, calls) = judged_with(None).await;
    assert!(calls >= 10, "only {calls} calls can be cut short");
    for call in 0..calls {
        let (table, _) = judged_with(Some(call)).await;
        assert_eq!(table, expected, "a fault at call {call} left another table");
    }
}

/// Classifies a fixed batch through a proxy, as the platform would: the first delivery dies at one of its calls, which
/// the table carries out while every later one fails; then the batch comes again until it passes. Returns the moments
/// and the number of calls of the first delivery.
async fn judged_with(failing: Option<usize>) -> (Vec<domain::moment::Moment>, usize) {
    let suite = Suite::paused().await;
    let at = |minute: u32| format!("2026-10-01T10:{minute:02}:00Z");
    suite
        .accept(&[
            json!({"type": "greeting", "id": "1", "anonymous_id": "b", "occurred_at": at(1), "rating": {"csat": 1}}),
            json!({"type": "purchase", "id": "2", "customer_id": "ana", "occurred_at": at(2)}),
            json!({"type": "identify", "id": "3", "customer_id": "ana", "anonymous_id": "b", "occurred_at": at(3)}),
            json!({"type": "delivery", "id": "4", "customer_id": "ana", "occurred_at": at(4), "rating": {"csat": 2}}),
            json!({"type": "search", "id": "5", "customer_id": "eva", "occurred_at": at(5)}),
        ])
        .await;
    reporting::days::summary_of(&suite.table, jiff::civil::date(2026, 10, 1), &jiff::tz::TimeZone::UTC).await.unwrap();
    // The start of a function makes calls of its own; the fault is for what comes after.
    let is_started = Arc::new(AtomicBool::new(false));
    let started = is_started.clone();
    // Customers are judged side by side, so a run may make a call more or less than the one before.
    let has_failed = Arc::new(AtomicBool::new(false));
    let failed_once = has_failed.clone();
    let mut seen = 0;
    let fault = move |_: usize, _: &str| {
        if !started.load(Ordering::SeqCst) {
            return None;
        }
        seen += 1;
        let fault = match failing {
            Some(failing) if seen - 1 == failing => Some(Fault::ServerErrorAfterCommit),
            Some(failing) if seen > failing => Some(Fault::ServerError),
            _ => None,
        };
        failed_once.fetch_or(fault.is_some(), Ordering::SeqCst);
        fault
    };
    let proxy = Proxy::start(&suite.stack.table_endpoint(), fault).await;
    let environment = suite.environment(&proxy.endpoint());
    let classify = classify::start(environment).await.unwrap();
    let calls_of_start = proxy.calls().len();
    is_started.store(true, Ordering::SeqCst);
    let batch = tests::batch::event(&tests::batch::records(&suite.items_of("TOUCHPOINT#").await));
    let mut calls = 0;
    for attempt in 0..5 {
        let answer = classify.invoke(batch.clone(), lambda_runtime::Context::default()).await.unwrap();
        let failed = tests::batch::failed_from(&answer);
        if attempt == 0 {
            calls = proxy.calls().len() - calls_of_start;
            let has_failed = has_failed.load(Ordering::SeqCst);
            assert_eq!(failed.is_some(), has_failed, "a call that failed must make the batch come again");
            is_started.store(false, Ordering::SeqCst);
        }
        if failed.is_none() {
            break;
        }
    }
    let mut moments = suite.all_moments().await;
    // Each run receives the touchpoints at its own time.
    moments.iter_mut().for_each(|moment| moment.received_at = jiff::Timestamp::UNIX_EPOCH);
    let summary = reporting::days::summary_of(&suite.table, jiff::civil::date(2026, 10, 1), &jiff::tz::TimeZone::UTC)
        .await
        .unwrap()
        .summary;
    assert_eq!(summary.moments(), 4, "the summary hides a moment after a fault at call {failing:?}");
    suite.end().await;
    (moments, calls)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_cut_short_at_any_call_opens_one_case_and_reaches_each_channel() {
    let mut call = 0;
    loop {
        let calls = raised_with(call).await;
        call += 1;
        if call >= calls {
            break;
        }
    }
    assert!(call >= 8, "only {call} calls were cut short");
}

/// Raises two critical moments of one customer and one of another through a proxy: the first delivery dies at one of its
/// calls, which the table carries out while every later one fails; then the batch comes again until it passes, and what
/// is still due is delivered. Returns the number of calls of the first delivery.
async fn raised_with(failing: usize) -> usize {
    let team = Receiver::start().await;
    let suite = Suite::with(Setting { channels: team.slack("team"), is_paused: true, ..Setting::default() }).await;
    let complaint = |id: &str, customer: &str, ago_s: i64| {
        json!({"type": "complaint", "id": id, "customer_id": customer, "rating": {"csat": 1},
            "occurred_at": seconds_from_now(-ago_s)})
    };
    suite.accept(&[complaint("1", "ana", 60), complaint("2", "ana", 50), complaint("3", "eva", 40)]).await;
    let classified = tests::batch::event(&tests::batch::records(&suite.items_of("TOUCHPOINT#").await));
    suite.stack.invoke("classify", classified).await.unwrap();

    let is_started = Arc::new(AtomicBool::new(false));
    let started = is_started.clone();
    let mut seen = 0;
    let fault = move |_: usize, _: &str| {
        if !started.load(Ordering::SeqCst) {
            return None;
        }
        seen += 1;
        match seen - 1 {
            call if call == failing => Some(Fault::ServerErrorAfterCommit),
            call if call > failing => Some(Fault::ServerError),
            _ => None,
        }
    };
    let proxy = Proxy::start(&suite.stack.table_endpoint(), fault).await;
    let alert = alert::start(suite.environment(&proxy.endpoint())).await.unwrap();
    let calls_of_start = proxy.calls().len();
    is_started.store(true, Ordering::SeqCst);
    let batch = tests::batch::event(&tests::batch::records(&suite.items_of("MOMENT#").await));
    let mut calls = 0;
    for attempt in 0..5 {
        let answer = alert.invoke(batch.clone(), lambda_runtime::Context::default()).await.unwrap();
        if attempt == 0 {
            calls = proxy.calls().len() - calls_of_start;
            is_started.store(false, Ordering::SeqCst);
        }
        if tests::batch::failed_from(&answer).is_none() {
            break;
        }
        assert!(attempt < 4, "the batch never passes after a fault at call {failing}");
    }
    // What was claimed and not settled becomes due when the lease is over.
    crate::deliveries::let_time_pass(&suite).await;
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();

    let mut transitions: Vec<_> =
        suite.items_of("CASE#id:").await.iter().map(|event| event["transition"].as_s().unwrap().clone()).collect();
    transitions.sort();
    assert_eq!(transitions, ["joined", "opened", "opened"], "after a fault at call {failing}");
    assert_eq!(suite.items_of("CASE#0").await.len(), 2, "after a fault at call {failing}");
    let deliveries = suite.items_of("DELIVERY#").await;
    assert_eq!(deliveries.len(), 3, "after a fault at call {failing}");
    for delivery in &deliveries {
        assert_eq!(delivery["delivery_state"].as_s().unwrap(), "delivered", "after a fault at call {failing}");
    }
    // Nothing is lost, and what was sent twice is what was in flight when the call died: at most each once more.
    let received = team.received().len();
    assert!((3..=6).contains(&received), "{received} messages after a fault at call {failing}");
    suite.end().await;
    calls
}
