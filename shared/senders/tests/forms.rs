//! Three lines of configuration say which question of a form is the rating and which the comment: by the name that the vendor's users
//! see or by the one that it uses itself. Looks at the shipped maps as users lay their lines over them; knows no signature.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a failed expectation is a failed test")]

use domain::touchpoint::terms::Terms;
use http::HeaderMap;
use senders::map::Told;
use senders::{Delivery, Sender};
use serde_json::{Value, json};

/// Reads a delivery by a shipped map with lines of a deployment over it.
fn touchpoint(map: &str, own: &str, body: Value) -> Value {
    let sender = Sender::of_map("form", &format!("map = '{map}'\n{own}")).unwrap();
    let headers = HeaderMap::new();
    let delivery = Delivery {
        method: "POST",
        url: "",
        query: "",
        path_secret: None,
        headers: &headers,
        body: b"",
        received_at: "2026-11-28T09:00:00Z".parse().unwrap(),
    };
    match sender.read(body, &delivery, &Terms::default()).remove(0) {
        Told::Touchpoint { body, .. } => body,
        other => panic!("{map} {own}: {other:?}"),
    }
}

fn typeform() -> Value {
    let question =
        |id: &str, reference: &str, title: &str| json!({"id": id, "ref": reference, "title": title, "properties": {}});
    let answer = |id: &str, kind: &str, value: Value| json!({"type": kind, kind: value, "field": {"id": id, "ref": format!("r-{id}")}});
    json!({"event_type": "form_response", "form_response": {"token": "t1", "submitted_at": "2026-11-28T09:10:00Z",
        "definition": {"title": "Visit", "fields": [question("q1", "r-q1", "How was *the  visit*?"),
            question("q2", "r-q2", "Tell us more"), question("q4", "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "Which shop?"),
            {"id": "m", "ref": "r-m", "type": "matrix", "title": "In detail", "properties": {"fields": [question("q3", "r-q3", "Price")]}}]},
        "answers": [answer("q1", "number", json!(8)), answer("q2", "text", json!("Warm welcome")),
            answer("q3", "choice", json!({"label": "Poor"})),
            {"type": "text", "text": "North", "field": {"id": "q4", "ref": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"}}]}})
}

#[test]
fn a_question_is_found_by_its_title_its_reference_and_its_id() {
    for name in ["How was the visit?", "how was *the visit*? ", "r-q1", "q1"] {
        let own = format!("rating = {{ ref = '{name}', scale = [0, 10] }}\ncomment = {{ ref = 'tell us more' }}");
        let made = touchpoint("typeform", &own, typeform());
        assert_eq!(made["rating"], json!({"csat": {"value": 8, "scale": [0, 10]}}), "{name}");
        assert_eq!(made["comment"], "Warm welcome");
        assert_eq!(made["properties"]["Which shop?"], "North", "a name that a machine made says nothing: {made}");
        assert_eq!(made["properties"]["r-q3"], "Poor");
    }
}

#[test]
fn a_row_of_a_matrix_is_a_question() {
    let words = "words = { 5 = ['Good'], 1 = ['Poor'] }";
    let made = touchpoint("typeform", &format!("rating = {{ ref = 'Price', kind = 'csat', {words} }}"), typeform());
    assert_eq!(made["rating"], json!({"csat": 1}));
    let field = json!({"key": "question_m", "label": "In detail", "type": "MATRIX", "value": {"r1": ["c2"], "r2": ["c1"]},
        "rows": [{"id": "r1", "text": "Price"}, {"id": "r2", "text": "Service"}],
        "columns": [{"id": "c1", "text": "Good"}, {"id": "c2", "text": "Poor"}]});
    let tally = json!({"eventType": "FORM_RESPONSE", "data": {"responseId": "1", "fields": [field]}});
    for (name, csat) in [("Price", 1), ("In detail.Service", 5), ("question_m.Price", 1)] {
        let own = format!("rating = {{ ref = '{name}', kind = 'csat', {words} }}");
        let made = touchpoint("tally", &own, tally.clone());
        assert_eq!(made["rating"], json!({"csat": csat}), "{name}");
        assert_eq!(made["properties"]["In detail"], json!({"Price": "Poor", "Service": "Good"}));
        assert_eq!(made["properties"].get("Price"), None, "the whole is kept, and not its parts again");
    }
    let jotform = json!({"submissionID": "1", "rawRequest": "{\"q8_rate\": {\"Speed\": \"2\"}, \"q9_name\": {\"first\": \"Ana\"}}"});
    assert_eq!(touchpoint("jotform", "rating = { ref = 'rate.speed' }", jotform)["rating"], json!({"csat": 2}));
    let formbricks = json!({"event": "responseFinished", "data": {"id": "1", "data": {"detail": {"Price": "Poor"}}}});
    let own = format!("rating = {{ ref = 'Price', kind = 'csat', {words} }}");
    assert_eq!(touchpoint("formbricks", &own, formbricks)["rating"], json!({"csat": 1}));
}

#[test]
fn of_two_questions_with_one_name_the_answered_one_counts() {
    let field = |key: &str, value: Value| json!({"key": key, "label": "How was it?", "type": "RATING", "value": value});
    let body = json!({"eventType": "FORM_RESPONSE", "data": {"responseId": "1", "fields": [field("a", Value::Null), field("b", json!(2))]}});
    assert_eq!(touchpoint("tally", "rating = { ref = 'How was it?' }", body)["rating"], json!({"csat": 2}));
}

#[test]
fn words_and_pictures_are_ratings() {
    let body = |answer: &str| json!({"responseId": "1", "answers": {"Mood": answer}});
    let own = "rating = { ref = 'mood', words = { good = ['😀', 'Great'], bad = ['😡', 'Awful'] } }";
    for (answer, verdict) in [("😀", "good"), ("😡", "bad"), ("GREAT", "good"), ("Awful, really", "bad")] {
        assert_eq!(touchpoint("google-forms", own, body(answer))["rating"], json!({"verdict": verdict}), "{answer}");
    }
    let made = touchpoint("google-forms", own, body("So so"));
    assert_eq!(
        (made.get("rating"), &made["properties"]["rating_as_sent"]),
        (None, &json!("So so")),
        "kept as it was sent"
    );
    let both = "rating = [{ ref = 'mood', words = { good = ['Great'] } }, { ref = 'mood', scale = [1, 5] }]";
    let made = touchpoint("google-forms", both, body("4"));
    assert_eq!((&made["rating"], made["properties"].get("rating_as_sent")), (&json!({"csat": 4}), None));
}
