//! Whatever is sent, the answer is a 2xx or a 4xx: nobody can make the suite panic, answer 5xx, or stand still.

use domain::touchpoint::parse::known_names;
use lambda_runtime::Context;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Map, Value, json};
use tests::suite::Suite;

/// Names that a touchpoint may not have: of envelopes, of the table, and none at all.
const NO_FIELDS: [&str; 9] = ["specversion", "data", "subject", "pk", "work_pk", "expires_at", "digest", "\u{0}", ""];

/// What is apt to be misread: borders of numbers, times and texts, keys' own separators, other scripts.
fn scalar() -> impl Strategy<Value = Value> {
    let texts = prop::sample::select(vec![
        "",
        " ",
        "#",
        "ana#1",
        "id:ana",
        "TOUCHPOINT#x",
        "\u{0}",
        "\u{10FFFF}",
        "🧇",
        "é\u{301}",
        "search",
        "review",
        "survey",
        "identify",
        "misery",
        "public",
        "2026-10-01T10:00:00Z",
        "2026-02-30T10:00:00Z",
        "9999-12-31T23:59:60Z",
        "-1",
        "0000-01-01T00:00:00Z",
        "https://a.example/?q=#x",
        "javascript:alert(1)",
        "NaN",
        "1e999",
        "EUR",
        "../../etc",
        "%2F%23",
    ]);
    let numbers = prop::sample::select(vec![
        json!(0),
        json!(-0.0),
        json!(1),
        json!(5),
        json!(-1),
        json!(1e308),
        json!(-1e308),
        json!(1e-308),
        json!(5e-324),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(0.1),
        json!(3.5),
        json!(1e126),
    ]);
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        numbers,
        texts.prop_map(Value::from),
        "\\PC{0,30}".prop_map(Value::from),
        (0..3_000_usize).prop_map(|length| "x".repeat(length).into()),
    ]
}

fn names() -> impl Strategy<Value = String> {
    let known =
        ["csat", "ces", "nps", "stars", "verdict", "value", "asked", "amount", "currency", "id", "team", "listened"];
    prop_oneof![prop::sample::select(known.to_vec()).prop_map(str::to_owned), "\\PC{0,12}"]
}

fn anything() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(6, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((names(), inner), 0..5)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Almost a touchpoint: known fields with anything in them.
fn almost() -> impl Strategy<Value = Value> {
    let names = known_names().into_iter().chain(NO_FIELDS).collect::<Vec<_>>();
    prop::collection::vec((prop::sample::select(names), anything()), 0..8).prop_map(|fields| {
        let mut body = json!({"type": "support_contact", "customer_id": "ana"});
        for (name, value) in fields {
            body[name] = value;
        }
        body
    })
}

fn bodies() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let text = |value: Value| value.to_string().into_bytes();
    let kinds = prop::sample::select(vec![
        "application/json",
        "application/cloudevents+json",
        "application/cloudevents-batch+json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "",
        "application/json; charset=x",
    ]);
    let contents = prop_oneof![
        4 => almost().prop_map(text),
        1 => prop::collection::vec(almost(), 0..4).prop_map(move |all| text(Value::from(all))),
        1 => anything().prop_map(text),
        1 => prop::collection::vec(any::<u8>(), 0..200),
        // Cut short in the middle.
        1 => (almost(), 0..200_usize).prop_map(move |(body, end)| { let mut body = text(body); body.truncate(end); body }),
        1 => "([a-z_.]{1,12}=[^&]{0,12}&?){0,6}".prop_map(String::into_bytes),
    ];
    (prop_oneof![3 => Just("application/json"), 1 => kinds], contents)
}

fn request(kind: &str, body: &[u8]) -> Value {
    use base64::Engine as _;
    let mut request = crate::faults::post(&Value::Null);
    request["headers"]["content-type"] = kind.into();
    request["body"] = base64::engine::general_purpose::STANDARD.encode(body).into();
    request["isBase64Encoded"] = true.into();
    request
}

#[test]
fn no_body_makes_ingest_fail_and_what_it_takes_is_judged() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (suite, ingest) = runtime.block_on(async {
        let suite = Suite::start().await;
        let ingest = ingest::start(suite.environment(&suite.stack.table_endpoint())).await.unwrap();
        (suite, ingest)
    });
    let mut runner = TestRunner::new(Config {
        cases: 1_500,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_122),
        ..Config::default()
    });
    let accepted = std::cell::Cell::new(0);
    runner
        .run(&bodies(), |(kind, body)| {
            let answer = runtime.block_on(ingest.invoke(request(kind, &body).to_string(), Context::default()));
            let answer: Value = serde_json::from_str(&answer.map_err(|error| TestCaseError::fail(error.to_string()))?)?;
            let status = answer["statusCode"].as_u64().unwrap_or_default();
            prop_assert!((200..500).contains(&status), "{}: {}", status, answer);
            accepted.set(accepted.get() + u32::from(status < 300));
            Ok(())
        })
        .unwrap();
    assert!(accepted.get() > 50, "only {} were good enough to be judged", accepted.get());
    runtime.block_on(async {
        // Whatever came through can be judged, told and shown: nothing is parked, nothing is left over.
        suite.settle().await;
        let parked = suite.items().await.into_iter().filter(|item| item["pk"].as_s().unwrap() == "PARKED").count();
        assert_eq!(parked, 0);
        let order = json!({"grace_s": 0}).to_string();
        let found: Value = serde_json::from_str(&suite.stack.invoke("verify", order).await.unwrap()).unwrap();
        assert_eq!(found["findings"], json!([]));
        suite.end().await;
    });
}
