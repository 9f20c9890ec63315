//! What people say outranks the rules, through the front doors: the judgement, its case, the report and the export follow, and
//! follow back when it is taken back.

use serde_json::{Value, json};
use tests::http::Answer;
use tests::suite::{CASE_KEY, READ_KEY, SECRET_KEY, Suite, seconds_from_now};

use crate::console::{Visitor, hidden, suite, trail};

/// A complaint of a customer, some seconds ago.
fn complaint(customer: &str, id: &str) -> Value {
    json!({"type": "complaint", "customer_id": customer, "id": id, "occurred_at": seconds_from_now(-60),
        "comment": "Cold waffles again, and nobody cared."})
}

/// Says something of touchpoint 1 of ana.
async fn say(suite: &Suite, more: &Value) -> Answer {
    let mut body =
        json!({"source": "back-end", "id": "1", "customer_id": "ana", "actor": "Luis", "reason": "she said so"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = suite.http.post("/v1/corrections").bearer(CASE_KEY).json(&body).send().await;
    suite.settle().await;
    answer
}

/// The one case, as the API shows it.
async fn case(suite: &Suite) -> Value {
    let journey = suite.http.get("/v1/customers/ana/journey").bearer(READ_KEY).send().await.json();
    journey["cases"][0].clone()
}

/// How touchpoint 1 is judged: the outcome, the method, and whether it is critical.
async fn judged(suite: &Suite) -> (String, Option<String>, bool) {
    let moments = suite.moments("ana").await;
    let moment = moments.iter().find(|moment| moment.id == "1").unwrap();
    let method = moment.method.map(|method| method.as_str().to_owned());
    (moment.outcome.as_str().to_owned(), method, moment.is_critical())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_closes_the_case_and_taking_it_back_opens_it_again() {
    let suite = Suite::start().await;
    suite.accept(&[complaint("ana", "1")]).await;
    suite.settle().await;
    let (outcome, rule, critical) = judged(&suite).await;
    assert!(outcome == "misery" && critical, "{outcome} {rule:?}");
    assert_eq!(case(&suite).await["state"], "open");

    let said = say(&suite, &json!({"says": "outcome", "outcome": "average"})).await;
    assert_eq!((said.status, said.json()["status"].as_str()), (200, Some("added")), "{}", said.text);
    assert_eq!(judged(&suite).await, ("average".into(), Some("correction".into()), false));
    let closed = case(&suite).await;
    assert_eq!(closed["state"], "resolved", "{closed}");
    let last = closed["events"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["transition"], &last["note"]), (&json!("resolved"), &json!("corrected")), "{closed}");
    // The same word of the same person, sent again by a program that got no answer, adds nothing.
    let again = say(&suite, &json!({"says": "outcome", "outcome": "average"})).await;
    assert_eq!(again.json(), json!({"status": "known", "correction": said.json()["correction"]}));

    // The report says so, and how often person and rule agree.
    let date = suite.moments("ana").await[0].occurred_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let report = suite.http.get(&format!("/v1/reports/{date}")).bearer(READ_KEY).send().await.json();
    let rule = rule.unwrap();
    assert_eq!(report["corrections"]["moments"], 1, "{}", report["corrections"]);
    let line = &report["corrections"]["rules"][0];
    assert_eq!((&line["rule"], &line["agreed"]["count"], &line["agreed"]["of"]), (&json!(rule), &json!(0), &json!(1)));
    assert!(report["notes"].as_array().unwrap().iter().any(|note| note["note"] == "corrected_by_people"));
    let lines = suite.http.get(&format!("/v1/corrections?period={date}")).bearer(READ_KEY).send().await;
    let line: Value = serde_json::from_str(lines.text.lines().next().unwrap()).unwrap();
    assert_eq!((&line["outcome"], &line["ruled"], &line["rule"]), (&json!("average"), &json!("misery"), &json!(rule)));
    assert!(line["text"].as_str().unwrap().contains("Cold waffles") && !lines.text.contains("ana"), "{line}");

    let back = say(&suite, &json!({"says": "withdrawn", "correction": said.json()["correction"]})).await;
    assert_eq!(back.status, 200, "{}", back.text);
    assert_eq!(judged(&suite).await, ("misery".into(), Some(rule), true));
    let open = case(&suite).await;
    assert_eq!(open["state"], "open", "{open}");
    // What verify makes of the facts is what is stored, also after it has rewritten everything: the suite looks when it ends.
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_correct_and_what_cannot_be_corrected_is_refused() {
    let suite = Suite::start().await;
    suite.accept(&[complaint("ana", "1")]).await;
    suite.settle().await;
    let spam = json!({"source": "back-end", "id": "1", "customer_id": "ana", "says": "spam", "reason": "a robot"});
    for key in [READ_KEY, SECRET_KEY, "nobody's"] {
        let answer = suite.http.post("/v1/corrections").bearer(key).json(&spam).send().await;
        assert_eq!(answer.status, 401, "{key}");
    }
    let form = suite.http.post("/v1/corrections").bearer(CASE_KEY).form(&[("says", "spam")]).send().await;
    assert_eq!(form.status, 415, "a form of another site could come with a key that a browser remembers");
    let wrong = say(&suite, &json!({"says": "outcome", "outcome": "bad", "reason": ""})).await;
    assert_eq!((wrong.status, wrong.wrong_fields()), (422, vec!["outcome".to_owned(), "reason".to_owned()]));
    assert_eq!(say(&suite, &json!({"says": "withdrawn", "correction": "0123"})).await.status, 404);
    assert_eq!(say(&suite, &json!({"says": "spam", "id": "2"})).await.status, 404);
    // No write key can have the name under which nothing but the suite itself writes, and no body can bring a correction.
    let smuggled = json!({"type": "complaint", "customer_id": "ana", "id": "9", "corrections": {"x": "{}"}});
    assert_eq!(suite.post(&smuggled).await.status, 422);
    assert_eq!(judged(&suite).await.0, "misery");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_corrects_in_the_console_without_script_and_it_is_written_down() {
    let suite = suite().await;
    suite.accept(&[complaint("ana", "1")]).await;
    suite.settle().await;
    let mut eva = Visitor::signed_in(&suite, "eva@example.com").await;
    let address = "/corrections?customer=id:ana&source=back-end&id=1";
    let journey = eva.get("/customers/id:ana").await;
    assert!(
        journey.text.contains(&address.replace('&', "&#38;")) || journey.text.contains("/corrections?customer=id:ana"),
        "{}",
        journey.text
    );
    let csrf = eva.csrf(address).await;
    let fields = |say: &'static str, reason: &'static str| {
        vec![("customer", "id:ana"), ("source", "back-end"), ("id", "1"), ("say", say), ("reason", reason)]
    };
    let mut without_reason = fields("outcome average", "");
    without_reason.push(("csrf", &csrf));
    let asked_again = eva.post("/corrections", &without_reason).await;
    assert_eq!(asked_again.status, 422);
    assert!(asked_again.text.contains("<option value=\"outcome average\" selected>"), "{}", asked_again.text);
    let mut forged = fields("spam", "x");
    forged.push(("csrf", "forged"));
    assert_eq!(eva.post("/corrections", &forged).await.status, 400);
    let mut said = fields("outcome average", "<b>Ana</b> dice que todo fue bien");
    said.push(("csrf", &csrf));
    let done = eva.post("/corrections", &said).await;
    assert_eq!((done.status, done.header("location")), (303, "/customers/id:ana"), "{}", done.text);
    suite.settle().await;
    assert_eq!(judged(&suite).await.0, "average");
    let page = eva.get(address).await.text;
    assert!(page.contains("&#60;b&#62;Ana") && !page.contains("<b>Ana</b>"), "{page}");
    let mut back =
        vec![("customer", "id:ana"), ("source", "back-end"), ("id", "1"), ("say", "withdrawn"), ("csrf", &csrf)];
    let correction = hidden(&page, "correction");
    back.push(("correction", &correction));
    assert_eq!(eva.post("/corrections", &back).await.status, 303);
    suite.settle().await;
    assert_eq!(judged(&suite).await.0, "misery");
    // A viewer looks and does not act.
    let mut leo = Visitor::signed_in(&suite, "leo@example.com").await;
    let csrf = leo.csrf("/").await;
    let mut said = fields("spam", "a robot");
    said.push(("csrf", &csrf));
    assert_eq!(leo.post("/corrections", &said).await.status, 403);
    let trail: Vec<_> = trail(&suite).await.into_iter().map(|(who, what, _)| format!("{who} {what}")).collect();
    for entry in ["eva@example.com corrected:outcome", "eva@example.com corrected:withdrawn", "leo@example.com refused"]
    {
        assert!(trail.contains(&entry.to_owned()), "{entry} is not in {trail:?}");
    }
    suite.end().await;
}
