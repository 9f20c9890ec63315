//! `POST /v1/touchpoints` with JSON: what is taken, what is refused, and how it is said.

use reqwest::Method;
use serde_json::{Value, json};
use tests::http::Answer;
use tests::suite::{ORIGIN, PUBLISHABLE_KEY, SECRET_KEY, SLOW_KEY, Setting, Suite, seconds_from_now};

fn assert_problem(answer: &Answer, status: u16, kind: &str) {
    assert_eq!(answer.status, status, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["type"], format!("urn:moments:problem:{kind}"), "{problem}");
    assert_eq!(problem["status"], status);
}

fn visit() -> Value {
    json!({"touchpoint_type": "site_visit", "customer_id": "ana"})
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named_at_once_and_no_value_is_repeated() {
    let suite = Suite::paused().await;
    let answer = suite
        .post(&json!({"type": "2nd Visit", "rating": {"csat": 6, "smileys": 3}, "occurred_at": "yesterday",
            "channel": 7, "importance": {"value": 9, "asked": "never"}, "colour": "hunter2",
            "value_at_risk": {"amount": -1, "currency": "EURO"}, "staff": {}, "stage": "fifth"}))
        .await;
    assert_problem(&answer, 422, "invalid");
    let mut fields = answer.wrong_fields();
    fields.sort();
    let expected = [
        "channel",
        "colour",
        "importance.asked",
        "importance.value",
        "occurred_at",
        "rating.csat",
        "rating.smileys",
        "staff",
        "stage",
        "touchpoint_type",
        "value_at_risk.amount",
        "value_at_risk.currency",
    ];
    assert_eq!(fields, expected);
    assert!(!answer.text.contains("hunter2") && !answer.text.contains("yesterday"), "{}", answer.text);
    assert!(suite.items_of("TOUCHPOINT#").await.is_empty());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_gets_one_result_an_item() {
    let suite = Suite::paused().await;
    suite.post(&json!({"touchpoint_type": "search", "customer_id": "ana", "id": "there"})).await;
    let answer = suite
        .post(&json!([
            {"touchpoint_type": "search", "customer_id": "ana", "id": "new"},
            {"touchpoint_type": "search", "customer_id": "ana", "id": "there"},
            {"touchpoint_type": "demo", "customer_id": "ana", "id": "there"},
            {"customer_id": "ana"},
            7,
        ]))
        .await;
    assert_eq!(answer.status, 202);
    let results = answer.json()["results"].clone();
    let statuses: Vec<_> = results.as_array().unwrap().iter().map(|result| result["status"].clone()).collect();
    assert_eq!(statuses, ["accepted", "duplicate", "conflict", "invalid", "invalid"]);
    assert_eq!(results[3]["errors"][0]["field"], "touchpoint_type");
    assert_eq!(results[0]["id"], "new");
    assert_eq!(results[0]["source"], "back-end");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_which_nothing_is_stored_is_a_problem() {
    let suite = Suite::paused().await;
    let answer = suite.post(&json!([{"type": "search", "colour": 1}, {}])).await;
    assert_problem(&answer, 422, "invalid");
    assert_eq!(answer.wrong_fields(), ["0.colour", "1.touchpoint_type"]);
    suite.accept(&[json!({"type": "search", "id": "kept", "customer_id": "ana"})]).await;
    let mixed = suite.post(&json!([{"type": "demo", "id": "kept", "customer_id": "ana"}, {"id": "bad"}, 4])).await;
    assert_problem(&mixed, 422, "invalid");
    let results = mixed.json()["results"].clone();
    let told: Vec<_> = results.as_array().unwrap().iter().map(|result| (&result["status"], &result["id"])).collect();
    assert_eq!(
        told,
        [(&json!("conflict"), &json!("kept")), (&json!("invalid"), &json!("bad")), (&json!("invalid"), &Value::Null)]
    );
    assert_problem(&suite.post(&json!([])).await, 422, "invalid");
    let many = vec![visit(); 101];
    assert_problem(&suite.post(&Value::from(many)).await, 413, "too_large");
    assert_eq!(suite.post(&Value::from(vec![visit(); 100])).await.status, 202);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn aliases_of_other_senders_are_understood() {
    let suite = Suite::paused().await;
    let answer = suite
        .post(&json!({"messageId": "m1", "userId": "ana", "anonymousId": "x", "event": "sign_up",
            "timestamp": "2026-11-20T10:00:00+01:00", "sentAt": "2026-11-20T10:00:01+01:00"}))
        .await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let items = suite.items_of("TOUCHPOINT#").await;
    assert_eq!(items[0]["touchpoint_type"].as_s().unwrap(), "sign_up");
    assert_eq!(items[0]["occurred_at"].as_s().unwrap(), "2026-11-20T09:00:00Z");
    assert_eq!(items[0]["recorded"].as_s().unwrap(), "id:ana");
    // The same in our own words is the same touchpoint.
    let again = suite
        .post(&json!({"id": "m1", "customer_id": "ana", "anonymous_id": "x", "touchpoint_type": "sign_up",
            "occurred_at": "2026-11-20T09:00:00Z"}))
        .await;
    assert_eq!(again.json()["results"][0]["status"], "duplicate");
    let twice = suite.post(&json!({"type": "search", "event": "demo"})).await;
    assert_problem(&twice, 422, "invalid");
    assert_eq!(twice.wrong_fields(), ["touchpoint_type"]);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cloud_events_are_unwrapped() {
    let suite = Suite::paused().await;
    let event = json!({"specversion": "1.0", "id": "e1", "source": "shop", "type": "com.example.delivery",
        "subject": "ana", "time": "2026-11-20T10:00:00Z", "traceparent": "ignored", "data": {"rating": {"csat": 4}}});
    let post = |media: &'static str, body: String| {
        suite.http.post("/v1/touchpoints").bearer(SECRET_KEY).header("content-type", media).body(body).send()
    };
    let answer = post("application/cloudevents+json", event.to_string()).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    assert_eq!(answer.json()["results"][0], json!({"status": "accepted", "source": "back-end/shop", "id": "e1"}));
    let items = suite.items_of("TOUCHPOINT#").await;
    assert_eq!(items[0]["touchpoint_type"].as_s().unwrap(), "delivery");
    assert_eq!(items[0]["customer_id"].as_s().unwrap(), "ana");
    let batch = post("application/cloudevents-batch+json; charset=utf-8", json!([event, event]).to_string()).await;
    assert_eq!(batch.json()["results"][1]["status"], "duplicate");
    // An envelope says by itself that it is one.
    let plain = post("application/json", event.to_string()).await;
    assert_eq!(plain.json()["results"][0]["status"], "duplicate", "{}", plain.text);
    let binary = suite.http.post("/v1/touchpoints").bearer(SECRET_KEY).header("content-type", "application/json");
    let binary = binary
        .header("ce-specversion", "1.0")
        .header("ce-id", "e1")
        .header("ce-source", "shop")
        .header("ce-type", "com.example.delivery.v1")
        .header("ce-subject", "ana")
        .header("ce-time", "2026-11-20T10:00:00Z")
        .body(json!({"rating": {"csat": 4}}).to_string());
    assert_eq!(binary.send().await.json()["results"][0]["status"], "duplicate");
    let bare = post("application/cloudevents+json", json!({"data": 3}).to_string()).await;
    assert_problem(&bare, 422, "invalid");
    assert_eq!(bare.wrong_fields(), ["specversion", "id", "source", "type", "data"]);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_lists_a_hundred_errors_once_and_counts_the_rest() {
    let suite = Suite::paused().await;
    let unknown = |count: usize, name: &str| {
        let mut body = visit();
        for index in 0..count {
            body[format!("{index:05}{name}")] = 1.into();
        }
        body
    };
    let one = suite.post(&unknown(5_000, &"\u{1}\u{10ffff}".repeat(3))).await;
    assert_problem(&one, 422, "invalid");
    assert_eq!(one.json()["errors"].as_array().unwrap().len(), 101);
    assert_eq!(one.json()["errors"][100], json!({"field": "", "message": "and 4,900 more"}));
    let long = suite.post(&unknown(1, &"n".repeat(200_000))).await;
    assert!(long.wrong_fields()[0].len() <= 64, "{}", long.text);

    // A batch of which nothing is stored, and one of which something is.
    let wrong = vec![unknown(100, "x"); 99];
    let all = suite.post(&json!(wrong)).await;
    assert_problem(&all, 422, "invalid");
    assert_eq!(all.json()["errors"].as_array().unwrap().len(), 101);
    assert_eq!(all.json()["errors"][100]["message"], "and 9,800 more");
    assert_eq!(all.json()["results"].as_array().unwrap().len(), 99);
    assert!(!all.json()["results"].to_string().contains("unknown field"), "listed twice");
    let some = suite.post(&Value::from([wrong, vec![visit()]].concat())).await;
    assert_eq!(some.status, 202);
    assert_eq!(some.text.matches("unknown field").count(), 100);
    assert_eq!(some.json()["results"][98]["errors"], json!([{"field": "", "message": "and 100 more"}]));
    for answer in [one, long, all, some] {
        assert!(answer.text.len() < 64 * 1024, "{} bytes", answer.text.len());
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_read_for_who_has_no_key() {
    let suite = Suite::paused().await;
    let post = |body: &str| {
        suite.http.post("/v1/touchpoints").header("content-type", "application/json").body(body.to_owned())
    };
    for body in ["", "{", "[]", "[[[[", r#"{"a":1,"a":2}"#] {
        assert_problem(&post(body).send().await, 401, "unauthorized");
        assert_problem(&post(body).bearer("wrong").send().await, 401, "unauthorized");
        assert!([400, 422].contains(&post(body).bearer(SECRET_KEY).send().await.status), "{body}");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_has_its_status_and_its_reason() {
    let suite = Suite::paused().await;
    let post = || suite.http.post("/v1/touchpoints");
    let body = visit().to_string();
    let json = "application/json";

    let nobody = post().json(&visit()).send().await;
    assert_problem(&nobody, 401, "unauthorized");
    assert_eq!(nobody.header("www-authenticate"), "Bearer");
    assert_problem(&post().bearer("wrong").json(&visit()).send().await, 401, "unauthorized");
    let elsewhere = post().bearer(PUBLISHABLE_KEY).header("origin", "https://evil.example").json(&visit());
    assert_problem(&elsewhere.send().await, 403, "forbidden");
    let leaked = post().bearer(SECRET_KEY).header("origin", ORIGIN).json(&visit());
    assert_problem(&leaked.send().await, 403, "forbidden");
    let text = post().bearer(SECRET_KEY).header("content-type", "text/html").body("<p>5</p>");
    assert_problem(&text.send().await, 415, "unsupported");
    // Without a type it is read as JSON, which a beacon of an untyped Blob is.
    assert_problem(&post().bearer(SECRET_KEY).body("touchpoint_type=search").send().await, 400, "unreadable");
    let latin =
        post().bearer(SECRET_KEY).header("content-type", "application/json; charset=shift_jis").body(body.clone());
    assert_problem(&latin.send().await, 415, "unsupported");
    let packed = post().bearer(SECRET_KEY).header("content-type", json).header("content-encoding", "br").body(body);
    assert_problem(&packed.send().await, 415, "unsupported");
    // Opening it would fail: nothing is decompressed before the key is known.
    for kind in [json, "application/x-www-form-urlencoded"] {
        let gzip = |key: &str| {
            let packed = post().bearer(key).header("content-type", kind).header("content-encoding", "gzip");
            packed.header("accept", json).body(vec![0x1f, 0x8b, 8, 0])
        };
        assert_problem(&gzip("wrong").send().await, 401, "unauthorized");
        assert_problem(&gzip(SECRET_KEY).send().await, 400, "unreadable");
    }
    let broken = post().bearer(SECRET_KEY).header("content-type", json).body("{\"type\": ");
    assert_problem(&broken.send().await, 400, "unreadable");
    for (unreadable, why) in [
        ("[".repeat(100_000), "nested too deeply"),
        ("{\"type\": 1e999}".to_owned(), "a number that is too large"),
        ("{\"type\":".to_owned(), "ends before"),
        ("type=search".to_owned(), "is not JSON"),
        (r#"{"type": "search", "comment": "a", "comment": "b"}"#.to_owned(), "the member `comment` is given twice"),
    ] {
        let answer = post().bearer(SECRET_KEY).header("content-type", json).body(unreadable).send().await;
        assert_problem(&answer, 400, "unreadable");
        assert!(answer.text.contains(why), "{}", answer.text);
    }
    let large = json!({"type": "search", "comment": "x".repeat(256 * 1024)});
    assert_problem(&post().bearer(SECRET_KEY).json(&large).send().await, 413, "too_large");
    for method in [Method::PUT, Method::GET, Method::DELETE] {
        let other = suite.http.ask(method, "/v1/touchpoints").bearer(SECRET_KEY).json(&visit()).send().await;
        assert_problem(&other, 405, "method_not_allowed");
        assert_eq!(other.header("allow"), "POST, OPTIONS");
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publishable_key_may_not_say_what_only_a_server_knows() {
    let suite = Suite::paused().await;
    let body = json!({"type": "delivery", "outcome": "magic", "staff": {"team": "night"},
        "known_since": "2020-01-01T00:00:00Z"});
    let answer = suite.http.post("/v1/touchpoints").bearer(PUBLISHABLE_KEY).json(&body).send().await;
    assert_problem(&answer, 422, "invalid");
    assert_eq!(answer.wrong_fields(), ["outcome", "staff", "known_since"]);
    assert_eq!(suite.post(&body).await.status, 202);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_sends_too_much_is_told_when_to_come_back() {
    let suite = Suite::paused().await;
    let post = || suite.http.post("/v1/touchpoints").bearer(SLOW_KEY).json(&visit()).send();
    for _ in 0..3 {
        assert_eq!(post().await.status, 202);
    }
    let answer = post().await;
    assert_problem(&answer, 429, "too_many");
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=21).contains(&wait), "{wait}");
    let other = suite.http.post("/v1/touchpoints").bearer(PUBLISHABLE_KEY).json(&visit()).send().await;
    assert_eq!(other.status, 202);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_listed_origins_may_post_and_read_the_answer() {
    let suite = Suite::paused().await;
    let preflight = |origin: &'static str| {
        suite
            .http
            .ask(Method::OPTIONS, "/v1/touchpoints")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type")
            .send()
    };
    let allowed = preflight(ORIGIN).await;
    assert_eq!(allowed.status, 204);
    assert_eq!(allowed.header("access-control-allow-origin"), ORIGIN);
    assert_eq!(allowed.header("access-control-allow-methods"), "POST");
    assert_eq!(allowed.header("access-control-allow-headers"), "authorization, content-type, identity-token");
    assert_eq!(allowed.header("vary"), "origin");
    let refused = preflight("https://shop.example.com.evil.example").await;
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (403, ""));

    let post = |key: &'static str| {
        suite.http.post("/v1/touchpoints").bearer(key).header("origin", ORIGIN).json(&visit()).send()
    };
    let accepted = post(PUBLISHABLE_KEY).await;
    assert_eq!((accepted.status, accepted.header("access-control-allow-origin")), (202, ORIGIN));
    // Errors too: a page must be able to say what is wrong.
    let wrong = post("wrong").await;
    assert_eq!((wrong.status, wrong.header("access-control-allow-origin")), (401, ORIGIN));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bounds_hold_on_both_sides() {
    let suite = Suite::paused().await;
    let taken = async |mut body: Value| {
        body["touchpoint_type"] = "search".into();
        let answer = suite.post(&body).await;
        // What is beyond is refused by itself, and the touchpoint is taken without it.
        answer.status == 202 && answer.json()["results"][0]["warnings"].is_null()
    };
    let nested = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!({ "x": inner }));
    for (within, beyond) in [
        (json!({"comment": "x".repeat(10_000)}), json!({"comment": "x".repeat(10_001)})),
        (json!({"customer_id": "x".repeat(200)}), json!({"customer_id": "x".repeat(201)})),
        (json!({"occurred_at": seconds_from_now(290)}), json!({"occurred_at": seconds_from_now(310)})),
        (json!({"occurred_at": "2000-01-01T00:00:00Z"}), json!({"occurred_at": "1999-12-31T23:59:59Z"})),
        (json!({"properties": {"a": nested(5)}}), json!({"properties": {"a": nested(6)}})),
        (json!({"properties": {"a": vec![1; 100]}}), json!({"properties": {"a": vec![1; 101]}})),
        (json!({"properties": {"a": "x".repeat(2_000)}}), json!({"properties": {"a": "x".repeat(2_001)}})),
        (json!({"rating": {"nps": 0}}), json!({"rating": {"nps": 11}})),
        (json!({"rating": {"ces": 7}}), json!({"rating": {"ces": 0}})),
        (json!({"language": "es-MX"}), json!({"language": "spanish!"})),
        (json!({"content_url": "https://a.example/r/1"}), json!({"content_url": "javascript:alert(1)"})),
        (
            json!({"value_at_risk": {"amount": 0.5, "currency": "EUR"}}),
            json!({"value_at_risk": {"amount": 1, "currency": "EURO"}}),
        ),
        (json!({"perception": {"x": 1e100}}), json!({"perception": {"x": 1e101}})),
        (json!({"properties": {"x": -1e-100}}), json!({"properties": {"x": 1e-101}})),
        (json!({"properties": {"x": 0.0}}), json!({"properties": {"x": {"": 1}}})),
    ] {
        assert!(taken(within.clone()).await, "{within} was refused");
        assert!(!taken(beyond.clone()).await, "{beyond} was taken");
    }
    let texts = |count: usize| -> Value {
        (0..count).map(|n| (format!("p{n}"), json!("x".repeat(1_900)))).collect::<serde_json::Map<_, _>>().into()
    };
    assert!(taken(json!({"properties": texts(16)})).await);
    assert!(!taken(json!({"properties": texts(18)})).await, "an item larger than 32 KB was taken");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_in_particular_counts_as_a_customer_of_its_own() {
    let suite = Suite::start().await;
    suite.accept(&[json!({"type": "store_visit", "id": "a"}), json!({"type": "store_visit", "id": "b"})]).await;
    suite.settle().await;
    let moments = suite.all_moments().await;
    assert_eq!(moments.len(), 2);
    assert_ne!(moments[0].customer, moments[1].customer);
    assert!(moments.iter().all(|moment| !moment.customer.is_known() && !moment.first_contact));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_types_are_kept_and_placed_by_the_journey() {
    let suite = Suite::start().await;
    suite.accept(&[json!({"type": "waffle_tasting", "customer_id": "ana", "rating": {"stars": 5}})]).await;
    suite.settle().await;
    let moments = suite.moments("ana").await;
    assert_eq!(moments[0].touchpoint_type, "waffle_tasting");
    assert!(moments[0].reasons.iter().any(|code| code.name() == "stage_by_journey"));
    // However their senders spell them.
    suite.accept(&[json!({"event": "Order Completed", "customer_id": "eva", "channel": "Web"})]).await;
    suite.settle().await;
    let moments = suite.moments("eva").await;
    assert_eq!(moments[0].touchpoint_type, "order_completed");
    assert_eq!(moments[0].channel.as_deref(), Some("web"));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployment_may_change_the_rules() {
    let more = "[types.billing]\nimportance = 5\n[types.tasting]\nstage = 'zero'\nimportance = 1".to_owned();
    let suite = Suite::with(Setting { more, ..Setting::default() }).await;
    suite
        .accept(&[
            json!({"type": "billing", "customer_id": "ana", "rating": {"csat": 1}}),
            json!({"type": "tasting", "customer_id": "eva"}),
        ])
        .await;
    suite.settle().await;
    assert_eq!(serde_json::to_value(&suite.moments("ana").await[0].critical).unwrap(), json!(["importance"]));
    assert_eq!(suite.moments("eva").await[0].stage.to_string(), "zero");
    suite.end().await;
}
