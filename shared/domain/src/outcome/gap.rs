//! The gap rule: perception minus expectation, facet by facet (SERVQUAL's idea; thresholds after Kano: losses weigh
//! more). On a declared scale (x−min)/(max−min); otherwise (p−e)/max(|p|,|e|), 0 if both are 0; negated where less is
//! better; words by their declared order. Promised but unreported facets are skipped and counted; extras nobody
//! promised only add.

use std::collections::BTreeMap;

use crate::alerting::Promised;
use crate::moment::Code;
use crate::rules::{Direction, Facet, Rules};
use crate::touchpoint::FacetValue;
use crate::vocabulary::{Method, Outcome};

use super::promise::Promise;
use super::{Evidence, Question};

/// Every facet of one comparison.
#[derive(Debug, Default, PartialEq)]
struct Comparison {
    /// Promised facets with their gaps.
    promised: Vec<(String, f64, f64)>,
    /// Extras with their gaps, never negative.
    extras: Vec<(String, f64, f64)>,
    unreported: usize,
    incomparable: usize,
}

/// Judges by the weighted mean gap and the worst promised facet.
pub(super) fn judge(question: &Question<'_>) -> Option<Evidence> {
    let comparison = compare(question);
    let gap = question.rules.gap;
    let all = || comparison.promised.iter().chain(&comparison.extras);
    let weight: f64 = all().map(|(_, _, weight)| weight).sum();
    if comparison.promised.is_empty() && comparison.extras.is_empty() {
        return None;
    }
    let mean = all().map(|(_, gap, weight)| gap * weight).sum::<f64>() / weight;
    let broken = comparison.promised.iter().any(|(_, facet_gap, _)| *facet_gap <= gap.broken_facet_max);
    let spoilt = all().any(|(_, facet_gap, _)| *facet_gap <= gap.spoilt_facet_max);
    let outcome = if mean <= gap.misery_mean_max || broken {
        Outcome::Misery
    } else if mean >= gap.magic_mean_min && !spoilt {
        Outcome::Magic
    } else {
        Outcome::Average
    };
    Some(Evidence { method: Method::Gap, outcome, score: mean.clamp(-1.0, 1.0), reasons: reasons(&comparison, mean) })
}

/// Tells whether a promised facet was clearly missed.
pub(super) fn broke_promise(question: &Question<'_>) -> bool {
    let broken = question.rules.gap.broken_facet_max;
    compare(question).promised.iter().any(|(_, gap, _)| *gap <= broken)
}

/// The mean first, then at most this many facets, the largest gaps first, so that a moment stays small.
const FACETS_TOLD_MAX: usize = 4;

fn reasons(comparison: &Comparison, mean: f64) -> Vec<Code> {
    let mut told: Vec<_> = comparison.promised.iter().map(|(facet, gap, _)| (facet, *gap, true)).collect();
    told.extend(comparison.extras.iter().map(|(facet, gap, _)| (facet, *gap, false)));
    told.sort_by(|(a, one, _), (b, other, _)| other.abs().total_cmp(&one.abs()).then_with(|| a.cmp(b)));
    let facets = told.into_iter().take(FACETS_TOLD_MAX).map(|(facet, gap, promised)| match gap {
        _ if !promised => Code::with("extra", facet),
        gap if gap < 0.0 => Code::with_two("facet_missed", facet, rounded(gap)),
        gap if gap > 0.0 => Code::with_two("facet_exceeded", facet, rounded(gap)),
        _ => Code::with("facet_kept", facet),
    });
    let mut reasons = vec![Code::with("gap", rounded(mean))];
    reasons.extend(facets);
    for (name, count) in
        [("facets_unreported", comparison.unreported), ("facets_not_comparable", comparison.incomparable)]
    {
        if count > 0 {
            reasons.push(Code::with(name, count));
        }
    }
    reasons
}

/// Two decimals are enough to read; the decision was made on the exact number.
fn rounded(gap: f64) -> f64 {
    // Adding zero turns −0 into 0.
    (gap * 100.0).round() / 100.0 + 0.0
}

/// Says for each promised facet what was expected, what came and the gap, worst first: for people to read.
pub fn explain(promise: &Promise, perception: &BTreeMap<String, FacetValue>, rules: &Rules) -> Vec<Promised> {
    let mut told: Vec<_> = promise
        .facets
        .iter()
        .map(|(facet, expected)| {
            let perceived = perception.get(facet);
            let gap = perceived.and_then(|perceived| gap_of(facet, expected, perceived, rules));
            Promised { facet: facet.clone(), expected: expected.clone(), perceived: perceived.cloned(), gap }
        })
        .collect();
    told.sort_by(|a, b| a.gap.unwrap_or(f64::MAX).total_cmp(&b.gap.unwrap_or(f64::MAX)));
    told
}

fn compare(question: &Question<'_>) -> Comparison {
    let perception = &question.touchpoint.said.perception;
    let mut comparison = Comparison::default();
    if perception.is_empty() {
        return comparison;
    }
    let weight_of = |facet: &str| question.rules.facets.get(facet).map_or(1.0, |facet| facet.weight);
    for (facet, expected) in &question.promise.facets {
        let Some(perceived) = perception.get(facet) else {
            comparison.unreported += 1;
            continue;
        };
        match gap_of(facet, expected, perceived, question.rules) {
            Some(gap) => comparison.promised.push((facet.clone(), gap, weight_of(facet))),
            None => comparison.incomparable += 1,
        }
    }
    for (facet, perceived) in perception.iter().filter(|(facet, _)| !question.promise.facets.contains_key(*facet)) {
        if is_extra(facet, perceived, question.rules) {
            comparison.extras.push((facet.clone(), 1.0, weight_of(facet)));
        }
    }
    comparison
}

/// An extra is there, or is a number above 0 of which more is better. A word says nothing without an expectation.
fn is_extra(facet: &str, perceived: &FacetValue, rules: &Rules) -> bool {
    let direction = rules.facets.get(facet).map_or(Direction::More, |facet| facet.direction);
    direction == Direction::More
        && match perceived {
            FacetValue::Flag(flag) => *flag,
            FacetValue::Number(number) => *number > 0.0,
            FacetValue::Word(_) => false,
        }
}

/// Compares one facet; `None` if the two cannot be compared.
fn gap_of(facet: &str, expected: &FacetValue, perceived: &FacetValue, rules: &Rules) -> Option<f64> {
    let undeclared = Facet::default();
    let declared = rules.facets.get(facet).unwrap_or(&undeclared);
    let more = match (expected, perceived) {
        (FacetValue::Number(expected), FacetValue::Number(perceived)) => match (declared.min, declared.max) {
            (Some(min), Some(max)) => {
                let place = |value: &f64| ((value - min) / (max - min)).clamp(0.0, 1.0);
                place(perceived) - place(expected)
            }
            _ => {
                let larger = perceived.abs().max(expected.abs());
                // Opposite signs would give up to 2: the scale ends at 1.
                if larger == 0.0 { 0.0 } else { ((perceived - expected) / larger).clamp(-1.0, 1.0) }
            }
        },
        (FacetValue::Flag(expected), FacetValue::Flag(perceived)) => {
            f64::from(u8::from(*perceived)) - f64::from(u8::from(*expected))
        }
        (FacetValue::Word(expected), FacetValue::Word(perceived)) if expected == perceived => 0.0,
        (FacetValue::Word(expected), FacetValue::Word(perceived)) => {
            word_gap(expected, perceived, &declared.words, rules)?
        }
        _ => return None,
    };
    Some(match declared.direction {
        Direction::More => more,
        Direction::Less => -more,
        Direction::Exact => -more.abs(),
    })
}

/// The distance of two words in the declared order, or in the first of the deployment's orders that has both.
fn word_gap(expected: &str, perceived: &str, declared: &[String], rules: &Rules) -> Option<f64> {
    let distance = |order: &[String]| {
        let place = |word: &str| order.iter().position(|known| known == word);
        let steps = place(perceived)? as f64 - place(expected)? as f64;
        Some(steps / (order.len() - 1) as f64)
    };
    if declared.is_empty() { rules.word_orders.values().find_map(|order| distance(order)) } else { distance(declared) }
}
