//! Styles and the policies that allow them and nothing else. A policy names the hash of the style it allows, so that
//! injected markup could not bring its own.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The style of a page and the `Content-Security-Policy` that allows it.
pub(crate) struct Style {
    /// The text between `<style>` and `</style>`, to the last byte.
    pub(crate) css: &'static str,
    /// What the page itself says, for a file opened from disk.
    pub(crate) policy_in_page: String,
    /// What the HTTP header says: also who may frame the page, which a page cannot say of itself.
    pub(crate) policy: String,
}

impl Style {
    /// `forms` says where a form of the page may be sent: `'none'`, or `'self'`.
    pub(crate) fn new(css: &'static str, forms: &str) -> Self {
        let hash = STANDARD.encode(Sha256::digest(css));
        let policy_in_page = format!(
            "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action {forms}"
        );
        Self { css, policy: format!("{policy_in_page}; frame-ancestors 'none'"), policy_in_page }
    }

    /// Allows one script of the page too, and that it asks for pages of its own site.
    #[must_use]
    pub(crate) fn with_script(mut self, script: &str) -> Self {
        let hash = STANDARD.encode(Sha256::digest(script));
        let allowed = format!("script-src 'sha256-{hash}'; connect-src 'self'; img-src data:");
        self.policy = self.policy.replace("img-src data:", &allowed);
        self.policy_in_page = self.policy_in_page.replace("img-src data:", &allowed);
        self
    }
}

pub(crate) static REPORT: LazyLock<Style> =
    LazyLock::new(|| Style::new(include_str!("../styles/report.css"), "'self'"));

pub(crate) static SMALL: LazyLock<Style> = LazyLock::new(|| Style::new(include_str!("../styles/small.css"), "'none'"));

/// The style of pages with a form, which goes where the page came from.
pub(crate) static FORM: LazyLock<Style> = LazyLock::new(|| {
    Style::new(concat!(include_str!("../styles/small.css"), include_str!("../styles/form.css")), "'self'")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_needs_nothing_from_outside() {
        for style in [&REPORT, &SMALL, &FORM, &crate::console::STYLE] {
            assert!(!style.css.contains("@import") && !style.css.contains("http"));
            assert!(!style.css.contains("</"), "a style must not end its own element");
            assert!(!style.policy.contains("unsafe"));
        }
    }

    /// Paper is white: dark colours on it could not be read.
    #[test]
    fn only_a_screen_is_dark() {
        for style in [&REPORT, &SMALL, &FORM, &crate::console::STYLE] {
            let dark = "(prefers-color-scheme: dark)";
            assert!(style.css.contains(dark));
            assert!(style.css.rsplit(dark).skip(1).all(|before| before.ends_with("@media screen and ")));
        }
    }
}
