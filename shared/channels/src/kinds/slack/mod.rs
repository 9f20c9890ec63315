//! A Slack incoming webhook: one message in Block Kit, and the words Slack refuses with.
//!
//! What customers and senders wrote goes into `plain_text` wherever Slack shows a text on its own; inside mrkdwn it is
//! neutralised first ([`blocks::neutral`]), so that nobody outside can mention, link or format.

use std::sync::Arc;

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

mod blocks;
#[cfg(test)]
mod tests;

use blocks::{Block, Payload, SENTENCE_MAX, neutral};

pub(super) static ABOUT: About = About {
    name: "slack",
    is_program: false,
    writes_letters: false,
    example: r#"[[channels]]
name = "team"
kind = "slack"
url = "https://hooks.slack.com/services/…"
"#,
    fields: fields::of::<Configuration>,
};

/// The address of an incoming webhook, which is itself the secret.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Configuration {
    /// The address of an incoming webhook.
    #[schemars(example = &"https://hooks.slack.com/services/…")]
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
        Some(Arc::new(Slack(web_address(&self.url, allow_loopback, wrong)?)))
    }
}

/// An incoming webhook, checked.
#[derive(Debug)]
struct Slack(ChannelUrl);

impl Kind for Slack {
    fn render(&self, delivery: &Delivery<'_>, style: &Style, now: Timestamp) -> Result<Outgoing<'_>, Unrenderable> {
        let payload = payload(&layout::of(delivery.message, delivery.links, style, now), delivery.zone);
        let request = Request::json(&payload, "application/json; charset=utf-8")?;
        Ok(Outgoing::Post(Post { url: &self.0, request, word }))
    }
}

/// The refusals that Slack documents for incoming webhooks; nothing else of a reply is ever repeated.
const WORDS: &[&str] = &[
    "action_prohibited",
    "channel_is_archived",
    "channel_not_found",
    "invalid_blocks",
    "invalid_payload",
    "invalid_token",
    "no_active_hooks",
    "no_service",
    "no_service_id",
    "no_team",
    "no_text",
    "rollup_error",
    "team_disabled",
    "too_many_attachments",
    "user_not_found",
];

/// Finds the refusal that is all of an answer.
fn word(body: &str) -> Option<&'static str> {
    WORDS.iter().find(|word| body.trim() == **word).copied()
}

fn payload(layout: &Layout, zone: &TimeZone) -> Payload {
    let headline = Block::header(&format!("{} {}", layout.signal, layout.headline));
    let links = layout.buttons.iter().map(|button| linked(button.label, &button.url));
    let blocks = std::iter::once(Some(headline))
        .chain(layout.parts.iter().map(|part| block(part, zone)))
        .chain(Block::links(links).into_iter().map(Some));
    Payload::new(&layout.summary, blocks.flatten())
}

fn block(part: &Part, zone: &TimeZone) -> Option<Block> {
    match part {
        Part::Note(text) => Some(Block::context(text)),
        Part::Paragraph(text) => Block::plain(text),
        Part::Sentence(text) => Block::mrkdwn(&format!("*{}*", neutral(text, SENTENCE_MAX))),
        Part::Facts(facts) => Some(Block::fields(facts.iter().map(|(label, value)| (*label, line(value, zone))))),
        Part::List { title, lines } => Block::list(title, lines.iter().map(|one| line(one, zone))),
        Part::Link { label, url } => Block::mrkdwn(&linked(label, url)),
    }
}

/// Writes a line as markup. A time reads in the reader's own zone; its fallback is the business's.
fn line(line: &Line, zone: &TimeZone) -> String {
    let markup = line.write(blocks::escape, |at| {
        let fallback = local(at, zone);
        format!("<!date^{}^{{date_short_pretty}} {{time}}|{fallback}>", at.as_second())
    });
    let link = line.link.as_ref().map(|link| format!(" {}", linked(link.label, &link.url))).unwrap_or_default();
    format!("{}{link}", blocks::unquoted(&markup))
}

/// Writes a link. A button would be prettier; but whoever presses one of an incoming webhook is warned, because nobody
/// acknowledges it.
fn linked(label: &str, url: &Url) -> String {
    format!("<{}|{}>", inside_brackets(url), blocks::escape(label))
}

/// Writes an address so that it ends where `<…|…>` says.
fn inside_brackets(url: &Url) -> String {
    url.as_str().replace('&', "&amp;").replace('<', "%3C").replace('>', "%3E").replace('|', "%7C")
}
