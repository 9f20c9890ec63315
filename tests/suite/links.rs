//! Anonymous and known identities joined: one hop, the earliest link wins, a new link judges anew what it touches.

use domain::identity::Identity;
use serde_json::{Value, json};
use tests::batch::{event, failed_from, record};
use tests::suite::{Suite, seconds_from_now};

fn identify(customer: &str, anonymous: &str, at: &str) -> Value {
    json!({"type": "identify", "customer_id": customer, "anonymous_id": anonymous, "occurred_at": at,
        "id": format!("{customer}-{anonymous}-{at}")})
}

fn contact(who: (&str, &str), id: &str, at: &str) -> Value {
    json!({"type": "support_contact", who.0: who.1, "id": id, "occurred_at": at, "rating": {"csat": 1},
        "importance": 1})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_makes_an_anonymous_past_part_of_the_journey() {
    let suite = Suite::start().await;
    suite
        .accept(&[
            contact(("anonymous_id", "browser"), "before", "2026-10-01T10:00:00Z"),
            contact(("customer_id", "ana"), "after", "2026-10-02T10:00:00Z"),
        ])
        .await;
    suite.settle().await;
    // Apart, each is a first contact.
    assert!(suite.all_moments().await.iter().all(|moment| moment.first_contact));

    suite.accept(&[identify("ana", "browser", "2026-10-03T10:00:00Z")]).await;
    suite.settle().await;
    let moments = suite.moments("ana").await;
    assert_eq!(moments.len(), 2, "identify makes no moment, and the anonymous one counts for the customer now");
    assert_eq!(moments[0].recorded, Identity::Anonymous("browser".into()));
    assert!(moments[0].first_contact && !moments[1].first_contact);
    assert!(moments[1].critical.iter().any(|clause| clause.as_str() == "repeat"));

    // What comes later from the browser is known to be hers at once.
    suite.accept(&[contact(("anonymous_id", "browser"), "later", "2026-10-04T10:00:00Z")]).await;
    suite.settle().await;
    assert_eq!(suite.moments("ana").await.len(), 3);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_identity_belongs_to_its_earliest_link_even_if_that_comes_late() {
    let suite = Suite::start().await;
    suite
        .accept(&[
            contact(("anonymous_id", "shared"), "browsing", "2026-10-01T10:00:00Z"),
            contact(("customer_id", "ana"), "a1", "2026-10-02T10:00:00Z"),
            contact(("customer_id", "ana"), "a2", "2026-10-02T11:00:00Z"),
            contact(("customer_id", "eva"), "e1", "2026-10-02T12:00:00Z"),
            identify("ana", "phone", "2026-10-03T10:00:00Z"),
            identify("ana", "tablet", "2026-10-03T11:00:00Z"),
            identify("ana", "shared", "2026-10-05T10:00:00Z"),
        ])
        .await;
    suite.settle().await;
    assert_eq!(suite.moments("ana").await.len(), 3);

    // Eva used the browser before Ana did: the touchpoint moves to her, although her journey knows fewer touchpoints
    // and fewer links.
    suite.accept(&[identify("eva", "shared", "2026-10-04T10:00:00Z")]).await;
    suite.settle().await;
    let ana = suite.moments("ana").await;
    assert_eq!(ana.len(), 2);
    assert!(ana[0].first_contact, "without the browser's contact this one is the first again");
    let eva = suite.moments("eva").await;
    assert_eq!(eva.iter().map(|moment| moment.id.as_str()).collect::<Vec<_>>(), ["browsing", "e1"]);
    assert!(!eva[1].first_contact);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_one_hop_and_joins_no_two_customers() {
    let suite = Suite::start().await;
    suite
        .accept(&[
            contact(("customer_id", "ana"), "a", "2026-10-01T10:00:00Z"),
            contact(("customer_id", "eva"), "e", "2026-10-02T10:00:00Z"),
            identify("ana", "shared", "2026-10-03T10:00:00Z"),
            identify("eva", "shared", "2026-10-04T10:00:00Z"),
        ])
        .await;
    suite.settle().await;
    for customer in ["ana", "eva"] {
        let moments = suite.moments(customer).await;
        assert_eq!(moments.len(), 1);
        assert!(moments[0].first_contact);
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_touchpoint_before_and_after_signing_in_is_two_whatever_comes_first() {
    let before = json!({"type": "sign_up", "id": "s", "anonymous_id": "b", "occurred_at": "2026-10-01T10:00:00Z"});
    let mut after = before.clone();
    after["customer_id"] = "ana".into();
    let mut judged = Vec::new();
    for bodies in [[before.clone(), after.clone()], [after, before]] {
        let suite = Suite::start().await;
        for body in bodies {
            suite.accept(&[body]).await;
            suite.settle().await;
        }
        let mut moments = suite.moments("ana").await;
        moments.iter_mut().for_each(|moment| {
            moment.links = 0;
            moment.received_at = jiff::Timestamp::UNIX_EPOCH;
        });
        moments.sort_by_key(|moment| moment.recorded.to_string());
        assert_eq!(moments.len(), 2);
        judged.push(moments);
        suite.end().await;
    }
    assert_eq!(judged[0], judged[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_that_everybody_signs_in_on_stalls_nobody() {
    let suite = Suite::paused().await;
    let sign_in = |customer: usize| {
        json!({"type": "store_visit", "customer_id": format!("c{customer}"), "anonymous_id": "tablet",
            "rating": {"csat": 4}, "id": format!("v{customer}"),
            "occurred_at": format!("2026-10-01T10:{:02}:{:02}Z", customer / 60, customer % 60)})
    };
    let bodies: Vec<_> = (0..130).map(sign_in).collect();
    suite.accept(&bodies).await;
    let items = suite.items_of("TOUCHPOINT#").await;
    // Latest first, so that each takes the tablet from the one before it.
    for item in items.iter().rev() {
        let answer = suite.stack.invoke("classify", event(&[record(item, 0)])).await.unwrap();
        assert_eq!(failed_from(&answer), None);
    }
    let moments = suite.all_moments().await;
    assert_eq!(moments.len(), 130);
    assert!(moments.iter().all(|moment| moment.first_contact), "nobody's journey holds another's visit");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_whose_judging_was_cut_short_is_completed_by_the_redelivery() {
    let suite = Suite::paused().await;
    suite
        .accept(&[
            contact(("anonymous_id", "browser"), "before", "2026-10-01T10:00:00Z"),
            contact(("customer_id", "ana"), "after", "2026-10-02T10:00:00Z"),
            identify("ana", "browser", "2026-10-03T10:00:00Z"),
        ])
        .await;
    let items = suite.items_of("TOUCHPOINT#").await;
    let of = |id: &str| items.iter().find(|item| item["id"].as_s().unwrap().starts_with(id)).unwrap();
    let classify = async |id: &str| {
        let answer = suite.stack.invoke("classify", event(&[record(of(id), 0)])).await.unwrap();
        assert_eq!(failed_from(&answer), None);
    };
    classify("before").await;
    classify("after").await;
    // The link is written and the process dies before it judges anything.
    let linking: domain::touchpoint::Touchpoint = serde_dynamo::from_item(of("ana-").clone()).unwrap();
    suite.table.link(&linking).await.unwrap();
    assert!(suite.moments("ana").await.iter().all(|moment| moment.first_contact));
    classify("ana-").await;
    let moments = suite.moments("ana").await;
    assert_eq!(moments.len(), 2);
    assert!(moments[0].first_contact && !moments[1].first_contact);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_was_anonymous_joins_the_case_of_then() {
    let suite = Suite::with(tests::suite::Setting {
        channels: "[[channels]]\nname = 'nobody'\nkind = 'slack'\nurl = 'http://127.0.0.1:9/x'\n".into(),
        ..Default::default()
    })
    .await;
    let bad = |who: (&str, &str), id: &str, ago: i64| json!({"type": "complaint", who.0: who.1, "id": id, "occurred_at": seconds_from_now(-ago)});
    suite.accept(&[bad(("anonymous_id", "browser"), "first", 300)]).await;
    suite.settle().await;
    suite.accept(&[identify("ana", "browser", &seconds_from_now(-200))]).await;
    suite.accept(&[bad(("customer_id", "ana"), "second", 100)]).await;
    suite.settle().await;
    let cases = suite.items_of("CASE#0").await;
    assert_eq!(cases.len(), 1, "{cases:?}");
    assert_eq!(cases[0]["customer"].as_s().unwrap(), "anon:browser");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_judged_with_an_identity_is_judged_again_when_it_turns_out_to_be_anothers() {
    let suite = Suite::paused().await;
    suite
        .accept(&[
            contact(("anonymous_id", "tablet"), "t", "2026-10-01T09:00:00Z"),
            contact(("customer_id", "ana"), "a", "2026-10-05T10:00:00Z"),
            identify("ana", "tablet", "2026-10-04T10:00:00Z"),
            identify("eva", "tablet", "2026-10-03T10:00:00Z"),
            identify("leo", "tablet", "2026-10-02T10:00:00Z"),
        ])
        .await;
    let items = suite.items_of("TOUCHPOINT#").await;
    let judge = async |mark: &str| {
        let meant = items.iter().filter(|item| item["id"].as_s().unwrap().starts_with(mark));
        let batch: Vec<_> = meant.enumerate().map(|(sequence, item)| record(item, sequence)).collect();
        assert!(!batch.is_empty());
        let answer = suite.stack.invoke("classify", event(&batch)).await.unwrap();
        assert_eq!(failed_from(&answer), None);
    };
    // Ana is the first to be linked, and judged with what the tablet did.
    judge("t").await;
    judge("a").await;
    assert_eq!(suite.moments("ana").await.len(), 2);
    // Eva's earlier link is written and her judging cut short; before it comes again, Leo's, earlier still, is known.
    let evas = items.iter().find(|item| item["id"].as_s().unwrap().starts_with("eva")).unwrap().clone();
    suite.table.link(&serde_dynamo::from_item(evas).unwrap()).await.unwrap();
    judge("leo").await;
    judge("eva").await;
    let anas = suite.moments("ana").await;
    assert_eq!(anas.iter().map(|moment| (moment.id.as_str(), moment.first_contact)).collect::<Vec<_>>(), [("a", true)]);
    assert_eq!(suite.moments("leo").await.iter().map(|moment| moment.id.as_str()).collect::<Vec<_>>(), ["t"]);
    suite.end().await;
}
