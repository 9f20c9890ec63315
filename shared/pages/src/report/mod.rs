//! A report as a page and as a table of moments. Computes no number: it only lays out what the report says.

mod chart;
mod csv;
mod front;
pub(crate) mod monitoring;
pub(crate) mod pieces;
mod sections;
mod view;
mod why;

use askama::Template;
use domain::vocabulary::Language;
use reports::{Breakdown, Report};

use crate::Visit;
use crate::style::{REPORT, Style};

pub use csv::{CsvError, csv, csv_header, csv_rows};

/// Renders the first page of a report: the headline, what to do first, and the ways to everything else. One self-contained page:
/// charts are inline SVG, nothing is fetched, no script runs.
///
/// The same report, language and visit give the same bytes.
pub fn html(report: &Report, language: Language, visit: &Visit) -> String {
    crate::rendered(&front::Front::of(report, language, visit))
}

/// Renders all numbers of a report as one page, by the same rules.
pub fn details_html(report: &Report, language: Language, visit: &Visit) -> String {
    crate::rendered(&view::Page::of(report, language, visit))
}

/// The value of `view` in the address of the page with all numbers.
pub const DETAILS: &str = "details";

#[derive(Template)]
#[template(path = "breakdown.html")]
struct BreakdownPage<'a> {
    language: Language,
    style: &'a Style,
    period: String,
    before: String,
    links: Vec<(String, &'static str)>,
    table: sections::TableView,
}

/// Renders a period broken down as one self-contained page.
pub fn breakdown_html(breakdown: &Breakdown, language: Language, visit: &Visit) -> String {
    let whole = language.report_the_report();
    crate::rendered(&BreakdownPage {
        language,
        style: &REPORT,
        period: domain::wording::capitalized(&breakdown.period.label(language)),
        before: breakdown.before.label(language),
        links: std::iter::once((visit.address(&format!("{}.html", breakdown.period), &[]), whole))
            .chain(view::cuts(breakdown.period, language, visit))
            .collect(),
        table: sections::breakdown(breakdown, language),
    })
}

/// Writes a breakdown as CSV, one line a slice and voice, safe to open in a spreadsheet.
pub fn breakdown_csv<W: std::io::Write>(breakdown: &Breakdown, to: W) -> Result<W, CsvError> {
    csv::breakdown(breakdown, to)
}

/// Returns the `Content-Security-Policy` to send with the page.
pub fn content_security_policy() -> &'static str {
    &REPORT.policy
}
