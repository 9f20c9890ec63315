//! What a failure is about: whether two touchpoints tell of one failure or of two. Remembers nothing.

use jiff::Timestamp;

use crate::outcome::{self, Question, Verdict};
use crate::rules::Rules;

use crate::vocabulary::Outcome;

/// What went wrong, where it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missed {
    /// It came too late, or has not come.
    Time,
    /// It is not what was promised, or broken.
    Thing,
}

impl Missed {
    /// Names what went wrong at a touchpoint: by its times, by what came, or by clear words of the customer.
    pub(super) fn of(question: &Question<'_>, verdict: &Verdict, waiting: &Waiting, rules: &Rules) -> Option<Self> {
        if verdict.outcome != Outcome::Misery {
            return None;
        }
        let (missed_a_facet, _) = outcome::gap_shows(question);
        if missed_a_facet {
            Some(Self::Thing)
        } else if outcome::broke_time(question) || waiting.is_overdue() {
            Some(Self::Time)
        } else {
            question.comment.speaks_of(&rules.episode.thing_words, &rules.episode.time_words).then_some(Self::Thing)
        }
    }
}

/// How long a customer has been waiting for what was promised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Waiting {
    /// Seconds since the promised time.
    pub(super) overdue_s: Option<i64>,
    /// Seconds since it was promised.
    pub(super) promised_s: Option<i64>,
    /// Seconds that the promise had.
    pub(super) length_s: Option<i64>,
}

impl Waiting {
    /// Looks at the promise that a touchpoint speaks of. `term` is when that was made, and the promised time; `comes` tells whether
    /// what was promised comes with it.
    pub(super) fn of(question: &Question<'_>, term: Option<(Timestamp, Option<Timestamp>)>, comes: bool) -> Self {
        let at = question.touchpoint.placed_at();
        let Some((made_at, due_at)) = term else { return Self::default() };
        let length_s = due_at.map(|due_at| due_at.duration_since(made_at).as_secs().max(0));
        let has_come = comes || question.touchpoint.said.done_at.is_some();
        let overdue_s = match question.expiry {
            Some(outcome::promise::Expiry::Passed(overdue)) => Some(overdue.by_s),
            Some(_) => None,
            None => question.overdue.map(|overdue| overdue.by_s).filter(|_| !has_come),
        };
        let promised_s = overdue_s.map(|_| at.duration_since(made_at).as_secs().max(0));
        Self { overdue_s, promised_s, length_s }
    }

    /// Returns whether the promised time has passed, and its tolerance, and nothing has come.
    pub(super) fn is_overdue(&self) -> bool {
        self.overdue_s.is_some()
    }
}
