//! How journeys go on, where they break, and what became of an earlier group of customers.

use domain::period::short_day;
use domain::vocabulary::{Language, Stage};
use domain::wording::{capitalized, outcome, stage};
use reports::{Break, FirstContact, Later, Report, Transition, wording};

use super::{TableView, columns, with_limits};

pub(super) fn transitions(report: &Report, language: Language) -> TableView {
    let row = |line: &Transition| {
        let to = line.to.iter().map(|part| wording::part(part, language));
        [stage(line.from, language).to_owned()].into_iter().chain(to).collect()
    };
    let from = [language.journeys_from_to().to_owned()].into_iter();
    let again = wording::part(&report.journeys.bought_again, language);
    let hint = language.journeys_hint(&language.count(report.journeys.new_cycles), &again);
    TableView {
        id: "journeys",
        title: language.journeys_title(),
        why: "why-journeys",
        hint,
        columns: from.chain(Stage::ALL.iter().map(|to| stage(*to, language).to_owned())).collect(),
        rows: report.journeys.transitions.iter().map(row).collect(),
        links: Vec::new(),
        none: language.journeys_none(),
    }
}

/// What became of earlier customers: where journeys break, and what a first contact is worth.
pub(super) fn later(report: &Report, language: Language) -> [TableView; 2] {
    let group = report.journeys.later.as_ref().map(|later| whom(later, language)).unwrap_or_default();
    [breaks(report, &group, language), first_contacts(report, language)]
}

/// Says which days the group is of.
pub(super) fn whom(later: &Later, language: Language) -> String {
    let last = later.end.yesterday().unwrap_or(later.end);
    let day = |date| short_day(date, language);
    language.journeys_group(&day(later.start), &day(last), &later.days.to_string())
}

pub(super) fn too_young(language: Language) -> &'static str {
    language.journeys_too_young()
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
        title: language.breaks_title(),
        why: "why-journeys",
        hint: group.to_owned(),
        columns: columns(&[
            language.report_column_stage(),
            language.breaks_ended_in(),
            language.breaks_nothing_followed(),
        ]),
        rows: report.journeys.later.iter().flat_map(|later| &later.breaks).map(row).collect(),
        links: Vec::new(),
        none: too_young(language),
    }
}

fn first_contacts(report: &Report, language: Language) -> TableView {
    let row = |line: &FirstContact| {
        vec![
            capitalized(outcome(line.outcome, language)),
            language.count(line.customers),
            wording::conversion(&line.bought, line.customers, language),
            wording::conversion(&line.bought_again, line.customers, language),
        ]
    };
    TableView {
        id: "first-contact",
        title: language.first_contact_title(),
        why: "why-journeys",
        hint: language.first_contact_hint().to_owned(),
        columns: columns(&[
            language.first_contact_column(),
            language.report_column_customers(),
            language.first_contact_bought(),
            language.first_contact_bought_again(),
        ]),
        rows: report.journeys.first_contacts.iter().map(row).collect(),
        links: Vec::new(),
        none: language.first_contact_none(),
    }
}
