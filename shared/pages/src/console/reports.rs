//! The list of reports, each with its numbers. Counts nothing.

use askama::Template;
use domain::period::Period;
use domain::vocabulary::Language;
use domain::wording::capitalized;

use super::Shell;

/// A report in the list.
pub struct Row {
    /// Its period.
    pub period: Period,
    /// Whether the period is over.
    pub is_over: bool,
    /// What it counts; `None` while that is not added up.
    pub numbers: Option<Numbers>,
}

/// What a report counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Moments.
    pub moments: u64,
    /// Of these how many ended badly.
    pub misery: u64,
    /// How many were better than expected.
    pub magic: u64,
    /// How many were critical.
    pub critical: u64,
    /// How many have a known outcome.
    pub judged: u64,
}

/// A part of the list.
pub struct Group {
    /// What it is called.
    pub title: &'static str,
    /// The reports, the newest first.
    pub rows: Vec<Row>,
}

/// Everything that the page shows.
pub struct View<'a> {
    /// What stands around the page.
    pub shell: Shell<'a>,
    /// Weeks, months and the rest.
    pub groups: Vec<Group>,
    /// The first and the last day that are chosen.
    pub chosen: (String, String),
    /// What is wrong with the days that were chosen.
    pub error: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "console/reports.html")]
struct Page<'a> {
    language: Language,
    shell: &'a Shell<'a>,
    view: &'a View<'a>,
}

/// Renders the list.
pub fn html(view: &View<'_>) -> String {
    super::rendered(&Page { language: view.shell.language, shell: &view.shell, view })
}

impl Row {
    fn label(&self, language: Language) -> String {
        capitalized(&self.period.label(language))
    }

    fn address(&self) -> String {
        format!("/reports/{}", self.period)
    }

    fn rows(&self, query: &str) -> String {
        format!("/reports/{}/moments{query}", self.period)
    }
}

impl Numbers {
    fn share(self, language: Language) -> String {
        match self.judged {
            0 => String::new(),
            judged => language.whole_percent((100.0 * self.misery as f64 / judged as f64).round() as u64),
        }
    }
}
