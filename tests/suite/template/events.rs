//! What wakes a function: streams, schedules and routes.

use std::collections::BTreeSet;

use serde_norway::Value;

use super::{events, functions, resources, root, sources, statements, tagged, template, texts};

#[test]
fn every_stream_mapping_loses_nothing_silently_and_is_held_up_by_nothing_for_ever() {
    let template = template();
    let mappings = events(&template, "DynamoDB");
    assert!(mappings.len() <= 2, "a shard serves two readers");
    for ((function, name), mapping) in mappings {
        let name = format!("{function}.{name}");
        assert_eq!(mapping["StartingPosition"].as_str(), Some("TRIM_HORIZON"), "{name}");
        assert_eq!(texts(&mapping["FunctionResponseTypes"]), ["ReportBatchItemFailures"], "{name}");
        assert_eq!(mapping["BisectBatchOnFunctionError"].as_bool(), Some(true), "{name}");
        assert!((1..=10_000).contains(&mapping["MaximumRetryAttempts"].as_i64().unwrap()), "{name}");
        assert!((60..86_400).contains(&mapping["MaximumRecordAgeInSeconds"].as_i64().unwrap()), "{name}");
        assert!((1..=1_000).contains(&mapping["BatchSize"].as_i64().unwrap()), "{name}");
        assert!(mapping["MaximumBatchingWindowInSeconds"].as_i64().unwrap() <= 1, "{name}: an alert would wait");
        let destination = &mapping["DestinationConfig"]["OnFailure"];
        assert_eq!(destination["Type"].as_str(), Some("SQS"), "{name}");
        let queue = tagged(&destination["Destination"], "GetAtt");
        assert!(sends_to(&template, &function, queue), "{name} may not send to {queue}");
    }
}

/// Tells whether a function's role may send to a queue.
fn sends_to(template: &Value, function: &str, queue: &str) -> bool {
    statements(template, &functions(template)[function])
        .iter()
        .any(|statement| texts(&statement["Action"]) == ["sqs:SendMessage"] && texts(&statement["Resource"]) == [queue])
}

#[test]
fn stream_filters_use_the_sort_key_and_no_function_wakes_itself() {
    let store = sources(&root().join("shared/store/src/keys"));
    let mut prefixes = BTreeSet::new();
    for ((function, name), mapping) in events(&template(), "DynamoDB") {
        let filters = mapping["FilterCriteria"]["Filters"].as_sequence().unwrap();
        assert!(!filters.is_empty(), "{function}.{name} reads everything");
        for filter in filters {
            let pattern: serde_json::Value = serde_json::from_str(filter["Pattern"].as_str().unwrap()).unwrap();
            assert!(pattern.get("eventName").is_none(), "{name}: a repeated write is not always an INSERT");
            let prefix = pattern["dynamodb"]["Keys"]["sk"]["S"][0]["prefix"].as_str().unwrap().to_owned();
            assert!(store.contains(&format!("\"{prefix}\"")), "{name}: keys.rs does not know {prefix}");
            assert!(pattern["dynamodb"]["NewImage"].is_object(), "{name}: removals would pass");
            assert!(prefixes.insert(prefix), "{name}: two readers of the same items");
        }
    }
}

#[test]
fn every_schedule_has_a_zone_retries_a_queue_and_the_time_it_was_meant_for() {
    for ((function, name), schedule) in events(&template(), "ScheduleV2") {
        let name = format!("{function}.{name}");
        assert_eq!(tagged(&schedule["ScheduleExpressionTimezone"], "Ref"), "TimeZone", "{name}");
        assert!(schedule["RetryPolicy"]["MaximumRetryAttempts"].as_u64().is_some(), "{name}");
        assert!(schedule["RetryPolicy"]["MaximumEventAgeInSeconds"].as_u64().is_some_and(|age| age >= 60), "{name}");
        assert!(tagged(&schedule["DeadLetterConfig"]["Arn"], "GetAtt").ends_with(".Arn"), "{name}");
        assert_eq!(schedule["OmitName"].as_bool(), Some(true), "{name}: one stack an account only");
        let input: serde_json::Value = serde_json::from_str(schedule["Input"].as_str().unwrap()).unwrap();
        assert_eq!(input["scheduled_at"].as_str(), Some("<aws.scheduler.scheduled-time>"), "{name}");
    }
}

#[test]
fn a_scheduled_function_says_how_often_a_failed_run_is_repeated() {
    let template = template();
    for (function, _) in events(&template, "ScheduleV2").keys() {
        let repeated = &functions(&template)[function]["EventInvokeConfig"];
        let attempts = repeated["MaximumRetryAttempts"].as_u64().unwrap_or_else(|| panic!("{function}"));
        // What is not repeated by itself comes again with the next firing; what is must not get lost in the end.
        if attempts > 0 {
            let queue = tagged(&repeated["DestinationConfig"]["OnFailure"]["Destination"], "GetAtt");
            assert!(sends_to(&template, function, queue), "{function} may not send to {queue}");
        }
    }
}

#[test]
fn pre_flight_is_a_route_of_ours() {
    let template = template();
    for (name, api) in resources(&template, "AWS::Serverless::HttpApi") {
        assert!(api.get("CorsConfiguration").is_none(), "{name} would answer for all keys alike");
        assert_eq!(api["StageName"].as_str(), Some("$default"), "{name}");
        for setting in ["ThrottlingRateLimit", "ThrottlingBurstLimit"] {
            assert!(!api["DefaultRouteSettings"][setting].is_null(), "{name} without {setting}");
        }
        let format = api["AccessLogSettings"]["Format"].as_str().unwrap();
        serde_json::from_str::<serde_json::Value>(format).unwrap();
        for personal in ["sourceIp", "context.path", "userAgent", "authorizer"] {
            assert!(!format.contains(personal), "{name} logs {personal}");
        }
    }
    assert!(template["Globals"].get("HttpApi").is_none());
    let routes: BTreeSet<_> = events(&template, "HttpApi")
        .values()
        .map(|route| (route["Method"].as_str().unwrap().to_owned(), route["Path"].as_str().unwrap().to_owned()))
        .collect();
    // A promise about a report is posted by our own page, and so is a step of a case: other sites are refused, so there is
    // nothing to ask first.
    // What is in quarantine is replayed by programs, a judgement is corrected by programs, and forms of the console are its own.
    let ours = ["/v1/cases/", "/v1/quarantine/", "/v1/corrections", "/{path+}"];
    let is_for_other_sites =
        |path: &str| path != "/v1/reports/{period}/action" && !ours.iter().any(|ours| path.starts_with(ours));
    for (_, path) in routes.iter().filter(|(method, path)| method == "POST" && is_for_other_sites(path)) {
        assert!(routes.contains(&("OPTIONS".into(), path.clone())), "{path}");
    }
    // Posts, pre-flight, and every other method, which is answered 405.
    assert!(routes.contains(&("ANY".into(), "/v1/touchpoints".into())));
}

#[test]
fn every_route_for_people_has_a_limit_of_its_own() {
    let template = template();
    let api = &resources(&template, "AWS::Serverless::HttpApi")["Api"];
    let limited: BTreeSet<_> =
        api["RouteSettings"].as_mapping().unwrap().keys().map(|key| key.as_str().unwrap()).collect();
    let events = events(&template, "HttpApi");
    let routes: Vec<_> = events
        .values()
        .map(|route| format!("{} {}", route["Method"].as_str().unwrap(), route["Path"].as_str().unwrap()))
        .collect();
    for route in &routes {
        // Programs, vendors and whole sites post; people and their programs read.
        assert_eq!(limited.contains(route.as_str()), !route.starts_with("ANY /v1/"), "{route}");
    }
    let posting = routes.iter().filter(|route| route.starts_with("ANY /v1/")).count();
    assert_eq!(limited.len() + posting, routes.len(), "a limit of a route that is not there");
}
