//! The pages with which a person works on a case, made for a phone: the case with one form, and the queue. They act by plain
//! forms, without script. Knows nothing about links and keys: addresses are given.

use askama::Template;
use domain::case::Clock;
use domain::case::{Case, CaseState};
use domain::moment::{CLAIMED, Code};
use domain::period::date_and_time;
use domain::vocabulary::Language;
use domain::wording;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::style::{FORM, Style};

/// Who reads it, where and when.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Language of the words.
    pub language: Language,
    /// Zone of the times.
    pub zone: &'a TimeZone,
    /// When it is read.
    pub now: Timestamp,
}

/// What a form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Who takes the case.
    Acknowledge,
    /// Who spoke with the customer, how, and what was said.
    Contact,
    /// What caused it, what was done, what was given.
    Resolve,
    /// Why the customer is gone.
    Lose,
    /// Who is to have it.
    Assign,
}

/// A form with what was filled in before, if it has to be filled in again.
pub struct Form<'a> {
    /// What it asks for.
    pub asks: Asks,
    /// The causes to choose from, by name and words: the ones that the touchpoint suggests first.
    pub causes: &'a [(String, String)],
    /// How many of them are suggested.
    pub suggested: usize,
    /// Fields that are not as they should be, and why.
    pub errors: &'a [(String, String)],
    /// What was filled in.
    pub filled: &'a [(String, String)],
}

/// A link to something else that can be done.
pub struct Next {
    /// What it does.
    pub label: &'static str,
    /// Where it leads.
    pub address: String,
    /// Whether it is what should be done next.
    pub is_main: bool,
}

/// One line of the history.
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// What happened, as the history names it.
    pub transition: String,
    /// Who did it.
    pub actor: Option<String>,
    /// What is known besides, part by part.
    pub details: Vec<String>,
}

/// Everything that the page of a case shows.
pub struct View<'a> {
    /// Who reads it.
    pub reader: Reader<'a>,
    /// The case.
    pub case: &'a Case,
    /// What to call the customer.
    pub customer: &'a str,
    /// What the customer said.
    pub words: Option<&'a str>,
    /// What has just happened, or why nothing can be done here.
    pub notice: Option<Notice>,
    /// What is asked.
    pub form: Option<Form<'a>>,
    /// Where the customer's journey is.
    pub journey: Option<String>,
    /// What else can be done.
    pub next: Vec<Next>,
    /// What happened so far, the newest first.
    pub history: Vec<Line>,
}

/// A line above everything else.
pub struct Notice {
    /// What it says.
    pub text: String,
    /// Whether it is good news.
    pub is_good: bool,
}

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage<'a> {
    style: &'a Style,
    language: Language,
    view: &'a View<'a>,
}

/// Renders the page of a case.
pub fn html(view: &View<'_>) -> String {
    crate::rendered(&CasePage { style: &FORM, language: view.reader.language, view })
}

/// One row of the queue.
pub struct Row<'a> {
    /// The case.
    pub case: &'a Case,
    /// What to call the customer.
    pub customer: String,
    /// Where the case is, if the reader may go there.
    pub address: Option<String>,
}

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage<'a> {
    style: &'a Style,
    language: Language,
    reader: Reader<'a>,
    rows: &'a [Row<'a>],
    has_more: bool,
}

/// Renders the queue.
pub fn queue(rows: &[Row<'_>], has_more: bool, reader: Reader<'_>) -> String {
    crate::rendered(&QueuePage { style: &FORM, language: reader.language, reader, rows, has_more })
}

#[derive(Template)]
#[template(path = "case_missing.html")]
struct MissingPage<'a> {
    style: &'a Style,
    language: Language,
    text: &'a str,
}

/// Renders a page that says why there is nothing to see.
pub fn missing(text: &str, language: Language) -> String {
    crate::rendered(&MissingPage { style: &FORM, language, text })
}

/// Returns the `Content-Security-Policy` to send with any of them.
pub fn content_security_policy() -> &'static str {
    &FORM.policy
}

impl Reader<'_> {
    /// Writes a time as people of the business read it.
    pub fn at(&self, at: &Timestamp) -> String {
        date_and_time(*at, self.now, self.zone, self.language)
    }

    pub(crate) fn medium(&self, name: &str) -> String {
        wording::medium(name, self.language)
    }

    /// Writes how long ago it was.
    pub(crate) fn ago(&self, at: &Timestamp) -> String {
        let seconds = u64::try_from(self.now.as_second() - at.as_second()).unwrap_or_default();
        self.language.ago(&wording::duration(seconds.max(1), self.language))
    }

    pub(crate) fn kind(&self, case: &Case) -> String {
        let name = match &case.touchpoint_type {
            Some(name) => wording::touchpoint_type(name, self.language),
            None => self.language.case_touchpoint().to_owned(),
        };
        wording::capitalized(&name)
    }

    /// Says that nothing shows that it was this customer.
    pub(crate) fn claimed(&self) -> String {
        wording::code(&Code::of(CLAIMED), self.language)
    }

    /// Says why nobody was woken for it.
    fn silenced(&self, case: &Case) -> Option<String> {
        let silenced = case.silenced.as_ref()?;
        Some(self.language.case_silenced(&self.at(&silenced.until), &silenced.reason, &silenced.by))
    }

    pub(crate) fn state(&self, state: &CaseState) -> String {
        wording::capitalized(wording::case_state(*state, self.language))
    }

    pub(crate) fn severity(&self, case: &Case) -> String {
        (1..=5).map(|step| if step <= case.severity { '●' } else { '○' }).collect()
    }

    pub(crate) fn value(&self, case: &Case) -> Option<String> {
        case.value_at_risk.as_ref().map(|money| wording::money(money, self.language))
    }

    pub(crate) fn overdue(&self, case: &Case) -> Option<String> {
        let (clock, _) = case.overdue(self.now)?;
        Some(wording::overdue(clock, self.language).to_owned())
    }

    /// Says by when the next step has to be taken.
    pub(crate) fn due(&self, case: &Case) -> Option<String> {
        let (clock, at) = case.next_clock().filter(|(_, at)| *at > self.now)?;
        let time = self.at(&at);
        Some(match clock {
            Clock::Acknowledge => self.language.case_due_acknowledge(&time),
            Clock::Contact => self.language.case_due_contact(&time),
            Clock::Resolve => self.language.case_due_resolve(&time),
        })
    }

    pub(crate) fn happened(&self, line: &Line) -> String {
        wording::capitalized(&wording::happened(&line.transition, self.language))
    }
}

impl Form<'_> {
    fn filled(&self, name: &str) -> &str {
        self.filled.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    fn is_chosen(&self, name: &str, value: &str) -> bool {
        self.filled(name) == value
    }

    fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(field, _)| field == name).map(|(_, why)| why.as_str())
    }

    fn groups(&self) -> [&[(String, String)]; 2] {
        let (suggested, others) = self.causes.split_at(self.suggested.min(self.causes.len()));
        [suggested, others]
    }
}
