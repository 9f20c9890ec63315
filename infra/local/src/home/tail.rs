//! Follows the table's stream for the home page. Reads gently: what a page cannot show is skipped, not read.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use store::items::{Image, decode_image};

use super::Rooms;
use crate::engine::keeper::Keeper;
use crate::engine::stream::{Position, Stream, StreamRecord};
use crate::error::Error;

/// Records that a page begins with, and the most it ever lags behind.
const RECORDS_MAX: u32 = 2_000;
/// Records read at once.
const READ_LIMIT: i32 = 1_000;
/// The shortest time between two reads, so that the page costs little under load.
const PACE: Duration = Duration::from_millis(60);

/// Follows until the stack stops.
pub(super) async fn follow(rooms: Arc<Rooms>, stream: Stream, keeper: Arc<Keeper>, table: String) {
    let mut changes = keeper.changes();
    let mut stopping = rooms.home.stopping.clone();
    let mut position = None;
    loop {
        changes.borrow_and_update();
        match step(&rooms, &stream, &keeper, &table, &mut position).await {
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

/// Reads once; tells whether there may be more.
async fn step(
    rooms: &Rooms,
    stream: &Stream,
    keeper: &Keeper,
    table: &str,
    position: &mut Option<Position>,
) -> Result<bool, Error> {
    let horizon = keeper.position_before_newest(table, RECORDS_MAX)?.map(Position::After);
    let from = match (position.take(), horizon) {
        (None, horizon) => horizon.unwrap_or(Position::TrimHorizon),
        (Some(position), Some(horizon)) => later(position, horizon),
        (Some(position), None) => position,
    };
    let records = stream.read(&from, READ_LIMIT).await?;
    let more = records.len() == READ_LIMIT as usize;
    *position = Some(records.last().map_or(from, |record| Position::After(record.sequence_number.clone())));
    let mut images = Vec::new();
    for record in records {
        match told(&record) {
            Some((image, true)) => images.push(image),
            Some((image, false)) => {
                rooms.feed.take(std::mem::take(&mut images));
                rooms.feed.forget(&image);
            }
            None => {}
        }
    }
    rooms.feed.take(images);
    Ok(more)
}

fn later(one: Position, other: Position) -> Position {
    use crate::engine::stream::order;
    match (&one, &other) {
        (Position::After(a), Position::After(b)) if order(a) < order(b) => other,
        (Position::TrimHorizon, _) => other,
        _ => one,
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
