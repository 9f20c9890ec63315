//! A Slack incoming webhook: one message in Block Kit, and the words Slack refuses with.
//!
//! What customers and senders wrote goes into `plain_text` wherever Slack shows a text on its own; inside mrkdwn it is
//! neutralised first ([`blocks::neutral`]), so that nobody outside can mention, link or format.

use domain::alerting::{Message, ReportNotice};
use domain::vocabulary::Language;
use jiff::Timestamp;
use url::Url;

use crate::request::{Request, Style, Unrenderable};

mod alert;
pub(crate) mod blocks;

use blocks::{Block, Payload, neutral};

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

/// Renders a message as it reads at `now`: how long ago something happened is part of it.
pub fn render(message: &Message, style: &Style, now: Timestamp) -> Result<Request, Unrenderable> {
    let payload = match message {
        Message::Alert(alert) => alert::payload(alert, style, now),
        Message::Report(notice) => report(notice),
    };
    Request::json(&payload, "application/json; charset=utf-8")
}

/// Lays out the notice of a report: period, the one sentence, a few lines, where the rest is.
fn report(notice: &ReportNotice) -> Payload {
    let (report, open) = match notice.language {
        Language::English => ("Report", "Open the report"),
        Language::Spanish => ("Informe", "Abrir el informe"),
    };
    let lines: Vec<String> = notice.lines.iter().map(|line| format!("• {line}")).collect();
    let link = notice.url.as_deref().and_then(link).map(|url| format!("<{url}|{open}>"));
    let blocks = [
        Some(Block::header(&format!("📊 {report} {}", notice.period))),
        Block::mrkdwn(&format!("*{}*", neutral(&notice.headline, 1000))),
        Block::plain(&lines.join("\n")),
        link.and_then(|link| Block::mrkdwn(&link)),
    ];
    Payload::new(&format!("{report} {}: {}", notice.period, notice.headline), blocks.into_iter().flatten())
}

/// Returns an address that is safe inside `<…|…>`; none if it is not a web address of bounded length.
fn link(text: &str) -> Option<String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let safe = url.as_str().replace('&', "&amp;").replace('<', "%3C").replace('>', "%3E").replace('|', "%7C");
    (safe.len() <= 2000).then_some(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_of_bounded_length_become_links() {
        assert_eq!(link("https://m.example.com/r?a=1&b=|2").unwrap(), "https://m.example.com/r?a=1&amp;b=%7C2");
        for text in ["", "/v1/reports", "javascript:alert(1)", "mailto:a@example.com"] {
            assert_eq!(link(text), None, "{text}");
        }
        assert!(link(&format!("https://m.example.com/{}", "x".repeat(1978))).is_some());
        assert!(link(&format!("https://m.example.com/{}", "x".repeat(1979))).is_none());
    }
}
