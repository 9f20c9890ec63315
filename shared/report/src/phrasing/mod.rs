//! What the sentences of all sections share: names of kinds, channels and voices, numbers and lists. Decides nothing.

mod rates;

use super::cause::CauseName;
use super::fact::NO_CHANNEL;
use super::tally::OTHER;
use super::voice::Voice;
use domain::touchpoint::Money;
use domain::vocabulary::Language;
use domain::wording::{capitalized, money, touchpoint_type};

pub use rates::{counts, estimated, interval, part, percent, rate, rate_with_limits, worst_case};
pub(crate) use rates::{with_percent, with_range};

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

/// Names a cause as the catalogue does.
pub fn cause_name(cause: &CauseName, language: Language) -> &str {
    cause.name.get(&language).unwrap_or(&cause.cause)
}

/// Joins amounts of money: `120.50 EUR, 30 USD`; `None` if there are none.
pub fn moneys(moneys: &[Money], language: Language) -> Option<String> {
    let all: Vec<_> = moneys.iter().map(|one| money(one, language)).collect();
    (!all.is_empty()).then(|| all.join(", "))
}
