//! Importance against performance.

use domain::vocabulary::Language;
use reports::{GridRefusal, Point, Report, STATED_MIN, wording};

use super::{TableView, columns};

pub(super) fn grid(report: &Report, language: Language) -> TableView {
    let tenths = |value: f64| language.tenths((10.0 * value).round() as i64);
    let share = |share: f64| language.whole_percent((100.0 * share).round() as u64);
    let mut points: Vec<_> = report.grid.iter().flat_map(|grid| &grid.points).collect();
    let place =
        |point: &Point| report.improve.iter().position(|priority| priority.kind == point.kind).unwrap_or(usize::MAX);
    points.sort_by(|a, b| place(a).cmp(&place(b)).then(b.importance.total_cmp(&a.importance)));
    let row = |point: &&Point| {
        let importance = match point.stated >= STATED_MIN {
            true => language.grid_stated(&tenths(point.importance), &language.count(point.stated)),
            false => tenths(point.importance),
        };
        vec![
            wording::kind_title(&point.kind, language),
            what_to_do(point, report, language),
            importance,
            share(point.performance),
            language.count(point.judged),
        ]
    };
    let hint = report.grid.as_ref().map(|grid| {
        language.grid_hint(&tenths(grid.importance), &share(grid.performance), &language.count(grid.stated_too_late))
    });
    let is_refused = report.grid_refused == Some(GridRefusal::SameImportance);
    let refusal = is_refused.then(|| language.grid_none_same().to_owned());
    TableView {
        id: "grid",
        title: language.grid_title(),
        why: "why-grid",
        hint: hint.or(refusal).unwrap_or_default(),
        columns: columns(&[
            language.report_column_kind(),
            language.grid_what_to_do(),
            language.grid_importance(),
            language.grid_share(),
            language.report_column_judged(),
        ]),
        rows: points.iter().map(row).collect(),
        links: Vec::new(),
        none: if is_refused { "" } else { language.grid_none() },
    }
}

/// Says what to do with a kind: its place among the things to improve, so that this table and the cards cannot contradict each other;
/// where it lies for the others.
fn what_to_do(point: &Point, report: &Report, language: Language) -> String {
    match report.improve.iter().position(|priority| priority.kind == point.kind) {
        Some(place) => language.grid_place(&(place + 1).to_string()),
        None => wording::quadrant(point.quadrant, language).to_owned(),
    }
}
