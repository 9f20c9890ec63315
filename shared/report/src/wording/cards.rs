//! The sentences of a card: what failed, how often, for whom, and what to do first. A page and a message say the same.

use super::super::comparison::Measure;
use super::super::ranking::{Cause, Priority};
use super::super::said::Phrase;
use super::super::whom::{Along, Excess};
use super::super::words_read::{LanguageLine, Writing};
use super::{counts, kind_title, part, rate};
use domain::vocabulary::Language;
use domain::wording::{capitalized, channel, words_of};

/// Languages named of those who write.
const LANGUAGES_MAX: usize = 3;

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
    let name = whom_name(whom, language);
    let said = match whom.by {
        Along::Channel | Along::Source => language.front_whom_channel(&name, &here, &elsewhere),
        Along::Segment | Along::Property => language.front_whom_segment(&name, &here, &elsewhere),
    };
    match whom.weeks {
        Some(weeks) => format!("{said} {}", capitalized(&language.front_weeks_counted(weeks)) + "."),
        None => said,
    }
}

/// Names somebody: `SP`, `telephone`, or `seller acme`.
fn whom_name(whom: &Excess, language: Language) -> String {
    match (whom.by, &whom.property) {
        (Along::Channel, _) => channel(&whom.name, language),
        (_, Some(property)) => format!("{} {}", words_of(property), whom.name),
        _ => whom.name.clone(),
    }
}

/// Says what customers say of it and others do not: `“not received” (12 of 40; others: 1 of 60), last 13 weeks`.
pub fn phrases(phrases: &[Phrase], language: Language) -> Option<String> {
    let phrase = |phrase: &Phrase| {
        let [here, elsewhere] = [&phrase.here, &phrase.elsewhere].map(|part| counts(part.proportion(), language));
        language.front_phrase(&language.quoted(&phrase.phrase), &here, &elsewhere)
    };
    let weeks = phrases.first()?.weeks.map(|weeks| language.front_weeks_counted(weeks));
    let said: Vec<_> = phrases.iter().map(phrase).chain(weeks).collect();
    Some(said.join(", "))
}

/// Says who writes and how well it is read, beside what rests on words; `None` where nobody rated.
pub fn writing(writing: &Writing, language: Language) -> Option<String> {
    let [unhappy, others] = [&writing.unhappy, &writing.others].map(|of| part(of, language));
    let wrote = (writing.unhappy.of + writing.others.of > 0).then(|| language.front_writing(&unhappy, &others))?;
    let read: Vec<_> = writing.languages.iter().take(LANGUAGES_MAX).map(|of| in_language(of, language)).collect();
    Some(match read.is_empty() {
        true => wrote,
        false => format!("{wrote} {}", language.front_read(&read.join("; "))),
    })
}

/// Says how well words were read in one language: `pt 62 of 85 (73%)`.
pub fn in_language(of: &LanguageLine, language: Language) -> String {
    let name = if of.language.is_empty() { language.words_language_unknown() } else { &of.language };
    format!("{name} {}", part(&of.right, language))
}

/// Says what to do first: look where it fails most, then have somebody say why, then read.
pub fn first_step(priority: &Priority, has_cases: bool, language: Language) -> String {
    match (&priority.whom, &priority.cause) {
        (Some(whom), _) => language.front_first_whom(&whom_name(whom, language)),
        (None, Some(Cause::Catalogue { .. })) if has_cases && priority.critical > 0 => {
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
