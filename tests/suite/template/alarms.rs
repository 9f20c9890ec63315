//! The alarms: what they watch is what is counted.

use std::collections::BTreeSet;

use super::{events, functions, resources, root, sources, tagged, template, texts};

#[test]
fn every_function_has_an_alarm_for_its_errors_and_every_reader_one_for_its_lag() {
    let template = template();
    let alarms = resources(&template, "AWS::CloudWatch::Alarm");
    let watches = |function: &str, metric: &str| {
        alarms.values().any(|alarm| {
            alarm["MetricName"].as_str() == Some(metric)
                && alarm["Dimensions"].as_sequence().is_some_and(|dimensions| {
                    dimensions.iter().any(|dimension| {
                        dimension["Name"].as_str() == Some("FunctionName")
                            && tagged(&dimension["Value"], "Ref") == function
                    })
                })
        })
    };
    for name in functions(&template).keys() {
        assert!(watches(name, "Errors"), "{name}");
    }
    for (name, _) in events(&template, "DynamoDB").keys() {
        assert!(watches(name, "IteratorAge"), "{name}");
    }
    for (name, alarm) in &alarms {
        assert_eq!(tagged(&alarm["AlarmActions"][0], "Ref"), "Alarms", "{name}");
        assert_eq!(alarm["TreatMissingData"].as_str(), Some("notBreaching"), "{name}");
    }
}

#[test]
fn the_alarm_for_throttles_watches_every_function() {
    let template = template();
    let alarm = &resources(&template, "AWS::CloudWatch::Alarm")["ThrottlesAlarm"];
    let mut watched: BTreeSet<_> = alarm["Metrics"]
        .as_sequence()
        .unwrap()
        .iter()
        .filter_map(|metric| metric.get("MetricStat"))
        .map(|stat| {
            assert_eq!(stat["Metric"]["MetricName"].as_str(), Some("Throttles"));
            tagged(&stat["Metric"]["Dimensions"][0]["Value"], "Ref").to_owned()
        })
        .collect();
    // An alarm takes ten metrics: a later function has one of its own.
    let alarms = resources(&template, "AWS::CloudWatch::Alarm");
    let own = alarms.values().filter(|alarm| alarm["MetricName"].as_str() == Some("Throttles"));
    watched.extend(own.map(|alarm| tagged(&alarm["Dimensions"][0]["Value"], "Ref").to_owned()));
    assert_eq!(watched, functions(&template).into_keys().collect());
}

#[test]
fn the_share_of_refused_touchpoints_is_made_of_what_ingest_counts() {
    let template = template();
    let ingest = sources(&root().join("functions/ingest/src"));
    let alarm = &resources(&template, "AWS::CloudWatch::Alarm")["RefusedShareAlarm"];
    let namespace = tagged(&functions(&template)["Ingest"]["Environment"]["Variables"]["METRICS"], "Sub").to_owned();
    let mut watched = 0;
    for metric in alarm["Metrics"].as_sequence().unwrap() {
        let Some(stat) = metric.get("MetricStat") else { continue };
        let name = stat["Metric"]["MetricName"].as_str().unwrap();
        assert!(ingest.contains(&format!("\"{name}\"")), "ingest does not count {name}");
        assert_eq!(tagged(&stat["Metric"]["Namespace"], "Sub"), namespace);
        watched += 1;
    }
    assert_eq!(watched, 2);
}

#[test]
fn every_queue_has_an_alarm() {
    let template = template();
    let alarms = resources(&template, "AWS::CloudWatch::Alarm");
    for queue in resources(&template, "AWS::SQS::Queue").keys() {
        let name = format!("{queue}.QueueName");
        assert!(alarms.values().any(|alarm| texts(&alarm["Dimensions"]).contains(&name.as_str())), "{queue}");
    }
}

#[test]
fn the_lines_that_raise_an_alarm_are_the_ones_that_are_counted() {
    let template = template();
    let shared = ["runtime", "recovery"].map(|room| sources(&root().join("shared").join(room).join("src"))).concat();
    let filters = resources(&template, "AWS::Logs::MetricFilter");
    // A line of the log, and the call in a function's source that may leave it.
    for (line, call) in [("record parked", "Progress::begin("), ("delivery dead", "outbox::send(")] {
        assert!(shared.contains(&format!("\"{line}\"")), "nobody says `{line}`");
        let pattern = format!("{{ $.fields.message = \"{line}\" }}");
        let counted: BTreeSet<_> = filters
            .values()
            .filter(|filter| filter["FilterPattern"].as_str() == Some(&pattern))
            .map(|filter| tagged(&filter["LogGroupName"], "Ref").to_owned())
            .collect();
        let said: BTreeSet<_> = functions(&template)
            .iter()
            .filter(|(name, _)| sources(&root().join("functions").join(name.to_lowercase()).join("src")).contains(call))
            .map(|(_, function)| tagged(&function["LoggingConfig"]["LogGroup"], "Ref").to_owned())
            .collect();
        assert_eq!(counted, said, "{line}");
        assert!(!said.is_empty(), "{line}");
    }
}
