//! The sentences of the first screen: causes, owners, recovery, promises, cases, what was promised.

use super::super::cases::{OpenCase, Overdue};
use super::super::details::Quadrant;
use super::super::facts::{DUE, WINDOW_DAYS};
use super::super::promised::FacetLine;
use super::super::ranking::{Cause, CauseName, Owner, Sign};
use super::super::recovery::Recovery;
use super::rates;
use domain::touchpoint::Money;
use domain::vocabulary::{Dimension, Language};
use domain::wording::{self, pick};

/// Says what failures have in common: `late: 12 of 14`.
pub fn sign(sign: &Sign, language: Language) -> String {
    format!("{}: {}", sign_name(&sign.sign, language), rates::counts(sign.at.proportion(), language))
}

/// Names what went wrong, to stand in a list. It may hold a sender's own word.
pub fn sign_name(sign: &str, language: Language) -> String {
    let (name, argument) = sign.split_once(':').unwrap_or((sign, ""));
    let (english, spanish) = match name {
        "late" => ("late", "tarde"),
        "unresolved" => ("not solved", "sin resolver"),
        "reopened" => ("opened again", "reabierto"),
        "abandoned" => ("given up", "abandonado"),
        "slow_acknowledgement" => ("slow to answer", "respuesta lenta"),
        "slow_greeting" => ("slow to greet", "saludo tardío"),
        "transferred" => ("passed on too often", "demasiadas transferencias"),
        "promise_overdue" => ("had to ask for it", "tuvo que reclamarlo"),
        "facet_missed" => {
            let facet = wording::facet(argument, language);
            return format!("{} ({facet})", pick(language, "not as promised", "no fue lo prometido"));
        }
        "dimension" => {
            let side = Dimension::from_word(argument).map_or(argument, |side| wording::dimension(side, language));
            return format!("{} ({side})", pick(language, "rated low", "nota baja"));
        }
        _ => return wording::words_of(sign),
    };
    pick(language, english, spanish).to_owned()
}

/// Names a cause as the catalogue does.
pub fn cause_name(cause: &CauseName, language: Language) -> &str {
    cause.name.get(&language).unwrap_or(&cause.cause)
}

/// Says what usually lies behind failures, and on what that rests.
pub fn cause(cause: &Cause, language: Language) -> String {
    match cause {
        Cause::Cases { cause, of } => {
            let counts = rates::counts(of.proportion(), language);
            let words = pick(language, "resolved cases", "casos resueltos");
            format!("{} ({counts} {words})", cause_name(cause, language))
        }
        Cause::Catalogue { causes } => {
            let names: Vec<_> = causes.iter().take(2).map(|cause| cause_name(cause, language)).collect();
            let or = pick(language, " or ", " o ");
            let hint = pick(language, "to be checked: no case says", "por comprobar: ningún caso lo dice");
            format!("{} ({hint})", names.join(or))
        }
    }
}

/// Says whose it is, and why.
pub fn owner(owner: &Owner, language: Language) -> String {
    match owner {
        Owner::Configured { owner } => owner.clone(),
        Owner::Met { owner, at } => {
            let counts = rates::counts(at.proportion(), language);
            format!("{owner} ({} {counts})", pick(language, "met at", "en"))
        }
    }
}

/// Joins amounts of money: `120.50 EUR, 30 USD`; `None` if there are none.
pub fn moneys(moneys: &[Money], language: Language) -> Option<String> {
    let all: Vec<_> = moneys.iter().map(|money| wording::money(money, language)).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// Says how many cases are overdue and what is at risk.
pub fn overdue(overdue: &Overdue, language: Language) -> String {
    let count = language.count(overdue.count);
    let (english, spanish) = match overdue.count {
        0 => return pick(language, "No case is overdue.", "Ningún caso está fuera de plazo.").to_owned(),
        1 => ("case is overdue", "caso está fuera de plazo"),
        _ => ("cases are overdue", "casos están fuera de plazo"),
    };
    let words = format!("{count} {}", pick(language, english, spanish));
    match moneys(&overdue.value_at_risk, language) {
        Some(value) => {
            format!("{words}; {} {value}.", pick(language, "value of their customers:", "valor de sus clientes:"))
        }
        None => format!("{words}."),
    }
}

/// Says what an open case waits for.
pub fn waits_for(case: &OpenCase, language: Language) -> &'static str {
    let (english, spanish) = match case.waits_for.as_str() {
        "acknowledge" => ("nobody has it yet", "nadie se ocupa aún"),
        "contact" => ("the customer was not contacted", "no se ha contactado con el cliente"),
        _ => ("not resolved", "sin resolver"),
    };
    pick(language, english, spanish)
}

/// Says how many failures were followed by a moment that was average or better.
pub fn recovery(recovery: &Recovery, language: Language) -> String {
    let rate = rates::rate(&recovery.recovered, language);
    let failures = language.count(recovery.failures);
    let heard = rates::part(&recovery.heard_again, language);
    match language {
        Language::English => format!(
            "Of {failures} failures that are {WINDOW_DAYS} days old, {heard} were followed by another judged moment; it was \
             average or better at {rate}."
        ),
        Language::Spanish => format!(
            "De {failures} fallos de hace {WINDOW_DAYS} días, tras {heard} hubo otro momento con resultado; fue normal o mejor \
             en {rate}."
        ),
    }
}

/// Says that no failure is old enough.
pub fn no_recovery(language: Language) -> String {
    match language {
        Language::English => {
            format!("No failure is {WINDOW_DAYS} days old yet, so nothing can be said of who came back.")
        }
        Language::Spanish => {
            format!("Ningún fallo tiene aún {WINDOW_DAYS} días, así que no se puede decir quién ha vuelto.")
        }
    }
}

/// Names a promised facet; the promised time is one.
pub fn facet_name(facet: &str, language: Language) -> String {
    if facet == DUE {
        return pick(language, "the promised time", "la hora prometida").to_owned();
    }
    wording::facet(facet, language)
}

/// Says how often a facet was missed: `the promised time 12 of 40`.
pub fn facet(line: &FacetLine, language: Language) -> String {
    format!("{} {}", facet_name(&line.facet, language), rates::counts(line.missed.proportion(), language))
}

/// Says what to do with a kind by where it lies in the grid.
pub fn quadrant(quadrant: Quadrant, language: Language) -> &'static str {
    let (english, spanish) = match quadrant {
        Quadrant::ConcentrateHere => ("Concentrate here", "Concentrarse aquí"),
        Quadrant::KeepItUp => ("Keep it up", "Mantener"),
        Quadrant::LowPriority => ("Low priority", "Poca prioridad"),
        Quadrant::PossibleOverkill => ("Possible overkill", "Posible exceso"),
    };
    pick(language, english, spanish)
}
