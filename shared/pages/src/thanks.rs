//! The page after a plain HTML form. Knows nothing of what was sent.

use askama::Template;
use domain::vocabulary::Language;

use crate::style::{SMALL, Style};

#[derive(Template)]
#[template(path = "thanks.html")]
struct Page<'a> {
    language: Language,
    style: &'a Style,
}

/// Renders a thank-you page for a form that names no page of its own.
pub fn html(language: Language) -> String {
    crate::rendered(&Page { language, style: &SMALL })
}

/// Returns the `Content-Security-Policy` to send with it.
pub fn content_security_policy() -> &'static str {
    &SMALL.policy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_thanks_in_the_language_of_the_deployment() {
        let english = html(Language::English);
        assert!(english.contains("<html lang=\"en\">") && english.contains("Thank you"));
        let spanish = html(Language::Spanish);
        assert!(spanish.contains("<html lang=\"es\">") && spanish.contains("Gracias"));
        assert!(!english.contains("<script") && english.contains(&format!("<style>{}</style>", SMALL.css)));
    }
}
