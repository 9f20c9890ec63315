//! The contract of the API: the document that is served says what the types say, names every route of the template and nothing else,
//! and its examples are what the routes take and answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};
use tests::contract::{document, whole};
use tests::suite::{CASE_KEY, READ_KEY, SECRET_KEY, Suite};

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// The function whose routes are pages for people who have signed in, which is no contract with programs.
const FOR_PEOPLE: &str = "Console";

/// The routes of the template that programs call: method and path.
fn routes() -> Vec<(String, Vec<String>)> {
    let template: serde_norway::Value =
        serde_norway::from_str(&fs::read_to_string(folder("infra/template.yaml")).unwrap()).unwrap();
    let mut routes = Vec::new();
    let resources = template["Resources"].as_mapping().unwrap().iter();
    for (_, resource) in resources.filter(|(name, _)| name.as_str() != Some(FOR_PEOPLE)) {
        let events = resource["Properties"].get("Events").and_then(serde_norway::Value::as_mapping);
        for (_, event) in events.into_iter().flatten() {
            if event["Type"].as_str() != Some("HttpApi") {
                continue;
            }
            let text = |name: &str| event["Properties"][name].as_str().unwrap().to_owned();
            routes.push((text("Method"), text("Path").split('/').skip(1).map(str::to_owned).collect()));
        }
    }
    assert!(routes.len() > 20, "{routes:?}");
    routes
}

/// Whether a route of the template leads to a path of the document.
fn leads(route: &[String], path: &str) -> bool {
    let parts: Vec<_> = path.split('/').skip(1).collect();
    let is_greedy = route.last().is_some_and(|last| last.ends_with("+}"));
    let fits = |(pattern, part): (&String, &&str)| pattern == part || pattern.starts_with('{');
    let is_long_enough = if is_greedy { parts.len() >= route.len() } else { parts.len() == route.len() };
    is_long_enough && route.iter().zip(&parts).all(fits)
}

#[test]
fn every_route_of_the_template_stands_in_the_document_and_nothing_else() {
    let (routes, contract) = (routes(), whole());
    let operations: Vec<_> = contract.operations().collect();
    let is_of = |route: &(String, Vec<String>), (method, path): &(String, &str)| {
        (route.0 == "ANY" || route.0 == *method) && leads(&route.1, path)
    };
    for operation in &operations {
        assert!(routes.iter().any(|route| is_of(route, operation)), "{operation:?} has no route");
    }
    for route in &routes {
        assert!(operations.iter().any(|operation| is_of(route, operation)), "{route:?} is not described");
        // The template's own path, not only one that a greedy or an open part of it takes as well.
        let own = format!("/{}", route.1.join("/"));
        let is_greedy = own.contains("+}");
        assert!(is_greedy || operations.iter().any(|(_, path)| *path == own), "{own} is not described");
    }
}

#[test]
fn the_kept_document_is_what_the_types_say() {
    assert!(contract::text(&document()) == contract::OPENAPI, "cargo run -p tests --example contract");
}

#[test]
fn every_error_that_is_described_is_a_page_of_problems_and_every_page_is_described() {
    let document = document();
    let mut described = BTreeSet::new();
    for operation in operations(&document).values() {
        for status in operation["responses"].as_object().unwrap().keys() {
            let response = response(&document, operation, status);
            let parts = response["content"]["application/problem+json"]["schema"]["allOf"].as_array();
            for urn in
                parts.into_iter().flatten().flat_map(|part| part["properties"]["type"]["enum"].as_array()).flatten()
            {
                let name = urn.as_str().unwrap().strip_prefix("urn:moments:problem:").unwrap();
                let page = fs::read_to_string(folder("docs/problems").join(format!("{name}.md")));
                assert!(page.unwrap().contains(&format!("status {status}")), "{name} is another status");
                described.insert(name.to_owned());
            }
        }
    }
    let pages = fs::read_dir(folder("docs/problems")).unwrap();
    let pages: BTreeSet<_> =
        pages.map(|page| page.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let pages: BTreeSet<_> = pages.into_iter().filter(|page| page != "README").collect();
    assert_eq!(described, pages);
}

/// What an operation answers with a status; many share their refusals.
fn response(document: &Value, operation: &Value, status: &str) -> Value {
    let response = &operation["responses"][status];
    match response["$ref"].as_str() {
        Some(place) => document.pointer(place.trim_start_matches('#')).unwrap().clone(),
        None => response.clone(),
    }
}

/// The operations by their names.
fn operations(document: &Value) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let mut operation = operation.clone();
            operation["method"] = method.to_ascii_uppercase().into();
            operation["path"] = path.clone().into();
            let name = operation["operationId"].as_str().unwrap().to_owned();
            assert!(found.insert(name.clone(), operation).is_none(), "{name} is there twice");
        }
    }
    found
}

/// Checks values against a schema of the document.
fn validator(document: &Value, schema: &Value) -> jsonschema::Validator {
    let schema = json!({"allOf": [schema], "components": document["components"]});
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

fn complaints(validator: &jsonschema::Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_is_taken_and_answered_as_it_is_described() {
    let suite = Suite::start().await;
    let answer = suite.http.get("/v1/openapi.json").send().await;
    assert_eq!((answer.status, answer.headers["content-type"].to_str().unwrap()), (200, "application/json"));
    let document = answer.json();
    let schema = suite.http.get("/v1/touchpoints/schema.json").send().await;
    assert_eq!((schema.status, schema.headers["content-type"].to_str().unwrap()), (200, "application/schema+json"));
    let touchpoint = jsonschema::draft202012::options().should_validate_formats(true).build(&schema.json()).unwrap();
    let mut sent = 0;
    // What needs a case or a touchpoint that is there is asked below, and in `corrections.rs`.
    let is_apart = |name: &str| ["takeStep", "correct"].contains(&name);
    for (name, operation) in operations(&document).iter().filter(|(name, _)| !is_apart(name)) {
        for (media, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
            let takes = validator(&document, &content["schema"]);
            for (example, value) in content["examples"].as_object().into_iter().flatten() {
                let (value, place) = (&value["value"], format!("{name}, {media}, {example}"));
                assert_eq!(complaints(&takes, value), Vec::<String>::new(), "{place}");
                if (name.as_str(), example.as_str()) == ("sendTouchpoints", "one") && media == "application/json" {
                    assert_eq!(complaints(&touchpoint, value), Vec::<String>::new(), "{place}");
                }
                let path = operation["path"].as_str().unwrap().replace("{period}", "2026-W47");
                let key = if path.starts_with("/v1/reports") { READ_KEY } else { SECRET_KEY };
                let mut asking = suite.http.ask(Method::POST, &path).bearer(key);
                asking = match (media.as_str(), value) {
                    ("multipart/form-data", Value::Object(fields)) => {
                        let part = |(name, text): (&String, &Value)| {
                            format!(
                                "--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{}\r\n",
                                text.as_str().unwrap()
                            )
                        };
                        let body: String = fields.iter().map(part).collect();
                        asking
                            .header("content-type", "multipart/form-data; boundary=x")
                            .body(format!("{body}--x--\r\n"))
                    }
                    ("application/x-www-form-urlencoded", Value::Object(fields)) => {
                        let pairs = fields.iter().map(|(name, text)| format!("{name}={}", text.as_str().unwrap()));
                        asking.header("content-type", media).body(pairs.collect::<Vec<_>>().join("&"))
                    }
                    (_, Value::String(text)) => asking.header("content-type", media).body(text.clone()),
                    _ => asking.header("content-type", media).body(value.to_string()),
                };
                let answer = asking.send().await;
                let response = response(&document, operation, &answer.status.to_string());
                assert!(answer.status < 400 && response.is_object(), "{place}: {} {}", answer.status, answer.text);
                if let Some(kind) = answer.headers.get("content-type").map(|kind| kind.to_str().unwrap()) {
                    let described = &response["content"][kind.split(';').next().unwrap()]["schema"];
                    assert!(!described.is_null(), "{place}: answers with {kind}");
                    assert_eq!(
                        complaints(&validator(&document, described), &answer.json()),
                        Vec::<String>::new(),
                        "{place}"
                    );
                }
                sent += 1;
            }
        }
    }
    assert!(sent >= 11, "{sent} examples");
    questions_are_answered_as_described(&suite, &document).await;
    suite.end().await;
}

/// Asks what can be asked once there is something to tell, and a few things that cannot.
async fn questions_are_answered_as_described(suite: &Suite, document: &Value) {
    suite.settle().await;
    let operations = operations(document);
    let cases = suite.http.get("/v1/cases").bearer(CASE_KEY).send().await;
    let case = cases.json()["cases"][0]["id"].as_str().map(str::to_owned);
    let case = format!("/v1/cases/{}", case.unwrap());
    let take = format!("{case}/acknowledge");
    for (name, path, key, status) in [
        ("listCases", "/v1/cases", CASE_KEY, 200),
        ("readCase", case.as_str(), CASE_KEY, 200),
        ("readCase", "/v1/cases/nothing", CASE_KEY, 404),
        ("takeStep", take.as_str(), CASE_KEY, 200),
        ("readTouchpoint", "/v1/touchpoints/back-end/visit-1042?customer_id=ana", READ_KEY, 200),
        ("readTouchpoint", "/v1/touchpoints/back-end/nothing?customer_id=ana", READ_KEY, 404),
        ("readJourney", "/v1/customers/ana/journey", READ_KEY, 200),
        ("readAnyJourney", "/v1/journey?anonymous_id=v-1", READ_KEY, 200),
        ("readAnyJourney", "/v1/journey", READ_KEY, 400),
        ("readReport", "/v1/reports/2026-W47", READ_KEY, 200),
        ("readReport", "/v1/reports/2026-W47?by=channel", READ_KEY, 200),
        ("readReport", "/v1/reports/2026-W47", "wrong", 401),
        ("readMoments", "/v1/reports/2026-W47/moments?outcome=misery", READ_KEY, 200),
        ("listReports", "/v1/reports", READ_KEY, 200),
        ("listOverduePromises", "/v1/promises/overdue", READ_KEY, 200),
        ("listDoNotPitch", "/v1/customers/do-not-pitch", READ_KEY, 200),
        ("listQuarantine", "/v1/quarantine", READ_KEY, 200),
        ("listQuarantine", "/v1/quarantine?from=2026-11-20T00:00:00Z&to=2000-01-01T00:00:00Z", READ_KEY, 400),
    ] {
        let operation = &operations[name];
        let method: Method = operation["method"].as_str().unwrap().parse().unwrap();
        let asking = suite.http.ask(method.clone(), path).bearer(key);
        let answer = match method {
            Method::POST => asking.json(&json!({"actor": "Luis"})).send().await,
            _ => asking.send().await,
        };
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        let kind = answer.headers["content-type"].to_str().unwrap();
        let schema = &response(document, operation, &status.to_string())["content"][kind]["schema"];
        assert!(!schema.is_null(), "{path}: {status} {kind} is not described");
        assert_eq!(complaints(&validator(document, schema), &answer.json()), Vec::<String>::new(), "{path}");
    }
}
