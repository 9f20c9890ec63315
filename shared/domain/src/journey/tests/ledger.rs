use serde_json::json;

use super::*;
use crate::journey::ledger::{Entry, Status};
use crate::vocabulary::{Clause, Outcome, Stage};

fn promises(now: i64, touchpoints: impl IntoIterator<Item = (i64, Value)>) -> Vec<Entry> {
    journey(touchpoints).overview(&Rules::built_in().unwrap(), hour(now)).promises
}

fn status(now: i64, touchpoints: impl IntoIterator<Item = (i64, Value)>) -> Status {
    let [entry] = promises(now, touchpoints).try_into().unwrap();
    entry.status
}

fn promise() -> Value {
    json!({"touchpoint_type": "search", "promise_id": "p", "expectation": {"waffles": 3, "scoops": 2}})
}

fn eaten(waffles: u8, scoops: u8) -> Value {
    json!({"touchpoint_type": "product_use", "promise_id": "p", "perception": {"waffles": waffles, "scoops": scoops}})
}

fn due(hours: i64) -> Value {
    json!({"touchpoint_type": "purchase", "promise_id": "d", "due_at": hour(hours).to_string()})
}

fn done(minutes: i64) -> Value {
    let done_at = hour(0) + SignedDuration::from_mins(minutes);
    json!({"touchpoint_type": "delivery", "promise_id": "d", "done_at": done_at.to_string()})
}

#[test]
fn a_promise_made_in_research_is_settled_by_what_came_of_it() {
    let [entry] = promises(9, [(0, promise()), (5, eaten(3, 1))]).try_into().unwrap();
    assert_eq!((entry.stage, entry.status), (Stage::Zero, Status::Broken));
    assert_eq!((entry.made_by.id.as_str(), entry.made_at), ("t0", hour(0)));
    assert_eq!((entry.settled_by.unwrap().id.as_str(), entry.settled_at), ("t1", Some(hour(5))));
    assert_eq!((entry.facets[0].facet.as_str(), entry.facets[0].gap), ("scoops", Some(-0.5)));
}

#[test]
fn facets_are_open_until_reported_then_kept_exceeded_or_broken() {
    assert_eq!(status(9, [(0, promise())]), Status::Open);
    assert_eq!(status(9, [(0, promise()), (5, eaten(3, 2))]), Status::Kept);
    assert_eq!(status(9, [(0, promise()), (5, eaten(6, 2))]), Status::Exceeded);
    assert_eq!(status(9, [(0, promise()), (5, eaten(1, 2))]), Status::Broken);
}

#[test]
fn once_broken_it_stays_so_and_more_than_promised_is_remembered() {
    assert_eq!(status(9, [(0, promise()), (5, eaten(1, 1)), (6, eaten(3, 2))]), Status::Broken);
    assert_eq!(status(9, [(0, promise()), (5, eaten(6, 2)), (6, eaten(3, 2))]), Status::Exceeded);
    assert_eq!(status(9, [(0, promise()), (5, eaten(3, 2)), (6, eaten(1, 1))]), Status::Broken);
}

#[test]
fn a_promised_time_is_kept_within_its_tolerance_and_expires_after_it() {
    assert_eq!(status(9, [(0, due(2)), (3, done(120))]), Status::Kept);
    assert_eq!(status(9, [(0, due(2)), (3, done(135))]), Status::Kept);
    assert_eq!(status(9, [(0, due(2)), (3, done(136))]), Status::Broken);
    assert_eq!(status(2, [(0, due(2))]), Status::Open);
    assert_eq!(status(3, [(0, due(2))]), Status::Expired);
    let quarter = journey([(0, due(2))]).overview(&Rules::built_in().unwrap(), hour(2) + SignedDuration::from_mins(15));
    assert_eq!(quarter.promises[0].status, Status::Open);
}

#[test]
fn a_broken_promise_is_a_critical_misery_though_nobody_rated_anything() {
    let late = last([(0, due(2)), (4, done(180))]).moment;
    assert_eq!(late.outcome, Outcome::Misery);
    assert!(late.critical.contains(&Clause::BrokenPromise));
}

#[test]
fn asking_for_an_overdue_promise_is_friction_and_no_misery() {
    let call = json!({"touchpoint_type": "support_contact", "promise_id": "d"});
    let asked = |at| last([(0, due(2)), (at, call.clone())]).moment;
    assert_eq!(words(&asked(3).friction), ["promise_overdue:60:15"]);
    assert_eq!(asked(3).outcome, Outcome::Unknown);
    assert!(asked(2).friction.is_empty());
    assert!(last([(0, due(2)), (3, done(120)), (4, call)]).moment.friction.is_empty());
    let visit = json!({"touchpoint_type": "site_visit", "promise_id": "d"});
    assert!(last([(0, due(2)), (3, visit)]).moment.friction.is_empty());
}

#[test]
fn a_promised_time_without_a_name_is_settled_by_the_first_that_is_done() {
    let due = json!({"touchpoint_type": "purchase", "due_at": hour(2).to_string()});
    let done = |at: i64| json!({"touchpoint_type": "delivery", "done_at": hour(at).to_string()});
    let moments = judged([(0, due), (2, done(2)), (400, done(400))]);
    assert_eq!(moments[1].moment.outcome, Outcome::Average);
    assert_eq!(moments[2].moment.outcome, Outcome::Unknown, "the second delivery answers no promise");
}

#[test]
fn an_opinion_that_says_what_was_expected_and_what_came_is_no_promise() {
    let survey = json!({"touchpoint_type": "survey", "expectation": {"a": 5}, "perception": {"a": 3}});
    assert_eq!(promises(9, [(0, survey)]), []);
}

#[test]
fn a_survey_about_a_delivery_answers_the_promise_of_that_delivery() {
    let delivery = json!({"touchpoint_type": "delivery", "id": "d", "promise_id": "p"});
    let survey = json!({"touchpoint_type": "survey", "about": "d", "perception": {"scoops": 1}});
    let judged = last([(0, promise()), (2, delivery), (5, survey)]).moment;
    assert_eq!(judged.outcome, Outcome::Misery);
    assert!(judged.critical.contains(&Clause::BrokenPromise));
}

#[test]
fn a_promise_that_grows_without_end_is_compared_with_its_latest_facets() {
    let facet = |at: i64, n: i64| format!("facet_{at}_{n}");
    let promise = |at: i64| {
        let facets: serde_json::Map<_, _> = (0..50).map(|n| (facet(at, n), json!(1))).collect();
        (at, json!({"touchpoint_type": "search", "expectation": facets}))
    };
    let report = (90, json!({"touchpoint_type": "product_use", "perception": {facet(4, 0): 0, facet(3, 0): 0}}));
    let promised = |searches| {
        let told = last((0..searches).map(promise).chain([report.clone()])).promised;
        (told.len(), told.iter().filter(|promised| promised.gap.is_some()).count())
    };
    assert_eq!(promised(4), (200, 1));
    assert_eq!(promised(5), (50, 1), "the fifth takes the place of the four before it");
}
