//! What a message says, part by part and in its language, before a channel gives it a form. Escapes nothing: any text
//! here may be a stranger's, so each channel escapes all of them.

use domain::alerting::{Action, ActionLink, Message};
use domain::vocabulary::{Language, Outcome};
use domain::wording;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use crate::request::Style;
use crate::text::{fit, one_line};

mod alert;
mod case_notice;
mod digest;
mod escalation;
mod notices;

/// Longest name or value inside a line, in UTF-16 units.
const VALUE_MAX: usize = 120;

/// Longest address of a link, in bytes.
const URL_BYTES_MAX: usize = 2000;

/// A message in parts.
pub(crate) struct Layout {
    /// Shows at a glance how bad it is.
    pub(crate) signal: &'static str,
    /// What it is, in one line.
    pub(crate) headline: String,
    /// The same with a little more, for notifications: they show on locked screens, so no words of the customer.
    pub(crate) summary: String,
    /// What there is to read, in the order in which it is needed.
    pub(crate) parts: Vec<Part>,
    /// What can be done.
    pub(crate) buttons: Vec<Button>,
}

/// One part of a message.
pub(crate) enum Part {
    /// A small line beside the point.
    Note(String),
    /// A paragraph with the lines it was written in.
    Paragraph(String),
    /// The one sentence that says it all.
    Sentence(String),
    /// Labels with their values.
    Facts(Vec<(&'static str, Line)>),
    /// Lines under a title.
    List { title: &'static str, lines: Vec<Line> },
    /// A link that only shows something.
    Link { label: &'static str, url: Url },
}

/// A link that does something.
pub(crate) struct Button {
    pub(crate) action: Action,
    pub(crate) label: &'static str,
    pub(crate) url: Url,
}

/// One line.
#[derive(Default)]
pub(crate) struct Line {
    pieces: Vec<Piece>,
    /// A link that stands at its end.
    pub(crate) link: Option<LineLink>,
}

/// A link at the end of a line.
pub(crate) struct LineLink {
    pub(crate) label: &'static str,
    pub(crate) url: Url,
}

/// A piece of a line.
enum Piece {
    /// A text.
    Text(String),
    /// A moment in time, which channels show in the reader's zone where they can.
    Time(Timestamp),
}

impl Line {
    /// Makes a line of a text, whatever lines it had; spaces at its ends stay, for what stands before and after it.
    fn of(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        let edge = |is: bool| if is { " " } else { "" };
        let (before, after) = (edge(text.starts_with(' ')), edge(text.ends_with(' ')));
        Self { pieces: vec![Piece::Text(format!("{before}{}{after}", one_line(text)))], link: None }
    }

    fn at(time: Timestamp) -> Self {
        Self { pieces: vec![Piece::Time(time)], link: None }
    }

    fn and(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// Puts a link at its end, if there is one.
    fn with_link(mut self, label: &'static str, url: Option<Url>) -> Self {
        self.link = url.map(|url| LineLink { label, url });
        self
    }

    /// Writes the line as text without its link, each piece by its own rule.
    pub(crate) fn write(&self, text: impl Fn(&str) -> String, time: impl Fn(Timestamp) -> String) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(words) => text(words),
            Piece::Time(at) => time(*at),
        };
        self.pieces.iter().map(piece).collect()
    }
}

/// Lays out a message as it reads at `now`, by which a promise may have run out. How long ago something happened is no part of it:
/// it would be wrong for a later reader.
pub(crate) fn of(message: &Message, links: &[ActionLink], style: &Style, now: Timestamp) -> Layout {
    let mut layout = match message {
        Message::Alert(alert) => alert::layout(alert, style, now),
        Message::Report(notice) => notices::report(notice),
        Message::Escalation(escalation) => escalation::layout(escalation, style),
        Message::Case(notice) => case_notice::layout(notice, style),
        Message::Digest(digest) => digest::layout(digest, style.language),
        Message::Channel(notice) => notices::channel(notice, style.language),
        Message::Promise(notice) => notices::promise(notice, style),
        Message::SignIn(notice) => notices::sign_in(notice),
        Message::Erased(notice) => notices::erased(notice, style.language),
        Message::Test(notice) => notices::test(notice, style.language),
    };
    layout.buttons = Action::ALL
        .into_iter()
        .filter_map(|action| {
            let link = links.iter().find(|link| link.action == action)?;
            Some(Button { action, label: wording::action(action, style.language), url: web_address(&link.url)? })
        })
        .collect();
    layout
}

/// Writes a moment in time in a zone, with the zone's abbreviation: for channels that cannot show it in the reader's own.
pub(crate) fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// Reads an address that may stand behind a link; none if it is not a web address of bounded length.
fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    (url.as_str().len() <= URL_BYTES_MAX).then_some(url)
}

/// Bounds a name or a value to what fits a line.
fn short(text: &str) -> String {
    fit(&one_line(text), VALUE_MAX, str::to_owned)
}

/// Words a touchpoint type to stand at the beginning of something.
fn kind(touchpoint_type: &str, language: Language) -> String {
    wording::capitalized(&short(&wording::touchpoint_type(touchpoint_type, language)))
}

/// Names the customer: a pseudonym, and the business's own identifier only where a channel may show it.
fn customer(pseudonym: &str, id: Option<&str>, style: &Style) -> String {
    let named = match id.filter(|_| style.show_customer) {
        Some(id) => format!("{} ({})", one_line(id), one_line(pseudonym)),
        None => one_line(pseudonym),
    };
    style.language.customer_named(&named)
}

/// Names the case.
fn case(id: &str, language: Language) -> String {
    language.case_named(id)
}

/// Draws a severity: `●●●●○ 4 of 5`.
fn severity(severity: u8, language: Language) -> String {
    let severity = severity.min(5);
    let scale: String = (1..=5).map(|step| if step <= severity { '●' } else { '○' }).collect();
    format!("{scale} {}", language.severity_of_five(&severity.to_string()))
}

fn signal(severity: u8) -> &'static str {
    match severity {
        5.. => "🔴",
        4 => "🟠",
        _ => "🟡",
    }
}

fn dot(outcome: Outcome) -> char {
    match outcome {
        Outcome::Misery => '🔴',
        Outcome::Average | Outcome::Unknown => '⚪',
        Outcome::Magic => '🟢',
    }
}

fn quoted(words: &str, language: Language) -> String {
    language.quoted(words)
}

fn seconds_between(then: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(now.as_second() - then.as_second()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_of_bounded_length_become_links() {
        assert!(web_address("https://m.example.com/r?a=1&b=|2").is_some());
        for text in ["", "/v1/reports", "javascript:alert(1)", "mailto:a@example.com"] {
            assert_eq!(web_address(text), None, "{text}");
        }
        assert!(web_address(&format!("https://m.example.com/{}", "x".repeat(1978))).is_some());
        assert!(web_address(&format!("https://m.example.com/{}", "x".repeat(1979))).is_none());
    }
}
