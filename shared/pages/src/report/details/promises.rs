//! What was promised, and what came of it.

use domain::vocabulary::Language;
use domain::wording::capitalized;
use reports::{FacetLine, Report, wording};

use super::{TableView, columns};

pub(super) fn facets(report: &Report, language: Language) -> TableView {
    let row = |line: &FacetLine| {
        let gap = line.mean_gap.map(|gap| {
            if line.facet == "due_at" {
                language.facets_minutes(&language.tenths((10.0 * gap).round() as i64))
            } else {
                language.signed_decimal(gap)
            }
        });
        let expected = line.expected.map(|expected| {
            let now = language.facets_mean(&language.decimal(expected.mean), expected.promises);
            match expected.mean_before {
                Some(before) => {
                    let before = language.facets_mean(&language.decimal(before), expected.promises_before);
                    format!("{before} → {now}")
                }
                None => now,
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
        title: language.facets_title(),
        why: "why-promises",
        hint: language.facets_hint().to_owned(),
        columns: columns(&[
            language.facets_promised(),
            language.facets_missed(),
            language.facets_kept(),
            language.facets_exceeded(),
            language.facets_gap(),
            language.facets_expected(),
        ]),
        rows: report.promises.facets.iter().map(row).collect(),
        links: Vec::new(),
        none: language.report_promises_none(),
    }
}
