//! The repository's own template, and templates that the local stack must refuse.

use std::collections::BTreeMap;
use std::time::Duration;

use super::events::OnFailure;
use super::{TEMPLATE, Template};

fn read(text: &str) -> Result<Template, String> {
    Template::read(text, &BTreeMap::new()).map_err(|error| error.to_string())
}

fn own() -> Template {
    read(TEMPLATE).unwrap()
}

#[test]
fn the_template_of_the_repository_is_understood() {
    let template = own();
    let programs: Vec<_> = template.functions.iter().map(|function| function.program.as_str()).collect();
    assert_eq!(
        programs,
        ["ingest", "classify", "alert", "deliver", "promises", "erase", "cases", "console", "report", "read", "verify"]
    );
    assert_eq!(template.table.key.partition, "pk");
    assert_eq!(template.table.indexes["work"].projection, "KEYS_ONLY");
    assert_eq!(template.table.ttl.as_deref(), Some("expires_at"));
    assert_eq!(template.buckets, ["Reports", "Configurations"]);
    assert_eq!(template.parameters["TimeZone"], "UTC");

    let classify = &template.functions[1];
    let [mapping] = classify.streams.as_slice() else { panic!("one mapping") };
    assert!(classify.timeout > Duration::from_secs(3), "the default is not what it says");
    assert_eq!(mapping.stream, "Table.StreamArn");
    assert!(mapping.batch_size > 1 && mapping.retries.is_some() && mapping.bisect);
    assert!(mapping.partial_responses && mapping.from_the_oldest);
    assert!(mapping.max_age > Some(Duration::from_mins(1)));
    assert_eq!(mapping.on_failure, Some(OnFailure::Position));
    assert_eq!(mapping.patterns.len(), 1);
    assert_eq!(classify.environment["TABLE"], "Table");
    assert_eq!(classify.environment["CONFIGURATION"], "ssm:/moments/configuration");
    let schedules: Vec<_> = template.functions.iter().flat_map(|function| &function.schedules).collect();
    assert_eq!(schedules.len(), 5);
    assert!(schedules.iter().all(|schedule| schedule.input.contains("<aws.scheduler.scheduled-time>")));
}

#[test]
fn parameters_reach_environment_and_conditions() {
    let given = BTreeMap::from([
        ("TimeZone".to_owned(), "Europe/Madrid".to_owned()),
        ("PublicUrl".to_owned(), "https://moments.example.com".to_owned()),
    ]);
    let template = Template::read(TEMPLATE, &given).unwrap();
    let report = |template: &Template| {
        template.functions.iter().find(|function| function.program == "report").unwrap().environment.clone()
    };
    assert_eq!(report(&template)["TIME_ZONE"], "Europe/Madrid");
    assert_eq!(report(&template)["PUBLIC_URL"], "https://moments.example.com");
    assert!(report(&own())["PUBLIC_URL"].starts_with("https://Api.execute-api."), "the other branch");
}

#[test]
fn what_is_not_understood_is_refused_by_name_with_its_path() {
    for (here, there, path, word) in [
        ("BatchSize: 100", "TumblingWindowInSeconds: 30", "Touchpoints.Properties.TumblingWindowInSeconds", "know"),
        ("BatchSize: 100", "BatchSize: 0", "Touchpoints.Properties.BatchSize", "1 to 10000"),
        ("BatchSize: 100", "ParallelizationFactor: 2", "Touchpoints.Properties.ParallelizationFactor", "one reader"),
        ("BatchSize: 100", "Enabled: false", "Touchpoints.Properties.Enabled", "disabled"),
        ("[ReportBatchItemFailures]", "[Other]", "FunctionResponseTypes[0]", "response type"),
        ("StartingPosition: TRIM_HORIZON", "StartingPosition: AT_TIMESTAMP", "StartingPosition", "AT_TIMESTAMP"),
        ("Type: ScheduleV2", "Type: Schedule", "EachMinute.Type", "Schedule"),
        (
            "{ Type: SQS, Destination: !GetAtt Parked.Arn } }",
            "{ Type: Kafka, Destination: x } }",
            "OnFailure.Type",
            "Kafka",
        ),
        (
            "Type: AWS::SNS::Topic",
            "Type: AWS::Lambda::EventSourceMapping",
            "Resources.Alarms.Type",
            "EventSourceMapping",
        ),
        ("BillingMode: PAY_PER_REQUEST", "BillingMode: PROVISIONED", "Table.Properties.BillingMode", "provisioned"),
        ("TABLE: !Ref Table", "TABLE: !ImportValue x", "Environment.Variables.TABLE", "ImportValue"),
        ("TABLE: !Ref Table", "TABLE: !Ref Tabel", "Environment.Variables.TABLE", "Tabel"),
        ("TABLE: !Ref Table", "TABLE: !If [Nope, a, b]", "Environment.Variables.TABLE", "Nope"),
        ("StageName: $default", "CorsConfiguration: true", "Api.Properties.CorsConfiguration", "show"),
        ("      Timeout: 10\n", "      VpcConfig: {}\n", "Resources.Ingest.Properties.VpcConfig", "know"),
        ("\nGlobals:", "\nMappings: {}\nGlobals:", "Mappings", "know"),
    ] {
        assert!(TEMPLATE.contains(here), "the template changed: {here}");
        let refused = read(&TEMPLATE.replacen(here, there, 1)).expect_err(there);
        assert!(refused.contains(path) && refused.contains(word), "{there}: {refused}");
    }
}

#[test]
fn a_template_needs_exactly_one_table() {
    let refused = read("Resources: {}").unwrap_err();
    assert!(refused.contains("0 tables"), "{refused}");
    assert!(read("Resources: [").is_err());
}

#[test]
fn long_forms_mean_the_same_as_tags() {
    let short = "TABLE: !Ref Table";
    let template = read(&TEMPLATE.replace(short, "TABLE: { Ref: Table }")).unwrap();
    assert_eq!(template.functions[0].environment, own().functions[0].environment);
    let template = read(
        &TEMPLATE.replace("!Sub ssm:${ConfigurationParameter}\n", "{ 'Fn::Sub': 'ssm:${ConfigurationParameter}' }\n"),
    );
    assert_eq!(template.unwrap().functions[0].environment, own().functions[0].environment);
}
