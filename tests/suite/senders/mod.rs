//! `/v1/senders/{name}`: deliveries as vendors send them become moments, and what nobody signed becomes nothing. The samples are of
//! our own making, from the vendors' documentation: `tests/fixtures/senders`, one file a sender.

mod proofs;
mod sdk;
mod sign;
mod tellings;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use domain::identity::TouchpointKey;
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use store::items::Item;
use tests::http::Answer;
use tests::suite::{Setting, Suite};

use self::sign::signed;

/// One file of samples.
#[derive(Deserialize)]
struct File {
    /// The lines under `[senders.NAME]`.
    config: String,
    samples: Vec<Sample>,
}

/// One delivery and what it becomes.
#[derive(Clone, Deserialize)]
struct Sample {
    name: String,
    #[serde(rename = "type", default = "json_type")]
    content_type: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: String,
    expect: toml::Table,
}

fn json_type() -> String {
    "application/json".to_owned()
}

fn files() -> BTreeMap<String, File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/senders");
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        files.insert(name.clone(), toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}")));
    }
    files
}

/// The configuration of all senders of the samples.
fn configuration(files: &BTreeMap<String, File>) -> String {
    let mut document = String::new();
    for (name, file) in files {
        let _ = writeln!(document, "[senders.{name}]\n{}", file.config);
    }
    document
}

/// The secret of a sender, as its configuration has it.
fn secret_of(file: &File) -> toml::Table {
    file.config.parse().unwrap()
}

async fn deliver(suite: &Suite, name: &str, config: &toml::Table, sample: &Sample, is_genuine: bool) -> Answer {
    let request = signed(name, config, sample, suite.stack.address(), is_genuine);
    let mut asking = suite.http.ask(Method::POST, &request.path).header("content-type", &sample.content_type);
    for (header, value) in sample.headers.iter().chain(&request.headers) {
        asking = asking.header(header, value);
    }
    asking.body(sample.body.clone()).send().await
}

async fn touchpoints(suite: &Suite) -> Vec<Item> {
    suite.items_of("TOUCHPOINT#").await
}

/// Reads the stored touchpoint with an id, or the only one of a sender where a sample does not say.
fn found<'a>(items: &'a [Item], name: &str, id: &str) -> &'a Item {
    let is_it = |item: &&Item| item["source"].as_s().unwrap() == name && item["id"].as_s().unwrap() == id;
    items.iter().find(is_it).unwrap_or_else(|| panic!("{name} {id} is not stored"))
}

/// Compares a stored touchpoint with what a sample expects of it.
async fn compare(suite: &Suite, item: &Item, expect: &toml::Table, place: &str) {
    let mut plain = item.clone();
    plain.remove("properties");
    let touchpoint: Value = serde_dynamo::from_item(plain).unwrap();
    for (name, expected) in expect {
        let expected: Value = serde_json::to_value(expected).unwrap();
        let stored = match name.as_str() {
            "type" => touchpoint["touchpoint_type"].clone(),
            "customer" => touchpoint["customer_id"].clone(),
            "at" => {
                let at = touchpoint["occurred_at"].as_str().unwrap();
                let parsed = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
                assert_eq!(parsed(at), parsed(expected.as_str().unwrap()), "{place}: occurred_at");
                continue;
            }
            "csat" | "stars" | "nps" | "ces" | "verdict" => touchpoint["rating"][name].clone(),
            "amount" | "currency" => touchpoint["value_at_risk"][name].clone(),
            "property" => {
                let recorded = serde_json::from_value(touchpoint["recorded"].clone()).unwrap();
                let text = |name: &str| touchpoint[name].as_str().unwrap().to_owned();
                let key = TouchpointKey { source: text("source"), id: text("id") };
                let own = suite.table.touchpoint(&recorded, &key).await.unwrap().unwrap().said.properties.read();
                let wanted = expected.as_str().unwrap();
                match wanted.strip_suffix('!') {
                    Some(absent) => assert!(!own.contains_key(absent), "{place}: {own:?}"),
                    None => assert!(own.contains_key(wanted), "{place}: {own:?} has no {wanted}"),
                }
                continue;
            }
            "id" | "outcome" | "stage" | "reply" | "ignored" | "nothing" => continue,
            other => touchpoint[other].clone(),
        };
        let is_same = match (stored.as_f64(), expected.as_f64()) {
            (Some(stored), Some(expected)) => (stored - expected).abs() < 1e-9,
            _ => stored == expected,
        };
        assert!(is_same, "{place}: {name} is {stored} and not {expected}");
    }
}

/// Posts every sample once, as its vendor would: what counts is stored as it should be, what does not is acknowledged.
#[tokio::test(flavor = "multi_thread")]
async fn deliveries_of_every_sender_become_moments() {
    let files = files();
    assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), senders::shipped::names().collect::<Vec<_>>());
    let suite = Suite::with(Setting { more: configuration(&files), ..Setting::default() }).await;
    let mut expected = Vec::new();
    let mut wrong = Vec::new();
    for (name, file) in &files {
        let config = secret_of(file);
        for sample in &file.samples {
            let place = format!("{name} {}", sample.name);
            let answer = deliver(&suite, name, &config, sample, true).await;
            if !(200..300).contains(&answer.status) {
                wrong.push(format!("{place}: {} {}", answer.status, answer.text));
                continue;
            }
            if let Some(reply) = sample.expect.get("reply") {
                assert_eq!(answer.text, reply.as_str().unwrap(), "{place}");
            } else if sample.expect.contains_key("ignored") {
                if answer.json()["ignored"].as_u64().is_none() {
                    wrong.push(format!("{place}: counts, and should be ignored: {}", answer.text));
                }
            } else if !sample.expect.contains_key("nothing") {
                let result = &answer.json()["results"][0];
                if result["status"] != "accepted" {
                    wrong.push(format!("{place}: {}", answer.text));
                    continue;
                }
                let id = result["id"].as_str().unwrap().to_owned();
                if let Some(wanted) = sample.expect.get("id") {
                    assert_eq!(id, wanted.as_str().unwrap(), "{place}");
                }
                expected.push((place, name.clone(), id, sample.expect.clone()));
                continue;
            }
            if let (Some(id), true) = (sample.expect.get("id"), sample.expect.contains_key("reply")) {
                expected.push((place, name.clone(), id.as_str().unwrap().to_owned(), sample.expect.clone()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    suite.settle().await;
    let items = touchpoints(&suite).await;
    let moments = suite.all_moments().await;
    for (place, name, id, expect) in expected {
        compare(&suite, found(&items, &name, &id), &expect, &place).await;
        let moment = moments.iter().find(|moment| moment.source == name && moment.id == id);
        if let Some(outcome) = expect.get("outcome") {
            assert_eq!(moment.unwrap().outcome.to_string(), outcome.as_str().unwrap(), "{place}");
        }
        if let Some(stage) = expect.get("stage") {
            assert_eq!(moment.unwrap().stage.to_string(), stage.as_str().unwrap(), "{place}");
        }
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_told_again_is_the_same_and_one_that_nobody_signed_is_nothing() {
    let files = files();
    let suite = Suite::with(Setting { more: configuration(&files), is_paused: true, ..Setting::default() }).await;
    for (name, file) in &files {
        let config = secret_of(file);
        let sample = file.samples.iter().find(|sample| sample.name == "ordinary").unwrap();
        let before = touchpoints(&suite).await.len();
        let forged = deliver(&suite, name, &config, sample, false).await;
        assert_eq!(forged.status, 401, "{name}: {}", forged.text);
        let nobody = suite.http.post(&format!("/v1/senders/{name}")).header("content-type", &sample.content_type);
        let nobody = nobody.body(sample.body.clone()).send().await;
        assert_eq!(nobody.status, 401, "{name}: {}", nobody.text);
        let secret = config["secret"].as_str().unwrap();
        assert!(!forged.text.contains(secret) && !nobody.text.contains(secret), "{name}");
        assert_eq!(touchpoints(&suite).await.len(), before, "{name} kept what nobody signed");

        let first = deliver(&suite, name, &config, sample, true).await;
        let again = deliver(&suite, name, &config, sample, true).await;
        assert!((200..300).contains(&first.status) && (200..300).contains(&again.status), "{name}: {}", again.text);
        assert_eq!(touchpoints(&suite).await.len(), before + 1, "{name}");
        if !sample.expect.contains_key("reply") {
            assert_eq!(again.json()["results"][0]["status"], "duplicate", "{name}: {}", again.text);
        }
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_known_or_not_configured_is_told_so() {
    let suite = Suite::paused().await;
    let unknown = suite.http.post("/v1/senders/typefrom").json(&json!({})).send().await;
    assert_eq!(unknown.status, 404);
    assert!(unknown.json()["detail"].as_str().unwrap().contains("typeform, "), "{}", unknown.text);
    let unconfigured = suite.http.post("/v1/senders/typeform").json(&json!({})).send().await;
    assert_eq!(unconfigured.status, 401);
    assert!(unconfigured.text.contains("[senders.typeform]"), "{}", unconfigured.text);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_of_ones_own_needs_no_code_and_a_wrong_one_says_its_line() {
    let own = "[senders.till]\nsecret = 'till-secret-0123456789'\nproof = { kind = 'secret', header = 'X-Till' }\n\
        touchpoint_type = 'store_visit'\nchannel = 'store'\nid = 'receipt.no'\ncustomer_id = 'card'\n\
        rating = { at = 'smiley', words = { good = ['green'], bad = ['red'] } }\n\
        [senders.till-2]\nmap = 'typeform'\nsecret = 'x'\n";
    let suite = Suite::with(Setting { more: own.to_owned(), ..Setting::default() }).await;
    let told = json!({"receipt": {"no": 17}, "card": 44, "smiley": "Red"});
    let answer =
        suite.http.post("/v1/senders/till").header("x-till", "till-secret-0123456789").json(&told).send().await;
    assert_eq!(answer.json()["results"][0]["id"], "17", "{}", answer.text);
    suite.settle().await;
    let moments = suite.moments("44").await;
    assert_eq!((moments[0].outcome.to_string(), moments[0].stage.to_string()), ("misery".into(), "first".into()));
    suite.end().await;

    for (document, told) in [
        (
            "[senders.till]\nsecret = 'hunter2'\nproof = { kind = 'secret' }\ntouchpoint_type = 'x'\nid = 'a..b'",
            "line 5: senders.till.id: is no JMESPath",
        ),
        (
            "[senders.typeform]\nsecret = 'hunter2'\nrating = { ref = 'csat', scale = [1] }",
            "line 3: senders.typeform.rating.scale: must be two numbers",
        ),
        (
            "[senders.typeform]\nsecret = 'hunter2'\ncoment = 'x'",
            "line 3: senders.typeform.coment: is not known here; did you mean `comment`?",
        ),
        ("[senders.mine]\nsecret = 'hunter2'\ntouchpoint_type = 'x'", "line 1: senders.mine: proof is missing"),
        (
            "[senders.mine]\nsecret = 'hunter2'\nmap = 'typefrom'",
            "line 3: senders.mine.map: is not a shipped map; did you mean `typeform`?",
        ),
        (
            "[senders.typeform]\nsecret = ['hunter2', 'b', 'c']",
            "line 2: senders.typeform.secret: must be one secret or 2",
        ),
    ] {
        let wrong = senders::Senders::read(document, true).unwrap_err();
        assert!(wrong.starts_with(told) && !wrong.contains("hunter2"), "{wrong}");
    }
    // What anybody could guess is no secret where it is presented as it is.
    let short = "[senders.jotform]\nsecret = 'short'";
    assert!(senders::Senders::read(short, true).unwrap_err().contains("at least 16 characters"));
    senders::Senders::read(short, false).unwrap();
}
