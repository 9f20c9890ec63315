//! The sentences people read about what the domain decides, as functions over `shared/words`. Decides nothing: every word here
//! stands for something decided elsewhere.

use crate::case::Transition;
use crate::outcome::promise::Status;
use crate::vocabulary::{Clause, Dimension, Language, Method, Outcome, Stage, Verdict};

mod amounts;
mod cases;
mod codes;
mod touchpoints;

pub use amounts::{duration, facet_value, money};
pub use cases::{
    action, case_state, causes_to_choose, channel_fault, gathered, gathered_overdue, happened, medium, no_case, overdue,
};
pub use codes::{NAMES, code, knows};
pub use touchpoints::{channel, facet, touchpoint_type, words_of};

/// Words a clause as a sentence without its full stop: why a miserable moment is critical.
pub fn clause(clause: Clause, language: Language) -> &'static str {
    match clause {
        Clause::FirstContact => language.clause_first_contact(),
        Clause::FirstExchange => language.clause_first_exchange(),
        Clause::BrokenPromise => language.clause_broken_promise(),
        Clause::Importance => language.clause_importance(),
        Clause::Repeat => language.clause_repeat(),
        Clause::Public => language.clause_public(),
    }
}

/// Words a stage as a short label, what happens there first and the theory's name after it.
pub fn stage(stage: Stage, language: Language) -> &'static str {
    match stage {
        Stage::Zero => language.stage_zero(),
        Stage::First => language.stage_first(),
        Stage::Second => language.stage_second(),
        Stage::Ultimate => language.stage_ultimate(),
    }
}

/// Words an outcome in lower case, to stand in a sentence.
pub fn outcome(outcome: Outcome, language: Language) -> &'static str {
    match outcome {
        Outcome::Misery => language.outcome_misery(),
        Outcome::Average => language.outcome_average(),
        Outcome::Magic => language.outcome_magic(),
        Outcome::Unknown => language.outcome_unknown(),
    }
}

/// Words the rule that decided an outcome in lower case, to stand in a sentence.
pub fn method(method: Method, language: Language) -> &'static str {
    match method {
        Method::Correction => language.method_correction(),
        Method::Explicit => language.method_explicit(),
        Method::Rating => language.method_rating(),
        Method::Gap => language.method_gap(),
        Method::Operational => language.method_operational(),
        Method::Text => language.method_text(),
    }
}

/// Words the simplest rating in lower case.
pub fn verdict(verdict: Verdict, language: Language) -> &'static str {
    match verdict {
        Verdict::Good => language.verdict_good(),
        Verdict::Okay => language.verdict_okay(),
        Verdict::Bad => language.verdict_bad(),
    }
}

/// Words the kind of a rating in lower case; `None` for another name.
pub fn rating(name: &str, language: Language) -> Option<&'static str> {
    language.rating(name)
}

/// Words a side of the contact in lower case.
pub fn dimension(dimension: Dimension, language: Language) -> &'static str {
    match dimension {
        Dimension::Listened => language.dimension_listened(),
        Dimension::Options => language.dimension_options(),
        Dimension::Accompanied => language.dimension_accompanied(),
        Dimension::Empathy => language.dimension_empathy(),
        Dimension::Transparency => language.dimension_transparency(),
        Dimension::Communication => language.dimension_communication(),
    }
}

/// Words what a promise has come to, in lower case.
pub fn promise_status(status: Status, language: Language) -> &'static str {
    match status {
        Status::Open => language.promise_open(),
        Status::Kept => language.promise_kept(),
        Status::Exceeded => language.promise_exceeded(),
        Status::Broken => language.promise_broken(),
        Status::Expired => language.promise_expired(),
    }
}

/// Words what a case did, as the start of a headline.
pub fn transition(transition: Transition, language: Language) -> &'static str {
    match transition {
        Transition::Opened => language.transition_opened(),
        Transition::Joined => language.transition_joined(),
        Transition::Reopened => language.transition_reopened(),
    }
}

/// Returns the text with its first letter in upper case.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitalizing_touches_the_first_letter_only() {
        assert_eq!(capitalized("última visita"), "Última visita");
        assert_eq!(capitalized("iPhone"), "IPhone");
        assert_eq!(capitalized(""), "");
    }
}
