//! What the readers take: a backlog that grew while they stood still, and touchpoints that come while they run. Both are
//! counted in the table: as many moments as touchpoints, or something was lost.

use std::time::{Duration, Instant};

use tests::suite::Suite;

use crate::findings::{Findings, per_second};
use crate::ingestion::BATCH;
use crate::load::Load;
use crate::{Size, touchpoints};

/// The longest that a backlog may take.
const DRAINING_TIME_MAX: Duration = Duration::from_mins(60);

/// What is in the table.
#[derive(Debug, PartialEq, Eq)]
struct Counted {
    touchpoints: usize,
    moments: usize,
}

/// Fills the backlog that is there up to its size, drains it, and posts while the readers run.
pub(crate) async fn measure(suite: &Suite, size: &Size, findings: &mut Findings) {
    let mut load = Load::open(suite.stack.address()).await;
    let there = count(suite).await;
    assert_eq!(there.moments, 0, "the readers do not stand still");
    let more: Vec<_> = (there.touchpoints..size.backlog).map(touchpoints::ordinary).collect();
    load.post(touchpoints::bodies(&more, BATCH), BATCH).await;

    let began = Instant::now();
    suite.stack.resume_readers();
    settle(suite).await;
    let drained = began.elapsed();
    let counted = count(suite).await;
    let backlog = there.touchpoints + more.len();
    findings.headline(&format!("Backlog of {backlog} touchpoints, posted while the readers were paused"));
    findings.tell("drained at", per_second(backlog as f64 / drained.as_secs_f64()));
    hold_complete(findings, &counted, backlog);

    let live: Vec<_> = (backlog..backlog + size.live).map(touchpoints::ordinary).collect();
    let bodies = touchpoints::bodies(&live, 1);
    let began = Instant::now();
    let accepted = load.post(bodies, 1).await;
    settle(suite).await;
    let judged = began.elapsed();
    let counted = count(suite).await;
    findings.headline(&format!("Readers running, {} touchpoints, one a post", size.live));
    findings.tell("accepted", per_second(size.live as f64 / accepted.as_secs_f64()));
    findings.tell("accepted and judged", per_second(size.live as f64 / judged.as_secs_f64()));
    hold_complete(findings, &counted, backlog + size.live);
}

fn hold_complete(findings: &mut Findings, counted: &Counted, expected: usize) {
    let is_complete = *counted == Counted { touchpoints: expected, moments: expected };
    let told = format!("{} of {}", counted.moments, counted.touchpoints);
    findings.hold("moments of touchpoints in the table", told, &format!("{expected} of {expected}"), is_complete);
}

async fn settle(suite: &Suite) {
    let settled = suite.stack.settle(DRAINING_TIME_MAX).await.expect("the stream can be read");
    assert!(settled, "the readers did not finish in time: {:?}", suite.stack.readers());
}

/// Counts by paging through the keys of the whole table.
async fn count(suite: &Suite) -> Counted {
    let client = suite.stack.table_client();
    let scan = client.scan().table_name(suite.stack.table_name()).projection_expression("sk");
    let mut pages = scan.into_paginator().send();
    let mut counted = Counted { touchpoints: 0, moments: 0 };
    while let Some(page) = pages.next().await {
        for item in page.expect("the table can be scanned").items.unwrap_or_default() {
            let key = item["sk"].as_s().expect("a sort key");
            counted.touchpoints += usize::from(key.starts_with("TOUCHPOINT#"));
            counted.moments += usize::from(key.starts_with("MOMENT#"));
        }
    }
    counted
}
