//! A configuration in parts: written to the stores of AWS as the program does, read by functions that start, and the last good one
//! where the newest is wrong.

use std::path::PathBuf;

use lambda_runtime::Context;
use moments::configuration::push::{Target, push};
use runtime::environment::Environment;
use runtime::function::Function;
use serde_json::{Value, json};
use tests::aws::Aws;
use tests::suite::Suite;

const PARAMETER: &str = "/moments/configuration";
const TARGET: Target<'_> = Target { bucket: "configurations", parameter: PARAMETER };

/// A document for AWS, with a write key that can be told apart.
fn document(key: &str) -> String {
    format!(
        "language = 'es'\n[[write_keys]]\nkey = 'sk_{key}-0123456789abcdef'\nname = 'shop'\nkind = 'secret'\n\
         [[read_keys]]\nkey = 'rk_0123456789abcdef'\nname = 'me'\n[[case_keys]]\nkey = 'ck_0123456789abcdef'\nname = 'desk'\n\
         [links]\nkey = 'links-0123456789abcdef0123456789abcdef'\n\
         [[channels]]\nname = 'team'\nkind = 'slack'\nurl = 'https://hooks.slack.example/hunter2'\nreceives = ['alerts']\n\
         [[routes]]\nname = 'vip'\nwhen = {{ severity_min = 3 }}\nchannels = ['team']\n\
         [senders.typeform]\nsecret = 'hunter2-typeform'\nrating = {{ ref = 'csat', scale = [1, 5] }}\ntouchpoint_type = 'delivery'\n\
         [types.delivery]\nimportance = 5\n"
    )
}

/// A suite, the stores of AWS beside it, and a file of a document.
struct Deployment {
    suite: Suite,
    aws: Aws,
    file: PathBuf,
    _folder: tempfile::TempDir,
}

impl Deployment {
    async fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("production.toml");
        std::fs::write(&file, text).unwrap();
        Self { suite: Suite::start().await, aws: Aws::start().await, file, _folder: folder }
    }

    /// The environment of a function as the template sets it.
    fn environment(&self, function: &str) -> Environment {
        let mut environment: Environment = self.suite.environment(&self.suite.stack.table_endpoint());
        let own = if function == "classify" { String::new() } else { format!(",{PARAMETER}/{function}") };
        let parts = ("CONFIGURATION".to_owned(), format!("ssm:{PARAMETER}{own}"));
        let objects = ("CONFIGURATION_OBJECTS".to_owned(), "s3://configurations".to_owned());
        for (name, value) in self.aws.variables().into_iter().chain([parts, objects]) {
            environment = environment.with(&name, &value);
        }
        environment
    }

    async fn push(&self) -> Result<Vec<String>, String> {
        push(&self.file, TARGET, &self.environment("classify")).await.map_err(|error| error.to_string())
    }
}

/// Posts a touchpoint to a function as the HTTP API would, and returns the status.
async fn posted(ingest: &Function, key: &str) -> u64 {
    let event = json!({
        "version": "2.0", "routeKey": "POST /v1/touchpoints", "rawPath": "/v1/touchpoints", "rawQueryString": "",
        "headers": {"host": "a.example", "authorization": format!("Bearer sk_{key}-0123456789abcdef"), "content-type": "application/json"},
        "requestContext": {"accountId": "1", "apiId": "a", "domainName": "a.example", "domainPrefix": "a",
            "http": {"method": "POST", "path": "/v1/touchpoints", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": ""},
            "requestId": "1", "routeKey": "POST /v1/touchpoints", "stage": "$default", "time": "", "timeEpoch": 0},
        "body": json!({"touchpoint_type": "visit", "customer_id": "ana"}).to_string(), "isBase64Encoded": false,
    });
    let answer = ingest.invoke(event.to_string(), Context::default()).await.unwrap();
    serde_json::from_str::<Value>(&answer).unwrap()["statusCode"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pushed_document_starts_every_function_and_no_object_holds_a_secret() {
    let deployment = Deployment::new(&document("first")).await;
    let written = deployment.push().await.unwrap();
    assert_eq!(written.last().map(String::as_str), Some(PARAMETER), "what names the rest is written last");
    let objects = deployment.aws.objects();
    assert_eq!(objects.len(), 2, "what everybody reads, and the maps of senders");
    for (path, text) in &objects {
        let text = String::from_utf8(text.clone()).unwrap();
        for secret in ["hunter2", "0123456789abcdef"] {
            assert!(!text.contains(secret), "{path}: {text}");
        }
        assert_eq!(*path, format!("configurations/configuration/{}.toml", runtime::configuration::digest_of(&text)));
    }
    let parameters = deployment.aws.parameters();
    assert!(parameters[PARAMETER].len() < 300, "{}", parameters[PARAMETER]);
    assert!(!parameters["/moments/configuration/alert"].contains("sk_first"));
    deployment.aws.asked();
    for function in ["ingest", "classify", "alert", "deliver", "cases", "report", "read", "promises", "verify"] {
        let environment = deployment.environment(function);
        let started = match function {
            "ingest" => ingest::start(environment).await,
            "classify" => classify::start(environment).await,
            "alert" => alert::start(environment).await,
            "deliver" => deliver::start(environment).await,
            "cases" => cases::start(environment).await,
            "report" => report::start(environment).await,
            "read" => read::start(environment).await,
            "promises" => promises::start(environment).await,
            _ => verify::start(environment).await,
        };
        let started = started.unwrap_or_else(|error| panic!("{function}: {error}"));
        let asked = deployment.aws.asked().join("\n");
        let own: Vec<_> = asked
            .lines()
            .filter_map(|line| line.strip_prefix(&format!("AmazonSSM.GetParameter {PARAMETER}/")))
            .collect();
        assert!(own.iter().all(|name| *name == function), "{function} asked for {own:?}");
        if function == "ingest" {
            assert_eq!(posted(&started, "first").await, 202);
            assert_eq!(posted(&started, "other").await, 401);
        }
    }
    deployment.suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_good_document_serves_a_function_that_starts_while_the_newest_is_wrong() {
    let deployment = Deployment::new(&document("first")).await;
    deployment.push().await.unwrap();
    let aws = &deployment.aws;
    let own = format!("{PARAMETER}/ingest");
    let (good, good_own) = (aws.parameters()[PARAMETER].clone(), aws.parameters()[&own].clone());
    let start = async || ingest::start(deployment.environment("ingest")).await;
    for (what, name, wrong) in [
        ("no TOML", PARAMETER, "objects = [".to_owned()),
        ("an object that is not there", PARAMETER, format!("objects = ['{}']", "0".repeat(64))),
        ("a name that is no digest", PARAMETER, "objects = ['latest']".to_owned()),
        ("an unknown section", PARAMETER, format!("{good}\ncolours = 1")),
        ("the same key twice", own.as_str(), format!("{good_own}\nlanguage = 'en'")),
        (
            "a key that can be guessed",
            own.as_str(),
            "[[write_keys]]\nkey = 'x'\nname = 'a'\nkind = 'secret'".to_owned(),
        ),
    ] {
        aws.put_parameter(name, &wrong);
        let started = start().await.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(posted(&started, "first").await, 202, "{what}");
        aws.put_parameter(name, if name == PARAMETER { &good } else { &good_own });
    }
    // An object that is not what its digest says is no part of any document.
    let path = aws.objects().into_keys().next().unwrap();
    let kept = aws.objects()[&path].clone();
    aws.put_object(&path, b"language = 'en'");
    let refused = start().await.map(|_| ()).unwrap_err().to_string();
    assert!(refused.contains("is not what its digest says"), "{refused}");
    aws.put_object(&path, &kept);
    start().await.unwrap();
    deployment.suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_document_is_not_pushed_and_a_new_one_replaces_the_old() {
    let deployment = Deployment::new(&document("first")).await;
    deployment.push().await.unwrap();
    std::fs::write(&deployment.file, document("second").replace("importance = 5", "importance = 9")).unwrap();
    let before = deployment.aws.parameters();
    let refused = deployment.push().await.unwrap_err();
    assert!(refused.contains("types.delivery.importance") && refused.contains("nothing was written"), "{refused}");
    assert_eq!(deployment.aws.parameters(), before);
    std::fs::write(&deployment.file, document("second")).unwrap();
    deployment.push().await.unwrap();
    let ingest = ingest::start(deployment.environment("ingest")).await.unwrap();
    assert_eq!((posted(&ingest, "second").await, posted(&ingest, "first").await), (202, 401));
    // The objects of both stand beside each other: what an older parameter names is still there.
    assert!(deployment.aws.objects().len() >= 2);
    deployment.suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_laptop_each_function_reads_its_own_parts_too() {
    let suite = Suite::start().await;
    let parts = suite.stack.data().join("configuration");
    let read = |name: &str| std::fs::read_to_string(parts.join(name)).unwrap();
    assert!(read("first.toml").contains("objects = ["));
    assert!(read("ingest.toml").contains("write_keys") && !read("read.toml").contains("write_keys"));
    assert!(read("read.toml").contains("read_keys") && !read("ingest.toml").contains("read_keys"));
    let object = std::fs::read_dir(suite.stack.data().join("objects/configuration")).unwrap().count();
    assert!(object >= 1);
    suite.end().await;
}
