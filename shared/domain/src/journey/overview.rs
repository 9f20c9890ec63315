//! A journey as a whole, as of a time: what a person sees who has all of it before them. Judges nothing: it adds up
//! what the fold judged.

use jiff::Timestamp;
use serde::Serialize;

use super::Judged;
use super::ledger::Entry;
use crate::identity::TouchpointKey;
use crate::moment::{Code, Moment};
use crate::vocabulary::{Observer, Outcome, Stage};

/// A journey as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overview {
    /// The time as of which promises and silence were looked at.
    pub as_of: Timestamp,
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

/// One moment's place in the whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cycle {
    /// Index of its first step.
    pub first: usize,
    /// Index of its last step.
    pub last: usize,
}

/// A misery that ended in a public bad review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// Returns the value that a moment adds to the balance; `None` for an unknown outcome and for what staff observed, which
/// is never mixed with customers' own.
pub(super) fn counted(moment: &Moment) -> Option<i8> {
    moment.outcome.value().filter(|_| moment.observed_by == Observer::Customer)
}

pub(super) fn overview(judged: &[Judged], now: Timestamp) -> Overview {
    let mut balance = 0;
    let step = |(index, judged): (usize, &Judged)| {
        let moment = &judged.moment;
        balance += i64::from(counted(moment).unwrap_or_default());
        Step {
            index,
            touchpoint: moment.key(),
            stage: moment.stage,
            outcome: moment.outcome,
            is_first_of_stage: judged_before(judged, index),
            is_first_contact: moment.first_contact,
            is_first_exchange: false,
            repeat: 0,
            returned: false,
            balance,
        }
    };
    fn judged_before(_: &Judged, index: usize) -> bool {
        index == 0
    }
    let steps: Vec<_> = judged.iter().enumerate().map(step).collect();
    let mut stages: Vec<Stage> = steps.iter().map(|step| step.stage).collect();
    stages.dedup();
    let leak = |moment: &Moment| Some(Leak { review: moment.key(), misery: moment.leak_of.clone()? });
    Overview {
        as_of: now,
        balance: steps.last().map_or(0, |step| step.balance),
        steps,
        stages,
        cycles: Vec::new(),
        peak_end: peak_end(judged.iter().map(|judged| judged.moment.outcome)),
        promises: Vec::new(),
        silent: Vec::new(),
        leaks: judged.iter().filter_map(|judged| leak(&judged.moment)).collect(),
    }
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
