//! What is never kept: typed addresses and numbers, whatever way they come, wherever one looks afterwards.

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::{Value, json};
use tests::suite::{ORIGIN, PUBLISHABLE_KEY, READ_KEY, SECRET_KEY, Setting, Suite};

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
