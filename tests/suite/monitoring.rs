//! Monitoring through the front doors: the headline says what left its normal range, a channel is told once, a target counts from the
//! first week, and a report does not read half a year of days again.

use serde_json::{Value, json};
use tests::receiver::Receiver;
use tests::suite::{READ_KEY, Setting, Suite};

/// Deliveries of one day, each of another customer, so many of them half a day late.
fn deliveries(day: jiff::civil::Date, late: usize, all: usize) -> Vec<Value> {
    let one = |index: usize| {
        let late_hours = if index < late { 12 } else { -1 };
        let due = day.at(9, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        json!({"type": "delivery", "customer_id": format!("{day}-{index}"), "id": format!("{day}-{index}"),
            "occurred_at": format!("{day}T10:00:00Z"), "due_at": (due - jiff::SignedDuration::from_hours(late_hours)).to_string(),
            "done_at": due.to_string()})
    };
    (0..all).map(one).collect()
}

/// Weeks from Monday 7 September 2026 on, each with its deliveries on one day.
async fn send_weeks(suite: &Suite, from: i64, late: &[usize]) {
    let first = jiff::civil::date(2026, 9, 8);
    for (week, late) in late.iter().enumerate() {
        let day = first.saturating_add(jiff::ToSpan::weeks(from + week as i64));
        suite.accept(&deliveries(day, *late, 60)).await;
    }
    suite.settle().await;
}

fn headline(report: &Value) -> String {
    report["verdict"]["sentence"]["en"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_its_range_is_the_headline_and_is_told_once_with_its_rows() {
    let slack = Receiver::start().await;
    let suite = Suite::with(Setting { channels: slack.slack("team"), ..Setting::default() }).await;
    send_weeks(&suite, 0, &[2, 3, 1, 2, 3, 2, 1, 3, 2]).await;
    // 2026-W45 begins on 2 November, the ninth week.
    let calm = suite.report("2026-W45").await;
    assert_eq!(
        headline(&calm),
        "Nothing has left its normal range. 3.3% of deliveries were late (2 of 60); normal is 0–11%."
    );
    let line = &calm["monitoring"]["lines"][0];
    assert_eq!((&line["series"], &line["copies"]), (&json!("delivery.late"), &json!(["delivery.bad"])));
    assert_eq!(line["trend"].as_array().unwrap().len(), 9);

    send_weeks(&suite, 9, &[30]).await;
    let told = slack.received().len();
    // The daily report of Tuesday 10 November, written on Wednesday morning.
    let firing = r#"{"every":"day","scheduled_at":"2026-11-11T06:15:00Z"}"#.to_owned();
    suite.stack.invoke("report", firing.clone()).await.unwrap();
    let news = || {
        let all =
            slack.received().into_iter().skip(told).map(|request| String::from_utf8_lossy(&request.body).into_owned());
        all.filter(|body| body.contains("2026-11-09..2026-11-16")).collect::<Vec<_>>()
    };
    assert_eq!(news().len(), 1, "{:?}", news());
    assert!(news()[0].contains("50% of deliveries were late (30 of 60); up from a normal"), "{}", news()[0]);
    suite.stack.invoke("report", firing).await.unwrap();
    suite.stack.invoke("report", r#"{"every":"day","scheduled_at":"2026-11-12T06:15:00Z"}"#.to_owned()).await.unwrap();
    suite.stack.invoke("report", r#"{"every":"week","scheduled_at":"2026-11-16T06:15:00Z"}"#.to_owned()).await.unwrap();
    assert_eq!(news().len(), 1, "it is told once: {:?}", news());

    let report = suite.report("2026-W46").await;
    assert!(headline(&report).contains("since the week of 9 Nov"), "{}", headline(&report));
    let rows = "/v1/reports/2026-11-09..2026-11-16/moments?outcome=misery&kind=delivery";
    let rows = suite.http.get(rows).bearer(READ_KEY).header("accept", "application/json").send().await.json();
    assert_eq!(rows["moments"].as_array().unwrap().len(), 30, "{rows}");
    let page = suite.http.get("/v1/reports/2026-W46.html?language=es").bearer(READ_KEY).send().await.text;
    assert!(page.contains("con retraso (30 de 60)") && page.contains("class=\"trend worse\""), "{page}");
    // A touchpoint that comes late changes a week that was kept.
    suite.accept(&deliveries(jiff::civil::date(2026, 9, 9), 1, 1)).await;
    suite.settle().await;
    let trend = suite.report("2026-W46").await["monitoring"]["lines"][0]["trend"][0].clone();
    assert_eq!((&trend["bad"], &trend["of"]), (&json!(3), &json!(61)));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_is_kept_or_missed_from_the_first_week_on() {
    let more = "[targets]\ndelivery.late = '5%'\n".to_owned();
    let suite = Suite::with(Setting { more, ..Setting::default() }).await;
    send_weeks(&suite, 0, &[2, 30]).await;
    assert!(headline(&suite.report("2026-W37").await).ends_with("(2 of 60); target of 5% kept."));
    let missed = headline(&suite.report("2026-W38").await);
    assert!(
        missed.ends_with("50% of deliveries were late (30 of 60); target of 5% missed since the week of 14 Sep."),
        "{missed}"
    );
    suite.end().await;
}
