//! What was measured beside what was felt. Never merges the two.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rate::{Rate, is_rated_by_rule};
use crate::sections::kinds::facts::KindFacts;

/// What was measured beside what was felt, for one kind. Never merged into one number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Signals {
    /// The kind.
    pub kind: String,
    /// Misery by times, resolution and abandonment, or the comparison with a promise, of all moments that have any of these.
    pub operational: Rate,
    /// Misery by a rating, the customer's words or the sender's own word, of all moments that have any of these.
    pub emotional: Rate,
}

/// Puts what was measured beside what was felt, each over all moments that carry it.
pub(crate) fn signals(kinds: &BTreeMap<String, KindFacts>) -> Vec<Signals> {
    let line = |(kind, facts): (&String, &KindFacts)| {
        let rate = |counts: &[u64; 3]| {
            let all = counts.iter().sum();
            Rate::of(all, all, counts[0], None)
        };
        let (operational, emotional) = (rate(&facts.measured), rate(&facts.felt));
        let is_said = operational.total + emotional.total > 0 && !is_rated_by_rule(kind);
        is_said.then(|| Signals { kind: kind.clone(), operational, emotional })
    };
    let mut lines: Vec<_> = kinds.iter().filter_map(line).collect();
    let n = |line: &Signals| line.operational.total + line.emotional.total;
    lines.sort_by(|a, b| n(b).cmp(&n(a)).then_with(|| a.kind.cmp(&b.kind)));
    lines
}
