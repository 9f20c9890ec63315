//! The sentence that says what customers say. Finds no phrase.

use super::Phrase;
use crate::phrasing::counts;
use domain::vocabulary::Language;

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
