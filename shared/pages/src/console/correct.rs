//! The page where somebody corrects a judgement, or takes a correction back. Decides nothing of what holds.

use askama::Template;
use domain::correction::{Correction, Says};
use domain::rules::Rules;
use domain::touchpoint::Touchpoint;
use domain::vocabulary::{Language, Outcome};
use domain::wording::{self, capitalized};

use super::Shell;
use super::addresses::customer_address;
use crate::case::Reader;

/// A correction as the page lists it.
pub struct Line {
    /// Its id.
    pub id: String,
    /// What was said.
    pub says: String,
    /// Who, when and why.
    pub about: String,
    /// Whether it was taken back.
    pub is_withdrawn: bool,
}

/// Everything that the page shows.
pub struct View<'a> {
    /// What stands around the page.
    pub shell: Shell<'a>,
    /// Who reads it, where and when.
    pub reader: Reader<'a>,
    /// What is corrected.
    pub touchpoint: &'a Touchpoint,
    /// What the customer is called.
    pub customer: &'a str,
    /// How it is judged now: the outcome, and the reasons as sentences.
    pub judged: Option<(Outcome, Vec<String>)>,
    /// The catalogue, which names causes.
    pub rules: &'a Rules,
    /// Where to go afterwards.
    pub to: String,
    /// Fields that are not as they should be, and why.
    pub errors: Vec<(String, String)>,
    /// What was filled in.
    pub filled: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "console/correct.html")]
struct Page<'a> {
    language: Language,
    shell: &'a Shell<'a>,
    view: &'a View<'a>,
    lines: Vec<Line>,
    causes: Vec<(&'a str, String)>,
}

/// Renders the page.
pub fn html(view: &View<'_>) -> String {
    let language = view.shell.language;
    let named = view.rules.causes.iter().map(|(name, cause)| (name.as_str(), capitalized(cause.name(language))));
    let mut causes: Vec<_> = named.collect();
    causes.sort_by(|(_, a), (_, b)| a.cmp(b));
    super::rendered(&Page { language, shell: &view.shell, view, lines: view.lines(), causes })
}

impl View<'_> {
    fn lines(&self) -> Vec<Line> {
        let corrections = &self.touchpoint.corrections;
        let is_withdrawn = |id: &str| {
            corrections.iter().any(|other| matches!(&other.says, Says::Withdrawn { correction } if correction == id))
        };
        let said = corrections.iter().rev().filter(|correction| !matches!(correction.says, Says::Withdrawn { .. }));
        said.map(|correction| {
            let id = correction.id();
            let at = self.reader.at(&correction.at);
            let about = self.shell.language.corrections_by(&correction.by, &at, &correction.reason);
            Line { is_withdrawn: is_withdrawn(&id), id, says: self.says(correction), about }
        })
        .collect()
    }

    fn says(&self, correction: &Correction) -> String {
        let language = self.shell.language;
        match &correction.says {
            Says::Outcome { outcome } => language.reason_corrected(wording::outcome(*outcome, language)),
            Says::Cause { cause } => {
                let name = self.rules.causes.get(cause).map_or(cause.as_str(), |known| known.name(language));
                language.reason_blamed(name)
            }
            Says::Spam => language.reason_set_aside_spam().to_owned(),
            Says::Duplicate { of } => language.corrections_same_as(of),
            Says::OtherCustomer => language.reason_set_aside_other().to_owned(),
            Says::Withdrawn { .. } => language.reason_taken_back().to_owned(),
        }
    }

    fn back(&self) -> String {
        match self.to.is_empty() {
            true => customer_address(&self.touchpoint.recorded),
            false => self.to.clone(),
        }
    }

    fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(field, _)| field == name).map(|(_, why)| why.as_str())
    }

    fn filled(&self, name: &str) -> &str {
        self.filled.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    fn kind(&self) -> String {
        capitalized(&wording::touchpoint_type(&self.touchpoint.touchpoint_type, self.shell.language))
    }

    fn outcome(&self, outcome: impl std::borrow::Borrow<Outcome>) -> String {
        capitalized(wording::outcome(*outcome.borrow(), self.shell.language))
    }
}
