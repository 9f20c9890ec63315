//! What is sent, in both languages.

use channels::request::Style;
use domain::alerting::Message;
use domain::case::Transition;
use domain::vocabulary::Language;
use serde_json::Value;

use crate::kit::examples::{alert, every_message, message, now};
use crate::kit::opened::{Kind, Letter, Rendered, style};

fn slack_body(message: &Message, style: &Style) -> Value {
    Kind::named("slack").render(message, style).json()
}

fn webhook_body(message: &Message, style: &Style) -> Value {
    Kind::named("webhook").render(message, style).json()
}

/// Sorted by key, so that the picture does not depend on how other crates use serde_json.
fn picture(value: &Value) -> String {
    fn sorted(value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let mut keys: Vec<&String> = fields.keys().collect();
                keys.sort();
                keys.into_iter().map(|key| (key.clone(), sorted(&fields[key]))).collect()
            }
            Value::Array(values) => values.iter().map(sorted).collect(),
            other => other.clone(),
        }
    }
    serde_json::to_string_pretty(&sorted(value)).unwrap()
}

#[test]
fn every_kind_of_message_on_every_kind_of_channel_in_both_languages() {
    for kind in Kind::all() {
        for language in Language::ALL {
            for (name, message) in every_message(*language) {
                let shown = match kind.render(&message, &style(*language)) {
                    Rendered::Json(body, _) => picture(&body),
                    Rendered::Letter(letter, _) => mail(&letter),
                };
                insta::assert_snapshot!(format!("{}_{name}_{language}", kind.name()), shown);
            }
        }
    }
}

/// A mail as it reads, encodings aside.
fn mail(letter: &Letter) -> String {
    let headers = letter.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
    format!("{}\n{}\n\n{}", headers.collect::<String>(), letter.text, letter.html)
}

#[test]
fn the_customer_identifier_is_shown_only_where_it_may_be() {
    let hidden = style(Language::English);
    let shown = Style { show_customer: true, ..hidden.clone() };
    let escalation = Message::Escalation(Box::new(crate::kit::examples::escalation()));
    for message in [message(alert()), escalation] {
        for kind in Kind::all() {
            assert!(!kind.render(&message, &hidden).whole().contains("C-1042"), "{kind:?}");
            assert!(kind.render(&message, &shown).whole().contains("C-1042"), "{kind:?}");
        }
        assert!(slack_body(&message, &shown).to_string().contains("Customer C-1042 (9f31c0aa)"));
        assert_eq!(webhook_body(&message, &shown)["data"]["customer_id"], "C-1042");
    }
}

#[test]
fn each_transition_is_its_own_event_and_headline() {
    for (transition, event, headline) in [
        (Transition::Opened, "org.moments.case.opened", "🟠 New case: product use"),
        (Transition::Reopened, "org.moments.case.reopened", "🟠 Case reopened: product use"),
        (Transition::Joined, "org.moments.moment.critical", "🟠 Another problem in an open case: product use"),
    ] {
        let message = message(domain::alerting::Alert { transition, ..alert() });
        let body = webhook_body(&message, &style(Language::English));
        assert_eq!(body["type"], event);
        assert_eq!(body["data"]["transition"], transition.as_str());
        assert_eq!(slack_body(&message, &style(Language::English))["blocks"][0]["text"]["text"], headline);
    }
}

#[test]
fn a_reason_is_left_out_only_where_the_message_says_it_already() {
    let mut alert = alert();
    alert.reasons = ["stage_by_type", "stage_before_purchase", "unresolved"].map(domain::moment::Code::of).to_vec();
    alert.reasons.push(domain::moment::Code::with("facet_kept", "waffles"));
    alert.reasons.push(domain::moment::Code::with("facet_kept", "drinks"));
    let body = slack_body(&message(alert), &style(Language::English)).to_string();
    let heading = "*How it was judged*\\n🔴 Bad experience\\n";
    let told = "• It happened before any purchase\\n• The problem was not solved\\n• As promised: drinks\"";
    assert!(body.contains(&format!("{heading}{told}")), "{body}");
}

#[test]
fn a_claim_is_marked_beside_the_name_of_the_customer() {
    for (language, mark) in [(Language::English, "(not verified)"), (Language::Spanish, "(sin verificar)")] {
        for kind in Kind::all().filter(|kind| kind.is_read_by_people()) {
            let mut alert = alert();
            let is_marked = |alert: &domain::alerting::Alert| {
                kind.render(&message(alert.clone()), &style(language)).whole().contains(mark)
            };
            assert!(!is_marked(&alert), "{kind:?}");
            alert.reasons.push(domain::moment::Code::of(domain::moment::CLAIMED));
            assert!(is_marked(&alert), "{kind:?}");
        }
    }
}

#[test]
fn a_bare_alert_is_still_a_message() {
    let mut alert = alert();
    alert.words = Some(" \n ".to_owned());
    alert.channel = None;
    alert.value_at_risk = None;
    alert.promised.clear();
    alert.before.clear();
    alert.reasons.clear();
    alert.occurred_at = now() + jiff::SignedDuration::from_secs(5);
    let body = slack_body(&message(alert), &style(Language::Spanish));
    let kinds: Vec<&str> = body["blocks"].as_array().unwrap().iter().map(|b| b["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["header", "context", "section", "section", "section", "context", "section"]);
    assert_eq!(body["blocks"][1]["elements"][0]["text"], "Cliente 9f31c0aa");
}

#[test]
fn what_can_be_done_is_offered_once_each_and_only_at_web_addresses() {
    use domain::alerting::{Action, ActionLink};
    let link = |action, url: &str| ActionLink { action, url: url.to_owned() };
    let links = [
        link(Action::Show, "https://m.example.com/1"),
        link(Action::Resolve, "javascript:alert(1)"),
        link(Action::Acknowledge, "https://m.example.com/2"),
        link(Action::Show, "https://m.example.com/3"),
    ];
    let message = message(alert());
    let body = Kind::named("slack").render_with(&message, &links, &style(Language::English)).json();
    let row = body["blocks"].as_array().unwrap().last().unwrap()["text"]["text"].as_str().unwrap();
    assert_eq!(row, "<https://m.example.com/2|I'll take it>   <https://m.example.com/1|Open the case>");
    // A button of an incoming webhook shows a warning, because nobody acknowledges the interaction.
    assert!(!body.to_string().contains("\"actions\"") && !body.to_string().contains("\"button\""));
}
