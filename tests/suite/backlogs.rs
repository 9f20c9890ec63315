//! A backlog of one customer: each batch writes what it brings and leaves the rest to the records that follow, and nothing that was
//! left is missing or stale at the end, whatever comes first, twice, or at the same time.

use lambda_runtime::Context;
use runtime::function::Function;
use serde_json::{Value, json};
use store::items::Item;
use tests::batch::{event, failed_from, records};
use tests::proxy::{Fault, Proxy};
use tests::suite::Suite;

use crate::batches::copies;
use crate::verify::verify;

/// Stores touchpoints of one customer that nobody has judged, one through the front door and so many copies.
async fn backlog(suite: &Suite, count: usize) -> Vec<Item> {
    let first = json!({"type": "product_use", "id": "g00000", "customer_id": "ana", "rating": {"csat": 3},
        "occurred_at": "2026-10-02T10:00:00Z"});
    suite.accept(&[first]).await;
    let first = suite.items_of("TOUCHPOINT#").await.remove(0);
    let mut all = copies(suite, &first, count).await;
    all.insert(0, first);
    all
}

/// Stores a touchpoint and returns its item.
async fn stored(suite: &Suite, body: Value) -> Item {
    suite.accept(std::slice::from_ref(&body)).await;
    let mut items = suite.items_of("TOUCHPOINT#").await;
    items.retain(|item| item["id"].as_s().ok().map(String::as_str) == body["id"].as_str());
    items.remove(0)
}

async fn judge(classify: &Function, batch: &[Item]) {
    // Time enough for a slow machine: a long journey that is not judged in time is parked in the end.
    let deadline = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(10);
    let mut context = Context::default();
    context.deadline = u64::try_from(deadline.as_millisecond()).unwrap();
    let answer = classify.invoke(event(&records(batch)), context).await.unwrap();
    assert_eq!(failed_from(&answer), None);
}

/// Recounts and returns what is not as the facts make it. Nobody raised anything here.
async fn findings(suite: &Suite) -> Vec<Value> {
    let (mut findings, _) = verify(suite, false).await;
    findings.retain(|finding| finding["finding"] != "no_case");
    findings
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_a_backlog_writes_what_it_brings_and_the_whole_comes_out_in_any_order() {
    let suite = Suite::paused().await;
    let backlog = backlog(&suite, 1_099).await;
    let proxy = Proxy::transparent(&suite.stack.table_endpoint()).await;
    let classify = classify::start(suite.environment(&proxy.endpoint())).await.unwrap();
    let batches: Vec<_> = backlog.chunks(100).collect();
    proxy.account();
    judge(&classify, batches[0]).await;
    let puts = proxy.account().iter().filter(|call| call.operation == "PutItem").count();
    assert_eq!((puts, suite.all_moments().await.len()), (100, 100), "its own, and none of the 1,000 that follow");
    // The second half before the first, one batch twice, and in between facts from before all of them.
    let early = |id: &str, day: &str| {
        json!({"type": "support_contact", "id": id, "customer_id": "ana", "rating": {"csat": 1},
            "occurred_at": format!("2026-{day}T10:00:00Z")})
    };
    for place in [9, 8, 8, 6] {
        judge(&classify, batches[place]).await;
    }
    judge(&classify, &[stored(&suite, early("first", "10-01")).await]).await;
    let before = suite.all_moments().await.len();
    assert_eq!(before, 401, "what is not stored is left");
    for place in [10, 7] {
        judge(&classify, batches[place]).await;
    }
    let link = json!({"type": "identify", "id": "link", "customer_id": "ana", "anonymous_id": "browser",
        "occurred_at": "2026-10-03T10:00:00Z"});
    let anonymous =
        json!({"type": "complaint", "id": "seen", "anonymous_id": "browser", "occurred_at": "2026-09-29T10:00:00Z"});
    let anonymous = stored(&suite, anonymous).await;
    judge(&classify, &[stored(&suite, link).await]).await;
    judge(&classify, &[stored(&suite, early("earlier", "09-30")).await, anonymous]).await;
    for place in [3, 1, 2, 5, 4, 0] {
        judge(&classify, batches[place]).await;
    }
    assert_eq!(suite.all_moments().await.len(), 1_103);
    assert_eq!(findings(&suite).await, Vec::<Value>::new());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moment_that_is_left_while_its_record_is_judged_is_judged_again() {
    let suite = Suite::paused().await;
    // As many as are judged beside other customers: a function that gets these records leaves nothing.
    backlog(&suite, 998).await;
    let contact = |id: &str, day: u32| {
        json!({"type": "support_contact", "id": id, "customer_id": "ana", "rating": {"csat": 1},
            "occurred_at": format!("2026-10-{day:02}T10:00:00Z")})
    };
    let last = stored(&suite, contact("last", 5)).await;
    let mut is_held = false;
    let hold = move |_: usize, operation: &str| {
        let holds = operation == "PutItem" && !is_held;
        is_held |= holds;
        holds.then_some(Fault::Hold)
    };
    let proxy = Proxy::start(&suite.stack.table_endpoint(), hold).await;
    let slow = classify::start(suite.environment(&proxy.endpoint())).await.unwrap();
    let fast = classify::start(suite.environment(&suite.stack.table_endpoint())).await.unwrap();
    let batch = [last];
    let judging = judge(&slow, &batch);
    let meanwhile = async {
        proxy.held().await;
        // One more makes the journey long. It changes the last moment, which is not stored, and leaves it.
        judge(&fast, &[stored(&suite, contact("first", 1)).await]).await;
        assert_eq!(suite.all_moments().await.len(), 1, "the last is left");
        proxy.release();
    };
    tokio::join!(judging, meanwhile);
    let moments = suite.moments("ana").await;
    let contacts: Vec<_> =
        moments.iter().map(|moment| (moment.id.as_str(), moment.first_contact, moment.basis)).collect();
    assert_eq!(contacts, [("first", true, 1), ("last", false, 1_001)]);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repair_that_the_stream_overtakes_looks_again() {
    let suite = Suite::paused().await;
    let contact = |id: &str, day: u32| {
        json!({"type": "support_contact", "id": id, "customer_id": "ana", "rating": {"csat": 1},
            "occurred_at": format!("2026-10-{day:02}T10:00:00Z")})
    };
    let last = stored(&suite, contact("last", 5)).await;
    let classify = classify::start(suite.environment(&suite.stack.table_endpoint())).await.unwrap();
    judge(&classify, &[last]).await;
    let mut is_held = false;
    let hold = move |_: usize, operation: &str| {
        let holds = operation == "BatchGetItem" && !is_held;
        is_held |= holds;
        holds.then_some(Fault::Hold)
    };
    let proxy = Proxy::start(&suite.stack.table_endpoint(), hold).await;
    let repair = verify::start(suite.environment(&proxy.endpoint())).await.unwrap();
    let order = json!({"repair": true, "grace_s": 0}).to_string();
    let repairing = repair.invoke(order, Context::default());
    let meanwhile = async {
        // The journey is read, what is stored is not yet.
        proxy.held().await;
        judge(&classify, &[stored(&suite, contact("first", 1)).await]).await;
        proxy.release();
    };
    let (answer, ()) = tokio::join!(repairing, meanwhile);
    answer.unwrap();
    assert_eq!(findings(&suite).await, Vec::<Value>::new());
    suite.end().await;
}
