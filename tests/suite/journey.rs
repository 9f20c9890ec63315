//! `GET /v1/customers/{id}/journey`: everything on record about one customer, judged as it is asked for.

use serde_json::{Value, json};
use tests::suite::{READ_KEY, Setting, Suite, seconds_from_now};

async fn ask(suite: &Suite, path: &str) -> Value {
    let answer = suite.http.get(path).bearer(READ_KEY).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("cache-control"), "private, no-store");
    answer.json()
}

async fn status(suite: &Suite, path: &str) -> u16 {
    suite.http.get(path).bearer(READ_KEY).send().await.status
}

/// The waffle story that went wrong: searched anonymously, bought, was disappointed, complained and wrote a review.
fn story() -> Vec<Value> {
    vec![
        json!({"type": "search", "id": "search", "anonymous_id": "browser/1", "occurred_at": seconds_from_now(-900),
            "promise_id": "p", "expectation": {"waffles": 3, "scoops": 2}}),
        json!({"type": "purchase", "id": "order", "customer_id": "ana maria", "anonymous_id": "browser/1",
            "occurred_at": seconds_from_now(-800)}),
        json!({"type": "product_use", "id": "waffles", "customer_id": "ana maria", "occurred_at": seconds_from_now(-700),
            "promise_id": "p", "perception": {"waffles": 3, "scoops": 1}, "comment": "una sola bola"}),
        json!({"type": "identify", "id": "sign-in", "customer_id": "ana maria", "anonymous_id": "browser/1",
            "occurred_at": seconds_from_now(-650)}),
        json!({"type": "complaint", "id": "complaint", "customer_id": "ana maria", "occurred_at": seconds_from_now(-600),
            "rating": {"csat": 1}}),
        json!({"type": "review", "id": "review", "customer_id": "ana maria", "occurred_at": seconds_from_now(-500),
            "rating": {"stars": 1}, "content_url": "https://reviews.example.com/waffles/7"}),
    ]
}

fn ids(journey: &Value) -> Vec<&str> {
    let touchpoints = journey["touchpoints"].as_array().unwrap();
    touchpoints.iter().map(|entry| entry["touchpoint"]["id"].as_str().unwrap()).collect()
}

fn entry<'a>(journey: &'a Value, id: &str) -> &'a Value {
    let touchpoints = journey["touchpoints"].as_array().unwrap();
    touchpoints.iter().find(|entry| entry["touchpoint"]["id"] == id).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_shows_facts_judgements_reasons_promises_cases_and_reach() {
    let suite = Suite::start().await;
    suite.accept(&story()[..4]).await;
    suite.settle().await;
    suite.accept(&story()[4..]).await;
    let reader = |n: usize, kind: &str, after_s: i64, url: &str| {
        json!({"type": kind, "id": format!("reader-{n}-{after_s}"), "anonymous_id": format!("reader-{n}"),
            "occurred_at": seconds_from_now(after_s), "content_url": url})
    };
    suite
        .accept(&[
            // Two who read it later, one of them twice; one before it was there, the author, and one who wrote another.
            reader(1, "review_read", -400, "http://www.reviews.example.com/waffles/7/"),
            reader(1, "review_read", -300, "https://reviews.example.com/waffles/7#top"),
            reader(2, "review_read", -200, "https://reviews.example.com/waffles/7?utm_source=mail"),
            reader(3, "review_read", -505, "https://reviews.example.com/waffles/7"),
            reader(4, "review", -100, "https://reviews.example.com/waffles/7"),
            reader(5, "review_read", -100, "https://reviews.example.com/waffles/8"),
            json!({"type": "review_read", "id": "own", "anonymous_id": "browser/1", "occurred_at": seconds_from_now(-50),
                "content_url": "https://reviews.example.com/waffles/7"}),
        ])
        .await;
    suite.settle().await;

    let journey = ask(&suite, "/v1/customers/ana%20maria/journey").await;
    assert_eq!(journey["customer"], "id:ana maria");
    assert_eq!(journey["identities"], json!(["id:ana maria", "anon:browser/1"]));
    assert_eq!(ids(&journey), ["search", "order", "waffles", "sign-in", "complaint", "review", "own"]);
    assert!(entry(&journey, "sign-in").get("moment").is_none(), "identify makes no moment");
    let waffles = entry(&journey, "waffles");
    assert_eq!(waffles["touchpoint"]["comment"], "una sola bola", "read keys see the words");
    assert_eq!(waffles["moment"]["outcome"], "misery");
    assert_eq!(waffles["stored"], "same");
    assert_eq!(waffles["promised"][0]["facet"], "scoops");
    let clauses: Vec<_> = waffles["critical"].as_array().unwrap().iter().map(|told| &told["clause"]).collect();
    assert!(clauses.contains(&&json!("broken_promise")), "{clauses:?}");
    for told in waffles["reasons"].as_array().unwrap() {
        assert_ne!(told["code"], told["sentence"], "a reason without a sentence");
    }
    let overview = &journey["overview"];
    assert_eq!(overview["steps"].as_array().unwrap().len(), 6);
    assert_eq!(overview["promises"][0]["status"], "broken");
    assert!(overview["balance"].as_i64().unwrap() <= -3, "{overview}");
    assert_eq!(overview["leaks"].as_array().unwrap().len(), 1, "{overview}");
    assert_eq!(entry(&journey, "review")["reach"], json!({"readers": 2, "moments": 3, "is_at_least": false}));
    assert!(entry(&journey, "own").get("reach").is_none(), "only what somebody published has a reach");

    let cases = journey["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0]["state"], "open");
    let events: Vec<_> =
        cases[0]["events"].as_array().unwrap().iter().map(|event| event["transition"].as_str().unwrap()).collect();
    assert_eq!(events, ["opened", "joined", "joined"]);
    assert_eq!(cases[0]["events"][0]["touchpoint"]["id"], "waffles");
    // A request for the visitor gets the customer that the visitor turned out to be.
    assert_eq!(ask(&suite, "/v1/journey?anonymous_id=browser%2F1").await["customer"], "id:ana maria");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_is_true_while_the_stream_is_behind_and_says_what_the_table_holds() {
    let suite = Suite::start().await;
    suite.accept(&story()[..3]).await;
    suite.settle().await;
    suite.stack.pause_readers();
    // An earlier failure that comes late: everything after it is a repetition now, and nothing of it is stored yet.
    suite
        .accept(&[json!({"type": "billing", "id": "late", "customer_id": "ana maria", "rating": {"csat": 1},
            "occurred_at": seconds_from_now(-750)})])
        .await;
    let journey = ask(&suite, "/v1/customers/ana%20maria/journey").await;
    let stored = |id: &str| entry(&journey, id)["stored"].clone();
    assert_eq!([stored("search"), stored("order")], ["same", "same"]);
    assert_eq!(stored("late"), "missing");
    assert_eq!(stored("waffles"), "different");
    let clauses = entry(&journey, "waffles")["moment"]["critical"].to_string();
    assert!(clauses.contains("repeat"), "{clauses}");
    let fields = entry(&journey, "waffles")["differs_in"].to_string();
    assert!(fields.contains("critical") && !fields.contains("basis"), "{fields}");
    suite.stack.resume_readers();
    suite.settle().await;
    let journey = ask(&suite, "/v1/customers/ana%20maria/journey").await;
    for id in ids(&journey) {
        assert_eq!(entry(&journey, id)["stored"], "same", "{id}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reasons_are_worded_in_the_language_asked_for_or_the_deployments() {
    let suite = Suite::with(Setting { more: "language = 'es'\n".into(), ..Setting::default() }).await;
    suite.accept(&[json!({"type": "complaint", "id": "1", "customer_id": "ana", "rating": {"csat": 1}})]).await;
    let sentence = async |query: &str| {
        let journey = ask(&suite, &format!("/v1/customers/ana/journey{query}")).await;
        entry(&journey, "1")["critical"][0]["sentence"].as_str().unwrap().to_owned()
    };
    assert_eq!(sentence("").await, "Primer contacto registrado con su servicio");
    assert_eq!(sentence("?language=en").await, "First recorded contact with your service");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_needs_a_read_key_and_a_customer_on_record() {
    let suite = Suite::start().await;
    suite.accept(&[json!({"type": "search", "customer_id": "7", "id": "1"})]).await;
    let path = "/v1/customers/7/journey";
    assert_eq!(suite.http.get(path).send().await.status, 401);
    assert_eq!(suite.http.get(path).bearer(tests::suite::SECRET_KEY).send().await.status, 401);
    assert_eq!(status(&suite, path).await, 200);
    assert_eq!(status(&suite, "/v1/customers/8/journey").await, 404);
    // A visitor and a customer of one name are two.
    assert_eq!(status(&suite, "/v1/journey?customer_id=7").await, 200);
    assert_eq!(status(&suite, "/v1/journey?anonymous_id=7").await, 404);
    for query in ["language=fr", "until=yesterday"] {
        assert_eq!(status(&suite, &format!("{path}?{query}")).await, 400, "{query}");
    }
    assert_eq!(status(&suite, "/v1/journey").await, 400);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journey_too_large_for_one_answer_is_answered_in_parts() {
    let suite = Suite::paused().await;
    let large: std::collections::HashMap<_, _> = (0..10).map(|n| (format!("p{n}"), "x".repeat(2_000))).collect();
    let at = |n: usize| format!("2026-10-01T{:02}:{:02}:00Z", n / 60, n % 60);
    let bodies: Vec<_> = (0..250)
        .map(|n| {
            json!({"type": "search", "customer_id": "ana", "id": format!("{n:03}"), "occurred_at": at(n),
            "properties": large})
        })
        .collect();
    for chunk in bodies.chunks(10) {
        suite.accept(chunk).await;
    }
    let last = ask(&suite, "/v1/customers/ana/journey").await;
    let left_out = usize::try_from(last["left_out"].as_u64().unwrap()).unwrap();
    assert!(last.to_string().len() < 6_000_000 && left_out > 0);
    assert_eq!((ids(&last).len() + left_out, *ids(&last).last().unwrap()), (250, "249"));
    assert_eq!(last["overview"]["steps"].as_array().unwrap().len(), 250, "judged as a whole");
    let until = last["touchpoints"][0]["touchpoint"]["occurred_at"].as_str().unwrap();
    let first = ask(&suite, &format!("/v1/customers/ana/journey?until={until}")).await;
    assert_eq!(first["left_out"], 0);
    assert_eq!(ids(&first).last(), ids(&last).first(), "they meet in one touchpoint");
    assert_eq!(ids(&first).len(), left_out + 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_turns_out_to_share_and_not_to_research_is_no_reader() {
    let suite = Suite::start().await;
    let url = "https://reviews.example.com/waffles/9";
    let met = |id: &str, kind: &str, after_s: i64| {
        json!({"type": kind, "id": id, "customer_id": "eva", "channel": "social",
            "occurred_at": seconds_from_now(after_s), "content_url": url})
    };
    suite
        .accept(&[
            json!({"type": "review", "id": "review", "customer_id": "ana maria", "rating": {"stars": 1},
                "occurred_at": seconds_from_now(-500), "content_url": url}),
            met("clip", "clip", -300),
        ])
        .await;
    suite.settle().await;
    let reach = async || entry(&ask(&suite, "/v1/customers/ana%20maria/journey").await, "review")["reach"].clone();
    assert_eq!(
        reach().await,
        json!({"readers": 1, "moments": 1, "is_at_least": false}),
        "before a purchase it is research"
    );

    // She had bought before, which is heard of late: the clip was hers to share.
    suite
        .accept(&[json!({"type": "purchase", "id": "p", "customer_id": "eva", "occurred_at": seconds_from_now(-400)})])
        .await;
    suite.settle().await;
    assert_eq!(reach().await, json!({"readers": 0, "moments": 0, "is_at_least": false}));
    suite.end().await;
}
