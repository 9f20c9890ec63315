//! The waffle stories: acceptance cases that every release passes.

use serde_json::{Value, json};
use tests::receiver::Receiver;
use tests::suite::{READ_KEY, Setting, Suite, day, waffle_experience, waffle_promise};

#[tokio::test(flavor = "multi_thread")]
async fn magic_average_misery_and_one_alert() {
    let team = Receiver::start().await;
    let suite = Suite::with(Setting { channels: team.slack("team"), ..Setting::default() }).await;
    let stories = [
        ("one", json!({"waffles": 4, "scoops": 2, "flavours": 20, "free_drink": true})),
        ("two", json!({"waffles": 3, "scoops": 2, "flavours": 12})),
        ("three", json!({"waffles": 3, "scoops": 1, "flavours": 5})),
    ];
    for (customer, perception) in &stories {
        let answer = suite.post(&waffle_promise(customer)).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
        let answer = suite.post(&waffle_experience(customer, perception)).await;
        assert_eq!(answer.json()["results"][0]["status"], "accepted");
    }
    suite.settle().await;

    let outcome = |moments: &[domain::moment::Moment]| moments.last().unwrap().outcome.to_string();
    assert_eq!(outcome(&suite.moments("one").await), "magic");
    assert_eq!(outcome(&suite.moments("two").await), "average");
    let third = suite.moments("three").await;
    assert_eq!(outcome(&third), "misery");
    assert_eq!(serde_json::to_value(&third[1].critical).unwrap(), json!(["first_exchange", "broken_promise"]));

    let alerts = team.wait_for(1).await;
    assert_eq!(alerts.len(), 1);
    let text = alerts[0].json().to_string();
    assert!(text.contains("Scoops: promised 2, received 1"), "the alert does not say what was promised: {text}");
    assert!(!text.contains("three"), "the alert names the customer: {text}");

    // Not today: around midnight the stories may lie on the day before.
    let today = day(third[1].occurred_at).to_string();
    let report = suite.report(&today).await;
    let second = report["stages"].as_array().unwrap().iter().find(|stage| stage["stage"] == "second").unwrap();
    for outcome in ["magic", "average", "misery"] {
        assert_eq!(second[outcome], 1, "{second}");
    }
    let page = suite.http.get(&format!("/v1/reports/{today}")).bearer(READ_KEY).header("accept", "text/html").send();
    assert!(page.await.text.contains("<html lang=\"en\">"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_without_times_keeps_its_order() {
    let suite = Suite::start().await;
    let mut bodies =
        vec![json!({"type": "search", "customer_id": "ana", "promise_id": "p", "expectation": {"scoops": 2}})];
    bodies.extend(vec![json!({"type": "site_visit", "customer_id": "ana"}); 20]);
    bodies.push(json!({"type": "product_use", "customer_id": "ana", "promise_id": "p", "perception": {"scoops": 1}}));
    suite.accept(&bodies).await;
    suite.settle().await;
    let moments = suite.moments("ana").await;
    assert_eq!(moments.first().unwrap().touchpoint_type, "search");
    let last = moments.last().unwrap();
    assert_eq!((last.touchpoint_type.as_str(), last.outcome.as_str()), ("product_use", "misery"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_can_ask_what_became_of_a_touchpoint() {
    let suite = Suite::start().await;
    suite.post(&waffle_promise("ana")).await;
    suite.post(&waffle_experience("ana", &json!({"waffles": 3, "scoops": 2, "flavours": 12}))).await;
    suite.settle().await;
    let became = suite.http.get("/v1/touchpoints/back-end/ana-waffles?customer_id=ana").bearer(READ_KEY).send().await;
    assert_eq!(became.status, 200, "{}", became.text);
    let became: Value = became.json();
    assert_eq!(became["status"], "judged");
    assert_eq!(became["moment"]["outcome"], "average");
    assert_eq!(became["touchpoint"]["perception"]["scoops"], 2.0);
    for elsewhere in ["/v1/touchpoints/back-end/ana-waffles", "/v1/touchpoints/web/ana-waffles?customer_id=ana"] {
        let answer = suite.http.get(elsewhere).bearer(READ_KEY).send().await;
        assert_eq!(answer.status, 404, "{elsewhere}");
    }
    suite.end().await;
}

/// Routes are told apart by the template's key, not by how a path ends.
#[tokio::test(flavor = "multi_thread")]
async fn a_touchpoint_may_be_named_like_a_route() {
    let suite = Suite::start().await;
    for id in ["reports", "moments", "action", "journey", "schema.json", "2026-W47/moments"] {
        let sent = json!({"touchpoint_type": "product_use", "customer_id": "ana", "id": id});
        suite.post(&sent).await;
        let path = format!("/v1/touchpoints/back-end/{id}?customer_id=ana");
        let became = suite.http.get(&path).bearer(READ_KEY).send().await;
        assert_eq!(became.status, 200, "{id}: {}", became.text);
        assert_eq!(became.json()["touchpoint"]["id"], id, "{}", became.text);
    }
    suite.end().await;
}
