//! Every page of the console, in every language: no word of a customer becomes markup, every page is small and says what it is, and
//! every field has a name.

#![expect(clippy::unwrap_used, reason = "tests: what is not there has failed")]

#[path = "sample/console.rs"]
mod console;

use domain::vocabulary::Language;

/// Bytes of a page, at most.
const PAGE_BYTES_MAX: usize = 100 * 1024;

fn each() -> impl Iterator<Item = (Language, &'static str, String)> {
    Language::ALL
        .iter()
        .flat_map(|language| console::pages(*language).into_iter().map(move |(name, html)| (*language, name, html)))
}

#[test]
fn a_customers_words_are_words() {
    let mut seen = 0;
    for (_, name, html) in each() {
        assert!(!html.contains("<b>waffles"), "{name}");
        seen += html.matches("&#60;b&#62;waffles").count();
    }
    assert!(seen > 0);
}

#[test]
fn every_page_is_small_has_a_title_a_way_past_the_menu_and_nothing_from_outside() {
    for (language, name, html) in each() {
        assert!(html.len() <= PAGE_BYTES_MAX, "{name}: {} bytes", html.len());
        assert!(html.contains(&format!("<html lang=\"{language}\"")) && html.contains("· Moments</title>"), "{name}");
        assert!(html.contains("class=\"skip\" href=\"#content\"") && html.contains("<main id=\"content\""), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(!html.contains("src=\"http") && !html.contains(" style=\"") && !html.contains(" onclick"), "{name}");
    }
}

/// A field is named by a label that leads to it or that it stands in, or by itself.
#[test]
fn every_field_has_a_name() {
    for (_, name, html) in each() {
        let mut is_in_label = false;
        for tag in html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
            match tag.split_whitespace().next().unwrap_or_default() {
                "label" => is_in_label = true,
                "/label" => is_in_label = false,
                "input" | "select" | "textarea" if !tag.contains("type=\"hidden\"") => {
                    let id = tag.split("id=\"").nth(1).map(|rest| rest.split('"').next().unwrap());
                    let is_labelled = id.is_some_and(|id| html.contains(&format!("for=\"{id}\"")));
                    assert!(is_in_label || is_labelled || tag.contains("aria-label=\""), "{name}: <{tag}>");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn ids_are_given_once() {
    for (_, name, html) in each() {
        let mut ids: Vec<&str> = html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}: {ids:?}");
    }
}

/// A person who may only read is offered nothing to act with, and the policy names the script and the style.
#[test]
fn the_policy_allows_the_pages_own_style_and_script_and_nothing_else() {
    let policy = pages::console::content_security_policy();
    for expected in [
        "default-src 'none'",
        "style-src 'sha256-",
        "script-src 'sha256-",
        "connect-src 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(expected), "{expected} in {policy}");
    }
    assert!(!policy.contains("unsafe"));
}
