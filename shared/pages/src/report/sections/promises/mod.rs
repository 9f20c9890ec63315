//! What was promised, and what came of it.

pub(crate) mod overdue;

use domain::vocabulary::Language;
use domain::wording::capitalized;
use reports::{FacetLine, Rate, Report, TooFew, wording};

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

/// What came of promises: of promised times, and of the others by those who were asked and those who were not.
pub(crate) fn promises(report: &Report, language: Language) -> Vec<String> {
    let promises = &report.promises;
    let mut said = Vec::new();
    // Of fewer than five there is nothing to say.
    let is_said = |rate: &Rate| rate.too_few() != Some(TooFew::BelowFive);
    if let Some(due) = promises.due.as_ref().filter(|due| is_said(&due.broken)) {
        said.push(language.report_promises_due(&wording::rate_with_limits(&due.broken, language)));
        said.extend((due.cancelled > 0).then(|| language.report_promises_cancelled(due.cancelled)));
    }
    said.extend(promises.broken.iter().filter(|(_, rate)| is_said(rate)).map(|(voice, rate)| {
        let name = capitalized(wording::voice(*voice, language));
        format!("{}, {name}: {}", language.report_broken_promises(), wording::rate_with_limits(rate, language))
    }));
    let missed = promises.facets.iter().filter(|line| line.missed.count > 0).take(3);
    let missed: Vec<_> = missed.map(|line| wording::facet(line, language)).collect();
    said.extend((!missed.is_empty()).then(|| language.report_promises_missed(&missed.join("; "))));
    said
}
