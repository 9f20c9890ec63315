//! What customers write, read on the way: a form that sends a comment and nothing else raises an alert.

use domain::vocabulary::{Method, Outcome};
use serde_json::{Value, json};
use tests::receiver::Receiver;
use tests::suite::{Left, READ_KEY, Setting, Suite, seconds_from_now};

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
    assert!(text.contains("sound like misery"), "{text}");
    assert!(marked.iter().all(|word| text.contains(&format!("“{word}”"))), "{text}");

    let answer = suite.http.get("/v1/journey?customer_id=ana").bearer(READ_KEY).send().await.json();
    let told = &answer["touchpoints"][0];
    assert_eq!(told["moment"]["method"], "text");
    assert!(told["reasons"].to_string().contains("sound like misery"), "{told}");
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

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_that_the_fast_reader_takes_for_praise_is_read_deeply_once_and_stays_read() {
    const THANKS: &str = "Thank you for your reply, but the wardrobe is still not here.";
    let suite = Suite::with(Setting { reads_deeply: true, ..Setting::default() }).await;
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
