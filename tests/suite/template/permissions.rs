//! What each role permits: what its function calls, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_norway::Value;

use super::{functions, resources, root, sources, statements, tagged, template, texts};

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
    assert_eq!(roles("ReportsKeyPolicy"), using("REPORTS"));
    assert_eq!(roles("TracesPolicy"), using("TRACING"));
    assert_eq!(roles("ConfigurationReadPolicy"), using("CONFIGURATION_OBJECTS"));
    for policy in policies.keys() {
        let condition = match policy.as_str() {
            "TracesPolicy" => "IsTraced",
            "ConfigurationReadPolicy" => "IsSplit",
            _ => "HasEncryptionKey",
        };
        assert_eq!(template["Resources"][policy]["Condition"].as_str(), Some(condition), "{policy}");
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
