//! A step of a case. It is meant for programs; people read it where their channel stands in for one that cannot be reached.
//! Decides nothing.

use domain::alerting::CaseNotice;
use domain::vocabulary::Language;
use domain::wording;

use super::{Layout, Line, Part, case, customer, severity, short};
use crate::request::Style;

/// Lays out a step of a case.
pub(super) fn layout(notice: &CaseNotice, style: &Style) -> Layout {
    let language = style.language;
    let happened = wording::capitalized(&wording::happened(notice.transition.done(), language));
    let headline = match &notice.touchpoint_type {
        Some(touchpoint_type) => {
            format!("{happened}: {}", short(&wording::touchpoint_type(touchpoint_type, language)))
        }
        None => happened,
    };
    let who = customer(&notice.customer, notice.customer_id.as_deref(), style);
    let case = case(&notice.case_id, language);
    let summary = format!("{headline} · {case} · {who}");
    let parts = vec![Part::Note(who), Part::Facts(facts(notice, language)), Part::Note(case)];
    Layout { signal: "🗂️", headline, summary, parts, buttons: Vec::new() }
}

fn facts(notice: &CaseNotice, language: Language) -> Vec<(&'static str, Line)> {
    let mut facts = vec![
        (language.message_state(), Line::of(wording::capitalized(wording::case_state(notice.state, language)))),
        (language.message_when(), Line::at(notice.at)),
    ];
    facts.extend(notice.actor.as_deref().map(|name| (language.message_actor(), Line::of(short(name)))));
    facts.extend(notice.assignee.as_deref().map(|name| (language.message_owner(), Line::of(short(name)))));
    facts.push((language.message_severity(), Line::of(severity(notice.severity, language))));
    facts
}
