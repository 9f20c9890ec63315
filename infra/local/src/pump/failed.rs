//! Where given-up work is written down: one file a function under `failed/`, a JSON line each, in the shape that Lambda
//! and EventBridge Scheduler send to a failure destination.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Value, json, value::RawValue};

use crate::error::Error;
use crate::invoke::Invoker;

/// The failure destination of every function.
#[derive(Clone, Debug)]
pub(crate) struct FailedLog {
    folder: PathBuf,
}

/// A batch of stream records that was given up.
pub(crate) struct GivenUp<'a> {
    /// Why: `RetryAttemptsExhausted` or `RecordAgeExceeded`.
    pub(crate) condition: &'static str,
    /// Invocations that were tried.
    pub(crate) invocations: u32,
    /// The shard they are in.
    pub(crate) shard: &'a str,
    /// The stream they are in.
    pub(crate) stream_arn: &'a str,
    /// First and last sequence number.
    pub(crate) between: (&'a str, &'a str),
    /// When the first and the last arrived, in seconds since 1970.
    pub(crate) arrived_s: (i64, i64),
    /// How many.
    pub(crate) size: usize,
    /// The whole event, where the destination takes it.
    pub(crate) payload: Option<String>,
}

impl FailedLog {
    /// Writes below this folder, which need not exist.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Writes down a batch of stream records: its place, so that it can be read again for as long as the stream has it.
    pub(crate) fn batch(&self, function: &Invoker, batch: &GivenUp<'_>) -> Result<(), Error> {
        let time = |seconds: i64| Timestamp::from_second(seconds).map(|time| time.to_string()).unwrap_or_default();
        let mut line = json!({
            "requestContext": {
                "requestId": uuid::Uuid::new_v4().to_string(),
                "functionArn": function.arn(),
                "condition": batch.condition,
                "approximateInvokeCount": batch.invocations,
            },
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
            "version": "1.0",
            "timestamp": Timestamp::now().to_string(),
            "DDBStreamBatchInfo": {
                "shardId": batch.shard,
                "startSequenceNumber": batch.between.0,
                "endSequenceNumber": batch.between.1,
                "approximateArrivalOfFirstRecord": time(batch.arrived_s.0),
                "approximateArrivalOfLastRecord": time(batch.arrived_s.1),
                "batchSize": batch.size,
                "streamArn": batch.stream_arn,
            },
        });
        if let Some(payload) = &batch.payload {
            line["payload"] = Value::String(payload.clone());
        }
        self.write(&function.id, &line)
    }

    /// Writes down the input of a scheduled run, so that it can be repeated.
    pub(crate) fn run(&self, function: &Invoker, schedule: &str, input: &str, why: &str) -> Result<(), Error> {
        let input = RawValue::from_string(input.to_owned()).map_err(|error| Error::failed("schedule input", error))?;
        let line = json!({
            "timestamp": Timestamp::now().to_string(),
            "functionArn": function.arn(),
            "schedule": schedule,
            "error": why,
            "input": input,
        });
        self.write(&function.id, &line)
    }

    fn write(&self, function: &str, line: &Value) -> Result<(), Error> {
        let file = self.folder.join(format!("{function}.jsonl"));
        std::fs::create_dir_all(&self.folder)
            .and_then(|()| std::fs::OpenOptions::new().append(true).create(true).open(&file))
            .and_then(|mut opened| opened.write_all(format!("{line}\n").as_bytes()))
            .map_err(|error| Error::file(&file, error))
    }
}
