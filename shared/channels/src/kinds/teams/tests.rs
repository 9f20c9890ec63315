//! What Teams would make of hostile and of endless text.

use domain::vocabulary::Language;
use serde_json::Value;

use crate::kit::hostile::{check, objects, rendered, text_of, whole_letters};
use crate::kit::opened::Kind;

#[test]
fn teams_shows_it_as_it_stands() {
    check(Kind::named("teams"), |_, rendered| {
        let body = rendered.json();
        let mut runs = 0;
        // Teams shows `{{DATE()}}` raw in a TextRun: ours are written out, and theirs are broken.
        let dates_are_ours = |text: &str| !text.contains("{{");
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
fn teams_takes_it_and_says_what_is_missing() {
    let mut cut = 0;
    for rendered in rendered(Kind::named("teams")) {
        assert!(rendered.size() < 24_000, "{}", rendered.size());
        let body = rendered.json();
        let card = &body["attachments"][0]["content"];
        let shown = card["body"].to_string();
        whole_letters(card["body"][0]["inlines"][0]["text"].as_str().unwrap());
        assert!(shown.contains('…'));
        cut += usize::from(Language::ALL.iter().any(|language| shown.contains(language.message_shortened())));
    }
    assert!(cut >= 2, "an alert of such a size does not fit in either language");
}
