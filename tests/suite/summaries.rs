//! A day summary counts only while nothing was written to its day: a report never shows a stale one.

use domain::report::summarize;
use jiff::civil::date;
use serde_json::json;
use tests::suite::Suite;

fn visit(id: &str, at: &str) -> serde_json::Value {
    json!({"type": "store_visit", "id": id, "customer_id": id, "occurred_at": at, "rating": {"csat": 4}})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_touchpoint_makes_the_stored_summary_count_no_more() {
    let suite = Suite::start().await;
    let day = date(2026, 10, 5);
    suite.accept(&[visit("a", "2026-10-05T10:00:00Z")]).await;
    suite.settle().await;
    assert_eq!(suite.table.summary_of(day).await.unwrap().moments(), 1);
    let stored = suite.items_of("SUMMARY").await;
    assert_eq!(stored.len(), 1);
    // Reading it again changes nothing.
    assert_eq!(suite.table.summary_of(day).await.unwrap().moments(), 1);
    assert_eq!(suite.items_of("SUMMARY").await, stored);

    suite.accept(&[visit("b", "2026-10-05T23:59:59Z"), visit("c", "2026-10-06T00:00:00Z")]).await;
    suite.settle().await;
    let summary = suite.table.summary_of(day).await.unwrap();
    assert_eq!(summary.moments(), 2);
    let mut moments = Vec::new();
    suite.table.moments_of(day, |moment| moments.push(moment)).await.unwrap();
    assert_eq!(summary, summarize(day, moments.iter()));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_made_while_its_day_changes_is_not_kept() {
    let suite = Suite::start().await;
    let day = date(2026, 10, 5);
    suite.accept(&[visit("a", "2026-10-05T10:00:00Z")]).await;
    suite.settle().await;
    suite.table.summary_of(day).await.unwrap();
    let version = suite.items_of("HEADER").await[0]["version"].clone();
    // A writer comes between the summariser's reading of the version and its storing: the version has moved.
    suite.table.touch_days(&[day].into()).await.unwrap();
    assert_ne!(suite.items_of("HEADER").await[0]["version"], version);
    let summary = suite.items_of("SUMMARY").await.remove(0);
    assert_eq!(summary["version"], version, "the stored one is of the version before");
    suite.table.summary_of(day).await.unwrap();
    assert_ne!(suite.items_of("SUMMARY").await[0]["version"], version, "it was made anew");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_nobody_summarised_has_no_header_to_write_to() {
    let suite = Suite::start().await;
    suite.accept(&[visit("a", "2026-10-05T10:00:00Z")]).await;
    suite.settle().await;
    assert!(suite.items_of("HEADER").await.is_empty());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn raising_a_case_makes_the_summary_of_today_count_no_more() {
    let suite = Suite::start().await;
    let today = tests::suite::day(jiff::Timestamp::now());
    suite.table.summary_of(today).await.unwrap();
    let before = suite.items_of("HEADER").await[0]["version"].clone();
    let late =
        json!({"type": "complaint", "customer_id": "ana", "occurred_at": tests::suite::seconds_from_now(-26 * 3_600)});
    suite.accept(&[late]).await;
    suite.settle().await;
    let header =
        suite.items().await.into_iter().find(|item| {
            item["sk"].as_s().unwrap() == "HEADER" && item["pk"].as_s().unwrap() == &format!("DAY#{today}")
        });
    assert_ne!(header.unwrap()["version"], before, "the case was opened today");
    let report = suite.report(&today.to_string()).await;
    assert_eq!(report["cases"]["events"], json!([{"transition": "opened", "now": 1, "before": 0}]));
    suite.end().await;
}
