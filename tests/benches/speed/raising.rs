//! How long alert takes for a batch of one customer with a long journey: critical moments of now, and of long ago.

use std::time::{Duration, Instant};

use lambda_runtime::Context;
use serde_json::{Value, json};
use tests::batch::{event, failed_from, records};
use tests::suite::{Setting, Suite, seconds_from_now};

use crate::Size;
use crate::findings::{Findings, milliseconds};
use crate::ingestion::BATCH;
use crate::load::Load;
use crate::touchpoints;

/// The longest that a batch may take.
const BATCH_TIME_MAX: Duration = Duration::from_secs(1);
/// Records of the batch.
const RECORDS: usize = 100;

/// Measures a batch of each sort.
pub(crate) async fn measure(size: &Size, findings: &mut Findings) {
    for (name, ago_s) in [("of now", 600), ("of long ago", 30 * 86_400)] {
        let suite = Suite::with(Setting::default()).await;
        let mut journey: Vec<_> = (0..size.journey).map(|number| visit(number, size.journey)).collect();
        journey.extend((0..RECORDS).map(|number| complaint(number, ago_s)));
        Load::open(suite.stack.address()).await.post(touchpoints::bodies(&journey, BATCH), BATCH).await;
        suite.settle().await;
        let mut critical = suite.items_of("MOMENT#").await;
        critical.retain(|moment| {
            moment.get("attention").is_some_and(|word| word.as_s().is_ok_and(|word| word == "critical"))
        });
        // As before anybody was told of them.
        remove_cases(&suite).await;
        let alert = alert::start(suite.environment(&suite.stack.table_endpoint())).await.expect("alert starts");
        let event = event(&records(&critical));
        let began = Instant::now();
        let answer = alert.invoke(event, Context::default()).await.expect("alert answers");
        let took = began.elapsed();
        assert_eq!(failed_from(&answer), None);
        findings.headline(&format!(
            "Alert: {} critical moments {name}, a customer with {} touchpoints",
            critical.len(),
            journey.len()
        ));
        findings.hold("one batch", milliseconds(took), &milliseconds(BATCH_TIME_MAX), took <= BATCH_TIME_MAX);
        suite.end().await;
    }
}

fn visit(number: usize, of: usize) -> Value {
    json!({"type": "site_visit", "id": format!("visit-{number:06}"), "customer_id": "regular", "channel": "web",
        "occurred_at": seconds_from_now(-60 * i64::try_from(of - number).unwrap_or_default() - 86_400)})
}

fn complaint(number: usize, ago_s: i64) -> Value {
    json!({"type": "complaint", "id": format!("complaint-{number:03}"), "customer_id": "regular",
        "occurred_at": seconds_from_now(-ago_s + i64::try_from(number).unwrap_or_default()), "comment": "Cold again."})
}

async fn remove_cases(suite: &Suite) {
    for prefix in ["CASE#", "CRITICAL#", "DELIVERY#", "EVENT#", "NAMED#"] {
        for item in suite.items_of(prefix).await {
            let key = ["pk", "sk"].map(|name| (name.to_owned(), item[name].clone()));
            let delete = suite.stack.table_client().delete_item().table_name(suite.stack.table_name());
            delete.set_key(Some(key.into_iter().collect())).send().await.expect("the table takes it");
        }
    }
}
