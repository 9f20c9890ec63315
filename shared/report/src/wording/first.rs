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
use domain::wording;

/// Says what failures have in common: `late: 12 of 14`.
pub fn sign(sign: &Sign, language: Language) -> String {
    format!("{}: {}", sign_name(&sign.sign, language), rates::counts(sign.at.proportion(), language))
}

/// Names what went wrong, to stand in a list. It may hold a sender's own word.
pub fn sign_name(sign: &str, language: Language) -> String {
    let (name, argument) = sign.split_once(':').unwrap_or((sign, ""));
    match name {
        "facet_missed" => language.report_sign_facet(&wording::facet(argument, language)),
        "dimension" => {
            let side = Dimension::from_word(argument).map_or(argument, |side| wording::dimension(side, language));
            language.report_sign_dimension(side)
        }
        _ => language.report_sign(name).map_or_else(|| wording::words_of(sign), str::to_owned),
    }
}

/// Names a cause as the catalogue does.
pub fn cause_name(cause: &CauseName, language: Language) -> &str {
    cause.name.get(&language).unwrap_or(&cause.cause)
}

/// Says what usually lies behind failures, and on what that rests.
pub fn cause(cause: &Cause, language: Language) -> String {
    match cause {
        Cause::Cases { cause, of } => {
            language.report_cause_resolved_cases(cause_name(cause, language), &rates::counts(of.proportion(), language))
        }
        Cause::Catalogue { causes } => match causes.as_slice() {
            [] => String::new(),
            [only] => language.report_cause_probably(cause_name(only, language)),
            [first, second, ..] => {
                language.report_cause_probably_two(cause_name(first, language), cause_name(second, language))
            }
        },
    }
}

/// Says whose it is, and why.
pub fn owner(owner: &Owner, language: Language) -> String {
    match owner {
        Owner::Configured { owner } => owner.clone(),
        Owner::Met { owner, at } => language.report_owner_met(owner, &rates::counts(at.proportion(), language)),
    }
}

/// Joins amounts of money: `120.50 EUR, 30 USD`; `None` if there are none.
pub fn moneys(moneys: &[Money], language: Language) -> Option<String> {
    let all: Vec<_> = moneys.iter().map(|money| wording::money(money, language)).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// Says how many cases are overdue and what is at risk.
pub fn overdue(overdue: &Overdue, language: Language) -> String {
    match (overdue.count, moneys(&overdue.value_at_risk, language)) {
        (0, _) => language.report_overdue_none().to_owned(),
        (count, Some(value)) => language.report_overdue_worth(count, &value),
        (count, None) => language.report_overdue(count),
    }
}

/// Says what an open case waits for.
pub fn waits_for(case: &OpenCase, language: Language) -> &'static str {
    match case.waits_for.as_str() {
        "acknowledge" => language.report_waits_acknowledge(),
        "contact" => language.report_waits_contact(),
        _ => language.report_waits_resolve(),
    }
}

/// Says how many failures were followed by a moment that was average or better.
pub fn recovery(recovery: &Recovery, language: Language) -> String {
    language.report_recovery(
        &language.count(recovery.failures),
        &WINDOW_DAYS.to_string(),
        &rates::part(&recovery.heard_again, language),
        &rates::rate(&recovery.recovered, language),
    )
}

/// Names a promised facet; the promised time is one.
pub fn facet_name(facet: &str, language: Language) -> String {
    if facet == DUE {
        return language.report_facet_due().to_owned();
    }
    wording::facet(facet, language)
}

/// Says how often a facet was missed: `the promised time 12 of 40`.
pub fn facet(line: &FacetLine, language: Language) -> String {
    format!("{} {}", facet_name(&line.facet, language), rates::counts(line.missed.proportion(), language))
}

/// Says what to do with a kind by where it lies in the grid.
pub fn quadrant(quadrant: Quadrant, language: Language) -> &'static str {
    match quadrant {
        Quadrant::ConcentrateHere => language.grid_concentrate(),
        Quadrant::KeepItUp => language.grid_keep(),
        Quadrant::LowPriority => language.grid_low(),
        Quadrant::PossibleOverkill => language.grid_overkill(),
    }
}
