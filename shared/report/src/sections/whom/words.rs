//! The sentence that says for whom something fails more often. Tests nothing.

use super::{Along, Excess};
use crate::phrasing::part;
use domain::vocabulary::Language;
use domain::wording::{capitalized, channel, words_of};

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
pub(crate) fn whom_name(whom: &Excess, language: Language) -> String {
    match (whom.by, &whom.property) {
        (Along::Channel, _) => channel(&whom.name, language),
        (_, Some(property)) => format!("{} {}", words_of(property), whom.name),
        _ => whom.name.clone(),
    }
}
