//! Notices: a report is ready, a channel does not work. Decides nothing.

use domain::alerting::{ChannelNotice, ReportNotice};
use domain::vocabulary::Language;
use domain::wording;

use super::{Layout, Part, short, web_address};

/// Lays out the notice of a report: period, the one sentence, a few lines, where the rest is.
pub(super) fn report(notice: &ReportNotice) -> Layout {
    let lines: Vec<String> = notice.lines.iter().map(|line| format!("• {line}")).collect();
    let mut parts = vec![Part::Sentence(notice.headline.clone()), Part::Paragraph(lines.join("\n"))];
    let url = notice.url.as_deref().and_then(web_address);
    parts.extend(url.map(|url| Part::Link { label: notice.language.message_open_report(), url }));
    let headline = notice.language.message_report(&notice.period);
    Layout { signal: "📊", summary: format!("{headline}: {}", notice.headline), headline, parts, buttons: Vec::new() }
}

/// Lays out what is wrong with a channel.
pub(super) fn channel(notice: &ChannelNotice, language: Language) -> Layout {
    let (headline, meaning) = wording::channel_fault(&short(&notice.channel), notice.what, language);
    let parts = vec![Part::Paragraph(meaning.to_owned())];
    Layout { signal: "🔌", summary: headline.clone(), headline, parts, buttons: Vec::new() }
}
