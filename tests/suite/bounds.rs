//! What somebody who only has a page's public key can do to others by sending much: nothing. Long journeys, many links and records
//! that take the process down, through the front door.

use std::collections::BTreeMap;

use domain::identity::Identity;
use lambda_runtime::Context;
use serde_json::{Value, json};
use tests::batch::{event, failed_from, record, records};
use tests::proxy::Proxy;
use tests::suite::{ORIGIN, PUBLISHABLE_KEY, READ_KEY, Suite, seconds_from_now, waffle_experience, waffle_promise};

use crate::batches::copies;
use crate::verify::verify;

/// Posts touchpoints as a page would.
async fn post_publicly(suite: &Suite, bodies: &[Value]) {
    let post = suite.http.post("/v1/touchpoints").bearer(PUBLISHABLE_KEY).header("origin", ORIGIN);
    let answer = post.json(&Value::from(bodies.to_vec())).send().await;
    assert_eq!(answer.status, 202, "{}", answer.text);
}

async fn journey(suite: &Suite, customer: &str) -> Value {
    let answer = suite.http.get(&format!("/v1/customers/{customer}/journey")).bearer(READ_KEY).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_public_requests_make_nobody_unjudgeable() {
    let suite = Suite::start().await;
    suite
        .accept(&[
            json!({"type": "purchase", "id": "order", "customer_id": "ana", "occurred_at": seconds_from_now(-900)}),
        ])
        .await;
    let visit = |n: usize| json!({"type": "site_visit", "id": format!("v{n}"), "customer_id": "ana", "anonymous_id": format!("a{n}")});
    for chunk in (0..130).map(visit).collect::<Vec<_>>().chunks(65) {
        post_publicly(&suite, chunk).await;
    }
    suite.settle().await;
    suite
        .accept(&[waffle_promise("ana"), waffle_experience("ana", &json!({"waffles": 3, "scoops": 1, "flavours": 3}))])
        .await;
    suite.settle().await;
    assert_eq!(suite.items_of("CASE#0").await.len(), 1, "the failure opens a case");
    let journey = journey(&suite, "ana").await;
    assert_eq!(journey["touchpoints"].as_array().unwrap().len(), 133, "her own facts are all there");
    assert_eq!(journey["limits"]["links_ignored"], 30, "{}", journey["limits"]);
    let (findings, _) = verify(&suite, false).await;
    assert_eq!(findings, Vec::<Value>::new());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_earliest_links_count_in_whatever_order_they_come() {
    let visited = |n: usize, who: &str, value: &str, minute: usize| {
        json!({"type": "store_visit", "id": format!("{who}{n}"), who: value, "rating": {"csat": 4},
            "occurred_at": format!("2026-10-01T{:02}:{:02}:00Z", 8 + minute / 60, minute % 60)})
    };
    let bodies: Vec<_> = (0..104)
        .flat_map(|n| {
            let browser = format!("b{n:03}");
            let before = visited(n, "anonymous_id", &browser, n);
            let mut linked = visited(n, "customer_id", "ana", 200 + n);
            linked["anonymous_id"] = browser.into();
            [before, linked]
        })
        .collect();
    let mut judged = Vec::new();
    for backwards in [false, true] {
        let suite = Suite::paused().await;
        for chunk in bodies.chunks(50) {
            suite.accept(chunk).await;
        }
        let mut items = suite.items_of("TOUCHPOINT#").await;
        items.sort_by_key(|item| item["occurred_at"].as_s().cloned().ok());
        if backwards {
            items.reverse();
        }
        for batch in items.chunks(104) {
            let answer = suite.stack.invoke("classify", event(&records(batch))).await.unwrap();
            assert_eq!(failed_from(&answer), None);
        }
        let (findings, _) = verify(&suite, false).await;
        assert_eq!(findings, Vec::<Value>::new(), "backwards: {backwards}");
        let whose: BTreeMap<_, _> = suite.all_moments().await.into_iter().map(|of| (of.id, of.customer)).collect();
        judged.push(whose);
        suite.end().await;
    }
    assert_eq!(judged[0], judged[1]);
    let hers = judged[0].values().filter(|customer| **customer == Identity::Customer("ana".into())).count();
    assert_eq!((judged[0].len(), hers), (208, 204), "the last four browsers are nobody's");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_that_everybody_shares_costs_each_the_same() {
    let suite = Suite::paused().await;
    let visit = |n: usize| {
        json!({"type": "store_visit", "id": format!("v{n}"), "customer_id": format!("c{n}"), "anonymous_id": "kiosk",
            "rating": {"csat": 4}, "occurred_at": format!("2026-10-01T{:02}:{:02}:00Z", 8 + n / 60, n % 60)})
    };
    suite.accept(&[json!({"type": "site_visit", "id": "before", "anonymous_id": "kiosk", "occurred_at": "2026-10-01T07:00:00Z"})]).await;
    for chunk in (0..300).map(visit).collect::<Vec<_>>().chunks(100) {
        suite.accept(chunk).await;
    }
    let mut items = suite.items_of("TOUCHPOINT#").await;
    items.sort_by_key(|item| item["occurred_at"].as_s().cloned().ok());
    let proxy = Proxy::transparent(&suite.stack.table_endpoint()).await;
    let classify = classify::start(suite.environment(&proxy.endpoint())).await.unwrap();
    let mut units = Vec::new();
    for batch in items.chunks(100) {
        proxy.account();
        let answer = classify.invoke(event(&records(batch)), Context::default()).await.unwrap();
        assert_eq!(failed_from(&answer), None);
        units.push(proxy.account().iter().map(|call| call.units).sum::<f64>());
    }
    assert!(units[2] <= units[1] * 1.05, "the third hundred costs what the second did: {units:?}");
    let (findings, _) = verify(&suite, false).await;
    assert_eq!(findings, Vec::<Value>::new());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_touchpoint_that_is_dated_back_is_one_write() {
    let suite = Suite::paused().await;
    let earlier: Vec<_> = (0..60)
        .map(|n| json!({"type": "complaint", "id": format!("c{n}"), "customer_id": "ana", "occurred_at": seconds_from_now(-3_600 + n * 50)}))
        .collect();
    suite.accept(&earlier).await;
    let proxy = Proxy::transparent(&suite.stack.table_endpoint()).await;
    let classify = classify::start(suite.environment(&proxy.endpoint())).await.unwrap();
    let pass = async |items: &[store::items::Item]| {
        proxy.account();
        let answer = classify.invoke(event(&records(items)), Context::default()).await.unwrap();
        assert_eq!(failed_from(&answer), None);
        proxy.account().iter().filter(|call| call.is_write()).count()
    };
    let before = suite.items_of("TOUCHPOINT#").await;
    assert_eq!(pass(&before).await, 60);
    let late = |id: &str, hours: i64| json!({"type": "complaint", "id": id, "customer_id": "ana", "occurred_at": seconds_from_now(-hours * 3_600 - 60)});
    let new = async || {
        let mut items = suite.items_of("TOUCHPOINT#").await;
        items.retain(|item| !before.iter().any(|known| known["sk"] == item["sk"]));
        items
    };
    post_publicly(&suite, &[late("public", 70)]).await;
    assert_eq!(pass(&new().await).await, 1, "its own moment, and no other is judged again");
    // Beyond 72 hours a page may not date back at all.
    let post = suite.http.post("/v1/touchpoints").bearer(PUBLISHABLE_KEY).header("origin", ORIGIN);
    let answer = post.json(&late("too late", 72)).send().await;
    assert_eq!((answer.status, answer.wrong_fields()), (422, vec!["occurred_at".to_owned()]), "{}", answer.text);
    // The business itself may, and what that changes is judged again, once.
    suite.accept(&[json!({"type": "site_visit", "id": "secret", "customer_id": "ana", "occurred_at": seconds_from_now(-500 * 3_600)})]).await;
    let items: Vec<_> = new().await.into_iter().filter(|item| item["id"].as_s().unwrap() == "secret").collect();
    let writes = pass(&items).await;
    assert!(writes <= 3, "{writes} writes for a visit that changes one later moment");
    let (mut findings, _) = verify(&suite, false).await;
    // Nobody raised anything here.
    findings.retain(|finding| finding["finding"] != "no_case");
    assert_eq!(findings, Vec::<Value>::new());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_keeps_taking_the_process_down_is_parked_after_a_few_tries() {
    let suite = Suite::paused().await;
    suite
        .accept(&[
            json!({"type": "search", "id": "poison", "customer_id": "ana"}),
            json!({"type": "search", "id": "good", "customer_id": "eva"}),
        ])
        .await;
    let items = suite.items_of("TOUCHPOINT#").await;
    let (poison, good): (Vec<_>, Vec<_>) = items.iter().partition(|item| item["id"].as_s().unwrap() == "poison");
    let mut batch = vec![record(poison[0], 7), record(good[0], 8)];
    let minute_ago = jiff::Timestamp::now().as_second() - 60;
    batch.iter_mut().for_each(|record| record["dynamodb"]["ApproximateCreationDateTime"] = minute_ago.into());
    let now = jiff::Timestamp::now();
    let classify = async || failed_from(&suite.stack.invoke("classify", event(&batch)).await.unwrap());
    // A try that does not end, as when the process dies in it.
    for _ in 0..3 {
        suite.table.begin_try("classify", "7", now).await.unwrap();
    }
    assert_eq!(classify().await, Some("8".into()), "taken alone from the fourth try on; what follows comes again");
    assert_eq!(suite.all_moments().await.len(), 1);
    // That one ended. Five that do not, and it is passed over.
    for _ in 0..5 {
        suite.table.begin_try("classify", "7", now).await.unwrap();
    }
    assert_eq!(classify().await, Some("8".into()));
    let items = suite.items().await;
    let parked: Vec<_> = items.iter().filter(|item| item["pk"].as_s().unwrap() == "PARKED").collect();
    assert_eq!(parked.len(), 1);
    assert!(parked[0]["record_sk"].as_s().unwrap().ends_with("#poison"), "{parked:?}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_too_large_for_the_memory_is_judged_in_runs() {
    let suite = Suite::paused().await;
    // Staff's notes are not read, so that the test is about the size alone. 22 MB of them.
    let note = json!({"type": "product_use", "id": "g00000", "customer_id": "ana", "observed_by": "staff",
        "comment": "€".repeat(9_900), "occurred_at": "2026-10-01T10:00:00Z"});
    suite.accept(&[note]).await;
    let first = suite.items_of("TOUCHPOINT#").await.remove(0);
    let copies = copies(&suite, &first, 740).await;
    let judge = async |items: &[store::items::Item]| {
        let answer = suite.stack.invoke("classify", event(&records(items))).await.unwrap();
        assert_eq!(failed_from(&answer), None);
    };
    let (last, others) = copies.split_last().unwrap();
    judge(&[first, others[0].clone(), last.clone()]).await;
    assert_eq!(suite.moments("ana").await.len(), 3, "the others are left to their own records");
    judge(others).await;
    let moments = suite.moments("ana").await;
    assert_eq!(moments.len(), 741);
    assert!(moments[740].reasons.iter().any(|reason| reason.name() == "earlier_summarized"));
    let (findings, counts) = verify(&suite, false).await;
    assert_eq!((findings, &counts["same"]), (Vec::new(), &json!(741)), "{counts}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_stops_in_the_middle_of_a_page_and_goes_on_there() {
    let suite = Suite::start().await;
    let bodies: Vec<_> =
        (0..30).map(|n| json!({"type": "search", "id": "1", "customer_id": format!("c{n}")})).collect();
    suite.accept(&bodies).await;
    suite.settle().await;
    let environment = suite.environment(&suite.stack.table_endpoint());
    let verify = verify::start(environment).await.unwrap();
    let (mut order, mut rounds, mut identities) = (json!({"grace_s": 0}), 0, 0);
    loop {
        // No time is left when it begins.
        let answer = verify.invoke(order.to_string(), Context::default()).await.unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["findings"], json!([]));
        identities += answer["summary"]["identities"].as_u64().unwrap();
        rounds += 1;
        order["cursor"] = answer["cursor"].clone();
        if order["cursor"].is_null() {
            break;
        }
    }
    assert_eq!(identities, 30, "each once");
    assert!(rounds > 4, "{rounds} rounds");
    suite.end().await;
}
