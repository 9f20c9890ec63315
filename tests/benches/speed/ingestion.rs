//! What HTTP, parsing and answering cost: touchpoints posted, against bare conditional puts of the same items through the
//! SDK into a second table of the same shape. Rounds alternate, so that all meet the same machine; readers stand still.

use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{BillingMode, ReturnValuesOnConditionCheckFailure};
use store::items::Item;
use tests::suite::Suite;

use crate::findings::{Findings, per_second};
use crate::load::{Load, deal};
use crate::{Size, touchpoints};

/// The least share of the bare rate that posts of one touchpoint reach.
const SHARE_MIN: f64 = 0.7;
/// Touchpoints of one post where there are several.
pub(crate) const BATCH: usize = 100;
/// The second table.
const BARE_TABLE: &str = "Bare";

/// The rates of one round, in touchpoints a second.
struct Round {
    single: f64,
    batched: f64,
    bare: f64,
}

/// Runs the rounds. Leaves `2 * rounds * per_round` touchpoints behind, not judged.
pub(crate) async fn measure(suite: &Suite, size: &Size, findings: &mut Findings) {
    let client = suite.stack.table_client();
    make_bare_table(&client, suite.stack.table_name()).await;
    let mut load = Load::open(suite.stack.address()).await;
    let items = items(size.rounds * size.per_round).await;

    let mut rounds = Vec::new();
    for (round, items) in items.chunks(size.per_round).enumerate() {
        let first = round * size.per_round;
        let single: Vec<_> = (first..first + size.per_round).map(touchpoints::ordinary).collect();
        let first = size.rounds * size.per_round + first;
        let batched: Vec<_> = (first..first + size.per_round).map(touchpoints::ordinary).collect();
        let single = touchpoints::bodies(&single, 1);
        let batched = touchpoints::bodies(&batched, BATCH);
        let rate = |took: Duration| size.per_round as f64 / took.as_secs_f64();
        // The first pays for what was left before it; so the first changes.
        let (bare, single) = if round % 2 == 0 {
            let bare = put(&client, items.to_vec()).await;
            (bare, load.post(single, 1).await)
        } else {
            let single = load.post(single, 1).await;
            (put(&client, items.to_vec()).await, single)
        };
        let batched = load.post(batched, BATCH).await;
        rounds.push(Round { single: rate(single), batched: rate(batched), bare: rate(bare) });
    }

    let share = median(rounds.iter().map(|round| round.single / round.bare));
    let batched_share = median(rounds.iter().map(|round| round.batched / round.bare));
    findings.headline(&format!(
        "Ingestion over HTTP, readers paused, {} connections: median of {} rounds of {}",
        crate::load::AT_ONCE,
        size.rounds,
        size.per_round
    ));
    findings.tell("one touchpoint a post", per_second(median(rounds.iter().map(|round| round.single))));
    findings.tell(&format!("{BATCH} touchpoints a post"), per_second(median(rounds.iter().map(|round| round.batched))));
    findings.tell("bare conditional puts of the same items", per_second(median(rounds.iter().map(|round| round.bare))));
    findings.hold("share, one a post", format!("{share:.2}"), &format!(">= {SHARE_MIN}"), share >= SHARE_MIN);
    findings.tell(&format!("share, {BATCH} a post"), format!("{batched_share:.2}"));
}

/// Returns the items that the first touchpoints become, in their order: taken from a stack that took them.
async fn items(count: usize) -> Vec<Item> {
    let suite = Suite::paused().await;
    let touchpoints: Vec<_> = (0..count).map(touchpoints::ordinary).collect();
    Load::open(suite.stack.address()).await.post(touchpoints::bodies(&touchpoints, BATCH), BATCH).await;
    let mut items = suite.items_of("TOUCHPOINT#").await;
    suite.end().await;
    assert_eq!(items.len(), count, "not every touchpoint was kept");
    items.sort_by_cached_key(|item| item["id"].as_s().cloned().expect("an id"));
    items
}

/// Makes a table of the same keys, index and stream.
async fn make_bare_table(client: &Client, like: &str) {
    let described = client.describe_table().table_name(like).send().await.expect("the table is there");
    let like = described.table.expect("a description");
    let mut request = client
        .create_table()
        .table_name(BARE_TABLE)
        .billing_mode(BillingMode::PayPerRequest)
        .set_key_schema(like.key_schema)
        .set_attribute_definitions(like.attribute_definitions)
        .set_stream_specification(like.stream_specification);
    for index in like.global_secondary_indexes.unwrap_or_default() {
        let index = aws_sdk_dynamodb::types::GlobalSecondaryIndex::builder()
            .set_index_name(index.index_name)
            .set_key_schema(index.key_schema)
            .set_projection(index.projection)
            .build()
            .expect("an index");
        request = request.global_secondary_indexes(index);
    }
    request.send().await.expect("the second table can be made");
}

/// Puts items as `ingest` does, and nothing else.
async fn put(client: &Client, items: Vec<Item>) -> Duration {
    let shares = deal(items);
    let began = Instant::now();
    let running: Vec<_> = shares
        .into_iter()
        .map(|share| {
            let client = client.clone();
            tokio::spawn(async move {
                for item in share {
                    let put = client
                        .put_item()
                        .table_name(BARE_TABLE)
                        .set_item(Some(item))
                        .condition_expression("attribute_not_exists(pk)")
                        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
                    put.send().await.expect("the item is put");
                }
            })
        })
        .collect();
    for worker in running {
        worker.await.expect("the puts succeed");
    }
    began.elapsed()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 0 { f64::midpoint(values[middle - 1], values[middle]) } else { values[middle] }
}
