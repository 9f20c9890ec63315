//! The parts of a mail as texts of bounded length, the same for both of its forms. Escapes nothing.

use jiff::tz::TimeZone;

use crate::layout::{Layout, Line, Part, local};
use crate::text::{clean, fit, one_line};

// In UTF-16 units: far more than anybody reads, far less than a server refuses.
const NOTE_MAX: usize = 500;
const PARAGRAPH_MAX: usize = 3000;

/// Most lines of a list.
const LINES_MAX: usize = 30;

/// A message in texts.
pub(super) struct Parts {
    pub(super) headline: String,
    pub(super) parts: Vec<Shown>,
    /// Labels and addresses of what can be done.
    pub(super) buttons: Vec<(&'static str, String)>,
}

/// One part.
pub(super) enum Shown {
    Note(String),
    Sentence(String),
    /// The only one of several lines, none of them empty at its ends.
    Paragraph(String),
    Facts(Vec<(&'static str, String)>),
    List(&'static str, Vec<Row>),
    Link(&'static str, String),
}

/// One line of a list, and the link at its end.
pub(super) struct Row {
    pub(super) text: String,
    pub(super) link: Option<(&'static str, String)>,
}

impl Parts {
    /// Writes the parts of a message, times in a zone. A part without anything to read is left out.
    pub(super) fn of(layout: &Layout, zone: &TimeZone) -> Self {
        Self {
            headline: bounded(&format!("{} {}", layout.signal, layout.headline), NOTE_MAX),
            parts: layout.parts.iter().filter_map(|part| shown(part, zone)).collect(),
            buttons: layout.buttons.iter().map(|button| (button.label, button.url.to_string())).collect(),
        }
    }
}

fn shown(part: &Part, zone: &TimeZone) -> Option<Shown> {
    let line = |line: &Line| line.write(str::to_owned, |at| local(at, zone));
    match part {
        Part::Note(text) => Some(Shown::Note(bounded(text, NOTE_MAX))),
        Part::Sentence(text) => Some(Shown::Sentence(bounded(text, PARAGRAPH_MAX))),
        Part::Paragraph(text) => {
            let text = fit(clean(text).trim(), PARAGRAPH_MAX, str::to_owned);
            (!text.is_empty()).then_some(Shown::Paragraph(text))
        }
        Part::Facts(facts) => Some(Shown::Facts(facts.iter().map(|(label, value)| (*label, line(value))).collect())),
        Part::List { title, lines } => {
            let row = |one: &Line| Row {
                text: line(one),
                link: one.link.as_ref().map(|link| (link.label, link.url.to_string())),
            };
            let mut shown: Vec<Row> = lines.iter().take(LINES_MAX).map(row).collect();
            if lines.len() > LINES_MAX {
                shown.push(Row { text: "…".to_owned(), link: None });
            }
            (!shown.is_empty()).then_some(Shown::List(title, shown))
        }
        Part::Link { label, url } => Some(Shown::Link(label, url.to_string())),
    }
}

fn bounded(text: &str, limit: usize) -> String {
    fit(&one_line(text), limit, str::to_owned)
}
