//! How long after the 202 of a critical touchpoint the team has the alert: through both readers of the stream, the case,
//! the delivery and a receiver on the loopback.

use std::time::Duration;

use tests::receiver::Receiver;
use tests::suite::{Setting, Suite};
use tokio::time::Instant;

use crate::findings::{Findings, milliseconds};
use crate::load::Connection;
use crate::{Size, touchpoints};

/// What an alert may take beyond the stream's poll interval, at the 99th percentile.
const BEYOND_POLL_MAX: Duration = Duration::from_millis(50);

/// Alerts before it counts: connections are opened, code is paged in.
const WARM_UP: usize = 10;

/// Posts complaints one after the other; the next is posted once the alert of the one before is there.
pub(crate) async fn measure(size: &Size, findings: &mut Findings) {
    let receiver = Receiver::start().await;
    let suite = Suite::with(Setting { channels: receiver.slack("team"), ..Setting::default() }).await;
    let mut connection = Connection::open(suite.stack.address()).await;
    let mut latencies = Vec::new();
    for number in 0..WARM_UP + size.alerts {
        connection.post(&touchpoints::critical(number).to_string(), 1).await;
        let accepted = Instant::now().into_std();
        let received = receiver.wait_for(number + 1).await;
        let alert = received.get(number).unwrap_or_else(|| panic!("alert {number} did not come"));
        if number >= WARM_UP {
            latencies.push(alert.at.saturating_duration_since(accepted));
        }
        // So that a post meets the poll at any point of its interval.
        tokio::time::sleep(Duration::from_millis(number as u64 % 7)).await;
    }
    let poll_interval = suite.stack.poll_interval();
    suite.end().await;

    latencies.sort();
    let at = |share: f64| latencies[((latencies.len() as f64 * share).ceil() as usize).clamp(1, latencies.len()) - 1];
    let budget = poll_interval + BEYOND_POLL_MAX;
    findings.headline(&format!("Alert latency: 202 until the receiver has it, {} alerts", size.alerts));
    findings.tell("stream poll interval", milliseconds(poll_interval));
    findings.tell("p50", milliseconds(at(0.5)));
    findings.hold("p99", milliseconds(at(0.99)), &format!("<= {}", milliseconds(budget)), at(0.99) <= budget);
    findings.tell("max", milliseconds(at(1.0)));
}
