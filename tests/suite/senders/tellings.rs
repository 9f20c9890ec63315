//! One answer that is told in several deliveries is one moment, whatever order they come in and however often.

use domain::touchpoint::parse::{Sender as ParsedBy, Shape, parse};
use serde_json::{Value, json};
use tests::suite::{Setting, Suite};

use super::{Sample, json_type};

const CONFIGURATION: &str = "[senders.intercom]\nsecret = 'intercom-client-secret'\n\
    [senders.delighted]\nsecret = 'delighted-api-key'\n\
    [senders.shopify]\nsecret = 'shpss_test_1'\n\
    [senders.zendesk]\nsecret = 'zd_signing_secret'\n";

fn sample(body: &Value) -> Sample {
    let (headers, expect) = Default::default();
    Sample { name: "telling".into(), content_type: json_type(), headers, body: body.to_string(), expect }
}

fn rated(notification: &str, rating: u8, remark: Option<&str>, at: i64) -> Value {
    json!({"type": "notification_event", "id": notification, "topic": "conversation.rating.added", "created_at": at,
        "data": {"item": {"type": "conversation", "id": "1911", "contacts": {"contacts": [{"id": "c", "external_id": "ana"}]},
            "conversation_rating": {"rating": rating, "remark": remark, "updated_at": at}}}})
}

async fn told_in(order: &[usize]) -> Vec<(String, String, Option<String>)> {
    let setting = Setting { more: CONFIGURATION.to_owned(), ..Setting::default() };
    let suite = Suite::with(setting).await;
    let config = CONFIGURATION.parse::<toml::Table>().unwrap()["senders"]["intercom"].as_table().unwrap().clone();
    let tellings = [
        rated("n1", 1, None, 1_795_856_300),
        rated("n2", 1, Some("Nobody answered"), 1_795_856_360),
        rated("n3", 1, Some("Nobody answered for a week"), 1_795_856_420),
    ];
    for index in order.iter().chain(order) {
        let answer = super::deliver(&suite, "intercom", &config, &sample(&tellings[*index]), true).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
        suite.settle().await;
    }
    assert_eq!(suite.items_of("TOUCHPOINT#").await.len(), 1);
    let moments = suite.moments("ana").await;
    let mut told = Vec::new();
    for moment in &moments {
        let key = moment.key();
        let touchpoint = suite.table.touchpoint(&moment.recorded, &key).await.unwrap().unwrap();
        let rating = touchpoint.said.rating.csat.map(|csat| csat.to_string()).unwrap_or_default();
        assert!(moment.commented, "the moment does not know of the comment");
        told.push((moment.outcome.to_string(), rating, touchpoint.said.comment));
    }
    suite.end().await;
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_and_its_remark_are_one_moment_in_any_order() {
    let whole = vec![("misery".to_owned(), "1".to_owned(), Some("Nobody answered for a week".to_owned()))];
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        assert_eq!(told_in(&order).await, whole, "{order:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_of_a_response_adds_its_comment_and_verify_finds_nothing_to_repair() {
    let suite = Suite::with(Setting { more: CONFIGURATION.to_owned(), ..Setting::default() }).await;
    let config = CONFIGURATION.parse::<toml::Table>().unwrap()["senders"]["delighted"].as_table().unwrap().clone();
    let response = |kind: &str, comment: Option<&str>, at: i64| {
        json!({"event_type": kind, "event_id": kind, "event_data": {"id": "d1", "person": {"email": "ana"}, "survey_type": "csat",
            "score": 2, "comment": comment, "created_at": 1_795_856_400, "updated_at": at}})
    };
    for body in [
        response("survey_response.created", None, 1_795_856_400),
        response("survey_response.updated", Some("Slow"), 1_795_856_700),
    ] {
        let answer = super::deliver(&suite, "delighted", &config, &sample(&body), true).await;
        assert_eq!(answer.json()["results"][0]["status"], "accepted", "{}", answer.text);
    }
    suite.settle().await;
    let moments = suite.moments("ana").await;
    assert_eq!(moments.len(), 1);
    assert!(moments[0].commented && moments[0].outcome.to_string() == "misery");
    let answer = suite.stack.invoke("verify", "{}".to_owned()).await.unwrap();
    let verified: Value = serde_json::from_str(&answer).unwrap();
    assert!(verified["differing"].as_array().is_none_or(Vec::is_empty), "{verified}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_one_payment_and_of_one_cancellation_are_one_moment_each() {
    let configuration = "[senders.stripe]\nsecret = 'whsec_x'\n";
    let suite = Suite::with(Setting { more: configuration.to_owned(), ..Setting::default() }).await;
    let config = configuration.parse::<toml::Table>().unwrap()["senders"]["stripe"].as_table().unwrap().clone();
    let event = |id: &str, kind: &str, object: Value, before: Value| {
        json!({"id": id, "object": "event", "created": 1_795_856_400, "type": kind, "livemode": true,
            "data": {"object": object, "previous_attributes": before}})
    };
    let paid = |object: &str, id: &str| {
        json!({"id": id, "object": object, "customer": "ana", "amount": 1900, "total": 1900, "currency": "eur",
            "payment_intent": if object == "payment_intent" { Value::Null } else { "pi_1".into() }})
    };
    let left = |comment: Option<&str>| {
        json!({"id": "sub_1", "object": "subscription", "customer": "ana", "currency": "eur", "cancel_at_period_end": true,
            "canceled_at": 1_795_856_399, "cancellation_details": {"comment": comment, "feedback": comment.map(|_| "too_expensive")}})
    };
    for body in [
        event("e1", "payment_intent.succeeded", paid("payment_intent", "pi_1"), Value::Null),
        event("e2", "charge.succeeded", paid("charge", "ch_1"), Value::Null),
        event("e3", "invoice.paid", paid("invoice", "in_1"), Value::Null),
        event("e4", "customer.subscription.updated", left(None), json!({"cancel_at_period_end": false})),
        event(
            "e5",
            "customer.subscription.updated",
            left(Some("Too dear")),
            json!({"cancellation_details": {"comment": null}}),
        ),
        event("e6", "customer.subscription.deleted", left(Some("Too dear")), Value::Null),
    ] {
        let answer = super::deliver(&suite, "stripe", &config, &sample(&body), true).await;
        assert_eq!(answer.json()["results"][0]["status"], "accepted", "{}", answer.text);
    }
    suite.settle().await;
    let mut moments = suite.moments("ana").await;
    moments.sort_by_key(|moment| moment.touchpoint_type.clone());
    let told: Vec<_> = moments.iter().map(|moment| (moment.touchpoint_type.as_str(), moment.commented)).collect();
    assert_eq!(told, [("billing", false), ("cancellation", true)]);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_later_telling_has_of_its_own_is_read_as_well() {
    let suite = Suite::with(Setting { is_paused: true, ..Setting::default() }).await;
    let told = |minute: u8, properties: Value| {
        let body = json!({"id": "1", "type": "survey", "customer_id": "ana", "properties": properties,
            "occurred_at": format!("2026-11-28T09:0{minute}:00Z")});
        let sender = ParsedBy { name: "desk", is_secret: true };
        parse(body, Shape::Json, sender, "2026-11-28T10:00:00Z".parse().unwrap(), String::new).unwrap()
    };
    // The later one comes first.
    for mut incoming in [told(2, json!({"b": 2, "c": 3})), told(1, json!({"a": 1, "b": 1}))] {
        suite.table.record_telling(&mut incoming, None).await.unwrap();
    }
    let read = suite.table.properties_of(&[&told(1, json!({})).touchpoint]).await.unwrap();
    assert_eq!(read[0].read(), *json!({"a": 1, "b": 2, "c": 3}).as_object().unwrap());
    suite.end().await;
}

/// Makes a sample with the headers of one delivery.
fn headed(body: &Value, headers: &[(&str, &str)]) -> Sample {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Sample { headers, ..sample(body) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_one_purchase_and_its_refund_belongs_to_its_customer() {
    let suite = Suite::with(Setting { more: CONFIGURATION.to_owned(), ..Setting::default() }).await;
    let config = CONFIGURATION.parse::<toml::Table>().unwrap()["senders"]["shopify"].as_table().unwrap().clone();
    let order = |status: &str, at: &str| {
        json!({"id": 5001, "email": "gina@example.com", "customer": {"id": 77}, "processed_at": "2026-11-28T08:00:00Z",
            "updated_at": at, "financial_status": status, "total_price": "59.90", "currency": "EUR", "test": false})
    };
    let refund = json!({"id": 9, "order_id": 5001, "created_at": "2026-11-28T09:00:00Z", "note": "Arrived broken",
        "transactions": [{"kind": "refund", "amount": "59.90", "currency": "EUR"}]});
    let arrived = |id: u32| json!({"id": id, "fulfillment_id": 61, "status": "delivered", "order_id": 5001, "happened_at": "2026-11-28T08:30:00Z"});
    let shipped =
        json!({"id": 61, "shipment_status": "delivered", "order_id": 5001, "updated_at": "2026-11-28T08:31:00Z"});
    for (topic, event, body) in [
        ("refunds/create", "e3", &refund),
        ("orders/create", "e1", &order("pending", "2026-11-28T08:00:00Z")),
        ("orders/paid", "e2", &order("paid", "2026-11-28T08:01:00Z")),
        ("fulfillment_events/create", "e4", &arrived(1)),
        ("fulfillments/update", "e5", &shipped),
    ] {
        let headers = [("x-shopify-topic", topic), ("x-shopify-event-id", event)];
        let answer = super::deliver(&suite, "shopify", &config, &headed(body, &headers), true).await;
        assert!((200..300).contains(&answer.status), "{topic}: {}", answer.text);
        suite.settle().await;
    }
    assert_eq!(suite.items_of("TOUCHPOINT#").await.len(), 3);
    let moments = suite.moments("77").await;
    let mut types: Vec<_> = moments.iter().map(|moment| moment.touchpoint_type.as_str()).collect();
    types.sort_unstable();
    assert_eq!(types, ["delivery", "purchase", "refund"]);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_and_its_first_comment_are_one_contact() {
    let suite = Suite::with(Setting { more: CONFIGURATION.to_owned(), ..Setting::default() }).await;
    let config = CONFIGURATION.parse::<toml::Table>().unwrap()["senders"]["zendesk"].as_table().unwrap().clone();
    let told = |id: &str, kind: &str, mut event: Value| {
        event["meta"] = json!({"sequence": {"id": "SEQ1", "position": 1, "total": 2}});
        json!({"id": id, "type": format!("zen:event-type:ticket.{kind}"), "time": "2026-11-28T09:00:00Z", "subject": "zen:ticket:35",
            "detail": {"id": "35", "requester_id": "9", "submitter_id": "9", "description": "Where is it?", "is_public": true},
            "event": event})
    };
    let author = json!({"id": "9", "is_staff": false});
    let comment = json!({"comment": {"id": "1", "body": "Where is it?", "is_public": true, "author": author}});
    for body in [told("z1", "comment_added", comment), told("z2", "created", json!({}))] {
        let answer = super::deliver(&suite, "zendesk", &config, &sample(&body), true).await;
        assert!((200..300).contains(&answer.status), "{}", answer.text);
    }
    suite.settle().await;
    assert_eq!(suite.moments("9").await.len(), 1);
    suite.end().await;
}
