//! Promised times among what to improve: one failure, which is listed once.

use domain::touchpoint::expiry::PROMISE_EXPIRED;

use super::{Priority, score};
use crate::late::reporter;
use crate::rate::{JUDGED_FOR_COUNTS_MIN, Rates};
use crate::sums::Sums;
use crate::voice::Voice;
use crate::{Kind, Measure};

/// Has the kind that reports most promised times count all of them, where that says more than its own rate: late and never come are one
/// failure, and it must not be listed twice.
pub(crate) fn count_times(ranked: &mut Vec<Priority>, sums: &Sums, kinds: &[Kind]) {
    let due = Rates::of(&sums.due.counted).misery;
    let expired = || sums.facts.kinds.contains_key(PROMISE_EXPIRED).then(|| PROMISE_EXPIRED.to_owned());
    let Some(kind) = reporter(sums).or_else(expired) else { return };
    let own = ranked.iter().position(|one| one.kind == kind);
    // One measure from week to week: its own rate only where other things go wrong with it more often than its time.
    let is_time = sums.facts.kinds.get(&kind).is_none_or(|facts| 2 * facts.times[0] >= facts.failures);
    let is_more = is_time || own.is_none_or(|place| ranked[place].rate.count <= due.count);
    if due.judged < JUDGED_FOR_COUNTS_MIN || due.count == 0 || !is_more {
        return;
    }
    let Some(known) = kinds.iter().find(|known| known.kind == kind) else { return };
    let examples = own.map(|place| ranked.remove(place).examples).unwrap_or_default();
    ranked.push(Priority {
        kind,
        voice: Voice::Unsolicited,
        measure: Measure::MissedTime,
        score: score(&due, known.importance),
        rate: due,
        importance: known.importance,
        critical: known.critical,
        trend: None,
        told: 0,
        whom: None,
        phrases: Vec::new(),
        value_at_risk: Vec::new(),
        signs: Vec::new(),
        cause: None,
        owner: None,
        examples,
    });
}
