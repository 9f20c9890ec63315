//! The JSON of reports is what its published schema says, and the schema is no empty word.

use jiff::tz::TimeZone;
use jsonschema::Validator;
use moments::demo;
use serde_json::{Value, json};
use tests::suite::{READ_KEY, SECRET_KEY, Suite};

/// A Sunday evening: the demo's week is whole.
const SUNDAY: &str = "2026-11-22T18:00:00Z";

async fn validator(suite: &Suite, name: &str) -> Validator {
    let answer = suite.http.get(&format!("/v1/reports/{name}")).send().await;
    assert_eq!(answer.status, 200, "{name}: {}", answer.text);
    assert_eq!(answer.headers["content-type"], "application/schema+json");
    jsonschema::draft202012::options().should_validate_formats(true).build(&answer.json()).unwrap()
}

fn complaints(validator: &Validator, report: &Value) -> Vec<String> {
    validator.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_report_is_what_its_schema_says() {
    let suite = Suite::start().await;
    let zone = TimeZone::get("UTC").unwrap();
    demo::play(suite.stack.address(), SECRET_KEY, SUNDAY.parse().unwrap(), &zone, |_, _| {}).await.unwrap();
    suite.settle().await;
    let schema = validator(&suite, "schema.json").await;
    let read = async |path: &str| {
        let answer = suite.http.get(&format!("/v1/reports/{path}")).bearer(READ_KEY).send().await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        (answer.headers["link"].to_str().unwrap().to_owned(), answer.json())
    };
    for period in ["2026-W47.json", "2026-W46.json", "2026-11-18.json", "2026-11.json", "2024-W02.json"] {
        let (link, report) = read(period).await;
        assert_eq!(link, r#"<schema.json>; rel="describedby"; type="application/schema+json""#);
        assert_eq!(complaints(&schema, &report), Vec::<String>::new(), "{period}");
    }
    let cuts = validator(&suite, "breakdown.schema.json").await;
    for by in ["source", "channel", "segment", "touchpoint_type"] {
        let (link, breakdown) = read(&format!("2026-W47.json?by={by}")).await;
        assert!(link.starts_with("<breakdown.schema.json>;"), "{link}");
        assert_eq!(complaints(&cuts, &breakdown), Vec::<String>::new(), "{by}");
    }

    let (_, week) = read("2026-W47.json").await;
    assert!(!week["improve"].as_array().unwrap().is_empty(), "the week has something to validate: {week}");
    for (place, wrong) in [
        ("/format", json!("2")),
        ("/as_of", json!("yesterday")),
        ("/period/name", json!(47)),
        ("/verdict/direction", json!("sideways")),
        ("/coverage/moments", json!(-1)),
        ("/improve/0/rate", json!(0.3)),
        ("/notes", json!([{"note": "something_else"}])),
    ] {
        let mut changed = week.clone();
        *changed.pointer_mut(place).unwrap() = wrong;
        assert!(!complaints(&schema, &changed).is_empty(), "{place}");
    }
    suite.end().await;
}
