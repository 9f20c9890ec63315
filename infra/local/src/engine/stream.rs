//! Reads the table's stream through the SDK and tells each record exactly as Lambda would deliver it.
//!
//! The engine's departures end here: every record gets the ARN and the region it lacks, an item put again unchanged (for
//! which DynamoDB emits nothing) is marked, and the deletion by TTL names its actor. The one shard reports an ending
//! sequence number though it is open, so that is never read as "closed".

use std::collections::HashMap;

use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::types::{AttributeValue, Record, ShardIteratorType};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use super::REGION;
use crate::error::Error;

/// A place in the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// The oldest record still there.
    TrimHorizon,
    /// Just after the record with this sequence number.
    After(String),
}

/// A place in the stream to read on from.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    /// Everything up to here was read.
    pub(crate) position: Position,
    /// What the last answer said to go on with.
    iterator: Option<String>,
}

impl From<Position> for Cursor {
    fn from(position: Position) -> Self {
        Self { position, iterator: None }
    }
}

/// One change of one item.
#[derive(Clone, Debug)]
pub(crate) struct StreamRecord {
    /// Orders the records of a shard. Compare with [`order`]: these are numbers in a text.
    pub(crate) sequence_number: String,
    /// When the change was made, in seconds since 1970.
    pub(crate) arrived_s: i64,
    /// The record as Lambda delivers it.
    pub(crate) event: Value,
    /// An item was put again as it was: DynamoDB has no record of that.
    pub(crate) unchanged: bool,
}

/// The stream of one table.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    client: Client,
    engine_arn: String,
    shard: String,
    /// The ARN that records carry.
    pub(crate) arn: String,
}

impl Stream {
    /// Finds the shard of a stream named by its ARN.
    pub(crate) async fn open(client: Client, engine_arn: &str) -> Result<Self, Error> {
        let described = client.describe_stream().stream_arn(engine_arn).send().await;
        let described = described.map_err(|error| Error::failed("stream", error.into_service_error()))?;
        let shard = described.stream_description().and_then(|stream| stream.shards().first());
        let shard = shard.and_then(|shard| shard.shard_id()).ok_or_else(|| Error::failed("stream", "no shard"))?;
        let arn = engine_arn.replacen(":dynoxide:", &format!(":{REGION}:"), 1);
        Ok(Self { client, engine_arn: engine_arn.to_owned(), shard: shard.to_owned(), arn })
    }

    /// Returns the name of the only shard.
    pub(crate) fn shard(&self) -> &str {
        &self.shard
    }

    /// Reads up to `limit` (1 to 1,000) records, oldest first, and moves the cursor behind them.
    pub(crate) async fn read(&self, cursor: &mut Cursor, limit: i32) -> Result<Vec<StreamRecord>, Error> {
        let iterator = match cursor.iterator.take() {
            Some(iterator) => Some(iterator),
            None => self.iterator(&cursor.position).await?,
        };
        let request = self.client.get_records().set_shard_iterator(iterator).limit(limit);
        let answer = request.send().await.map_err(|error| Error::failed("stream", error.into_service_error()))?;
        let records = answer.records.unwrap_or_default().into_iter().map(|record| self.tell(record));
        let records: Vec<StreamRecord> = records.collect::<Result<_, _>>()?;
        if let Some(last) = records.last() {
            cursor.position = Position::After(last.sequence_number.clone());
        }
        cursor.iterator = answer.next_shard_iterator;
        Ok(records)
    }

    async fn iterator(&self, position: &Position) -> Result<Option<String>, Error> {
        let request = self.client.get_shard_iterator().stream_arn(&self.engine_arn).shard_id(&self.shard);
        let request = match position {
            Position::TrimHorizon => request.shard_iterator_type(ShardIteratorType::TrimHorizon),
            Position::After(number) => {
                request.shard_iterator_type(ShardIteratorType::AfterSequenceNumber).sequence_number(number)
            }
        };
        let answer = request.send().await.map_err(|error| Error::failed("stream", error.into_service_error()))?;
        Ok(answer.shard_iterator)
    }

    fn tell(&self, record: Record) -> Result<StreamRecord, Error> {
        let change = record.dynamodb.ok_or_else(|| Error::failed("stream", "a record without a change"))?;
        let sequence_number =
            change.sequence_number.ok_or_else(|| Error::failed("stream", "a record without a sequence number"))?;
        let arrived_s = change.approximate_creation_date_time.map_or(0, |time| time.secs());
        let unchanged = change.old_image.is_some() && change.old_image == change.new_image;

        let mut told = Map::new();
        told.insert("ApproximateCreationDateTime".to_owned(), json!(arrived_s));
        told.insert("Keys".to_owned(), image(change.keys.unwrap_or_default()));
        if let Some(item) = change.new_image {
            told.insert("NewImage".to_owned(), image(item));
        }
        if let Some(item) = change.old_image {
            told.insert("OldImage".to_owned(), image(item));
        }
        told.insert("SequenceNumber".to_owned(), json!(sequence_number));
        told.insert("SizeBytes".to_owned(), json!(change.size_bytes.unwrap_or_default()));
        if let Some(view) = change.stream_view_type {
            told.insert("StreamViewType".to_owned(), json!(view.as_str()));
        }
        let mut event = json!({
            "eventID": record.event_id,
            "eventName": record.event_name.map(|name| name.as_str().to_owned()),
            "eventVersion": record.event_version,
            "eventSource": "aws:dynamodb",
            "awsRegion": REGION,
            "eventSourceARN": self.arn,
            "dynamodb": told,
        });
        if record.user_identity.is_some() {
            // Only the sweep of expired items names an actor, and the SDK cannot read how the engine spells it.
            event["userIdentity"] = json!({"type": "Service", "principalId": "dynamodb.amazonaws.com"});
        }
        Ok(StreamRecord { sequence_number, arrived_s, event, unchanged })
    }
}

/// Returns what puts two sequence numbers in order: longer is later, of the same length the text decides.
pub(crate) fn order(sequence_number: &str) -> (usize, &str) {
    (sequence_number.len(), sequence_number)
}

fn image(item: HashMap<String, AttributeValue>) -> Value {
    Value::Object(item.into_iter().map(|(name, value)| (name, attribute(value))).collect())
}

fn attribute(value: AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({"S": text}),
        AttributeValue::N(number) => json!({"N": number}),
        AttributeValue::Bool(flag) => json!({"BOOL": flag}),
        AttributeValue::Null(flag) => json!({"NULL": flag}),
        AttributeValue::M(item) => json!({"M": image(item)}),
        AttributeValue::L(values) => json!({"L": values.into_iter().map(attribute).collect::<Vec<_>>()}),
        AttributeValue::Ss(texts) => json!({"SS": texts}),
        AttributeValue::Ns(numbers) => json!({"NS": numbers}),
        AttributeValue::B(bytes) => json!({"B": BASE64.encode(bytes)}),
        AttributeValue::Bs(many) => json!({"BS": many.iter().map(|bytes| BASE64.encode(bytes)).collect::<Vec<_>>()}),
        // A type the SDK does not know cannot have been written through it.
        _ => Value::Null,
    }
}
