//! The functions: their folders, memory, time-outs, logs and variables.

use std::collections::BTreeSet;
use std::fs;

use serde_norway::Value;

use super::{events, functions, resources, root, sources, tagged, template};

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
    ("Patience::of(", "COUNT_ADDRESSES"),
    ("table::open(", "TABLE"),
    ("table::zone(", "TIME_ZONE"),
    ("Objects::open(", "REPORTS"),
    ("Metrics::of(", "METRICS"),
    ("Spans::of(", "TRACING"),
];

/// Returns the variables that a source reads: the arguments of `.required("…")` and `.optional("…")`.
fn variables_read(source: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for call in [".required(\"", ".optional(\"", ".is_on(\""] {
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
