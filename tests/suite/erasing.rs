//! Erasing a person: everything goes, whoever shares something with the person loses nothing, and what comes late goes too, whatever is
//! interrupted or repeated on the way. The only copies left are those that the receipt names: the stream's and the backups'.

use std::io::Read;

use aws_sdk_dynamodb::types::AttributeValue;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use lambda_runtime::Context;
use reqwest::Method;
use serde_json::{Value, json};
use tests::batch::{event, failed_from, records};
use tests::http::Answer;
use tests::proxy::{Fault, Proxy};
use tests::receiver::Receiver;
use tests::suite::{CASE_KEY, ORIGIN, PUBLISHABLE_KEY, READ_KEY, Setting, Suite, seconds_from_now};

use crate::console;
use crate::kills::Killer;

/// What may be left nowhere: ids, words, an address, a field of the sender's own.
const OF_ANA: [&str; 6] =
    ["ana-4815", "phone-of-ana", "Quirinal", "ana.q@example.com", "loyalty-77", "quirinal-waffles"];

/// How many persons are erased with an interruption each; `ERASING_SEEDS` says another number.
const SEEDS: usize = 100;

/// Everything that the table holds, as text: packed texts as what they say.
async fn table(suite: &Suite) -> String {
    let items = suite.items().await;
    items.iter().flat_map(std::collections::HashMap::values).map(text).collect::<Vec<_>>().join("\n")
}

fn text(value: &AttributeValue) -> String {
    match value {
        AttributeValue::B(bytes) => {
            let mut text = String::from_utf8_lossy(bytes.as_ref()).into_owned();
            let _ = DeflateDecoder::new(bytes.as_ref()).read_to_string(&mut text);
            text
        }
        AttributeValue::M(map) => {
            map.iter().map(|(name, value)| format!("{name} {}", text(value))).collect::<Vec<_>>().join("\n")
        }
        AttributeValue::L(list) => list.iter().map(text).collect::<Vec<_>>().join("\n"),
        other => format!("{other:?}"),
    }
}

/// Every byte of every object of the bucket, and its name; packed ones also as what they say.
fn objects(folder: &std::path::Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        all.extend(entry.file_name().into_encoded_bytes());
        if entry.path().is_dir() {
            all.extend(objects(&entry.path()));
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap();
        if entry.path().extension().is_some_and(|kind| kind == "gz") {
            MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut all).unwrap();
        }
        all.extend(bytes);
    }
    all
}

/// Where something of a person is left.
pub(crate) async fn left_of(suite: &Suite, needles: &[&str]) -> Vec<String> {
    let (table, objects) = (table(suite).await, objects(&suite.stack.data().join("objects")));
    let is_in = |needle: &str| objects.windows(needle.len()).any(|bytes| bytes == needle.as_bytes());
    let mut left = Vec::new();
    for needle in needles {
        left.extend(
            table.lines().filter(|line| line.contains(needle)).map(|line| format!("{needle} in the table: {line}")),
        );
        left.extend(is_in(needle).then(|| format!("{needle} in the bucket")));
    }
    left
}

async fn erase(suite: &Suite, customer: &str) -> Answer {
    suite.http.ask(Method::DELETE, &format!("/v1/customers/{customer}")).bearer(READ_KEY).send().await
}

/// Lets the clock of erasures fire, and everything that follows be done.
async fn run(suite: &Suite) -> Value {
    let ran = suite.stack.invoke("erase", "{}".into()).await.unwrap();
    suite.settle().await;
    serde_json::from_str(&ran).unwrap()
}

async fn receipt(suite: &Suite, id: &str) -> Value {
    let answer = suite.http.get(&format!("/v1/erasures/{id}")).bearer(READ_KEY).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["receipt"].clone()
}

/// Lets the 48 hours pass after which a person is looked for once more.
pub(crate) async fn let_two_days_pass(suite: &Suite) {
    let client = suite.stack.table_client();
    for order in suite.items_of("ORDER").await {
        if !order.contains_key("erased_at") || !order.contains_key("work_sk") {
            continue;
        }
        let past = AttributeValue::S(seconds_from_now(-49 * 3_600));
        let key = ["pk", "sk"].map(|name| (name.to_owned(), order[name].clone()));
        let update = client.update_item().table_name(suite.stack.table_name()).set_key(Some(key.into_iter().collect()));
        let update = update.update_expression("SET erased_at = :past, work_sk = :past");
        update.expression_attribute_values(":past", past).send().await.unwrap();
    }
}

/// What Ana did, on her phone and on a tablet that Eva signs in on later.
fn of_ana() -> Vec<Value> {
    let at = |ago: i64| seconds_from_now(-ago);
    let words = "The waffles at the Quirinal were cold and terrible, never again. Write to ana.q@example.com";
    vec![
        json!({"type": "visit", "id": "a1", "anonymous_id": "phone-of-ana", "occurred_at": at(900),
            "content_url": "https://blog.example/quirinal-waffles"}),
        json!({"type": "identify", "id": "a2", "customer_id": "ana-4815", "anonymous_id": "phone-of-ana", "occurred_at": at(890)}),
        json!({"type": "identify", "id": "a3", "customer_id": "ana-4815", "anonymous_id": "tablet-3", "occurred_at": at(880)}),
        json!({"type": "search", "id": "a4", "anonymous_id": "tablet-3", "occurred_at": at(870)}),
        json!({"type": "purchase", "id": "a5", "customer_id": "ana-4815", "occurred_at": at(860), "promise_id": "quirinal-waffles",
            "due_at": at(-7_200), "properties": {"card": "loyalty-77"}}),
        json!({"type": "complaint", "id": "a6", "customer_id": "ana-4815", "occurred_at": at(850), "comment": words,
            "properties": {"card": "loyalty-77"}}),
        json!({"type": "review", "id": "a7", "customer_id": "ana-4815", "occurred_at": at(840), "rating": {"csat": 1},
            "comment": words, "content_url": "https://blog.example/quirinal-waffles"}),
    ]
}

fn of_eva() -> Vec<Value> {
    let at = |ago: i64| seconds_from_now(-ago);
    vec![
        json!({"type": "purchase", "id": "e1", "customer_id": "eva-2207", "occurred_at": at(830)}),
        json!({"type": "identify", "id": "e2", "customer_id": "eva-2207", "anonymous_id": "tablet-3", "occurred_at": at(820)}),
        json!({"type": "delivery", "id": "e3", "customer_id": "eva-2207", "anonymous_id": "tablet-3", "occurred_at": at(810),
            "rating": {"csat": 5}}),
        json!({"type": "complaint", "id": "e4", "customer_id": "eva-2207", "occurred_at": at(800), "comment": "My order was wrong."}),
    ]
}

/// Has reports written with what customers said, and a case of Ana's taken.
async fn with_everything(suite: &Suite) {
    suite.accept(&of_ana()).await;
    suite.accept(&of_eva()).await;
    suite.settle().await;
    // A wrong record goes into quarantine, and another, replayed or not, is found by what was sent.
    for wrong in [json!({"customer_id": "ana-4815"}), json!({"properties": {"card": "loyalty-77", "who": "ana-4815"}})]
    {
        let mut body = json!({"id": "wrong", "touchpoint_type": "visit", "occured_at": 1});
        body.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let post = suite.http.post("/v1/touchpoints").header("origin", ORIGIN).bearer(PUBLISHABLE_KEY);
        assert_eq!(post.json(&json!([body])).send().await.status, 422);
    }
    let queue = suite.http.get("/v1/cases").bearer(CASE_KEY).header("accept", "application/json").send().await;
    let case = suite
        .items_of("CASE#")
        .await
        .into_iter()
        .find(|case| case["pk"].as_s().is_ok_and(|pk| pk == "CUSTOMER#id:ana-4815"));
    let case = case.unwrap_or_else(|| panic!("no case: {}", queue.text));
    let id = case["name"].as_s().unwrap();
    let note = json!({"actor": "Luis", "note": "Called her about the Quirinal"});
    let taken = suite.http.post(&format!("/v1/cases/{id}/acknowledge")).bearer(CASE_KEY).json(&note).send().await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let order = json!({"every": "day", "scheduled_at": jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24)});
    suite.stack.invoke("report", order.to_string()).await.unwrap();
    suite.report(&format!("{}..{today}", today.yesterday().unwrap())).await;
    let parked = store::Key::of_customer(&domain::identity::Identity::Customer("ana-4815".into()));
    suite.table.park("classify", &parked, "a test", jiff::Timestamp::now()).await.unwrap();
    suite.settle().await;
}

fn is_evas(moment: &domain::moment::Moment) -> bool {
    moment.customer.to_string() == "id:eva-2207"
}

/// What was judged of Eva, who is to lose nothing.
async fn judged_of_eva(suite: &Suite) -> Vec<domain::moment::Moment> {
    suite.judgements().await.into_iter().filter(is_evas).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_nowhere_and_nobody_else_loses_anything() {
    let (crm, team) = (Receiver::start().await, Receiver::start().await);
    let suite = Suite::with(Setting {
        channels: format!("{}{}", crm.webhook("crm"), team.slack("team")),
        ..Setting::default()
    })
    .await;
    with_everything(&suite).await;
    let before: Vec<_> = suite.judgements().await;
    let (evas, anas) = (
        before.iter().filter(|moment| is_evas(moment)).count(),
        before.iter().filter(|moment| !is_evas(moment)).count(),
    );
    assert!(evas >= 3 && anas >= 5, "{evas} {anas}");
    let export = suite
        .http
        .get("/v1/customers/ana-4815/export")
        .bearer(READ_KEY)
        .header("accept", "application/json")
        .send()
        .await;
    assert_eq!(export.status, 200, "{}", export.text);
    for needle in OF_ANA {
        assert!(export.text.contains(needle), "{needle} is not in the export");
        assert!(!left_of(&suite, &[needle]).await.is_empty(), "{needle} is nowhere before");
    }
    assert!(export.json()["data"]["touchpoints"].as_array().unwrap().len() == of_ana().len(), "{}", export.text);
    assert!(!export.text.contains("eva-2207"), "{}", export.text);

    let ordered = erase(&suite, "ana-4815").await;
    assert_eq!(ordered.status, 202, "{}", ordered.text);
    let id = ordered.json()["receipt"]["id"].as_str().unwrap().to_owned();
    assert_eq!(ordered.header("location"), format!("/v1/erasures/{id}"));
    assert_eq!(run(&suite).await["erased"], 1);
    let first = receipt(&suite, &id).await;
    assert_eq!((&first["state"], first["in_backups_until"].is_string()), (&json!("erased"), true), "{first}");
    for (kind, at_least) in [
        ("touchpoints", 7),
        ("moments", 5),
        ("cases", 1),
        ("quarantined", 2),
        ("parked", 1),
        ("sums", 1),
        ("reports", 3),
    ] {
        assert!(first["removed"][kind].as_u64().unwrap_or_default() >= at_least, "{kind}: {first}");
    }
    // Only the order still names her, so that what comes late is found.
    let left = left_of(&suite, &OF_ANA).await;
    assert!(left.iter().all(|line| line.contains("ana-4815") || line.contains("phone-of-ana")), "{left:?}");

    // What was on its way is removed before anybody judges it, and counted.
    suite
        .accept(&[
            json!({"type": "complaint", "id": "late", "customer_id": "ana-4815", "comment": "Quirinal again"}),
            json!({"type": "visit", "id": "late", "anonymous_id": "phone-of-ana"}),
        ])
        .await;
    suite.settle().await;
    assert!(suite.items_of("TOUCHPOINT#").await.iter().all(|item| item["id"].as_s().unwrap() != "late"));
    let_two_days_pass(&suite).await;
    assert_eq!(run(&suite).await["done"], 1);
    assert_eq!(left_of(&suite, &OF_ANA).await, Vec::<String>::new());
    let last = receipt(&suite, &id).await;
    assert_eq!((&last["state"], &last["late_touchpoints_removed"]), (&json!("done"), &json!(2)), "{last}");

    let after = suite.judgements().await;
    assert_eq!(after, before.iter().filter(|moment| is_evas(moment)).cloned().collect::<Vec<_>>());
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let report = suite.report(&today.to_string()).await;
    assert_eq!(report["coverage"]["moments"], json!(after.len()), "{report}");
    // Her tablet is Eva's alone now, and what Eva does there counts for her.
    suite.accept(&[json!({"type": "search", "id": "e5", "anonymous_id": "tablet-3"})]).await;
    suite
        .accept(&[
            json!({"type": "visit", "id": "e0", "customer_id": "eva-2207", "occurred_at": seconds_from_now(-860)}),
        ])
        .await;
    suite.settle().await;
    assert_eq!(suite.moments("eva-2207").await.len(), evas + 2);
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    let told: Vec<_> = crm
        .received()
        .iter()
        .map(tests::receiver::Received::json)
        .filter(|told| told["type"].as_str().unwrap().ends_with("customer.erased"))
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["data"]["erasure_id"], json!(id));
    assert!(!told[0].to_string().contains("ana-4815"));
    // Asked again, nothing else happens.
    assert_eq!(erase(&suite, "ana-4815").await.json()["receipt"]["id"], json!(id));
    run(&suite).await;
    let_two_days_pass(&suite).await;
    run(&suite).await;
    assert_eq!(left_of(&suite, &OF_ANA).await, Vec::<String>::new());
    assert_eq!(suite.all_moments().await.len(), evas + 2);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_two_share_is_the_others_afterwards_whoever_was_judged_first() {
    for is_ana_first in [true, false] {
        let suite = Suite::paused().await;
        suite.accept(&of_ana()).await;
        suite.accept(&of_eva()).await;
        let facts = suite.items_of("TOUCHPOINT#").await;
        let (anas, evas): (Vec<_>, Vec<_>) =
            facts.into_iter().partition(|item| item["id"].as_s().unwrap().starts_with('a'));
        let batches = if is_ana_first { [&anas, &evas] } else { [&evas, &anas] };
        for batch in batches {
            suite.stack.invoke("classify", event(&records(batch))).await.unwrap();
        }
        suite.stack.resume_readers();
        suite.settle().await;
        let evas = judged_of_eva(&suite).await;
        assert_eq!(erase(&suite, "ana-4815").await.status, 202);
        assert_eq!(run(&suite).await["erased"], 1);
        let_two_days_pass(&suite).await;
        assert_eq!(run(&suite).await["done"], 1);
        assert_eq!(judged_of_eva(&suite).await, evas, "{is_ana_first}");
        suite
            .accept(&[
                json!({"type": "search", "id": "e5", "anonymous_id": "tablet-3"}),
                json!({"type": "visit", "id": "e0", "customer_id": "eva-2207", "occurred_at": seconds_from_now(-860)}),
            ])
            .await;
        suite.settle().await;
        assert_eq!(suite.moments("eva-2207").await.len(), evas.len() + 2, "{is_ana_first}");
        suite.end().await;
    }
}

/// What a visitor said stood in the case of the person, and then turned out to be somebody else's. The simulation found it (seed 430).
#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_of_a_visitor_who_is_somebody_elses_by_now_does_not_name_the_person() {
    let suite = Suite::start().await;
    let at = |ago: i64| seconds_from_now(-ago);
    let knows = |customer: &str, id: &str, ago: i64| json!({"type": "identify", "id": id, "customer_id": customer, "anonymous_id": "tablet-3", "occurred_at": at(ago)});
    let complaint = json!({"type": "complaint", "id": "c", "anonymous_id": "tablet-3", "occurred_at": at(60), "comment": "My order never arrived"});
    suite.accept(&[knows("ana-4815", "i1", 100), complaint]).await;
    suite.settle().await;
    suite.accept(&[knows("eva-2207", "i2", 500)]).await;
    suite.settle().await;
    let markers = suite.items_of("CRITICAL#").await;
    assert!(markers.iter().any(|marker| marker["customer"] == AttributeValue::S("id:ana-4815".into())), "{markers:?}");
    assert_eq!(erase(&suite, "ana-4815").await.status, 202);
    run(&suite).await;
    let_two_days_pass(&suite).await;
    assert_eq!(run(&suite).await["done"], 1);
    assert_eq!(left_of(&suite, &["ana-4815"]).await, Vec::<String>::new());
    assert_eq!(suite.moments("eva-2207").await.len(), 1, "the complaint is hers");
    suite.end_leaving(&[tests::suite::Left::Findings]).await;
}

/// Makes the table what it was, as a restore from a backup does.
async fn restore(suite: &Suite, backup: &[store::items::Item]) {
    let (client, table) = (suite.stack.table_client(), suite.stack.table_name());
    let key = |item: &store::items::Item| ["pk", "sk"].map(|name| (name.to_owned(), item[name].clone()));
    for item in suite.items().await {
        client.delete_item().table_name(table).set_key(Some(key(&item).into())).send().await.unwrap();
    }
    for item in backup {
        client.put_item().table_name(table).set_item(Some(item.clone())).send().await.unwrap();
    }
    suite.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_erased_is_erased_again_from_a_table_that_was_restored() {
    let suite = Suite::start().await;
    suite.accept(&of_ana()).await;
    suite.accept(&of_eva()).await;
    suite.settle().await;
    let backup = suite.items().await;
    assert_eq!(erase(&suite, "ana-4815").await.status, 202);
    run(&suite).await;
    assert_eq!(left_of(&suite, &OF_ANA[2..]).await, Vec::<String>::new());
    let evas = judged_of_eva(&suite).await;

    restore(&suite, &backup).await;
    assert_ne!(left_of(&suite, &OF_ANA[2..]).await, Vec::<String>::new(), "the backup has her");
    let again = suite.stack.invoke("erase", r#"{"again":true}"#.into()).await.unwrap();
    let again: Value = serde_json::from_str(&again).unwrap();
    assert_eq!((&again["receipts"], &again["after"]), (&json!(1), &Value::Null), "{again}");
    assert!(again["ordered"].as_u64().unwrap() > 0, "{again}");
    // From then on nobody judges what comes of her, though the table that knew of it is gone.
    suite.accept(&[json!({"type": "visit", "id": "late", "customer_id": "ana-4815"})]).await;
    suite.settle().await;
    while run(&suite).await["left"] != 0 {}
    assert_eq!(left_of(&suite, &OF_ANA[2..]).await, Vec::<String>::new());
    assert_eq!(judged_of_eva(&suite).await, evas, "others lose nothing");
    assert!(
        suite
            .items_of("TOUCHPOINT#")
            .await
            .iter()
            .all(|item| item["recorded"] != AttributeValue::S("id:ana-4815".into()))
    );
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_key_that_may_erase_does_and_only_somebody_who_is_there() {
    let more = "[[read_keys]]\nkey = 'rk-reads-only'\nname = 'reads'\n";
    let suite = Suite::with(Setting { more: more.into(), ..Setting::default() }).await;
    suite.accept(&[json!({"type": "identify", "id": "1", "customer_id": "ana", "anonymous_id": "phone"})]).await;
    suite.settle().await;
    for (method, path) in [
        (Method::DELETE, "/v1/customers/ana"),
        (Method::GET, "/v1/customers/ana/export"),
        (Method::GET, "/v1/erasures/x"),
    ] {
        for (key, status) in [("rk-reads-only", 403), ("nobody", 401), (CASE_KEY, 401)] {
            let answer = suite.http.ask(method.clone(), path).bearer(key).send().await;
            assert_eq!(answer.status, status, "{path} {key}: {}", answer.text);
        }
    }
    for (path, status) in [
        ("/v1/customers/anna", 404),
        ("/v1/journey?anonymous_id=phone", 409),
        ("/v1/journey", 400),
        ("/v1/customers/anna?unknown=yes", 400),
        ("/v1/customers/anna?unknown=erase", 202),
        ("/v1/journey?customer_id=ana", 202),
    ] {
        let answer = suite.http.ask(Method::DELETE, path).bearer(READ_KEY).send().await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
    }
    run(&suite).await;
    let_two_days_pass(&suite).await;
    assert_eq!(run(&suite).await["done"], 2);
    assert_eq!(left_of(&suite, &["phone"]).await, Vec::<String>::new());
    suite.end().await;
}

/// A number that looks drawn, and is the same for the same seed.
fn drawn(seed: usize, below: usize) -> usize {
    let mut mixed = (seed as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    usize::try_from((mixed ^ (mixed >> 32)) % below as u64).unwrap()
}

/// Erases one person of one table with an interruption between two calls, and lets every record of the stream come again.
async fn erased_under_fire(suite: &Suite, seed: usize) {
    let (customer, phone) = (format!("person-{seed}-x"), format!("browser-{seed}-x"));
    let at = |ago: i64| seconds_from_now(-ago);
    suite
        .accept(&[
            json!({"type": "visit", "id": format!("{seed}-1"), "anonymous_id": phone, "occurred_at": at(90)}),
            json!({"type": "identify", "id": format!("{seed}-2"), "customer_id": customer, "anonymous_id": phone, "occurred_at": at(80)}),
            json!({"type": "identify", "id": format!("{seed}-3"), "customer_id": customer, "anonymous_id": "kiosk", "occurred_at": at(70)}),
            json!({"type": "complaint", "id": format!("{seed}-4"), "customer_id": customer, "occurred_at": at(60 + 86_400 * i64::try_from(seed % 3).unwrap()),
                "comment": format!("Said by {customer}")}),
        ])
        .await;
    suite.settle().await;
    let is_theirs = |item: &store::items::Item| {
        let key = format!("{} {}", item["pk"].as_s().unwrap(), item["sk"].as_s().unwrap());
        key.contains(&customer) || key.contains(&phone)
    };
    let mut before = suite.items().await;
    before.retain(is_theirs);
    assert_eq!(erase(suite, &customer).await.status, 202);
    let killer = Killer::at(suite, drawn(seed, 40)).await;
    let function = erase::start(suite.environment(&killer.proxy.endpoint())).await.unwrap();
    killer.invoke(&function, "{}".into()).await;
    // What the stream had already is delivered once more, before, between and after.
    let again = async || {
        for (name, prefix) in [("classify", "TOUCHPOINT#"), ("alert", "MOMENT#")] {
            let mut items = before.clone();
            items.retain(|item| {
                item["sk"].as_s().unwrap().starts_with(prefix)
                    && (prefix != "MOMENT#" || item.contains_key("attention"))
            });
            let answer = suite.stack.invoke(name, event(&records(&items))).await.unwrap();
            assert_eq!(failed_from(&answer), None, "seed {seed}: {answer}");
        }
        suite.settle().await;
    };
    again().await;
    run(suite).await;
    again().await;
    let_two_days_pass(suite).await;
    run(suite).await;
    let left = left_of(suite, &[&customer, &phone]).await;
    assert!(left.is_empty(), "ERASING_SEED={seed}: {left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_gone_whatever_is_interrupted_and_repeated() {
    let crm = Receiver::start().await;
    let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
    suite.accept(&[json!({"type": "identify", "id": "k", "customer_id": "kiosk-owner", "anonymous_id": "kiosk", "occurred_at": seconds_from_now(-900_000)}),
        json!({"type": "complaint", "id": "o", "customer_id": "kiosk-owner", "comment": "Mine."})]).await;
    suite.settle().await;
    let others = suite.judgements().await;
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<usize>().ok());
    let seeds = match number("ERASING_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("ERASING_SEEDS").unwrap_or(SEEDS),
    };
    for seed in seeds {
        erased_under_fire(&suite, seed).await;
    }
    assert_eq!(suite.judgements().await, others);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_judges_somebody_who_is_erased_meanwhile_comes_again_and_undoes_it() {
    let suite = Suite::paused().await;
    let complaint =
        json!({"type": "complaint", "id": "1", "customer_id": "ana-1", "occurred_at": seconds_from_now(-60)});
    suite.accept(&[complaint]).await;
    let facts = suite.items_of("TOUCHPOINT#").await;
    // The moment is on its way to the table when everything is removed.
    let proxy =
        Proxy::start(&suite.stack.table_endpoint(), |_, operation| (operation == "PutItem").then_some(Fault::Hold))
            .await;
    let classify = classify::start(suite.environment(&proxy.endpoint())).await.unwrap();
    let judging = async { classify.invoke(event(&records(&facts)), Context::default()).await.unwrap() };
    let erasing = async {
        proxy.held().await;
        assert_eq!(erase(&suite, "ana-1").await.status, 202);
        suite.stack.invoke("erase", "{}".into()).await.unwrap();
        proxy.release();
    };
    let (answer, ()) = tokio::join!(judging, erasing);
    assert!(failed_from(&answer).is_some(), "{answer}");
    assert_eq!(suite.all_moments().await.len(), 1, "it was written after all was removed");
    let answer = classify.invoke(event(&records(&facts)), Context::default()).await.unwrap();
    assert_eq!(failed_from(&answer), None);
    assert_eq!((suite.all_moments().await.len(), suite.items_of("TOUCHPOINT#").await.len()), (0, 0));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_erases_from_the_page_of_a_customer_and_nobody_else_does() {
    let suite = console::suite().await;
    suite.accept(&[json!({"type": "visit", "id": "1", "customer_id": "ana-77"})]).await;
    suite.settle().await;
    let page = "/customers/id:ana-77";
    let sure = |csrf: String| [("csrf", csrf), ("do", "erase".to_owned()), ("sure", "yes".to_owned())];
    let fields = |pairs: &[(&'static str, String)]| pairs.to_vec();
    let mut agent = console::Visitor::signed_in(&suite, "eva@example.com").await;
    assert!(!agent.get(page).await.text.contains("value=\"erase\""));
    let form = fields(&sure(agent.csrf(page).await));
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(agent.post(page, &form).await.status, 403);
    assert_eq!(agent.get(&format!("{page}?export=json")).await.status, 403);

    let mut admin = console::Visitor::signed_in(&suite, "ana@example.com").await;
    assert!(admin.get(page).await.text.contains("value=\"erase\""));
    let form = fields(&sure(admin.csrf(page).await));
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(admin.post(page, &form[..2]).await.status, 400, "nobody said to be sure");
    let exported = admin.get(&format!("{page}?export=json")).await;
    assert_eq!((exported.status, &exported.json()["customer"]), (200, &json!("id:ana-77")), "{}", exported.text);
    let ordered = admin.post(page, &form).await;
    assert_eq!(ordered.status, 303, "{}", ordered.text);
    assert!(admin.get(ordered.header("location")).await.text.contains("customer will be erased"));
    assert_eq!(run(&suite).await["erased"], 1);
    assert_eq!(admin.get(page).await.status, 404);
    let done: Vec<_> = console::trail(&suite).await.into_iter().map(|(_, what, _)| what).collect();
    assert!(done.iter().any(|what| what == "customer_erased") && done.iter().any(|what| what == "customer_exported"));
    suite.end().await;
}
