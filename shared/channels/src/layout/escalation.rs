//! An escalation: which step is overdue, since when, and who has the case. Decides nothing.

use domain::alerting::Escalation;
use domain::vocabulary::Language;
use domain::wording;
use jiff::Timestamp;

use super::{Layout, Line, Part, case, customer, kind, seconds_between, severity, short};
use crate::request::Style;

/// Lays out an escalation as it reads at `now`.
pub(super) fn layout(escalation: &Escalation, style: &Style, now: Timestamp) -> Layout {
    let language = style.language;
    let headline = wording::overdue(escalation.clock, language).to_owned();
    let who = customer(&escalation.customer, escalation.customer_id.as_deref(), style);
    let late = wording::duration(seconds_between(escalation.due_at, now).max(1), language);
    let late = match language {
        Language::English => format!("{late} late"),
        Language::Spanish => format!("{late} de retraso"),
    };
    let case = case(&escalation.case_id, language);
    let summary = format!("{headline} · {case} · {who} · {late}");
    let parts = vec![Part::Note(format!("{who} · {late}")), Part::Facts(facts(escalation, language)), Part::Note(case)];
    Layout { signal: "⏰", headline, summary, parts, buttons: Vec::new() }
}

fn facts(escalation: &Escalation, language: Language) -> Vec<(&'static str, Line)> {
    let labels = match language {
        Language::English => {
            ["State", "Whose", "Was due", "Opened", "Severity", "Touchpoint", "Stage", "Value at risk"]
        }
        Language::Spanish => {
            ["Estado", "De quién", "Plazo", "Abierto", "Gravedad", "Contacto", "Etapa", "Valor en riesgo"]
        }
    };
    let nobody = match language {
        Language::English => "Nobody's yet",
        Language::Spanish => "De nadie todavía",
    };
    let [state, whose, due, opened, how_bad, touchpoint, stage, value] = labels;
    let mut facts = vec![
        (state, Line::of(wording::capitalized(wording::case_state(escalation.state, language)))),
        (whose, Line::of(escalation.assignee.as_deref().map_or_else(|| nobody.to_owned(), short))),
        (due, Line::at(escalation.due_at)),
        (opened, Line::at(escalation.opened_at)),
        (how_bad, Line::of(severity(escalation.severity, language))),
        (touchpoint, Line::of(kind(&escalation.touchpoint_type, language))),
        (stage, Line::of(wording::stage(escalation.stage, language))),
    ];
    if let Some(money) = &escalation.value_at_risk {
        facts.push((value, Line::of(short(&wording::money(money, language)))));
    }
    facts
}
