//! The sentences of a card: what failed, how often, for whom, why, whose it is, and what to do first. A page and a message say the same.

use super::{Cause, Owner, Priority, Sign};
use crate::phrasing::{cause_name, counts, kind_title, rate};
use crate::sections::comparisons::Measure;
use crate::sections::whom::words::{whom, whom_name};
use domain::vocabulary::{Dimension, Language};
use domain::wording;

/// Names what failed.
pub fn card_title(priority: &Priority, language: Language) -> String {
    let kind = kind_title(&priority.kind, language);
    match priority.measure {
        Measure::MissedTime => language.front_card_times(&kind),
        Measure::Misery | Measure::BrokenPromise => kind,
    }
}

/// Says how often it failed.
pub fn card_rate(priority: &Priority, language: Language) -> String {
    let rate = rate(&priority.rate, language);
    match priority.measure {
        Measure::MissedTime => language.front_card_times_rate(&rate),
        Measure::Misery | Measure::BrokenPromise => language.front_card_rate(&rate),
    }
}

/// Says what to do first: look where it fails most, then have somebody say why, then read.
pub fn first_step(priority: &Priority, has_cases: bool, language: Language) -> String {
    match (&priority.whom, &priority.cause) {
        (Some(whom), _) => language.front_first_whom(&whom_name(whom, language)),
        (None, Some(Cause::Catalogue { .. } | Cause::Words { .. })) if has_cases && priority.critical > 0 => {
            language.front_first_case().to_owned()
        }
        _ => language.front_first_read().to_owned(),
    }
}

/// Says all of it in one line, as a message does.
pub fn card(priority: &Priority, language: Language) -> String {
    let said = format!("{}: {}.", card_title(priority, language), card_rate(priority, language));
    match &priority.whom {
        Some(of_whom) => format!("{said} {}", whom(of_whom, language)),
        None => said,
    }
}

/// Says what failures have in common: `late: 12 of 14`.
pub fn sign(sign: &Sign, language: Language) -> String {
    format!("{}: {}", sign_name(&sign.sign, language), counts(sign.at.proportion(), language))
}

/// Names what went wrong, to stand in a list. It may hold a sender's own word.
pub fn sign_name(sign: &str, language: Language) -> String {
    let (name, argument) = sign.split_once(':').unwrap_or((sign, ""));
    match name {
        "facet_missed" => language.report_sign_facet(&wording::facet(argument, language)),
        "dimension" => {
            let side = Dimension::from_word(argument).map_or(argument, |side| wording::dimension(side, language));
            language.report_sign_dimension(side)
        }
        _ => language.report_sign(name).map_or_else(|| wording::words_of(sign), str::to_owned),
    }
}

/// Says what usually lies behind failures, and on what that rests.
pub fn cause(cause: &Cause, language: Language) -> String {
    match cause {
        Cause::Cases { cause, of } => {
            language.report_cause_resolved_cases(cause_name(cause, language), &counts(of.proportion(), language))
        }
        Cause::Words { cause, of } => {
            language.report_cause_words(cause_name(cause, language), &counts(of.proportion(), language))
        }
        Cause::Catalogue { causes } => match causes.as_slice() {
            [] => String::new(),
            [only] => language.report_cause_probably(cause_name(only, language)),
            [first, second, ..] => {
                language.report_cause_probably_two(cause_name(first, language), cause_name(second, language))
            }
        },
    }
}

/// Says whose it is, and why.
pub fn owner(owner: &Owner, language: Language) -> String {
    match owner {
        Owner::Configured { owner } => owner.clone(),
        Owner::Met { owner, at } => language.report_owner_met(owner, &counts(at.proportion(), language)),
    }
}
