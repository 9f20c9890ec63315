//! One case: all that one needs before calling, and one form that takes and resolves it. Decides nothing about it.

use askama::Template;
use domain::case::{Case, Clock};
use domain::vocabulary::Language;
use jiff::Timestamp;

use super::Shell;
use super::addresses::customer_address;
use super::journey::{Compared, Journey, compared, pieces};
use crate::case::{Line, Reader};

/// A form that was sent with mistakes, or none.
#[derive(Default)]
pub struct Sent<'a> {
    /// Fields that are not as they should be, and why.
    pub errors: &'a [(String, String)],
    /// What was filled in.
    pub filled: &'a [(String, String)],
}

/// What can be done with the case now.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowed {
    /// Somebody takes it.
    pub take: bool,
    /// Somebody notes that the customer was reached.
    pub contact: bool,
    /// It is handed over.
    pub assign: bool,
    /// It is resolved.
    pub resolve: bool,
    /// The customer is gone.
    pub lose: bool,
}

/// The touchpoint that opened the case, as far as a person needs it.
#[derive(Default)]
pub struct Opening {
    /// When it happened.
    pub at: Option<Timestamp>,
    /// Where: the channel in words.
    pub channel: Option<String>,
    /// What the customer said, with the words that decided.
    pub words: Option<(String, Vec<[u32; 2]>)>,
    /// What was promised and what came.
    pub promised: Vec<domain::journey::Promised>,
    /// Why it is critical, sentences.
    pub critical: Vec<String>,
    /// How it was judged, sentences.
    pub reasons: Vec<String>,
    /// Where that is corrected.
    pub correct: Option<String>,
}

/// Everything that the page shows.
pub struct View<'a> {
    /// What stands around the page.
    pub shell: Shell<'a>,
    /// Who reads it, where and when.
    pub reader: Reader<'a>,
    /// The case.
    pub case: &'a Case,
    /// What to call the customer.
    pub customer: &'a str,
    /// Where the customer is in the company's own system.
    pub contact: Option<String>,
    /// The moment that opened it.
    pub opening: Opening,
    /// The journey, if it could be read.
    pub journey: Option<Journey>,
    /// What happened in the case, the newest first.
    pub history: Vec<Line>,
    /// Whether the reader just did something that can be undone.
    pub undo: bool,
    /// What can be done.
    pub allowed: Allowed,
    /// The causes: those that the touchpoint suggests, and the others; name and words.
    pub causes: [Vec<(String, String)>; 2],
    /// What to do about a cause, by its words; those that the touchpoint suggests first.
    pub playbook: Vec<(String, String)>,
    /// People to whom it can be handed.
    pub people: Vec<String>,
    /// The currency that is filled in.
    pub currency: String,
    /// The form that was sent with mistakes.
    pub sent: Sent<'a>,
}

#[derive(Template)]
#[template(path = "console/case.html")]
struct Page<'a> {
    language: Language,
    shell: &'a Shell<'a>,
    view: &'a View<'a>,
    compared: Vec<Compared>,
    words: Vec<(bool, String)>,
}

/// Renders the page of a case.
pub fn html(view: &View<'_>) -> String {
    let words = view.opening.words.as_ref().map(|(words, marks)| pieces(words, marks)).unwrap_or_default();
    super::rendered(&Page {
        language: view.shell.language,
        shell: &view.shell,
        view,
        compared: compared(&view.opening.promised, view.reader),
        words,
    })
}

impl View<'_> {
    fn address(&self) -> String {
        super::addresses::case_address(self.case)
    }

    fn customer_address(&self) -> String {
        customer_address(&self.case.customer)
    }

    fn error(&self, name: &str) -> Option<&str> {
        self.sent.errors.iter().find(|(field, _)| field == name).map(|(_, why)| why.as_str())
    }

    fn filled(&self, name: &str) -> &str {
        let otherwise = if name == "currency" { self.currency.as_str() } else { "" };
        self.sent.filled.iter().find(|(field, _)| field == name).map_or(otherwise, |(_, value)| value.as_str())
    }

    /// Lists the three times by which something is due, each with whether it is done or late.
    fn clocks(&self, language: Language) -> Vec<(&'static str, String, &'static str)> {
        let Some(deadlines) = self.case.deadlines else { return Vec::new() };
        let done = [self.case.acknowledged_at, self.case.contacted_at, self.case.resolved_at];
        let names =
            [language.console_case_take_by(), language.console_case_contact_by(), language.console_case_resolve_by()];
        Clock::ALL
            .into_iter()
            .zip(done)
            .zip(names)
            .map(|((clock, done), name)| {
                let due = deadlines.of(clock);
                match done {
                    Some(at) => (name, language.console_case_done(&self.reader.at(&at)), "soft"),
                    None if !self.case.state.is_unresolved() => (name, self.reader.at(&due), "soft"),
                    None => (name, self.reader.at(&due), self.reader.urgency(&due)),
                }
            })
            .collect()
    }

    fn does_anything(&self) -> bool {
        self.shell.may_act && (self.allowed.take || self.allowed.resolve || self.allowed.lose)
    }
}

impl Reader<'_> {
    /// Returns the class of a time by which something is due.
    pub(crate) fn urgency(&self, due: &Timestamp) -> &'static str {
        match due.as_second() - self.now.as_second() {
            ..=0 => "late",
            1..14_400 => "soon",
            _ => "soft",
        }
    }

    /// Writes the time of the day.
    pub(crate) fn clock(&self, at: &Timestamp) -> String {
        let local = at.to_zoned(self.zone.clone());
        format!("{:02}:{:02}", local.hour(), local.minute())
    }
}
