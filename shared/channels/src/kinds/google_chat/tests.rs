//! What Google Chat would make of hostile and of endless text, what stands in one thread, and what its answers say.

use domain::alerting::Message;
use domain::vocabulary::Language;
use serde_json::Value;

use super::card::{Button, Card, MESSAGE_BYTES_MAX, WIDGETS_MAX, Widget, escape, plain};
use super::{threaded, word};
use crate::kit::examples::every_message;
use crate::kit::hostile::{check, objects, rendered, text_of, units, whole_letters};
use crate::kit::opened::{Kind, style};
use crate::redaction::Secret;

fn kind() -> Kind {
    Kind::named("google_chat")
}

/// Every widget of a message.
fn widgets(body: &Value) -> Vec<&Value> {
    let sections = body["cardsV2"][0]["card"]["sections"].as_array().unwrap();
    sections.iter().flat_map(|section| section["widgets"].as_array().unwrap()).collect()
}

/// Tells whether all markup is ours.
fn is_ours(markup: &str) -> bool {
    let tags = ["b", "/b", "br", "font color=\"#5f6368\"", "/font"];
    let entities = ["amp;", "lt;", "gt;", "quot;", "#39;"];
    let is_link = |inside: &str| {
        inside == "/a"
            || inside
                .strip_prefix("a href=\"https://moments.example.com/")
                .and_then(|rest| rest.strip_suffix('"'))
                .is_some_and(|rest| !rest.contains(['"', '<']))
    };
    let is_known = |inside: &str| tags.contains(&inside) || is_link(inside);
    markup.split('<').skip(1).all(|tag| tag.split_once('>').is_some_and(|(inside, _)| is_known(inside)))
        && markup.matches('<').count() == markup.matches('>').count()
        && markup.split('&').skip(1).all(|rest| entities.iter().any(|entity| rest.starts_with(entity)))
}

#[test]
fn it_shows_hostile_text_as_it_stands() {
    check(kind(), |_, rendered| {
        let body = rendered.json();
        // It knows mentions.
        assert!(body.get("text").is_none());
        let mut shown = 0;
        for object in objects(&body) {
            for field in ["text", "topLabel", "title", "fallbackText"] {
                let Some(text) = object.get(field).and_then(Value::as_str) else { continue };
                let is_markup = field == "text" && !object.contains_key("onClick");
                assert!(if is_markup { is_ours(text) } else { !text.contains(['<', '>', '&', '\n']) }, "{text}");
                assert!(!text.contains(['\r', '\u{202e}', '\u{2066}']), "{text}");
                shown += 1;
            }
            if object.contains_key("url") {
                assert!(text_of(object, "url").starts_with("https://"));
            }
        }
        assert!(shown >= 3);
    });
}

#[test]
fn the_check_of_markup_would_see_what_is_not_ours() {
    for text in ["<script>", "<a href=\"https://evil.example\">x</a>", "a > b", "<users/all>", "&copy;", "<b"] {
        assert!(!is_ours(text), "{text}");
        assert!(is_ours(&escape(text)), "{text}");
        assert!(!plain(text, 99).contains(['<', '>', '&']));
    }
    assert!(is_ours("<b>x</b><br>&lt;y&gt;"));
}

#[test]
fn it_takes_endless_text() {
    for rendered in rendered(kind()) {
        assert!(rendered.size() <= MESSAGE_BYTES_MAX, "{}", rendered.size());
        let body = rendered.json();
        let card = &body["cardsV2"][0]["card"];
        assert!((1..=150).contains(&units(&card["header"]["title"])));
        whole_letters(card["header"]["title"].as_str().unwrap());
        whole_letters(body["fallbackText"].as_str().unwrap());
        let widgets = widgets(&body);
        assert!((1..=WIDGETS_MAX).contains(&widgets.len()));
        for widget in &widgets {
            let text = widget["textParagraph"]["text"].as_str().or(widget["decoratedText"]["text"].as_str());
            if let Some(text) = text {
                assert!(!text.is_empty() && is_ours(text), "{text}");
            }
        }
        assert!(body.to_string().contains('…'));
    }
}

#[test]
fn what_does_not_fit_gives_way_to_one_ellipsis_and_the_rest_stays() {
    let json = |parts: Vec<Widget>| {
        let button = Button::to("Show", &"https://m.example.com/1".parse().unwrap(), true);
        serde_json::to_value(Card::new("T", "F", parts, vec![button], None).unwrap()).unwrap()
    };
    let paragraphs = |count: usize| (0..count).filter_map(|_| Widget::paragraph(&"ñ".repeat(3000))).collect::<Vec<_>>();
    let marks = |body: &Value| widgets(body).iter().filter(|widget| widget["textParagraph"]["text"] == "…").count();
    for (count, cut) in [(5, 0), (6, 1), (60, 1)] {
        let mut parts = paragraphs(count);
        parts.push(Widget::note("Case 1"));
        let body = json(parts);
        assert!(serde_json::to_vec(&body).unwrap().len() <= MESSAGE_BYTES_MAX);
        assert_eq!(marks(&body), cut, "{count}");
        let widgets = widgets(&body);
        assert_eq!(widgets.len(), count.min(5) + cut + 2);
        assert!(widgets[widgets.len() - 2].to_string().contains("Case 1"));
        assert!(widgets.last().unwrap().get("buttonList").is_some());
    }
    for (count, cut) in [(98, 0), (99, 1), (500, 1)] {
        let body = json((0..count).map(|_| Widget::note("x")).collect());
        assert_eq!((widgets(&body).len(), marks(&body)), (count.min(98) + cut + 1, cut), "{count}");
        assert!(widgets(&body).len() <= WIDGETS_MAX);
    }
}

#[test]
fn messages_about_one_case_stand_in_one_thread() {
    let thread = |message: &Message| kind().render(message, &style(Language::English)).json()["thread"].clone();
    let mut threads = Vec::new();
    for (name, message) in every_message(Language::English) {
        match message {
            Message::Alert(_) | Message::Escalation(_) | Message::Case(_) => threads.push(thread(&message)),
            _ => assert!(thread(&message).is_null(), "{name}"),
        }
    }
    assert_eq!(threads.len(), 5);
    assert!(threads.iter().all(|thread| thread["threadKey"].is_string() && *thread == threads[0]), "{threads:?}");
    let Some((_, Message::Alert(mut alert))) = every_message(Language::English).into_iter().next() else {
        panic!("the first example is an alert")
    };
    alert.case_id.push('2');
    assert_ne!(thread(&Message::Alert(alert)), threads[0]);
}

#[test]
fn the_address_asks_for_threads_once() {
    let asked = |url: &str| threaded(&Secret::new(url)).reveal().to_owned();
    let (whole, option) = ("https://chat.example.com/v1/spaces/A/messages?key=a&token=b%3D", "messageReplyOption");
    assert_eq!(asked(whole), format!("{whole}&{option}=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"));
    assert_eq!(asked(&asked(whole)), asked(whole));
    let own = format!("{whole}&{option}=REPLY_MESSAGE_OR_FAIL");
    assert_eq!(asked(&own), own);
    assert_eq!(asked("s3cr3t"), "s3cr3t");
}

#[test]
fn only_the_code_of_a_refusal_is_repeated() {
    let refusal =
        |status: &str| format!("{{\"error\": {{\"code\": 400, \"message\": \"s3cr3t\", \"status\": \"{status}\"}}}}");
    assert_eq!(word(&refusal("RESOURCE_EXHAUSTED")), Some("RESOURCE_EXHAUSTED"));
    for body in [&refusal("S3CR3T"), "NOT_FOUND", "{}", "", "{\"error\": \"NOT_FOUND\"}"] {
        assert_eq!(word(body), None, "{body}");
    }
}

#[test]
fn a_list_and_a_paragraph_end_with_an_ellipsis_where_they_are_cut() {
    let text = |widget: Option<Widget>| {
        let json = serde_json::to_value(widget.unwrap()).unwrap();
        json["textParagraph"]["text"].as_str().unwrap().to_owned()
    };
    assert!(Widget::list("T", Vec::new()).is_none() && Widget::paragraph(" \n\u{202e} ").is_none());
    assert!(!text(Widget::list("T", vec!["x".repeat(1000); 3])).contains('…'));
    assert!(text(Widget::list("T", vec!["x".repeat(1000); 4])).ends_with("<br>…"));
    assert_eq!(text(Widget::paragraph("a & b\r\n\n c")), "a &amp; b<br>c");
    assert_eq!(text(Widget::paragraph(&"x".repeat(3001))), format!("{}…", "x".repeat(2999)));
}
