use serde_json::json;

use super::*;

/// What makes the last of some touchpoints urgent.
fn weights(touchpoints: impl IntoIterator<Item = (i64, Value)>) -> Vec<String> {
    words(&last(touchpoints).moment.weights).into_iter().map(str::to_owned).collect()
}

fn purchase(due: i64) -> (i64, Value) {
    (0, json!({"touchpoint_type": "purchase", "promise_id": "p", "due_at": hour(due).to_string()}))
}

fn came(at: i64) -> (i64, Value) {
    (at, json!({"touchpoint_type": "delivery", "promise_id": "p", "done_at": hour(at).to_string()}))
}

fn rated(at: i64, more: &Value) -> (i64, Value) {
    let mut body = json!({"touchpoint_type": "billing", "rating": {"csat": 1}, "importance": 4});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    (at, body)
}

#[test]
fn each_piece_of_evidence_adds_its_points() {
    let has = |told: &[String], weight: &str| told.iter().any(|told| told == weight);
    // Lateness: a day, two days, a week, and as late as the promise was long.
    for (due, done, told) in [
        (240, 240 + 47, None),
        (240, 240 + 48, Some("weight_late:2880:+1")),
        (240, 240 + 168, Some("weight_late:10080:+2")),
        (2, 4, Some("weight_late:120:+1")),
        (3, 4, None),
    ] {
        let weights = weights([purchase(due), came(done)]);
        assert_eq!(weights.iter().find(|weight| weight.starts_with("weight_late")).map(String::as_str), told);
        assert!(has(&weights, "weight_came:-3"), "{weights:?}");
    }
    // Waiting, and since when it was promised.
    let review = |at| (at, json!({"touchpoint_type": "review", "promise_id": "p", "rating": {"stars": 2}}));
    for (due, told) in [
        (28 * 24 - 2, None),
        (28 * 24 - 1, Some("weight_promised:40320:+1")),
        (33 * 24 - 1, Some("weight_promised:47520:+2")),
    ] {
        let weights = weights([purchase(due), review(due + 1)]);
        assert_eq!(weights.iter().find(|weight| weight.starts_with("weight_promised")).map(String::as_str), told);
        assert!(has(&weights, "weight_waiting:60:+1"), "{weights:?}");
    }
    // Not a word from the customer, and then one.
    assert!(has(&weights([purchase(2), came(4)]), "weight_silent:-1"));
    assert!(!has(&weights([purchase(2), review(3), came(4)]), "weight_silent:-1"));
    // The rating, the words, the importance, the value, and how often.
    let once = weights([rated(0, &json!({}))]);
    assert!(has(&once, "weight_score:+1"), "{once:?}");
    assert!(!has(&weights([rated(0, &json!({"rating": {"csat": 2}}))]), "weight_score:+1"));
    assert!(has(&weights([rated(0, &json!({"importance": 5}))]), "weight_decisive:+1"));
    let spoken =
        weights([rated(0, &json!({"comment": "Horrible service, never again. I tell everybody to stay away"}))]);
    assert!(spoken.iter().any(|weight| weight.starts_with("weight_words:")), "{spoken:?}");
    let worth = |amount: f64| weights([rated(0, &json!({"value_at_risk": {"amount": amount, "currency": "EUR"}}))]);
    assert!(has(&worth(500.0), "weight_value:+1") && !has(&worth(499.0), "weight_value:+1"));
    let failures = |count: i64| weights((0..count).map(|at| rated(at, &json!({}))));
    assert!(has(&failures(2), "weight_repeat:2:+1") && !has(&failures(2), "weight_many:2:+1"));
    assert!(has(&failures(3), "weight_many:3:+1"));
    let complaint = |at| (at, json!({"touchpoint_type": "complaint", "about": "t0"}));
    assert!(has(&weights([rated(0, &json!({})), complaint(1), complaint(2)]), "weight_told:2:+1"));
    assert!(!failures(1).iter().any(|weight| weight.starts_with("weight_clause:importance")), "it weighs nothing");
    assert!(has(&weights([purchase(2), came(4)]), "weight_clause:broken_promise:+2"));
}

#[test]
fn words_of_a_thing_and_none_of_time_tell_two_failures_apart() {
    let review = |comment: &str| {
        let body = json!({"touchpoint_type": "review", "promise_id": "p", "rating": {"stars": 1}, "comment": comment});
        let judged = last([purchase(2), came(40), (50, body)]).moment;
        judged.reasons.iter().any(|reason| reason.name() == "echo")
    };
    for (comment, is_echo) in [
        ("The handle is broken", false),
        ("Vino roto", false),
        ("Chegou quebrado", false),
        ("Broken, and a week late", true),
        ("Roto, y con retraso", true),
        ("Muito ruim", true),
        ("", true),
    ] {
        assert_eq!(review(comment), is_echo, "{comment}");
    }
}
