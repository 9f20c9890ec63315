//! Kinds of touchpoint, each with its rates. Ranks none.

pub(crate) mod facts;
mod late;
mod signs;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::facts::KindFacts;
pub(crate) use self::late::reporter;
use crate::customers::Counted;
use crate::rate::Rates;
use crate::sections::slices::SliceSum;
use crate::statistics::numbers::half_up;
use crate::voice::Voice;

/// One kind of touchpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kind {
    /// Its type.
    pub kind: String,
    /// Moments of it, staff's included.
    pub moments: u64,
    /// Moments of it in the period before.
    pub moments_before: u64,
    /// Different customers, estimated where they are a sample.
    pub customers: u64,
    /// Mean importance, 1 to 5, to one decimal.
    pub importance: f64,
    /// Critical moments of it.
    pub critical: u64,
    /// Rates by voice, never pooled.
    pub rates: BTreeMap<Voice, Rates>,
}

/// Lists the kinds of a period, the most customers first.
pub(crate) fn kinds(
    now: &BTreeMap<String, KindFacts>,
    before: &BTreeMap<String, KindFacts>,
    customers: &BTreeMap<String, SliceSum>,
) -> Vec<Kind> {
    let row = |(name, kind): (&String, &KindFacts)| Kind {
        kind: name.clone(),
        moments: kind.moments,
        moments_before: before.get(name).map_or(0, |kind| kind.moments),
        customers: customers.get(name).map(|slice| slice.all.population).unwrap_or_default(),
        importance: half_up(10 * i128::from(kind.importance), kind.moments) as f64 / 10.0,
        critical: kind.critical,
        rates: customers
            .get(name)
            .map(|slice| {
                let basis = |voice: &Voice| kind.basis.get(voice).copied().unwrap_or_default();
                let rates = |(voice, counted): (&Voice, &Counted)| (*voice, Rates::of(counted).limited(basis(voice)));
                slice.voices.iter().map(rates).collect()
            })
            .unwrap_or_default(),
    };
    // A kind may be there only because a case about it was resolved.
    let met = now.iter().filter(|(_, kind)| kind.moments > 0);
    let mut kinds: Vec<_> = met.map(row).collect();
    kinds.sort_by(|a, b| b.customers.cmp(&a.customers).then_with(|| a.kind.cmp(&b.kind)));
    kinds
}
