//! A clock and the function behind it: what it sends, how often it tries, what it leaves behind.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use runtime::function::{Error as FunctionError, Function};
use serde_json::Value;

use super::*;
use crate::template::{TEMPLATE, Template};

/// Takes the first schedule of the repository's report function, with other retries and a function that fails at first.
fn daily(folder: &std::path::Path, retries: u32, failures: usize) -> (Schedule, Arc<Mutex<Vec<Value>>>) {
    let template = Template::read(TEMPLATE, &BTreeMap::new()).unwrap();
    let report = template.functions.iter().find(|function| function.program == "report").unwrap();
    let spec = ScheduleSpec { retries, ..report.schedules[0].clone() };
    let seen = Arc::new(Mutex::new(Vec::new()));
    let function = {
        let seen = seen.clone();
        Function::event(move |event: Value| {
            let mut seen = seen.lock().unwrap();
            seen.push(event);
            let answer = if seen.len() > failures { Ok(()) } else { Err(FunctionError::from("not now")) };
            std::future::ready(answer)
        })
    };
    let function = Invoker::new("Report", "report", function, Duration::from_secs(5));
    (Schedule::new(spec, function, FailedLog::new(folder)).unwrap(), seen)
}

#[tokio::test]
async fn the_event_carries_the_time_it_was_meant_for() {
    let folder = tempfile::tempdir().unwrap();
    let (schedule, seen) = daily(folder.path(), 0, 0);
    let (_stop, mut stopping) = watch::channel(false);
    let time = "2026-11-22T06:00:00.25Z".parse().unwrap();
    schedule.fire(time, &mut stopping).await;
    assert_eq!(*seen.lock().unwrap(), [serde_json::json!({"every": "day", "scheduled_at": "2026-11-22T06:00:00Z"})]);
    assert!(!folder.path().join("Report.jsonl").exists());
}

#[tokio::test(start_paused = true)]
async fn a_failing_run_is_retried_with_the_same_event() {
    let folder = tempfile::tempdir().unwrap();
    let (schedule, seen) = daily(folder.path(), 3, 2);
    let (_stop, mut stopping) = watch::channel(false);
    schedule.fire(Timestamp::now(), &mut stopping).await;
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|event| *event == seen[0]));
    assert!(!folder.path().join("Report.jsonl").exists());
}

#[tokio::test(start_paused = true)]
async fn a_run_that_failed_for_good_is_written_down_with_its_event() {
    let folder = tempfile::tempdir().unwrap();
    let (schedule, seen) = daily(folder.path(), 1, 99);
    let (_stop, mut stopping) = watch::channel(false);
    schedule.fire(Timestamp::now(), &mut stopping).await;
    assert_eq!(seen.lock().unwrap().len(), 2, "once, and one retry");
    let line: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.path().join("Report.jsonl")).unwrap()).unwrap();
    assert_eq!(line["input"]["every"], "day");
    assert_eq!(line["error"], "not now");
}

#[tokio::test]
async fn a_firing_that_comes_too_late_is_tried_once() {
    let folder = tempfile::tempdir().unwrap();
    let (schedule, seen) = daily(folder.path(), 20, 99);
    let (_stop, mut stopping) = watch::channel(false);
    let long_ago = Timestamp::now() - SignedDuration::from_hours(7);
    schedule.fire(long_ago, &mut stopping).await;
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[test]
fn an_unknown_zone_is_refused_with_its_path() {
    let zone = BTreeMap::from([("TimeZone".to_owned(), "Mars/Olympus".to_owned())]);
    let template = Template::read(TEMPLATE, &zone).unwrap();
    let report = template.functions.iter().find(|function| function.program == "report").unwrap();
    let function = Function::event(|_: Value| std::future::ready(Ok(())));
    let function = Invoker::new("Report", "report", function, Duration::from_secs(5));
    let refused = Schedule::new(report.schedules[0].clone(), function, FailedLog::new(std::path::Path::new("x")));
    let refused = refused.err().unwrap().to_string();
    assert!(
        refused.contains("Resources.Report.Properties.Events.Daily.Properties.ScheduleExpressionTimezone"),
        "{refused}"
    );
}
