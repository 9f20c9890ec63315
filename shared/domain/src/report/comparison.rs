//! Misery now and in the period before. What counts as changed is decided in [`super::movers`].

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::movers::{self, Change};
use super::ranking::is_rated_by_rule;
use super::rate::{Rate, Rates};
use super::voice::Voice;
use crate::statistics::interval::{Interval, newcombe};
use crate::statistics::numbers::{rounded, tenths_of_points};

/// The share of customers who met a misery, now and in the period before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Kind of touchpoint; absent for all kinds together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whose word it rests on.
    pub voice: Voice,
    /// This period.
    pub now: Rate,
    /// The period before.
    pub before: Rate,
    /// Now less before; absent if a side has too few.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// Two-sided p-value before correction; absent if not tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// What may be said.
    pub change: Change,
}

/// A difference of two shares in percentage points, with its 95 % Newcombe interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Points, to one decimal.
    pub points: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl Comparison {
    /// Returns the difference in tenths of a point, exact.
    pub fn tenths_of_points(&self) -> i64 {
        tenths_of_points(self.now.proportion(), self.before.proportion())
    }
}

/// Compares all customers and every kind that both periods have, by voice; staff's word is not compared.
pub(crate) fn compare(now: &Facts, before: &Facts) -> Vec<Comparison> {
    let mut pairs = Vec::new();
    for voice in [Voice::Unsolicited, Voice::Solicited] {
        let misery = |facts: &Facts| Some(Rates::of(&facts.customers(&[voice])).misery).filter(|rate| rate.total > 0);
        if let (Some(now), Some(before)) = (misery(now), misery(before)) {
            pairs.push((None, voice, now, before));
        }
    }
    for (kind, facts) in now.kinds.iter().filter(|(kind, _)| !is_rated_by_rule(kind)) {
        for voice in [Voice::Unsolicited, Voice::Solicited] {
            let earlier = before.kinds.get(kind).and_then(|kind| kind.customers.get(&voice));
            if let (Some(now), Some(before)) = (facts.customers.get(&voice), earlier) {
                let (now, before) = (Rates::of(now).misery, Rates::of(before).misery);
                if now.judged.min(before.judged) > 0 {
                    pairs.push((Some(kind.clone()), voice, now, before));
                }
            }
        }
    }
    let shares: Vec<_> = pairs.iter().map(|(.., now, before)| (now.proportion(), before.proportion())).collect();
    let judged = pairs.into_iter().zip(movers::judge(&shares));
    let comparisons = judged.map(|((kind, voice, now, before), movement)| Comparison {
        kind,
        voice,
        difference: (movement.change != Change::TooFew).then(|| difference(&now, &before)),
        now,
        before,
        p: movement.p.map(|p| rounded(p, 5)),
        change: movement.change,
    });
    comparisons.collect()
}

fn difference(now: &Rate, before: &Rate) -> Difference {
    let (now, before) = (now.proportion(), before.proportion());
    let Interval { low, high } = newcombe(now, before);
    let points = tenths_of_points(now, before) as f64 / 10.0;
    Difference { points, low: rounded(100.0 * low, 1), high: rounded(100.0 * high, 1) }
}
