use serde_json::json;

use super::*;

fn cart() -> Value {
    json!({"touchpoint_type": "cart_abandoned"})
}

fn error() -> Value {
    json!({"touchpoint_type": "page_error"})
}

fn visit() -> Value {
    json!({"touchpoint_type": "site_visit"})
}

fn quiet(touchpoints: impl IntoIterator<Item = (i64, Value)>) -> Vec<String> {
    last(touchpoints).moment.quiet.iter().map(ToString::to_string).collect()
}

#[test]
fn three_troubles_of_two_kinds_without_a_word_make_a_candidate() {
    assert_eq!(quiet([(0, cart()), (2, error()), (4, cart())]), ["silent_friction:3:2"]);
    assert!(quiet([(0, cart()), (2, error())]).is_empty(), "two troubles");
    assert!(quiet([(0, cart()), (2, cart()), (4, cart())]).is_empty(), "one kind");
}

#[test]
fn troubles_count_for_fourteen_days() {
    let spread = |at| [(0, cart()), (2, error()), (4, cart()), (at, visit())];
    assert_eq!(quiet(spread(14 * 24)), ["silent_friction:3:2"]);
    assert!(quiet(spread(14 * 24 + 1)).is_empty());
}

#[test]
fn the_same_kind_within_an_hour_is_the_same_trouble() {
    assert!(quiet([(0, cart()), (1, cart()), (4, error())]).is_empty());
    assert!(!quiet([(0, cart()), (2, cart()), (4, error())]).is_empty());
}

#[test]
fn all_trouble_of_one_contact_or_about_one_moment_is_one_trouble() {
    let call = json!({"touchpoint_type": "phone_call", "channel": "phone", "acknowledged_after_s": 90,
        "greeted_after_s": 200, "transfers": 2});
    assert!(quiet([(0, call)]).is_empty(), "three kinds, one occasion");
    let about = |kind: &str| json!({"touchpoint_type": kind, "about": "order"});
    let order = json!({"touchpoint_type": "purchase", "id": "order"});
    assert!(quiet([(0, order), (2, about("delivery_delayed")), (4, about("delivery_missed")), (9, cart())]).is_empty());
}

#[test]
fn a_complaint_a_comment_or_a_rating_breaks_the_silence_for_thirty_days() {
    let after = |word: Value, at| quiet([(0, word), (at, cart()), (at + 2, error()), (at + 4, cart())]);
    for word in [
        json!({"touchpoint_type": "complaint", "observed_by": "staff"}),
        json!({"touchpoint_type": "product_use", "comment": "fine"}),
        json!({"touchpoint_type": "survey", "rating": {"nps": 9}}),
        json!({"touchpoint_type": "survey", "dimensions": {"listened": 4}}),
    ] {
        assert!(after(word.clone(), 30 * 24 - 4).is_empty(), "{word}");
        assert!(!after(word.clone(), 30 * 24 - 3).is_empty(), "{word}");
    }
    let note = json!({"touchpoint_type": "store_visit", "observed_by": "staff", "comment": "left early"});
    assert!(!after(note, 24).is_empty(), "staff's note is not the customer's word");
}

#[test]
fn one_broken_promise_is_enough_and_so_is_one_that_expired() {
    let due = json!({"touchpoint_type": "purchase", "promise_id": "d", "due_at": hour(2).to_string()});
    let done = |at: i64| json!({"touchpoint_type": "delivery", "promise_id": "d", "done_at": hour(at).to_string()});
    assert_eq!(quiet([(0, due.clone()), (3, done(3))]), ["silent_broken_promise"]);
    assert_eq!(quiet([(0, due.clone()), (3, visit())]), ["silent_expired_promise"]);
    assert!(quiet([(0, due.clone()), (2, visit())]).is_empty());
    assert!(quiet([(0, due.clone()), (3, visit()), (4, done(2))]).is_empty(), "it had been done in time after all");
    assert!(quiet([(0, due), (2 + 14 * 24 + 1, visit())]).is_empty(), "long ago");
}

#[test]
fn the_whole_journey_is_looked_at_as_of_now() {
    let rules = Rules::built_in().unwrap();
    let due = json!({"touchpoint_type": "purchase", "promise_id": "d", "due_at": hour(2).to_string()});
    let journey = journey([(0, due)]);
    assert!(journey.overview(&rules, hour(1)).silent.is_empty());
    assert_eq!(words(&journey.overview(&rules, hour(3)).silent), ["silent_expired_promise"]);
    assert!(journey.overview(&rules, hour(400)).silent.is_empty());
}

#[test]
fn a_candidate_is_no_misery() {
    let moment = last([(0, cart()), (2, error()), (4, cart())]).moment;
    assert_eq!(moment.outcome, crate::vocabulary::Outcome::Unknown);
    assert_eq!(words(&moment.friction), ["laborious:cart_abandoned"]);
    assert_eq!(moment.attention, None);
}
