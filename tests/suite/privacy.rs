//! What is never kept: typed addresses and numbers, whatever way they come, wherever one looks afterwards.

use aws_sdk_dynamodb::types::AttributeValue;
use reqwest::Method;
use serde_json::{Value, json};
use tests::suite::{CASE_KEY, ORIGIN, PUBLISHABLE_KEY, READ_KEY, SECRET_KEY, Setting, Suite};

use crate::claims;

const TYPED: [&str; 5] =
    ["ana@example.com", "612 345 678", "4111 1111 1111 1111", "ES91 2100 0418 4502 0005 1332", "12345678Z"];

const SENDER: &str = "till-secret-0123456789";

fn settings() -> Setting {
    let more = format!(
        "[redaction]\nsenders = ['till']\npatterns = [{{ name = 'DNI', pattern = '\\b\\d{{8}}[a-z]\\b' }}]\n\
         [senders.till]\nsecret = '{SENDER}'\nproof = {{ kind = 'secret', header = 'X-Till' }}\n\
         touchpoint_type = 'store_visit'\nid = 'no'\ncustomer_id = 'card'\ncomment = 'words'\n"
    );
    Setting { more, ..Setting::default() }
}

fn words() -> String {
    format!(
        "Cold and terrible, never again. {} / call {} / card {} / {} / DNI {}",
        TYPED[0], TYPED[1], TYPED[2], TYPED[3], TYPED[4]
    )
}

/// Everything that the table holds, as text.
async fn table(suite: &Suite) -> String {
    let scanned = suite.stack.table_client().scan().table_name(suite.stack.table_name()).send().await.unwrap();
    assert!(scanned.last_evaluated_key.is_none());
    scanned.items().iter().flat_map(std::collections::HashMap::values).map(text).collect::<Vec<_>>().join("\n")
}

fn text(value: &AttributeValue) -> String {
    match value {
        AttributeValue::B(bytes) => String::from_utf8_lossy(bytes.as_ref()).into_owned(),
        AttributeValue::M(map) => map.values().map(text).collect::<Vec<_>>().join("\n"),
        AttributeValue::L(list) => list.iter().map(text).collect::<Vec<_>>().join("\n"),
        other => format!("{other:?}"),
    }
}

/// Every byte of every file of the stack: table, objects, what is written down.
fn files(folder: &std::path::Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.path() {
            path if path.is_dir() => bytes.extend(files(&path)),
            path => bytes.extend(std::fs::read(path).unwrap_or_default()),
        }
    }
    bytes
}

async fn assert_nowhere(suite: &Suite) {
    let (table, files) = (table(suite).await, files(suite.stack.data()));
    for typed in TYPED {
        assert!(!table.contains(typed), "{typed} is in the table");
        assert!(!files.windows(typed.len()).any(|bytes| bytes == typed.as_bytes()), "{typed} is in a file");
    }
}

async fn stored(suite: &Suite, reference: &str, customer: &str) -> Value {
    let answer =
        suite.http.get(&format!("/v1/touchpoints/{reference}?customer_id={customer}")).bearer(READ_KEY).send().await;
    assert_eq!(answer.status, 200, "{reference}: {}", answer.text);
    answer.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn typed_addresses_and_numbers_are_stored_nowhere_whatever_way_they_come() {
    let suite = Suite::with(settings()).await;
    let body = |id: &str| {
        json!({"id": id, "customer_id": "ana", "touchpoint_type": "delivery", "rating": {"csat": 1}, "comment": words(),
            "properties": {"contact": words()}})
    };
    let post = || suite.http.post("/v1/touchpoints").header("origin", ORIGIN).bearer(PUBLISHABLE_KEY);
    let statuses = |answer: &tests::http::Answer| {
        answer.json()["results"].as_array().unwrap().iter().map(|of| of["status"].clone()).collect::<Vec<_>>()
    };
    for expected in ["accepted", "duplicate"] {
        let answer = post().json(&json!([body("1")])).send().await;
        assert_eq!(statuses(&answer), [expected], "{}", answer.text);
    }
    let mut other = body("1");
    other["comment"] = json!("Another story");
    let answer = post().json(&json!([other])).send().await;
    assert_eq!(statuses(&answer), ["conflict"], "{}", answer.text);
    let form =
        [("write_key", PUBLISHABLE_KEY), ("id", "form"), ("touchpoint_type", "delivery"), ("customer_id", "ana")];
    let typed = words();
    let form: Vec<_> =
        form.into_iter().chain([("comment", typed.as_str()), ("properties.contact", typed.as_str())]).collect();
    assert!(suite.http.post("/v1/touchpoints").header("origin", ORIGIN).form(&form).send().await.status < 400);
    let call = json!({"writeKey": PUBLISHABLE_KEY, "event": "delivery", "messageId": "call", "userId": "ana",
        "properties": {"comment": words(), "contact": words()}});
    let answer = suite.http.post("/v1/track").header("origin", ORIGIN).json(&call).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    // What cannot be taken goes into quarantine: as a touchpoint and as a form.
    let mut wrong = body("wrong");
    wrong["commment"] = json!(words());
    assert_eq!(post().json(&json!([wrong])).send().await.status, 422);
    let trapped: Vec<_> = form.iter().copied().chain([("website", "x")]).collect();
    assert!(suite.http.post("/v1/touchpoints").header("origin", ORIGIN).form(&trapped).send().await.status < 400);
    let held = suite.http.get("/v1/quarantine").bearer(READ_KEY).send().await;
    assert_eq!(held.json()["records"].as_array().unwrap().len(), 2, "{}", held.text);
    let delivery = json!({"no": 17, "card": "ana", "words": words()});
    let answer = suite.http.post("/v1/senders/till").header("x-till", SENDER).json(&delivery).send().await;
    assert!(answer.status < 400, "{}", answer.text);
    suite.settle().await;
    assert_nowhere(&suite).await;
    let first = stored(&suite, "web/1", "ana").await;
    assert!(first.to_string().contains("\"misery\""), "{first}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_key_keeps_what_it_sends_unless_its_table_says_otherwise() {
    let more = "[[write_keys]]\nkey = 'sk-quiet'\nname = 'quiet'\nkind = 'secret'\nredact = ['email']\nproperties = ['plan']\n";
    let suite = Suite::with(Setting { more: more.to_owned(), ..Setting::default() }).await;
    let body = json!({"id": "1", "customer_id": "ana", "touchpoint_type": "review", "comment": "ana@example.com, 612 345 678",
        "properties": {"plan": "gold", "ip": "10.20.30.40"}});
    for key in [SECRET_KEY, "sk-quiet"] {
        assert_eq!(suite.http.post("/v1/touchpoints").bearer(key).json(&body).send().await.status, 202);
    }
    suite.settle().await;
    let table = table(&suite).await;
    assert!(table.contains("ana@example.com, 612 345 678") && table.contains("[EMAIL], 612 345 678"), "{table}");
    assert_eq!(table.matches("10.20.30.40").count(), 1, "{table}");
    suite.end().await;
}

/// An identifier that somebody could try.
const CALLED: &str = "34600123456";

/// With a key of its own a deployment holds no identifier of the business's: programs name customers as ever, whatever they ask for.
#[tokio::test(flavor = "multi_thread")]
async fn customers_are_kept_by_a_hash_where_a_deployment_asks_for_it() {
    let signed = claims::signed(&[("2026-11", claims::IDENTITY_SECRET)]);
    let more = format!(
        "[privacy]\ncustomer_key = 'a key of 32 characters that nobody else has'\n{signed}[senders.till]\nsecret = '{SENDER}'\n\
         proof = {{ kind = 'secret', header = 'X-Till' }}\ntouchpoint_type = 'store_visit'\nid = 'no'\ncustomer_id = 'card'\n"
    );
    let suite = Suite::with(Setting { more, ..Setting::default() }).await;
    let post = |body: &Value| suite.http.post("/v1/touchpoints").bearer(SECRET_KEY).json(body).send();
    let told = json!({"id": "1", "customer_id": CALLED, "anonymous_id": "phone", "touchpoint_type": "complaint",
        "comment": "My order never arrived"});
    for status in ["accepted", "duplicate"] {
        let answer = post(&told).await;
        assert_eq!(answer.json()["results"][0]["status"], status, "{}", answer.text);
    }
    // As a number, by an SDK, by a sender, as a claim with a token, and in what nobody can take.
    let number = json!({"id": "2", "customer_id": 34_600_123_456_u64, "touchpoint_type": "visit"});
    assert_eq!(post(&number).await.status, 202);
    let call = json!({"writeKey": SECRET_KEY, "event": "visit", "messageId": "3", "userId": CALLED});
    assert_eq!(suite.http.post("/v1/track").json(&call).send().await.status, 200);
    let delivery = json!({"no": 4, "card": CALLED});
    let answer = suite.http.post("/v1/senders/till").header("x-till", SENDER).json(&delivery).send().await;
    assert!(answer.status < 400, "{}", answer.text);
    let token = claims::token(CALLED, "website", ("2026-11", claims::IDENTITY_SECRET), 60);
    let proved = json!({"id": "5", "customer_id": CALLED, "touchpoint_type": "survey", "rating": {"csat": 1}, "identity_token": token});
    let answer = suite.http.post("/v1/touchpoints").bearer(claims::SIGNED_KEY).json(&proved).send().await;
    assert_eq!(answer.json()["results"][0]["proof"], "token", "{}", answer.text);
    let wrong = json!({"id": "6", "customer_id": CALLED, "touchpoint_type": "visit", "unheard": 1});
    assert_eq!(post(&wrong).await.status, 422);
    suite.settle().await;
    for (what, held) in [("table", table(&suite).await.into_bytes()), ("files", files(suite.stack.data()))] {
        assert!(!held.windows(CALLED.len()).any(|bytes| bytes == CALLED.as_bytes()), "the identifier is in the {what}");
    }

    let journey = suite.http.get(&format!("/v1/customers/{CALLED}/journey")).bearer(READ_KEY).send().await;
    let journey = journey.json();
    assert_eq!(journey["touchpoints"].as_array().map(Vec::len), Some(5), "{journey}");
    let kept = journey["customer"].as_str().unwrap().strip_prefix("id:").unwrap().to_owned();
    assert!(kept.starts_with("hashed-"), "{kept}");
    let same = suite.http.get(&format!("/v1/customers/{kept}/journey")).bearer(READ_KEY).send().await;
    assert_eq!(same.json()["touchpoints"], journey["touchpoints"]);
    stored(&suite, "back-end/1", CALLED).await;
    let pitch =
        suite.http.get(&format!("/v1/customers/do-not-pitch?customer_id={CALLED}")).bearer(READ_KEY).send().await;
    assert_eq!(pitch.json()["customers"].as_array().map(Vec::len), Some(1), "{}", pitch.text);
    let correction = json!({"source": "back-end", "id": "1", "customer_id": CALLED, "says": "outcome", "outcome": "average",
        "reason": "It came"});
    let answer = suite.http.post("/v1/corrections").bearer(CASE_KEY).json(&correction).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let exported = suite.http.get(&format!("/v1/customers/{CALLED}/export")).bearer(READ_KEY).send().await;
    assert_eq!(exported.json()["quarantined"].as_array().map(Vec::len), Some(1), "{}", exported.text);
    let ordered = suite.http.ask(Method::DELETE, &format!("/v1/customers/{CALLED}")).bearer(READ_KEY).send().await;
    assert_eq!(ordered.status, 202, "{}", ordered.text);
    suite.stack.invoke("erase", "{}".into()).await.unwrap();
    suite.settle().await;
    assert!(!table(&suite).await.contains("never arrived"));
    let gone = suite.http.get(&format!("/v1/customers/{CALLED}/journey")).bearer(READ_KEY).send().await;
    assert_eq!(gone.status, 404, "{}", gone.text);
    suite.end().await;
}
