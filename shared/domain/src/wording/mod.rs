//! The sentences people read, in English and Spanish, as tables a person without code could review. Decides nothing:
//! every word here stands for something decided elsewhere.

use crate::case::Transition;
use crate::outcome::promise::Status;
use crate::vocabulary::{Clause, Dimension, Language, Method, Outcome, Stage, Verdict};

mod amounts;
mod cases;
mod codes;
mod complaints;
mod touchpoints;

pub use amounts::{decimal, duration, facet_value, money, ordinal, signed};
pub use cases::{MEDIA, action, case_state, channel_fault, gathered, gathered_overdue, happened, medium, overdue};
pub use codes::{NAMES, code, knows};
pub use complaints::complaint;
pub use touchpoints::{channel, facet, touchpoint_type, words_of};

/// Picks the text of a language.
pub fn pick(language: Language, english: &'static str, spanish: &'static str) -> &'static str {
    match language {
        Language::English => english,
        Language::Spanish => spanish,
    }
}

/// Words a clause as a sentence without its full stop: why a miserable moment is critical.
pub fn clause(clause: Clause, language: Language) -> &'static str {
    let (english, spanish) = match clause {
        Clause::FirstContact => (
            "It was the first contact with service on record",
            "Fue el primer contacto con el servicio del que hay constancia",
        ),
        Clause::FirstExchange => {
            ("It was the first exchange of this purchase", "Fue el primer intercambio de esta compra")
        }
        Clause::BrokenPromise => ("A promise was clearly broken", "Se incumplió claramente una promesa"),
        Clause::Importance => ("This kind of contact matters a lot", "Es un contacto que importa mucho"),
        Clause::Repeat => {
            ("It is not the first failure this customer met lately", "No es el primer fallo reciente con este cliente")
        }
        Clause::Public => ("Others could see it", "Otras personas pudieron verlo"),
    };
    pick(language, english, spanish)
}

/// Words a stage as a short label, what happens there first and the theory's name after it.
pub fn stage(stage: Stage, language: Language) -> &'static str {
    let (english, spanish) = match stage {
        Stage::Zero => ("Research (zero)", "Búsqueda (cero)"),
        Stage::First => ("Encounter (first)", "Encuentro (primero)"),
        Stage::Second => ("Use (second)", "Uso (segundo)"),
        Stage::Ultimate => ("Sharing (ultimate)", "Opinión (último)"),
    };
    pick(language, english, spanish)
}

/// Words an outcome in lower case, to stand in a sentence.
pub fn outcome(outcome: Outcome, language: Language) -> &'static str {
    let (english, spanish) = match outcome {
        Outcome::Misery => ("misery", "miseria"),
        Outcome::Average => ("average", "normal"),
        Outcome::Magic => ("magic", "magia"),
        Outcome::Unknown => ("unknown", "desconocido"),
    };
    pick(language, english, spanish)
}

/// Words the rule that decided an outcome in lower case, to stand in a sentence.
pub fn method(method: Method, language: Language) -> &'static str {
    let (english, spanish) = match method {
        Method::Explicit => ("the sender", "el remitente"),
        Method::Rating => ("the rating", "la valoración"),
        Method::Gap => ("the experience against the promise", "la experiencia frente a la promesa"),
        Method::Operational => ("the times and the resolution", "los tiempos y la resolución"),
        Method::Text => ("the customer's words", "las palabras del cliente"),
    };
    pick(language, english, spanish)
}

/// Words the simplest rating in lower case.
pub fn verdict(verdict: Verdict, language: Language) -> &'static str {
    let (english, spanish) = match verdict {
        Verdict::Good => ("better than expected", "mejor de lo esperado"),
        Verdict::Okay => ("as expected", "como se esperaba"),
        Verdict::Bad => ("worse than expected", "peor de lo esperado"),
    };
    pick(language, english, spanish)
}

/// Words the kind of a rating in lower case; `None` for another name.
pub fn rating(name: &str, language: Language) -> Option<&'static str> {
    let (english, spanish) = match name {
        "csat" => ("satisfaction", "satisfacción"),
        "ces" => ("ease", "facilidad"),
        "stars" => ("stars", "estrellas"),
        "nps" => ("likelihood to recommend", "nota de recomendación"),
        "verdict" => ("verdict", "veredicto"),
        _ => return None,
    };
    Some(pick(language, english, spanish))
}

/// Words a side of the contact in lower case.
pub fn dimension(dimension: Dimension, language: Language) -> &'static str {
    let (english, spanish) = match dimension {
        Dimension::Listened => ("being listened to", "la escucha"),
        Dimension::Options => ("being given options", "las opciones ofrecidas"),
        Dimension::Accompanied => ("being accompanied", "el acompañamiento"),
        Dimension::Empathy => ("empathy", "la empatía"),
        Dimension::Transparency => ("transparency", "la transparencia"),
    };
    pick(language, english, spanish)
}

/// Words what a promise has come to, in lower case.
pub fn promise_status(status: Status, language: Language) -> &'static str {
    let (english, spanish) = match status {
        Status::Open => ("open", "pendiente"),
        Status::Kept => ("kept", "cumplida"),
        Status::Exceeded => ("exceeded", "superada"),
        Status::Broken => ("broken", "incumplida"),
        Status::Expired => ("expired", "vencida"),
    };
    pick(language, english, spanish)
}

/// Words what a case did, as the start of a headline.
pub fn transition(transition: Transition, language: Language) -> &'static str {
    let (english, spanish) = match transition {
        Transition::Opened => ("New case", "Caso nuevo"),
        Transition::Joined => ("Another failure in an open case", "Otro fallo en un caso abierto"),
        Transition::Reopened => ("Case reopened", "Caso reabierto"),
    };
    pick(language, english, spanish)
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
    fn every_word_of_the_closed_sets_reads_differently_in_the_two_languages() {
        let (en, es) = (Language::English, Language::Spanish);
        for value in Clause::ALL {
            assert_ne!(clause(*value, en), clause(*value, es));
        }
        for value in Stage::ALL {
            assert_ne!(stage(*value, en), stage(*value, es));
        }
        for value in Outcome::ALL {
            assert_ne!(outcome(*value, en), outcome(*value, es));
        }
        for value in Method::ALL {
            assert_ne!(method(*value, en), method(*value, es));
        }
        for value in Verdict::ALL {
            assert_ne!(verdict(*value, en), verdict(*value, es));
        }
        for value in Dimension::ALL {
            assert_ne!(dimension(*value, en), dimension(*value, es));
        }
        for name in ["csat", "ces", "stars", "nps", "verdict"] {
            assert_ne!(rating(name, en), rating(name, es));
        }
        for status in [Status::Open, Status::Kept, Status::Exceeded, Status::Broken, Status::Expired] {
            assert_ne!(promise_status(status, en), promise_status(status, es));
        }
    }

    #[test]
    fn capitalizing_touches_the_first_letter_only() {
        assert_eq!(capitalized("última visita"), "Última visita");
        assert_eq!(capitalized("iPhone"), "IPhone");
        assert_eq!(capitalized(""), "");
    }
}
