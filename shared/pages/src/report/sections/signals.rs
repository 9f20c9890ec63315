//! What was measured beside what was felt.

use domain::vocabulary::Language;
use reports::{Report, Signals, wording};

use super::{TableView, columns, with_limits};

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
