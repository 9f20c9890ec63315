use serde_json::json;

use super::*;
use crate::vocabulary::Clause;

#[test]
fn a_survey_about_an_exchange_that_nothing_had_judged_makes_it_the_first_exchange() {
    let survey = |about: &str, csat: u8| json!({"touchpoint_type": "survey", "about": about, "rating": {"csat": csat}, "importance": 1});
    let buy = || json!({"touchpoint_type": "purchase"});
    let clauses = |touchpoints: Vec<Value>| {
        last(touchpoints.into_iter().enumerate().map(|(at, body)| (at as i64, body))).moment.critical
    };
    let delivery = || json!({"touchpoint_type": "delivery"});
    assert_eq!(clauses(vec![buy(), delivery(), survey("t1", 1)]), [Clause::FirstExchange]);
    assert!(clauses(vec![buy(), delivery(), survey("t1", 4), survey("t0", 1)]).is_empty());
    let visit = json!({"touchpoint_type": "site_visit"});
    assert!(clauses(vec![visit, survey("t0", 1)]).is_empty(), "a visit is no exchange");
}

#[test]
fn what_was_sent_of_earlier_times_keeps_a_contact_from_being_the_first_and_says_so() {
    let bad = |since: &str| {
        last([(
            5,
            json!({"touchpoint_type": "greeting", "rating": {"csat": 1}, "importance": 1, "known_since": since}),
        )])
        .moment
    };
    let before = bad("2026-11-01T04:59:59Z");
    assert!(before.critical.is_empty() && !before.first_contact);
    assert!(words(&before.reasons).contains(&"known_since"));
    let at_once = bad("2026-11-01T05:00:00Z");
    assert_eq!(at_once.critical, [Clause::FirstContact]);
    assert!(words(&at_once.reasons).contains(&"first_on_record"));
}

#[test]
fn an_opinion_about_another_promise_is_no_echo() {
    let bad = |promise: &str| json!({"touchpoint_type": "billing", "promise_id": promise, "rating": {"csat": 1}});
    let complaint = |promise: Value| json!({"touchpoint_type": "complaint", "promise_id": promise});
    let is_repeat =
        |promise: Value| last([(0, bad("a")), (1, complaint(promise))]).moment.critical.contains(&Clause::Repeat);
    assert!(!is_repeat("a".into()), "the same failure");
    assert!(!is_repeat(Value::Null), "no other is named");
    assert!(is_repeat("b".into()), "another failure");
}
