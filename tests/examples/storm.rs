//! Throws any number of requests at a running local stack, each nearly what its route takes, and counts what comes back: nothing may
//! panic, stand still, or be answered with 5xx. `cargo run -p tests --example storm -- http://127.0.0.1:8787 local 100000`. Only against
//! this machine: what it sends is garbage, and is kept.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a tool for a terminal")]

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::{Value, json};

/// Requests at the same time.
const AT_ONCE: u64 = 16;
/// Seconds after which a request stands still.
const ANSWER_S_MAX: u64 = 30;

/// A generator of numbers (Knuth's MMIX): the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % bound.max(1) as u64).unwrap_or_default()
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

const FIELDS: &[&str] = &[
    "id",
    "customer_id",
    "anonymous_id",
    "occurred_at",
    "sent_at",
    "type",
    "channel",
    "stage",
    "outcome",
    "comment",
    "language",
    "audience",
    "promise_id",
    "about",
    "content_url",
    "segment",
    "properties",
    "rating",
    "expectation",
    "perception",
    "dimensions",
    "importance",
    "due_at",
    "done_at",
    "resolved",
    "reopened",
    "value_at_risk",
    "staff",
    "known_since",
    "says",
    "reason",
    "actor",
    "source",
    "corrections",
    "text",
    "cause",
    "data",
    "specversion",
];

const TEXTS: &[&str] = &[
    "",
    " ",
    "ana",
    "delivery",
    "#",
    "id:ana",
    "\u{0}",
    "\u{202e}evil",
    "\u{10ffff}",
    "🧇",
    "=1+1",
    "<script>alert(1)</script>",
    "2026-11-20T10:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-13-45",
    "null",
    "-0",
    "1e999",
    "outcome",
    "average",
    "spam",
    "../../etc",
    "'; DROP TABLE x; --",
    "{{constructor}}",
    "%00%ff",
    "https://a.example/1",
];

fn value(dice: &mut Dice, depth: usize) -> Value {
    match dice.below(if depth > 3 { 6 } else { 9 }) {
        0 => Value::Null,
        1 => json!(dice.below(2) == 0),
        2 => json!(dice.below(7)),
        3 => json!(i64::MIN.saturating_add(i64::try_from(dice.below(9)).unwrap_or_default())),
        4 => json!(dice.of(TEXTS)),
        5 => json!(dice.of(TEXTS).repeat(dice.below(300))),
        6 => (0..dice.below(4)).map(|_| value(dice, depth + 1)).collect(),
        7 => json!({ (dice.of(TEXTS)): value(dice, depth + 1), (dice.of(FIELDS)): value(dice, depth + 1) }),
        _ => json!({"csat": dice.below(9), "scoops": dice.below(3), "amount": 1.5, "currency": "EUR"}),
    }
}

fn body(dice: &mut Dice) -> String {
    let mut body = json!({"type": "delivery", "customer_id": format!("storm-{}", dice.below(500))});
    for _ in 0..dice.below(8) {
        body[dice.of(FIELDS)] = value(dice, 0);
    }
    let mut text = match dice.below(8) {
        0 => json!([body, value(dice, 0)]).to_string(),
        1 => value(dice, 0).to_string(),
        _ => body.to_string(),
    };
    if dice.below(12) == 0 {
        let mut end = dice.below(text.len().max(1));
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
    text
}

/// One request: its method, its path, and what is sent.
fn request(dice: &mut Dice) -> (Method, String, Option<(&'static str, String)>) {
    let encoded = |dice: &mut Dice| dice.of(TEXTS).bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let (json, form) = ("application/json", "application/x-www-form-urlencoded");
    let posted = |dice: &mut Dice| {
        let kind = dice.of(&[
            json,
            json,
            json,
            form,
            "text/plain",
            "application/cloudevents+json",
            "multipart/form-data; boundary=x",
        ]);
        Some((kind, body(dice)))
    };
    let word = encoded(dice);
    match dice.below(16) {
        0..=6 => (Method::POST, "/v1/touchpoints".to_owned(), posted(dice)),
        7 => (Method::POST, format!("/v1/{}", dice.of(&["track", "identify", "page", "batch"])), posted(dice)),
        8 => (Method::POST, "/v1/corrections".to_owned(), posted(dice)),
        9 => (Method::POST, format!("/v1/cases/{word}/{}", dice.of(&["acknowledge", "resolve", "x"])), posted(dice)),
        10 => (Method::POST, format!("/v1/senders/{}", dice.of(&["typeform", "stripe", "shopify", "x"])), posted(dice)),
        11 => (Method::GET, format!("/v1/customers/{word}/journey"), None),
        12 => (Method::GET, format!("/v1/touchpoints/local/{word}?customer_id={word}"), None),
        13 => (
            Method::GET,
            format!("/v1/reports/{}", dice.of(&["2026-W47", "2026-11-20", "x", "2026-W99", "0000-00"])),
            None,
        ),
        14 => (Method::GET, format!("/v1/cases?{}={word}", dice.of(&["seal", "until", "by", "x"])), None),
        _ => (
            Method::GET,
            format!("/{}?{word}={word}", dice.of(&["", "cases", "customers/x", "sign-in", "v1/audit", word.as_str()])),
            None,
        ),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().expect("the address of a local stack");
    let key = arguments.next().expect("a key that may do everything there");
    let count: u64 = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    assert!(address.starts_with("http://127.0.0.1:"), "only against this machine");
    channels::tls::install();
    let client = Client::builder()
        .timeout(Duration::from_secs(ANSWER_S_MAX))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("an HTTP client");
    let (next, bad) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let workers = (0..AT_ONCE).map(|_| {
        let (client, address, key, next, bad) =
            (client.clone(), address.clone(), key.clone(), next.clone(), bad.clone());
        tokio::spawn(async move {
            let mut statuses: BTreeMap<u16, u64> = BTreeMap::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return statuses;
                }
                let (method, path, sent) = request(&mut Dice(number.wrapping_mul(2_654_435_761) + 7));
                let mut asking = client.request(method.clone(), format!("{address}{path}")).bearer_auth(&key);
                if let Some((kind, body)) = sent {
                    asking = asking.header("content-type", kind).body(body);
                }
                let status = asking.send().await.map_or(0, |answer| answer.status().as_u16());
                *statuses.entry(status).or_default() += 1;
                if status == 0 || status >= 500 {
                    bad.fetch_add(1, Ordering::Relaxed);
                    println!(
                        "request {number}: {method} {path}: {}",
                        if status == 0 { "no answer".into() } else { status.to_string() }
                    );
                }
            }
        })
    });
    let mut statuses: BTreeMap<u16, u64> = BTreeMap::new();
    for worker in futures::future::join_all(workers).await {
        for (status, seen) in worker.expect("a worker ends") {
            *statuses.entry(status).or_default() += seen;
        }
    }
    for (status, seen) in &statuses {
        println!("{status:>5}  {seen}");
    }
    let bad = bad.load(Ordering::Relaxed);
    println!("{count} requests, {bad} without an answer or with 5xx");
    if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
