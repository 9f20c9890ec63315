//! Misery now and in the period before. What counts as changed is decided in [`movers`].

pub(crate) mod movers;
pub(crate) mod words;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::movers::Change;
use crate::customers::Counted;
use crate::rate::{Rate, Rates, is_rated_by_rule};
use crate::sections::slices::SliceSum;
use crate::statistics::interval::{Interval, newcombe};
use crate::statistics::numbers::{rounded, tenths_of_points};
use crate::voice::Voice;

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Customers who met a misery.
    #[default]
    Misery,
    /// Customers to whom a promise was broken that is not about a time, of those who saw what came of one.
    BrokenPromise,
    /// Promises that were not done by their time, of those whose time lies in the period.
    MissedTime,
}

/// The share of customers who met a misery, or a broken promise, now and in the period before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// Kind of touchpoint; absent for all kinds together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What the rates count.
    #[serde(default, skip_serializing_if = "Measure::is_misery")]
    pub measure: Measure,
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// Points, to one decimal.
    pub points: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl Measure {
    pub(crate) fn is_misery(&self) -> bool {
        *self == Self::Misery
    }
}

impl Comparison {
    /// Tells whether it compares misery.
    pub fn is_misery(&self) -> bool {
        self.measure.is_misery()
    }

    /// Tells whether it compares the misery of all customers.
    pub fn is_overall(&self) -> bool {
        self.is_misery() && self.kind.is_none()
    }

    /// Returns the difference in tenths of a point, exact.
    pub fn tenths_of_points(&self) -> i64 {
        tenths_of_points(self.now.proportion(), self.before.proportion())
    }
}

/// What is compared of a period.
#[derive(Clone, Copy)]
pub(crate) struct Compared<'a> {
    /// All customers by voice.
    pub(crate) everybody: &'a BTreeMap<Voice, Counted>,
    /// Customers of each kind.
    pub(crate) kinds: &'a BTreeMap<String, SliceSum>,
    /// Whether most moments of a kind by one voice were read from words, so that its counts are no rate.
    pub(crate) is_read: &'a dyn Fn(&str, Voice) -> bool,
    /// Promises by what came of their time.
    pub(crate) due: &'a Counted,
    /// Customers by what came of what they were promised.
    pub(crate) promised: &'a BTreeMap<Voice, Counted>,
}

impl Compared<'_> {
    /// Returns the customers of a kind by one voice.
    fn kind(&self, kind: &str, voice: Voice) -> Option<&Counted> {
        self.kinds.get(kind)?.voices.get(&voice)
    }
}

/// Compares all customers, every kind that both periods have, and promises, by voice; staff's word is not compared.
pub(crate) fn compare(now: &Compared<'_>, before: &Compared<'_>) -> Vec<Comparison> {
    const VOICES: [Voice; 2] = [Voice::Unsolicited, Voice::Solicited];
    let mut pairs = Vec::new();
    let misery = |counted: Option<&Counted>| Some(Rates::of(counted?).misery);
    for voice in VOICES {
        let all = |of: &Compared<'_>| misery(of.everybody.get(&voice)).filter(|rate| rate.total > 0);
        if let (Some(now), Some(before)) = (all(now), all(before)) {
            pairs.push((Measure::Misery, None, voice, now, before));
        }
    }
    for kind in now.kinds.keys().filter(|kind| !is_rated_by_rule(kind)) {
        for voice in VOICES.into_iter().filter(|voice| !(now.is_read)(kind, *voice) && !(before.is_read)(kind, *voice))
        {
            if let (Some(now), Some(before)) = (misery(now.kind(kind, voice)), misery(before.kind(kind, voice)))
                && now.judged.min(before.judged) > 0
            {
                pairs.push((Measure::Misery, Some(kind.clone()), voice, now, before));
            }
        }
    }
    let due = |of: &Compared<'_>| Some(Rates::of(of.due).misery).filter(|rate| rate.judged > 0);
    if let (Some(now), Some(before)) = (due(now), due(before)) {
        pairs.push((Measure::MissedTime, None, Voice::Unsolicited, now, before));
    }
    for voice in VOICES {
        let broken = |of: &Compared<'_>| misery(of.promised.get(&voice)).filter(|rate| rate.judged > 0);
        if let (Some(now), Some(before)) = (broken(now), broken(before)) {
            pairs.push((Measure::BrokenPromise, None, voice, now, before));
        }
    }
    let shares: Vec<_> = pairs.iter().map(|(.., now, before)| (now.proportion(), before.proportion())).collect();
    let judged = pairs.into_iter().zip(movers::judge(&shares));
    let comparisons = judged.map(|((measure, kind, voice, now, before), movement)| Comparison {
        kind,
        measure,
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
