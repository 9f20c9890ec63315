//! What lies behind: the causes cases were closed with, and what was measured beside what was felt.

use domain::vocabulary::Language;
use domain::wording::capitalized;
use reports::{CauseLine, Report, Signals, wording};

use super::{TableView, columns, with_limits};

pub(super) fn causes(report: &Report, language: Language) -> TableView {
    let row = |line: &CauseLine| {
        let controllable = match line.controllable {
            Some(true) => language.yes(),
            Some(false) => language.no(),
            None => "–",
        };
        vec![
            capitalized(wording::cause_name(&line.cause, language)),
            wording::part(&line.of, language),
            wording::part(&line.cumulated, language),
            language.count(line.before),
            controllable.to_owned(),
        ]
    };
    TableView {
        id: "causes",
        title: language.causes_title(),
        why: "why-causes",
        hint: String::new(),
        columns: columns(&[
            language.causes_cause(),
            language.causes_cases(),
            language.causes_cumulated(),
            language.report_column_before(),
            language.causes_controllable(),
        ]),
        rows: report.cases.causes.iter().map(row).collect(),
        links: Vec::new(),
        none: language.causes_none(),
    }
}

pub(super) fn signals(report: &Report, language: Language) -> TableView {
    let row = |line: &Signals| {
        vec![
            wording::kind_title(&line.kind, language),
            with_limits(&line.operational, language),
            with_limits(&line.emotional, language),
        ]
    };
    TableView {
        id: "signals",
        title: language.signals_title(),
        why: "why-signals",
        hint: language.signals_hint().to_owned(),
        columns: columns(&[
            language.report_column_kind(),
            language.signals_operational(),
            language.signals_emotional(),
        ]),
        rows: report.signals.iter().map(row).collect(),
        links: Vec::new(),
        none: language.signals_none(),
    }
}
