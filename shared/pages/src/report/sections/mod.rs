//! The sections of a report as the page shows them, by the names that they have in `reports`: tables, charts and lists. Computes no
//! number.

pub(crate) mod cases;
pub(crate) mod comparisons;
mod corrections;
pub(crate) mod counts;
mod drivers;
mod follow_ups;
mod grid;
pub(crate) mod headline;
mod journeys;
pub(crate) mod kinds;
pub(crate) mod priorities;
pub(crate) mod promises;
pub(crate) mod quiet;
pub(crate) mod ratings;
mod recovery;
mod signals;
mod slices;
mod staff;
mod waits;
mod words_read;

use domain::vocabulary::Language;
use reports::{Rate, Report, wording};

use super::chart::BarChart;
use crate::Visit;

pub(crate) use slices::breakdown;

/// One section that is a table.
pub(crate) struct TableView {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    /// Anchor of the rule behind it.
    pub(crate) why: &'static str,
    pub(crate) hint: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    /// Where the first cell of each row leads, if it does; empty where none does.
    pub(crate) links: Vec<Option<String>>,
    /// What is said where there are no rows.
    pub(crate) none: &'static str,
}

impl TableView {
    /// The title of a column, which a narrow screen repeats before each of its cells.
    pub(crate) fn column(&self, place: usize) -> &str {
        self.columns.get(place).map_or("", String::as_str)
    }

    /// Whether it says anything: rows, or why there are none.
    pub(crate) fn is_shown(&self) -> bool {
        !self.rows.is_empty() || self.none.is_empty()
    }

    /// Where the first cell of a row leads.
    pub(crate) fn link(&self, row: usize) -> Option<&str> {
        self.links.get(row)?.as_deref()
    }
}

/// A name and a text.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) bar: Option<BarChart>,
}

fn row(name: &str, text: String) -> Row {
    Row { name: name.to_owned(), text, bar: None }
}

/// Every section that is a table, in the order of the page.
pub(crate) fn tables(report: &Report, language: Language, visit: &Visit) -> Vec<TableView> {
    let mut tables = vec![grid::grid(report, language), journeys::transitions(report, language)];
    tables.extend(journeys::later(report, language));
    tables.extend([
        recovery::recovery(report, language),
        follow_ups::missing(report, language, visit),
        promises::facets(report, language),
        cases::causes(report, language),
        staff::teams(report, language),
        staff::gestures(report, language),
        signals::signals(report, language),
        words_read::words(report, language),
        corrections::corrections(report, language),
        slices::segments(report, language),
        waits::clocks(report, language),
        drivers::drivers(report, language),
    ]);
    tables
}

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn with_limits(rate: &Rate, language: Language) -> String {
    wording::rate_with_limits(rate, language)
}
