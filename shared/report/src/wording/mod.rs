//! The words of a report in English and Spanish. Decides nothing: each sentence stands for something decided elsewhere.

mod first;
mod notes;
mod rates;
mod sentence;

use super::facts::NO_CHANNEL;
use super::ratings::Scale;
use super::tally::OTHER;
use super::voice::Voice;
use domain::vocabulary::Language;
use domain::wording::{capitalized, pick, touchpoint_type, words_of};

pub use first::{
    cause, cause_name, facet, facet_name, moneys, no_recovery, overdue, owner, quadrant, recovery, sign, sign_name,
    waits_for,
};
pub use notes::note;
pub use rates::{change, comparison, interval, part, rate, score, worst_case};
pub use sentence::{coverage, verdict};

/// Words a kind of touchpoint in lower case. It may be a sender's own name: escape it like any other text.
pub fn kind(name: &str, language: Language) -> String {
    match name {
        OTHER => pick(language, "other kinds", "otros tipos").to_owned(),
        _ => touchpoint_type(name, language),
    }
}

/// Words a kind of touchpoint as a heading.
pub fn kind_title(name: &str, language: Language) -> String {
    capitalized(&kind(name, language))
}

/// Words a channel as a heading. It may be a sender's own name: escape it like any other text.
pub fn channel(name: &str, language: Language) -> String {
    let known = match name {
        NO_CHANNEL => Some(("Not said", "Sin indicar")),
        OTHER => Some(("Other channels", "Otros canales")),
        "web" => Some(("Web", "Web")),
        "store" => Some(("Store", "Tienda")),
        "phone" => Some(("Phone", "Teléfono")),
        "chat" => Some(("Chat", "Chat")),
        "sms" => Some(("SMS", "SMS")),
        "email" => Some(("E-mail", "Correo electrónico")),
        "social" => Some(("Social media", "Redes sociales")),
        "app" => Some(("App", "Aplicación")),
        _ => None,
    };
    match known {
        Some((english, spanish)) => pick(language, english, spanish).to_owned(),
        None => capitalized(&words_of(name)),
    }
}

/// Says whose word a number rests on, in lower case.
pub fn voice(voice: Voice, language: Language) -> &'static str {
    let (english, spanish) = match voice {
        Voice::Unsolicited => ("unasked", "sin preguntar"),
        Voice::Solicited => ("when asked", "al preguntar"),
        Voice::Staff => ("seen by staff", "visto por el personal"),
    };
    pick(language, english, spanish)
}

/// Names a rating scale with what its score counts.
pub fn scale(scale: Scale, language: Language) -> (&'static str, &'static str) {
    match scale {
        Scale::Csat => ("CSAT", pick(language, "share of 4 and 5 out of 5", "proporción de 4 y 5 sobre 5")),
        Scale::Stars => (
            pick(language, "Stars", "Estrellas"),
            pick(language, "share of 4 and 5 out of 5", "proporción de 4 y 5 sobre 5"),
        ),
        Scale::Ces => {
            ("CES", pick(language, "share of 5 to 7 out of 7, 7 is easy", "proporción de 5 a 7 sobre 7, 7 es fácil"))
        }
        Scale::Nps => (
            "NPS",
            pick(language, "promoters (9–10) less detractors (0–6)", "promotores (9–10) menos detractores (0–6)"),
        ),
        Scale::Verdict => (
            pick(language, "Good, okay, bad", "Bien, normal, mal"),
            pick(language, "share of good", "proporción de bien"),
        ),
    }
}

/// Says what happened to cases, in lower case and the plural.
pub fn transition(name: &str, language: Language) -> String {
    let (english, spanish) = match name {
        "opened" => ("opened", "abiertos"),
        "joined" => ("joined by another failure", "con otro fallo añadido"),
        "escalated" => ("escalated", "escalados"),
        "reopened" => ("reopened", "reabiertos"),
        "acknowledged" => ("acknowledged", "atendidos"),
        "contacted" => ("customer contacted", "con el cliente contactado"),
        "resolved" => ("resolved", "resueltos"),
        "verified" => ("verified by a later rating", "verificados por una valoración posterior"),
        "lost" => ("customer lost", "con el cliente perdido"),
        _ => return words_of(name),
    };
    pick(language, english, spanish).to_owned()
}

/// Writes a number of customers: `1 customer`, `41.000 clientes`.
pub fn customers(count: u64, language: Language) -> String {
    let noun = match count {
        1 => pick(language, "customer", "cliente"),
        _ => pick(language, "customers", "clientes"),
    };
    format!("{} {noun}", language.count(count))
}

/// Writes a number of moments: `1 moment`, `412 momentos`.
pub fn moments(count: u64, language: Language) -> String {
    let noun = match count {
        1 => pick(language, "moment", "momento"),
        _ => pick(language, "moments", "momentos"),
    };
    format!("{} {noun}", language.count(count))
}

/// Joins names as a sentence does: `a, b and c`, `a, b y c`.
pub fn list(names: &[String], language: Language) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => {
            let sound = last.to_lowercase();
            let and = match language {
                Language::English => "and",
                // Spanish says «e» before the sound of i.
                Language::Spanish if sound.starts_with('i') || sound.starts_with("hi") => "e",
                Language::Spanish => "y",
            };
            format!("{} {and} {last}", first.join(", "))
        }
    }
}

#[cfg(test)]
mod tests;
