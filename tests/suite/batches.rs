//! A moment is the same whatever the order, repetition or grouping in which touchpoints are delivered.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::vocabulary::Clause;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};
use store::items::Item;
use tests::batch::{event, failed_from, put_all, record, records};
use tests::suite::{Suite, seconds_from_now};

/// Touchpoints of three customers over a month, with promises and their times, surveys about others, published content,
/// and links between identities.
pub(crate) fn touchpoints(seed: u64) -> Vec<Value> {
    let mut state = seed;
    let mut next = move |below: u64| {
        // The generator of Knuth's MMIX: enough variety, the same each time.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let types =
        ["search", "store_visit", "support_contact", "purchase", "delivery", "product_use", "complaint", "review"];
    (0..24)
        .map(|index| {
            let customer = ["ana", "eva", "leo"][next(3) as usize];
            let mut body = json!({
                "id": format!("t{index}"),
                "touchpoint_type": types[next(8) as usize],
                "occurred_at": format!("2026-10-{:02}T{:02}:00:00Z", next(28) + 1, next(24)),
            });
            match next(4) {
                0 => body["anonymous_id"] = format!("browser-{}", next(2)).into(),
                1 => {
                    body["customer_id"] = customer.into();
                    body["anonymous_id"] = format!("browser-{}", next(2)).into();
                }
                _ => body["customer_id"] = customer.into(),
            }
            match next(4) {
                0 => body["rating"] = json!({"csat": next(5) + 1}),
                1 => body["expectation"] = json!({"a": next(4)}),
                2 => body["perception"] = json!({"a": next(4)}),
                _ => body["abandoned"] = (next(2) == 0).into(),
            }
            if next(6) == 0 {
                body["touchpoint_type"] = "survey".into();
                body["about"] = format!("t{}", next(24)).into();
            }
            if next(3) == 0 {
                body["promise_id"] = format!("order-{}", next(3)).into();
            }
            let mut seldom = |name: &str, value: Value| {
                if next(6) == 0 {
                    body[name] = value;
                }
            };
            let time = |day: usize| format!("2026-10-{:02}T12:00:00Z", day % 28 + 1);
            seldom("due_at", time(index + 3).into());
            seldom("done_at", time(index + 5).into());
            seldom("known_since", "2026-09-15T00:00:00Z".into());
            seldom("importance", (index % 5 + 1).into());
            seldom("comment", "Nadie contesta, una vergüenza".into());
            seldom("content_url", format!("https://reviews.example.com/{}", index % 2).into());
            seldom("audience", "public".into());
            body
        })
        .collect()
}

async fn classify(suite: &Suite, batch: &[Value]) {
    let answer = suite.stack.invoke("classify", event(batch)).await.unwrap();
    assert_eq!(failed_from(&answer), None);
}

async fn alert(suite: &Suite, batch: &[Value]) {
    let answer = suite.stack.invoke("alert", event(batch)).await.unwrap();
    assert_eq!(failed_from(&answer), None);
}

/// What came of judging besides moments: who is who, and who met which published content.
async fn consequences(suite: &Suite) -> Vec<Item> {
    let mut items = suite.items().await;
    // A link that counts for nothing is written or not, by the order; whose each moment is tells which count.
    items.retain(|item| item["pk"].as_s().is_ok_and(|key| key.starts_with("CONTENT#")));
    items
}

fn is_consequence(item: &Item) -> bool {
    ["LINK#", "CONTENT#"].iter().any(|kind| ["pk", "sk"].iter().any(|name| item[*name].as_s().unwrap().contains(kind)))
}

async fn forget_moments(suite: &Suite) {
    let client = suite.stack.table_client();
    let consequences = suite.items().await.into_iter().filter(is_consequence);
    for item in suite.items_of("MOMENT#").await.into_iter().chain(consequences) {
        let key = ["pk", "sk"].map(|name| (name.to_owned(), item[name].clone()));
        client
            .delete_item()
            .table_name(suite.stack.table_name())
            .set_key(Some(key.into_iter().collect()))
            .send()
            .await
            .unwrap();
    }
}

/// Turns numbers into an order of delivery: shuffled, some twice, cut into batches.
fn deliveries(items: &[Item], order: &[usize], cut: usize) -> Vec<Vec<Value>> {
    let shuffled: Vec<_> = order.iter().map(|index| record(&items[index % items.len()], *index)).collect();
    let rest = records(items);
    let all: Vec<_> = shuffled.into_iter().chain(rest).collect();
    all.chunks(cut).map(<[Value]>::to_vec).collect()
}

#[test]
fn any_order_repetition_and_grouping_gives_the_same_moments() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 8,
        max_shrink_iters: 0,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..Config::default()
    });
    let cases = (any::<u64>(), prop::collection::vec(0..24_usize, 0..40), 1..30_usize);
    runner
        .run(&cases, |(seed, order, cut)| {
            runtime.block_on(async {
                let suite = Suite::paused().await;
                suite.accept(&touchpoints(seed)).await;
                let items = suite.items_of("TOUCHPOINT#").await;
                // In the order of the journeys, one at a time, as if nothing had ever gone wrong.
                let mut in_order = items.clone();
                in_order.sort_by_key(|item| item["occurred_at"].as_s().cloned().ok());
                for (sequence, item) in in_order.iter().enumerate() {
                    classify(&suite, &[record(item, sequence)]).await;
                }
                let expected = (suite.judgements().await, consequences(&suite).await);
                forget_moments(&suite).await;
                assert!(consequences(&suite).await.is_empty());
                for batch in deliveries(&items, &order, cut) {
                    classify(&suite, &batch).await;
                }
                let judged = (suite.judgements().await, consequences(&suite).await);
                suite.end().await;
                prop_assert_eq!(judged, expected);
                Ok(())
            })
        })
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn judging_again_with_the_same_knowledge_writes_nothing() {
    let suite = Suite::paused().await;
    suite.accept(&touchpoints(7)).await;
    let batch = records(&suite.items_of("TOUCHPOINT#").await);
    classify(&suite, &batch).await;
    let first = suite.judgements().await;
    // Customers are judged side by side: one may have been judged before another's link was written. Again, with every
    // link known, changes no judgement; and once more writes nothing at all.
    classify(&suite, &batch).await;
    assert_eq!(suite.judgements().await, first);
    let before = suite.items().await;
    classify(&suite, &batch).await;
    assert_eq!(suite.items().await, before);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unchanged_judgement_raised_again_opens_and_moves_no_case() {
    let suite = Suite::paused().await;
    let soon = |id: &str, seconds: i64| {
        json!({"type": "complaint", "id": id, "customer_id": "ana", "comment": "Cold waffles",
            "occurred_at": seconds_from_now(seconds)})
    };
    suite.accept(&[soon("a", -120), soon("b", -60)]).await;
    let touchpoints = records(&suite.items_of("TOUCHPOINT#").await);
    classify(&suite, &touchpoints).await;
    let moments = records(&suite.items_of("MOMENT#").await);
    alert(&suite, &moments).await;
    let before = suite.items().await;
    let steps = before.iter().filter(|item| item["pk"].as_s().unwrap().starts_with("CASE#")).count();
    assert_ne!(steps, 0, "no case was opened");
    for _ in 0..2 {
        classify(&suite, &touchpoints).await;
        alert(&suite, &moments).await;
    }
    assert_eq!(suite.items().await, before);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unrelated_customer_changes_nothing() {
    let suite = Suite::paused().await;
    let body = |id: &str, customer: &str, kind: &str, csat: u8| {
        json!({"type": kind, "id": id, "customer_id": customer, "rating": {"csat": csat}, "promise_id": "order",
            "occurred_at": "2026-10-05T10:00:00Z"})
    };
    suite.accept(&[body("1", "ana", "purchase", 4), body("2", "ana", "delivery", 1)]).await;
    classify(&suite, &records(&suite.items_of("TOUCHPOINT#").await)).await;
    let before = suite.moments("ana").await;
    assert_eq!(before.len(), 2);
    suite.accept(&[body("1", "eva", "support_contact", 1), body("3", "eva", "complaint", 1)]).await;
    classify(&suite, &records(&suite.items_of("TOUCHPOINT#").await)).await;
    assert_eq!(suite.moments("ana").await, before);
    assert_eq!(suite.moments("eva").await.len(), 2);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_touchpoint_changes_only_moments_after_it() {
    let suite = Suite::paused().await;
    let delivery = |id: &str, day: u32, csat: u8| {
        json!({"type": "billing", "id": id, "customer_id": "ana", "rating": {"csat": csat}, "importance": 1,
            "occurred_at": format!("2026-10-{day:02}T10:00:00Z")})
    };
    suite.accept(&[delivery("a", 1, 4), delivery("c", 20, 1)]).await;
    classify(&suite, &records(&suite.items_of("TOUCHPOINT#").await)).await;
    let before = suite.moments("ana").await;
    assert!(before[1].critical.is_empty());
    suite.accept(&[delivery("b", 10, 1)]).await;
    let items = suite.items_of("TOUCHPOINT#").await;
    let late = items.iter().find(|item| item["id"].as_s().unwrap() == "b").unwrap();
    classify(&suite, &[record(late, 2)]).await;
    let after = suite.moments("ana").await;
    assert_eq!(after[0], before[0]);
    assert_eq!(after[1].id, "b");
    assert!(after[2].critical.iter().any(|clause| clause.as_str() == "repeat"), "{:?}", after[2]);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_can_never_be_read_is_parked_and_the_others_pass() {
    let suite = Suite::paused().await;
    suite.accept(&[json!({"type": "search", "customer_id": "ana", "id": "good"})]).await;
    let good = suite.items_of("TOUCHPOINT#").await;
    let mut poison = record(&good[0], 0);
    poison["dynamodb"]["NewImage"]["occurred_at"] = json!({"S": "hunter2"});
    poison["dynamodb"]["Keys"]["sk"] = json!({"S": "TOUCHPOINT#back-end#poison"});
    poison["dynamodb"]["NewImage"]["sk"] = json!({"S": "TOUCHPOINT#back-end#poison"});
    let answer = suite.stack.invoke("classify", event(&[poison.clone(), record(&good[0], 1)])).await.unwrap();
    assert_eq!(failed_from(&answer), None);
    assert_eq!(suite.moments("ana").await.len(), 1);
    let answer = suite.stack.invoke("classify", event(&[poison])).await.unwrap();
    assert_eq!(failed_from(&answer), None);
    let parked =
        suite.items().await.into_iter().filter(|item| item["pk"].as_s().unwrap() == "PARKED").collect::<Vec<_>>();
    assert_eq!(parked.len(), 1);
    assert_eq!(parked[0]["record_sk"].as_s().unwrap(), "TOUCHPOINT#back-end#poison");
    assert!(!parked[0]["why"].as_s().unwrap().contains("hunter2"), "{parked:?}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_touchpoint_undoes_no_judgement() {
    let suite = Suite::paused().await;
    suite.accept(&[json!({"type": "search", "customer_id": "ana", "id": "1"})]).await;
    let items = suite.items_of("TOUCHPOINT#").await;
    classify(&suite, &records(&items)).await;
    let mut removal = record(&items[0], 1);
    removal["eventName"] = "REMOVE".into();
    removal["dynamodb"]["OldImage"] = removal["dynamodb"]["NewImage"].take();
    removal["dynamodb"].as_object_mut().unwrap().remove("NewImage");
    classify(&suite, &[removal]).await;
    assert_eq!(suite.moments("ana").await.len(), 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_identity_with_many_touchpoints_is_judged_by_the_latest_and_a_summary() {
    let suite = Suite::paused().await;
    let guest = |id: usize| {
        json!({"type": "sms_exchange", "id": format!("g{id:05}"), "customer_id": "shared", "rating": {"csat": 1},
            "occurred_at": "2026-10-01T10:00:00Z"})
    };
    // One through the front door; the others are its copies, written as the table holds them.
    suite.accept(&[guest(0)]).await;
    let first = suite.items_of("TOUCHPOINT#").await.remove(0);
    let copies = copies(&suite, &first, 10_000).await;
    classify(&suite, &records(&[copies[9_999].clone()])).await;
    let moments = suite.moments("shared").await;
    assert_eq!(moments.len(), 1);
    assert!(
        moments[0].reasons.iter().any(|code| code.as_str() == "earlier_summarized:5000"),
        "{:?}",
        moments[0].reasons
    );
    assert!(!moments[0].first_contact && moments[0].critical.contains(&Clause::Repeat), "{:?}", moments[0].critical);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_somebody_else_is_no_part_of_a_journey() {
    let suite = Suite::paused().await;
    let identify = |customer: &str, anonymous: &str, at: &str| {
        json!({"type": "identify", "id": format!("{customer}-{anonymous}"), "customer_id": customer,
            "anonymous_id": anonymous, "occurred_at": at})
    };
    let contact = |who: &str, id: &str, at: &str| {
        json!({"type": "phone_call", "id": id, who: if who == "customer_id" { "ana" } else { "phone" },
            "occurred_at": at, "rating": {"csat": 4}})
    };
    suite.accept(&[json!({"type": "site_visit", "id": "g0", "anonymous_id": "kiosk"})]).await;
    let first = suite.items_of("TOUCHPOINT#").await.remove(0);
    copies(&suite, &first, 1_200).await;
    // The kiosk is Eva's, the phone is Ana's; Ana used both.
    suite
        .accept(&[
            identify("eva", "kiosk", "2026-10-01T10:00:00Z"),
            identify("ana", "kiosk", "2026-10-02T10:00:00Z"),
            identify("ana", "phone", "2026-10-02T11:00:00Z"),
            contact("anonymous_id", "called", "2026-10-01T09:00:00Z"),
            contact("customer_id", "called again", "2026-10-03T09:00:00Z"),
        ])
        .await;
    let items = suite.items_of("TOUCHPOINT#").await;
    let others = items.iter().filter(|item| !item["pk"].as_s().unwrap().contains("kiosk"));
    for item in others {
        classify(&suite, &records(std::slice::from_ref(item))).await;
    }
    let moments = suite.moments("ana").await;
    let contacts: Vec<_> = moments.iter().map(|moment| (moment.id.as_str(), moment.first_contact)).collect();
    assert_eq!(contacts, [("called", true), ("called again", false)]);
    suite.end().await;
}

/// Writes copies of a touchpoint as the table holds them, under ids from 1, and returns them.
pub(crate) async fn copies(suite: &Suite, first: &Item, count: usize) -> Vec<Item> {
    let text = |text: String| AttributeValue::S(text);
    let copies: Vec<Item> = (1..=count)
        .map(|n| {
            let mut copy = first.clone();
            copy.insert("sk".into(), text(format!("TOUCHPOINT#back-end#g{n:05}")));
            copy.insert("id".into(), text(format!("g{n:05}")));
            copy
        })
        .collect();
    for chunk in copies.chunks(25) {
        put_all(&suite.stack.table_client(), suite.stack.table_name(), chunk).await;
    }
    copies
}
