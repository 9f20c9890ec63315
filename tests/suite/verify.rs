//! `verify` finds whatever is not what the touchpoints make, names it, and puts it right: nothing else, and nothing twice.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::moment::Moment;
use serde_json::{Value, json};
use store::items::Item;
use tests::batch::{event, failed_from, records};
use tests::receiver::Receiver;
use tests::suite::{Left, Setting, Suite, seconds_from_now};

/// Recounts to the end and returns the findings, sorted, and the counts.
pub(crate) async fn verify(suite: &Suite, repair: bool) -> (Vec<Value>, Value) {
    let mut order = json!({"repair": repair, "grace_s": 0});
    let mut findings = Vec::new();
    let mut counts: HashMap<String, u64> = HashMap::new();
    loop {
        let answer = suite.stack.invoke("verify", order.to_string()).await.unwrap();
        assert!(!answer.contains("hunter2"), "a customer's words: {answer}");
        let answer: Value = serde_json::from_str(&answer).unwrap();
        findings.extend(answer["findings"].as_array().unwrap().clone());
        for (name, count) in answer["summary"].as_object().unwrap() {
            *counts.entry(name.clone()).or_default() += count.as_u64().unwrap();
        }
        order["cursor"] = answer["cursor"].clone();
        if order["cursor"].is_null() {
            break;
        }
    }
    findings.sort_by_key(|finding| finding["finding"].as_str().unwrap().to_owned());
    (findings, json!(counts))
}

fn kinds(findings: &[Value]) -> Vec<&str> {
    findings.iter().map(|finding| finding["finding"].as_str().unwrap()).collect()
}

/// A journey over two identities with a promise, a link, a late touchpoint and a critical moment of today.
async fn play(suite: &Suite) {
    suite
        .accept(&[
            json!({"type": "search", "id": "1", "anonymous_id": "browser", "occurred_at": "2026-10-01T10:00:00Z",
                "promise_id": "p", "expectation": {"waffles": 3}}),
            json!({"type": "purchase", "id": "2", "customer_id": "ana", "occurred_at": "2026-10-02T10:00:00Z"}),
            json!({"type": "product_use", "id": "3", "customer_id": "ana", "occurred_at": "2026-10-03T10:00:00Z",
                "promise_id": "p", "perception": {"waffles": 1}, "comment": "hunter2"}),
            json!({"type": "identify", "id": "4", "customer_id": "ana", "anonymous_id": "browser",
                "occurred_at": "2026-10-04T10:00:00Z"}),
            json!({"type": "complaint", "id": "5", "customer_id": "ana", "occurred_at": seconds_from_now(-60),
                "rating": {"csat": 1}, "comment": "hunter2"}),
            json!({"type": "complaint", "id": "6", "customer_id": "eva", "occurred_at": seconds_from_now(-50),
                "rating": {"csat": 1}, "value_at_risk": {"amount": 49.9, "currency": "EUR"}}),
        ])
        .await;
    suite.settle().await;
    suite
        .accept(&[json!({"type": "store_visit", "id": "0", "customer_id": "ana",
            "occurred_at": "2026-09-30T10:00:00Z"})])
        .await;
    suite.settle().await;
}

fn key(item: &Item) -> HashMap<String, AttributeValue> {
    ["pk", "sk"].map(|name| (name.to_owned(), item[name].clone())).into_iter().collect()
}

async fn put(suite: &Suite, item: Item) {
    let client = suite.stack.table_client();
    client.put_item().table_name(suite.stack.table_name()).set_item(Some(item)).send().await.unwrap();
}

async fn delete(suite: &Suite, item: &Item) {
    let client = suite.stack.table_client();
    client.delete_item().table_name(suite.stack.table_name()).set_key(Some(key(item))).send().await.unwrap();
}

async fn moment_item(suite: &Suite, id: &str) -> Item {
    let moments = suite.items_of("MOMENT#").await;
    moments.into_iter().find(|item| item["id"].as_s().unwrap() == id).unwrap()
}

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.into())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_stream_wrote_is_what_the_touchpoints_make() {
    let suite = Suite::start().await;
    play(&suite).await;
    let before = suite.items().await;
    for repair in [false, true] {
        let (findings, counts) = verify(&suite, repair).await;
        assert_eq!(findings, Vec::<Value>::new());
        assert_eq!(counts["identities"], 3, "{counts}");
        assert_eq!((&counts["moments"], &counts["same"]), (&json!(6), &json!(6)), "{counts}");
    }
    assert_eq!(suite.items().await, before, "a recount of a sound table writes nothing");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moment_that_differs_is_named_by_key_and_field_and_rewritten() {
    let suite = Suite::start().await;
    play(&suite).await;
    let sound = suite.judgements().await;
    let day = jiff::civil::date(2026, 10, 3);
    let summary = reporting::days::summary_of(&suite.table, day, &jiff::tz::TimeZone::UTC).await.unwrap().summary;
    let mut wrong = moment_item(&suite, "3").await;
    wrong.insert("outcome".into(), text("magic"));
    wrong.insert("score".into(), AttributeValue::N("0.25".into()));
    wrong.remove("critical");
    wrong.remove("attention");
    put(&suite, wrong.clone()).await;
    suite.settle().await;
    suite.table.touch_days(&[day].into()).await.unwrap();
    assert_ne!(
        reporting::days::summary_of(&suite.table, day, &jiff::tz::TimeZone::UTC).await.unwrap().summary,
        summary
    );

    let (findings, counts) = verify(&suite, false).await;
    assert_eq!(
        findings,
        [json!({"finding": "different", "pk": wrong["pk"].as_s().unwrap(), "sk": wrong["sk"].as_s().unwrap(),
            "fields": ["attention", "critical", "outcome", "score"], "repaired": false})]
    );
    assert_eq!((&counts["findings"], &counts["repaired"]), (&json!(1), &json!(0)));
    assert_ne!(suite.judgements().await, sound, "looking changes nothing");

    let (findings, _) = verify(&suite, true).await;
    assert_eq!((kinds(&findings), &findings[0]["repaired"]), (vec!["different"], &json!(true)));
    assert_eq!(suite.judgements().await, sound);
    assert_eq!(
        reporting::days::summary_of(&suite.table, day, &jiff::tz::TimeZone::UTC).await.unwrap().summary,
        summary,
        "a stale summary counts"
    );
    assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_moments_come_back_and_those_without_a_touchpoint_go() {
    let suite = Suite::start().await;
    play(&suite).await;
    let sound = suite.judgements().await;
    let lost = moment_item(&suite, "1").await;
    delete(&suite, &lost).await;
    // One of a touchpoint that never was, and one on a day on which its touchpoint did not happen.
    let mut stray = moment_item(&suite, "2").await;
    stray.insert("id".into(), text("never"));
    stray.insert("sk".into(), text("MOMENT#id:ana#back-end#never"));
    put(&suite, stray).await;
    let mut misplaced = moment_item(&suite, "2").await;
    let place = misplaced["pk"].as_s().unwrap().replace("2026-10-02", "2026-10-09");
    misplaced.insert("pk".into(), text(&place));
    put(&suite, misplaced).await;

    let (findings, _) = verify(&suite, false).await;
    assert_eq!(kinds(&findings), ["missing", "no_touchpoint", "no_touchpoint"]);
    assert_eq!(findings[0]["sk"].as_str(), lost["sk"].as_s().ok().map(String::as_str));
    let (findings, counts) = verify(&suite, true).await;
    assert_eq!(findings.len(), 3);
    assert_eq!(counts["repaired"], 3);
    assert_eq!(suite.judgements().await, sound);
    assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recent_critical_moment_without_a_case_is_raised_and_the_team_is_told() {
    let team = Receiver::start().await;
    let suite = Suite::with(Setting { channels: team.slack("team"), ..Setting::default() }).await;
    play(&suite).await;
    team.wait_for(2).await;
    let sound = suite.items_of("CASE#0").await.len();
    // As if the alert for eva had been given up: no case, no marker, no message. Ana's old misery is counted, not alerted.
    for item in suite.items().await {
        let [pk, sk] = ["pk", "sk"].map(|name| item[name].as_s().unwrap().clone());
        let is_hers = pk == "CUSTOMER#id:eva" && !sk.starts_with("TOUCHPOINT#");
        if is_hers || sk.starts_with("CASE#id:eva") {
            delete(&suite, &item).await;
        }
    }
    let (findings, _) = verify(&suite, false).await;
    assert_eq!(kinds(&findings), ["no_case"]);
    assert!(findings[0]["sk"].as_str().unwrap().starts_with("MOMENT#id:eva"), "{findings:?}");
    assert_eq!(suite.items_of("CASE#0").await.len(), sound - 1);

    let (findings, _) = verify(&suite, true).await;
    assert_eq!((kinds(&findings), &findings[0]["repaired"]), (vec!["no_case"], &json!(true)));
    assert_eq!(suite.items_of("CASE#0").await.len(), sound);
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    assert_eq!(team.wait_for(3).await.len(), 3);
    assert_eq!(verify(&suite, true).await.0, Vec::<Value>::new(), "raised once");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parked_record_is_removed_once_its_trouble_is_over() {
    let suite = Suite::paused().await;
    suite.accept(&[json!({"type": "search", "customer_id": "ana", "id": "1", "segment": "hunter2"})]).await;
    let sound = suite.items_of("TOUCHPOINT#").await.remove(0);
    let mut poison = records(std::slice::from_ref(&sound)).remove(0);
    poison["dynamodb"]["NewImage"]["occurred_at"] = json!({"S": "hunter2"});
    let mut broken = sound.clone();
    broken.insert("occurred_at".into(), text("hunter2"));
    put(&suite, broken).await;
    let answer = suite.stack.invoke("classify", event(&[poison])).await.unwrap();
    assert_eq!(failed_from(&answer), None);
    let is_parked = async || suite.items().await.iter().any(|item| item["pk"].as_s().unwrap() == "PARKED");
    assert!(is_parked().await);

    let (findings, _) = verify(&suite, true).await;
    assert_eq!(kinds(&findings), ["parked", "unreadable"]);
    assert!(is_parked().await, "it is still in trouble");

    put(&suite, sound).await;
    assert_eq!(kinds(&verify(&suite, false).await.0), ["missing", "parked"]);
    let (findings, counts) = verify(&suite, true).await;
    assert_eq!(kinds(&findings), ["missing", "settled"]);
    assert_eq!(counts["repaired"], 2);
    assert!(!is_parked().await);
    assert_eq!(suite.moments("ana").await.len(), 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_never_written_is_named_and_made_and_what_it_joins_is_judged_anew() {
    let suite = Suite::start().await;
    play(&suite).await;
    let sound = suite.judgements().await;
    for link in suite.items_of("LINK#").await {
        delete(&suite, &link).await;
    }

    let (findings, counts) = verify(&suite, false).await;
    let unlinked: Vec<_> = findings.iter().filter(|finding| finding["finding"] == "unlinked").collect();
    assert_eq!(unlinked.len(), 1, "{findings:?}");
    assert_eq!(unlinked[0]["pk"], "CUSTOMER#id:ana");
    assert_eq!(counts["repaired"], 0);
    verify(&suite, true).await;
    assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new());
    assert_eq!(suite.judgements().await, sound);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parked_link_is_not_settled_before_it_is_made() {
    let suite = Suite::paused().await;
    let identify = json!({"type": "identify", "id": "1", "customer_id": "ana", "anonymous_id": "browser"});
    suite.accept(&[identify]).await;
    let sound = suite.items_of("TOUCHPOINT#").await.remove(0);
    let mut poison = records(std::slice::from_ref(&sound)).remove(0);
    poison["dynamodb"]["NewImage"]["occurred_at"] = json!({"S": "hunter2"});
    let answer = suite.stack.invoke("classify", event(&[poison])).await.unwrap();
    assert_eq!(failed_from(&answer), None);

    assert_eq!(kinds(&verify(&suite, false).await.0), ["parked", "unlinked"]);
    assert_eq!(kinds(&verify(&suite, true).await.0), ["settled", "unlinked"]);
    assert_eq!(suite.items_of("LINK#").await.len(), 2, "one on each side");
    assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_rules_are_rolled_out_by_a_repair() {
    let suite = Suite::start().await;
    suite
        .accept(&[json!({"type": "billing", "id": "1", "customer_id": "ana", "importance": 2, "rating": {"csat": 1},
            "occurred_at": "2026-10-01T10:00:00Z"})])
        .await;
    suite.settle().await;
    let old = suite.moments("ana").await.remove(0);
    assert!(old.critical.is_empty());

    let more = "rules = { version = 7, critical = { importance_min = 2 } }\n".to_owned();
    let suite = suite.restarted(&Setting { more, ..Setting::default() }).await;
    let (findings, _) = verify(&suite, false).await;
    assert_eq!(kinds(&findings), ["different"]);
    let fields: Vec<_> = findings[0]["fields"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(fields.contains(&"rules_version") && fields.contains(&"critical"), "{fields:?}");
    verify(&suite, true).await;
    suite.settle().await;
    let new = suite.moments("ana").await.remove(0);
    assert_eq!(new.rules_version, old.rules_version + 7);
    assert!(new.is_critical());
    assert_eq!(suite.items_of("CASE#0").await.len(), 0, "new rules for old facts alert nobody");
    assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new());

    // A function that still has the rules before leaves alone what the new ones judged.
    let suite = suite.restarted(&Setting::default()).await;
    let (findings, counts) = verify(&suite, true).await;
    assert_eq!((findings.len(), &counts["left"]), (0, &json!(1)));
    assert_eq!(suite.moments("ana").await, [new]);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_stream_has_still_to_do_is_pending_and_no_finding() {
    let suite = Suite::paused().await;
    suite.accept(&[json!({"type": "complaint", "customer_id": "ana", "rating": {"csat": 1}})]).await;
    let answer = suite.stack.invoke("verify", "{}".into()).await.unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((&answer["findings"], &answer["summary"]["pending"]), (&json!([]), &json!(1)), "{answer}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recount_in_many_invocations_is_the_recount_in_one() {
    let suite = Suite::start().await;
    // More than a page of the walk holds, which is 1 MB: the journey of one customer lies on several.
    let large: HashMap<_, _> = (0..10).map(|n| (format!("p{n}"), "x".repeat(2_000))).collect();
    let bodies: Vec<_> = (0..120)
        .map(|n| {
            let customer = if n < 100 { "ana".to_owned() } else { format!("c{n}") };
            json!({"type": "search", "customer_id": customer, "id": format!("{n:03}"),
                "occurred_at": "2026-10-01T10:00:00Z", "properties": large})
        })
        .collect();
    for chunk in bodies.chunks(10) {
        suite.accept(chunk).await;
    }
    suite.settle().await;
    let lost: Vec<Moment> = suite.judgements().await.into_iter().filter(|moment| moment.id.ends_with('7')).collect();
    for moment in &lost {
        delete(&suite, &moment_item(&suite, &moment.id).await).await;
    }
    let (findings, counts) = verify(&suite, false).await;
    assert_eq!((kinds(&findings), &counts["identities"]), (vec!["missing"; 12], &json!(21)));

    // A function without time does a page and says where to go on.
    let environment = suite.environment(&suite.stack.table_endpoint());
    let verify = verify::start(environment).await.unwrap();
    let mut order = json!({"grace_s": 0});
    let (mut in_parts, mut invocations, mut identities) = (Vec::new(), 0, 0);
    while !order["cursor"].is_null() || invocations == 0 {
        let answer = verify.invoke(order.to_string(), lambda_runtime::Context::default()).await.unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        in_parts.extend(answer["findings"].as_array().unwrap().clone());
        identities += answer["summary"]["identities"].as_u64().unwrap();
        order["cursor"] = answer["cursor"].clone();
        invocations += 1;
    }
    assert!(invocations > 3, "{invocations}");
    assert_eq!(identities, 21, "each identity is judged once");
    let sorted = |mut findings: Vec<Value>| {
        findings.sort_by_key(|finding| finding["sk"].as_str().unwrap().to_owned());
        findings
    };
    assert_eq!(sorted(in_parts), sorted(findings));
    suite.end_leaving(&[Left::Findings]).await;
}
