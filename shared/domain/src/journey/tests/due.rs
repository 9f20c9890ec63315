use serde_json::json;

use super::*;
use crate::moment::{Due, DueIs};
use crate::vocabulary::Outcome;

fn buy(due: i64) -> Value {
    json!({"touchpoint_type": "purchase", "promise_id": "p", "due_at": hour(due).to_string()})
}

fn deliver(done: i64) -> Value {
    json!({"touchpoint_type": "delivery", "promise_id": "p", "done_at": hour(done).to_string()})
}

fn due_of(touchpoints: impl IntoIterator<Item = (i64, Value)>) -> Option<Due> {
    last(touchpoints).moment.signals.due
}

fn said(at: i64, is: DueIs) -> Option<Due> {
    Some(Due { at: hour(at).as_second(), is, promise: Due::short("p") })
}

#[test]
fn a_promised_time_is_told_with_its_own_day_whenever_it_is_reported() {
    assert_eq!(due_of([(0, buy(48)), (30, deliver(30))]), said(48, DueIs::Kept));
    assert_eq!(due_of([(0, buy(48)), (90, deliver(90))]), said(48, DueIs::Broken));
    assert_eq!(due_of([(0, buy(48)), (90, deliver(48))]), said(48, DueIs::Kept), "reported late, done in time");
    assert_eq!(due_of([(0, buy(48))]), None, "it runs");
}

#[test]
fn a_time_that_the_business_moved_counts_as_first_promised() {
    let moved = json!({"touchpoint_type": "delivery_delayed", "promise_id": "p", "due_at": hour(96).to_string()});
    assert_eq!(due_of([(0, buy(48)), (20, moved.clone()), (90, deliver(90))]), said(48, DueIs::Broken));
    let mut chosen = moved;
    chosen["observed_by"] = "customer".into();
    assert_eq!(due_of([(0, buy(48)), (20, chosen), (90, deliver(90))]), said(96, DueIs::Kept));
}

#[test]
fn a_cancelled_order_says_so_for_its_promised_time() {
    let cancel = json!({"touchpoint_type": "cancellation", "promise_id": "p"});
    assert_eq!(due_of([(0, buy(48)), (20, cancel.clone())]), said(48, DueIs::Cancelled));
    assert_eq!(due_of([(20, cancel)]), None, "nothing was promised");
}

#[test]
fn what_the_other_side_says_is_kept_beside_what_decided() {
    let call = |rating: u8| {
        json!({"touchpoint_type": "phone_call", "acknowledged_after_s": 3_600, "channel": "phone",
            "rating": {"csat": rating}})
    };
    let moment = last([(0, call(5))]).moment;
    assert_eq!((moment.outcome, moment.signals.beside), (Outcome::Magic, Some(Outcome::Misery)));
    let parcel = json!({"touchpoint_type": "delivery", "due_at": hour(1).to_string(), "done_at": hour(1).to_string(),
        "comment": "It was broken and nobody cared. Terrible."});
    let moment = last([(0, parcel)]).moment;
    assert_eq!((moment.outcome, moment.signals.beside), (Outcome::Average, Some(Outcome::Misery)));
    assert_eq!((moment.signals.read, moment.signals.language.as_deref()), (Some(Outcome::Misery), Some("en")));
}

#[test]
fn a_bad_review_tells_of_what_failed_and_leaks_from_where_it_was_first_known() {
    let review = json!({"touchpoint_type": "review", "promise_id": "p", "rating": {"stars": 1}});
    let complaint = json!({"touchpoint_type": "complaint", "promise_id": "p", "comment": "Where is my parcel?"});
    let late = || (90, deliver(90));
    let moment = last([(0, buy(48)), late(), (100, complaint), (120, review.clone())]).moment;
    assert_eq!(moment.signals.tells_of.as_deref(), Some("delivery"));
    assert_eq!(moment.signals.leaks_misery(), Some(hour(90)), "not from the complaint between");
    let alone = last([(0, review)]).moment;
    assert_eq!((alone.signals.tells_of, alone.signals.leaks_misery_at), (None, None));
}

#[test]
fn who_says_nothing_has_not_spoken() {
    let rules = Rules::built_in().unwrap();
    let word = json!({"touchpoint_type": "survey", "rating": {"csat": 3}});
    let all = journey([(0, buy(48)), (90, deliver(90)), (200, word)]);
    assert!(!all.has_spoken(hour(90), hour(199), &rules));
    assert!(all.has_spoken(hour(90), hour(200), &rules));
    assert!(!all.has_spoken(hour(200), hour(300), &rules), "what was said before does not count");
}

#[test]
fn a_parcel_in_time_wins_nobody_back_who_complained_of_something_else() {
    let bad = json!({"touchpoint_type": "review", "rating": {"stars": 1}, "promise_id": "q"});
    let parcel = last([(0, buy(48)), (1, bad.clone()), (30, deliver(30))]).moment;
    assert_eq!((parcel.outcome, parcel.signals.follows_misery()), (Outcome::Average, None));
    let rated = json!({"touchpoint_type": "survey", "rating": {"csat": 4}});
    assert_eq!(last([(1, bad), (30, rated)]).moment.signals.follows_misery(), Some(hour(1)));
}

#[test]
fn a_time_that_passed_is_broken_before_anybody_reports() {
    let judged = journey([(0, buy(48))]);
    let mut touchpoints = judged.touchpoints;
    let rules = Rules::built_in().unwrap();
    let maker = touchpoints[0].clone();
    let promised = crate::touchpoint::expiry::Promised { promise_id: Some("p"), due_at: hour(48), deadline: hour(48) };
    touchpoints.push(maker.expired(&promised, hour(49)));
    let moment = Journey::new(judged.customer, touchpoints, BTreeMap::new()).judge(&rules).pop().unwrap().moment;
    assert_eq!((moment.outcome, moment.signals.due), (Outcome::Misery, said(48, DueIs::Broken)));
}
