//! What a million touchpoints cost: a mixed load is sent through ingest, classify, alert and report, every call of the table
//! is counted with the capacity units it consumed, and `prices.toml` turns the counts into dollars. The load: one touchpoint
//! a request, eight a customer, one in fifty critical, the stream read in batches of a hundred.

use std::collections::BTreeMap;

use lambda_runtime::Context;
use runtime::function::Function;
use serde::Deserialize;
use serde_json::{Value, json};
use tests::batch::{event, failed_from, records};
use tests::proxy::{Call, Proxy};
use tests::receiver::Receiver;
use tests::suite::{Setting, Suite, seconds_from_now};

/// Touchpoints of the load. Two pages of every batch size are enough: nothing grows with the number but the counts.
const TOUCHPOINTS: usize = 1_000;
/// One in so many is critical: 2 %.
const CRITICAL_ONE_IN: usize = 50;
/// Touchpoints of one customer.
const PER_CUSTOMER: usize = 8;
/// Records of one batch, as the template's mappings have it.
const BATCH: usize = 100;
/// Days of the month in which the million comes; each is reported on.
const DAYS_A_MONTH: f64 = 30.0;
/// Its minutes: the outbox is looked at in each.
const RUNS_A_MONTH: f64 = DAYS_A_MONTH * 24.0 * 60.0;
/// Reports by the clock: of each day and each week.
const REPORTS_A_MONTH: f64 = DAYS_A_MONTH + 4.0;
/// The most write units that a touchpoint may cost, all in: 2.3, and for each that promises a time, one in four, one more and two
/// when its clock ends. Words that are read deeply cost one: here one touchpoint in eight has new ones, and a complaint
/// costs two more.
const WRITE_UNITS_MAX: f64 = 2.3 + 3.0 / 4.0 + 1.0 / 8.0 + 2.0 / CRITICAL_ONE_IN as f64;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prices {
    region: String,
    as_of: toml::value::Datetime,
    per_million: PerMillion,
    lambda: Lambda,
    functions: BTreeMap<String, Billed>,
    logs: Logs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PerMillion {
    write_unit: f64,
    read_unit: f64,
    http_request: f64,
    invocation: f64,
    scheduled_run: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lambda {
    gb_second: f64,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Billed {
    mb: f64,
    ms: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Logs {
    gb: f64,
    bytes_a_request: f64,
}

/// What was counted, for each touchpoint.
#[derive(Debug, Default)]
struct Counts {
    write_units: f64,
    read_units: f64,
    invocations: BTreeMap<&'static str, f64>,
    /// Units of reading and writing of a look at an outbox and at promised times of which nothing is due.
    idle_run: (f64, f64),
}

/// One line of the bill.
struct Line {
    what: &'static str,
    count: String,
    dollars: f64,
}

fn units(calls: &[Call]) -> (f64, f64) {
    let sum = |writes: bool| calls.iter().filter(|call| call.is_write() == writes).map(|call| call.units).sum::<f64>();
    (sum(false) + 0.0, sum(true) + 0.0)
}

/// What customers of a web shop send.
fn touchpoint(number: usize) -> Value {
    let customer = format!("c-{:010}", number / PER_CUSTOMER);
    if number % CRITICAL_ONE_IN == CRITICAL_ONE_IN - 1 {
        return json!({"type": "complaint", "id": format!("t{number:07}"), "customer_id": customer, "channel": "phone",
            "occurred_at": seconds_from_now(-60), "rating": {"csat": 1}, "comment": "Los gofres estaban fríos.",
            "value_at_risk": {"amount": 49.9, "currency": "EUR"}});
    }
    let at = format!("2026-10-01T{:02}:{:02}:00Z", 8 + number % PER_CUSTOMER, number % 60);
    let mut body = json!({"id": format!("t{number:07}"), "customer_id": customer, "channel": "web", "segment": "families",
        "occurred_at": at});
    let more = match number % 4 {
        0 => json!({"type": "search", "promise_id": "offer", "expectation": {"waffles": 3, "scoops": 2}}),
        1 => json!({"type": "purchase", "due_at": "2026-10-03T18:00:00Z", "promise_id": "order"}),
        2 => {
            json!({"type": "delivery", "done_at": "2026-10-03T17:00:00Z", "promise_id": "order", "rating": {"csat": 4}})
        }
        _ => json!({"type": "product_use", "rating": {"csat": 4, "ces": 5}, "comment": "Todo bien, gracias."}),
    };
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// Sends the load and counts.
async fn counts() -> Counts {
    let team = Receiver::start().await;
    let setting = Setting { channels: team.slack("team"), is_paused: true, ..Setting::default() };
    let suite = Suite::with(setting).await;
    let proxy = Proxy::transparent(&suite.stack.table_endpoint()).await;
    let endpoint = proxy.endpoint();
    let ingest = ingest::start(suite.environment(&endpoint)).await.unwrap();
    let classify = classify::start(suite.environment(&endpoint)).await.unwrap();
    let alert = alert::start(suite.environment(&endpoint)).await.unwrap();
    let report = report::start(suite.environment(&endpoint)).await.unwrap();
    let deliver = deliver::start(suite.environment(&endpoint)).await.unwrap();
    let promises = promises::start(suite.environment(&endpoint)).await.unwrap();
    let erase = erase::start(suite.environment(&endpoint)).await.unwrap();
    // The first run writes down which configuration is in use.
    deliver.invoke("{}".to_owned(), Context::default()).await.unwrap();
    proxy.account();

    let mut invocations = BTreeMap::new();
    let mut count = |name| *invocations.entry(name).or_insert(0.0) += 1.0;
    for number in 0..TOUCHPOINTS {
        let post = crate::faults::post(&touchpoint(number)).to_string();
        let answer = ingest.invoke(post, Context::default()).await.unwrap();
        assert!(answer.contains("\"statusCode\":202"), "{answer}");
        count("ingest");
    }
    let mut items = suite.items_of("TOUCHPOINT#").await;
    items.sort_by_cached_key(|item| item["id"].as_s().unwrap().clone());
    for batch in items.chunks(BATCH) {
        let before = suite.items_of("MOMENT#").await;
        pass(&classify, &records(batch)).await;
        count("classify");
        let mut raised = suite.items_of("MOMENT#").await;
        raised.retain(|item| item.contains_key("attention") && !before.contains(item));
        assert_eq!(raised.len(), batch.len() / CRITICAL_ONE_IN);
        pass(&alert, &records(&raised)).await;
        count("alert");
    }
    // Every promised time has passed by now, and was kept: its clock is looked at and ends.
    let done = promises.invoke("{}".to_owned(), Context::default()).await.unwrap();
    let promised = (0..TOUCHPOINTS).filter(|number| touchpoint(*number).get("due_at").is_some()).count();
    assert!(done.contains(&format!("\"settled\":{promised}")), "{done}");
    let (mut read, written) = units(&proxy.account());
    // The daily report reads every moment of its day once, and leaves a summary whose size does not grow with their number.
    report.invoke(json!({"period": "2026-10-01"}).to_string(), Context::default()).await.unwrap();
    let (read_for_report, summary) = units(&proxy.account());
    read += read_for_report;

    // What was gathered is told by the clock, once the time of gathering is over; this look finds nothing due yet.
    let look = json!({"every": "minute", "scheduled_at": seconds_from_now(0)}).to_string();
    deliver.invoke(look.clone(), Context::default()).await.unwrap();
    promises.invoke(look.clone(), Context::default()).await.unwrap();
    erase.invoke(look, Context::default()).await.unwrap();
    let idle_run = units(&proxy.account());
    suite.end().await;
    let each = |count: f64| count / TOUCHPOINTS as f64;
    let invocations = invocations.into_iter().map(|(name, count)| (name, each(count))).collect();
    let write_units = each(written) + summary * DAYS_A_MONTH / 1e6;
    Counts { write_units, read_units: each(read), invocations, idle_run }
}

async fn pass(function: &Function, batch: &[Value]) {
    let answer = function.invoke(event(batch), Context::default()).await.unwrap();
    assert_eq!(failed_from(&answer), None);
}

/// Writes the bill of a million touchpoints that come within a month.
fn bill(counts: &Counts, prices: &Prices) -> Vec<Line> {
    let per_million = &prices.per_million;
    // The dollars are those of the printed figure: who multiplies gets them, and a tenth of a thousandth does not turn a cent.
    let a_million = |count: f64, price: f64, what| {
        let count = (count * 100.0).round() / 100.0;
        Line { what, count: format!("{count:.2} each"), dollars: count * price }
    };
    let runs = RUNS_A_MONTH / 1e6;
    let mut invocations = counts.invocations.clone();
    invocations.insert("deliver", runs);
    invocations.insert("promises", runs);
    invocations.insert("erase", runs);
    invocations.insert("report", REPORTS_A_MONTH / 1e6);
    let gb_seconds: f64 = invocations
        .iter()
        .map(|(name, count)| {
            let billed = prices.functions[*name];
            count * 1e6 * billed.mb / 1024.0 * billed.ms / 1000.0
        })
        .sum();
    let (idle_read, idle_written) = counts.idle_run;
    let idle = runs
        * (idle_read * per_million.read_unit + idle_written * per_million.write_unit + 3.0 * per_million.scheduled_run);
    let gb_of_logs = prices.logs.bytes_a_request * 1e6 / 1e9;
    vec![
        a_million(counts.write_units, per_million.write_unit, "write units"),
        a_million(counts.read_units, per_million.read_unit, "read units"),
        a_million(1.0, per_million.http_request, "HTTP requests"),
        a_million(invocations.values().sum(), per_million.invocation, "invocations"),
        Line {
            what: "time of functions",
            count: format!("{gb_seconds:.0} GB-s"),
            dollars: gb_seconds * prices.lambda.gb_second,
        },
        Line {
            what: "the outbox, promised times and erasures, each minute of a month",
            count: format!("{:.0} runs", 3.0 * RUNS_A_MONTH),
            dollars: idle,
        },
        Line { what: "logs", count: format!("{gb_of_logs:.1} GB"), dollars: gb_of_logs * prices.logs.gb },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_million_touchpoints_cost_what_the_readme_says() {
    let prices: Prices = toml::from_str(include_str!("prices.toml")).unwrap();
    let counts = counts().await;
    assert!(counts.write_units > 2.0 && counts.write_units <= WRITE_UNITS_MAX, "{counts:?}");

    let lines = bill(&counts, &prices);
    let mut table =
        format!("| a million touchpoints, {}, {} | | dollars |\n|---|---|---|\n", prices.region, prices.as_of);
    for line in &lines {
        table += &format!("| {} | {} | {:.2} |\n", line.what, line.count, line.dollars);
    }
    let total: f64 = lines.iter().map(|line| line.dollars).sum();
    table += &format!("| **together** | | **{total:.2}** |\n");
    let readme = include_str!("../../infra/README.md");
    assert!(readme.contains(&table), "infra/README.md does not have this table:\n\n{table}");
}
