//! The operational rule: times, resolution, abandonment, being passed on. Every signal that can say misery can say
//! average too: otherwise each rate built on it would be a lie. What was laborious is in [`friction`](super::friction).

use jiff::Timestamp;

use crate::code::Code;
use crate::rules::Rules;
use crate::vocabulary::{Observer, Outcome};

use super::promise::{Expiry, Status};
use super::{Because, Question, Ruling};

/// What one signal says, and why.
type Signal = Option<(Outcome, Because<'static>)>;

const SIGNALS: [fn(&Question<'_>) -> Signal; 9] =
    [expiry, promised_time, resolution, reopening, abandonment, acknowledgement, greeting, transfers, complaint];

/// Type of a touchpoint in which the customer complains to the business.
pub(crate) const COMPLAINT: &str = "complaint";

/// Judges by what happened, without anybody's opinion: any misery wins, otherwise any average, otherwise magic.
pub(super) fn judge(question: &Question<'_>) -> Option<Ruling> {
    let worst = said(question).map(|(outcome, _)| outcome).min()?;
    Some((worst, f64::from(worst.value()?)))
}

/// Tells every signal that says the worst.
pub(super) fn explain(question: &Question<'_>) -> Vec<Code> {
    let worst = said(question).map(|(outcome, _)| outcome).min();
    said(question).filter(|(outcome, _)| Some(*outcome) == worst).map(|(_, because)| because.into()).collect()
}

/// Tells whether a promised time was missed by more than its tolerance.
pub(crate) fn broke_promise(question: &Question<'_>) -> bool {
    matches!(shows(question), Some(Status::Broken | Status::Expired))
}

/// Tells what came of a promised time.
pub(super) fn shows(question: &Question<'_>) -> Option<Status> {
    if question.touchpoint.is_expiry() {
        return matches!(question.expiry, Some(Expiry::Passed(_))).then_some(Status::Expired);
    }
    let late_by_s = late_by_s(question)?;
    Some(match late_by_s {
        late_by_s if late_by_s > tolerance_s(question) => Status::Broken,
        late_by_s if exceeds(question, late_by_s) => Status::Exceeded,
        _ => Status::Kept,
    })
}

fn said(question: &Question<'_>) -> impl Iterator<Item = (Outcome, Because<'static>)> {
    SIGNALS.iter().filter_map(|signal| signal(question))
}

/// A promised time that passed is a misery; what was done in time after all, cancelled, or promised for another time, says nothing.
fn expiry(question: &Question<'_>) -> Signal {
    match question.expiry? {
        Expiry::Passed(overdue) => {
            let tolerance = minutes(overdue.tolerance_s);
            Some((Outcome::Misery, Because::counted("promise_expired", tolerance)))
        }
        Expiry::Done | Expiry::Moved | Expiry::Cancelled => None,
    }
}

fn promised_time(question: &Question<'_>) -> Signal {
    let (late_by_s, tolerance_s) = (late_by_s(question)?, tolerance_s(question));
    let late = |name| Because::compared(name, minutes(late_by_s), minutes(tolerance_s));
    Some(match late_by_s {
        late_by_s if late_by_s > tolerance_s => (Outcome::Misery, late("late")),
        late_by_s if late_by_s > 0 => (Outcome::Average, late("late_tolerated")),
        late_by_s if exceeds(question, late_by_s) => {
            (Outcome::Magic, Because::compared("early", minutes(-late_by_s), minutes(tolerance_s)))
        }
        _ => (Outcome::Average, Because::plain("on_time")),
    })
}

/// Returns whether it was done so early that more than the promise was kept: where earlier is better, by as much as would have been
/// too late. Elsewhere early is kept, for nobody said that the customer wanted it sooner.
fn exceeds(question: &Question<'_>, late_by_s: i64) -> bool {
    let by_type = || question.known_type.is_some_and(|known| known.early_is_better);
    question.promise.early_is_better.unwrap_or_else(by_type) && late_by_s < -tolerance_s(question)
}

/// `resolved: true` alone says nothing unless the customer is the one who said it.
fn resolution(question: &Question<'_>) -> Signal {
    let said = &question.touchpoint.said;
    match said.resolved? {
        false => Some((Outcome::Misery, Because::plain("unresolved"))),
        true if said.observed_by == Some(Observer::Customer) => {
            Some((Outcome::Average, Because::plain("resolved_by_customer")))
        }
        true => None,
    }
}

fn reopening(question: &Question<'_>) -> Signal {
    let (times, max) = (question.touchpoint.said.reopened?, question.rules.operational.reopened_max);
    Some(match times {
        0 => (Outcome::Average, Because::plain("not_reopened")),
        times if times <= max => (Outcome::Average, Because::compared("reopened_tolerated", times, max)),
        times => (Outcome::Misery, Because::compared("reopened", times, max)),
    })
}

fn abandonment(question: &Question<'_>) -> Signal {
    Some(match question.touchpoint.said.abandoned? {
        true => (Outcome::Misery, Because::plain("abandoned")),
        false => (Outcome::Average, Because::plain("completed")),
    })
}

fn acknowledgement(question: &Question<'_>) -> Signal {
    let waited_s = question.touchpoint.said.acknowledged_after_s?;
    wait(question, waited_s, acknowledge_target_s(question)?, "acknowledged", "slow_acknowledgement")
}

fn greeting(question: &Question<'_>) -> Signal {
    wait(question, question.touchpoint.said.greeted_after_s?, greet_target_s(question)?, "greeted", "slow_greeting")
}

/// Below twice the target it is average (past the target with friction); from twice the target on a misery.
fn wait(question: &Question<'_>, waited_s: u32, target_s: u32, kept: &'static str, slow: &'static str) -> Signal {
    let misery_from_s = target_s.saturating_mul(question.rules.operational.misery_at_targets);
    let outcome = if waited_s >= misery_from_s { Outcome::Misery } else { Outcome::Average };
    Some((outcome, Because::compared(if waited_s > target_s { slow } else { kept }, waited_s, target_s)))
}

/// Below the threshold it is average (with friction from a lower one on); from it on a misery.
fn transfers(question: &Question<'_>) -> Signal {
    let (times, from) = (question.touchpoint.said.transfers?, question.rules.operational.misery_transfers_min);
    Some(if times >= from {
        (Outcome::Misery, Because::compared("transferred", times, from))
    } else {
        (Outcome::Average, Because::compared("few_transfers", times, from))
    })
}

/// A complaint without a rating is a misery by what it is.
fn complaint(question: &Question<'_>) -> Signal {
    (question.touchpoint.touchpoint_type == COMPLAINT).then(|| (Outcome::Misery, Because::plain("complaint")))
}

/// Seconds between the promised and the actual time, a begun one counted; negative if it was early.
pub(crate) fn late_by_s(question: &Question<'_>) -> Option<i64> {
    after_s(question, question.promise.due_at)
}

/// Seconds, begun ones counted, by which something was done after a time.
fn after_s(question: &Question<'_>, due_at: Option<Timestamp>) -> Option<i64> {
    let after = question.touchpoint.said.done_at?.duration_since(due_at?);
    Some(after.as_secs() + i64::from(after.subsec_nanos() > 0))
}

/// Tells whether something was done in time only because another time had been promised by then. Before that was known, it was judged
/// as late.
pub(crate) fn is_in_time_as_moved(question: &Question<'_>) -> bool {
    let (promise, tolerance_s) = (question.promise, tolerance_s(question));
    let is_late = |due_at| after_s(question, due_at).is_some_and(|late_by_s| late_by_s > tolerance_s);
    is_late(promise.earliest_due_at) && !is_late(promise.due_at)
}

/// Seconds that a promised time may pass for this type.
pub(super) fn tolerance_s(question: &Question<'_>) -> i64 {
    question.rules.tolerance_s(question.known_type, question.promise.due_at)
}

/// Whole minutes, begun ones counted.
pub(crate) fn minutes(seconds: i64) -> i64 {
    (seconds + 59) / 60
}

pub(super) fn acknowledge_target_s(question: &Question<'_>) -> Option<u32> {
    Rules::target_s(&question.rules.acknowledge_within_s, question.touchpoint.said.channel.as_deref())
}

pub(super) fn greet_target_s(question: &Question<'_>) -> Option<u32> {
    Rules::target_s(&question.rules.greet_within_s, question.touchpoint.said.channel.as_deref())
}
