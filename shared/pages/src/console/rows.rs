//! The rows behind a number of a report: moments, each with a way to its customer's journey. Finds none itself.

use askama::Template;
use domain::moment::Moment;
use domain::period::Period;
use domain::vocabulary::Language;
use domain::wording::{self, capitalized};

use super::Shell;
use super::addresses::customer_address;
use crate::case::Reader;

/// Everything that the page shows.
pub struct View<'a> {
    /// What stands around the page.
    pub shell: Shell<'a>,
    /// Who reads it, where and when.
    pub reader: Reader<'a>,
    /// The period.
    pub period: Period,
    /// What was asked for, word by word.
    pub chosen: Vec<String>,
    /// The moments, in the order of their times, each with what to call its customer.
    pub moments: Vec<(&'a Moment, String)>,
    /// Where there may be more.
    pub next: Option<String>,
}

#[derive(Template)]
#[template(path = "console/rows.html")]
struct Page<'a> {
    language: Language,
    shell: &'a Shell<'a>,
    view: &'a View<'a>,
    rows: Vec<Row>,
}

struct Row {
    at: String,
    customer: String,
    address: String,
    kind: String,
    outcome: &'static str,
    outcome_words: String,
    reasons: String,
}

/// Renders the rows.
pub fn html(view: &View<'_>) -> String {
    let language = view.shell.language;
    let row = |(moment, customer): &(&Moment, String)| Row {
        at: view.reader.at(&moment.occurred_at),
        customer: customer.clone(),
        address: customer_address(&moment.customer),
        kind: capitalized(&wording::touchpoint_type(&moment.touchpoint_type, language)),
        outcome: moment.outcome.as_str(),
        outcome_words: capitalized(wording::outcome(moment.outcome, language)),
        reasons: reasons(moment, language),
    };
    let rows = view.moments.iter().map(row).collect();
    super::rendered(&Page { language, shell: &view.shell, view, rows })
}

fn reasons(moment: &Moment, language: Language) -> String {
    let critical = moment.critical.iter().map(|clause| wording::clause(*clause, language).to_owned());
    let others = moment.reasons.iter().filter(|code| code.name() != "stage_by_type");
    critical.chain(others.map(|code| wording::code(code, language))).collect::<Vec<_>>().join(" · ")
}

impl View<'_> {
    fn label(&self, language: Language) -> String {
        capitalized(&self.period.label(language))
    }
}
