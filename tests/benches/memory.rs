//! How much memory the deployed `classify` takes for the worst journeys that ingestion lets in, each judged from its beginning:
//! the release binary, run as Lambda runs it, against the embedded table. The template's `StreamMemory` is the budget.
//!
//! `cargo build --release -p classify && cargo bench -p tests --bench memory`. Linux only: the peak is read from `/proc`.

#![expect(clippy::expect_used, reason = "a bench that cannot set itself up has failed")]
#![expect(clippy::print_stdout, reason = "the figures are for whoever runs it")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Map, Value, json};
use store::items::Item;
use tests::batch::{event, records};
use tests::suite::Suite;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::Mutex;
use tokio::sync::mpsc::{self, Receiver, Sender};

/// What the template gives the function unless somebody says otherwise, in MB.
const STREAM_MEMORY_MB: f64 = 512.0;
/// The share of it that may be taken.
const SHARE_MAX: f64 = 0.6;
/// Touchpoints that are written at once.
const PUTS: usize = 25;

/// The runtime API, as far as a function needs it: one event at a time, and its answer.
struct Api {
    events: Mutex<Receiver<String>>,
    answers: Sender<String>,
}

async fn next(State(api): State<Arc<Api>>) -> Response {
    match api.events.lock().await.recv().await {
        Some(event) => {
            let headers = [
                ("lambda-runtime-aws-request-id", "measured"),
                ("lambda-runtime-deadline-ms", "4102444800000"),
                ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:us-east-1:000000000000:function:classify"),
            ];
            (headers, event).into_response()
        }
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn answer(State(api): State<Arc<Api>>, body: String) -> StatusCode {
    match api.answers.send(body).await {
        Ok(()) => StatusCode::ACCEPTED,
        Err(_) => StatusCode::GONE,
    }
}

/// The function as a process of its own.
struct Measured {
    process: Child,
    events: Sender<String>,
    answers: Receiver<String>,
}

impl Measured {
    async fn start(suite: &Suite) -> Self {
        let (events, taken) = mpsc::channel(1);
        let (given, answers) = mpsc::channel(1);
        let api = Arc::new(Api { events: Mutex::new(taken), answers: given });
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(answer))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(answer))
            .with_state(api);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        let environment: Vec<(String, String)> = suite.environment(&suite.stack.table_endpoint());
        let mut command = Command::new(binary());
        command.envs(environment).env("AWS_LAMBDA_RUNTIME_API", address.to_string());
        for (name, value) in [("FUNCTION_NAME", "classify"), ("FUNCTION_MEMORY_SIZE", "512"), ("FUNCTION_VERSION", "1")]
        {
            command.env(format!("AWS_LAMBDA_{name}"), value);
        }
        command.env("RUST_LOG", "warn").kill_on_drop(true);
        let process = command.spawn().expect("`cargo build --release -p classify` makes it");
        Self { process, events, answers }
    }

    /// Has a batch judged and returns the most memory the process has had so far, in MB.
    async fn judge(&mut self, batch: &[Value]) -> f64 {
        self.events.send(event(batch)).await.expect("the function waits");
        let answer = self.answers.recv().await.expect("an answer");
        assert!(answer.contains("\"batchItemFailures\":[]"), "{answer}");
        let id = self.process.id().expect("it runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("Linux says");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak");
        peak.trim().trim_end_matches(" kB").parse::<f64>().expect("a number") / 1024.0
    }
}

fn binary() -> PathBuf {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from(root).join("target"), PathBuf::from);
    target.join("release/classify")
}

/// The journeys: what each touchpoint says, and how many there are.
fn worst() -> [(&'static str, Value, usize); 4] {
    let facets = |value: fn(usize) -> Value| -> Map<String, Value> {
        (0..50).map(|n| (format!("facet_{n:02}_{}", "x".repeat(55)), value(n))).collect()
    };
    [
        ("20,000 small ones", json!({"rating": {"csat": 1}}), 19_999),
        ("40 MB of comments", json!({"comment": "€uro ".repeat(1_660), "rating": {"csat": 2}}), 3_000),
        (
            "40 MB of facets",
            json!({"promise_id": "p", "expectation": facets(|n| json!(n + 2)), "perception": facets(|n| json!(n))}),
            5_000,
        ),
        (
            "fields of their senders' own",
            json!({"properties": (0..97).map(|n| (format!("p{n}"), json!(vec![0; 100]))).collect::<Map<_, _>>()}),
            1_200,
        ),
    ]
}

/// Fills a customer's partition with copies of one touchpoint, each under an id and a promise of its own.
async fn fill(suite: &Suite, customer: &str, says: &Value, count: usize) -> Item {
    let mut body = says.clone();
    body["type"] = "product_use".into();
    body["customer_id"] = customer.into();
    body["id"] = "first".into();
    body["occurred_at"] = "2026-10-01T10:00:00Z".into();
    suite.accept(&[body]).await;
    let items = suite.items_of("TOUCHPOINT#").await;
    let first =
        items.into_iter().find(|item| item["pk"].as_s().is_ok_and(|key| key.ends_with(customer))).expect("stored");
    let copies: Vec<Item> = (0..count)
        .map(|n| {
            let text = |text: String| aws_sdk_dynamodb::types::AttributeValue::S(text);
            let mut copy = first.clone();
            copy.insert("sk".into(), text(format!("TOUCHPOINT#back-end#c{n:05}")));
            copy.insert("id".into(), text(format!("c{n:05}")));
            copy.insert(
                "occurred_at".into(),
                text(format!("2026-10-02T{:02}:{:02}:{:02}Z", n / 3_600, n / 60 % 60, n % 60)),
            );
            if copy.contains_key("promise_id") {
                copy.insert("promise_id".into(), text(format!("p{n:05}")));
            }
            copy
        })
        .collect();
    for chunk in copies.chunks(PUTS) {
        tests::batch::put_all(&suite.stack.table_client(), suite.stack.table_name(), chunk).await;
    }
    first
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut is_within = true;
    for (name, says, count) in worst() {
        let suite = Suite::paused().await;
        let first = fill(&suite, "worst", &says, count).await;
        let mut function = Measured::start(&suite).await;
        // The earliest touchpoint: everything after it is judged.
        let peak = function.judge(&records(&[first])).await;
        let share = peak / STREAM_MEMORY_MB;
        is_within &= share <= SHARE_MAX;
        println!("{name:<32} {peak:>6.0} MB, {:.0}% of {STREAM_MEMORY_MB} MB", share * 100.0);
        suite.end().await;
    }
    if is_within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
