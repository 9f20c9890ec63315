//! The queue of open cases: the most severe first, of those the oldest; a case stays in it until it is resolved, also when all its
//! clocks have run out.

use serde_json::{Value, json};
use tests::suite::{CASE_KEY, Setting, Suite};

use crate::cases::complaint;

/// Clocks that have all run out when the test looks.
const NO_TIME: &str = "[calendar.open]\nmon = '00:00-24:00'\ntue = '00:00-24:00'\nwed = '00:00-24:00'\n\
     thu = '00:00-24:00'\nfri = '00:00-24:00'\nsat = '00:00-24:00'\nsun = '00:00-24:00'\n\
     [escalation]\nacknowledge_hours = 0.00001\ncontact_hours = 0.00001\nresolve_hours = 0.00001\n";

async fn queue(suite: &Suite) -> Vec<String> {
    let queue: Value = suite.http.get("/v1/cases").bearer(CASE_KEY).send().await.json();
    queue["cases"].as_array().unwrap().iter().map(|case| case["customer"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_goes_by_severity_then_age_and_keeps_what_nobody_moved() {
    let suite = Suite::with(Setting { more: NO_TIME.into(), ..Setting::default() }).await;
    for (id, customer) in [("1", "old"), ("2", "young")] {
        suite.accept(&[complaint(customer, id, 60)]).await;
        suite.settle().await;
    }
    let mut public = complaint("severe", "3", 60);
    public["audience"] = "public".into();
    suite.accept(&[public]).await;
    suite.settle().await;
    let severities: Vec<_> =
        suite.items_of("CASE#0").await.iter().map(|case| case["severity"].as_n().unwrap().clone()).collect();
    assert!(severities.iter().any(|severity| *severity != severities[0]), "{severities:?}");

    let expected = ["id:severe", "id:old", "id:young"];
    assert_eq!(queue(&suite).await, expected);
    assert_eq!(suite.table.open_cases().await.unwrap(), 3);
    // Of more than there is room for it is the most severe, and of those the one whose time runs out first.
    let short = suite.table.queue(2).await.unwrap();
    let customers: Vec<_> = short.cases.iter().map(|case| case.customer.to_string()).collect();
    assert_eq!(
        (customers.as_slice(), short.has_more),
        (["id:severe".to_owned(), "id:old".to_owned()].as_slice(), true)
    );

    let mut escalated = 0;
    for _ in 0..5 {
        let done: Value = serde_json::from_str(&suite.stack.invoke("deliver", "{}".into()).await.unwrap()).unwrap();
        escalated += done["escalated"].as_u64().unwrap();
    }
    assert_eq!(escalated, 3 * 3, "each clock of each case, once");
    assert_eq!(queue(&suite).await, expected);
    let id = suite.table.queue(1).await.unwrap().cases[0].id();
    for (action, body) in [
        ("acknowledge", json!({"actor": "Eva"})),
        ("resolve", json!({"actor": "Eva", "cause": "product", "action": "sent"})),
    ] {
        let path = format!("/v1/cases/{id}/{action}");
        assert_eq!(suite.http.post(&path).bearer(CASE_KEY).json(&body).send().await.status, 200);
    }
    assert_eq!(queue(&suite).await, expected[1..]);
    suite.end().await;
}
