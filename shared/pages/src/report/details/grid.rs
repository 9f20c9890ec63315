//! Importance against performance.

use domain::vocabulary::Language;
use reports::{GridRefusal, Point, Report, STATED_MIN, wording};

use super::{TableView, columns};

pub(super) fn grid(report: &Report, language: Language) -> TableView {
    let tenths = |value: f64| language.tenths((10.0 * value).round() as i64);
    let share = |share: f64| language.whole_percent((100.0 * share).round() as u64);
    let mut points: Vec<_> = report.grid.iter().flat_map(|grid| &grid.points).collect();
    points.sort_by(|a, b| (a.quadrant as u8).cmp(&(b.quadrant as u8)).then(b.importance.total_cmp(&a.importance)));
    let row = |point: &&Point| {
        let importance = match point.stated >= STATED_MIN {
            true => language.grid_stated(&tenths(point.importance), &language.count(point.stated)),
            false => tenths(point.importance),
        };
        vec![
            wording::kind_title(&point.kind, language),
            wording::quadrant(point.quadrant, language).to_owned(),
            importance,
            share(point.performance),
            language.count(point.judged),
        ]
    };
    let hint = report.grid.as_ref().map(|grid| {
        language.grid_hint(&tenths(grid.importance), &share(grid.performance), &language.count(grid.stated_too_late))
    });
    TableView {
        id: "grid",
        title: language.grid_title(),
        why: "why-grid",
        hint: hint.unwrap_or_default(),
        columns: columns(&[
            language.report_column_kind(),
            language.grid_what_to_do(),
            language.grid_importance(),
            language.grid_share(),
            language.report_column_judged(),
        ]),
        rows: points.iter().map(row).collect(),
        links: Vec::new(),
        none: match report.grid_refused {
            Some(GridRefusal::SameImportance) => language.grid_none_same(),
            Some(GridRefusal::TooFewKinds) | None => language.grid_none(),
        },
    }
}
