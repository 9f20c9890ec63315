//! Silences and maintenance windows: nobody is woken, and nothing is lost. Promises in business days, and why an old critical has no case.

use domain::vocabulary::Outcome;
use serde_json::json;
use tests::receiver::Receiver;
use tests::suite::{CASE_KEY, READ_KEY, Setting, Suite, day, seconds_from_now};

use crate::cases::complaint;
use crate::deliveries::let_time_pass;
use crate::promises::look;

async fn silenced(when: &str, team: &Receiver, crm: &Receiver) -> Suite {
    let until = seconds_from_now(3_600);
    let more = format!("[[silences]]\nreason = 'The depot moves'\nby = 'Ana'\nuntil = '{until}'\nwhen = {when}\n");
    let channels = format!("{}{}", team.slack("team"), crm.webhook("crm"));
    Suite::with(Setting { channels, more, ..Setting::default() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_silenced_wakes_nobody_has_its_case_and_is_told_when_the_silence_ends() {
    let (team, crm) = (Receiver::start().await, Receiver::start().await);
    let suite = silenced("{ segment = ['gold'] }", &team, &crm).await;
    let mut gold = complaint("ana", "1", 60);
    gold["segment"] = json!("gold");
    suite.accept(&[gold, complaint("eva", "2", 60)]).await;
    suite.settle().await;
    assert_eq!(team.received().len(), 1, "only eva's is told");
    assert_eq!(crm.received().len(), 2, "programs are told of everything");
    let queue = suite.http.get("/v1/cases").bearer(CASE_KEY).header("accept", "application/json").send().await.json();
    let cases = queue["cases"].as_array().unwrap();
    let held = cases.iter().find(|case| case["silenced"].is_object()).unwrap();
    assert_eq!(
        (cases.len(), &held["silenced"]["by"], &held["silenced"]["reason"]),
        (2, &json!("Ana"), &json!("The depot moves"))
    );
    let until: jiff::Timestamp = held["silenced"]["until"].as_str().unwrap().parse().unwrap();
    let due: jiff::Timestamp = held["deadlines"]["acknowledge"].as_str().unwrap().parse().unwrap();
    assert!(due > until, "its clocks begin when the silence ends");
    let markers = suite.items_of("CRITICAL#").await;
    assert_eq!(markers.iter().filter(|marker| marker.contains_key("silenced")).count(), 1);
    let report = suite.report(&day(jiff::Timestamp::now()).to_string()).await;
    assert_eq!(report["cases"]["silenced"], json!([{"reason": "The depot moves", "by": "Ana", "moments": 1}]));
    assert_eq!(report["critical"]["moments"], 2, "it is counted all the same");
    let_time_pass(&suite).await;
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    assert_eq!(team.received().len(), 2, "told when the silence has ended");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_early_warning_of_what_is_silenced_goes_to_programs_alone() {
    let (team, crm) = (Receiver::start().await, Receiver::start().await);
    let suite = silenced("{ touchpoint_type = ['purchase'] }", &team, &crm).await;
    suite
        .accept(&[json!({"type": "purchase", "id": "p", "customer_id": "ana", "promise_id": "order",
            "due_at": seconds_from_now(1_800), "warn_before_s": 3_600})])
        .await;
    assert_eq!(look(&suite).await["warned"], 1);
    suite.stack.invoke("deliver", "{}".into()).await.unwrap();
    assert_eq!((team.received().len(), crm.received().len()), (0, 1));
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_type_that_promises_business_days_gets_its_due_time_at_intake_and_a_clock() {
    let more = "[rules.calendars.depot]\nzone = 'UTC'\n\
                open = { mon = '00:00-24:00', tue = '00:00-24:00', wed = '00:00-24:00', thu = '00:00-24:00', fri = '00:00-24:00', \
                sat = '00:00-24:00', sun = '00:00-24:00' }\n\
                [types.purchase]\ncalendar = 'depot'\ndue_in_business_days = 1\nlate_by_business_min = 30\n";
    let suite = Suite::with(Setting { more: more.to_owned(), ..Setting::default() }).await;
    let order = |id: &str, days_ago: i64| {
        json!({"type": "purchase", "id": id, "customer_id": id, "promise_id": id,
            "occurred_at": seconds_from_now(-86_400 * days_ago)})
    };
    let new = order("new", 0);
    suite.accept(&[order("old", 3), new.clone()]).await;
    // The same again is the same: what the calendar added is no part of what was sent.
    let again = suite.post(&new).await;
    assert_eq!(again.json()["results"][0]["status"], "duplicate");
    suite.settle().await;
    assert_eq!(look(&suite).await["expired"], 1);
    let moments = suite.moments("old").await;
    assert_eq!(moments.last().unwrap().outcome, Outcome::Misery);
    assert_eq!(suite.moments("new").await.len(), 1);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_critical_moment_that_was_too_old_says_in_the_journey_and_in_the_report_why_it_has_no_case() {
    let suite = Suite::start().await;
    suite.accept(&[complaint("ana", "1", 5 * 86_400), complaint("eva", "2", 60)]).await;
    suite.settle().await;
    let journey = async |customer: &str| -> serde_json::Value {
        let path = format!("/v1/customers/{customer}/journey");
        suite.http.get(&path).bearer(READ_KEY).header("accept", "application/json").send().await.json()
    };
    let old = journey("ana").await;
    assert_eq!(old["touchpoints"][0]["no_case"]["why"], "old", "{old}");
    assert!(old["touchpoints"][0]["no_case"]["sentence"].as_str().unwrap().starts_with("No case: "));
    assert!(journey("eva").await["touchpoints"][0].get("no_case").is_none());
    let five_days_ago: jiff::Timestamp = seconds_from_now(-5 * 86_400).parse().unwrap();
    let report = suite.report(&day(five_days_ago).to_string()).await;
    assert_eq!(report["cases"]["untold"], json!([{"why": "old", "moments": 1}]));
    suite.end().await;
}
