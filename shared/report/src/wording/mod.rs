//! The words of a report. Decides nothing: each sentence stands for something decided elsewhere.

mod cards;
mod first;
mod notes;
mod rates;
mod sentence;

use super::facts::NO_CHANNEL;
use super::ratings::Scale;
use super::tally::OTHER;
use super::voice::Voice;
use domain::vocabulary::Language;
use domain::wording::{capitalized, touchpoint_type, words_of};

pub use cards::{card, card_rate, card_title, first_step, in_language, phrases, whom, writing};
pub use first::{
    cause, cause_name, facet, facet_name, moneys, overdue, owner, quadrant, recovery, sign, sign_name, waits_for,
};
pub use notes::note;
pub use rates::{
    agreement, change, comparison, conversion, counts, estimated, interval, part, percent, rate, rate_with_limits,
    score, worst_case,
};
pub use sentence::{coverage, verdict};
pub(crate) use sentence::{short_history, worded};

/// Words a kind of touchpoint in lower case. It may be a sender's own name: escape it like any other text.
pub fn kind(name: &str, language: Language) -> String {
    match name {
        OTHER => language.report_other_kinds().to_owned(),
        _ => touchpoint_type(name, language),
    }
}

/// Words a kind of touchpoint as a heading.
pub fn kind_title(name: &str, language: Language) -> String {
    capitalized(&kind(name, language))
}

/// Words a channel as a heading. It may be a sender's own name: escape it like any other text.
pub fn channel(name: &str, language: Language) -> String {
    match name {
        NO_CHANNEL => language.report_channel_not_named().to_owned(),
        OTHER => language.report_other_channels().to_owned(),
        _ => capitalized(&domain::wording::channel(name, language)),
    }
}

/// Says whose word a number rests on, in lower case.
pub fn voice(voice: Voice, language: Language) -> &'static str {
    match voice {
        Voice::Unsolicited => language.report_voice_unsolicited(),
        Voice::Solicited => language.report_voice_solicited(),
        Voice::Staff => language.report_voice_staff(),
    }
}

/// Names a rating scale with what its score counts.
pub fn scale(scale: Scale, language: Language) -> (&'static str, &'static str) {
    match scale {
        Scale::Csat => (language.report_scale_csat(), language.report_scale_of_five()),
        Scale::Stars => (language.report_scale_stars(), language.report_scale_of_five()),
        Scale::Ces => (language.report_scale_ces(), language.report_scale_of_seven()),
        Scale::Nps => (language.report_scale_nps(), language.report_scale_of_nps()),
        Scale::Verdict => (language.report_scale_verdict(), language.report_scale_of_verdict()),
    }
}

/// Says what happened to cases, in lower case and the plural.
pub fn transition(name: &str, language: Language) -> String {
    language.report_happened(name).map_or_else(|| words_of(name), str::to_owned)
}

/// Writes a number of customers: `1 customer`, `41.000 clientes`.
pub fn customers(count: u64, language: Language) -> String {
    language.report_customers(count)
}

/// Writes a number of moments: `1 moment`, `412 momentos`.
pub fn moments(count: u64, language: Language) -> String {
    language.report_moments(count)
}

/// Joins names as a sentence does: `a, b and c`, `a, b y c`.
pub fn list(names: &[String], language: Language) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => {
            // Spanish joins differently before the sound of i.
            let letters = last.to_lowercase();
            let is_i = letters.starts_with(['i', 'í']) || letters.starts_with("hi") || letters.starts_with("hí");
            language.list(if is_i { "i" } else { "" }, &first.join(", "), last)
        }
    }
}

#[cfg(test)]
mod tests;
