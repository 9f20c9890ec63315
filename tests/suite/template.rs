//! The habits of `infra/template.yaml`, held like code: what every function, stream mapping, schedule and role has, and
//! that the template and the sources name the same things. `cfn-lint` knows what AWS takes; this knows what we want.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_norway::Value;

/// Helpers in `shared/runtime` that read a variable for the function that calls them.
const READ_FOR_THE_CALLER: &[(&str, &str)] = &[
    ("Configuration::load(", "CONFIGURATION"),
    ("Configuration::load_as(", "CONFIGURATION"),
    ("CaseDocument::load(", "CONFIGURATION"),
    ("ConsoleDocument::load(", "CONFIGURATION"),
    ("SendingDocument::load(", "CONFIGURATION"),
    ("Configuration::load(", "CONFIGURATION_OBJECTS"),
    ("Configuration::load_as(", "CONFIGURATION_OBJECTS"),
    ("CaseDocument::load(", "CONFIGURATION_OBJECTS"),
    ("ConsoleDocument::load(", "CONFIGURATION_OBJECTS"),
    ("SendingDocument::load(", "CONFIGURATION_OBJECTS"),
    ("table::open(", "TABLE"),
    ("table::zone(", "TIME_ZONE"),
    ("Objects::open(", "REPORTS"),
    ("Metrics::of(", "METRICS"),
    ("Spans::of(", "TRACING"),
];

/// What permits a call to AWS, and how that call is written in a source.
const CALLS: &[(&str, &str)] = &[
    ("dynamodb:BatchGetItem", ".batch_get_item()"),
    ("dynamodb:BatchWriteItem", ".batch_write_item()"),
    ("dynamodb:ConditionCheckItem", "ConditionCheck::builder()"),
    ("dynamodb:DeleteItem", ".delete_item()"),
    ("dynamodb:DeleteItem", "Delete::builder()"),
    ("dynamodb:GetItem", ".get_item()"),
    ("dynamodb:PutItem", ".put_item()"),
    ("dynamodb:PutItem", "Put::builder()"),
    ("dynamodb:Query", "client.query()"),
    ("dynamodb:Scan", ".scan()"),
    ("dynamodb:UpdateItem", ".update_item()"),
    ("dynamodb:UpdateItem", "Update::builder()"),
    ("s3:GetObject", "objects.link("),
    ("s3:GetObject", "objects.find("),
    ("s3:DeleteObject", "objects.delete("),
    ("s3:PutObject", "objects.put("),
    ("s3:ListBucket", "objects.list("),
    ("s3:ListBucket", "objects.list_all("),
    ("s3:PutObject", "objects.writer("),
    ("ssm:GetParameter", "Configuration::load("),
    ("ssm:GetParameter", "Configuration::load_as("),
    ("ssm:GetParameter", "CaseDocument::load("),
    ("ssm:GetParameter", "ConsoleDocument::load("),
    ("ssm:GetParameter", "SendingDocument::load("),
];

/// Helpers in `shared` that use the table for the function that calls them, and where they are: what a helper calls stands
/// after it.
const TABLE_USED_FOR_THE_CALLER: &[(&str, &str)] = &[
    ("Progress::begin(", "runtime/src/batch.rs"),
    ("lake::", "lake/src"),
    ("escalating::escalate(", "recovery/src/escalating.rs"),
    ("outbox::send(", "recovery/src/outbox"),
    ("raising::raise(", "recovery/src/raising"),
    ("change_case(", "recovery/src/changing.rs"),
    ("reporting::", "reporting/src"),
    ("table::zone(", "runtime/src/table.rs"),
];

/// What the platform does in a function's name, which no source shows.
const DONE_BY_THE_PLATFORM: &[&str] = &[
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "sqs:SendMessage",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn template() -> Value {
    serde_norway::from_str(&fs::read_to_string(root().join("infra/template.yaml")).unwrap()).unwrap()
}

/// Returns the properties of every resource of a type, by name.
fn resources(template: &Value, kind: &str) -> BTreeMap<String, Value> {
    let resources = template["Resources"].as_mapping().unwrap().iter();
    resources
        .filter(|(_, resource)| resource["Type"].as_str() == Some(kind))
        .map(|(name, resource)| (name.as_str().unwrap().to_owned(), resource["Properties"].clone()))
        .collect()
}

fn functions(template: &Value) -> BTreeMap<String, Value> {
    let functions = resources(template, "AWS::Serverless::Function");
    assert!(!functions.is_empty());
    functions
}

/// Returns the events of a type, by function and name.
fn events(template: &Value, kind: &str) -> BTreeMap<(String, String), Value> {
    let mut found = BTreeMap::new();
    for (function, properties) in functions(template) {
        // A function that somebody invokes has none.
        for (name, event) in properties.get("Events").and_then(Value::as_mapping).into_iter().flatten() {
            if event["Type"].as_str() == Some(kind) {
                let name = name.as_str().unwrap().to_owned();
                found.insert((function.clone(), name), event["Properties"].clone());
            }
        }
    }
    assert!(!found.is_empty(), "{kind}");
    found
}

/// Returns the argument of `!Ref X` or `!GetAtt X.Y`, as text.
fn tagged<'a>(value: &'a Value, tag: &str) -> &'a str {
    match value {
        Value::Tagged(tagged) if tagged.tag == tag => tagged.value.as_str().unwrap(),
        other => panic!("expected !{tag}, found {other:?}"),
    }
}

/// Returns every text below a value, whatever its tags.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Sequence(values) => values.iter().flat_map(texts).collect(),
        Value::Mapping(entries) => {
            entries.iter().flat_map(|(key, value)| [texts(key), texts(value)].concat()).collect()
        }
        Value::Tagged(tagged) => texts(&tagged.value),
        _ => Vec::new(),
    }
}

/// Returns the statements of the role that a function takes.
fn statements(template: &Value, function: &Value) -> Vec<Value> {
    let role = tagged(&function["Role"], "GetAtt").strip_suffix(".Arn").unwrap();
    let roles = resources(template, "AWS::IAM::Role");
    let policies = roles[role]["Policies"].as_sequence().unwrap().clone();
    assert!(roles[role].get("ManagedPolicyArns").is_none(), "{role} takes more than is written here");
    policies.iter().flat_map(|policy| policy["PolicyDocument"]["Statement"].as_sequence().unwrap().clone()).collect()
}

/// Returns all of a Rust file's source but its tests.
fn source(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..end].to_owned()
}

/// Returns the sources below a folder, one after the other.
fn sources(folder: &Path) -> String {
    if folder.is_file() {
        return source(folder);
    }
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &sources(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && path.file_stem().is_none_or(|stem| stem != "tests")
        {
            text += &source(&path);
        }
    }
    text
}

/// Returns the variables that a source reads: the arguments of `.required("…")` and `.optional("…")`.
fn variables_read(source: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for call in [".required(\"", ".optional(\""] {
        for rest in source.split(call).skip(1) {
            names.insert(rest.split('"').next().unwrap().to_owned());
        }
    }
    // Those of the platform: it sets them, the template may not.
    names.retain(|name| !name.starts_with("AWS_"));
    names
}

#[test]
fn functions_of_the_template_are_the_folders_in_functions() {
    let named: BTreeSet<_> = functions(&template())
        .iter()
        .map(|(name, function)| {
            let folder = function["CodeUri"].as_str().unwrap().strip_prefix("../functions/").unwrap().to_owned();
            assert_eq!(name.to_lowercase(), folder);
            folder
        })
        .collect();
    let folders: BTreeSet<_> = fs::read_dir(root().join("functions"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("Cargo.toml").exists())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(named, folders);
}

#[test]
fn every_function_says_its_memory_and_time_out_and_is_built_by_cargo_lambda() {
    let template = template();
    let globals = &template["Globals"]["Function"];
    assert_eq!(globals["Runtime"].as_str(), Some("provided.al2023"));
    assert_eq!(tagged(&globals["Architectures"][0], "Ref"), "Architecture");
    assert_eq!(globals["LoggingConfig"]["LogFormat"].as_str(), Some("JSON"));
    for (name, function) in functions(&template) {
        let memory = match &function["MemorySize"] {
            Value::Tagged(_) => &template["Parameters"][tagged(&function["MemorySize"], "Ref")]["Default"],
            written => written,
        };
        assert!((128..=2_048).contains(&memory.as_u64().unwrap()), "{name}");
        assert!((1..=300).contains(&function["Timeout"].as_u64().unwrap()), "{name}");
        assert_eq!(
            template["Resources"][&name]["Metadata"]["BuildMethod"].as_str(),
            Some("rust-cargolambda"),
            "{name}"
        );
    }
}

#[test]
fn a_function_that_answers_requests_ends_before_the_api_gives_up() {
    let template = template();
    for (name, _) in events(&template, "HttpApi").into_keys() {
        assert!(functions(&template)[&name]["Timeout"].as_u64().unwrap() < 30, "{name}");
    }
}

#[test]
fn every_function_has_a_log_group_of_its_own_with_retention() {
    let template = template();
    let groups = resources(&template, "AWS::Logs::LogGroup");
    let mut used = BTreeSet::new();
    for (name, function) in functions(&template) {
        let group = tagged(&function["LoggingConfig"]["LogGroup"], "Ref");
        assert!(used.insert(group.to_owned()), "{name} shares {group}");
    }
    for (name, group) in groups {
        assert_eq!(tagged(&group["RetentionInDays"], "Ref"), "RetentionInDays", "{name}");
    }
}

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
    // An alarm takes ten metrics: whoever comes later has one of its own.
    let alarms = resources(&template, "AWS::CloudWatch::Alarm");
    let own = alarms.values().filter(|alarm| alarm["MetricName"].as_str() == Some("Throttles"));
    watched.extend(own.map(|alarm| tagged(&alarm["Dimensions"][0]["Value"], "Ref").to_owned()));
    assert_eq!(watched, functions(&template).into_keys().collect());
}

#[test]
fn the_console_is_left_out_as_a_whole() {
    let template = template();
    let resources = template["Resources"].as_mapping().unwrap();
    for (name, resource) in resources.iter().map(|(name, resource)| (name.as_str().unwrap(), resource)) {
        let is_its_own = name.starts_with("Console");
        assert_eq!(resource["Condition"].as_str() == Some("HasConsole"), is_its_own, "{name}");
    }
    // What is always there names it on that condition only.
    let text = fs::read_to_string(root().join("infra/template.yaml")).unwrap();
    let its_own = text.split("\n  Console:\n").nth(1).unwrap().split("\n  # ---").next().unwrap().to_owned();
    let others = text.replace(&its_own, "");
    for line in others.lines().filter(|line| line.contains("ConsoleRole") || line.contains("{path+}")) {
        assert!(line.contains("!If [HasConsole,"), "{line}");
    }
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
fn what_is_permitted_on_a_condition_is_permitted_to_every_function_that_does_it() {
    let template = template();
    let policies = resources(&template, "AWS::IAM::Policy");
    let roles = |policy: &str| -> BTreeSet<String> {
        let roles = policies[policy]["Roles"].as_sequence().unwrap();
        // One that may be left out stands in an `!If`.
        let named = |role: &Value| texts(role).into_iter().find(|text| text.ends_with("Role")).unwrap().to_owned();
        roles.iter().map(named).collect()
    };
    let using = |variable: &str| -> BTreeSet<String> {
        functions(&template)
            .values()
            .filter(|function| function["Environment"]["Variables"].get(variable).is_some())
            .map(|function| tagged(&function["Role"], "GetAtt").strip_suffix(".Arn").unwrap().to_owned())
            .collect()
    };
    assert_eq!(roles("TableKeyPolicy"), using("TABLE"));
    assert_eq!(roles("AuditPolicy"), using("TABLE"));
    assert_eq!(roles("ReportsKeyPolicy"), using("REPORTS"));
    assert_eq!(roles("TracesPolicy"), using("TRACING"));
    assert_eq!(roles("ConfigurationReadPolicy"), using("CONFIGURATION_OBJECTS"));
    for policy in policies.keys() {
        if policy == "AuditPolicy" {
            continue;
        }
        let condition = match policy.as_str() {
            "TracesPolicy" => "IsTraced",
            "ConfigurationReadPolicy" => "IsSplit",
            _ => "HasEncryptionKey",
        };
        assert_eq!(template["Resources"][policy]["Condition"].as_str(), Some(condition), "{policy}");
    }
}

#[test]
fn nobody_changes_or_removes_a_line_of_the_audit_trail() {
    let template = template();
    let policy = &resources(&template, "AWS::IAM::Policy")["AuditPolicy"];
    let statement = &policy["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Effect"].as_str(), Some("Deny"));
    assert_eq!(texts(&statement["Action"]), ["dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"]);
    assert_eq!(texts(&statement["Condition"]), ["ForAnyValue:StringLike", "dynamodb:LeadingKeys", "AUDIT#*"]);
    assert!(template["Resources"]["AuditPolicy"].get("Condition").is_none(), "always");
    // A put is the one call left; the code puts a line only where there is none.
    let store = fs::read_to_string(root().join("shared/store/src/audit.rs")).unwrap();
    assert_eq!((store.matches(".put_item()").count(), store.matches("put_unless_there(").count()), (0, 1));
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
fn ingest_puts_what_belongs_to_customers_and_to_the_quarantine_and_nothing_else() {
    let template = template();
    let ingest = &functions(&template)["Ingest"];
    let of_table = statements(&template, ingest)
        .into_iter()
        .filter(|statement| texts(&statement["Action"]).iter().any(|action| action.starts_with("dynamodb:")));
    let conditions: Vec<_> = of_table.map(|statement| statement["Condition"].clone()).collect();
    let [customers, quarantine] = conditions.as_slice() else { panic!("{conditions:?}") };
    let condition = ["ForAllValues:StringLike", "dynamodb:LeadingKeys"];
    assert_eq!(texts(customers), [&condition[..], &["CUSTOMER#*"]].concat());
    assert_eq!(texts(quarantine), [&condition[..], &["QUARANTINE#*", "QUARANTINE_COUNT#*"]].concat());
    let store = sources(&root().join("shared/store/src/keys"));
    for partition in ["CUSTOMER#", "QUARANTINE#", "QUARANTINE_COUNT#"] {
        assert!(store.contains(&format!("\"{partition}")), "keys.rs names {partition} otherwise");
    }
    let objects: Vec<_> = statements(&template, ingest)
        .into_iter()
        .filter(|statement| texts(&statement["Action"]).iter().any(|action| action.starts_with("s3:")))
        .flat_map(|statement| texts(&statement["Resource"]).iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
        .collect();
    assert_eq!(objects, ["${Reports.Arn}/quarantine/*"]);
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

#[test]
fn no_permission_has_a_wildcard() {
    let template = template();
    let policies: Vec<_> = [
        "AWS::IAM::Role",
        "AWS::IAM::Policy",
        "AWS::S3::BucketPolicy",
        "AWS::SQS::QueuePolicy",
        "AWS::SNS::TopicPolicy",
    ]
    .iter()
    .flat_map(|kind| resources(&template, kind))
    .collect();
    let mut allowed = 0;
    for (name, policy) in &policies {
        for statement in statements_below(policy) {
            if statement["Effect"].as_str() == Some("Deny") {
                continue;
            }
            allowed += 1;
            for action in texts(&statement["Action"]) {
                assert!(!action.contains('*'), "{name}: {action}");
            }
            for resource in texts(&statement["Resource"]) {
                // All objects of a bucket and all streams of a table are one thing each.
                let named = [
                    "${Reports.Arn}/*",
                    "${Reports.Arn}/quarantine/*",
                    "${Configurations.Arn}/*",
                    "${Table.Arn}/stream/*",
                ];
                // Those of X-Ray have no resource that could be named.
                let is_nameless = name == "TracesPolicy"
                    && texts(&statement["Action"]) == ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
                assert!(!resource.contains('*') || named.contains(&resource) || is_nameless, "{name}: {resource}");
            }
        }
    }
    assert!(allowed > functions(&template).len());
    for (name, function) in functions(&template) {
        assert!(function.get("Policies").is_none(), "{name}: SAM would make a role with a managed policy");
    }
}

fn statements_below(value: &Value) -> Vec<&Value> {
    match value {
        Value::Mapping(entries) if entries.contains_key("Effect") => vec![value],
        Value::Mapping(entries) => entries.values().flat_map(statements_below).collect(),
        Value::Sequence(values) => values.iter().flat_map(statements_below).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_role_serves_one_function() {
    let template = template();
    let mut roles = BTreeSet::new();
    for (name, function) in functions(&template) {
        assert!(roles.insert(tagged(&function["Role"], "GetAtt").to_owned()), "{name} shares a role");
    }
}

#[test]
fn each_function_is_given_the_secrets_that_it_uses_and_no_others() {
    let template = template();
    let first = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${ConfigurationParameter}";
    let own = runtime::configuration::split::with_own();
    let mut without = BTreeSet::new();
    for (name, function) in functions(&template) {
        let low = name.to_lowercase();
        let source = sources(&root().join("functions").join(&low).join("src"));
        for (section, functions) in runtime::configuration::split::OWN {
            let used = source.contains(&format!("document.{section}")) || source.contains(&format!("common.{section}"));
            assert!(!used || functions.contains(&low.as_str()), "{name} reads {section}, and is not given it");
        }
        let statements: Vec<_> = statements(&template, &function)
            .into_iter()
            .filter(|statement| texts(&statement["Action"]).iter().any(|action| action.starts_with("ssm:")))
            .collect();
        let [statement] = statements.as_slice() else { panic!("{name}: {statements:?}") };
        assert_eq!(texts(&statement["Action"]), ["ssm:GetParameter"], "{name}");
        let (resource, given) =
            (texts(&statement["Resource"]), texts(&function["Environment"]["Variables"]["CONFIGURATION"]));
        let one = "ssm:${ConfigurationParameter}";
        if own.contains(low.as_str()) {
            assert_eq!(resource, [first, "IsSplit", &format!("{first}/{low}"), "AWS::NoValue"], "{name}");
            let both = format!("{one},${{ConfigurationParameter}}/{low}");
            assert_eq!(given, ["IsSplit", &both, one], "{name}");
        } else {
            assert_eq!((resource, given), (vec![first], vec![one]), "{name}");
            without.insert(name);
        }
    }
    assert_eq!(without, BTreeSet::from(["Classify".to_owned()]));
}

/// Returns a source with each chain of calls on one line, so that a receiver stands before its method.
fn joined(source: &str) -> String {
    let lines = source.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    lines.fold(String::new(), |text, line| if line.starts_with('.') { text + line } else { text + "\n" + line })
}

/// Returns the actions that a piece of source needs by itself. A query of an index is permitted on the index.
fn actions_in(source: &str) -> BTreeSet<String> {
    let actions = CALLS.iter().filter(|(_, call)| source.contains(call));
    actions
        .map(|(action, _)| match *action {
            "dynamodb:Query" if source.contains(".index_name(") => "dynamodb:Query on the index".to_owned(),
            action => action.to_owned(),
        })
        .collect()
}

/// Returns what each function of the store needs, with what it needs by calling others of the store.
fn actions_of_the_store() -> BTreeMap<String, BTreeSet<String>> {
    let source = joined(&sources(&root().join("shared/store/src")));
    let bodies: BTreeMap<String, String> = source
        .split("fn ")
        .skip(1)
        .filter_map(|rest| Some((rest.split(['(', '<']).next()?.to_owned(), rest.to_owned())))
        .fold(BTreeMap::new(), |mut bodies, (name, body)| {
            *bodies.entry(name).or_default() += &body;
            bodies
        });
    let mut actions: BTreeMap<_, _> = bodies.iter().map(|(name, body)| (name.clone(), actions_in(body))).collect();
    // As often as calls can be nested.
    for _ in 0..bodies.len() {
        for (name, body) in &bodies {
            for called in bodies.keys().filter(|called| body.contains(&format!("self.{called}("))) {
                let more = actions[called].clone();
                actions.entry(name.clone()).or_default().extend(more);
            }
        }
    }
    actions
}

#[test]
fn each_role_permits_exactly_what_its_function_calls() {
    let template = template();
    let store = actions_of_the_store();
    for (name, function) in functions(&template) {
        let mut source = joined(&sources(&root().join("functions").join(name.to_lowercase()).join("src")));
        for (call, file) in TABLE_USED_FOR_THE_CALLER {
            if source.contains(call) {
                source += &joined(&sources(&root().join("shared").join(file)));
            }
        }
        let mut called = actions_in(&source);
        for (method, actions) in &store {
            if source.contains(&format!("table.{method}(")) {
                called.extend(actions.clone());
            }
        }
        let mut permitted = BTreeSet::new();
        for statement in statements(&template, &function) {
            let on_the_index = texts(&statement["Resource"]) == ["${Table.Arn}/index/work"];
            for action in texts(&statement["Action"]) {
                permitted.insert(if on_the_index { format!("{action} on the index") } else { action.to_owned() });
            }
        }
        permitted.retain(|action| !DONE_BY_THE_PLATFORM.contains(&action.as_str()));
        assert_eq!(permitted, called, "{name}: permitted, and called");
    }
}

#[test]
fn a_claim_on_a_delivery_outlasts_the_functions_that_only_send() {
    let template = template();
    let outbox = fs::read_to_string(root().join("shared/recovery/src/outbox/mod.rs")).unwrap();
    let lease_s: u64 = outbox.split("LEASE_S: i64 = ").nth(1).unwrap().split(';').next().unwrap().parse().unwrap();
    for name in ["Alert", "Deliver"] {
        assert!(functions(&template)[name]["Timeout"].as_u64().unwrap() < lease_s, "{name}");
    }
}

#[test]
fn every_variable_set_is_read_and_every_variable_read_is_set() {
    let runtime = sources(&root().join("shared/runtime/src"));
    let listed: BTreeSet<_> = READ_FOR_THE_CALLER.iter().map(|(_, name)| (*name).to_owned()).collect();
    assert_eq!(variables_read(&runtime), listed, "the list in this test is not what shared/runtime reads");
    for (name, function) in functions(&template()) {
        let source = sources(&root().join("functions").join(name.to_lowercase()).join("src"));
        let mut read = variables_read(&source);
        read.extend(
            READ_FOR_THE_CALLER
                .iter()
                .filter(|(call, _)| source.contains(call))
                .map(|(_, variable)| (*variable).to_owned()),
        );
        let set: BTreeSet<_> = function["Environment"]["Variables"]
            .as_mapping()
            .unwrap()
            .keys()
            .map(|variable| variable.as_str().unwrap().to_owned())
            .collect();
        assert_eq!(set, read, "{name}");
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

#[test]
fn every_parameter_is_described_and_bounded() {
    for (name, parameter) in template()["Parameters"].as_mapping().unwrap() {
        let name = name.as_str().unwrap();
        assert!(parameter["Description"].as_str().is_some_and(|text| text.ends_with('.')), "{name}");
        assert!(!parameter["Default"].is_null(), "{name} would have to be answered");
        let is_bounded =
            ["AllowedPattern", "AllowedValues", "MinValue"].iter().any(|bound| !parameter[*bound].is_null());
        assert!(is_bounded, "{name} takes anything");
    }
}
