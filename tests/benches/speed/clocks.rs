//! Promised times that run out at one minute: how fast they are drained, none lost, and how long the alerts of other customers take
//! meanwhile.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::receiver::Receiver;
use tests::suite::{Setting, Suite, seconds_from_now};

use crate::findings::{Findings, milliseconds, per_second};
use crate::ingestion::BATCH;
use crate::load::{Connection, Load};
use crate::{Size, touchpoints};

/// Runs of the function after which something is wrong: each takes up to ten thousand clocks.
const RUNS_MAX: usize = 1_000;
/// Alerts of other customers while clocks are drained.
const ALERTS: usize = 20;
/// Of the clocks, one in so many is drained while the readers run.
const LIVE_SHARE: usize = 20;

/// Measures both.
pub(crate) async fn measure(size: &Size, findings: &mut Findings) {
    drain(size.clocks, findings).await;
    beside(size.clocks / LIVE_SHARE, findings).await;
}

/// The purchase of a customer, promised for an hour ago.
fn promised(number: usize) -> Value {
    json!({"type": "purchase", "id": format!("order-{number:06}"), "customer_id": format!("customer-{number:06}"),
        "promise_id": format!("order-{number:06}"), "occurred_at": seconds_from_now(-7_200), "due_at": seconds_from_now(-3_600)})
}

async fn post(suite: &Suite, clocks: usize) {
    let orders: Vec<_> = (0..clocks).map(promised).collect();
    Load::open(suite.stack.address()).await.post(touchpoints::bodies(&orders, BATCH), BATCH).await;
}

/// Runs the function until nothing has run out, as the schedule would each minute. Returns how many expired, in how many runs.
async fn run(suite: &Suite, clocks: usize) -> (u64, usize) {
    let mut expired = 0;
    for runs in 1..=RUNS_MAX {
        let done = suite.stack.invoke("promises", "{}".to_owned()).await.expect("the function answers");
        let done: Value = serde_json::from_str(&done).expect("JSON");
        expired += done["expired"].as_u64().unwrap_or_default();
        if expired >= clocks as u64 {
            return (expired, runs);
        }
    }
    (expired, RUNS_MAX)
}

async fn drain(clocks: usize, findings: &mut Findings) {
    let suite = Suite::with(Setting { is_paused: true, ..Setting::default() }).await;
    post(&suite, clocks).await;
    let began = Instant::now();
    let (expired, runs) = run(&suite, clocks).await;
    let took = began.elapsed();
    findings.headline(&format!("{clocks} promised times that run out at one minute, readers paused"));
    findings.tell("looked at and recorded", per_second(clocks as f64 / took.as_secs_f64()));
    findings.tell("runs of the function, one a minute", runs.to_string());
    findings.hold("expired", expired.to_string(), &clocks.to_string(), expired == clocks as u64);
    suite.end().await;
}

async fn beside(clocks: usize, findings: &mut Findings) {
    let receiver = Receiver::start().await;
    // Only complaints are told, so that each message is the alert of another customer.
    let more = "[[routes]]\nname = 'calls'\nwhen = { touchpoint_type = ['complaint'] }\nchannels = ['team']\n\
                [[routes]]\nname = 'rest'\nchannels = []\n";
    let setting = Setting { channels: receiver.slack("team"), more: more.to_owned(), ..Setting::default() };
    let suite = Suite::with(setting).await;
    post(&suite, clocks).await;
    let mut connection = Connection::open(suite.stack.address()).await;
    let mut latencies: Vec<Duration> = Vec::new();
    let alerts = async {
        for number in 0..ALERTS {
            connection.post(&touchpoints::critical(number).to_string(), 1).await;
            let accepted = Instant::now();
            let received = receiver.wait_for(number + 1).await;
            let alert = received.get(number).expect("the alert came");
            latencies.push(alert.at.saturating_duration_since(accepted));
        }
    };
    let ((expired, _), ()) = tokio::join!(run(&suite, clocks), alerts);
    suite.end().await;
    latencies.sort();
    findings.headline(&format!("{clocks} promised times that run out at one minute, readers running"));
    findings.tell("expired", expired.to_string());
    findings.tell("alert of another customer meanwhile, median", milliseconds(latencies[latencies.len() / 2]));
    findings.tell("slowest", milliseconds(latencies[latencies.len() - 1]));
}
