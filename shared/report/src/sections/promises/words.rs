//! The words for promised facets. Counts nothing.

use super::FacetLine;
use super::facts::DUE;
use crate::phrasing::counts;
use domain::vocabulary::Language;
use domain::wording;

/// Names a promised facet; the promised time is one.
pub fn facet_name(facet: &str, language: Language) -> String {
    if facet == DUE {
        return language.report_facet_due().to_owned();
    }
    wording::facet(facet, language)
}

/// Says how often a facet was missed: `the promised time 12 of 40`.
pub fn facet(line: &FacetLine, language: Language) -> String {
    format!("{} {}", facet_name(&line.facet, language), counts(line.missed.proportion(), language))
}
