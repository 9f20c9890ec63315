//! Every door of the API, with no key, a wrong one, one whose time is over or has not come, and one without the right: nobody gets in.
//! The doors are those of the contract, so a new route is tried by itself. What is behind a door is tried elsewhere.

use std::collections::BTreeMap;

use reqwest::Method;
use runtime::http::patience::OF_ADDRESS_MAX;
use serde_json::{Value, json};
use tests::http::Answer;
use tests::suite::{CASE_KEY, READ_KEY, SECRET_KEY, Setting, Suite};

/// Keys that open nothing, or not everything.
const KEYS: &str = "\
[[write_keys]]\nkey = 'sk-over'\nname = 'back-end'\nkind = 'secret'\nnot_after = '2020-01-01T00:00:00Z'\n\
[[write_keys]]\nkey = 'sk-early'\nname = 'back-end'\nkind = 'secret'\nnot_before = '2999-01-01T00:00:00Z'\n\
[[read_keys]]\nkey = 'rk-over'\nname = 'test'\nnot_after = '2020-01-01T00:00:00Z'\n\
[[read_keys]]\nkey = 'rk-early'\nname = 'test'\nnot_before = '2999-01-01T00:00:00Z'\n\
[[read_keys]]\nkey = 'rk-bare'\nname = 'bare'\nrights = []\n\
[[read_keys]]\nkey = 'rk-reports'\nname = 'reports'\nrights = ['read_reports']\n\
[[read_keys]]\nkey = 'rk-auditor'\nname = 'auditor'\nrights = ['read_audit']\n\
[[case_keys]]\nkey = 'ck-over'\nname = 'crm'\nnot_after = '2020-01-01T00:00:00Z'\n\
[[case_keys]]\nkey = 'ck-early'\nname = 'crm'\nnot_before = '2999-01-01T00:00:00Z'\n\
[[case_keys]]\nkey = 'ck-bare'\nname = 'bare'\nrights = []\n\
[[case_keys]]\nkey = 'ck-looks'\nname = 'looks'\nrights = ['read_people']\n";

/// A door: what is asked, and what kind of key opens it.
struct Door {
    method: Method,
    path: String,
    kind: &'static str,
    takes_key_in_query: Option<&'static str>,
}

/// Lists the doors of the contract that a key opens.
fn doors() -> Vec<Door> {
    let document: Value = serde_json::from_str(contract::OPENAPI).unwrap();
    let mut doors = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let schemes: Vec<&str> = operation["security"]
                .as_array()
                .into_iter()
                .flatten()
                .flat_map(|scheme| scheme.as_object().unwrap().keys().map(String::as_str))
                .collect();
            let kind = ["readKey", "caseKey", "writeKey"].into_iter().find(|kind| schemes.contains(kind));
            let Some(kind) = kind else { continue };
            let in_query = schemes.iter().find_map(|scheme| match *scheme {
                "readKeyInQuery" => Some("read_key"),
                "writeKeyInQuery" => Some("write_key"),
                _ => None,
            });
            let values =
                BTreeMap::from([("{period}", "2026-W47"), ("{action}", "acknowledge"), ("{source}", "back-end")]);
            let mut path = path.clone();
            for (name, value) in values {
                path = path.replace(name, value);
            }
            let path = path.replace("{id}", "nothing");
            assert!(!path.contains('{'), "{path}: give its parameter a value here");
            let method: Method = method.to_ascii_uppercase().parse().unwrap();
            doors.push(Door { method, path, kind, takes_key_in_query: in_query });
        }
    }
    assert!(doors.len() > 20, "{} doors", doors.len());
    doors
}

/// Knocks with a key or without; what is sent besides is whole, so that only the key can be what is wrong.
async fn knock(suite: &Suite, door: &Door, key: Option<&str>) -> Answer {
    let asking = suite.http.ask(door.method.clone(), &door.path);
    let asking = if door.method == Method::POST { asking.json(&json!({"text": "x"})) } else { asking };
    match key {
        Some(key) => asking.bearer(key).send().await,
        None => asking.send().await,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_door_opens_without_its_key() {
    let suite = Suite::with(Setting { more: KEYS.to_owned(), ..Setting::default() }).await;
    for door in doors() {
        let place = format!("{} {}", door.method, door.path);
        let over = match door.kind {
            "readKey" => ["rk-over", "rk-early"],
            "caseKey" => ["ck-over", "ck-early"],
            _ => ["sk-over", "sk-early"],
        };
        let others = match door.kind {
            "readKey" => [CASE_KEY, SECRET_KEY],
            "caseKey" => [READ_KEY, SECRET_KEY],
            _ => [CASE_KEY, READ_KEY],
        };
        for key in [None, Some("nobody's"), Some("")].into_iter().chain(over.map(Some)).chain(others.map(Some)) {
            let answer = knock(&suite, &door, key).await;
            assert_eq!(answer.status, 401, "{place} with {key:?}: {}", answer.text);
            assert!(!answer.text.contains("-over") && !answer.text.contains("nobody's"), "{place} repeats a key");
        }
        if let Some(name) = door.takes_key_in_query {
            let joint = if door.path.contains('?') { '&' } else { '?' };
            let path = format!("{}{joint}{name}={}", door.path, over[0]);
            let answer = knock(&suite, &Door { path, ..door }, None).await;
            assert_eq!(answer.status, 401, "{place} in the address: {}", answer.text);
        }
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_does_what_it_has_no_right_to() {
    let suite = Suite::with(Setting { more: KEYS.to_owned(), ..Setting::default() }).await;
    let mut looked_at = 0;
    for door in doors() {
        let place = format!("{} {}", door.method, door.path);
        let is_report = door.path.starts_with("/v1/reports") && !door.path.ends_with("/moments");
        let refused: &[&str] = match door.kind {
            "readKey" if door.path == "/v1/audit" => &["rk-bare", "rk-reports"],
            "readKey" if is_report => &["rk-bare", "rk-auditor"],
            "readKey" => &["rk-bare", "rk-reports", "rk-auditor"],
            "caseKey" if door.method == Method::POST => &["ck-bare", "ck-looks"],
            "caseKey" => &["ck-bare"],
            _ => continue,
        };
        for key in refused {
            // A case that is not there tells nobody so who may not look.
            let answer = knock(&suite, &door, Some(key)).await;
            assert_eq!(answer.status, 403, "{place} with {key}: {}", answer.text);
            looked_at += 1;
        }
    }
    assert!(looked_at > 30, "{looked_at}");
    let reports = suite.http.get("/v1/reports/2026-W47").bearer("rk-reports").send().await;
    assert_eq!(reports.status, 200, "{}", reports.text);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_replaces_another_without_a_gap_and_a_hash_opens_nothing() {
    use sha2::Digest;
    let hash = hex::encode(sha2::Sha256::digest("sk-next-of-the-same-name"));
    let more = format!("[[write_keys]]\nkey = 'sha256:{hash}'\nname = 'back-end'\nkind = 'secret'\n");
    let suite = Suite::with(Setting { more, ..Setting::default() }).await;
    let send = |key: &str, id: &str| {
        let body = json!({"type": "survey", "customer_id": "ana", "id": id, "rating": {"csat": 5}});
        suite.http.post("/v1/touchpoints").bearer(key).json(&body).send()
    };
    // The same source, so that a retry with the new key is the duplicate that it is.
    for (key, id, status) in [(SECRET_KEY, "1", "accepted"), ("sk-next-of-the-same-name", "1", "duplicate")] {
        let answer = send(key, id).await;
        assert_eq!(answer.json()["results"][0]["status"], status, "{}", answer.text);
    }
    for key in [format!("sha256:{hash}"), hash.clone()] {
        assert_eq!(send(&key, "2").await.status, 401);
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_keys_and_links_read_and_change_is_in_the_trail_which_an_auditor_reads() {
    let suite = Suite::with(Setting { more: KEYS.to_owned(), ..Setting::default() }).await;
    let body =
        json!({"type": "complaint", "customer_id": "ana-of-the-shop", "id": "1", "comment": "Cold, and nobody cared."});
    assert_eq!(suite.post(&body).await.status, 202);
    suite.settle().await;
    let (http, date) = (&suite.http, jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date());
    for _ in 0..3 {
        let journey = http.get("/v1/customers/ana-of-the-shop/journey").bearer(READ_KEY).send().await;
        assert_eq!(journey.status, 200);
    }
    http.get(&format!("/v1/reports/{date}")).bearer(READ_KEY).send().await;
    let cases = http.get("/v1/cases").bearer(CASE_KEY).send().await.json();
    let case = cases["cases"][0]["id"].as_str().unwrap().to_owned();
    let take = http.post(&format!("/v1/cases/{case}/acknowledge")).bearer(CASE_KEY).json(&json!({"actor": "Eva"}));
    assert_eq!(take.send().await.status, 200);
    let said =
        json!({"source": "back-end", "id": "1", "customer_id": "ana-of-the-shop", "says": "spam", "reason": "a test"});
    assert_eq!(http.post("/v1/corrections").bearer(CASE_KEY).json(&said).send().await.status, 200);

    let path = format!("/v1/audit?from={date}&to={date}");
    let trail = http.get(&path).bearer("rk-auditor").send().await;
    assert_eq!((trail.status, trail.header("content-type")), (200, "application/x-ndjson"), "{}", trail.text);
    assert!(!trail.text.contains("ana-of-the-shop") && !trail.text.contains(READ_KEY) && !trail.text.contains("Cold"));
    let lines: Vec<Value> = trail.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let count = |who: &str, what: &str| {
        lines.iter().filter(|line| line["who"] == who && line["what"] == what && line["from"] == "127.0.0.1").count()
    };
    for (who, what) in [
        ("read:test", "customer_read"),
        ("read:test", "report_read"),
        ("case:crm", "cases_listed"),
        ("case:crm", "case_changed:acknowledge"),
        ("case:crm", "corrected:spam"),
    ] {
        assert_eq!(count(who, what), 1, "{who} {what} in {}", trail.text);
    }
    let wrong = http.get("/v1/audit?from=2026-11-30&to=2026-01-01").bearer("rk-auditor").send().await;
    assert_eq!(wrong.status, 400);
    suite.end().await;
}

/// Asks a function as the platform does, from an address outside.
async fn from_outside(suite: &Suite, function: &str, (method, path): (&str, &str), key: &str, body: &Value) -> u64 {
    let route = format!("{method} {path}");
    let http =
        json!({"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.9", "userAgent": ""});
    let event = json!({
        "version": "2.0", "routeKey": route, "rawPath": path, "rawQueryString": "customer_id=ana",
        "headers": {"authorization": format!("Bearer {key}"), "content-type": "application/json", "host": "api.example.com"},
        "queryStringParameters": {"customer_id": "ana"},
        "requestContext": {"accountId": "1", "apiId": "api", "domainName": "api.example.com", "http": http, "requestId": "1",
            "routeKey": route, "stage": "$default", "timeEpoch": 0},
        "body": body.to_string(), "isBase64Encoded": false,
    });
    let answer = suite.stack.invoke(function, event.to_string()).await.unwrap();
    serde_json::from_str::<Value>(&answer).unwrap()["statusCode"].as_u64().unwrap()
}

/// Somebody who tries keys is not heard any more, not even with the right one. A form that is right is taken from everybody.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_refused_too_often_is_not_heard_for_a_minute() {
    let suite = Suite::start().await;
    let visit = |id: usize| json!({"type": "visit", "customer_id": "ana", "id": format!("v{id}")});
    assert_eq!(suite.post(&visit(0)).await.status, 202);
    suite.settle().await;
    let minute = || jiff::Timestamp::now().as_second() / 60;
    for attempt in 1.. {
        let began = minute();
        let mut told = Vec::new();
        for (function, (method, path), right) in [
            ("read", ("GET", "/v1/journey"), READ_KEY),
            ("cases", ("GET", "/v1/cases"), CASE_KEY),
            ("ingest", ("POST", "/v1/touchpoints"), SECRET_KEY),
        ] {
            let body = visit(attempt);
            let mut statuses = Vec::new();
            for guess in 0..=OF_ADDRESS_MAX {
                statuses.push(from_outside(&suite, function, (method, path), &format!("guess-{guess}"), &body).await);
            }
            let after = from_outside(&suite, function, (method, path), right, &body).await;
            told.push((statuses.iter().filter(|status| **status == 401).count(), statuses.last().copied(), after));
        }
        // The count begins anew with each minute.
        if minute() == began {
            let all = usize::try_from(OF_ADDRESS_MAX).unwrap();
            assert_eq!(told, [(all, Some(429), 429), (all, Some(429), 429), (all, Some(429), 202)]);
            break;
        }
        assert!(attempt < 5, "no minute was long enough");
    }
    suite.end().await;
}
