//! How journeys go on, where they break, and what became of an earlier group of customers.

use domain::period::short_day;
use domain::vocabulary::{Language, Stage};
use domain::wording::{capitalized, outcome, stage};
use reports::{Break, FirstContact, Later, Report, Transition, wording};

use super::{TableView, columns, with_limits};
use crate::report::view::say;

pub(super) fn transitions(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let row = |line: &Transition| {
        let to = line.to.iter().map(|part| wording::part(part, language));
        [stage(line.from, language).to_owned()].into_iter().chain(to).collect()
    };
    let from = [t("From … to", "De … a").to_owned()].into_iter();
    let hint = format!(
        "{}: {}. {}: {}.",
        t("Steps that began a new cycle", "Pasos que inician un ciclo nuevo"),
        language.count(report.journeys.new_cycles),
        t("Purchases that were not the customer's first", "Compras que no eran la primera del cliente"),
        wording::part(&report.journeys.bought_again, language)
    );
    TableView {
        id: "journeys",
        title: t("How journeys go on", "Cómo siguen los recorridos"),
        why: "why-journeys",
        hint,
        columns: from.chain(Stage::ALL.iter().map(|to| stage(*to, language).to_owned())).collect(),
        rows: report.journeys.transitions.iter().map(row).collect(),
        links: Vec::new(),
        none: t("No customer took two steps.", "Ningún cliente dio dos pasos."),
    }
}

/// What became of an earlier group: where journeys break, what a first contact is worth, leaks and follow-ups. Only of
/// customers for whom enough time passed.
pub(super) fn later(report: &Report, language: Language) -> [TableView; 3] {
    let group = report.journeys.later.as_ref().map(|later| whom(later, language)).unwrap_or_default();
    [breaks(report, &group, language), first_contacts(report, &group, language), recovery(report, group, language)]
}

/// Says which days the group is of.
pub(super) fn whom(later: &Later, language: Language) -> String {
    let t = |english, spanish| say(language, english, spanish);
    let last = later.end.yesterday().unwrap_or(later.end);
    let day = |date| short_day(date, language);
    format!(
        "{} {} – {}; {} {}.",
        t("Of the days", "De los días"),
        day(later.start),
        day(last),
        t("each followed for days:", "cada uno seguido durante días:"),
        later.days
    )
}

pub(super) fn too_young(language: Language) -> &'static str {
    say(
        language,
        "No earlier moment is 30 days old yet: there has been no time for it to show.",
        "Ningún momento anterior tiene aún 30 días: no ha habido tiempo para verlo.",
    )
}

fn breaks(report: &Report, group: &str, language: Language) -> TableView {
    let row = |line: &Break| {
        vec![
            stage(line.stage, language).to_owned(),
            outcome(line.outcome, language).to_owned(),
            with_limits(&line.ended, language),
        ]
    };
    TableView {
        id: "breaks",
        title: say(language, "Where journeys break", "Dónde se rompen los recorridos"),
        why: "why-journeys",
        hint: group.to_owned(),
        columns: columns(
            language,
            &[("Stage", "Etapa"), ("It ended in", "Terminó en"), ("Nothing followed", "Nada siguió")],
        ),
        rows: report.journeys.later.iter().flat_map(|later| &later.breaks).map(row).collect(),
        links: Vec::new(),
        none: too_young(language),
    }
}

fn first_contacts(report: &Report, group: &str, language: Language) -> TableView {
    let row = |line: &FirstContact| {
        vec![
            capitalized(outcome(line.outcome, language)),
            with_limits(&line.bought, language),
            with_limits(&line.bought_again, language),
        ]
    };
    TableView {
        id: "first-contact",
        title: say(language, "What a first contact is worth", "Qué vale un primer contacto"),
        why: "why-journeys",
        hint: group.to_owned(),
        columns: columns(
            language,
            &[("First contact", "Primer contacto"), ("Bought", "Compraron"), ("Bought again", "Volvieron a comprar")],
        ),
        rows: report.journeys.later.iter().flat_map(|later| &later.first_contacts).map(row).collect(),
        links: Vec::new(),
        none: too_young(language),
    }
}

fn recovery(report: &Report, group: String, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut push = |name: &str, text: String| rows.push(vec![name.to_owned(), text]);
    if let Some(recovery) = &report.recovery {
        push(t("Failures", "Fallos"), language.count(recovery.failures));
        push(t("Of customers the business knows", "De clientes conocidos"), wording::part(&recovery.known, language));
        push(t("Heard again", "Volvimos a saber"), wording::part(&recovery.heard_again, language));
        push(t("Of these, average or better", "De ellos, normal o mejor"), with_limits(&recovery.recovered, language));
        push(
            t("Leaked into a public bad review", "Acabaron en una mala reseña pública"),
            with_limits(&recovery.leaked, language),
        );
    }
    if let Some(later) = &report.journeys.later {
        push(
            t("Cases resolved and not heard of again", "Casos resueltos de los que no se supo más"),
            wording::part(&later.resolved_unheard, language),
        );
        push(
            t("Customers who bought and were not followed up", "Clientes que compraron sin seguimiento"),
            wording::part(&later.bought_without_follow_up, language),
        );
    }
    let read: u64 = report.kinds.iter().filter(|kind| kind.kind == "review_read").map(|kind| kind.moments).sum();
    push(t("Reviews read by others in this period", "Reseñas leídas por otros en este periodo"), language.count(read));
    TableView {
        id: "recovery",
        title: t("Recovery, leaks and follow-ups", "Recuperación, fugas y seguimientos"),
        why: "why-recovery",
        hint: group,
        columns: columns(language, &[("What", "Qué"), ("How many", "Cuántos")]),
        rows,
        links: Vec::new(),
        none: too_young(language),
    }
}
