//! Hostile text in every field of every kind of message, on every kind of channel: it is shown, and it does nothing.

use domain::alerting::Message;
use domain::vocabulary::Language;
use serde_json::Value;

use crate::examples::every_message_saying;
use crate::kinds::{Kind, Letter, Rendered, style};

const EVIL: &str = "*bold* _it_ ~no~ `code` [x](https://evil.example)\n> quote\n# head\n- item\n1. one\r\n\
    Bcc: evil@evil.example\r\n.\r\n<!channel> <@U1> <#C1> <at>all</at> <https://evil.example|x> <script>alert(1)</script> \
    <img src=x onerror=alert(1)> \" ' & @here {{DATE(2026-11-22T19:30:00Z)}} ${x} \u{202e}rtl\u{2066}";

fn check(of_kind: Kind, examine: impl Fn(&Message, Rendered)) {
    for language in Language::ALL {
        let style = channels::request::Style { show_customer: true, ..style(*language) };
        for message in every_message_saying(EVIL, *language) {
            let rendered = of_kind.render(&message, &style);
            assert!(rendered.whole().contains("evil.example"), "it is shown");
            examine(&message, rendered);
        }
    }
}

/// Every object of a JSON value.
fn objects(value: &Value) -> Vec<&serde_json::Map<String, Value>> {
    match value {
        Value::Object(fields) => std::iter::once(fields).chain(fields.values().flat_map(objects)).collect(),
        Value::Array(values) => values.iter().flat_map(objects).collect(),
        _ => Vec::new(),
    }
}

fn text_of(object: &serde_json::Map<String, Value>, field: &str) -> String {
    object[field].as_str().unwrap().to_owned()
}

#[test]
fn slack_shows_it_as_it_stands() {
    check(Kind::Slack, |_, rendered| {
        let body = rendered.json();
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
                let ours = inside.starts_with("!date^")
                    || ["Open the report", "Open the queue", "Abrir el informe", "Abrir la cola"].contains(&label);
                assert!(ours && inside.matches('|').count() == 1, "{text}");
            }
            for trick in ["*bold", "_it_", "~no~", "`", "!channel|", "\n>", "\n&gt;", "@U1>", "\u{202e}"] {
                assert!(!text.contains(trick), "{trick} in {text}");
            }
        }
    });
}

#[test]
fn teams_shows_it_as_it_stands() {
    check(Kind::Teams, |_, rendered| {
        let body = rendered.json();
        let mut runs = 0;
        // Ours name a day of the examples; theirs are broken.
        let dates_are_ours = |text: &str| {
            let ours = |date: &str| ["DATE(2026-11-2", "TIME(2026-11-2"].iter().any(|start| date.starts_with(start));
            text.split("{{").skip(1).all(ours) && !text.contains("@here {{")
        };
        for object in objects(&body) {
            match object.get("type").and_then(Value::as_str) {
                // Knows no markdown.
                Some("TextRun") => {
                    runs += 1;
                    assert!(dates_are_ours(&text_of(object, "text")), "{object:?}");
                }
                Some("FactSet") => {
                    for fact in objects(&object["facts"]) {
                        let value = text_of(fact, "value");
                        assert!(dates_are_ours(&value), "{value}");
                        assert!(!value.contains(['*', '_', '~', '`', '[', ']', '<', '>', '&', '\\', '\n']), "{value}");
                        assert!(!value.starts_with(['-', '+', '#', '=']), "{value}");
                    }
                }
                Some("Action.OpenUrl") => assert!(text_of(object, "url").starts_with("https://")),
                Some("message" | "AdaptiveCard" | "RichTextBlock") | None => {}
                Some(other) => panic!("a {other} may be markdown"),
            }
            // Nobody is mentioned: that takes an entity.
            assert!(!object.contains_key("entities"));
        }
        assert!(runs >= 2);
    });
}

#[test]
fn a_webhook_carries_it_as_data() {
    check(Kind::Webhook, |message, rendered| {
        let body = rendered.json();
        assert!(body["type"].as_str().unwrap().starts_with("org.moments."));
        assert_eq!((&body["source"], &body["id"]), (&"/moments".into(), &"dlv_1".into()));
        if let Message::Alert(_) = message {
            assert_eq!(body["data"]["words"], EVIL);
        }
    });
}

#[test]
fn a_mail_shows_it_as_it_stands() {
    check(Kind::Email, |_, rendered| {
        let Rendered::Letter(letter, _) = rendered else { panic!("mail is a letter") };
        headers_are_ours(&letter);
        tags_are_ours(&letter.html);
        for line in letter.text.lines() {
            for trick in ["Bcc:", "#", "- ", "1.", ">", "."] {
                assert!(!line.starts_with(trick), "{line}");
            }
            assert!(!line.contains(['\r', '\u{202e}', '\u{2066}']), "{line}");
        }
    });
}

fn headers_are_ours(letter: &Letter) {
    let mut names: Vec<&str> = letter.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let ours = ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"];
    assert_eq!(names, ours);
    assert_eq!(letter.header("To"), "ana@example.com");
}

fn tags_are_ours(html: &str) {
    let ours = [
        "!doctype", "html", "head", "meta", "title", "body", "h1", "h2", "p", "strong", "table", "tr", "th", "td",
        "div", "a",
    ];
    for tag in html.split('<').skip(1) {
        let (inside, _) = tag.split_once('>').unwrap();
        let name = inside.trim_start_matches('/').split(' ').next().unwrap();
        assert!(ours.contains(&name), "{tag}");
        assert!(!inside.contains("onerror") && inside.matches('"').count() % 2 == 0, "{tag}");
        if let Some((_, address)) = inside.split_once("href=\"") {
            assert!(address.starts_with("https://"), "{tag}");
        }
    }
}

#[test]
fn the_check_of_tags_would_see_an_unescaped_one() {
    let seen = |html: &'static str| std::panic::catch_unwind(|| tags_are_ours(html)).is_err();
    assert!(seen("<p>x<script>alert(1)</script></p>") && seen("<p><a href=\"javascript:x\">x</a></p>"));
    assert!(!seen("<p><a href=\"https://m.example.com\">x</a></p>"));
}
