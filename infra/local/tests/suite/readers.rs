//! The stream's readers: filters, batches, partial responses, retries, halving, giving up, and going on after a stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use moments::stack::Stack;
use serde_json::{Value, json};

use crate::support::{Seen, failing_at, fine, options, put, settled, sort_key};

const ALL: &str = "BatchSize: 100, FunctionResponseTypes: [ReportBatchItemFailures]";

fn names(sks: &[&str]) -> Vec<String> {
    sks.iter().map(|sk| (*sk).to_owned()).collect()
}

#[tokio::test]
async fn records_arrive_in_order_as_lambda_delivers_them() {
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let stack = Stack::start(options(data.path(), ALL, &seen, fine())).await.unwrap();
    put(&stack, "a", "1").await;
    put(&stack, "a", "2").await;
    settled(&stack).await;
    let delete = stack.table_client().delete_item().table_name(stack.table_name());
    let key = |name: &str| AttributeValue::S(name.into());
    delete.key("pk", key("p")).key("sk", key("a")).send().await.unwrap();
    settled(&stack).await;

    let records = seen.records.lock().unwrap().clone();
    let named: Vec<_> = records.iter().map(|record| record.event_name.as_str()).collect();
    assert_eq!(named, ["INSERT", "MODIFY", "REMOVE"]);
    for record in &records {
        assert_eq!(record.aws_region, "us-east-1");
        assert_eq!(record.event_source.as_deref(), Some("aws:dynamodb"));
        let arn = record.event_source_arn.as_deref().unwrap();
        assert!(arn.starts_with("arn:aws:dynamodb:us-east-1:000000000000:table/Table/stream/"), "{arn}");
        assert!(record.user_identity.is_none());
        assert!(record.change.approximate_creation_date_time.timestamp() > 1_700_000_000);
    }
    assert!(records[0].change.old_image.is_empty() && records[2].change.new_image.is_empty());
    stack.shutdown().await;
}

#[tokio::test]
async fn an_item_put_again_unchanged_is_no_record() {
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let stack = Stack::start(options(data.path(), ALL, &seen, fine())).await.unwrap();
    for (sk, value) in [("a", "1"), ("a", "1"), ("a", "2"), ("b", "1")] {
        put(&stack, sk, value).await;
    }
    settled(&stack).await;
    assert_eq!(seen.batches().concat(), names(&["a", "a", "b"]));
    stack.shutdown().await;
}

#[tokio::test]
async fn only_what_a_filter_passes_is_delivered_and_the_rest_is_left_behind() {
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let mapping = r#"FilterCriteria: { Filters: [
        { Pattern: '{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"YES#"}]}},"NewImage":{"pk":{"S":[{"exists":true}]}}}}' },
        { Pattern: '{"dynamodb":{"NewImage":{"value":{"S":["loud"]}}}}' }] }"#;
    let stack = Stack::start(options(data.path(), mapping, &seen, fine())).await.unwrap();
    for (sk, value) in [("YES#1", "x"), ("NO#1", "x"), ("NO#2", "loud"), ("YES", "x"), ("NO#3", "x")] {
        put(&stack, sk, value).await;
    }
    let status = settled(&stack).await;
    assert_eq!(seen.batches().concat(), names(&["YES#1", "NO#2"]));
    assert_eq!((status.read, status.delivered, status.given_up), (5, 2, 0));
    stack.shutdown().await;
}

#[tokio::test]
async fn a_batch_is_no_larger_than_the_template_says_and_waits_for_its_window() {
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let mapping = "BatchSize: 2, MaximumBatchingWindowInSeconds: 1";
    let stack = Stack::start(options(data.path(), mapping, &seen, fine())).await.unwrap();
    stack.pause_readers();
    for sk in ["a", "b", "c"] {
        put(&stack, sk, "1").await;
    }
    stack.resume_readers();
    seen.until(|batches| batches.len() == 1).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(seen.batches(), [names(&["a", "b"])], "the third waits for a fourth");
    settled(&stack).await;
    assert_eq!(seen.batches(), [names(&["a", "b"]), names(&["c"])]);
    stack.shutdown().await;
}

#[tokio::test]
async fn a_partial_response_brings_back_the_failed_record_and_what_follows() {
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let tries = Arc::new(AtomicU32::new(0));
    let answer = {
        let tries = tries.clone();
        Arc::new(move |records: &[_]| match tries.fetch_add(1, Ordering::SeqCst) {
            0 => Ok(failing_at(records, "c")),
            _ => Ok(Value::Null),
        })
    };
    let mut options = options(data.path(), ALL, &seen, answer);
    options.readers_paused = true;
    let stack = Stack::start(options).await.unwrap();
    for sk in ["a", "b", "c", "d"] {
        put(&stack, sk, "1").await;
    }
    stack.resume_readers();
    let status = settled(&stack).await;
    assert_eq!(seen.batches(), [names(&["a", "b", "c", "d"]), names(&["c", "d"])]);
    assert_eq!((status.batches, status.failures), (2, 1));
    stack.shutdown().await;
}

#[tokio::test]
async fn a_batch_that_keeps_failing_is_tried_once_and_then_as_often_as_the_template_says() {
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let mapping = "MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Type: SQS, Destination: arn } }";
    let answer = Arc::new(|records: &[_]| match sort_key(&records[0]).as_str() {
        "good" => Ok(Value::Null),
        _ => Err("no".to_owned()),
    });
    let mut options = options(data.path(), mapping, &seen, answer);
    options.readers_paused = true;
    let stack = Stack::start(options).await.unwrap();
    put(&stack, "bad", "secret").await;
    put(&stack, "worse", "secret").await;
    stack.resume_readers();
    let status = settled(&stack).await;
    assert_eq!(seen.batches(), vec![names(&["bad", "worse"]); 3]);
    assert_eq!(status.given_up, 2);

    put(&stack, "good", "1").await;
    settled(&stack).await;
    assert_eq!(seen.batches().last(), Some(&names(&["good"])), "the shard goes on");

    let text = std::fs::read_to_string(stack.data().join("failed/Reader.jsonl")).unwrap();
    let line: Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!(line["requestContext"]["condition"], "RetryAttemptsExhausted");
    assert_eq!(line["requestContext"]["approximateInvokeCount"], 3);
    let place = &line["DDBStreamBatchInfo"];
    assert_eq!(place["batchSize"], 2);
    let records = seen.records.lock().unwrap().clone();
    assert_eq!(place["startSequenceNumber"], json!(records[0].change.sequence_number));
    assert_eq!(place["endSequenceNumber"], json!(records[1].change.sequence_number));
    assert!(!text.contains("secret"), "a queue gets the position only");
    stack.shutdown().await;
}

#[tokio::test]
async fn a_bucket_as_destination_gets_the_records_too() {
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let mapping = "MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Type: S3, Destination: arn } }";
    let stack = Stack::start(options(data.path(), mapping, &seen, Arc::new(|_| Err("no".into())))).await.unwrap();
    put(&stack, "bad", "whole").await;
    settled(&stack).await;
    let text = std::fs::read_to_string(stack.data().join("failed/Reader.jsonl")).unwrap();
    let line: Value = serde_json::from_str(text.trim()).unwrap();
    let payload: Value = serde_json::from_str(line["payload"].as_str().unwrap()).unwrap();
    assert_eq!(payload["Records"][0]["dynamodb"]["NewImage"]["value"]["S"], "whole");
    stack.shutdown().await;
}

#[tokio::test]
async fn halving_singles_out_the_record_at_fault() {
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let mapping = "MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true";
    let answer = Arc::new(|records: &[_]| match records.iter().any(|record| sort_key(record) == "bad") {
        true => Err("crash".to_owned()),
        false => Ok(Value::Null),
    });
    let mut options = options(data.path(), mapping, &seen, answer);
    options.readers_paused = true;
    let stack = Stack::start(options).await.unwrap();
    for sk in ["a", "b", "bad", "c", "d"] {
        put(&stack, sk, "1").await;
    }
    stack.resume_readers();
    let status = settled(&stack).await;
    assert_eq!(
        seen.batches(),
        [
            names(&["a", "b", "bad", "c", "d"]),
            names(&["a", "b"]),
            names(&["bad", "c", "d"]),
            names(&["bad"]),
            names(&["bad"]),
            names(&["c", "d"]),
        ]
    );
    assert_eq!(status.given_up, 1);
    stack.shutdown().await;
}

#[tokio::test]
async fn a_function_that_panics_has_failed_and_is_tried_again() {
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let first = Arc::new(AtomicU32::new(0));
    let answer = Arc::new(move |_: &[_]| {
        if first.fetch_add(1, Ordering::SeqCst) == 0 {
            panic!("on purpose");
        }
        Ok(Value::Null)
    });
    let stack = Stack::start(options(data.path(), ALL, &seen, answer)).await.unwrap();
    put(&stack, "a", "1").await;
    let status = settled(&stack).await;
    assert_eq!((status.batches, status.failures, status.given_up), (2, 1, 0));
    stack.shutdown().await;
}

#[tokio::test]
async fn readers_and_data_go_on_where_they_were_after_a_restart() {
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let stack = Stack::start(options(data.path(), ALL, &seen, fine())).await.unwrap();
    put(&stack, "a", "1").await;
    settled(&stack).await;
    stack.pause_readers();
    tokio::time::sleep(Duration::from_millis(50)).await;
    put(&stack, "b", "1").await;
    stack.shutdown().await;
    assert_eq!(seen.batches(), [names(&["a"])]);

    let stack = Stack::start(options(data.path(), ALL, &seen, fine())).await.unwrap();
    settled(&stack).await;
    assert_eq!(seen.batches(), [names(&["a"]), names(&["b"])]);
    let scan = stack.table_client().scan().table_name(stack.table_name()).send().await.unwrap();
    assert_eq!(scan.count(), 2);
    stack.shutdown().await;
}

#[tokio::test]
async fn a_reader_that_starts_with_the_latest_leaves_older_records_alone() {
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let mut without_reader = options(data.path(), ALL, &seen, fine());
    without_reader.readers_paused = true;
    let stack = Stack::start(without_reader).await.unwrap();
    put(&stack, "old", "1").await;
    stack.shutdown().await;
    std::fs::remove_dir_all(data.path().join("readers")).unwrap();

    let mut options = options(data.path(), ALL, &seen, fine());
    options.template = options.template.replace("TRIM_HORIZON", "LATEST");
    let stack = Stack::start(options).await.unwrap();
    put(&stack, "new", "1").await;
    settled(&stack).await;
    assert_eq!(seen.batches(), [names(&["new"])]);
    stack.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_drains_in_order_without_loss_or_repetition() {
    const ITEMS: usize = 2_500;
    let (data, seen) = (tempfile::tempdir().unwrap(), Seen::default());
    let mut options = options(data.path(), ALL, &seen, fine());
    options.readers_paused = true;
    let stack = Stack::start(options).await.unwrap();
    let client = stack.table_client();
    for first in (0..ITEMS).step_by(25) {
        let puts = (first..first + 25).map(|number| {
            let put = PutRequest::builder()
                .item("pk", AttributeValue::S("p".into()))
                .item("sk", AttributeValue::S(format!("{number:05}")));
            WriteRequest::builder().put_request(put.build().unwrap()).build()
        });
        client.batch_write_item().request_items(stack.table_name(), puts.collect()).send().await.unwrap();
    }
    let started = std::time::Instant::now();
    stack.resume_readers();
    let status = settled(&stack).await;
    println!("{ITEMS} records in {:?}", started.elapsed());
    let all: Vec<_> = (0..ITEMS).map(|number| format!("{number:05}")).collect();
    assert_eq!(seen.batches().concat(), all);
    assert_eq!((status.read, status.delivered, status.batches), (2_500, 2_500, 25));
    stack.shutdown().await;
}
