//! What is kept, where and for how long: the table, buckets, queues and keys.

use std::collections::BTreeSet;

use serde_norway::Value;

use super::{resources, root, sources, statements_below, template, texts};

#[test]
fn the_table_has_the_keys_that_the_store_writes_and_outlives_the_stack() {
    let template = template();
    let resource = &template["Resources"]["Table"];
    assert_eq!(resource["DeletionPolicy"].as_str(), Some("Retain"));
    assert_eq!(resource["UpdateReplacePolicy"].as_str(), Some("Retain"));
    let table = &resource["Properties"];
    assert_eq!(table["DeletionProtectionEnabled"].as_bool(), Some(true));
    assert_eq!(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"].as_bool(), Some(true));
    assert_eq!(table["StreamSpecification"]["StreamViewType"].as_str(), Some("NEW_AND_OLD_IMAGES"));

    let store = sources(&root().join("shared/store/src/keys"));
    let constant = |name: &str| {
        let rest = store.split(&format!("const {name}: &str = \"")).nth(1).unwrap_or_else(|| panic!("{name}"));
        rest.split('"').next().unwrap().to_owned()
    };
    let keys = |schema: &Value| -> Vec<String> {
        let keys = schema.as_sequence().unwrap().iter();
        keys.map(|key| key["AttributeName"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(keys(&table["KeySchema"]), [constant("PK"), constant("SK")]);
    let index = &table["GlobalSecondaryIndexes"][0];
    assert_eq!(index["IndexName"].as_str(), Some(constant("WORK_INDEX").as_str()));
    assert_eq!(keys(&index["KeySchema"]), [constant("WORK_PK"), constant("WORK_SK")]);
    assert_eq!(index["Projection"]["ProjectionType"].as_str(), Some("KEYS_ONLY"));
    assert_eq!(table["TimeToLiveSpecification"]["AttributeName"].as_str(), Some(constant("EXPIRES_AT").as_str()));
}

#[test]
fn nobody_sends_over_plain_http() {
    let template = template();
    let denies = |kind: &str| -> BTreeSet<String> {
        let policies = resources(&template, kind);
        let statements =
            policies.values().flat_map(|policy| statements_below(policy).into_iter().cloned().collect::<Vec<_>>());
        let tls = statements.filter(|statement| {
            statement["Effect"].as_str() == Some("Deny")
                && statement["Principal"].as_str() == Some("*")
                && texts(&statement["Condition"]) == ["Bool", "aws:SecureTransport", "false"]
        });
        tls.flat_map(|statement| {
            texts(&statement["Resource"])
                .iter()
                .map(|text| text.trim_end_matches(".Arn").to_owned())
                .collect::<Vec<_>>()
        })
        .collect()
    };
    for (kind, policy) in [("AWS::SQS::Queue", "AWS::SQS::QueuePolicy"), ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy")] {
        assert_eq!(denies(policy), resources(&template, kind).into_keys().collect(), "{kind}");
    }
    assert!(denies("AWS::S3::BucketPolicy").contains("Reports"));
}

#[test]
fn a_key_of_your_own_is_used_for_all_that_is_kept_beside_the_table() {
    let template = template();
    for (kind, field) in [
        ("AWS::Logs::LogGroup", "KmsKeyId"),
        ("AWS::SQS::Queue", "KmsMasterKeyId"),
        ("AWS::SNS::Topic", "KmsMasterKeyId"),
    ] {
        for (name, resource) in resources(&template, kind) {
            assert_eq!(texts(&resource[field]), ["HasOperationsKey", "OperationsKey", "AWS::NoValue"], "{name}");
        }
    }
}

#[test]
fn what_is_in_quarantine_is_kept_as_long_by_the_bucket_as_by_the_table() {
    let template = template();
    let rules = &resources(&template, "AWS::S3::Bucket")["Reports"]["LifecycleConfiguration"]["Rules"];
    let rule = rules.as_sequence().unwrap().iter().find(|rule| rule["Prefix"].as_str() == Some("quarantine/")).unwrap();
    assert_eq!(rule["ExpirationInDays"].as_i64(), Some(store::quarantine::KEPT_FOR.as_hours() / 24));
    assert!(runtime::quarantine::path_of("q_1").starts_with("quarantine/"));
    let ingest = sources(&root().join("functions/ingest/src"));
    let metrics = resources(&template, "AWS::CloudWatch::Alarm")["QuarantineAlarm"]["Metrics"].clone();
    let watched: Vec<_> = metrics
        .as_sequence()
        .unwrap()
        .iter()
        .filter_map(|metric| metric["MetricStat"]["Metric"]["MetricName"].as_str())
        .collect();
    assert_eq!(watched.len(), 2);
    assert!(watched.iter().all(|name| ingest.contains(&format!("\"{name}\""))), "{watched:?}");
}
