//! Which clauses make a misery critical: all are evaluated, all that hold are listed.

use super::past::PastMoment;
use crate::rules::Rules;
use crate::vocabulary::{Audience, Clause, Outcome};

/// Lists every clause that holds; none unless the moment is a misery. `is_sure` is not so where only words tell of the
/// misery, and not clearly.
pub(super) fn clauses(moment: &PastMoment<'_>, broke_promise: bool, is_sure: bool, rules: &Rules) -> Vec<Clause> {
    let holds = |clause: &Clause| match clause {
        Clause::FirstContact => moment.is_first_contact,
        Clause::FirstExchange => moment.is_first_exchange,
        Clause::BrokenPromise => broke_promise,
        Clause::Importance => is_sure && moment.importance >= rules.critical.importance_min,
        Clause::Repeat => moment.repeat >= rules.critical.repeat_episodes_min,
        Clause::Public => moment.audience == Audience::Public,
    };
    let is_misery = moment.outcome == Outcome::Misery;
    Clause::ALL.iter().copied().filter(|clause| is_misery && holds(clause)).collect()
}

/// Returns how urgent a critical moment is, 1 to 5: the clauses' weights, added. 0 without any clause.
pub(super) fn severity(clauses: &[Clause], rules: &Rules) -> u8 {
    let sum = clauses.iter().map(|clause| rules.severity.get(clause).copied().unwrap_or(1)).fold(0, u8::saturating_add);
    if clauses.is_empty() { 0 } else { sum.clamp(1, 5) }
}
