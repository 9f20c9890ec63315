//! Which clauses make a misery critical: all are evaluated, all that hold are listed.

use std::collections::BTreeSet;

use crate::rules::Rules;
use crate::vocabulary::{Audience, Clause};

/// What the clauses look at.
pub(super) struct Facts {
    pub(super) is_first_contact: bool,
    pub(super) is_first_exchange: bool,
    pub(super) broke_promise: bool,
    pub(super) importance: u8,
    /// Distinct failures in the trailing window, this one included.
    pub(super) episodes: BTreeSet<usize>,
    pub(super) audience: Audience,
}

/// Lists every clause that holds for a misery.
pub(super) fn clauses(facts: &Facts, rules: &Rules) -> Vec<Clause> {
    let holds = |clause: &Clause| match clause {
        Clause::FirstContact => facts.is_first_contact,
        Clause::FirstExchange => facts.is_first_exchange,
        Clause::BrokenPromise => facts.broke_promise,
        Clause::Importance => facts.importance >= rules.critical.importance_min,
        Clause::Repeat => facts.episodes.len() >= rules.critical.repeat_episodes_min,
        Clause::Public => facts.audience == Audience::Public,
    };
    Clause::ALL.iter().copied().filter(|clause| holds(clause)).collect()
}

/// Returns how urgent a critical moment is, 1 to 5: the clauses' weights, added. 0 without any clause.
pub(super) fn severity(clauses: &[Clause], rules: &Rules) -> u8 {
    let sum = clauses.iter().map(|clause| rules.severity.get(clause).copied().unwrap_or(1)).fold(0, u8::saturating_add);
    if clauses.is_empty() { 0 } else { sum.clamp(1, 5) }
}
