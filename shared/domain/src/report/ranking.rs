//! What to improve first, and what to celebrate. A small n cannot top either list.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Kind;
use super::customers::Customers;
use super::example::Example;
use super::facts::{Facts, KindFacts};
use super::rate::{JUDGED_FOR_COUNTS_MIN, Rate, Rates};
use super::tally::OTHER;
use super::voice::Voice;
use crate::identity::TouchpointKey;
use crate::statistics::interval::wilson;
use crate::statistics::numbers::rounded;

/// A kind of touchpoint with the reason for its rank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Priority {
    /// Kind of touchpoint.
    pub kind: String,
    /// Whose word it rests on: of those who were asked and those who were not, the one that ranks higher.
    pub voice: Voice,
    /// Misery in what to improve, magic in what to celebrate.
    pub rate: Rate,
    /// Lower limit of the rate × customers judged × importance / 5, to two decimals.
    pub score: f64,
    /// Mean importance, 1 to 5.
    pub importance: f64,
    /// Critical moments of the kind.
    pub critical: u64,
    /// Moments that the customers put into words, the most telling first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Pointer>,
}

/// Points to a moment without telling who the customer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// The touchpoint.
    #[serde(flatten)]
    pub touchpoint: TouchpointKey,
    /// Pseudonym of the customer ([`crate::identity::Identity::pseudonym`]).
    pub customer: String,
    /// When it happened.
    pub occurred_at: Timestamp,
}

/// Tells whether a rule alone makes nearly every moment of the kind a misery, so that its rate says nothing and is
/// neither ranked nor compared. A complaint that names what it is about counts for that.
pub fn is_rated_by_rule(kind: &str) -> bool {
    kind == "complaint"
}

/// Ranks kinds by the misery that is there for certain, weighed by customers and importance.
pub(crate) fn improve(facts: &Facts, kinds: &[Kind]) -> Vec<Priority> {
    rank(facts, kinds, |rates| rates.misery, |kind| &kind.examples.worst)
}

/// Ranks kinds by the magic that is there for certain, weighed alike.
pub(crate) fn celebrate(facts: &Facts, kinds: &[Kind]) -> Vec<Priority> {
    rank(facts, kinds, |rates| rates.magic, |kind| &kind.examples.best)
}

fn rank(
    facts: &Facts,
    kinds: &[Kind],
    rate: impl Fn(Rates) -> Rate,
    examples: impl Fn(&KindFacts) -> &Vec<Example>,
) -> Vec<Priority> {
    let ranked = kinds.iter().filter(|kind| !is_rated_by_rule(&kind.kind) && kind.kind != OTHER).filter_map(|kind| {
        let of_voice = |voice| {
            let rate = rate(*kind.rates.get(&voice)?);
            let enough = rate.judged >= JUDGED_FOR_COUNTS_MIN && rate.count > 0;
            enough.then(|| (score(&rate, kind.importance), voice, rate))
        };
        let voices = [Voice::Unsolicited, Voice::Solicited].into_iter().filter_map(of_voice);
        // At a tie the unsolicited word goes first.
        let (score, voice, rate) = voices.reduce(|best, other| if other.0 > best.0 { other } else { best })?;
        let facts = facts.kinds.get(&kind.kind)?;
        Some(Priority {
            kind: kind.kind.clone(),
            voice,
            rate,
            score,
            importance: kind.importance,
            critical: kind.critical,
            examples: examples(facts).iter().map(pointer).collect(),
        })
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.kind.cmp(&b.kind)));
    ranked
}

fn pointer(example: &Example) -> Pointer {
    Pointer {
        touchpoint: example.touchpoint.clone(),
        customer: example.recorded.pseudonym(),
        occurred_at: example.occurred_at,
    }
}

/// Customers judged, not all customers: where hardly anybody was judged, nothing is known of the rest, and a small n
/// must not top the list.
fn score(rate: &Rate, importance: f64) -> f64 {
    let judged = rate.judged as f64 / rate.sampled.filter(|share| *share > 0.0).unwrap_or(1.0);
    rounded(wilson(rate.proportion()).low * judged * importance / 5.0, 2)
}

impl KindFacts {
    /// Joins the customers of all voices.
    pub(crate) fn everybody(&self) -> Customers {
        let mut everybody = Customers::default();
        self.customers.values().for_each(|customers| everybody.extend(customers));
        everybody.settle(super::CUSTOMERS_OF_A_PERIOD_MAX);
        everybody
    }
}
