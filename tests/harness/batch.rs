//! Batches of stream records as Lambda delivers them, made of what is in the table, so that a test can repeat, shuffle
//! and cut them as the platform may.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};
use store::items::Item;

/// Makes the record of an item's first write. The sequence number is its place in `items`.
pub fn record(item: &Item, sequence: usize) -> Value {
    let key = |name: &str| item.get(name).map(attribute).unwrap_or_default();
    let image: Map<String, Value> = item.iter().map(|(name, value)| (name.clone(), attribute(value))).collect();
    json!({
        "eventID": format!("event-{sequence}"),
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "eventSourceARN": "arn:aws:dynamodb:us-east-1:000000000000:table/Table/stream/2026-11-22T00:00:00.000",
        "dynamodb": {
            "ApproximateCreationDateTime": jiff::Timestamp::now().as_second() as f64,
            "Keys": {"pk": key("pk"), "sk": key("sk")},
            "NewImage": image,
            "SequenceNumber": sequence.to_string(),
            "SizeBytes": 100,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    })
}

/// Writes items as they are, 25 at most.
pub async fn put_all(client: &Client, table: &str, items: &[Item]) {
    let put = |item: &Item| PutRequest::builder().set_item(Some(item.clone())).build().expect("a whole item");
    let writes = items.iter().map(|item| WriteRequest::builder().put_request(put(item)).build()).collect();
    client.batch_write_item().request_items(table, writes).send().await.expect("the table takes it");
}

/// Makes records of items, in their order.
pub fn records(items: &[Item]) -> Vec<Value> {
    items.iter().enumerate().map(|(sequence, item)| record(item, sequence)).collect()
}

/// Makes the event of one batch.
pub fn event(records: &[Value]) -> String {
    json!({ "Records": records }).to_string()
}

/// Reads from which record a batch has to come again, if from any.
pub fn failed_from(answer: &str) -> Option<String> {
    let answer: Value = serde_json::from_str(answer).expect("a JSON answer");
    let failures = answer["batchItemFailures"].as_array().cloned().unwrap_or_default();
    failures.first().and_then(|failure| failure["itemIdentifier"].as_str().map(str::to_owned))
}

fn attribute(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::Bool(flag) => json!({ "BOOL": flag }),
        AttributeValue::Null(_) => json!({ "NULL": true }),
        AttributeValue::B(bytes) => json!({ "B": BASE64.encode(bytes) }),
        AttributeValue::L(values) => json!({ "L": values.iter().map(attribute).collect::<Vec<_>>() }),
        AttributeValue::M(values) => {
            let map: Map<String, Value> = values.iter().map(|(name, value)| (name.clone(), attribute(value))).collect();
            json!({ "M": map })
        }
        other => panic!("no test has such an attribute: {other:?}"),
    }
}
