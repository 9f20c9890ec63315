//! An escalation: which step is overdue, since when, and who has the case. Decides nothing.

use domain::alerting::Escalation;
use domain::vocabulary::Language;
use domain::wording;

use super::{Layout, Line, Part, case, customer, kind, severity, short};
use crate::request::Style;

/// Lays out an escalation.
pub(super) fn layout(escalation: &Escalation, style: &Style) -> Layout {
    let language = style.language;
    let headline = wording::overdue(escalation.clock, language).to_owned();
    let who = customer(&escalation.customer, escalation.customer_id.as_deref(), style);
    let case = case(&escalation.case_id, language);
    let summary = format!("{headline} · {case} · {who}");
    let parts = vec![Part::Note(who), Part::Facts(facts(escalation, language)), Part::Note(case)];
    Layout { signal: "⏰", headline, summary, parts, buttons: Vec::new() }
}

fn facts(escalation: &Escalation, language: Language) -> Vec<(&'static str, Line)> {
    let mut facts = vec![
        (language.message_state(), Line::of(wording::capitalized(wording::case_state(escalation.state, language)))),
        (
            language.message_owner(),
            Line::of(escalation.assignee.as_deref().map_or_else(|| language.unassigned().to_owned(), short)),
        ),
        (language.message_due(), Line::at(escalation.due_at)),
        (language.message_opened(), Line::at(escalation.opened_at)),
        (language.message_severity(), Line::of(severity(escalation.severity, language))),
        (language.message_touchpoint(), Line::of(kind(&escalation.touchpoint_type, language))),
        (language.message_stage(), Line::of(wording::stage(escalation.stage, language))),
    ];
    if let Some(money) = &escalation.value_at_risk {
        facts.push((language.message_value(), Line::of(short(&wording::money(money, language)))));
    }
    facts
}
