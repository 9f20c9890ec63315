//! A day summary counts only while nothing was written to its day: a report never shows a stale one.

use jiff::civil::date;
use reports::{Cut, summarize};
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
    assert_eq!(
        reporting::days::summary_of(&suite.table, day, &jiff::tz::TimeZone::UTC).await.unwrap().summary.moments(),
        1
    );
    let stored = suite.items_of("SUMMARY").await;
    assert_eq!(stored.len(), 1);
    // Reading it again changes nothing.
    assert_eq!(
        reporting::days::summary_of(&suite.table, day, &jiff::tz::TimeZone::UTC).await.unwrap().summary.moments(),
        1
    );
    assert_eq!(suite.items_of("SUMMARY").await, stored);

    suite.accept(&[visit("b", "2026-10-05T23:59:59Z"), visit("c", "2026-10-06T00:00:00Z")]).await;
    suite.settle().await;
    let summary = reporting::days::summary_of(&suite.table, day, &jiff::tz::TimeZone::UTC).await.unwrap().summary;
    assert_eq!(summary.moments(), 2);
    let mut moments = Vec::new();
    suite.table.moments_of(day, |moment| moments.push(moment)).await.unwrap();
    let mut made = summarize(day, &jiff::tz::TimeZone::UTC, moments.iter());
    // These two cuts are stored apart.
    [Cut::Source, Cut::Channel].into_iter().for_each(|cut| drop(made.take_cut(cut)));
    assert_eq!(summary, made);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_overtaken_by_a_write_is_used_once_and_not_kept() {
    let suite = Suite::start().await;
    let day = date(2026, 10, 5);
    suite.accept(&[visit("a", "2026-10-05T10:00:00Z")]).await;
    suite.settle().await;
    // Between the summariser's reading and its storing somebody writes to the day.
    let writer = suite.table.clone();
    let handle = tokio::runtime::Handle::current();
    let mut is_first = true;
    let interrupt = move |_: usize, operation: &str| {
        if operation == "TransactWriteItems" && std::mem::take(&mut is_first) {
            let (writer, handle) = (writer.clone(), handle.clone());
            let touch = move || handle.block_on(async move { writer.touch_days(&[day].into()).await.unwrap() });
            std::thread::spawn(touch).join().unwrap();
        }
        None
    };
    let proxy = tests::proxy::Proxy::start(&suite.stack.table_endpoint(), interrupt).await;
    let summariser = store::table::Table::new(proxy.client(&suite.stack.table_client()), suite.stack.table_name());
    assert_eq!(
        reporting::days::summary_of(&summariser, day, &jiff::tz::TimeZone::UTC).await.unwrap().summary.moments(),
        1
    );
    assert!(suite.items_of("SUMMARY").await.is_empty(), "it was made at a version that has passed");
    assert_eq!(
        reporting::days::summary_of(&summariser, day, &jiff::tz::TimeZone::UTC).await.unwrap().summary.moments(),
        1
    );
    assert_eq!(suite.items_of("SUMMARY").await.len(), 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_of_a_version_that_has_passed_is_made_anew() {
    let suite = Suite::start().await;
    let day = date(2026, 10, 5);
    suite.accept(&[visit("a", "2026-10-05T10:00:00Z")]).await;
    suite.settle().await;
    reporting::days::summary_of(&suite.table, day, &jiff::tz::TimeZone::UTC).await.unwrap();
    let version = suite.items_of("HEADER").await[0]["version"].clone();
    // A writer comes between the summariser's reading of the version and its storing: the version has moved.
    suite.table.touch_days(&[day].into()).await.unwrap();
    assert_ne!(suite.items_of("HEADER").await[0]["version"], version);
    let summary = suite.items_of("SUMMARY").await.remove(0);
    assert_eq!(summary["version"], version, "the stored one is of the version before");
    reporting::days::summary_of(&suite.table, day, &jiff::tz::TimeZone::UTC).await.unwrap();
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
    let now = jiff::Timestamp::now();
    // Tomorrow too: the case may be opened after midnight.
    let days = [tests::suite::day(now), tests::suite::day(now).tomorrow().unwrap()];
    for day in days {
        reporting::days::summary_of(&suite.table, day, &jiff::tz::TimeZone::UTC).await.unwrap();
    }
    let late =
        json!({"type": "complaint", "customer_id": "ana", "occurred_at": tests::suite::seconds_from_now(-26 * 3_600)});
    suite.accept(&[late]).await;
    suite.settle().await;
    let event: reports::CaseEvent = serde_dynamo::from_item(suite.items_of("CASE#id").await.remove(0)).unwrap();
    let today = tests::suite::day(event.at);
    let headers = suite.items_of("HEADER").await;
    let header = headers.iter().find(|header| header["pk"].as_s().unwrap() == &format!("DAY#{today}")).unwrap();
    assert_eq!(header["version"].as_n().unwrap(), "1", "the case was opened on that day");
    let report = suite.report(&today.to_string()).await;
    assert_eq!(report["cases"]["events"], json!([{"transition": "opened", "now": 1, "before": 0}]));
    suite.end().await;
}
