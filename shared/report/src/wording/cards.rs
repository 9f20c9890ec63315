//! The sentences of a card: what failed, how often, for whom, and what to do first. A page and a message say the same.

use super::super::comparison::Measure;
use super::super::facts::Cut;
use super::super::ranking::{Cause, Priority};
use super::super::said::Phrase;
use super::super::whom::Excess;
use super::{counts, kind_title, part, rate};
use domain::vocabulary::Language;

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

/// Says for whom it fails more often than for the others.
pub fn whom(whom: &Excess, language: Language) -> String {
    let [here, elsewhere] = [&whom.here, &whom.elsewhere].map(|of| part(of, language));
    match whom.by {
        Cut::Channel => {
            let name = domain::wording::channel(&whom.name, language);
            language.front_whom_channel(&name, &here, &elsewhere)
        }
        Cut::Source => language.front_whom_channel(&whom.name, &here, &elsewhere),
        Cut::Segment | Cut::TouchpointType => language.front_whom_segment(&whom.name, &here, &elsewhere),
    }
}

/// Says what customers say of it and others do not: `“not received” (12 of 40; others: 1 of 60)`.
pub fn phrase(phrase: &Phrase, language: Language) -> String {
    let [here, elsewhere] = [&phrase.here, &phrase.elsewhere].map(|part| counts(part.proportion(), language));
    language.front_phrase(&language.quoted(&phrase.phrase), &here, &elsewhere)
}

/// Says what to do first: look where it fails most, then have somebody say why, then read.
pub fn first_step(priority: &Priority, language: Language) -> String {
    match (&priority.whom, &priority.cause) {
        (Some(whom), _) => language.front_first_whom(&whom.name),
        (None, Some(Cause::Catalogue { .. })) if priority.critical > 0 => language.front_first_case().to_owned(),
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
