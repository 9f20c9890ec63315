//! What customers write, read on the way: a form that sends a comment and nothing else raises an alert.

use domain::vocabulary::{Method, Outcome};
use serde_json::{Value, json};
use tests::batch::{event, records};
use tests::receiver::Receiver;
use tests::suite::{Left, READ_KEY, Setting, Suite, seconds_from_now};

use crate::verify::verify;

const COMPLAINT: &str =
    "Llevo tres días esperando y nadie me contesta, qué vergüenza. Quiero que me devuelvan el dinero.";

fn comment(customer: &str, text: &str) -> Value {
    json!({"type": "support_contact", "customer_id": customer, "id": customer, "occurred_at": seconds_from_now(-60), "importance": 3,
        "comment": text})
}

/// The words of a list, which must all stand in the text in this order.
fn words_in(text: &str, words: &Value) -> Vec<String> {
    let words: Vec<String> = serde_json::from_value(words.clone()).unwrap();
    let mut rest = text;
    for word in &words {
        let at = rest.find(word.as_str()).unwrap_or_else(|| panic!("{word} does not follow in {text}"));
        rest = &rest[at + word.len()..];
    }
    words
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_in_spanish_in_nothing_but_words_raises_an_alert_with_the_words_that_decided() {
    let (slack, crm) = (Receiver::start().await, Receiver::start().await);
    let channels = format!("{}{}", slack.slack("team"), crm.webhook("crm"));
    let suite = Suite::with(Setting { channels, ..Setting::default() }).await;
    suite.accept(&[comment("ana", COMPLAINT)]).await;
    suite.settle().await;

    let event = crm.wait_for(1).await.remove(0).json();
    assert_eq!(event["data"]["clauses"], json!(["first_contact"]));
    assert_eq!(event["data"]["words"], COMPLAINT);
    let marked = words_in(COMPLAINT, &event["data"]["marked"]);
    assert!(!marked.is_empty(), "{event}");
    let text = slack.wait_for(1).await[0].json().to_string();
    assert!(text.contains("Judged by the customer's words: bad experience"), "{text}");
    assert!(marked.iter().all(|word| text.contains(&format!("“{word}”"))), "{text}");

    let answer = suite.http.get("/v1/journey?customer_id=ana").bearer(READ_KEY).send().await.json();
    let told = &answer["touchpoints"][0];
    assert_eq!(told["moment"]["method"], "text");
    assert!(told["reasons"].to_string().contains("Judged by the customer's words: bad experience"), "{told}");
    let of_moment: Vec<[usize; 2]> = serde_json::from_value(told["moment"]["marked"].clone()).unwrap();
    let slices: Vec<_> = of_moment.iter().map(|[start, end]| COMPLAINT[*start..*end].to_owned()).collect();
    assert_eq!(slices, marked);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_marks_the_words_that_decided() {
    let suite = Suite::start().await;
    let said = |index: usize| {
        let mut said = comment(&format!("c{index}"), &format!("  {COMPLAINT}"));
        (said["occurred_at"], said["language"]) = (json!("2026-11-18T10:00:00Z"), json!("es"));
        said
    };
    suite.accept(&(0..31).map(said).collect::<Vec<_>>()).await;
    suite.settle().await;
    let report = suite.report("2026-W47").await;
    let example = &report["improve"][0]["examples"][0];
    assert_eq!(example["words"], COMPLAINT, "{report}");
    let places: Vec<[usize; 2]> = serde_json::from_value(example["marked"].clone()).unwrap();
    let marked: Vec<_> = places.iter().map(|[start, end]| &COMPLAINT[*start..*end]).collect();
    let of_moment = suite.moments("c0").await.remove(0);
    assert_eq!(marked, of_moment.marked_in(&format!("  {COMPLAINT}")));
    assert!(!marked.is_empty());
    let page = suite.http.get("/v1/reports/2026-W47.html").bearer(READ_KEY).send().await;
    assert!(marked.iter().all(|word| page.text.contains(&format!("<mark>{word}</mark>"))), "{}", page.text);
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_raises_nothing_and_neither_does_a_complaint_that_nobody_is_to_read() {
    let team = Receiver::start().await;
    let more = "[rules.text]\nenabled = false\n".to_owned();
    let suite = Suite::with(Setting { channels: team.slack("team"), more, ..Setting::default() }).await;
    suite.accept(&[comment("ana", COMPLAINT)]).await;
    suite.settle().await;
    assert_eq!(suite.moments("ana").await[0].method, None);
    let suite = suite.restarted(&Setting { channels: team.slack("team"), ..Setting::default() }).await;
    suite.accept(&[comment("eva", "¿A qué hora abren el domingo?")]).await;
    suite.settle().await;
    assert_eq!(suite.moments("eva").await[0].reasons[1].as_str(), "words_ask");
    assert_eq!(team.received().len(), 0);
    suite.end_leaving(&[Left::Findings]).await;
}

/// Praise to whoever reads words one by one.
const THANKS: &str = "Thank you for your reply, but the wardrobe is still not here.";

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_that_the_fast_reader_takes_for_praise_is_read_deeply_once_and_stays_read() {
    let suite = Suite::start().await;
    suite.accept(&[comment("ana", THANKS)]).await;
    suite.settle().await;
    let moment = suite.moments("ana").await.remove(0);
    assert_eq!((moment.outcome, moment.method), (Outcome::Misery, Some(Method::Text)));
    let kept = suite.items_of("READING#").await;
    assert_eq!(kept.len(), 1);

    // What is told of an earlier time has the comment judged again, and nobody reads it again.
    let before = json!({"type": "purchase", "customer_id": "ana", "occurred_at": seconds_from_now(-7_200)});
    suite.accept(&[before]).await;
    suite.settle().await;
    assert_eq!(suite.items_of("READING#").await, kept);
    let moments = suite.moments("ana").await;
    assert_eq!(moments.iter().filter(|moment| moment.outcome == Outcome::Misery).count(), 1, "{moments:?}");
    suite.end().await;
}

/// How many readings are those of the deep reader.
fn deep(kept: &[store::items::Item]) -> usize {
    kept.iter().filter(|item| !item["sk"].as_s().unwrap().ends_with("#0")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_of_before_there_was_a_deep_reader_are_found_unread_and_read_by_a_repair() {
    let suite = Suite::with(Setting { reads_fast: true, ..Setting::default() }).await;
    let visit = json!({"type": "visit", "id": "v", "anonymous_id": "phone", "occurred_at": seconds_from_now(-500)});
    let by_phone = json!({"type": "survey", "id": "s", "anonymous_id": "phone", "occurred_at": seconds_from_now(-400), "comment": THANKS});
    let known = json!({"type": "identify", "id": "i", "customer_id": "ana", "anonymous_id": "phone", "occurred_at": seconds_from_now(-300)});
    suite.accept(&[visit, by_phone, known]).await;
    suite.settle().await;
    // Only now, so that it is known whose words those of the phone are, however the stream is cut into batches.
    suite.accept(&[comment("ana", THANKS), comment("eva", "Great waffles, thank you!")]).await;
    suite.settle().await;
    let kept = suite.items_of("READING#").await;
    assert_eq!((kept.len(), deep(&kept)), (2, 0), "the same words of one customer are kept once");
    assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new());

    let suite = suite.restarted(&Setting::default()).await;
    let (findings, _) = verify(&suite, false).await;
    assert!(findings.iter().all(|finding| finding["finding"] == "unread"), "{findings:?}");
    assert!(!findings.is_empty());
    // Words that are said again are read, and what was said in the same words before is judged anew by it.
    let mut again = comment("ana", THANKS);
    again["id"] = json!("again");
    suite.accept(&[again]).await;
    suite.settle().await;
    let (findings, _) = verify(&suite, false).await;
    assert!(findings.iter().all(|finding| finding["finding"] == "unread"), "{findings:?}");

    verify(&suite, true).await;
    assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new());
    let moments = suite.moments("ana").await;
    let said: Vec<_> = moments.iter().filter(|moment| moment.outcome == Outcome::Misery).collect();
    assert_eq!(said.len(), 3, "{moments:?}");
    suite.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_order_in_which_records_come_a_comment_counts_as_it_was_read_deeply() {
    for seed in 0..6_usize {
        let suite = Suite::paused().await;
        let at = |ago: i64| seconds_from_now(-ago);
        let said: Vec<_> = (0..4)
            .map(|number| {
                let who =
                    if number % 2 == 0 { json!({"customer_id": "ana"}) } else { json!({"anonymous_id": "phone"}) };
                let mut body = json!({"type": "survey", "id": format!("s{number}"), "occurred_at": at(900 - number),
                    "comment": format!("{THANKS} It is the {number}th week.")});
                body.as_object_mut().unwrap().extend(who.as_object().unwrap().clone());
                body
            })
            .collect();
        suite.accept(&said).await;
        suite
            .accept(&[json!({"type": "identify", "id": "i", "customer_id": "ana", "anonymous_id": "phone", "occurred_at": at(950)})])
            .await;
        let records = records(&suite.items_of("TOUCHPOINT#").await);
        // One by one in another order each time, then all of them at once and twice.
        let mut order: Vec<_> = (0..records.len()).collect();
        order.rotate_left(seed % records.len());
        if seed % 2 == 1 {
            order.reverse();
        }
        for index in order {
            suite.stack.invoke("classify", event(&records[index..=index])).await.unwrap();
        }
        let (one, other) = tokio::join!(
            suite.stack.invoke("classify", event(&records)),
            suite.stack.invoke("classify", event(&records))
        );
        assert!(one.is_ok() && other.is_ok());
        let kept = suite.items_of("READING#").await;
        assert_eq!((kept.len(), deep(&kept)), (4, 4));
        assert_eq!(verify(&suite, false).await.0, Vec::<Value>::new(), "seed {seed}");
        suite.stack.resume_readers();
        suite.settle().await;
        suite.end().await;
    }
}
