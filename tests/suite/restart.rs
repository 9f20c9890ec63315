//! A stack that ends, or is killed, loses nothing that it accepted.

use serde_json::json;
use tests::suite::{Setting, Suite};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_accepted_before_an_end_is_judged_after_the_next_start() {
    let setting = Setting { is_paused: true, ..Setting::default() };
    let suite = Suite::with(setting.clone()).await;
    let bodies: Vec<_> = (0..250)
        .map(|n| json!({"type": "search", "id": format!("{n}"), "customer_id": format!("c{}", n % 40)}))
        .collect();
    suite.accept(&bodies).await;
    assert!(suite.all_moments().await.is_empty());
    let suite = suite.restarted(&Setting::default()).await;
    suite.settle().await;
    assert_eq!(suite.all_moments().await.len(), 250);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_begun_in_one_time_zone_is_refused_in_another() {
    let suite = Suite::start().await;
    suite.accept(&[json!({"type": "search"})]).await;
    let folder = suite.stopped().await;
    let options = |zone: &str| {
        let more = String::new();
        let channels = format!("[parameters]\nTimeZone = '{zone}'\n");
        tests::suite::options(folder.path(), &Setting { more, channels, ..Setting::default() })
    };
    let error = moments::stack::Stack::start(options("Europe/Madrid")).await.err().unwrap().to_string();
    assert!(error.contains("TIME_ZONE") && error.contains("UTC"), "{error}");
    moments::stack::Stack::start(options("UTC")).await.unwrap().shutdown().await;
}
