//! What a touchpoint costs at the table, counted in calls and in the capacity units that the table says it consumed. The
//! embedded table reckons units as DynamoDB does: 1 a KB written, twice in a transaction, and those of the index on top.
//! Nothing here is measured in time.

use std::collections::BTreeMap;

use lambda_runtime::Context;
use runtime::function::Function;
use serde_json::{Value, json};
use tests::batch::{event, failed_from, record, records};
use tests::proxy::{Call, Proxy};
use tests::receiver::Receiver;
use tests::suite::{CASE_KEY, Setting, Suite, seconds_from_now};

/// The functions on the way of a touchpoint, with an account of what they ask of the table.
struct Metered {
    suite: Suite,
    proxy: Proxy,
    ingest: Function,
    classify: Function,
    alert: Function,
}

impl Metered {
    async fn start(setting: Setting) -> Self {
        let suite = Suite::with(Setting { is_paused: true, ..setting }).await;
        let proxy = Proxy::transparent(&suite.stack.table_endpoint()).await;
        let endpoint = proxy.endpoint();
        let ingest = ingest::start(suite.environment(&endpoint)).await.unwrap();
        let classify = classify::start(suite.environment(&endpoint)).await.unwrap();
        let alert = alert::start(suite.environment(&endpoint)).await.unwrap();
        proxy.account();
        Self { suite, proxy, ingest, classify, alert }
    }

    /// Posts a touchpoint, has it judged, and raised if it is critical. Returns every call on the way.
    async fn play(&self, body: &Value) -> Vec<Call> {
        let there =
            |items: Vec<store::items::Item>| items.into_iter().map(|item| item["sk"].clone()).collect::<Vec<_>>();
        let touchpoints = there(self.suite.items_of("TOUCHPOINT#").await);
        let answer = self.ingest.invoke(crate::faults::post(body).to_string(), Context::default()).await.unwrap();
        assert!(answer.contains("\"statusCode\":202"), "{answer}");
        let mut items = self.suite.items_of("TOUCHPOINT#").await;
        items.retain(|item| !touchpoints.contains(&item["sk"]));
        let before = self.suite.items_of("MOMENT#").await;
        pass(&self.classify, &records(&items)).await;
        let mut moments = self.suite.items_of("MOMENT#").await;
        moments.retain(|item| !before.contains(item) && item.contains_key("critical"));
        if !moments.is_empty() {
            pass(&self.alert, &records(&moments)).await;
        }
        self.proxy.account()
    }
}

async fn pass(function: &Function, batch: &[Value]) {
    let answer = function.invoke(event(batch), Context::default()).await.unwrap();
    assert_eq!(failed_from(&answer), None);
}

fn written(calls: &[Call]) -> f64 {
    calls.iter().filter(|call| call.is_write()).map(|call| call.units).sum()
}

fn operations(calls: &[Call]) -> BTreeMap<&str, usize> {
    calls.iter().fold(BTreeMap::new(), |mut counts, call| {
        *counts.entry(call.operation.as_str()).or_default() += 1;
        counts
    })
}

/// What a web shop may send: everything that a touchpoint of one kind can say, and not critical.
fn ordinary(id: usize) -> Value {
    match id % 4 {
        0 => json!({"type": "search", "id": format!("t{id}"), "anonymous_id": "browser-5b1c9a1e", "channel": "web",
            "occurred_at": format!("2026-10-01T10:{id:02}:00Z"), "segment": "families",
            "promise_id": "offer-20261001", "expectation": {"waffles": 3, "scoops": 2, "flavours": 12}}),
        1 => json!({"type": "purchase", "id": format!("t{id}"), "customer_id": "c-4815162342", "channel": "web",
            "occurred_at": format!("2026-10-01T10:{id:02}:00Z"), "segment": "families",
            "due_at": "2026-10-03T18:00:00Z", "promise_id": "order-20261001",
            "value_at_risk": {"amount": 49.9, "currency": "EUR"}}),
        2 => json!({"type": "delivery", "id": format!("t{id}"), "customer_id": "c-4815162342", "channel": "post",
            "occurred_at": format!("2026-10-01T10:{id:02}:00Z"), "done_at": "2026-10-03T17:00:00Z",
            "promise_id": "order-20261001", "rating": {"csat": 4, "ces": 5}, "comment": "Todo bien, gracias."}),
        _ => {
            json!({"type": "support_contact", "id": format!("t{id}"), "customer_id": "c-4815162342", "channel": "chat",
            "occurred_at": format!("2026-10-01T10:{id:02}:00Z"), "rating": {"csat": 4}, "acknowledged_after_s": 4_000,
            "transfers": 3, "dimensions": {"listened": 2, "options": 4, "empathy": 3}})
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ordinary_touchpoint_in_order_costs_two_write_units() {
    let metered = Metered::start(Setting::default()).await;
    let mut read = 0.0;
    for id in 0..20 {
        let calls = metered.play(&ordinary(id)).await;
        // One that promises a time lies in the index as well, until that has passed.
        let usual = if ordinary(id).get("due_at").is_some() { 3.0 } else { 2.0 };
        // The first comment of a customer is read deeply; the same words are not read again.
        let reading = if read == 0.0 && ordinary(id).get("comment").is_some() { 1.0 } else { 0.0 };
        read += reading;
        let usual = usual + reading;
        assert!(
            (written(&calls) - usual).abs() < f64::EPSILON,
            "{id}: {} units in {:?}",
            written(&calls),
            operations(&calls)
        );
        let puts = if reading > 0.0 { 3 } else { 2 };
        assert_eq!(operations(&calls).get("PutItem"), Some(&puts), "{:?}", operations(&calls));
    }
    // The meter is not stuck: a touchpoint of more than 1 KB costs more.
    let mut large = ordinary(21);
    large["comment"] = "x".repeat(2_000).into();
    assert!(written(&metered.play(&large).await) > 3.0);
    metered.suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_of_a_promise_costs_two_to_end_and_its_expiry_a_touchpoint() {
    let metered = Metered::start(Setting::default()).await;
    let promises = promises::start(metered.suite.environment(&metered.proxy.endpoint())).await.unwrap();
    let purchase = |customer: &str| crate::promises::purchase(customer, -3_600);
    let kept = json!({"type": "delivery", "id": "d", "customer_id": "ana", "promise_id": "ana-order",
        "occurred_at": seconds_from_now(-60), "done_at": seconds_from_now(-3_600)});
    assert!((written(&metered.play(&purchase("ana")).await) - 3.0).abs() < f64::EPSILON);
    metered.play(&kept).await;
    let look = async || {
        promises.invoke("{}".to_owned(), Context::default()).await.unwrap();
        written(&metered.proxy.account())
    };
    metered.proxy.account();
    assert!((look().await - 2.0).abs() < f64::EPSILON, "ending a clock");
    metered.play(&purchase("eva")).await;
    // The fact is a touchpoint, which lies in the index until what was promised has come; and the clock ends.
    assert!((look().await - 4.0).abs() < f64::EPSILON, "an expiry");
    assert!(look().await.abs() < f64::EPSILON, "nothing is left to do");
    metered.suite.end().await;
}

/// One channel, a message of at most 1 KB: each further channel costs 6, each further KB of its message 4. Words that are read deeply
/// cost one more.
#[tokio::test(flavor = "multi_thread")]
async fn a_critical_touchpoint_costs_at_most_fourteen_write_units_more() {
    let team = Receiver::start().await;
    let metered = Metered::start(Setting { channels: team.slack("team"), ..Setting::default() }).await;
    let complaint = |id: &str, customer: &str| {
        json!({"type": "complaint", "id": id, "customer_id": customer, "channel": "phone",
            "occurred_at": seconds_from_now(0), "rating": {"csat": 1}, "comment": "Los gofres estaban fríos.",
            "value_at_risk": {"amount": 49.9, "currency": "EUR"}})
    };
    let costs = async |id: &str, customer: &str| {
        let calls = metered.play(&complaint(id, customer)).await;
        let by_call: Vec<_> =
            calls.iter().filter(|call| call.is_write()).map(|call| (call.operation.as_str(), call.units)).collect();
        let more = written(&calls) - 2.0;
        assert!(more > 6.0 && more <= 14.0 + 1.0, "{id}: {more} units more: {by_call:?}");
    };
    // The first opens a case, the second joins it, the third is another customer's; the last opens a resolved one again.
    costs("1", "ana").await;
    costs("2", "ana").await;
    costs("3", "eva").await;
    let case = metered.suite.items_of("CASE#0").await.remove(0);
    let case: domain::case::Case = serde_dynamo::from_item(case).unwrap();
    for (action, body) in [
        ("acknowledge", json!({"actor": "Eva"})),
        ("resolve", json!({"actor": "Eva", "cause": "delivery", "action": "Sent fresh ones."})),
    ] {
        let path = format!("/v1/cases/{}/{action}", case.id());
        let answer = metered.suite.http.post(&path).bearer(CASE_KEY).json(&body).send().await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    costs("4", "ana").await;
    let reopened: Vec<_> = metered.suite.items_of("CASE#0").await.iter().map(|case| case["state"].clone()).collect();
    assert_eq!(reopened.iter().filter(|state| state.as_s().unwrap() == "open").count(), 2);
    assert_eq!(team.wait_for(4).await.len(), 4);
    metered.suite.end().await;
}

/// Where people are told, the first of a kind costs one more, which the channel's state takes, and none of the others does.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_gathered_costs_no_more_than_what_goes_out_at_once() {
    const GATHERED: usize = 20;
    let team = Receiver::start().await;
    // Words that are read deeply may tell of a higher severity, which does not wait.
    let channels = team.slack("team");
    let setting = Setting { channels, more: crate::flood::PACED.into(), reads_fast: true, ..Setting::default() };
    let metered = Metered::start(setting).await;
    let deliver = deliver::start(metered.suite.environment(&metered.proxy.endpoint())).await.unwrap();
    // The first run writes down which configuration is in use.
    deliver.invoke("{}".into(), Context::default()).await.unwrap();
    metered.proxy.account();
    let mut more = Vec::new();
    for index in 0..=GATHERED {
        let calls = metered.play(&crate::cases::complaint(&format!("c{index}"), &index.to_string(), 60)).await;
        more.push(written(&calls) - 2.0);
    }
    // What was read of the first words costs one.
    assert!(more[0] <= 16.0 && team.received().len() == 1, "{more:?}");
    crate::deliveries::let_time_pass(&metered.suite).await;
    metered.proxy.account();
    deliver.invoke("{}".into(), Context::default()).await.unwrap();
    assert_eq!(team.received().len(), 2, "the digest");
    let later = written(&metered.proxy.account());
    let each = (more[1..].iter().sum::<f64>() + later) / GATHERED as f64;
    assert!(each > 6.0 && each <= 15.5, "{each} units each, {later} of them for the digest: {more:?}");
    metered.suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_reads_each_linked_partition_once_and_writes_each_moment_once() {
    let metered = Metered::start(Setting::default()).await;
    let Metered { suite, proxy, classify, .. } = &metered;
    // 500 people with two touchpoints each; a hundred of them were anonymous first and are known since.
    let at = |second: usize| format!("2026-10-01T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60);
    let links: Vec<_> = (0..100)
        .map(|n| {
            json!({"type": "identify", "id": format!("i{n}"), "customer_id": format!("c{n}"),
                "anonymous_id": format!("b{n}"), "occurred_at": at(n)})
        })
        .collect();
    suite.accept(&links).await;
    let known = suite.items_of("TOUCHPOINT#").await;
    pass(classify, &records(&known)).await;
    let bodies: Vec<_> = (0..1_000)
        .map(|n| {
            let who = n % 500;
            let mut body = json!({"type": "search", "id": format!("t{n:04}"), "occurred_at": at(1_000 + n)});
            match n {
                // Half of what a linked customer does comes from the browser still.
                0..100 => body["anonymous_id"] = format!("b{who}").into(),
                _ => body["customer_id"] = format!("c{who}").into(),
            }
            body
        })
        .collect();
    suite.accept(&bodies).await;
    let mut batch = suite.items_of("TOUCHPOINT#").await;
    batch.retain(|item| !known.contains(item));
    assert_eq!(batch.len(), 1_000);
    proxy.account();
    pass(classify, &records(&batch)).await;
    let calls = proxy.account();

    let mut queries: BTreeMap<&str, usize> = BTreeMap::new();
    for call in calls.iter().filter(|call| call.operation == "Query") {
        *queries.entry(call.partition().unwrap()).or_default() += 1;
    }
    assert_eq!(queries.len(), 600, "500 customers and the browsers of a hundred of them");
    assert!(queries.values().all(|count| *count == 1), "{queries:?}");
    let operations = operations(&calls);
    assert_eq!(operations["PutItem"], 1_000, "{operations:?}");
    assert_eq!(
        operations["GetItem"], 3,
        "the header of the one day, and before and after what others do: {operations:?}"
    );
    assert_eq!(operations.len(), 3, "{operations:?}");
    assert!((written(&calls) - 1_000.0).abs() < f64::EPSILON);
    assert!(proxy.under_way_max() <= 64, "{} calls at the same time", proxy.under_way_max());
    metered.suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_identity_is_read_once_a_batch_and_once_more_if_it_is_long() {
    let metered = Metered::start(Setting::default()).await;
    let Metered { suite, proxy, classify, .. } = &metered;
    let guest = json!({"type": "billing", "id": "g00000", "customer_id": "shared", "rating": {"csat": 1},
        "occurred_at": "2026-10-01T10:00:00Z"});
    suite.accept(&[guest]).await;
    let first = suite.items_of("TOUCHPOINT#").await.remove(0);
    let mut cost = Vec::new();
    for total in [2_000_u16, 4_000] {
        let copies = crate::batches::copies(suite, &first, total.into()).await;
        // A batch from the middle, one from the end, in no order.
        let batch: Vec<_> =
            [total - 1, total / 2, 3, total - 200].map(usize::from).map(|n| record(&copies[n - 1], n)).into();
        proxy.account();
        pass(classify, &batch).await;
        let calls = proxy.account();
        let read: f64 = calls.iter().filter(|call| call.operation == "Query").map(|call| call.units).sum();
        cost.push(read / f64::from(total));
    }
    assert!(cost[0] < 0.15, "{} read units for each of its touchpoints", cost[0]);
    assert!(cost[1] < cost[0] * 1.1, "in proportion to its touchpoints: {cost:?}");
    metered.suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_new_reads_the_journey_once_more() {
    let metered = Metered::start(Setting::default()).await;
    metered
        .play(&json!({"type": "search", "id": "1", "anonymous_id": "b", "occurred_at": "2026-10-01T10:00:00Z"}))
        .await;
    let identify = json!({"type": "identify", "id": "2", "customer_id": "ana", "anonymous_id": "b",
        "occurred_at": "2026-10-02T10:00:00Z"});
    let calls = metered.play(&identify).await;
    let queries: Vec<_> = calls.iter().filter_map(Call::partition).collect();
    // Its own; whose the browser is; then both, linked; and both again, because the browser's moments were replaced.
    let (ana, browser) = ("CUSTOMER#id:ana", "CUSTOMER#anon:b");
    assert_eq!(queries, [ana, browser, ana, browser, ana, browser]);
    metered.suite.end().await;
}
