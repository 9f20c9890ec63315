//! What a judgement says where people corrected it: what they said, and what the rules had said. Decides nothing.

use super::{Question, ruled};
use crate::code::Code;
use crate::touchpoint::Touchpoint;
use crate::vocabulary::{Aside, Outcome};

/// The reason of an outcome that a person gave.
pub const CORRECTED: &str = "corrected";

/// The reason that tells what the rules had said: method and outcome.
pub const RULED: &str = "ruled";

/// The reason of a cause that a person gave.
pub const BLAMED: &str = "blamed";

/// The reason of what counts in nobody's journey.
pub const SET_ASIDE: &str = "set_aside";

/// The reason of a judgement by the rules that people had corrected, and then took their word back.
pub const TAKEN_BACK: &str = "taken_back";

/// What the rules said where none said anything.
const NO_RULE: &str = "none";

/// Gives the reasons of what people decided; none if the rules decided.
pub(super) fn explain(question: &Question<'_>) -> Option<Vec<Code>> {
    let standing = question.touchpoint.standing();
    if let Some((aside @ (Aside::Spam | Aside::Duplicate), _)) = standing.aside {
        return Some(vec![Code::with(SET_ASIDE, aside)]);
    }
    let (outcome, _) = standing.outcome?;
    let rules = ruled(question);
    let by = rules.decided_by.map_or(NO_RULE, |(method, _)| method.as_str());
    Some(vec![Code::with(CORRECTED, outcome), Code::with_two(RULED, by, rules.outcome)])
}

/// Gives the reasons that stand beside whatever decided.
pub(crate) fn besides(touchpoint: &Touchpoint) -> Vec<Code> {
    let standing = touchpoint.standing();
    let is_counted = !matches!(standing.aside, Some((Aside::Spam | Aside::Duplicate, _)));
    let mut reasons = Vec::new();
    if let Some((aside @ Aside::OtherCustomer, _)) = standing.aside {
        reasons.push(Code::with(SET_ASIDE, aside));
    }
    reasons.extend(standing.cause.filter(|_| is_counted).map(|(cause, _)| Code::with(BLAMED, cause)));
    if !touchpoint.corrections.is_empty() && standing.outcome.is_none() && standing.aside.is_none() {
        let was_more = touchpoint.corrections.iter().any(|correction| correction.says.as_str() == "withdrawn");
        reasons.extend(was_more.then(|| Code::of(TAKEN_BACK)));
    }
    reasons
}

/// Returns whether somebody could win the customer back: not where nobody knows who it was.
pub(crate) fn may_be_critical(touchpoint: &Touchpoint) -> bool {
    touchpoint.set_aside().is_none()
}

/// What the rules had said of a moment that people judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed<'a> {
    /// The rule, by its method; `none` if no rule said anything.
    pub rule: &'a str,
    /// What it said.
    pub ruled: Outcome,
    /// What the person said.
    pub said: Outcome,
}

/// Reads out of the reasons what people and the rules said; none if no person judged how it ended.
pub fn reviewed(reasons: &[Code]) -> Option<Reviewed<'_>> {
    let of = |name: &str| reasons.iter().find(|reason| reason.name() == name);
    let said = Outcome::from_word(of(CORRECTED)?.arguments().next()?)?;
    let mut ruled = of(RULED)?.arguments();
    Some(Reviewed { rule: ruled.next()?, ruled: Outcome::from_word(ruled.next()?)?, said })
}
