//! A Slack incoming webhook: one message in Block Kit, and the words Slack refuses with.
//!
//! What customers and senders wrote goes into `plain_text` wherever Slack shows a text on its own; inside mrkdwn it is
//! neutralised first ([`blocks::neutral`]), so that nobody outside can mention, link or format.

use jiff::Timestamp;
use url::Url;

use crate::layout::{self, Layout, Line, Part};
use crate::request::{Delivery, Request, Style, Unrenderable};

pub(crate) mod blocks;

use blocks::{Block, Payload, SENTENCE_MAX, neutral};

/// The refusals that Slack documents for incoming webhooks; nothing else of a reply is ever repeated.
pub(crate) const WORDS: &[&str] = &[
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

/// Renders a delivery as it reads at `now`: how long ago something happened is part of it.
pub fn render(delivery: &Delivery<'_>, style: &Style, now: Timestamp) -> Result<Request, Unrenderable> {
    let payload = payload(layout::of(delivery.message, delivery.links, style, now));
    Request::json(&payload, "application/json; charset=utf-8")
}

fn payload(layout: Layout) -> Payload {
    let headline = Block::header(&format!("{} {}", layout.signal, layout.headline));
    let actions = layout.buttons.into_iter().map(|button| (button.action, button.label, button.url));
    let blocks = std::iter::once(Some(headline))
        .chain(layout.parts.into_iter().map(block))
        .chain(std::iter::once(Block::actions(actions)));
    Payload::new(&layout.summary, blocks.flatten())
}

fn block(part: Part) -> Option<Block> {
    match part {
        Part::Note(text) => Some(Block::context(&text)),
        Part::Paragraph(text) => Block::plain(&text),
        Part::Sentence(text) => Block::mrkdwn(&format!("*{}*", neutral(&text, SENTENCE_MAX))),
        Part::Facts(facts) => Some(Block::fields(facts.iter().map(|(label, value)| (*label, line(value))))),
        Part::List { title, lines } => Block::list(title, lines.iter().map(line)),
        Part::Link { label, url } => Block::mrkdwn(&format!("<{}|{label}>", inside_brackets(&url))),
    }
}

/// Writes a line as markup. A time reads in the reader's own zone; its fallback is UTC.
fn line(line: &Line) -> String {
    let markup = line.write(blocks::escape, |at| {
        let fallback = at.strftime("%Y-%m-%d %H:%M UTC");
        format!("<!date^{}^{{date_short_pretty}} {{time}}|{fallback}>", at.as_second())
    });
    blocks::unquoted(&markup).to_owned()
}

/// Writes an address so that it ends where `<…|…>` says.
fn inside_brackets(url: &Url) -> String {
    url.as_str().replace('&', "&amp;").replace('<', "%3C").replace('>', "%3E").replace('|', "%7C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_end_its_own_brackets() {
        let url = Url::parse("https://m.example.com/r?a=1&b=|2>3").unwrap();
        assert_eq!(inside_brackets(&url), "https://m.example.com/r?a=1&amp;b=%7C2%3E3");
    }
}
