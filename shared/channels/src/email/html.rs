//! The HTML part of a mail. Its template escapes whatever stands in it.

use askama::Template;
use domain::vocabulary::Language;

use super::plain::time;
use crate::layout::{Layout, Line, Part};
use crate::request::{Style, Unrenderable};
use crate::text::{clean, fit, one_line};

// In UTF-16 units: far more than anybody reads, far less than a server refuses.
pub(super) const NOTE_MAX: usize = 500;
pub(super) const PARAGRAPH_MAX: usize = 3000;

/// Most lines of a list.
pub(super) const LINES_MAX: usize = 30;

#[derive(Template)]
#[template(path = "email.html")]
struct Page {
    language: Language,
    headline: String,
    parts: Vec<Shown>,
    buttons: Vec<(&'static str, String)>,
}

/// A part as the template shows it.
enum Shown {
    Note(String),
    Sentence(String),
    Paragraph(String),
    Facts(Vec<(&'static str, String)>),
    List(&'static str, Vec<String>),
    Link(&'static str, String),
}

/// Writes a message as HTML.
pub(super) fn write(layout: &Layout, style: &Style) -> Result<String, Unrenderable> {
    let page = Page {
        language: style.language,
        headline: bounded(&format!("{} {}", layout.signal, layout.headline), NOTE_MAX),
        parts: layout.parts.iter().map(|part| shown(part, style)).collect(),
        buttons: layout.buttons.iter().map(|button| (button.label, button.url.to_string())).collect(),
    };
    page.render().map_err(|_| Unrenderable)
}

fn shown(part: &Part, style: &Style) -> Shown {
    let line = |line: &Line| line.write(str::to_owned, |at| time(at, &style.zone));
    match part {
        Part::Note(text) => Shown::Note(bounded(text, NOTE_MAX)),
        Part::Sentence(text) => Shown::Sentence(bounded(text, PARAGRAPH_MAX)),
        Part::Paragraph(text) => Shown::Paragraph(fit(clean(text).trim(), PARAGRAPH_MAX, str::to_owned)),
        Part::Facts(facts) => Shown::Facts(facts.iter().map(|(label, value)| (*label, line(value))).collect()),
        Part::List { title, lines } => {
            let mut shown: Vec<String> = lines.iter().take(LINES_MAX).map(line).collect();
            if lines.len() > LINES_MAX {
                shown.push("…".to_owned());
            }
            Shown::List(title, shown)
        }
        Part::Link { label, url } => Shown::Link(label, url.to_string()),
    }
}

fn bounded(text: &str, limit: usize) -> String {
    fit(&one_line(text), limit, str::to_owned)
}
