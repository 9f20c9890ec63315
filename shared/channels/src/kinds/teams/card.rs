//! The few parts of an Adaptive Card that messages are made of, each within its limits and all of them within what a
//! workflow takes. Knows nothing of cases.

use serde::Serialize;
use serde_json::{Value, json};
use url::Url;

use crate::layout::LineLink;
use crate::request::Unrenderable;
use crate::text::{clean, fit, length, one_line};

/// What Teams renders on every device, workflows included.
const VERSION: &str = "1.4";

/// Largest payload in bytes: Teams refuses a message of more than about 28 KB, and a workflow adds its own around it.
pub(super) const PAYLOAD_BYTES_MAX: usize = 24_000;

// In UTF-16 units, so that one long text leaves room for the others.
const HEADLINE_MAX: usize = 150;
const NOTE_MAX: usize = 500;
const PARAGRAPH_MAX: usize = 3000;
const LIST_MAX: usize = 3000;

/// Most lines of one paragraph or list: each is an element of its own.
const LINES_MAX: usize = 30;

/// What is posted.
#[derive(Serialize)]
pub(super) struct Payload {
    r#type: &'static str,
    attachments: [Attachment; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Attachment {
    content_type: &'static str,
    content_url: Option<&'static str>,
    content: Card,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Card {
    #[serde(rename = "$schema")]
    schema: &'static str,
    r#type: &'static str,
    version: &'static str,
    fallback_text: &'static str,
    body: Vec<Element>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    actions: Vec<Link>,
    msteams: Value,
}

impl Payload {
    /// Makes a message of sections, in order. `fallback` is for clients that cannot show a card, and for whoever stands by when
    /// a notification lights up: a text of ours, without a customer's words or name. A section that does not fit gives way to `shortened`, once; what comes after
    /// it may still fit. Links always stay.
    pub(super) fn new(
        fallback: &'static str,
        sections: Vec<Vec<Element>>,
        links: Vec<Link>,
        shortened: Element,
    ) -> Result<Self, Unrenderable> {
        let card = Card {
            schema: "http://adaptivecards.io/schemas/adaptive-card.json",
            r#type: "AdaptiveCard",
            version: VERSION,
            fallback_text: fallback,
            body: Vec::new(),
            actions: links,
            msteams: json!({"width": "Full"}),
        };
        let attachment =
            Attachment { content_type: "application/vnd.microsoft.card.adaptive", content_url: None, content: card };
        let mut payload = Self { r#type: "message", attachments: [attachment] };
        let mut left = PAYLOAD_BYTES_MAX.saturating_sub(size(&payload)? + size(&shortened)? + 1);
        let mut shortened = Some(shortened);
        let body = &mut payload.attachments[0].content.body;
        for section in sections {
            let needed = size(&section)?;
            if needed <= left {
                left -= needed;
                body.extend(section);
            } else {
                body.extend(shortened.take());
            }
        }
        Ok(payload)
    }
}

fn size(part: &impl Serialize) -> Result<usize, Unrenderable> {
    serde_json::to_vec(part).map(|json| json.len()).map_err(|_| Unrenderable)
}

/// One element of the card.
#[derive(Serialize)]
#[serde(tag = "type")]
pub(super) enum Element {
    RichTextBlock {
        #[serde(skip_serializing_if = "Option::is_none")]
        spacing: Option<&'static str>,
        inlines: Vec<Run>,
    },
    FactSet {
        facts: Vec<Fact>,
    },
}

/// A text that is shown as it stands.
#[derive(Serialize)]
#[serde(tag = "type", rename = "TextRun", rename_all = "camelCase")]
pub(super) struct Run {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_subtle: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    select_action: Option<Link>,
}

/// A label and its value, which is markdown.
#[derive(Serialize)]
pub(super) struct Fact {
    title: String,
    value: String,
}

/// A button that opens an address.
#[derive(Serialize)]
#[serde(tag = "type", rename = "Action.OpenUrl")]
pub(super) struct Link {
    title: &'static str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    style: Option<&'static str>,
}

impl Link {
    /// Makes a button; a striking one is the one to press.
    pub(super) fn to(title: &'static str, url: &Url, striking: bool) -> Self {
        Self { title, url: url.to_string(), style: striking.then_some("positive") }
    }
}

impl Run {
    fn of(text: String) -> Self {
        Self { text, size: None, weight: None, is_subtle: false, select_action: None }
    }

    /// Makes a text that opens an address.
    fn link(link: &LineLink) -> Self {
        Self { select_action: Some(Link::to(link.label, &link.url, false)), ..Self::of(link.label.to_owned()) }
    }

    /// Makes a text in bold.
    pub(super) fn strong(text: &str) -> Self {
        let text = fit(&one_line(text), PARAGRAPH_MAX, harmless);
        Self { weight: Some("Bolder"), ..Self::of(text) }
    }
}

impl Element {
    /// Makes a line of runs.
    pub(super) fn line(inlines: Vec<Run>) -> Self {
        Self::RichTextBlock { spacing: None, inlines }
    }

    /// Makes the title of the card.
    pub(super) fn headline(text: &str) -> Self {
        let text = fit(&one_line(text), HEADLINE_MAX, harmless);
        Self::line(vec![Run { size: Some("Large"), weight: Some("Bolder"), ..Run::of(text) }])
    }

    /// Makes a small grey line.
    pub(super) fn note(text: &str) -> Self {
        let text = fit(&one_line(text), NOTE_MAX, harmless);
        Self::line(vec![Run { size: Some("Small"), is_subtle: true, ..Run::of(text) }])
    }

    /// Makes a paragraph, one element for each of its lines; none without any text.
    pub(super) fn paragraph(text: &str) -> Vec<Self> {
        let text = clean(text);
        let text = fit(text.trim(), PARAGRAPH_MAX, harmless);
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        Self::lines(lines.map(|line| vec![Run::of(line)]).collect(), None)
    }

    /// Makes a bold title with a list under it; lines that do not fit give way to an ellipsis. None without lines.
    pub(super) fn list<'a>(title: &str, lines: impl IntoIterator<Item = (String, Option<&'a LineLink>)>) -> Vec<Self> {
        let mut left = LIST_MAX;
        let mut kept = Vec::new();
        for (line, link) in lines {
            let Some(rest) = left.checked_sub(length(&line)) else {
                kept.push(vec![Run::of("…".to_owned())]);
                break;
            };
            left = rest;
            let space = if link.is_some() { " " } else { "" };
            kept.push(std::iter::once(Run::of(format!("{line}{space}"))).chain(link.map(Run::link)).collect());
        }
        if kept.is_empty() {
            return Vec::new();
        }
        let mut elements = vec![Self::line(vec![Run::strong(title)])];
        elements.extend(Self::lines(kept, Some("None")));
        elements
    }

    /// Makes labels with values; values are markup, their foreign parts [`neutral`].
    pub(super) fn facts<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        let fact = |(label, value): (&str, String)| Fact { title: label.to_owned(), value: unlisted(&value) };
        Self::FactSet { facts: pairs.into_iter().map(fact).collect() }
    }

    fn lines(mut lines: Vec<Vec<Run>>, first_spacing: Option<&'static str>) -> Vec<Self> {
        if lines.len() > LINES_MAX {
            lines.truncate(LINES_MAX);
            lines.push(vec![Run::of("…".to_owned())]);
        }
        let element = |(index, inlines): (usize, Vec<Run>)| {
            let spacing = if index == 0 { first_spacing } else { Some("None") };
            Self::RichTextBlock { spacing, inlines }
        };
        lines.into_iter().enumerate().map(element).collect()
    }
}

/// Takes from a text that knows no markdown what Teams would still read in it: dates between double braces. Letter by
/// letter, so that a text can be cut anywhere.
pub(super) fn harmless(text: &str) -> String {
    text.replace('{', "{\u{2060}")
}

/// Makes any text safe inside markdown: formatting marks give way to look-alikes, because the clients of Teams do not agree
/// on what a backslash does.
pub(super) fn neutral(text: &str) -> String {
    let alike = |letter| match letter {
        '*' => '∗',
        '_' => 'ˍ',
        '~' => '∼',
        '`' => 'ˋ',
        '[' => '［',
        ']' => '］',
        '<' => '‹',
        '>' => '›',
        '&' => '＆',
        '\\' => '＼',
        '|' => '∣',
        other => other,
    };
    harmless(&text.chars().map(alike).collect::<String>())
}

/// Keeps a value from being read as a list, a heading or a rule: an invisible letter stands before it.
fn unlisted(value: &str) -> String {
    let after_digits = value.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let numbered = after_digits.len() < value.len() && after_digits.starts_with(['.', ')']);
    if numbered || value.starts_with(['-', '+', '#', '=']) { format!("\u{2060}{value}") } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_can_neither_mention_nor_link_nor_format() {
        assert_eq!(
            neutral("**b** _i_ [x](https://evil.example) <at>all</at>"),
            "∗∗b∗∗ ˍiˍ ［x］(https://evil.example) ‹at›all‹/at›"
        );
        assert_eq!(neutral("&#42;a&#42; \\*"), "＆#42;a＆#42; ＼∗");
        assert_eq!(harmless("{{DATE(x)}}"), "{\u{2060}{\u{2060}DATE(x)}}");
        assert_eq!(fit("{{{{", 6, harmless), "{\u{2060}{\u{2060}…");
        for value in ["- a", "+ a", "# a", "1. a", "12) a", "==="] {
            assert_eq!(unlisted(value), format!("\u{2060}{value}"));
        }
        for value in ["a", "1250 EUR", "1.5 a", "●●"] {
            assert_eq!(unlisted(value).trim_start_matches('\u{2060}'), value);
        }
        assert_eq!(unlisted("1250 EUR"), "1250 EUR");
    }

    #[test]
    fn a_section_that_does_not_fit_gives_way_to_one_mark_and_the_rest_stays() {
        let sections = |long: usize| {
            vec![
                vec![Element::headline("Head")],
                Element::paragraph(&"x".repeat(100)),
                (0..long).flat_map(|_| Element::paragraph(&"y".repeat(2900))).collect(),
                vec![Element::note("Case 1")],
            ]
        };
        let of =
            |long| serde_json::to_string(&Payload::new("s", sections(long), Vec::new(), Element::note("…")).unwrap());
        let (whole, cut) = (of(7).unwrap(), of(8).unwrap());
        assert!(
            whole.len() <= PAYLOAD_BYTES_MAX && whole.contains("yyy") && !whole.contains("\"…\""),
            "{}",
            whole.len()
        );
        assert!(cut.len() < 2000 && !cut.contains("yyy") && cut.matches("\"…\"").count() == 1);
        assert!(cut.contains("Case 1") && cut.contains("xxx") && cut.contains("Head"));
    }

    #[test]
    fn lists_and_paragraphs_end_with_an_ellipsis_where_they_are_cut() {
        let texts = |elements: Vec<Element>| {
            let json = serde_json::to_value(elements).unwrap();
            let text = |element: &Value| element["inlines"][0]["text"].as_str().unwrap().to_owned();
            json.as_array().unwrap().iter().map(text).collect::<Vec<_>>()
        };
        assert!(Element::list("T", std::iter::empty()).is_empty() && Element::paragraph(" \n\u{202e} ").is_empty());
        assert_eq!(texts(Element::list("T", vec![("x".repeat(1000), None); 3])).len(), 4);
        assert_eq!(texts(Element::list("T", vec![("x".repeat(1000), None); 4])).last().unwrap(), "…");
        assert_eq!(texts(Element::paragraph(&"a\n".repeat(30))).len(), 30);
        assert_eq!(texts(Element::paragraph(&"a\n".repeat(31))).last().unwrap(), "…");
        assert_eq!(texts(Element::paragraph("a\r\n\n b")), ["a", "b"]);
    }
}
