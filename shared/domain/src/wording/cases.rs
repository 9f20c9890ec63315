//! The words around a case: where it stands, what is overdue, what can be done, what many of them have in common.
//! Decides nothing.

use super::{duration, pick};
use crate::alerting::{Action, ChannelFault};
use crate::case::CaseState;
use crate::case::Clock;
use crate::vocabulary::Language;

/// Words the state of a case in lower case.
pub fn case_state(state: CaseState, language: Language) -> &'static str {
    let (english, spanish) = match state {
        CaseState::Open => ("open", "abierto"),
        CaseState::Acknowledged => ("acknowledged", "asumido"),
        CaseState::Contacted => ("customer contacted", "cliente contactado"),
        CaseState::Resolved => ("resolved", "resuelto"),
        CaseState::Verified => ("verified by the customer", "verificado por el cliente"),
        CaseState::Lost => ("lost", "perdido"),
    };
    pick(language, english, spanish)
}

/// Words a step that nobody took in time, as a headline.
pub fn overdue(clock: Clock, language: Language) -> &'static str {
    let (english, spanish) = match clock {
        Clock::Acknowledge => ("Overdue: nobody has taken this case", "Fuera de plazo: nadie ha asumido este caso"),
        Clock::Contact => {
            ("Overdue: nobody has spoken with the customer", "Fuera de plazo: nadie ha hablado con el cliente")
        }
        Clock::Resolve => ("Overdue: the case is not resolved", "Fuera de plazo: el caso no está resuelto"),
    };
    pick(language, english, spanish)
}

/// Words what can be done, as the label of a button.
pub fn action(action: Action, language: Language) -> &'static str {
    let (english, spanish) = match action {
        Action::Acknowledge => ("I'll take it", "Me encargo"),
        Action::Contact => ("Customer contacted", "Cliente contactado"),
        Action::Resolve => ("Resolve", "Resolver"),
        Action::Show => ("Open the case", "Abrir el caso"),
    };
    pick(language, english, spanish)
}

/// Words a number of cases gathered in a number of seconds, as a headline.
pub fn gathered(cases: u32, seconds: u64, language: Language) -> String {
    let within = duration(seconds.max(1), language);
    match (language, cases) {
        (Language::English, 1) => format!("1 critical moment in {within}"),
        (Language::English, _) => format!("{cases} critical moments in {within}"),
        (Language::Spanish, 1) => format!("1 momento crítico en {within}"),
        (Language::Spanish, _) => format!("{cases} momentos críticos en {within}"),
    }
}

/// Words a number of cases that nobody moved in time, as a headline.
pub fn gathered_overdue(cases: u32, language: Language) -> String {
    match (language, cases) {
        (Language::English, 1) => "1 case is overdue".to_owned(),
        (Language::English, _) => format!("{cases} cases are overdue"),
        (Language::Spanish, 1) => "1 caso fuera de plazo".to_owned(),
        (Language::Spanish, _) => format!("{cases} casos fuera de plazo"),
    }
}

/// Words what happened to one case, in lower case, by the name that its history has for it.
pub fn happened(transition: &str, language: Language) -> String {
    let (english, spanish) = match transition {
        "opened" => ("opened", "abierto"),
        "joined" => ("another failure of the same customer", "otro fallo del mismo cliente"),
        "reopened" => ("opened again", "abierto de nuevo"),
        "acknowledged" => ("taken", "asumido"),
        "assigned" => ("handed over", "pasado a otra persona"),
        "contacted" => ("customer contacted", "cliente contactado"),
        "resolved" => ("resolved", "resuelto"),
        "verified" => {
            ("verified by the customer's later rating", "verificado por una valoración posterior del cliente")
        }
        "lost" => ("customer lost", "cliente perdido"),
        "escalated" => ("escalated", "escalado"),
        _ => return super::words_of(transition),
    };
    pick(language, english, spanish).to_owned()
}

/// How a customer is reached: names, and their words in English and Spanish.
pub const MEDIA: [(&str, &str, &str); 6] = [
    ("phone", "by phone", "por teléfono"),
    ("email", "by e-mail", "por correo"),
    ("chat", "by chat", "por chat"),
    ("in_person", "in person", "en persona"),
    ("letter", "by letter", "por carta"),
    ("other", "some other way", "de otra forma"),
];

/// Words how a customer was reached; a name that is not known stands for itself.
pub fn medium(name: &str, language: Language) -> String {
    let known = MEDIA.iter().find(|(known, ..)| *known == name);
    known.map_or_else(|| super::words_of(name), |(_, english, spanish)| pick(language, english, spanish).to_owned())
}

/// Words what is wrong with a channel: a headline, and a sentence that says what it means.
///
/// The name may be anything: escape it like any other.
pub fn channel_fault(channel: &str, fault: ChannelFault, language: Language) -> (String, &'static str) {
    match (fault, language) {
        (ChannelFault::Disabled, Language::English) => (
            format!("Channel {channel} is switched off"),
            "Its endpoint says that it is gone for good (410). Nothing more is sent there.",
        ),
        (ChannelFault::Disabled, Language::Spanish) => (
            format!("El canal {channel} está desactivado"),
            "Su destino dice que ha dejado de existir (410). Ya no se le envía nada.",
        ),
        (ChannelFault::Dead, Language::English) => (
            format!("A message never reached channel {channel}"),
            "It was given up after the last try, and is kept. There may be more: this is said once a day.",
        ),
        (ChannelFault::Dead, Language::Spanish) => (
            format!("Un mensaje no llegó al canal {channel}"),
            "Se abandonó tras el último intento, y se conserva. Puede haber más: se avisa una vez al día.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Language::{English, Spanish};

    #[test]
    fn every_word_around_a_case_reads_differently_in_the_two_languages() {
        for state in [
            CaseState::Open,
            CaseState::Acknowledged,
            CaseState::Contacted,
            CaseState::Resolved,
            CaseState::Verified,
            CaseState::Lost,
        ] {
            assert_ne!(case_state(state, English), case_state(state, Spanish));
        }
        for clock in Clock::ALL {
            assert_ne!(overdue(clock, English), overdue(clock, Spanish));
        }
        for value in Action::ALL {
            assert_ne!(action(value, English), action(value, Spanish));
        }
        for fault in [ChannelFault::Disabled, ChannelFault::Dead] {
            assert_ne!(channel_fault("crm", fault, English), channel_fault("crm", fault, Spanish));
        }
    }

    #[test]
    fn what_happened_and_how_the_customer_was_reached_reads_differently_in_the_two_languages() {
        for transition in ["opened", "joined"].into_iter().chain(crate::case::Step::ALL.map(crate::case::Step::done)) {
            assert_ne!(happened(transition, English), happened(transition, Spanish), "{transition}");
        }
        for (name, ..) in MEDIA {
            assert_ne!(medium(name, English), medium(name, Spanish), "{name}");
        }
        assert_eq!(
            (gathered_overdue(1, English), gathered_overdue(7, Spanish)),
            ("1 case is overdue".into(), "7 casos fuera de plazo".into())
        );
    }

    #[test]
    fn one_is_told_as_one() {
        assert_eq!(gathered(1, 0, English), "1 critical moment in 1 second");
        assert_eq!(gathered(37, 300, Spanish), "37 momentos críticos en 5 minutos");
    }
}
