//! What Slack would make of hostile and of endless text.

use domain::alerting::Action;
use domain::vocabulary::Language;
use domain::wording;
use serde_json::Value;
use url::Url;

use super::inside_brackets;
use crate::kit::hostile::{check, objects, rendered, text_of, units, whole_letters};
use crate::kit::opened::{Kind, Rendered};

#[test]
fn an_address_cannot_end_its_own_brackets() {
    let url = Url::parse("https://m.example.com/r?a=1&b=|2>3").unwrap();
    assert_eq!(inside_brackets(&url), "https://m.example.com/r?a=1&amp;b=%7C2%3E3");
}

#[test]
fn slack_shows_it_as_it_stands() {
    check(Kind::named("slack"), |_, rendered| {
        let body = rendered.json();
        // Nobody acknowledges what a button of an incoming webhook sends: Slack would show a warning.
        assert!(objects(&body["blocks"]).iter().all(|object| object.get("type") != Some(&Value::from("button"))));
        let mut markup = vec![body["text"].as_str().unwrap().to_owned()];
        for object in objects(&body["blocks"]) {
            match object.get("type").and_then(Value::as_str) {
                Some("mrkdwn") => {
                    assert_eq!(object["verbatim"], true);
                    markup.push(text_of(object, "text"));
                }
                Some("plain_text") => assert_eq!(object["emoji"], false),
                _ => {}
            }
        }
        for text in markup {
            // What is left of markup is ours: labels, dates, the links of reports and digests.
            for brackets in text.split('<').skip(1) {
                let (inside, _) = brackets.split_once('>').unwrap();
                let label = inside.rsplit('|').next().unwrap();
                let is_label = |of: &Language| {
                    [of.message_open_report(), of.message_open_queue()].contains(&label)
                        || Action::ALL.iter().any(|action| wording::action(*action, *of) == label)
                };
                let ours = inside.starts_with("!date^") || Language::ALL.iter().any(is_label);
                assert!(ours && inside.matches('|').count() == 1, "{text}");
            }
            for trick in ["*bold", "_it_", "~no~", "`", "!channel|", "\n>", "\n&gt;", "@U1>", "\u{202e}"] {
                assert!(!text.contains(trick), "{trick} in {text}");
            }
        }
    });
}

#[test]
fn slack_takes_it() {
    for body in rendered(Kind::named("slack")).into_iter().map(Rendered::json) {
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
