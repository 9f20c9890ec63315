//! Endless text in every field of every kind of message: each channel still gets one message that it takes.

use domain::vocabulary::Language;
use serde_json::Value;

use crate::examples::every_message_saying;
use crate::kinds::{Kind, Rendered, style};

/// Letters of one to four bytes, a family that must not be torn apart, and everything that is escaped.
fn endless() -> String {
    "ñ👩‍👩‍👧‍👦&<*\"漢".repeat(300)
}

fn rendered(kind: Kind) -> Vec<Rendered> {
    let of = |language: &Language| {
        let messages = every_message_saying(&endless(), *language);
        messages.iter().map(|message| kind.render(message, &style(*language))).collect::<Vec<_>>()
    };
    Language::ALL.iter().flat_map(of).collect()
}

fn units(text: &Value) -> usize {
    text.as_str().unwrap().encode_utf16().count()
}

/// Nothing was cut inside a letter or an escape.
fn whole_letters(text: &str) {
    assert!(!text.contains('\u{fffd}') && !text.ends_with('\u{200d}'), "{text}");
    assert!(!text.ends_with("&am…") && !text.ends_with("&l…") && !text.ends_with("\u{200d}…"), "{text}");
}

#[test]
fn slack_takes_it() {
    for body in rendered(Kind::Slack).into_iter().map(Rendered::json) {
        assert!((1..=3000).contains(&units(&body["text"])));
        whole_letters(body["text"].as_str().unwrap());
        let blocks = body["blocks"].as_array().unwrap();
        assert!((1..=50).contains(&blocks.len()));
        for block in blocks {
            let limit = if block["type"] == "header" { 150 } else { 3000 };
            if !block["text"].is_null() {
                assert!((1..=limit).contains(&units(&block["text"]["text"])), "{block}");
                whole_letters(block["text"]["text"].as_str().unwrap());
            }
            let fields = block["fields"].as_array();
            assert!(fields.is_none_or(|fields| (1..=10).contains(&fields.len())));
            for part in fields.into_iter().chain(block["elements"].as_array()).flatten() {
                let button = part["type"] == "button";
                let (text, limit) = if button { (&part["text"]["text"], 75) } else { (&part["text"], 2000) };
                assert!((1..=limit).contains(&units(text)), "{part}");
                assert!(!button || units(&part["url"]) <= 3000);
            }
        }
    }
}

#[test]
fn teams_takes_it_and_says_what_is_missing() {
    let mut cut = 0;
    for rendered in rendered(Kind::Teams) {
        assert!(rendered.size() <= 28_000, "{}", rendered.size());
        let body = rendered.json();
        let card = &body["attachments"][0]["content"];
        let shown = card["body"].to_string();
        whole_letters(card["body"][0]["inlines"][0]["text"].as_str().unwrap());
        assert!(shown.contains('…'));
        cut += usize::from(Language::ALL.iter().any(|language| shown.contains(language.message_shortened())));
    }
    assert!(cut >= 2, "an alert of such a size does not fit in either language");
}

#[test]
fn what_can_be_done_is_never_cut() {
    for kind in [Kind::Slack, Kind::Teams, Kind::Email] {
        for message in every_message_saying(&endless(), Language::English) {
            let shown = kind.render(&message, &style(Language::English)).whole();
            let links = crate::kinds::links_of(&message);
            for link in links {
                assert!(shown.contains(&format!("/v1/act/{}?t=s3cr3t-link", link.action.as_str())), "{kind:?}");
            }
        }
    }
}

#[test]
fn a_mail_server_takes_it() {
    for rendered in rendered(Kind::Email) {
        assert!(rendered.size() < 1 << 20, "{}", rendered.size());
        let Rendered::Letter(letter, bytes) = rendered else { panic!("mail is a letter") };
        assert!(bytes.is_ascii());
        // RFC 5322: at most 998 letters between two ends of lines.
        assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 999));
        whole_letters(&letter.text);
        assert!(letter.text.contains('…'));
    }
}

#[test]
fn a_webhook_carries_all_of_it() {
    for rendered in rendered(Kind::Webhook) {
        assert!(rendered.json()["data"].to_string().contains("漢"));
    }
}
