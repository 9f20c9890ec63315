//! A small template, functions that can be told what to answer, and a stack made of them.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aws_lambda_events::dynamodb::{Event, EventRecord};
use aws_sdk_dynamodb::types::AttributeValue;
use moments::functions::{Registry, Starter};
use moments::stack::{Options, Stack};
use runtime::function::{Error, Function};
use serde_json::{Value, json};

/// A template of the same shape as the real one. `MAPPING` stands for the settings of the stream mapping.
pub(crate) const TEMPLATE: &str = r#"
Transform: AWS::Serverless-2016-10-31
Parameters:
  TimeZone: { Type: String, Default: UTC }
  PublicUrl: { Type: String, Default: "" }
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }, { AttributeName: sk, AttributeType: S }]
      KeySchema: [{ AttributeName: pk, KeyType: HASH }, { AttributeName: sk, KeyType: RANGE }]
      StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }
      TimeToLiveSpecification: { AttributeName: expires_at, Enabled: true }
  Files: { Type: AWS::S3::Bucket }
  Api: { Type: AWS::Serverless::HttpApi }
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../functions/echo
      Timeout: 1
      Environment: { Variables: { TABLE: !Ref Table, FILES: !Sub "s3://${Files}", CONFIGURATION: ssm:/c } }
      Events:
        Post: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: POST, Path: /echo } }
        Get: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: GET, Path: "/echo/{rest+}" } }
  Reader:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../functions/reader
      Timeout: 2
      Events:
        Items:
          Type: DynamoDB
          Properties: { Stream: !GetAtt Table.StreamArn, StartingPosition: TRIM_HORIZON, MAPPING }
"#;

/// What the reader is told to answer to a batch of records: a partial response, or an error.
pub(crate) type Answer = Arc<dyn Fn(&[EventRecord]) -> Result<Value, String> + Send + Sync>;

/// Everything the reader was sent, batch by batch, as sort keys.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    pub(crate) batches: Arc<Mutex<Vec<Vec<String>>>>,
    pub(crate) records: Arc<Mutex<Vec<EventRecord>>>,
}

impl Seen {
    pub(crate) fn batches(&self) -> Vec<Vec<String>> {
        self.batches.lock().unwrap().clone()
    }

    /// Waits until `enough` holds of the batches.
    pub(crate) async fn until(&self, enough: impl Fn(&[Vec<String>]) -> bool) {
        for _ in 0..1_000 {
            if enough(&self.batches()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("waited in vain: {:?}", self.batches());
    }
}

/// Reads the sort key of a record.
pub(crate) fn sort_key(record: &EventRecord) -> String {
    let keys: HashMap<String, AttributeValue> = record.change.keys.clone().into();
    keys["sk"].as_s().unwrap().clone()
}

/// Fails with the first record of that sort key, as a function that reports item failures does.
pub(crate) fn failing_at(records: &[EventRecord], sk: &str) -> Value {
    let failed = records.iter().find(|record| sort_key(record) == sk);
    let failures: Vec<_> =
        failed.into_iter().map(|record| json!({"itemIdentifier": record.change.sequence_number})).collect();
    json!({ "batchItemFailures": failures })
}

/// Returns options for a stack of the small template.
pub(crate) fn options(data: &Path, mapping: &str, seen: &Seen, answer: Answer) -> Options {
    let mut options = Options::new(data);
    options.template = TEMPLATE.replace("MAPPING", mapping);
    options.functions = registry(seen, answer);
    options
}

fn registry(seen: &Seen, answer: Answer) -> Registry {
    let seen = seen.clone();
    let reader = Function::event(move |event: Event| {
        let (seen, answer) = (seen.clone(), answer.clone());
        async move {
            seen.batches.lock().unwrap().push(event.records.iter().map(sort_key).collect());
            seen.records.lock().unwrap().extend(event.records.clone());
            answer(&event.records).map_err(Error::from)
        }
    });
    vec![
        ("echo", Starter::new(|environment| std::future::ready(Ok(crate::gateway::echo(&environment))))),
        ("reader", Starter::new(move |_| std::future::ready(Ok(reader.clone())))),
    ]
}

/// Answers that everything is done.
pub(crate) fn fine() -> Answer {
    Arc::new(|_| Ok(Value::Null))
}

/// Puts an item of that sort key, with an attribute of that value.
pub(crate) async fn put(stack: &Stack, sk: &str, value: &str) {
    stack
        .table_client()
        .put_item()
        .table_name(stack.table_name())
        .item("pk", AttributeValue::S("p".into()))
        .item("sk", AttributeValue::S(sk.into()))
        .item("value", AttributeValue::S(value.into()))
        .send()
        .await
        .unwrap();
}

/// Waits for the readers and returns how the only one is doing.
pub(crate) async fn settled(stack: &Stack) -> moments::ReaderStatus {
    assert!(stack.settle(Duration::from_secs(20)).await.unwrap(), "{:?}", stack.readers());
    stack.readers().remove(0)
}

/// The program itself, ended when nobody needs it.
pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) address: String,
}

impl Program {
    pub(crate) async fn start(data: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_moments"));
        command.args(["--listen", "127.0.0.1:0", "--data"]).arg(data).stdout(Stdio::null());
        let mut program = Self { child: command.spawn().unwrap(), address: String::new() };
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let holder = std::fs::read_to_string(data.join("moments.lock")).unwrap_or_default();
            let holder: Value = serde_json::from_str(&holder).unwrap_or_default();
            let address = holder["address"].as_str().unwrap_or_default();
            if holder["process"] == program.child.id() && !address.is_empty() {
                program.address = address.to_owned();
                return program;
            }
            assert!(Instant::now() < deadline, "the program did not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
