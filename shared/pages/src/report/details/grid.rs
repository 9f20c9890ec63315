//! Importance against performance.

use domain::vocabulary::Language;
use reports::{Point, Report, STATED_MIN, wording};

use super::{TableView, columns};
use crate::report::view::say;

pub(super) fn grid(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let tenths = |value: f64| language.tenths((10.0 * value).round() as i64);
    let sign = t("%", "\u{a0}%");
    let share = |share: f64| format!("{}{sign}", language.tenths((1_000.0 * share).round() as i64));
    let mut points: Vec<_> = report.grid.iter().flat_map(|grid| &grid.points).collect();
    points.sort_by(|a, b| (a.quadrant as u8).cmp(&(b.quadrant as u8)).then(b.importance.total_cmp(&a.importance)));
    let row = |point: &&Point| {
        let stated = if point.stated >= STATED_MIN {
            format!(" ({} {})", t("stated by", "según"), language.count(point.stated))
        } else {
            String::new()
        };
        vec![
            wording::kind_title(&point.kind, language),
            wording::quadrant(point.quadrant, language).to_owned(),
            format!("{}{stated}", tenths(point.importance)),
            share(point.performance),
            language.count(point.judged),
        ]
    };
    let hint = report.grid.as_ref().map(|grid| {
        format!(
            "{} {}; {} {}. {}: {}.",
            t("Crosshairs at the means: importance", "Ejes en las medias: importancia"),
            tenths(grid.importance),
            t("without misery", "sin miseria"),
            share(grid.performance),
            t("Importance stated after the opinion, not counted", "Importancia indicada tras opinar, no contada"),
            language.count(grid.stated_too_late)
        )
    });
    TableView {
        id: "grid",
        title: t("Importance against performance", "Importancia frente a desempeño"),
        why: "why-grid",
        hint: hint.unwrap_or_default(),
        columns: columns(
            language,
            &[
                ("Kind", "Tipo"),
                ("What to do", "Qué hacer"),
                ("Importance, 1 to 5", "Importancia, 1 a 5"),
                ("Without misery", "Sin miseria"),
                ("n", "n"),
            ],
        ),
        rows: points.iter().map(row).collect(),
        links: Vec::new(),
        none: t(
            "Fewer than two kinds have 10 judged customers.",
            "Menos de dos tipos tienen 10 clientes con resultado conocido.",
        ),
    }
}
