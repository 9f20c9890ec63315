//! The page of a report that is being added up: it asks again by itself, without a script.

use askama::Template;
use domain::vocabulary::Language;

use crate::style::{SMALL, Style};

#[derive(Template)]
#[template(path = "underway.html")]
struct Page<'a> {
    language: Language,
    style: &'a Style,
    ready: usize,
    days: usize,
    again_s: u64,
}

/// Renders how far a report has come, and when it is asked for again.
pub fn html(ready: usize, days: usize, again_s: u64, language: Language) -> String {
    crate::rendered(&Page { language, style: &SMALL, ready, days, again_s })
}

/// Returns the `Content-Security-Policy` to send with it.
pub fn content_security_policy() -> &'static str {
    &SMALL.policy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_how_far_it_is_and_asks_again_by_itself() {
        let page = html(40, 395, 1, Language::English);
        assert!(page.contains("40 of 395 days") && page.contains("http-equiv=\"refresh\" content=\"1\""));
        assert!(html(40, 395, 1, Language::Spanish).contains("40 de 395 días"));
        assert!(!page.contains("<script"));
    }
}
