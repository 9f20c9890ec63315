//! Notices: a report is ready, a channel does not work. Decides nothing.

use domain::alerting::{ChannelNotice, ErasedNotice, PromiseNotice, ReportNotice, SignInNotice, TestNotice};
use domain::vocabulary::Language;
use domain::wording;

use super::{Layout, Line, Part, customer, kind, short, web_address};
use crate::request::Style;

/// Lays out the notice of a report: period, the one sentence, a few lines, where the rest is.
pub(super) fn report(notice: &ReportNotice) -> Layout {
    let lines: Vec<String> = notice.lines.iter().map(|line| format!("• {line}")).collect();
    let mut parts = vec![Part::Sentence(notice.headline.clone()), Part::Paragraph(lines.join("\n"))];
    let url = notice.url.as_deref().and_then(web_address);
    parts.extend(url.map(|url| Part::Link { label: notice.language.message_open_report(), url }));
    let headline = notice.language.message_report(&notice.period);
    Layout { signal: "📊", summary: format!("{headline}: {}", notice.headline), headline, parts, buttons: Vec::new() }
}

/// Lays out a promise that is about to be broken: whose, by when, and what it is worth.
pub(super) fn promise(notice: &PromiseNotice, style: &Style) -> Layout {
    let language = style.language;
    let who = customer(&notice.customer, notice.customer_id.as_deref(), style);
    let headline = language.message_promise_ends().to_owned();
    let mut facts = vec![
        (language.message_promised_by(), Line::at(notice.due_at)),
        (language.message_touchpoint(), Line::of(kind(&notice.touchpoint_type, language))),
    ];
    let named = [
        (language.message_promise(), notice.promise_id.as_deref().map(short)),
        (language.message_owner(), notice.owner.as_deref().map(short)),
        (language.message_value(), notice.value_at_risk.as_ref().map(|money| short(&wording::money(money, language)))),
    ];
    facts.extend(named.into_iter().filter_map(|(label, value)| Some((label, Line::of(value?)))));
    let hint = language.message_promise_hint().to_owned();
    let parts = vec![Part::Note(who.clone()), Part::Facts(facts), Part::Paragraph(hint)];
    Layout { signal: "⏳", summary: format!("{headline} · {who}"), headline, parts, buttons: Vec::new() }
}

/// Lays out the letter with which somebody signs in: the link, and how long and where it works.
pub(super) fn sign_in(notice: &SignInNotice) -> Layout {
    let language = notice.language;
    let headline = language.message_sign_in().to_owned();
    let mut parts = vec![Part::Paragraph(language.message_sign_in_text().to_owned())];
    let url = notice.url.as_deref().and_then(web_address);
    parts.extend(url.map(|url| Part::Link { label: language.message_sign_in_link(), url }));
    parts.push(Part::Note(language.message_sign_in_hint().to_owned()));
    Layout { signal: "🔑", summary: headline.clone(), headline, parts, buttons: Vec::new() }
}

/// Lays out that a person was erased.
pub(super) fn erased(notice: &ErasedNotice, language: Language) -> Layout {
    let headline = language.message_erased().to_owned();
    let who = Part::Facts(vec![(language.message_erased_customer(), Line::of(short(&notice.customer)))]);
    let parts = vec![who, Part::Paragraph(language.message_erased_text().to_owned())];
    Layout { signal: "🗑", summary: headline.clone(), headline, parts, buttons: Vec::new() }
}

/// Lays out a test.
pub(super) fn test(notice: &TestNotice, language: Language) -> Layout {
    let headline = language.message_test().to_owned();
    let parts = vec![Part::Paragraph(language.message_test_text(&short(&notice.by)))];
    Layout { signal: "✅", summary: headline.clone(), headline, parts, buttons: Vec::new() }
}

/// Lays out what is wrong with a channel.
pub(super) fn channel(notice: &ChannelNotice, language: Language) -> Layout {
    let (headline, meaning) = wording::channel_fault(&short(&notice.channel), notice.what, language);
    let parts = vec![Part::Paragraph(meaning.to_owned())];
    Layout { signal: "🔌", summary: headline.clone(), headline, parts, buttons: Vec::new() }
}
