//! The quarantine: what somebody known sends and nobody can take is kept with the reason, and becomes one moment once the map is
//! right, whatever happens on the way.

use lambda_runtime::Context;
use reqwest::Method;
use serde_json::{Value, json};
use store::quarantine::Way;
use tests::http::Answer;
use tests::suite::{ORIGIN, PUBLISHABLE_KEY, READ_KEY, SECRET_KEY, Setting, Suite};

use crate::kills::{Killer, at_every_call};

const SECRET: &str = "till-secret-0123456789";

/// A sender whose map looks for its fields in the wrong place, or in the right one.
fn till(is_right: bool) -> Setting {
    let under = if is_right { "receipt" } else { "bon" };
    let more = format!(
        "[senders.till]\nsecret = '{SECRET}'\nproof = {{ kind = 'secret', header = 'X-Till' }}\n\
         touchpoint_type = 'store_visit'\nchannel = 'store'\nid = '{under}.no'\ncustomer_id = '{under}.card'\n\
         rating = {{ at = '{under}.smiley', words = {{ good = ['green'], bad = ['red'] }} }}\n"
    );
    Setting { more, ..Setting::default() }
}

fn receipt() -> Value {
    json!({"receipt": {"no": 17, "card": "ana", "smiley": "red"}})
}

async fn deliver(suite: &Suite, secret: &str, body: &Value) -> Answer {
    suite.http.post("/v1/senders/till?token=x").header("x-till", secret).json(body).send().await
}

async fn listed(suite: &Suite) -> Vec<Value> {
    let answer = suite.http.get("/v1/quarantine").bearer(READ_KEY).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["records"].as_array().unwrap().clone()
}

async fn shown(suite: &Suite, id: &str) -> Answer {
    suite.http.get(&format!("/v1/quarantine/{id}")).bearer(READ_KEY).send().await
}

async fn replay(suite: &Suite, id: &str) -> Answer {
    suite.http.post(&format!("/v1/quarantine/{id}/replay")).bearer(SECRET_KEY).send().await
}

fn objects(suite: &Suite) -> usize {
    std::fs::read_dir(suite.stack.data().join("objects/quarantine")).map_or(0, Iterator::count)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_wrong_map_does_not_understand_becomes_one_moment_once_the_map_is_right() {
    let suite = Suite::with(till(false)).await;
    let answer = deliver(&suite, SECRET, &receipt()).await;
    assert_eq!((answer.status, &answer.json()["quarantined"]), (202, &json!(1)), "{}", answer.text);
    // The vendor sends it again: it is the same record.
    assert_eq!(deliver(&suite, SECRET, &receipt()).await.status, 202);
    let records = listed(&suite).await;
    let [record] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!((&record["source"], &record["reason"]), (&json!("till"), &json!("not_understood")));
    let wrong: Vec<_> = record["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
    assert_eq!(wrong, ["id", "customer_id", "rating"]);
    let id = record["id"].as_str().unwrap().to_owned();
    let whole = shown(&suite, &id).await;
    assert_eq!(whole.json()["request"]["text"], receipt().to_string());
    assert!(!whole.text.contains(SECRET) && !whole.text.contains("token"), "{}", whole.text);
    suite.settle().await;
    assert!(suite.all_moments().await.is_empty());
    // Replayed by the same map it stays where it is.
    let still = replay(&suite, &id).await;
    assert_eq!((still.status, listed(&suite).await.len()), (422, 1), "{}", still.text);

    let suite = suite.restarted(&till(true)).await;
    let both = futures::future::join_all((0..4).map(|_| replay(&suite, &id))).await;
    for answer in both {
        assert_eq!((answer.status, &answer.json()["state"]), (200, &json!("replayed")), "{}", answer.text);
    }
    assert_eq!(replay(&suite, &id).await.status, 200);
    let again = deliver(&suite, SECRET, &receipt()).await;
    assert_eq!(again.json()["results"][0]["status"], "duplicate", "{}", again.text);
    suite.settle().await;
    let moments = suite.all_moments().await;
    let [moment] = moments.as_slice() else { panic!("{moments:?}") };
    assert_eq!((moment.outcome.to_string(), moment.id.as_str()), ("misery".into(), "17"));
    let received = record["received_at"].as_str().unwrap();
    assert_eq!(moment.received_at.to_string(), received, "it came when it came, and not when it was replayed");
    assert!(listed(&suite).await.is_empty());
    assert_eq!(shown(&suite, &id).await.json()["state"], "replayed");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_of_somebody_unknown() {
    let suite = Suite::with(till(false)).await;
    assert_eq!(deliver(&suite, "guessed", &receipt()).await.status, 401);
    assert_eq!(suite.http.post("/v1/senders/till").body("{").send().await.status, 401);
    let broken = || suite.http.post("/v1/touchpoints").header("content-type", "application/json").body("{\"id\": ");
    for (asking, status) in [
        (broken(), 401),
        (broken().bearer("nobody"), 401),
        (broken().bearer(PUBLISHABLE_KEY).header("origin", "https://evil.example"), 403),
        (suite.http.post("/v1/touchpoints").header("content-type", "image/png").body("x"), 415),
        (suite.http.post("/v1/touchpoints").json(&json!({"ratings": 1})), 401),
        (suite.http.post("/v1/track").json(&json!({"writeKey": "nobody", "userId": "ana"})), 401),
        (suite.http.post("/v1/touchpoints").form(&[("website", "x"), ("write_key", "nobody")]), 401),
    ] {
        let answer = asking.send().await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    let kept: Vec<_> = suite.items().await.into_iter().map(|item| item["pk"].as_s().unwrap().clone()).collect();
    assert!(!kept.iter().any(|pk| pk.starts_with("QUARANTINE")), "{kept:?}");
    assert_eq!(objects(&suite), 0);
    // And nobody unknown sees, replays or removes anything.
    for (method, path) in [
        (Method::GET, "/v1/quarantine"),
        (Method::GET, "/v1/quarantine/q_1"),
        (Method::POST, "/v1/quarantine/q_1/replay"),
        (Method::DELETE, "/v1/quarantine/q_1"),
    ] {
        assert_eq!(suite.http.ask(method.clone(), path).send().await.status, 401, "{method} {path}");
    }
    assert_eq!(suite.http.post("/v1/quarantine/q_1/replay").bearer(PUBLISHABLE_KEY).send().await.status, 403);
    assert_eq!(suite.http.get("/v1/quarantine").bearer(SECRET_KEY).send().await.status, 401);
    assert_eq!(replay(&suite, "q_1").await.status, 404);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_batch_only_what_is_wrong_is_kept_and_a_body_that_is_none_whole() {
    let suite = Suite::paused().await;
    let (right, wrong) =
        (json!({"type": "search", "id": "1"}), json!({"type": "delivery", "ratings": 1, "userId": "ana"}));
    let answer = suite.post(&json!([right, wrong, wrong])).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let records = listed(&suite).await;
    assert_eq!(records.len(), 2, "without an id, two who say the same may be two people: {records:?}");
    for record in &records {
        assert_eq!((&record["source"], &record["reason"]), (&json!("back-end"), &json!("invalid")));
        assert_eq!((&record["customer_id"], &record["errors"][0]["field"]), (&json!("ana"), &json!("ratings")));
        let whole = shown(&suite, record["id"].as_str().unwrap()).await;
        assert_eq!(whole.json()["request"]["text"], wrong.to_string());
        assert!(!whole.text.contains(SECRET_KEY));
    }
    // With an id it is the same again.
    let named = json!({"type": "delivery", "id": "7", "ratings": 1});
    for _ in 0..2 {
        assert_eq!(suite.post(&named).await.status, 422);
    }
    let posted = |body: &'static [u8]| {
        suite
            .http
            .post("/v1/touchpoints")
            .bearer(SECRET_KEY)
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    assert_eq!(posted(b"{\"comment\": \"Fr\xfch").await.status, 400);
    assert_eq!(
        suite
            .http
            .post("/v1/touchpoints")
            .bearer(SECRET_KEY)
            .header("content-type", "image/png")
            .body("x")
            .send()
            .await
            .status,
        415
    );
    let reasons: Vec<_> = listed(&suite).await.iter().map(|record| record["reason"].clone()).collect();
    assert_eq!(reasons, ["invalid", "invalid", "invalid", "unreadable", "unreadable"]);
    // What is too large has to be sent otherwise.
    assert_eq!(suite.post(&json!(vec![right; 101])).await.status, 413);
    assert_eq!(listed(&suite).await.len(), 5);

    // Everything of one record goes at once.
    let id = listed(&suite).await[0]["id"].as_str().unwrap().to_owned();
    let remove =
        async || suite.http.ask(Method::DELETE, &format!("/v1/quarantine/{id}")).bearer(SECRET_KEY).send().await.status;
    assert_eq!((remove().await, remove().await), (204, 404));
    assert_eq!((listed(&suite).await.len(), objects(&suite)), (4, 4));
    assert!(!suite.items().await.iter().any(|item| item["pk"].as_s().unwrap().contains(&id)));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_filled_in_the_trap_without_knowing_is_heard_after_all() {
    let suite = Suite::start().await;
    let fields = [
        ("write_key", PUBLISHABLE_KEY),
        ("touchpoint_type", "review"),
        ("comment", "Terrible, never again"),
        ("website", "https://ana.example"),
    ];
    let answer = suite.http.post("/v1/touchpoints").header("origin", ORIGIN).form(&fields).send().await;
    assert_eq!(answer.status, 303);
    let records = listed(&suite).await;
    assert_eq!((records.len(), &records[0]["reason"]), (1, &json!("honeypot")));
    let id = records[0]["id"].as_str().unwrap();
    assert!(!shown(&suite, id).await.text.contains(PUBLISHABLE_KEY));
    for _ in 0..2 {
        assert_eq!(replay(&suite, id).await.status, 200);
    }
    suite.settle().await;
    let moments = suite.all_moments().await;
    assert_eq!((moments.len(), moments[0].outcome.to_string()), (1, "misery".into()));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_fills_its_own_room_and_no_other() {
    let suite = Suite::with(till(false)).await;
    assert_eq!(deliver(&suite, SECRET, &receipt()).await.status, 202);
    let counts: Vec<_> = suite
        .items()
        .await
        .into_iter()
        .filter(|item| item["pk"].as_s().unwrap().starts_with("QUARANTINE_COUNT#"))
        .collect();
    let [count] = counts.as_slice() else { panic!("{counts:?}") };
    let mut full = count.clone();
    full.insert("records".to_owned(), aws_sdk_dynamodb::types::AttributeValue::N("1000".to_owned()));
    let client = suite.stack.table_client();
    client.put_item().table_name(suite.stack.table_name()).set_item(Some(full)).send().await.unwrap();
    let other = json!({"receipt": {"no": 18}});
    let answer = deliver(&suite, SECRET, &other).await;
    assert_eq!(answer.status, 422, "it is not kept, so it is not said to be: {}", answer.text);
    assert_eq!(suite.post(&json!({"ratings": 1})).await.status, 422);
    let sources: Vec<_> = listed(&suite).await.iter().map(|record| record["source"].clone()).collect();
    assert_eq!(sources, ["till", "back-end"]);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_of_an_sdk_is_kept_whole_and_what_was_taken_of_it_stays_one() {
    let suite = Suite::start().await;
    let call = json!({"writeKey": SECRET_KEY, "batch": [
        {"type": "track", "event": "Store Visit", "messageId": "m1", "userId": "ana"},
        {"type": "track", "messageId": "m2", "userId": "ana"}]});
    let answer = suite.http.post("/v1/batch").json(&call).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let records = listed(&suite).await;
    let [record] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!(record["way"], json!(Way::Call));
    let id = record["id"].as_str().unwrap();
    let whole = shown(&suite, id).await;
    assert!(whole.text.contains("m2") && !whole.text.contains(SECRET_KEY), "{}", whole.text);
    let still = replay(&suite, id).await;
    assert_eq!((still.status, &still.json()["results"][0]["status"]), (422, &json!("duplicate")), "{}", still.text);
    suite.settle().await;
    assert_eq!(suite.all_moments().await.len(), 1);
    suite.end().await;
}

/// A request as the HTTP API sends it.
fn event(path: &str, headers: &Value, body: &Value) -> String {
    let mut request = crate::faults::post(body);
    for (name, value) in headers.as_object().unwrap() {
        request["headers"][name] = value.clone();
    }
    let (route, parameters) = match path.split('/').collect::<Vec<_>>()[..] {
        ["", "v1", "senders", name] => ("POST /v1/senders/{name}", json!({ "name": name })),
        ["", "v1", "quarantine", id, "replay"] => ("POST /v1/quarantine/{id}/replay", json!({ "id": id })),
        _ => panic!("no route leads to {path}"),
    };
    request["routeKey"] = route.into();
    request["requestContext"]["routeKey"] = route.into();
    request["pathParameters"] = parameters;
    request["rawPath"] = path.into();
    request["requestContext"]["http"]["path"] = path.into();
    request.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_at_any_write_loses_nothing_and_doubles_nothing() {
    let kept = at_every_call(async |call| {
        let suite = Suite::with(Setting { is_paused: true, ..till(false) }).await;
        let killer = Killer::at(&suite, call).await;
        let ingest = ingest::start(suite.environment(&killer.proxy.endpoint())).await.unwrap();
        let delivery = event("/v1/senders/till", &json!({"x-till": SECRET}), &receipt());
        let answer = killer.invoke(&ingest, delivery.clone()).await;
        if answer.is_none() {
            // Nobody was answered, so the vendor sends it again.
            let ingest = ingest::start(suite.environment(&suite.stack.table_endpoint())).await.unwrap();
            let answer = ingest.invoke(delivery, Context::default()).await.unwrap();
            assert!(answer.contains("quarantined"), "{answer}");
        }
        assert_eq!((listed(&suite).await.len(), objects(&suite)), (1, 1), "killed at {call}");
        suite.end().await;
        answer.is_some()
    })
    .await;
    assert_eq!(kept, 2, "room and record");

    let replayed = at_every_call(async |call| {
        let suite = Suite::with(Setting { is_paused: true, ..till(false) }).await;
        deliver(&suite, SECRET, &receipt()).await;
        let id = listed(&suite).await[0]["id"].as_str().unwrap().to_owned();
        let suite = suite.restarted(&till(true)).await;
        let killer = Killer::at(&suite, call).await;
        let ingest = ingest::start(suite.environment(&killer.proxy.endpoint())).await.unwrap();
        let order = event(&format!("/v1/quarantine/{id}/replay"), &json!({}), &Value::Null);
        let answer = killer.invoke(&ingest, order).await;
        assert_eq!(replay(&suite, &id).await.status, 200, "killed at {call}");
        suite.settle().await;
        assert_eq!((suite.all_moments().await.len(), listed(&suite).await.len()), (1, 0), "killed at {call}");
        suite.end().await;
        answer.is_some()
    })
    .await;
    assert_eq!(replayed, 2, "touchpoint and record");
}
