//! The list of cases: tabs, filters, rows with boxes, pages. Filters nothing itself: the rows are those to show.

use askama::Template;
use domain::case::{Case, CaseState, Clock};
use domain::vocabulary::Language;
use domain::wording;

use super::Shell;
use super::addresses::{case_address, customer_address};
use super::promise::Promise;
use crate::case::Reader;

/// A case in a list.
pub struct Row<'a> {
    /// The case.
    pub case: &'a Case,
    /// What to call the customer.
    pub customer: String,
    /// What the customer said when it was opened.
    pub words: Option<String>,
    /// Whether the reader took it just now and can undo that.
    pub undo: bool,
}

/// One of the views above the list.
pub struct Tab {
    /// Its name.
    pub label: &'static str,
    /// How many cases it has.
    pub count: u64,
    /// Where it is.
    pub address: String,
    /// Whether it is shown.
    pub is_here: bool,
}

/// A field to choose by.
pub struct Choice {
    /// Its name in the address.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What stands for any.
    pub any: &'static str,
    /// The values with their words, and the chosen one.
    pub values: Vec<(String, String)>,
    /// The value that is chosen; empty for any.
    pub chosen: String,
}

/// Everything that the list shows.
pub struct View<'a> {
    /// What stands around the page.
    pub shell: Shell<'a>,
    /// Who reads it, where and when.
    pub reader: Reader<'a>,
    /// Cases that the reader changed just now, and can undo.
    pub changed: Vec<String>,
    /// Mine, unassigned, overdue, all.
    pub tabs: Vec<Tab>,
    /// The tab that is shown, as the address has it.
    pub tab: &'static str,
    /// Type, segment, severity, owner.
    pub choices: Vec<Choice>,
    /// What is searched for.
    pub search: String,
    /// The rows of this page.
    pub rows: Vec<Row<'a>>,
    /// How many cases are chosen, on all pages.
    pub total: u64,
    /// Where the page before and the next one are.
    pub pages: [Option<String>; 2],
    /// Promises whose time has passed, the longest overdue first.
    pub passed: Vec<Promise>,
    /// How many more of them there are.
    pub passed_others: u64,
    /// The page with all filters, to come back to after an action.
    pub here: String,
    /// People to whom cases can be assigned.
    pub people: Vec<String>,
}

#[derive(Template)]
#[template(path = "console/cases.html")]
struct Page<'a> {
    language: Language,
    shell: &'a Shell<'a>,
    view: &'a View<'a>,
}

/// Renders the list.
pub fn html(view: &View<'_>) -> String {
    super::rendered(&Page { language: view.shell.language, shell: &view.shell, view })
}

impl View<'_> {
    fn is_filtered(&self) -> bool {
        !self.search.is_empty() || self.choices.iter().any(|choice| !choice.chosen.is_empty())
    }

    /// Says why nothing is there: a tab that is empty teaches what comes into it.
    fn nothing(&self, language: Language) -> (&'static str, &'static str) {
        match self.tab {
            _ if self.is_filtered() => (language.console_cases_none_found(), language.console_cases_none_found_why()),
            "mine" => (language.console_cases_none_mine(), language.console_cases_none_mine_why()),
            "unassigned" => (language.console_cases_none_unassigned(), language.console_cases_none_unassigned_why()),
            "overdue" => (language.console_cases_none_overdue(), language.console_cases_none_overdue_why()),
            _ => (language.console_cases_none(), language.console_cases_none_why()),
        }
    }
}

impl Row<'_> {
    pub(crate) fn id(&self) -> String {
        self.case.id()
    }

    pub(crate) fn address(&self) -> String {
        case_address(self.case)
    }

    pub(crate) fn customer_address(&self) -> String {
        customer_address(&self.case.customer)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.case.state == CaseState::Open
    }

    pub(crate) fn saying(&self, language: Language) -> Option<String> {
        self.words.as_ref().map(|words| language.quoted(&shortened(words)))
    }
}

impl Reader<'_> {
    /// Says when a step is due: late, soon or later, with its class.
    pub(crate) fn when(&self, case: &Case) -> Option<(&'static str, String)> {
        if let Some((clock, since)) = case.overdue(self.now) {
            let ago = u64::try_from(self.now.as_second() - since.as_second()).unwrap_or_default().max(60);
            let by = wording::duration(ago - ago % 60, self.language);
            return Some(("late", self.language.console_case_late(clock.as_str(), &by)));
        }
        let (clock, at) = case.next_clock().filter(|(_, at)| *at > self.now)?;
        let is_soon = at.as_second() - self.now.as_second() < SOON_S;
        let time = self.at(&at);
        let words = match clock {
            Clock::Acknowledge => self.language.case_due_acknowledge(&time),
            Clock::Contact => self.language.case_due_contact(&time),
            Clock::Resolve => self.language.case_due_resolve(&time),
        };
        Some((if is_soon { "soon" } else { "soft" }, words))
    }

    pub(crate) fn severity_words(&self, case: &Case) -> String {
        self.language.severity_of_five(&case.severity.to_string())
    }
}

/// Seconds before a step is due in which it stands out.
const SOON_S: i64 = 4 * 3_600;
/// Characters of a saying in a list.
const SAYING_MAX: usize = 160;

/// Cuts a saying at a word, so that a list stays a list.
pub(crate) fn shortened(words: &str) -> String {
    let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= SAYING_MAX {
        return flat;
    }
    let cut: String = flat.chars().take(SAYING_MAX).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_saying_ends_at_a_word() {
        assert_eq!(shortened("cold\n and  late"), "cold and late");
        let long = "word ".repeat(60);
        let cut = shortened(&long);
        assert!(cut.ends_with("word…") && cut.chars().count() <= SAYING_MAX + 1, "{cut}");
    }
}
