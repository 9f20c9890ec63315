//! Promised times among what to improve: one failure, which is listed once.

use domain::touchpoint::expiry::PROMISE_EXPIRED;

use super::{Grounds, Priority};
use crate::rate::{JUDGED_FOR_COUNTS_MIN, Rates};
use crate::sections::comparisons::Measure;
use crate::sections::kinds::reporter;
use crate::voice::Voice;

/// Has the kind that reports most promised times count all of them, where that says more than its own rate: late and never come are one
/// failure, and it must not be listed twice.
pub(crate) fn count_times(ranked: &mut Vec<Priority>, of: &Grounds<'_>) {
    let due = Rates::of(of.due).misery;
    let expired = || of.counted.contains_key(PROMISE_EXPIRED).then(|| PROMISE_EXPIRED.to_owned());
    let Some(kind) = reporter(of.counted).or_else(expired) else { return };
    let own = ranked.iter().position(|one| one.kind == kind);
    // One measure from week to week: its own rate only where other things go wrong with it more often than its time.
    let is_time = of.counted.get(&kind).is_none_or(|facts| 2 * facts.times[0] >= facts.failures);
    let is_more = is_time || own.is_none_or(|place| ranked[place].rate.count <= due.count);
    if due.judged < JUDGED_FOR_COUNTS_MIN || due.count == 0 || !is_more {
        return;
    }
    let Some(known) = of.kinds.iter().find(|known| known.kind == kind) else { return };
    let examples = own.map(|place| ranked.remove(place).examples).unwrap_or_default();
    ranked.push(Priority::new(known, (Voice::Unsolicited, Measure::MissedTime, due), examples));
}
