//! Which moments to quote: the worst and the best that a customer put into words. Holds keys, never the words.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::voice::Voice;
use domain::identity::{Identity, TouchpointKey};
use domain::moment::Moment;
use domain::vocabulary::Outcome;

/// Most examples kept of each kind and side.
pub const EXAMPLES_MAX: usize = 4;

/// A moment worth reading in the customer's words, which stay with its touchpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Example {
    /// The touchpoint's own identity, part of its key.
    pub(crate) recorded: Identity,
    /// The touchpoint.
    #[serde(flatten)]
    pub(crate) touchpoint: TouchpointKey,
    /// When it happened.
    pub(crate) occurred_at: Timestamp,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// The deciding rule's score, −1 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) score: Option<f64>,
    /// How urgent, 0 to 5.
    #[serde(default)]
    pub(crate) severity: u8,
    /// The team that was met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) team: Option<String>,
    /// Where in the comment the words stand that decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) marked: Vec<[u32; 2]>,
}

/// The worst and the best examples of one kind, the most telling first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Examples {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) worst: Vec<Example>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) best: Vec<Example>,
}

impl Examples {
    pub(crate) fn is_empty(&self) -> bool {
        self.worst.is_empty() && self.best.is_empty()
    }

    /// Considers a moment: only a customer's own, with words, and judged misery or magic.
    pub(crate) fn add(&mut self, moment: &Moment, voice: Voice) {
        if !moment.commented || voice == Voice::Staff {
            return;
        }
        let side = match moment.outcome {
            Outcome::Misery => &mut self.worst,
            Outcome::Magic => &mut self.best,
            Outcome::Average | Outcome::Unknown => return,
        };
        keep(
            side,
            Example {
                recorded: moment.recorded.clone(),
                touchpoint: moment.key(),
                occurred_at: moment.occurred_at,
                outcome: moment.outcome,
                score: moment.score,
                severity: moment.severity,
                team: moment.signals.team.clone(),
                marked: moment.marked.clone(),
            },
        );
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        other.worst.iter().for_each(|example| keep(&mut self.worst, example.clone()));
        other.best.iter().for_each(|example| keep(&mut self.best, example.clone()));
    }
}

fn keep(examples: &mut Vec<Example>, example: Example) {
    let place = examples.partition_point(|kept| telling(kept, &example).is_le());
    if place < EXAMPLES_MAX {
        examples.insert(place, example);
        examples.truncate(EXAMPLES_MAX);
    }
}

/// Orders by how telling: the strongest score, the most urgent, the latest; then by key, so that the order in which
/// moments arrive does not matter.
pub(crate) fn telling(a: &Example, b: &Example) -> Ordering {
    let strength = |example: &Example| example.score.unwrap_or_default().abs();
    strength(b)
        .total_cmp(&strength(a))
        .then(b.severity.cmp(&a.severity))
        .then(b.occurred_at.cmp(&a.occurred_at))
        .then_with(|| (&a.touchpoint, &a.recorded).cmp(&(&b.touchpoint, &b.recorded)))
}
