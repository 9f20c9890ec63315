//! A report as a page and as a table of moments. Computes no number: it only lays out what the report says.

mod chart;
mod csv;
mod sections;
mod tables;
mod view;

use domain::report::Report;
use domain::vocabulary::Language;

use crate::style::REPORT;

pub use csv::{CsvError, CsvWriter, csv};

/// Renders a report as one self-contained page: charts are inline SVG, nothing is fetched, no script runs.
///
/// The same report and language give the same bytes.
pub fn html(report: &Report, language: Language) -> String {
    crate::rendered(&view::Page::of(report, language))
}

/// Returns the `Content-Security-Policy` to send with the page.
pub fn content_security_policy() -> &'static str {
    &REPORT.policy
}
