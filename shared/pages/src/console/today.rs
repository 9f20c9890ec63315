//! Today: how things are, what to do first, what is promised. Decides nothing: what counts as worse and what is due is given.

use askama::Template;
use domain::case::Case;
use domain::identity::Identity;
use domain::vocabulary::{Language, Outcome};
use domain::wording::{self, capitalized};
use jiff::Timestamp;
use reports::Action;
use reports::monitoring::Line;

use super::Shell;
use super::addresses::customer_address;
use super::cases::Row;
use super::promise::Promise;
use crate::case::Reader;
use crate::report::monitoring::{TrendChart, chart, top};

/// Everything that Today shows.
pub struct View<'a> {
    /// What stands around the page.
    pub shell: Shell<'a>,
    /// Who reads it, where and when.
    pub reader: Reader<'a>,
    /// How things are, from the monitoring; `None` while too few weeks are known.
    pub how: Option<How<'a>>,
    /// Whether anything was ever received.
    pub is_new: bool,
    /// Unresolved cases, all of them.
    pub open: u64,
    /// How many of those that were looked at are overdue.
    pub overdue: u64,
    /// The first of them: the most severe, and of those what is due first.
    pub cases: Vec<Row<'a>>,
    /// Promises whose time has passed, the longest overdue first.
    pub passed: Vec<Promise>,
    /// How many more of them there are.
    pub passed_others: u64,
    /// Promises whose time is close, the closest first.
    pub close: Vec<Promise>,
    /// What somebody planned on the report of last week.
    pub plan: Option<Plan<'a>>,
    /// What came in during the last hour.
    pub hour: Hour,
}

/// How things are.
pub struct How<'a> {
    /// The sentence.
    pub sentence: String,
    /// The series that matters most, with its last 26 weeks.
    pub line: Option<&'a Line>,
    /// Whether something is worse, or something is better and nothing worse.
    pub is: Mood,
    /// Where the report with all of it is.
    pub report: String,
}

/// Whether things are worse, better, or as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Something is worse, or misses its target.
    Worse,
    /// Something is better and nothing worse.
    Better,
    /// Nothing left its range.
    Same,
}

/// A planned action and how what it is about has gone since.
pub struct Plan<'a> {
    /// The action.
    pub action: &'a Action,
    /// How its subject is now, in a sentence; `None` if nothing can be said yet.
    pub since: Option<&'a Line>,
}

/// What came in during the last hour.
#[derive(Default)]
pub struct Hour {
    /// How many ended how: misery, average, magic, unknown.
    pub counts: [u64; 4],
    /// Whether there are more than were counted.
    pub is_at_least: bool,
    /// The latest ones, the newest first.
    pub latest: Vec<Recent>,
}

/// A moment that came in lately.
pub struct Recent {
    /// Whose it is.
    pub customer: Identity,
    /// What to call them.
    pub name: String,
    /// Its type.
    pub touchpoint_type: String,
    /// How it ended.
    pub outcome: Outcome,
    /// When it came.
    pub at: Timestamp,
}

#[derive(Template)]
#[template(path = "console/today.html")]
struct Page<'a> {
    language: Language,
    shell: &'a Shell<'a>,
    view: &'a View<'a>,
    trend: Option<Trend>,
}

/// The line of 26 weeks with its ends.
struct Trend {
    sentence: String,
    chart: TrendChart,
    first: String,
    last: String,
    top: String,
}

/// Renders Today.
pub fn html(view: &View<'_>) -> String {
    let language = view.shell.language;
    super::rendered(&Page { language, shell: &view.shell, view, trend: view.trend(language) })
}

impl Mood {
    fn class(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Better => "better",
            Self::Same => "same",
        }
    }
}

impl View<'_> {
    fn trend(&self, language: Language) -> Option<Trend> {
        let line = self.how.as_ref()?.line?;
        let class = match (line.is_worse(), line.is_better()) {
            (true, _) => "worse",
            (false, true) => "better",
            (false, false) => "same",
        };
        let day = |week: Option<&reports::monitoring::TrendWeek>| {
            week.map(|week| domain::period::short_day(week.week, language)).unwrap_or_default()
        };
        let top = top(line);
        Some(Trend {
            sentence: line.sentence.get(&language).cloned().unwrap_or_default(),
            chart: chart(line, top, class),
            first: day(line.trend.first()),
            last: day(line.trend.last()),
            top: language.monitoring_scale(&language.whole_percent((100.0 * top).round() as u64)),
        })
    }

    /// Returns whether the sentence above says this already.
    fn has_said(&self, sentence: &str) -> bool {
        self.how.as_ref().is_some_and(|how| how.sentence.contains(sentence.trim_end_matches('.')))
    }

    fn class(&self) -> &'static str {
        self.how.as_ref().map_or("same", |how| how.is.class())
    }

    /// Says how many cases are open, and how many of them late.
    fn sum(&self, language: Language) -> String {
        match (self.open, self.overdue) {
            (0, _) => language.console_today_no_cases().to_owned(),
            (open, 0) => language.console_today_open(open),
            (open, late) => format!("{} {}", language.console_today_open(open), language.console_today_late(late)),
        }
    }

    fn hour_total(&self) -> u64 {
        self.hour.counts.iter().sum()
    }

    fn hour_words(&self, language: Language) -> Vec<(&'static str, String)> {
        let outcomes = [Outcome::Misery, Outcome::Average, Outcome::Magic, Outcome::Unknown];
        let some = outcomes.into_iter().zip(self.hour.counts).filter(|(_, count)| *count > 0);
        some.map(|(outcome, count)| {
            (outcome.as_str(), language.console_outcome_count(count, wording::outcome(outcome, language)))
        })
        .collect()
    }
}

impl Recent {
    fn kind(&self, language: Language) -> String {
        capitalized(&wording::touchpoint_type(&self.touchpoint_type, language))
    }

    fn address(&self) -> String {
        customer_address(&self.customer)
    }

    fn outcome_words(&self, language: Language) -> String {
        capitalized(wording::outcome(self.outcome, language))
    }
}

impl Plan<'_> {
    fn sentence(&self, language: Language) -> Option<&str> {
        self.since?.sentence.get(&language).map(String::as_str)
    }

    fn class(&self) -> &'static str {
        match self.since {
            Some(line) if line.is_worse() => "bad",
            Some(line) if line.found.is_some() => "good",
            _ => "soft",
        }
    }
}

/// Returns how many of some cases are overdue.
pub fn overdue<'a>(cases: impl Iterator<Item = &'a Case>, now: Timestamp) -> u64 {
    cases.filter(|case| case.overdue(now).is_some()).count() as u64
}
