//! The operational rule: times, resolution, abandonment. Every signal that can say misery can say average too:
//! otherwise each rate built on it would be a lie. What was laborious but no failure is friction.

use crate::moment::Code;
use crate::rules::Rules;
use crate::vocabulary::{Method, Observer, Outcome};

use super::{Evidence, Question};

/// Judges by what happened, without anybody's opinion: any misery wins, otherwise any average.
pub(super) fn judge(question: &Question<'_>) -> Option<Evidence> {
    let signals = [promised_time, resolution, reopening, abandonment, acknowledgement, greeting, complaint];
    let said: Vec<_> = signals.iter().filter_map(|signal| signal(question)).collect();
    let worst = said.iter().map(|(outcome, _)| *outcome).min()?;
    let reasons = said.into_iter().filter(|(outcome, _)| *outcome == worst).map(|(_, reason)| reason).collect();
    let score = f64::from(worst.value()?);
    Some(Evidence { method: Method::Operational, outcome: worst, score, reasons })
}

/// Lists what was laborious: slow answers (past the target, within twice), being passed on.
pub(super) fn friction(question: &Question<'_>) -> Vec<Code> {
    let said = &question.touchpoint.said;
    let mut friction = Vec::new();
    let waits = [
        ("slow_acknowledgement", said.acknowledged_after_s, acknowledge_target_s(question)),
        ("slow_greeting", said.greeted_after_s, greet_target_s(question)),
    ];
    for (name, waited_s, target_s) in waits {
        if let (Some(waited_s), Some(target_s)) = (waited_s, target_s)
            && waited_s > target_s
        {
            friction.push(Code::with_two(name, waited_s, target_s));
        }
    }
    if let Some(transfers) = said.transfers.filter(|n| *n >= question.rules.time.friction_transfers_min) {
        friction.push(Code::with("transferred", transfers));
    }
    friction
}

/// Tells whether a promised time was missed by more than its tolerance.
pub(super) fn broke_promise(question: &Question<'_>) -> bool {
    late_by_s(question).is_some_and(|late_by_s| late_by_s > tolerance_s(question))
}

type Signal = Option<(Outcome, Code)>;

fn promised_time(question: &Question<'_>) -> Signal {
    let late_by_s = late_by_s(question)?;
    let minutes = (late_by_s + 59) / 60;
    Some(match late_by_s {
        late if late > tolerance_s(question) => (Outcome::Misery, Code::with("late", minutes)),
        late if late > 0 => (Outcome::Average, Code::with("late_tolerated", minutes)),
        _ => (Outcome::Average, Code::of("on_time")),
    })
}

/// `resolved: true` alone says nothing unless the customer is the one who said it.
fn resolution(question: &Question<'_>) -> Signal {
    let said = &question.touchpoint.said;
    match said.resolved? {
        false => Some((Outcome::Misery, Code::of("unresolved"))),
        true if said.observed_by == Some(Observer::Customer) => {
            Some((Outcome::Average, Code::of("resolved_by_customer")))
        }
        true => None,
    }
}

fn reopening(question: &Question<'_>) -> Signal {
    Some(match question.touchpoint.said.reopened? {
        0 => (Outcome::Average, Code::of("not_reopened")),
        times => (Outcome::Misery, Code::with("reopened", times)),
    })
}

fn abandonment(question: &Question<'_>) -> Signal {
    Some(match question.touchpoint.said.abandoned? {
        true => (Outcome::Misery, Code::of("abandoned")),
        false => (Outcome::Average, Code::of("completed")),
    })
}

fn acknowledgement(question: &Question<'_>) -> Signal {
    let waited_s = question.touchpoint.said.acknowledged_after_s?;
    wait(waited_s, acknowledge_target_s(question)?, "acknowledged", "slow_acknowledgement")
}

fn greeting(question: &Question<'_>) -> Signal {
    wait(question.touchpoint.said.greeted_after_s?, greet_target_s(question)?, "greeted", "slow_greeting")
}

/// Within twice the target it is average (past the target with friction); from twice the target on a misery.
fn wait(waited_s: u32, target_s: u32, kept: &str, slow: &str) -> Signal {
    let outcome = if waited_s >= target_s.saturating_mul(2) { Outcome::Misery } else { Outcome::Average };
    let reason =
        if waited_s > target_s { Code::with_two(slow, waited_s, target_s) } else { Code::with(kept, waited_s) };
    Some((outcome, reason))
}

/// A complaint without a rating is a misery by what it is.
fn complaint(question: &Question<'_>) -> Signal {
    (question.touchpoint.touchpoint_type == "complaint").then(|| (Outcome::Misery, Code::of("complaint")))
}

/// Seconds between the promised and the actual time; negative if it was early.
fn late_by_s(question: &Question<'_>) -> Option<i64> {
    let done_at = question.touchpoint.said.done_at?;
    Some(done_at.duration_since(question.promise.due_at?).as_secs())
}

fn tolerance_s(question: &Question<'_>) -> i64 {
    let own = question.rules.type_of(&question.touchpoint.touchpoint_type).and_then(|known| known.late_by_s);
    own.unwrap_or(question.rules.time.late_by_s_max).into()
}

fn acknowledge_target_s(question: &Question<'_>) -> Option<u32> {
    Rules::target_s(&question.rules.acknowledge_within_s, question.touchpoint.said.channel.as_deref())
}

fn greet_target_s(question: &Question<'_>) -> Option<u32> {
    Rules::target_s(&question.rules.greet_within_s, question.touchpoint.said.channel.as_deref())
}
