//! The page that tells a person what was wrong with a plain HTML form. Repeats field names and messages, never values.

use askama::Template;
use domain::vocabulary::Language;

use crate::style::{SMALL, Style};

#[derive(Template)]
#[template(path = "form_error.html")]
struct Page<'a> {
    language: Language,
    style: &'a Style,
    errors: &'a [(&'a str, &'a str)],
}

/// Renders the errors of a form, each a field and what is wrong with it, all at once. An empty field name stands for
/// the form as a whole.
pub fn html(errors: &[(&str, &str)], language: Language) -> String {
    crate::rendered(&Page { language, style: &SMALL, errors })
}

/// Returns the `Content-Security-Policy` to send with it.
pub fn content_security_policy() -> &'static str {
    &SMALL.policy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_is_listed_and_escaped() {
        let page = html(&[("rating.csat", "must be 1 to 5"), ("<b>", "\"&'"), ("", "too large")], Language::English);
        assert!(page.contains("<code>rating.csat</code>: must be 1 to 5"));
        assert!(page.contains("<code>&#60;b&#62;</code>: &#34;&#38;&#39;"));
        assert!(page.contains("<li>too large</li>"));
        assert!(!page.contains("<b>") && !page.contains("<script"));
    }

    #[test]
    fn a_form_without_errors_lists_none() {
        assert!(!html(&[], Language::Spanish).contains("<li>"));
    }
}
