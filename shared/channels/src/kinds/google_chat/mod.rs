//! A Google Chat space behind an incoming webhook: one message with one card (cards v2).
//!
//! What customers and senders wrote is escaped in the small HTML that cards read ([`card::escape`]); where Google does not say
//! whether markup is read, look-alikes stand for its marks ([`card::plain`]). `text` is never sent: it knows mentions.
//!
//! Messages about one case stand in one thread: `thread.threadKey`, which webhooks take together with `messageReplyOption` in
//! the address (<https://developers.google.com/workspace/chat/quickstart/webhooks>). A space takes about one message a
//! second from all its apps; Google answers more of them with 429 (<https://developers.google.com/workspace/chat/limits>).

use std::sync::Arc;

use domain::alerting::Action;
use domain::identity::fingerprint;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::{About, Configured, Kind, Wrong, fields, web_address};
use crate::layout::{self, Layout, Line, Part, local};
use crate::outgoing::{Outgoing, Post};
use crate::redaction::{ChannelUrl, Secret};
use crate::request::{Delivery, Request, Style, Unrenderable};

mod card;
#[cfg(test)]
mod tests;

use card::{Button, Card, Widget, escape};

pub(super) static ABOUT: About = About {
    name: "google_chat",
    is_program: false,
    writes_letters: false,
    example: r#"[[channels]]
name = "support"
kind = "google_chat"
url = "https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…"
"#,
    fields: fields::of::<Configuration>,
};

/// A message about a case that is new to the space starts a thread; the others answer in it.
const REPLY_OPTION: (&str, &str) = ("messageReplyOption", "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD");

/// The codes that Google's answers name (<https://google.aip.dev/193>); nothing else of an answer is ever repeated.
const CODES: &[&str] = &[
    "ABORTED",
    "CANCELLED",
    "DEADLINE_EXCEEDED",
    "FAILED_PRECONDITION",
    "INTERNAL",
    "INVALID_ARGUMENT",
    "NOT_FOUND",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "UNAUTHENTICATED",
    "UNAVAILABLE",
    "UNIMPLEMENTED",
    "UNKNOWN",
];

/// The address of an incoming webhook, which is itself the secret.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Configuration {
    /// The address of a webhook of a space (Apps & integrations, Webhooks).
    #[schemars(example = &"https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…")]
    url: Secret,
}

impl Configured for Configuration {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn url(&self) -> &Secret {
        &self.url
    }

    fn check(&self, allow_loopback: bool, wrong: &mut Vec<Wrong>) -> Option<Arc<dyn Kind>> {
        Some(Arc::new(GoogleChat(web_address(&threaded(&self.url), allow_loopback, wrong)?)))
    }
}

/// Asks in the address for threads, if it does not say what it wants itself.
fn threaded(url: &Secret) -> Secret {
    let (name, value) = REPLY_OPTION;
    match Url::parse(url.reveal()) {
        Ok(mut url) if !url.query_pairs().any(|(given, _)| given == name) => {
            url.query_pairs_mut().append_pair(name, value);
            Secret::new(url)
        }
        _ => url.clone(),
    }
}

/// An incoming webhook, checked.
#[derive(Debug)]
struct GoogleChat(ChannelUrl);

impl Kind for GoogleChat {
    fn render(&self, delivery: &Delivery<'_>, style: &Style, now: Timestamp) -> Result<Outgoing<'_>, Unrenderable> {
        let thread = delivery.message.case_id().map(|case| fingerprint(&["thread", case], 32));
        let card = card(layout::of(delivery.message, delivery.links, style, now), delivery.zone, thread)?;
        let request = Request::json(&card, "application/json; charset=utf-8")?;
        Ok(Outgoing::Post(Post { url: &self.0, request, word }))
    }
}

/// Finds the code of a refusal.
fn word(body: &str) -> Option<&'static str> {
    #[derive(Deserialize)]
    struct Answer {
        error: Refusal,
    }
    #[derive(Deserialize)]
    struct Refusal {
        status: String,
    }
    let answer: Answer = serde_json::from_str(body).ok()?;
    CODES.iter().find(|code| answer.error.status == **code).copied()
}

fn card(layout: Layout, zone: &TimeZone, thread: Option<String>) -> Result<Card, Unrenderable> {
    let title = format!("{} {}", layout.signal, layout.headline);
    let mut buttons: Vec<Button> = Vec::new();
    for button in layout.buttons {
        let striking = buttons.is_empty() && button.action != Action::Show;
        buttons.push(Button::to(button.label, &button.url, striking));
    }
    let mut widgets = Vec::new();
    for part in layout.parts {
        match part {
            Part::Link { label, url } => buttons.push(Button::to(label, &url, false)),
            part => widgets.extend(shown(&part, zone)),
        }
    }
    Card::new(&title, &layout.summary, widgets, buttons, thread)
}

fn shown(part: &Part, zone: &TimeZone) -> Vec<Widget> {
    let line = |line: &Line| {
        let mut text = line.write(escape, |at| local(at, zone));
        if let Some(link) = &line.link {
            text.push_str(&format!(" <a href=\"{}\">{}</a>", escape(link.url.as_str()), escape(link.label)));
        }
        text
    };
    match part {
        Part::Note(text) => vec![Widget::note(text)],
        Part::Paragraph(text) => Widget::paragraph(text).into_iter().collect(),
        Part::Sentence(text) => vec![Widget::sentence(text)],
        Part::Facts(facts) => facts.iter().map(|(label, value)| Widget::fact(label, line(value))).collect(),
        Part::List { title, lines } => Widget::list(title, lines.iter().map(line)).into_iter().collect(),
        // Links stand with what can be done, below the card.
        Part::Link { .. } => Vec::new(),
    }
}
