//! History out of a file: every row is accounted for, a run that was cut short goes on, the same file again changes nothing, and nobody
//! is told of it, neither now nor later.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use domain::moment::Moment;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::tz::TimeZone;
use moments::import::{Import, Outcome, Totals, Watcher};
use senders::Sender;
use serde_json::{Value, json};
use tests::receiver::Receiver;
use tests::suite::{PUBLISHABLE_KEY, SECRET_KEY, Setting, Suite, seconds_from_now};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::deliveries::let_time_pass;
use crate::verify::verify;

/// Tells nobody, or somebody who waits for it, how many rows are done.
struct Silent(Option<UnboundedSender<u64>>);

impl Watcher for Silent {
    fn progress(&mut self, _: (u64, u64), totals: &Totals) {
        if let Some(told) = &self.0 {
            let _ = told.send(totals.rows());
        }
    }
}

fn written(suite: &Suite, name: &str, bytes: &[u8]) -> PathBuf {
    let file = suite.folder().join(name);
    fs::write(&file, bytes).unwrap();
    file
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

fn of(file: &Path) -> Import {
    Import { file: file.to_owned(), map: None, zone: TimeZone::UTC }
}

async fn import(suite: &Suite, import: &Import) -> Outcome {
    import.run(suite.stack.address(), SECRET_KEY, &mut Silent(None)).await.unwrap()
}

fn counts(outcome: &Outcome) -> (u64, u64, u64) {
    let Totals { accepted, duplicate, rejected } = outcome.totals;
    (accepted, duplicate, rejected)
}

fn rejects(outcome: &Outcome) -> Vec<Value> {
    let text = fs::read_to_string(outcome.rejects.as_ref().unwrap()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_is_accounted_for_and_the_same_file_again_changes_nothing() {
    let suite = Suite::paused().await;
    let rows = [
        json!({"type": "delivery", "id": "1", "customer_id": "ana", "occurred_at": "2025-03-01T10:00:00Z"}).to_string(),
        json!({"type": "delivery", "id": "1", "customer_id": "ana", "occurred_at": "2025-03-01T10:00:00Z"}).to_string(),
        "{\"type\": \"delivery\"".to_owned(),
        String::new(),
        json!({"type": "delivery", "id": "1", "customer_id": "ana", "comment": "other"}).to_string(),
        json!({"type": "delivery", "ratings": {"csat": 1}, "id": "2"}).to_string(),
        // Without an id two that say the same are two.
        json!({"type": "survey", "rating": {"csat": 5}}).to_string(),
        json!({"type": "survey", "rating": {"csat": 5}}).to_string(),
        "7".to_owned(),
        json!({"type": "search", "comment": "Fr\u{fc}hst\u{fc}ck"}).to_string(),
    ];
    let file = written(&suite, "history.ndjson.gz", &packed(&rows.join("\n")));
    let first = import(&suite, &of(&file)).await;
    assert_eq!(counts(&first), (4, 1, 4), "of 9 rows that are not blank");
    let rejected = rejects(&first);
    let lines: Vec<_> = rejected.iter().map(|reject| reject["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [3, 5, 6, 9]);
    assert!(rejected[2]["reasons"][0].as_str().unwrap().starts_with("ratings: "), "{}", rejected[2]);
    assert_eq!(rejected[2]["row"], rows[5]);
    let again = import(&suite, &of(&file)).await;
    assert_eq!((counts(&again), again.resumed_after), ((0, 5, 4), 0));
    assert_eq!(suite.items_of("TOUCHPOINT#").await.len(), 4);
    // A key that anybody can read may not say that something is history.
    let refused = of(&file).run(suite.stack.address(), PUBLISHABLE_KEY, &mut Silent(None)).await.unwrap();
    assert_eq!((refused.totals.accepted, refused.totals.duplicate), (0, 0));
    assert!(of(&file).run(suite.stack.address(), "nobody", &mut Silent(None)).await.is_err());
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_cut_short_goes_on_and_ends_as_if_it_was_not() {
    let suite = Suite::paused().await;
    let row = |number: usize| match number % 100 {
        99 => "{".to_owned(),
        // Half of the others name no id: which one they get must not depend on where the run began.
        even if even % 2 == 0 => json!({"type": "search", "customer_id": format!("c{}", number % 37)}).to_string(),
        _ => json!({"type": "search", "id": format!("r{number}"), "customer_id": "ana"}).to_string(),
    };
    let text: Vec<_> = (0..6_000).map(row).collect();
    let file = written(&suite, "long.ndjson", text.join("\n").as_bytes());
    let (told, mut heard) = unbounded_channel();
    let (import_, address) = (of(&file), suite.stack.address().to_owned());
    let cut = tokio::spawn(async move { import_.run(&address, SECRET_KEY, &mut Silent(Some(told))).await.map(|_| ()) });
    while heard.recv().await.unwrap() < 2_500 {}
    cut.abort();
    assert!(cut.await.unwrap_err().is_cancelled());
    let rest = import(&suite, &of(&file)).await;
    assert!(rest.resumed_after >= 2_000 && rest.resumed_after < 6_000, "{}", rest.resumed_after);
    assert_eq!((rest.totals.rows(), rest.totals.rejected, rejects(&rest).len()), (6_000, 60, 60));
    assert_eq!(suite.items_of("TOUCHPOINT#").await.len(), 5_940);
    assert_eq!(counts(&import(&suite, &of(&file)).await), (0, 5_940, 60));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheet_is_read_by_its_columns_or_by_a_map() {
    let suite = Suite::start().await;
    let text = b"Type;Customer;Date;Rating;Feedback;Colour\r\n\
        Delivery;ana;2025-03-01 10:00;1;\"Fr\xfchst\xfcck; kalt\";rot\r\n\
        Delivery;eva;2025-03-02 10:00;5;;\r\n\
        Delivery;leo;31/02/2025;5;;\r\n";
    let file = written(&suite, "answers.csv", text);
    let zone = TimeZone::get("Europe/Madrid").unwrap();
    let outcome = import(&suite, &Import { zone: zone.clone(), ..of(&file) }).await;
    assert_eq!(counts(&outcome), (2, 0, 1));
    assert_eq!(rejects(&outcome)[0]["row"]["Customer"], "leo");
    suite.settle().await;
    let moments = suite.moments("ana").await;
    assert_eq!((moments.len(), moments[0].outcome.to_string()), (1, "misery".into()));
    assert_eq!(moments[0].occurred_at.to_string(), "2025-03-01T09:00:00Z");
    let touchpoint = &suite.items_of("TOUCHPOINT#").await[0];
    assert_eq!(touchpoint["comment"].as_s().unwrap(), "Fr\u{fc}hst\u{fc}ck; kalt");

    let map = "touchpoint_type = 'store_visit'\nid = 'bon'\ncustomer_id = 'karte'\n\
        rating = { at = 'smiley', words = { good = ['gut'], bad = ['schlecht'] } }\n";
    let map = Sender::of_map("import", map).unwrap();
    let file = written(&suite, "till.csv", b"bon\tkarte\tsmiley\n1\tpia\tschlecht\n2\t\t\n\t\t\n");
    let outcome = import(&suite, &Import { map: Some(map), ..of(&file) }).await;
    assert_eq!(counts(&outcome), (2, 0, 1));
    assert!(rejects(&outcome)[0]["reasons"][0].as_str().unwrap().starts_with("the map finds nothing for "));
    suite.settle().await;
    assert_eq!(suite.moments("pia").await[0].outcome.to_string(), "misery");
    let wrong = Sender::of_map("import", "touchpoint_type = 'x'\nid = 'a..b'").unwrap_err();
    assert!(wrong.starts_with("line 2: id: is no JMESPath"), "{wrong}");
    suite.end().await;
}

fn complaint(id: &str, ago_s: i64) -> Value {
    json!({"type": "complaint", "customer_id": "ana", "id": id, "occurred_at": seconds_from_now(-ago_s)})
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_history_and_of_what_comes_afterwards_as_ever() {
    let team = Receiver::start().await;
    let channels = format!("{}{}", team.slack("team"), team.webhook("crm"));
    let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
    // So young that only what it is keeps it quiet.
    let rows: Vec<_> = (0..5).map(|number| complaint(&format!("h{number}"), 600 - number).to_string()).collect();
    let file = written(&suite, "young.ndjson", rows.join("\n").as_bytes());
    assert_eq!(counts(&import(&suite, &of(&file)).await), (5, 0, 0));
    suite.settle().await;
    let moments = suite.moments("ana").await;
    assert!(moments.len() == 5 && moments.iter().all(Moment::is_history) && moments.iter().any(Moment::is_critical));
    let is_quiet = async || {
        assert!(team.received().is_empty());
        assert!(suite.items_of("CASE#").await.is_empty() && suite.items_of("DELIVERY#").await.is_empty());
    };
    is_quiet().await;
    // Nor later: by the clock, by a recount, by a recount that finds its moments gone, by another rating that is history as well.
    let client = suite.stack.table_client();
    let gone = &suite.items_of("MOMENT#").await[0];
    let key = ["pk", "sk"].map(|name| (name.to_owned(), gone[name].clone()));
    client
        .delete_item()
        .table_name(suite.stack.table_name())
        .set_key(Some(key.into_iter().collect()))
        .send()
        .await
        .unwrap();
    verify(&suite, true).await;
    assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new());
    suite.settle().await;
    let_time_pass(&suite).await;
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    is_quiet().await;
    let report = suite.report(&tests::suite::day(jiff::Timestamp::now()).to_string()).await;
    assert!(report.to_string().contains("\"critical\""), "{report}");

    // The same customer, live: one case, told to both channels.
    suite.accept(&[complaint("live", 5)]).await;
    suite.settle().await;
    assert_eq!(team.wait_for(2).await.len(), 2);
    assert_eq!(suite.items_of("CASE#0").await.len(), 1);
    // And history that comes after it says nothing either.
    let file = written(&suite, "late.ndjson", complaint("h9", 700).to_string().as_bytes());
    import(&suite, &of(&file)).await;
    suite.settle().await;
    verify(&suite, true).await;
    suite.settle().await;
    assert_eq!(team.received().len(), 2);
    suite.end().await;
}
