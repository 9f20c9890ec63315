//! The HTML part of a mail. Its template escapes whatever stands in it.

use askama::Template;
use domain::vocabulary::Language;

use super::parts::{Parts, Shown};
use crate::request::Unrenderable;

#[derive(Template)]
#[template(path = "email/mail.html")]
struct Page<'a> {
    language: Language,
    headline: &'a str,
    parts: &'a [Shown],
    buttons: &'a [(&'static str, String)],
}

/// Writes a message as HTML.
pub(super) fn write(parts: &Parts, language: Language) -> Result<String, Unrenderable> {
    let page = Page { language, headline: &parts.headline, parts: &parts.parts, buttons: &parts.buttons };
    page.render().map_err(|_| Unrenderable)
}
