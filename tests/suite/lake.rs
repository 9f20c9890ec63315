//! The moments of a day as a file in the bucket, read by somebody else's program: it finds the report's numbers.

use std::io::{Read, Write};
use std::process::Command;

use flate2::read::MultiGzDecoder;
use serde_json::{Value, json};
use tests::suite::Suite;

/// Needs a Python with `duckdb`: `python3`, or the one that MOMENTS_PYTHON names. Without one it says so; then the lines are read here.
#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_days_hold_the_numbers_of_the_report() {
    let suite = Suite::start().await;
    let parcel = |n: usize, day: &str| {
        json!({"type": "delivery", "customer_id": format!("c{n}"), "id": format!("{day}-{n}"), "comment": "Words.",
            "occurred_at": format!("2026-11-{day}T10:00:00Z"), "rating": {"csat": if n.is_multiple_of(5) { 1 } else { 4 }}})
    };
    suite.accept(&(0..40).map(|n| parcel(n, "17")).chain((0..20).map(|n| parcel(n, "19"))).collect::<Vec<_>>()).await;
    suite.settle().await;
    let written = suite.stack.invoke("report", r#"{"period":"2026-W47"}"#.to_owned()).await.unwrap();
    let written: Value = serde_json::from_str(&written).unwrap();
    let days: Vec<_> = written["files"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let days: Vec<_> = days.into_iter().filter(|path| path.starts_with("moments/")).collect();
    assert_eq!(days, ["moments/date=2026-11-17/moments.ndjson.gz", "moments/date=2026-11-19/moments.ndjson.gz"]);
    let report = suite.report("2026-W47").await;
    let second = report["stages"].as_array().unwrap().iter().find(|stage| stage["stage"] == "second").unwrap();
    let objects = suite.stack.data().join("objects");
    let folder = std::iter::once(objects.clone())
        .chain(std::fs::read_dir(&objects).unwrap().filter_map(Result::ok).map(|entry| entry.path()))
        .find(|folder| folder.join("moments").exists())
        .expect("the files are there");

    let mut lines: Vec<Value> = Vec::new();
    for path in &days {
        let mut text = String::new();
        MultiGzDecoder::new(std::fs::File::open(folder.join(path)).unwrap()).read_to_string(&mut text).unwrap();
        assert!(!text.contains("Words."), "what they said stays away");
        lines.extend(text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()));
    }
    assert_eq!(lines.len(), 60);
    for (line, name) in lines.iter().flat_map(|line| ["customer", "recorded"].map(|name| (line, name))) {
        let pseudonym = line[name].as_str().and_then(|identity| identity.strip_prefix("id:"));
        let is_one = pseudonym.is_some_and(|it| it.len() == 16 && it.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert!(is_one, "who they are stays away: {line}");
    }
    let bad = lines.iter().filter(|line| line["outcome"] == "misery").count();
    assert_eq!((second["moments"].as_u64(), second["misery"].as_u64()), (Some(60), Some(bad as u64)));
    assert!(lines[0]["occurred_at_local"].as_str().unwrap().starts_with("2026-11-17 1"), "{}", lines[0]);

    let python = std::env::var("MOMENTS_PYTHON").unwrap_or_else(|_| "python3".into());
    let has_it = Command::new(&python).args(["-c", "import duckdb"]).output();
    if !has_it.is_ok_and(|output| output.status.success()) {
        let is_needed = std::env::var("MOMENTS_LIBRARIES").is_ok_and(|value| value == "needed");
        assert!(!is_needed, "{python} has no duckdb");
        std::io::stderr().write_all(b"SKIPPED: no duckdb: the files of days were not read by it\n").unwrap();
    } else {
        let question = format!(
            "import duckdb; print(duckdb.sql(\"select count(*), count(*) filter (outcome = 'misery'), count(distinct customer), \
             count(distinct date) from read_json('{}/moments/*/*.ndjson.gz', hive_partitioning=true)\").fetchone())",
            folder.display()
        );
        let output = Command::new(&python).args(["-c", &question]).output().unwrap();
        let answer = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(answer.trim(), "(60, 12, 40, 2)", "{}", String::from_utf8_lossy(&output.stderr));
    }
    suite.end().await;
}
