//! The few parts of a card (cards v2) that messages are made of, each within its limits and all of them within what Google Chat
//! takes. Knows nothing of cases.
//!
//! Forms, limits and markup: <https://developers.google.com/workspace/chat/api/reference/rest/v1/cards> and
//! <https://developers.google.com/workspace/chat/format-messages>.

use serde::Serialize;
use url::Url;

use crate::request::Unrenderable;
use crate::text::{clean, fit, length, one_line};

/// Largest message in bytes
/// (<https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create>).
pub(super) const MESSAGE_BYTES_MAX: usize = 32_000;

/// Most widgets of a card: Google Chat drops the section with one more, and every section after it.
pub(super) const WIDGETS_MAX: usize = 100;

// In UTF-16 units, so that one long text leaves room for the others.
const TITLE_MAX: usize = 150;
const FALLBACK_MAX: usize = 1000;
const LABEL_MAX: usize = 75;
const NOTE_MAX: usize = 500;
const SENTENCE_MAX: usize = 1000;
const PARAGRAPH_MAX: usize = 3000;
const LIST_MAX: usize = 3000;

/// The colour of what is beside the point.
const GREY: &str = "#5f6368";

/// What is posted: one card, and a text for notifications, which cannot show it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Card {
    cards_v2: [Identified; 1],
    fallback_text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    thread: Option<Thread>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Identified {
    card_id: &'static str,
    card: Content,
}

#[derive(Serialize)]
struct Content {
    header: Header,
    sections: Vec<Section>,
}

#[derive(Serialize)]
struct Header {
    title: String,
}

#[derive(Serialize)]
struct Section {
    widgets: Vec<Widget>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Thread {
    thread_key: String,
}

impl Card {
    /// Makes a message of widgets, in order, with what can be done below them. A widget that does not fit gives way to an
    /// ellipsis, once; what comes after it may still fit. Buttons always stay.
    pub(super) fn new(
        title: &str,
        fallback: &str,
        widgets: Vec<Widget>,
        buttons: Vec<Button>,
        thread: Option<String>,
    ) -> Result<Self, Unrenderable> {
        let header = Header { title: plain(title, TITLE_MAX) };
        let mut sections = vec![Section { widgets: Vec::new() }];
        if !buttons.is_empty() {
            sections.push(Section { widgets: vec![Widget::ButtonList { buttons }] });
        }
        let mut card = Self {
            cards_v2: [Identified { card_id: "moments", card: Content { header, sections } }],
            fallback_text: plain(fallback, FALLBACK_MAX),
            thread: thread.map(|thread_key| Thread { thread_key }),
        };
        let mut ellipsis = Some(Widget::TextParagraph { text: "…".to_owned() });
        let mut left = MESSAGE_BYTES_MAX.saturating_sub(size(&card)? + size(&ellipsis)? + 1);
        let mut kept = Vec::new();
        for widget in widgets {
            let needed = size(&widget)? + 1;
            // Room for the ellipsis and the buttons.
            if needed <= left && kept.len() < WIDGETS_MAX - 2 {
                left -= needed;
                kept.push(widget);
            } else {
                kept.extend(ellipsis.take());
            }
        }
        let sections = &mut card.cards_v2[0].card.sections;
        match kept.is_empty() {
            true => drop(sections.remove(0)),
            false => sections[0].widgets = kept,
        }
        Ok(card)
    }
}

fn size(part: &impl Serialize) -> Result<usize, Unrenderable> {
    serde_json::to_vec(part).map(|json| json.len()).map_err(|_| Unrenderable)
}

/// One part of the card. Texts of paragraphs and values are markup; labels are not.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Widget {
    TextParagraph {
        text: String,
    },
    #[serde(rename_all = "camelCase")]
    DecoratedText {
        top_label: String,
        text: String,
        wrap_text: bool,
    },
    ButtonList {
        buttons: Vec<Button>,
    },
}

impl Widget {
    /// Makes a grey line.
    pub(super) fn note(text: &str) -> Self {
        let text = fit(&one_line(text), NOTE_MAX, escape);
        Self::TextParagraph { text: format!("<font color=\"{GREY}\">{text}</font>") }
    }

    /// Makes a line in bold.
    pub(super) fn sentence(text: &str) -> Self {
        Self::TextParagraph { text: format!("<b>{}</b>", fit(&one_line(text), SENTENCE_MAX, escape)) }
    }

    /// Makes a paragraph with the lines it was written in; none without any text.
    pub(super) fn paragraph(text: &str) -> Option<Self> {
        let text = clean(text);
        let text = fit(text.trim(), PARAGRAPH_MAX, escape);
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        (!lines.is_empty()).then(|| Self::TextParagraph { text: lines.join("<br>") })
    }

    /// Makes a label with its value, which is markup.
    pub(super) fn fact(label: &str, value: String) -> Self {
        Self::DecoratedText { top_label: plain(label, LABEL_MAX), text: value, wrap_text: true }
    }

    /// Makes a bold title with a list under it; lines of markup that do not fit give way to an ellipsis. None without lines.
    pub(super) fn list(title: &str, lines: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut text = format!("<b>{}</b>", escape(title));
        let empty = text.len();
        let mut left = LIST_MAX;
        for line in lines {
            let Some(rest) = left.checked_sub(length(&line)) else {
                text.push_str("<br>…");
                break;
            };
            left = rest;
            text.push_str("<br>");
            text.push_str(&line);
        }
        (text.len() > empty).then_some(Self::TextParagraph { text })
    }
}

/// A button that opens an address.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Button {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'static str>,
    on_click: OnClick,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OnClick {
    open_link: OpenLink,
}

#[derive(Serialize)]
struct OpenLink {
    url: String,
}

impl Button {
    /// Makes a button; a striking one is the one to press.
    pub(super) fn to(label: &str, url: &Url, striking: bool) -> Self {
        let on_click = OnClick { open_link: OpenLink { url: url.to_string() } };
        Self { text: plain(label, LABEL_MAX), r#type: striking.then_some("FILLED"), on_click }
    }
}

/// Escapes a text for the HTML of cards.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Makes any text safe where markup may or may not be read: one line, look-alikes instead of marks, cut to `limit`.
pub(super) fn plain(text: &str, limit: usize) -> String {
    let alike = |text: &str| text.replace('<', "‹").replace('>', "›").replace('&', "＆");
    fit(&one_line(text), limit, alike)
}
