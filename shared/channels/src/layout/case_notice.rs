//! A step of a case. Most are meant for programs, and people read them where their channel stands in for one that cannot be
//! reached; that somebody has a case is said in a line where the case was announced. Decides nothing.

use domain::alerting::CaseNotice;
use domain::case::Step;
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
    let headline = taken(notice, language)
        .or_else(|| undone(notice, language))
        .or_else(|| closed(notice, language))
        .unwrap_or(headline);
    let who = customer(&notice.customer, notice.customer_id.as_deref(), style);
    let case = case(&notice.case_id, language);
    let summary = format!("{headline} · {case} · {who}");
    let parts = match notice.transition {
        Step::Acknowledge | Step::Undo => vec![Part::Note(format!("{who} · {case}"))],
        _ if is_closed_by_itself(notice) => vec![Part::Note(format!("{who} · {case}"))],
        _ => vec![Part::Note(who), Part::Facts(facts(notice, language)), Part::Note(case)],
    };
    Layout { signal: "🗂️", headline, summary, parts, buttons: Vec::new() }
}

/// Says who takes a case; none for any other step.
fn taken(notice: &CaseNotice, language: Language) -> Option<String> {
    let who = notice.actor.as_deref().filter(|_| notice.transition == Step::Acknowledge)?;
    let about = notice.touchpoint_type.as_deref().map(|kind| short(&wording::touchpoint_type(kind, language)));
    Some(match about {
        Some(about) => language.message_taken_about(&short(who), &about),
        None => language.message_taken(&short(who)),
    })
}

/// Says who took back the last step, and where the case stands again; none for any other step.
fn undone(notice: &CaseNotice, language: Language) -> Option<String> {
    let who = notice.actor.as_deref().filter(|_| notice.transition == Step::Undo)?;
    let state = wording::case_state(notice.state, language);
    let about = notice.touchpoint_type.as_deref().map(|kind| short(&wording::touchpoint_type(kind, language)));
    Some(match about {
        Some(about) => language.message_undone_about(&short(who), &about, state),
        None => language.message_undone(&short(who), state),
    })
}

/// Returns whether nobody closed it: no promise was broken, so that there was nothing to win back.
fn is_closed_by_itself(notice: &CaseNotice) -> bool {
    matches!(notice.transition, Step::Resolve | Step::Withdraw) && notice.actor.is_none() && notice.closing.is_none()
}

/// Says that a case closed by itself, and why; none for any other step.
fn closed(notice: &CaseNotice, language: Language) -> Option<String> {
    if !is_closed_by_itself(notice) {
        return None;
    }
    let why = match notice.reason.as_deref() {
        Some("done_in_time") => Some(language.message_closed_in_time()),
        Some("promise_cancelled") => Some(language.message_closed_cancelled()),
        Some("corrected" | "set_aside") => Some(language.message_closed_corrected()),
        Some("promise_moved") => Some(language.message_closed_moved()),
        _ => None,
    };
    let about = notice.touchpoint_type.as_deref().map(|kind| short(&wording::touchpoint_type(kind, language)));
    Some(match (why, about) {
        (Some(why), _) => why.to_owned(),
        (None, Some(about)) => language.message_closed_about(&about),
        (None, None) => language.message_closed().to_owned(),
    })
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
