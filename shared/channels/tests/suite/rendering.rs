//! What is sent, byte for byte, in both languages; and that a hostile or endless message stays one message.

use crate::examples::{alert, at, every_message, links, message, notice, now};
use channels::request::{Delivery, Style};
use channels::{slack, webhook};
use domain::alerting::{ActionLink, Message, Transition};
use domain::touchpoint::FacetValue;
use domain::vocabulary::Language;
use serde_json::Value;

fn style(language: Language) -> Style {
    Style { language, show_customer: false, event_prefix: "org.moments".to_owned(), zone: jiff::tz::TimeZone::UTC }
}

fn slack_body(message: &Message, style: &Style) -> Value {
    let links = links_of(message);
    let delivery = Delivery { id: "dlv_1", message, links: &links, created_at: at("2026-11-22T19:52:00Z") };
    serde_json::from_slice(&slack::render(&delivery, style, now()).unwrap().body).unwrap()
}

fn webhook_body(message: &Message, style: &Style) -> Value {
    let links = links_of(message);
    let delivery = Delivery { id: "dlv_1", message, links: &links, created_at: at("2026-11-22T19:52:00Z") };
    serde_json::from_slice(&webhook::render(&delivery, style, &[], now()).unwrap().body).unwrap()
}

/// Something can be done about a case, and only about a case.
fn links_of(message: &Message) -> Vec<ActionLink> {
    match message {
        Message::Alert(_) | Message::Escalation(_) => links(),
        Message::Report(_) | Message::Digest(_) | Message::Channel(_) => Vec::new(),
    }
}

/// Every text of a Slack message with its type, the fallback as `fallback`.
fn texts(body: &Value) -> Vec<(String, String)> {
    fn gather(value: &Value, found: &mut Vec<(String, String)>) {
        match value {
            Value::Object(fields) => {
                if let (Some(Value::String(kind)), Some(Value::String(text))) = (fields.get("type"), fields.get("text"))
                {
                    found.push((kind.clone(), text.clone()));
                }
                fields.values().for_each(|value| gather(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| gather(value, found)),
            _ => {}
        }
    }
    let mut found = vec![("fallback".to_owned(), body["text"].as_str().unwrap().to_owned())];
    gather(&body["blocks"], &mut found);
    found
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
fn every_kind_of_message_in_slack() {
    for language in Language::ALL {
        for (kind, message) in every_message(*language) {
            let body = slack_body(&message, &style(*language));
            insta::assert_snapshot!(format!("slack_{kind}_{language}"), picture(&body));
        }
    }
}

#[test]
fn every_kind_of_message_in_a_webhook() {
    for language in Language::ALL {
        for (kind, message) in every_message(*language) {
            let body = webhook_body(&message, &style(*language));
            insta::assert_snapshot!(format!("webhook_{kind}_{language}"), picture(&body));
        }
    }
}

#[test]
fn the_customer_identifier_is_shown_only_where_it_may_be() {
    let hidden = style(Language::English);
    let shown = Style { show_customer: true, ..hidden.clone() };
    let message = message(alert());
    assert!(!slack_body(&message, &hidden).to_string().contains("C-1042"));
    assert!(!webhook_body(&message, &hidden).to_string().contains("C-1042"));
    assert!(slack_body(&message, &shown).to_string().contains("Customer C-1042 (9f31c0aa)"));
    assert_eq!(webhook_body(&message, &shown)["data"]["customer_id"], "C-1042");
}

#[test]
fn each_transition_is_its_own_event_and_headline() {
    for (transition, event, headline) in [
        (Transition::Opened, "org.moments.case.opened", "🟠 New case: product use"),
        (Transition::Reopened, "org.moments.case.opened", "🟠 Case reopened: product use"),
        (Transition::Joined, "org.moments.moment.critical", "🟠 Another failure in an open case: product use"),
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
    let heading = "*How it was judged*\\n🔴 Misery\\n";
    let told = "• It happened before any purchase\\n• The need was not solved\\n• As promised: drinks\"";
    assert!(body.contains(&format!("{heading}{told}")), "{body}");
}

#[test]
fn words_of_others_can_neither_mention_nor_link_nor_format() {
    let evil = "*bold* _it_ ~no~ `code`\n> quote <!channel> <@U1> <#C1> <https://evil.example|x> & @here";
    let mut alert = alert();
    alert.words = Some(evil.to_owned());
    alert.touchpoint_type = evil.to_owned();
    alert.channel = Some(evil.to_owned());
    alert.case_id = evil.to_owned();
    alert.customer_id = Some(evil.to_owned());
    alert.promised[0].facet = evil.to_owned();
    alert.promised[1].expected = FacetValue::Word(evil.to_owned());
    alert.before[0].touchpoint_type = evil.to_owned();
    alert.reasons.push(domain::moment::Code::with("extra", evil));
    alert.reasons.push(domain::moment::Code::of(evil));
    alert.value_at_risk = Some(domain::touchpoint::Money { amount: 1.0, currency: evil.to_owned() });
    let mut notice = notice(Language::English);
    notice.headline = evil.to_owned();
    notice.lines = vec![evil.to_owned()];
    notice.period = evil.to_owned();
    notice.url = Some("https://evil.example/|<!channel>&x".to_owned());

    let style = Style { show_customer: true, ..style(Language::English) };
    for body in [slack_body(&message(alert), &style), slack_body(&Message::Report(notice), &style)] {
        let mut plain = 0;
        for (kind, text) in texts(&body) {
            if kind == "plain_text" {
                plain += 1;
                continue;
            }
            // What is left of markup is ours: labels, dates, the report's link.
            for markup in text.split('<').skip(1) {
                let (inside, _) = markup.split_once('>').unwrap();
                let ours = inside.starts_with("!date^") || inside.ends_with("|Open the report");
                assert!(ours && inside.matches('|').count() == 1, "{text}");
            }
            for trick in ["*bold", "_it_", "~no~", "`", "!channel|", "\n>", "\n&gt;", "@U1>"] {
                assert!(!text.contains(trick), "{trick} in {text}");
            }
        }
        assert!(plain >= 2);
        for object in body.to_string().split("\"type\":\"").filter(|part| part.starts_with("plain_text")) {
            assert!(!object.contains("\"emoji\":true"));
        }
    }
}

#[test]
fn an_endless_message_stays_within_the_limits_of_slack() {
    let long = "ñ👩‍👩‍👧‍👦&<*".repeat(3000);
    let mut alert = alert();
    alert.words = Some(long.clone());
    alert.touchpoint_type = long.clone();
    alert.channel = Some(long.clone());
    alert.case_id = long.clone();
    alert.customer = long.clone();
    alert.reasons = vec![domain::moment::Code::with("extra", &long); 200];
    alert.clauses = vec![alert.clauses[0]; 200];
    alert.promised[0].facet = long.clone();
    alert.promised = vec![alert.promised[0].clone(); 200];
    alert.before[0].touchpoint_type = long.clone();
    alert.before = vec![alert.before[0].clone(); 200];
    alert.severity = 255;
    let mut notice = notice(Language::Spanish);
    notice.headline = long.clone();
    notice.period = long.clone();
    notice.lines = vec![long.clone(); 200];
    notice.url = Some(format!("https://moments.example.com/{long}"));

    let units = |text: &Value| text.as_str().unwrap().encode_utf16().count();
    for body in [
        slack_body(&message(alert), &style(Language::English)),
        slack_body(&Message::Report(notice), &style(Language::Spanish)),
    ] {
        assert!(units(&body["text"]) <= 3000);
        let blocks = body["blocks"].as_array().unwrap();
        assert!(!blocks.is_empty() && blocks.len() <= 50);
        for block in blocks {
            let limit = if block["type"] == "header" { 150 } else { 3000 };
            if !block["text"].is_null() {
                assert!((1..=limit).contains(&units(&block["text"]["text"])), "{block}");
            }
            for part in block["fields"].as_array().into_iter().chain(block["elements"].as_array()).flatten() {
                let text = if part["type"] == "button" { &part["text"]["text"] } else { &part["text"] };
                assert!((1..=2000).contains(&units(text)), "{part}");
            }
        }
        for (kind, text) in texts(&body) {
            assert!(!text.contains('\u{fffd}') && !text.ends_with('\u{200d}'));
            if kind != "plain_text" {
                assert!(!text.ends_with("&am…") && !text.ends_with("&l…"));
            }
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
    assert_eq!(kinds, ["header", "context", "section", "section", "section", "context", "actions"]);
    assert_eq!(body["blocks"][1]["elements"][0]["text"], "Cliente 9f31c0aa · ahora mismo");
}
