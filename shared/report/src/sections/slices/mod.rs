//! Rates of customers cut by a name: a segment, a channel, a source, or a kind. Compares no two of them.

pub(crate) mod facts;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::customers::{CUSTOMERS_OF_A_PERIOD_MAX, Counted, Customers};
use crate::rate::Rates;
use crate::tally::OTHER;
use crate::voice::Voice;

/// Rates of the customers of one name: a segment, a channel, a source, or a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SliceLine {
    /// The name; empty if the senders gave none, `other` for the rarer ones together.
    pub name: String,
    /// Moments.
    pub moments: u64,
    /// Moments of the period before.
    pub moments_before: u64,
    /// Different customers, estimated where they are a sample.
    pub customers: u64,
    /// Critical moments.
    pub critical: u64,
    /// Rates by voice, never pooled.
    pub rates: BTreeMap<Voice, Rates>,
}

/// Customers of one name, in final form: counts without a customer in them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct SliceSum {
    pub(crate) moments: u64,
    pub(crate) critical: u64,
    pub(crate) all: Counted,
    pub(crate) voices: BTreeMap<Voice, Counted>,
}

impl SliceSum {
    /// Counts the customers of one name.
    pub(crate) fn of(moments: u64, critical: u64, customers: &BTreeMap<Voice, Customers>) -> Self {
        let mut all = Customers::default();
        customers.values().for_each(|some| all.extend(some));
        all.settle(CUSTOMERS_OF_A_PERIOD_MAX);
        let voices = customers.iter().map(|(voice, customers)| (*voice, customers.counted())).collect();
        Self { moments, critical, all: all.counted(), voices }
    }
}

/// Lists slices beside those of the period before, the most customers first and `other` last.
pub(crate) fn slices(now: &BTreeMap<String, SliceSum>, before: &BTreeMap<String, SliceSum>) -> Vec<SliceLine> {
    let line = |(name, slice): (&String, &SliceSum)| SliceLine {
        name: name.clone(),
        moments: slice.moments,
        moments_before: before.get(name).map_or(0, |slice| slice.moments),
        customers: slice.all.population,
        critical: slice.critical,
        rates: slice.voices.iter().map(|(voice, counted)| (*voice, Rates::of(counted))).collect(),
    };
    let mut lines: Vec<_> = now.iter().map(line).collect();
    let is_other = |line: &SliceLine| line.name == OTHER;
    lines.sort_by(|a, b| {
        is_other(a).cmp(&is_other(b)).then(b.customers.cmp(&a.customers)).then_with(|| a.name.cmp(&b.name))
    });
    lines
}
