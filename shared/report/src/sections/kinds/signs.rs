//! What the failures of one kind have in common: what went wrong by their reasons, and the team that was met.

use domain::moment::{Code, Moment};

/// Reasons and frictions that say what went wrong, not merely that it did. Those of [`WITH_ARGUMENT`] are told with what
/// they are about.
const TELLING: [&str; 10] = [
    "late",
    "unresolved",
    "reopened",
    "abandoned",
    "slow_acknowledgement",
    "slow_greeting",
    "transferred",
    "promise_overdue",
    "facet_missed",
    "dimension",
];

/// Of these the first argument is part of what went wrong.
const WITH_ARGUMENT: [&str; 2] = ["facet_missed", "dimension"];

/// Lists what went wrong at a moment, each thing once.
pub(super) fn of(moment: &Moment) -> Vec<String> {
    let mut signs: Vec<String> = moment.reasons.iter().chain(&moment.friction).filter_map(sign).collect();
    signs.sort();
    signs.dedup();
    signs
}

fn sign(code: &Code) -> Option<String> {
    let name = TELLING.into_iter().find(|name| *name == code.name())?;
    match code.arguments().next().filter(|_| WITH_ARGUMENT.contains(&name)) {
        Some(argument) => Some(format!("{name}:{argument}")),
        None => Some(name.to_owned()),
    }
}
