//! The stream's retention and its index, on the engine's own file.

use super::*;
use crate::engine::Engine;
use crate::engine::client;
use crate::engine::stream::{Position, Stream};
use crate::template::{TEMPLATE, Template};

const NOW_S: i64 = 1_795_000_000;

/// Makes the engine's tables with records of these ages, in hours, oldest first.
fn with_records(file: &Path, hours: impl IntoIterator<Item = i64>) -> (Engine, String) {
    let engine = Engine::open(file).unwrap();
    let connection = connect(file).unwrap();
    let mut last = 0;
    for (index, hours) in hours.into_iter().enumerate() {
        last = index as i64 + 1;
        connection
            .execute(
                "INSERT INTO _stream_records (table_name, event_name, keys_json, sequence_number, shard_id, created_at)
                 VALUES ('Table', 'INSERT', '{}', ?1, 's', ?2)",
                params![last.to_string(), NOW_S - hours * 3_600],
            )
            .unwrap();
    }
    (engine, public(last))
}

fn count(file: &Path) -> i64 {
    connect(file).unwrap().query_row("SELECT COUNT(*) FROM _stream_records", [], |row| row.get(0)).unwrap()
}

#[test]
fn records_go_when_they_are_old_and_done_and_not_among_the_newest() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("moments.db");
    let kept = KEPT_RECORDS as usize;
    let ages = std::iter::repeat_n(25, 1_200).chain(std::iter::repeat_n(23, 10)).chain(std::iter::repeat_n(1, kept));
    let (engine, last) = with_records(&file, ages);
    let keeper = engine.keeper();
    assert_eq!(keeper.trim("Table", &public(700), NOW_S).unwrap(), 700, "what a reader still needs stays");
    assert_eq!(keeper.trim("Table", &last, NOW_S).unwrap(), 500, "what is younger than a day stays");
    assert_eq!(keeper.trim("Table", &last, NOW_S).unwrap(), 0);
    assert_eq!(keeper.trim("Other", &last, NOW_S + 1_000_000).unwrap(), 0);
    assert_eq!(keeper.trim("Table", &last, NOW_S + 1_000_000).unwrap(), 10, "the newest stay whatever their age");
    assert_eq!(count(&file), KEPT_RECORDS);
}

#[test]
fn the_position_before_the_newest_counts_from_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, last) = with_records(&folder.path().join("moments.db"), [3, 2, 1]);
    let before = |records| engine.keeper().position_before_newest("Table", records).unwrap();
    assert_eq!(before(0), Some(last));
    assert_eq!(before(2), Some(public(1)));
    assert_eq!(before(3), None);
    assert_eq!(engine.keeper().position_before_newest("Other", 0).unwrap(), None);
}

#[test]
fn the_question_that_every_streamed_write_asks_uses_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("moments.db");
    let _engine = Engine::open(&file).unwrap();
    let plan: String = connect(&file)
        .unwrap()
        .query_row(
            "EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1
             FROM _stream_records WHERE table_name = 'Table'",
            [],
            |row| row.get(3),
        )
        .unwrap();
    assert!(plan.contains("moments_stream_order"), "{plan}");
}

#[tokio::test]
async fn changes_are_noticed_and_an_expired_item_leaves_by_the_service() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(&folder.path().join("moments.db")).unwrap();
    let table = Template::read(TEMPLATE, &std::collections::BTreeMap::new()).unwrap().table;
    let client = client::table(&engine.endpoint(), engine.credentials());
    let arn = crate::wiring::table::ensure(&client, &table).await.unwrap();
    let stream = Stream::open(client::stream(&engine.endpoint(), engine.credentials()), &arn).await.unwrap();

    let mut changes = engine.keeper().changes();
    tokio::time::sleep(Duration::from_millis(50)).await;
    changes.borrow_and_update();
    let value = |text: &str| aws_sdk_dynamodb::types::AttributeValue::S(text.into());
    let expired = aws_sdk_dynamodb::types::AttributeValue::N("1000".into());
    let put = client.put_item().table_name(&table.name).item("pk", value("p")).item("sk", value("s"));
    put.item("expires_at", expired).send().await.unwrap();
    tokio::time::timeout(Duration::from_secs(5), changes.changed()).await.unwrap().unwrap();

    assert_eq!(engine.sweep().unwrap(), 1);
    let records = stream.read(&mut Position::TrimHorizon.into(), 10).await.unwrap();
    let removed = &records.last().unwrap().event;
    assert_eq!(removed["eventName"], "REMOVE");
    assert_eq!(removed["userIdentity"]["principalId"], "dynamodb.amazonaws.com");
    assert_eq!(removed["userIdentity"]["type"], "Service");
    assert!(records[0].event.get("userIdentity").is_none());
}
