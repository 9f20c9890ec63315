//! The sentences at the top: what it comes down to, and how much it rests on.

use super::super::Coverage;
use super::super::comparison::Comparison;
use super::super::movers::Change;
use super::super::verdict::{Direction, Verdict};
use super::super::voice::Voice;
use super::rates::{counts, points};
use super::{customers, kind, list, moments};
use crate::statistics::numbers::tenths_of_percent;
use domain::vocabulary::Language;
use domain::wording::{capitalized, pick};

/// Most kinds that the verdict names on each side.
const KINDS_NAMED_MAX: usize = 3;

/// Says in one sentence whether things got better or worse, by how much, and where.
pub fn verdict(verdict: &Verdict, language: Language) -> String {
    let because = verdict.because.as_ref();
    let english = language == Language::English;
    let plain = match (verdict.direction, english) {
        (Direction::NoMoments, true) => "No moments in this period.",
        (Direction::NoMoments, false) => "No hay momentos en este periodo.",
        (Direction::NothingBefore, true) => "Nothing to compare with yet: the period before has no moments.",
        (Direction::NothingBefore, false) => "Aún no hay con qué comparar: el periodo anterior no tiene momentos.",
        (Direction::TooFew, true) => "Too few customers were judged to tell better from worse.",
        (Direction::TooFew, false) => "Hay muy pocos clientes con resultado conocido para saber si va mejor o peor.",
        (Direction::Worse, true) => "Worse: misery rose",
        (Direction::Worse, false) => "Peor: la miseria subió",
        (Direction::Better, true) => "Better: misery fell",
        (Direction::Better, false) => "Mejor: la miseria bajó",
        (Direction::NoChangeDetectable, true) => "overall no change detectable with this n: misery",
        (Direction::NoChangeDetectable, false) => "en conjunto no se detecta ningún cambio con este n: miseria",
    };
    let Some(because) = because.filter(|_| !plain.ends_with('.')) else { return plain.to_owned() };
    let (from, to) = sides(because, language);
    let points = points(because, language);
    let overall = match (verdict.direction, english) {
        (Direction::NoChangeDetectable, true) => format!("{plain} {from} → {to}, {points}, could be chance"),
        (Direction::NoChangeDetectable, false) => format!("{plain} {from} → {to}, {points}, podría ser azar"),
        (_, true) => format!("{plain} from {from} to {to}, {points}"),
        (_, false) => format!("{plain} de {from} a {to}, {points}"),
    };
    let sides = [
        (&verdict.worse_kinds, pick(language, "worse at", "peor en")),
        (&verdict.better_kinds, pick(language, "better at", "mejor en")),
    ];
    let mut parts: Vec<_> = sides
        .into_iter()
        .filter(|(kinds, _)| !kinds.is_empty())
        .map(|(kinds, words)| {
            let names: Vec<_> = kinds.iter().take(KINDS_NAMED_MAX).map(|name| kind(name, language)).collect();
            format!("{words} {}", list(&names, language))
        })
        .collect();
    parts.extend(verdict.asked.as_ref().map(|asked| asked_moved(asked, language)));
    // What is certain goes first: where nothing overall can be told, the kinds that moved.
    match verdict.direction {
        Direction::NoChangeDetectable => parts.push(overall),
        _ => parts.insert(0, overall),
    }
    format!("{}.", capitalized(&parts.join("; ")))
}

/// `better among those asked: 15 of 46 (32.6%) → 5 of 58 (8.6%)`.
fn asked_moved(asked: &Comparison, language: Language) -> String {
    let words = match asked.change {
        Change::Rose => pick(language, "worse among those asked", "peor entre los preguntados"),
        _ => pick(language, "better among those asked", "mejor entre los preguntados"),
    };
    let [before, now] = [&asked.before, &asked.now].map(|rate| super::rates::with_percent(rate.proportion(), language));
    format!("{words}: {before} → {now}")
}

/// `24 of 160 customers (15.0%)` and `48 of 160 (30.0%)`.
fn sides(because: &Comparison, language: Language) -> (String, String) {
    let who = match because.voice {
        Voice::Solicited => pick(language, "customers asked", "clientes preguntados"),
        Voice::Unsolicited => pick(language, "customers not asked", "clientes sin preguntar"),
        Voice::Staff => pick(language, "customers", "clientes"),
    };
    let before = because.before.proportion();
    let from = format!("{} {who} ({})", counts(before, language), language.percent(tenths_of_percent(before)));
    (from, super::rates::with_percent(because.now.proportion(), language))
}

/// Says how much the report rests on: `412 moments of 301 customers; outcome known for 227 of 412 (55.1%)`.
pub fn coverage(coverage: &Coverage, language: Language) -> String {
    let moments = moments(coverage.moments, language);
    let customers = customers(coverage.customers, language);
    let judged = super::part(&coverage.judged, language);
    let about = if coverage.customers_estimated { pick(language, "about ", "unos ") } else { "" };
    match language {
        Language::English => format!("{moments} of {about}{customers}; outcome known for {judged}"),
        Language::Spanish => format!("{moments} de {about}{customers}; resultado conocido en {judged}"),
    }
}
