//! What one customer does to the others: a customer with 20,000 touchpoints to whom more are added, and 1,000 customers who share
//! one anonymous id, all posted while other customers meet failures whose alerts somebody waits for.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::receiver::Receiver;
use tests::suite::{Setting, Suite, seconds_from_now};

use crate::Size;
use crate::findings::Findings;

/// The latest that an alert may be, in seconds.
const LATE_S_MAX: f64 = 5.0;
/// Customers who share one anonymous id.
const SHARING: usize = 1_000;
/// The longest that the long journey may take until it is there.
const FILLING_TIME_MAX: Duration = Duration::from_mins(60);
/// Failures of other customers, one a round.
const FAILURES: usize = 20;

/// Fills the long journey, then plays rounds: more of the long journey, more who share, and one failure of somebody else.
pub(crate) async fn measure(size: &Size, findings: &mut Findings) {
    let crm = Receiver::start().await;
    let suite = Suite::with(Setting { channels: crm.webhook("crm"), ..Setting::default() }).await;
    let long = |n: usize| {
        json!({"type": "product_use", "id": format!("l{n}"), "customer_id": "long", "rating": {"csat": n % 3 + 3},
            "occurred_at": seconds_from_now(i64::try_from(n).unwrap_or_default() - 40_000)})
    };
    let began = Instant::now();
    for chunk in (0..size.long).map(long).collect::<Vec<_>>().chunks(100) {
        suite.accept(chunk).await;
    }
    let settled = suite.stack.settle(FILLING_TIME_MAX).await.expect("the stream can be read");
    assert!(settled, "the readers did not finish in time: {:?}", suite.stack.readers());
    findings.headline(&format!(
        "One customer of {} touchpoints and {SHARING} of one anonymous id, beside others",
        size.long
    ));
    findings.tell("the long journey, posted and judged", format!("{:.0} s", began.elapsed().as_secs_f64()));

    let mut latest = Duration::ZERO;
    for round in 0..FAILURES {
        let share = SHARING / FAILURES;
        let sharing = (round * share..(round + 1) * share).map(|n| {
            json!({"type": "store_visit", "id": "v", "customer_id": format!("s{n}"), "anonymous_id": "kiosk", "rating": {"csat": 4}})
        });
        let more = (0..20).map(|n| long(size.long + round * 20 + n));
        suite.accept(&sharing.chain(more).collect::<Vec<Value>>()).await;
        let began = Instant::now();
        suite.accept(&[json!({"type": "complaint", "id": "c", "customer_id": format!("other-{round}")})]).await;
        crm.wait_for(round + 1).await;
        latest = latest.max(began.elapsed());
    }
    let told = format!("{:.2} s", latest.as_secs_f64());
    findings.hold("latest alert of somebody else", told, "at most 5 s", latest.as_secs_f64() <= LATE_S_MAX);
    suite.end().await;
}
