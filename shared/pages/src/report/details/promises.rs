//! What was promised, and what came of it.

use domain::vocabulary::Language;
use domain::wording::{capitalized, decimal, signed};
use reports::{FacetLine, Report, wording};

use super::{TableView, columns};
use crate::report::view::say;

pub(super) fn facets(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let row = |line: &FacetLine| {
        let gap = line.mean_gap.map(|gap| {
            if line.facet == "due_at" {
                format!("{} min", language.tenths((10.0 * gap).round() as i64))
            } else {
                signed(gap, language)
            }
        });
        let expected = line.expected.map(|expected| {
            let mean = decimal(expected.mean, language);
            let n = language.count(expected.promises);
            match expected.mean_before {
                Some(before) => format!(
                    "{} (n = {}) → {mean} (n = {n})",
                    decimal(before, language),
                    language.count(expected.promises_before)
                ),
                None => format!("{mean} (n = {n})"),
            }
        });
        vec![
            capitalized(&wording::facet_name(&line.facet, language)),
            wording::part(&line.missed, language),
            language.count(line.kept),
            language.count(line.exceeded),
            gap.unwrap_or_else(|| "–".to_owned()),
            expected.unwrap_or_else(|| "–".to_owned()),
        ]
    };
    TableView {
        id: "facets",
        title: t("Promises, facet by facet", "Promesas, una por una"),
        why: "why-promises",
        hint: t(
            "Moments, not customers: a promise has several facets.",
            "Momentos, no clientes: una promesa tiene varias partes.",
        )
        .to_owned(),
        columns: columns(
            language,
            &[
                ("Promised", "Prometido"),
                ("Missed", "Incumplido"),
                ("Kept", "Cumplido"),
                ("Exceeded", "Superado"),
                ("Mean gap", "Diferencia media"),
                ("Expected on average, before and now", "Esperado de media, antes y ahora"),
            ],
        ),
        rows: report.promises.facets.iter().map(row).collect(),
        links: Vec::new(),
        none: t("Nobody said what came of a promise.", "Nadie dijo qué fue de una promesa."),
    }
}
