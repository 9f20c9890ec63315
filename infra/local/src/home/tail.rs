//! Follows the table's stream for the home page. Reads gently: what a page cannot show is skipped, not read, and while
//! nobody watches nothing is.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use store::items::{Image, decode_image};
use tokio::sync::Mutex;

use super::Rooms;
use super::feed::Feed;
use crate::engine::keeper::Keeper;
use crate::engine::stream::{Cursor, Position, Stream, StreamRecord, order};
use crate::error::Error;

/// Records that a page begins with, and the most it ever lags behind.
const RECORDS_MAX: u32 = 2_000;
/// Records read at once.
const READ_LIMIT: i32 = 1_000;
/// The shortest time between two reads, so that the page costs little under load.
const PACE: Duration = Duration::from_millis(60);

/// The end of the stream, and how far the feed has come.
pub(super) struct Tail {
    stream: Stream,
    keeper: Arc<Keeper>,
    table: String,
    cursor: Mutex<Option<Cursor>>,
}

impl Tail {
    /// Begins with the newest records.
    pub(super) fn new(stream: Stream, keeper: Arc<Keeper>, table: String) -> Self {
        Self { stream, keeper, table, cursor: Mutex::default() }
    }

    /// Gives the feed everything that is there by now.
    pub(super) async fn catch_up(&self, feed: &Feed) -> Result<(), Error> {
        while self.step(feed).await? {}
        Ok(())
    }

    /// Reads once; tells whether there may be more.
    async fn step(&self, feed: &Feed) -> Result<bool, Error> {
        let mut cursor = self.cursor.lock().await;
        let horizon = self.keeper.position_before_newest(&self.table, RECORDS_MAX)?.map(Position::After);
        let mut from = match (cursor.take(), horizon) {
            (Some(cursor), Some(horizon)) if is_before(&cursor.position, &horizon) => horizon.into(),
            (Some(cursor), _) => cursor,
            (None, horizon) => horizon.unwrap_or(Position::TrimHorizon).into(),
        };
        let records = self.stream.read(&mut from, READ_LIMIT).await?;
        *cursor = Some(from);
        let more = records.len() == READ_LIMIT as usize;
        let mut images = Vec::new();
        for record in records {
            match told(&record) {
                Some((image, true)) => images.push(image),
                Some((image, false)) => {
                    feed.take(std::mem::take(&mut images));
                    feed.forget(&image);
                }
                None => {}
            }
        }
        feed.take(images);
        Ok(more)
    }
}

/// Follows until the stack stops, while anybody watches: a page that connects catches up by itself.
pub(super) async fn follow(rooms: Arc<Rooms>) {
    let mut changes = rooms.tail.keeper.changes();
    let mut stopping = rooms.home.stopping.clone();
    loop {
        changes.borrow_and_update();
        let step = async { if rooms.feed.is_watched() { rooms.tail.step(&rooms.feed).await } else { Ok(false) } };
        match step.await {
            Ok(more) => {
                let wait = async {
                    if !more {
                        let _ = tokio::time::timeout(Duration::from_secs(1), changes.changed()).await;
                    }
                };
                tokio::select! {
                    () = async { tokio::join!(tokio::time::sleep(PACE), wait); } => {}
                    _ = stopping.wait_for(|stopping| *stopping) => return,
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the home page cannot follow the stream");
                tokio::select! {
                    () = tokio::time::sleep(Duration::from_secs(1)) => {}
                    _ = stopping.wait_for(|stopping| *stopping) => return,
                }
            }
        }
    }
}

fn is_before(one: &Position, other: &Position) -> bool {
    match (one, other) {
        (Position::After(one), Position::After(other)) => order(one) < order(other),
        (Position::TrimHorizon, Position::After(_)) => true,
        (_, Position::TrimHorizon) => false,
    }
}

/// Reads what a record is about, and whether it is still there; `None` for what the page does not show.
fn told(record: &StreamRecord) -> Option<(Image, bool)> {
    let change = record.event.get("dynamodb")?;
    let (image, there) = match (change.get("NewImage"), change.get("OldImage")) {
        (Some(new), _) => (new, true),
        (None, old) => (old?, false),
    };
    let image = serde_json::from_value::<serde_dynamo::Item>(Value::clone(image)).ok()?;
    match decode_image(image) {
        Ok(Image::Other) | Err(_) => None,
        Ok(image) => Some((image, there)),
    }
}
