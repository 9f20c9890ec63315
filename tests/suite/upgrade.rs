//! A table that an earlier version wrote works on. The table of the fixture was written by version 0.1.0 through its own HTTP API:
//! senders' own fields as they were sent, links of more identities than count, cases under names of no key, day summaries.

use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::suite::{CASE_KEY, Left, READ_KEY, Setting, Suite, seconds_from_now};

use crate::verify::verify;

/// What the table of then holds: messages to a channel that is no more, and moments by the rules of then.
const AS_STORED: [Left; 2] = [Left::Due, Left::Findings];

async fn upgraded() -> Suite {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let mut table = Vec::new();
    let packed = include_bytes!("../fixtures/table-0.1.0.db.gz");
    GzDecoder::new(packed.as_slice()).read_to_end(&mut table).unwrap();
    std::fs::write(data.join("moments.db"), table).unwrap();
    Suite::on(folder, &Setting::default()).await
}

async fn read(suite: &Suite, path: &str) -> Value {
    let answer = suite.http.get(path).bearer(READ_KEY).send().await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_stored_is_read_as_it_was_sent() {
    let suite = upgraded().await;
    let ana = read(&suite, "/v1/customers/ana/journey").await;
    let search = ana["touchpoints"].as_array().unwrap().iter().find(|entry| entry["touchpoint"]["id"] == "p1").unwrap();
    let sent =
        json!({"query": "best waffles", "nested": {"a": [0, 1, {"b": "ñ"}], "ok": true, "none": null, "n": 1.5}});
    assert_eq!(search["touchpoint"]["properties"], sent);
    assert_eq!(ana["cases"].as_array().unwrap().len(), 1);
    // A case keeps the name by which messages of then call it.
    let case = suite.http.get("/v1/cases/3d569ee8-1").bearer(CASE_KEY).send().await;
    assert_eq!((case.status, &case.json()["customer"]), (200, &json!("id:ana")), "{}", case.text);
    suite.end_leaving(&AS_STORED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_judged_stays_but_for_a_journey_that_could_not_be() {
    let suite = upgraded().await;
    suite.settle().await;
    let (findings, counts) = verify(&suite, false).await;
    // The rules of that version were others: every moment is judged by them, and moved over by a repair.
    let by_rules =
        |finding: &&Value| finding["fields"].as_array().is_some_and(|fields| fields.contains(&json!("rules_version")));
    // Nor was there a deep reader.
    let unread = |finding: &&Value| finding["finding"] == "unread";
    let loyal = |finding: &&Value| finding["sk"].as_str().unwrap().contains("loyal");
    let others: Vec<_> =
        findings.iter().filter(|finding| !by_rules(finding) && !unread(finding) && !loyal(finding)).collect();
    assert_eq!(others, Vec::<&Value>::new(), "{counts}");
    assert!(!findings.is_empty(), "a customer of 104 sessions was judged as if each touchpoint were alone");
    let cases = suite.items_of("CASE#0").await.len();
    verify(&suite, true).await;
    suite.settle().await;
    assert_eq!(suite.items_of("CASE#0").await.len(), cases, "nobody is alerted of what is long past");
    let (findings, _) = verify(&suite, false).await;
    assert_eq!(findings, Vec::<Value>::new());
    suite.end_leaving(&AS_STORED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_failure_of_the_customer_who_could_not_be_judged_is_raised() {
    let suite = upgraded().await;
    suite.settle().await;
    suite
        .accept(&[
            json!({"type": "search", "id": "n1", "customer_id": "loyal", "promise_id": "n", "expectation": {"scoops": 2},
                "occurred_at": seconds_from_now(-60)}),
            json!({"type": "product_use", "id": "n2", "customer_id": "loyal", "promise_id": "n", "perception": {"scoops": 1},
                "occurred_at": seconds_from_now(-30)}),
        ])
        .await;
    suite.settle().await;
    assert_eq!(suite.items_of("CRITICAL#back-end#n2").await.len(), 1, "the failure is in a case");
    let loyal = read(&suite, "/v1/customers/loyal/journey").await;
    assert_eq!(loyal["limits"]["links_ignored"], 4);
    suite.end_leaving(&AS_STORED).await;
}
