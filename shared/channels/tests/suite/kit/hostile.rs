//! Hostile and endless text in every field of every kind of message, and what to look for in what a channel makes of it.

use domain::alerting::Message;
use domain::vocabulary::Language;
use serde_json::Value;

use super::examples::every_message_saying;
use super::opened::{Kind, Rendered, style};

/// Whatever some channel might take for markup, a mention, a header or a script.
pub(crate) const EVIL: &str = "*bold* _it_ ~no~ `code` [x](https://evil.example)\n> quote\n# head\n- item\n1. one\r\n\
    Bcc: evil@evil.example\r\n.\r\n<!channel> <@U1> <#C1> <at>all</at> <https://evil.example|x> <script>alert(1)</script> \
    <img src=x onerror=alert(1)> \" ' & @here {{DATE(2026-11-22T19:30:00Z)}} ${x} \u{202e}rtl\u{2066}";

/// Renders every kind of message with hostile text in it, which has to be shown, and lets the result be examined.
pub(crate) fn check(of_kind: Kind, examine: impl Fn(&Message, Rendered)) {
    for language in Language::ALL {
        let style = channels::request::Style { show_customer: true, ..style(*language) };
        for message in every_message_saying(EVIL, *language) {
            let rendered = of_kind.render(&message, &style);
            assert!(rendered.whole().contains("evil.example"), "it is shown");
            examine(&message, rendered);
        }
    }
}

/// Letters of one to four bytes, a family that must not be torn apart, and everything that is escaped.
pub(crate) fn endless() -> String {
    "ñ👩‍👩‍👧‍👦&<*\"漢".repeat(300)
}

/// Renders every kind of message with endless text in it.
pub(crate) fn rendered(kind: Kind) -> Vec<Rendered> {
    let of = |language: &Language| {
        let messages = every_message_saying(&endless(), *language);
        messages.iter().map(|message| kind.render(message, &style(*language))).collect::<Vec<_>>()
    };
    Language::ALL.iter().flat_map(of).collect()
}

/// Every object of a JSON value.
pub(crate) fn objects(value: &Value) -> Vec<&serde_json::Map<String, Value>> {
    match value {
        Value::Object(fields) => std::iter::once(fields).chain(fields.values().flat_map(objects)).collect(),
        Value::Array(values) => values.iter().flat_map(objects).collect(),
        _ => Vec::new(),
    }
}

pub(crate) fn text_of(object: &serde_json::Map<String, Value>, field: &str) -> String {
    object[field].as_str().unwrap().to_owned()
}

pub(crate) fn units(text: &Value) -> usize {
    text.as_str().unwrap().encode_utf16().count()
}

/// Nothing was cut inside a letter or an escape.
pub(crate) fn whole_letters(text: &str) {
    assert!(!text.contains('\u{fffd}') && !text.ends_with('\u{200d}'), "{text}");
    assert!(!text.ends_with("&am…") && !text.ends_with("&l…") && !text.ends_with("\u{200d}…"), "{text}");
}
