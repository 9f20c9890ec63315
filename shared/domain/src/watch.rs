//! When a promised time is looked at: before it runs out, to warn its owner, and once it and its tolerance have passed. Knows no
//! journey: what the promise has come to by then is asked there.

use jiff::{SignedDuration, Timestamp};

use crate::rules::Rules;
use crate::touchpoint::Touchpoint;

/// Gives a touchpoint the time that its type promises in business days, if it promises and reports none itself. It is part of the fact from
/// then on: a calendar that changes later moves no old promise.
pub fn promise_by_type(touchpoint: &mut Touchpoint, rules: &Rules) {
    if touchpoint.said.due_at.is_none() && touchpoint.said.done_at.is_none() {
        touchpoint.said.due_at = rules.due_by_type(&touchpoint.touchpoint_type, touchpoint.placed_at());
    }
}

/// Returns when the owner of a promise is warned; none if nobody is.
pub fn warn_at(maker: &Touchpoint, due_at: Timestamp, rules: &Rules) -> Option<Timestamp> {
    let by_type = || rules.warn_at(rules.type_of(&maker.touchpoint_type)?, due_at);
    let own = |before_s: u32| due_at.checked_sub(SignedDuration::from_secs(before_s.into())).unwrap_or(Timestamp::MIN);
    let at = match maker.said.warn_before_s {
        Some(before_s) => (before_s > 0).then(|| own(before_s)),
        None => by_type(),
    };
    Some(at?.max(maker.received_at))
}

/// Returns when somebody has to look at the time that a touchpoint promises: to warn, or once it and its tolerance have passed. None if
/// it promises no time, or says itself that it was done.
pub fn look_at(touchpoint: &Touchpoint, rules: &Rules) -> Option<Timestamp> {
    let due_at = touchpoint.said.due_at.filter(|_| touchpoint.said.done_at.is_none() && !touchpoint.is_expiry())?;
    let tolerance =
        SignedDuration::from_secs(rules.tolerance_s(rules.type_of(&touchpoint.touchpoint_type), Some(due_at)));
    let deadline = due_at.saturating_add(tolerance).unwrap_or(Timestamp::MAX);
    Some(warn_at(touchpoint, due_at, rules).map_or(deadline, |warn_at| warn_at.min(deadline)))
}
