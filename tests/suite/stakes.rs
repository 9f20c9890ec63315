//! What is at stake: a case is as urgent as the worst of its moments, what is overdue is listed where people look, and a promise that was
//! cancelled, moved or joined later is watched as what it is.

use domain::touchpoint::expiry::SOURCE;
use domain::vocabulary::{Attention, Outcome};
use serde_json::{Value, json};
use tests::receiver::Receiver;
use tests::suite::{CASE_KEY, READ_KEY, Setting, Suite, day, seconds_from_now};

use crate::cases::complaint;
use crate::console::{self, Visitor};
use crate::promises::{look, purchase};

async fn cases(suite: &Suite) -> Vec<Value> {
    let queue = suite.http.get("/v1/cases").bearer(CASE_KEY).header("accept", "application/json").send().await.json();
    queue["cases"].as_array().unwrap().clone()
}

async fn fact_of(suite: &Suite, customer: &str) -> domain::moment::Moment {
    let moments = suite.moments(customer).await;
    moments.into_iter().find(|moment| moment.source == SOURCE).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_as_urgent_as_the_worst_that_belongs_to_it() {
    let team = Receiver::start().await;
    let suite = Suite::with(Setting { channels: team.slack("team"), ..Setting::default() }).await;
    suite.accept(&[purchase("ana", -3_600), complaint("leo", "1", 60)]).await;
    look(&suite).await;
    let severity = |cases: &[Value], customer: &str| {
        let case = cases.iter().find(|case| case["customer"] == customer).unwrap_or_else(|| panic!("{cases:?}"));
        case["severity"].as_u64().unwrap()
    };
    let before = cases(&suite).await;
    assert_eq!(before.len(), 2);
    let first = before[0]["customer"].as_str().unwrap().to_owned();
    let second = before[1]["customer"].as_str().unwrap().to_owned();
    assert!(severity(&before, &first) > severity(&before, &second), "{before:?}");
    let review = json!({"type": "review", "id": "r", "customer_id": "ana", "promise_id": "ana-order", "audience": "public",
        "occurred_at": seconds_from_now(-5), "rating": {"stars": 1}, "comment": "Never arrived, nobody answers, terrible."});
    suite.accept(&[review]).await;
    suite.settle().await;
    let worst = suite.moments("ana").await.into_iter().map(|moment| moment.severity).max().unwrap();
    let after = cases(&suite).await;
    assert_eq!(after.len(), 2, "the review joins the case");
    assert_eq!((after[0]["customer"].as_str(), severity(&after, &second)), (Some(second.as_str()), u64::from(worst)));
    // Something milder changes nothing, and a case that somebody takes meanwhile keeps its owner.
    let id = after[0]["id"].as_str().unwrap();
    let taken = suite.http.post(&format!("/v1/cases/{id}/acknowledge")).bearer(CASE_KEY);
    assert_eq!(taken.json(&json!({"actor": "Eva"})).send().await.status, 200);
    suite.accept(&[complaint("ana", "2", 1)]).await;
    suite.settle().await;
    let last = cases(&suite).await;
    let of_ana = last.iter().find(|case| case["id"] == id).unwrap();
    assert_eq!((of_ana["severity"].as_u64(), of_ana["assignee"].as_str()), (Some(u64::from(worst)), Some("Eva")));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_longest_overdue_comes_first_wherever_its_clock_lies() {
    let suite = Suite::start().await;
    let customers: Vec<String> = (0..12).map(|number| format!("customer-{number}")).collect();
    let due = |number: usize| -3_600 - 60 * i64::try_from(number).unwrap();
    let orders: Vec<_> =
        customers.iter().enumerate().map(|(number, customer)| purchase(customer, due(number))).collect();
    suite.accept(&orders).await;
    assert_eq!(look(&suite).await["expired"], 12);
    for most in [1, 3] {
        let path = format!("/v1/promises/overdue?limit={most}");
        let listed = suite.http.get(&path).bearer(READ_KEY).send().await.json();
        let named: Vec<_> = listed["promises"].as_array().unwrap().iter().map(|one| one["customer"].clone()).collect();
        let longest: Vec<_> =
            customers.iter().rev().take(most).map(|customer| json!(format!("id:{customer}"))).collect();
        assert_eq!((named, &listed["has_more"]), (longest, &json!(true)));
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_overdue_stands_in_the_report_and_in_the_console_with_what_the_customer_heard() {
    let suite = console::suite().await;
    suite.accept(&[purchase("ana", -3_600), purchase("eva", -1_800)]).await;
    look(&suite).await;
    let told = json!({"type": "order_change", "id": "told", "customer_id": "ana", "promise_id": "ana-order",
        "occurred_at": seconds_from_now(-30), "due_at": seconds_from_now(86_400)});
    let opinion = json!({"type": "review", "id": "r", "customer_id": "eva", "promise_id": "eva-order",
        "occurred_at": seconds_from_now(-20), "rating": {"stars": 2}});
    suite.accept(&[told, opinion]).await;
    suite.settle().await;
    let today = day(jiff::Timestamp::now()).to_string();
    let report = suite.report(&today).await;
    let overdue = report["promises"]["overdue"]["promises"].as_array().unwrap();
    let names: Vec<_> = overdue.iter().map(|one| one["promise_id"].as_str().unwrap()).collect();
    assert_eq!(names, ["ana-order", "eva-order"], "{report}");
    assert_eq!(
        (&overdue[0]["told"][0]["kind"], overdue[0]["value_at_risk"]["amount"].as_f64()),
        (&json!("order_change"), Some(40.0))
    );
    assert!(overdue[1].get("told").is_none(), "what a customer says is no news to the customer");
    assert!(overdue.iter().all(|one| one["case_id"].is_string() && one["overdue_since"].is_string()));
    assert!(!overdue[0]["customer"].as_str().unwrap().contains("ana"), "a report names nobody");
    let page = suite.http.get(&format!("/v1/reports/{today}.html")).bearer(READ_KEY).send().await;
    assert!(page.text.contains("Overdue promises") && page.text.contains("ana-order"), "{}", page.text);
    assert!(
        page.text.contains("Last update to the customer: order change")
            && page.text.contains("No update to the customer yet")
    );
    let mut ana = Visitor::signed_in(&suite, "ana@example.com").await;
    for path in ["/", "/cases?show=all"] {
        let page = ana.get(path).await.text;
        for wanted in [
            "Overdue promises",
            "ana-order",
            "Last update to the customer: order change",
            "No update to the customer yet",
        ] {
            assert!(page.contains(wanted), "{wanted} in {path}: {page}");
        }
    }
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cancelled_in_time_never_expires_and_a_cancellation_reported_late_closes_the_case() {
    let team = Receiver::start().await;
    let suite = Suite::with(Setting { channels: team.slack("team"), ..Setting::default() }).await;
    let cancelled = |customer: &str, at_s: i64| {
        json!({"type": "cancellation", "id": format!("{customer}-c"), "customer_id": customer,
            "promise_id": format!("{customer}-order"), "occurred_at": seconds_from_now(at_s)})
    };
    suite.accept(&[purchase("ana", -3_600), cancelled("ana", -5_000), purchase("eva", -3_600)]).await;
    suite.settle().await;
    let done = look(&suite).await;
    assert_eq!((&done["expired"], &done["settled"]), (&json!(1), &json!(1)), "only eva's");
    team.wait_for(1).await;
    suite.accept(&[cancelled("eva", -5_000)]).await;
    suite.settle().await;
    let fact = fact_of(&suite, "eva").await;
    assert_eq!((fact.outcome, fact.attention), (Outcome::Unknown, Some(Attention::Withdrawn)));
    assert!(cases(&suite).await.is_empty());
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    let told = team.wait_for(2).await.remove(1).json().to_string();
    assert!(told.contains("Case closed automatically: the order was already cancelled by then"), "{told}");
    let overdue = suite.http.get("/v1/promises/overdue").bearer(READ_KEY).send().await.json();
    assert_eq!(overdue["promises"], json!([]));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_had_passed_when_it_came_and_a_tolerance_of_nothing_are_one_fact_each() {
    let more = "[types.purchase]\nlate_by_s = 0\n".to_owned();
    let suite = Suite::with(Setting { more, ..Setting::default() }).await;
    let mut past = purchase("ana", -9_000);
    past["occurred_at"] = json!(seconds_from_now(-60));
    let mut soon = purchase("eva", 3_600);
    soon["occurred_at"] = json!(seconds_from_now(-60));
    let exact = seconds_from_now(-3_600);
    let mut kept = purchase("leo", -3_600);
    kept["due_at"] = json!(exact);
    let report = json!({"type": "delivery", "id": "d", "customer_id": "leo", "promise_id": "leo-order",
        "occurred_at": seconds_from_now(-10), "done_at": exact});
    suite.accept(&[past, soon, kept, report]).await;
    suite.settle().await;
    for expired in [1, 0] {
        assert_eq!(look(&suite).await["expired"], expired);
    }
    let fact = fact_of(&suite, "ana").await;
    let made = suite.moments("ana").await.into_iter().find(|moment| moment.source != SOURCE).unwrap();
    assert!(fact.occurred_at >= made.occurred_at && fact.outcome == Outcome::Misery, "{fact:?}");
    assert!(suite.moments("leo").await.iter().all(|moment| moment.source != SOURCE), "done on the second is in time");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_is_known_later_has_one_failure_and_no_second_case() {
    let team = Receiver::start().await;
    let suite = Suite::with(Setting { channels: team.slack("team"), ..Setting::default() }).await;
    let anonymous = json!({"type": "purchase", "id": "p", "anonymous_id": "cookie", "promise_id": "order",
        "occurred_at": seconds_from_now(-7_200), "due_at": seconds_from_now(-3_600)});
    suite.accept(&[anonymous]).await;
    assert_eq!(look(&suite).await["expired"], 1);
    let linked = json!({"type": "identify", "id": "i", "customer_id": "ana", "anonymous_id": "cookie",
        "occurred_at": seconds_from_now(-30)});
    let asked = json!({"type": "complaint", "id": "c", "customer_id": "ana", "promise_id": "order",
        "occurred_at": seconds_from_now(-20), "comment": "Where is my order?"});
    suite.accept(&[linked, asked]).await;
    suite.settle().await;
    assert_eq!(look(&suite).await["expired"], 0);
    assert_eq!(cases(&suite).await.len(), 1, "the complaint joins the case of the promise");
    // It was in time after all: the fact says nothing more, and only what the customer says of it is left.
    let delivery = json!({"type": "delivery", "id": "d", "customer_id": "ana", "promise_id": "order",
        "occurred_at": seconds_from_now(-5), "done_at": seconds_from_now(-3_600)});
    suite.accept(&[delivery]).await;
    suite.settle().await;
    let facts = suite.all_moments().await.into_iter().filter(|moment| moment.source == SOURCE);
    let facts: Vec<_> = facts.map(|fact| (fact.outcome, fact.attention)).collect();
    assert_eq!(facts, [(Outcome::Unknown, Some(Attention::Withdrawn))]);
    suite.end().await;
}
