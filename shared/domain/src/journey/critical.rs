//! Which clauses make a misery critical: all are evaluated, all that hold are listed.

use super::past::PastMoment;
use crate::rules::Rules;
use crate::vocabulary::{Audience, Clause, Outcome};

/// Lists every clause that holds; none unless the moment is a misery. `is_sure` is not so where only words tell of the
/// misery, and not clearly.
pub(super) fn clauses(moment: &PastMoment<'_>, is_sure: bool, rules: &Rules) -> Vec<Clause> {
    let holds = |clause: &Clause| match clause {
        Clause::FirstContact => moment.is_first_contact,
        Clause::FirstExchange => moment.is_first_exchange,
        Clause::BrokenPromise => moment.broke_promise,
        Clause::Importance => is_sure && moment.importance >= rules.critical.importance_min,
        Clause::Repeat => moment.repeat >= rules.critical.repeat_episodes_min,
        Clause::Public => moment.audience == Audience::Public,
    };
    let is_misery = moment.outcome == Outcome::Misery;
    Clause::ALL.iter().copied().filter(|clause| is_misery && holds(clause)).collect()
}
