//! Every critical moment belongs to one case, whose opening reaches each of its channels.

use serde_json::{Value, json};
use tests::batch::{event, failed_from, records};
use tests::receiver::{Receiver, Reply};
use tests::suite::{Setting, Suite, WEBHOOK_SECRET, seconds_from_now};

fn complaint(customer: &str, id: &str, ago_s: i64) -> Value {
    json!({"type": "complaint", "customer_id": customer, "id": id, "occurred_at": seconds_from_now(-ago_s),
        "comment": "Las <gofres> estaban *fríos* & <!channel>", "value_at_risk": {"amount": 49.9, "currency": "EUR"}})
}

async fn with_channels(receivers: &[&Receiver]) -> Suite {
    let channels = receivers.iter().enumerate().map(|(index, receiver)| receiver.slack(&format!("team-{index}")));
    Suite::with(Setting { channels: channels.collect(), ..Setting::default() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_says_what_a_person_needs_and_nothing_personal() {
    let slack = Receiver::start().await;
    let crm = Receiver::start().await;
    let channels = format!("{}{}", slack.slack("team"), crm.webhook("crm"));
    let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
    suite
        .accept(&[
            json!({"type": "purchase", "customer_id": "ana@example.com", "occurred_at": seconds_from_now(-3_000),
                "promise_id": "p", "due_at": seconds_from_now(-2_700)}),
            json!({"type": "delivery", "customer_id": "ana@example.com", "occurred_at": seconds_from_now(-60), "id": "d",
                "promise_id": "p", "done_at": seconds_from_now(-60), "comment": "Tarde & <x>frío</x>"}),
        ])
        .await;
    suite.settle().await;

    let body = slack.wait_for(1).await[0].json();
    let text = body.to_string();
    // The words stand in plain text, where Slack reads no markup: escaping them would show the escapes.
    assert!(text.contains("Tarde & <x>frío</x>"), "{text}");
    assert!(!text.contains("ana@example.com"), "{text}");

    let received = crm.wait_for(1).await.remove(0);
    let event = received.json();
    assert_eq!(event["type"], "org.moments.case.opened");
    assert_eq!(event["data"]["clauses"], json!(["first_exchange", "broken_promise", "importance"]));
    assert_eq!(event["data"]["stage"], "second");
    assert_eq!(event["data"]["before"][0]["touchpoint_type"], "purchase");
    assert_eq!(event["data"]["promised"][0]["facet"], "due_at");
    assert!(event["data"].get("customer_id").is_none());
    let webhook = standardwebhooks::Webhook::new(WEBHOOK_SECRET).unwrap();
    let mut headers = http::HeaderMap::new();
    for (name, value) in &received.headers {
        headers.insert(name.clone(), value.clone());
    }
    webhook.verify(&received.body, &headers).unwrap();
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_critical_moment_joins_the_case_of_the_first() {
    let team = Receiver::start().await;
    let suite = with_channels(&[&team]).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.settle().await;
    suite.accept(&[complaint("ana", "2", 30), complaint("eva", "3", 30)]).await;
    suite.settle().await;
    team.wait_for(3).await;
    let cases = suite.items_of("CASE#0").await;
    let mut customers: Vec<_> = cases.iter().map(|case| case["customer"].as_s().unwrap().clone()).collect();
    customers.sort();
    assert_eq!(customers, ["id:ana", "id:eva"]);
    let mut transitions: Vec<_> =
        suite.items_of("CASE#id:").await.iter().map(|event| event["transition"].as_s().unwrap().clone()).collect();
    transitions.sort();
    assert_eq!(transitions, ["joined", "opened", "opened"]);
    assert_eq!(team.received().len(), 3);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_critical_moments_at_the_same_time_open_one_case() {
    let team = Receiver::start().await;
    let suite = with_channels(&[&team]).await;
    suite.stack.pause_readers();
    let bodies: Vec<_> = (0..12).map(|index| complaint("ana", &index.to_string(), 60 - index)).collect();
    suite.accept(&bodies).await;
    let touchpoints = records(&suite.items_of("TOUCHPOINT#").await);
    suite.stack.invoke("classify", event(&touchpoints)).await.unwrap();
    let moments = records(&suite.items_of("MOMENT#").await);
    assert_eq!(moments.len(), 12);
    // Twelve readers, each with one of them, and each with all of them besides.
    let batches: Vec<_> =
        moments.iter().map(|moment| event(std::slice::from_ref(moment))).chain([event(&moments)]).collect();
    let invocations = batches.into_iter().map(|batch| suite.stack.invoke("alert", batch));
    for answer in futures::future::join_all(invocations).await {
        assert_eq!(failed_from(&answer.unwrap()), None);
    }
    assert_eq!(suite.items_of("CASE#0").await.len(), 1);
    assert_eq!(suite.items_of("CRITICAL#").await.len(), 12);
    assert_eq!(suite.items_of("DELIVERY#").await.len(), 12);
    assert_eq!(team.wait_for(12).await.len(), 12);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_case_and_delivery_loses_nothing_and_doubles_nothing() {
    let team = Receiver::start().await;
    let suite = with_channels(&[&team]).await;
    suite.stack.pause_readers();
    suite.accept(&[complaint("ana", "1", 60)]).await;
    suite.stack.invoke("classify", event(&records(&suite.items_of("TOUCHPOINT#").await))).await.unwrap();
    let moments = suite.items_of("MOMENT#").await;
    let moment: domain::moment::Moment = serde_dynamo::from_item(moments[0].clone()).unwrap();
    // The case is written with its delivery, and the process dies before it sends.
    let identities = [moment.customer.clone()];
    let critical = recovery::raising::opening::Critical {
        moment: &moment,
        identities: &identities,
        channels: &["team-0"],
        is_listed: false,
        silence: None,
        gathered_until: &std::collections::BTreeMap::new(),
        now: jiff::Timestamp::now(),
        age_hours_max: 72,
        zone: &jiff::tz::TimeZone::UTC,
        deadlines: None,
    };
    let notice = domain::alerting::Message::Report(domain::alerting::ReportNotice {
        period: "p".into(),
        language: domain::vocabulary::Language::English,
        headline: "h".into(),
        lines: Vec::new(),
        url: None,
    });
    recovery::raising::opening::open(&suite.table, &critical, |_, _| notice.clone()).await.unwrap();
    assert!(team.received().is_empty());
    for _ in 0..3 {
        suite.stack.invoke("alert", event(&records(&moments))).await.unwrap();
    }
    assert_eq!(team.received().len(), 1);
    assert_eq!(suite.items_of("CASE#0").await.len(), 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_critical_moment_of_long_ago_is_counted_and_not_alerted() {
    let team = Receiver::start().await;
    let suite = with_channels(&[&team]).await;
    suite.accept(&[complaint("ana", "old", 73 * 3_600), complaint("eva", "young", 71 * 3_600)]).await;
    suite.settle().await;
    team.wait_for(1).await;
    let cases = suite.items_of("CASE#0").await;
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0]["customer"].as_s().unwrap(), "id:eva");
    assert_eq!(suite.moments("ana").await[0].attention.map(|a| a.as_str()), Some("critical"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_late_touchpoint_makes_harmless_is_not_alerted() {
    let team = Receiver::start().await;
    let suite = with_channels(&[&team]).await;
    suite.stack.pause_readers();
    let greeting = json!({"type": "greeting", "customer_id": "ana", "id": "bad", "rating": {"csat": 1}, "importance": 1,
        "occurred_at": seconds_from_now(-60)});
    suite.accept(&[greeting]).await;
    suite.stack.invoke("classify", event(&records(&suite.items_of("TOUCHPOINT#").await))).await.unwrap();
    let critical = records(&suite.items_of("MOMENT#").await);
    // It looked like a first contact, but an earlier one was only late in arriving.
    suite
        .accept(&[json!({"type": "greeting", "customer_id": "ana", "rating": {"csat": 4}, "id": "earlier",
            "occurred_at": seconds_from_now(-120)})])
        .await;
    let answer = suite.stack.invoke("alert", event(&critical)).await.unwrap();
    assert_eq!(failed_from(&answer), None);
    assert!(suite.items_of("CASE#0").await.is_empty());
    assert!(team.received().is_empty());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_other_rules_called_critical_is_not_taken_back() {
    let team = Receiver::start().await;
    let suite = with_channels(&[&team]).await;
    suite.stack.pause_readers();
    let visit = json!({"type": "billing", "customer_id": "ana", "id": "b", "rating": {"csat": 1},
        "occurred_at": seconds_from_now(-60)});
    suite.accept(&[visit]).await;
    suite.stack.invoke("classify", event(&records(&suite.items_of("TOUCHPOINT#").await))).await.unwrap();
    // Classify has the new rules already, in which billing matters; alert still has the old ones.
    let mut critical = records(&suite.items_of("MOMENT#").await);
    let image = &mut critical[0]["dynamodb"]["NewImage"];
    image["rules_version"] = json!({"N": "1001"});
    image["critical"] = json!({"L": [{"S": "importance"}]});
    image["severity"] = json!({"N": "1"});
    image["attention"] = json!({"S": "critical"});
    let answer = suite.stack.invoke("alert", event(&critical)).await.unwrap();
    assert_eq!(failed_from(&answer), None);
    assert_eq!(suite.items_of("CASE#0").await.len(), 1);
    assert_eq!(team.received().len(), 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_resolved_lately_under_another_identity_is_reopened() {
    let suite = with_channels(&[]).await;
    let bad = |who: (&str, &str), id: &str, ago: i64| json!({"type": "complaint", who.0: who.1, "id": id, "occurred_at": seconds_from_now(-ago)});
    suite.accept(&[bad(("anonymous_id", "browser"), "first", 300)]).await;
    suite.settle().await;
    let case = suite.items_of("CASE#0").await.remove(0);
    let key = ["pk", "sk"].map(|name| (name.to_owned(), case[name].clone()));
    let resolved_at = aws_sdk_dynamodb::types::AttributeValue::S(jiff::Timestamp::now().to_string());
    let resolve = suite.stack.table_client().update_item().table_name(suite.stack.table_name());
    resolve
        .set_key(Some(key.into_iter().collect()))
        .update_expression("SET #state = :resolved, resolved_at = :at REMOVE work_pk, work_sk")
        .expression_attribute_names("#state", "state")
        .expression_attribute_values(":resolved", aws_sdk_dynamodb::types::AttributeValue::S("resolved".into()))
        .expression_attribute_values(":at", resolved_at)
        .send()
        .await
        .unwrap();
    let identify = json!({"type": "identify", "customer_id": "ana", "anonymous_id": "browser",
        "occurred_at": seconds_from_now(-200)});
    suite.accept(&[identify, bad(("customer_id", "ana"), "second", 100)]).await;
    suite.settle().await;
    let cases = suite.items_of("CASE#0").await;
    assert_eq!(cases.len(), 1, "{cases:?}");
    assert_eq!(cases[0]["state"].as_s().unwrap(), "open");
    assert!(!cases[0].contains_key("resolved_at"));
    assert_eq!(suite.report("2026-W02").await["cases"]["open"], 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_channel_gets_its_own_delivery_and_one_does_not_wait_for_the_other() {
    let slow = Receiver::start().await;
    let quick = Receiver::start().await;
    slow.reply([Reply::Late(std::time::Duration::from_secs(2))]);
    let suite = with_channels(&[&slow, &quick]).await;
    suite.accept(&[complaint("ana", "1", 60)]).await;
    let began = std::time::Instant::now();
    let received = quick.wait_for(1).await;
    assert_eq!(received.len(), 1);
    assert!(received[0].at.duration_since(began) < std::time::Duration::from_secs(2));
    suite.settle().await;
    assert_eq!(slow.received().len(), 1);
    suite.end().await;
}
