//! A journey as a whole, as of a time: what a person sees who has all of it before them. Judges nothing: it adds up
//! what the fold judged.

use std::collections::BTreeSet;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::fold::Memory;
use super::ledger::Entry;
use super::past::PastMoment;
use crate::identity::TouchpointKey;
use crate::moment::Code;
use crate::rules::Rules;
use crate::vocabulary::{Observer, Outcome, Stage};

/// A journey as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Overview {
    /// The time as of which promises and silence were looked at.
    pub as_of: Timestamp,
    /// Earlier touchpoints of a long journey, of which only a summary is known here.
    #[serde(skip_serializing_if = "is_zero")]
    pub summarized: usize,
    /// One step a moment, in order.
    pub steps: Vec<Step>,
    /// The stages in the order they were gone through, each run once.
    pub stages: Vec<Stage>,
    /// The cycles from research to opinion or to the next purchase, in order.
    pub cycles: Vec<Cycle>,
    /// Sum of the outcomes' values (−1, 0, 1). Unknown outcomes, and what staff observed, are left out.
    pub balance: i64,
    /// How the journey is likely to be remembered, −1 to 1 ([`peak_end`]); absent if no outcome is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak_end: Option<f64>,
    /// Every promise on record, in the order they were made.
    pub promises: Vec<Entry>,
    /// Why the customer is a candidate for silent misery; empty if they are none.
    pub silent: Vec<Code>,
    /// Miseries that ended in a public bad review.
    pub leaks: Vec<Leak>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// One moment's place in the whole.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "JourneyStep")]
pub struct Step {
    /// Place among the moments of the journey, from 0.
    pub index: usize,
    /// The touchpoint that was judged.
    pub touchpoint: TouchpointKey,
    /// Where in the journey it lies.
    pub stage: Stage,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether it is the first moment of its stage.
    pub is_first_of_stage: bool,
    /// Whether it is, or judges, the first contact with service on record.
    pub is_first_contact: bool,
    /// Whether it is, or judges, the first exchange of its cycle that could be judged.
    pub is_first_exchange: bool,
    /// Distinct failures in the trailing window, this one included; 0 if it is no misery.
    pub repeat: usize,
    /// Whether the customer came back to an earlier stage after a purchase.
    pub returned: bool,
    /// The balance after it.
    pub balance: i64,
}

/// One run from research to opinion, or to the next purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cycle {
    /// Index of its first step.
    pub first: usize,
    /// Index of its last step.
    pub last: usize,
}

/// A misery that ended in a public bad review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Leak {
    /// The review.
    pub review: TouchpointKey,
    /// The misery.
    pub misery: TouchpointKey,
}

/// Scores how a run of outcomes is likely to be remembered: the mean of the peak (the value of largest magnitude, of
/// equal ones the latest) and of the end, on −1, 0, 1, unknowns skipped (Kahneman et al. 1993). `None` if all are
/// unknown.
pub fn peak_end(outcomes: impl IntoIterator<Item = Outcome>) -> Option<f64> {
    let mut values = outcomes.into_iter().filter_map(Outcome::value);
    let first = values.next()?;
    let (peak, end) =
        values.fold((first, first), |(peak, _), value| (if value.abs() >= peak.abs() { value } else { peak }, value));
    Some(f64::from(peak + end) / 2.0)
}

/// Adds up what the fold remembers.
pub(super) fn overview(memory: Memory<'_>, summarized: usize, now: Timestamp, rules: &Rules) -> Overview {
    let Memory { past, mut ledger, mut silent, .. } = memory;
    let moments = &past.moments;
    let steps = steps(moments);
    let mut stages: Vec<_> = moments.iter().filter(|moment| !moment.judges_other).map(|moment| moment.stage).collect();
    stages.dedup();
    // Nothing can be silent before it happened.
    let as_of = moments.last().map_or(now, |last| now.max(last.touchpoint.placed_at()));
    let leak = |moment: &PastMoment<'_>| Some(Leak { review: moment.touchpoint.key(), misery: moment.leak_of?.key() });
    Overview {
        as_of,
        summarized,
        balance: steps.last().map_or(0, |step| step.balance),
        steps,
        stages,
        cycles: cycles(moments),
        peak_end: peak_end(moments.iter().filter(|moment| is_customers(moment)).map(|moment| moment.outcome)),
        promises: ledger.entries(moments, as_of, rules),
        silent: silent.look(as_of, ledger.last_expired(as_of), &rules.silent).codes(),
        leaks: moments.iter().filter_map(leak).collect(),
    }
}

fn steps(moments: &[PastMoment<'_>]) -> Vec<Step> {
    let mut balance = 0;
    let mut seen = BTreeSet::new();
    let mut before: Option<Stage> = None;
    let mut has_bought = false;
    let step = |(index, moment): (usize, &PastMoment<'_>)| {
        balance += i64::from(moment.outcome.value().filter(|_| is_customers(moment)).unwrap_or_default());
        // An opinion about a moment is no step to that moment's stage.
        let goes = !moment.judges_other;
        let step = Step {
            index,
            touchpoint: moment.touchpoint.key(),
            stage: moment.stage,
            outcome: moment.outcome,
            is_first_of_stage: goes && seen.insert(moment.stage),
            is_first_contact: moment.is_first_contact,
            is_first_exchange: moment.is_first_exchange,
            repeat: moment.repeat,
            returned: goes && has_bought && before.is_some_and(|before| before > moment.stage),
            balance,
        };
        if goes {
            before = Some(moment.stage);
        }
        has_bought |= moment.is_purchase;
        step
    };
    moments.iter().enumerate().map(step).collect()
}

/// The runs of moments between which a new cycle begins. An opinion about an earlier cycle's moment lies in the run it
/// was given in.
fn cycles(moments: &[PastMoment<'_>]) -> Vec<Cycle> {
    let mut cycles: Vec<Cycle> = Vec::new();
    let mut latest = None;
    for (index, moment) in moments.iter().enumerate() {
        match cycles.last_mut() {
            Some(cycle) if moment.judges_other || latest == Some(moment.cycle) => cycle.last = index,
            _ => {
                latest = Some(moment.cycle);
                cycles.push(Cycle { first: index, last: index });
            }
        }
    }
    cycles
}

/// What staff observed is never mixed with customers' own.
fn is_customers(moment: &PastMoment<'_>) -> bool {
    moment.observed_by != Observer::Staff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_the_mean_of_the_peak_and_the_end() {
        use Outcome::{Average, Magic, Misery, Unknown};
        for (outcomes, remembered) in [
            (vec![Magic, Average, Misery, Average], Some(-0.5)),
            (vec![Misery, Magic, Average], Some(0.5)),
            (vec![Misery, Unknown, Magic], Some(1.0)),
            (vec![Average], Some(0.0)),
            (vec![Unknown], None),
            (vec![], None),
        ] {
            assert_eq!(peak_end(outcomes.clone()), remembered, "{outcomes:?}");
        }
    }
}
