//! The gap rule: perception minus expectation, facet by facet (SERVQUAL's idea; thresholds after Kano: losses weigh
//! more). On a declared scale (x−min)/(max−min); otherwise (p−e)/max(|p|,|e|), 0 if both are 0; negated where less is
//! better; words by their declared order. Promised but unreported facets are skipped and counted; extras nobody
//! promised only add.

use std::collections::BTreeSet;

use crate::code::Code;
use crate::outcome::promised::Promised;
use crate::rules::{Direction, Facet, FacetNames, Rules};
use crate::touchpoint::FacetValue;
use crate::vocabulary::Outcome;

use super::promise::{Promise, Status};
use super::{Question, Ruling};

/// What came of one facet.
#[derive(Clone, Copy)]
enum Finding {
    /// Promised, and compared: −1 to 1.
    Gap(f64),
    /// Not promised, and there.
    Extra,
    /// Promised, and not reported.
    Unreported,
    /// Promised and reported, in words that cannot be compared.
    Incomparable,
}

/// What the facets add up to.
struct Measure {
    /// The weighted mean gap, extras included.
    mean: f64,
    /// Whether a promised facet was clearly missed.
    is_broken: bool,
    /// Whether a facet spoils magic.
    is_spoilt: bool,
    /// Whether any promised facet could be compared.
    is_promised: bool,
}

/// Numbers such as 0.7 have no exact binary form: what differs by less than this lies on the threshold.
const ON_THE_THRESHOLD: f64 = 1e-9;

/// Judges by the weighted mean gap and the worst promised facet.
pub(super) fn judge(question: &Question<'_>) -> Option<Ruling> {
    let measure = measure(question)?;
    Some((outcome(&measure, question.rules), measure.mean.clamp(-1.0, 1.0)))
}

/// Tells whether a promised facet was clearly missed, and what came of the promised facets, if any could be compared.
pub(crate) fn shows(question: &Question<'_>) -> (bool, Option<Status>) {
    let Some(measure) = measure(question) else { return (false, None) };
    let status = match outcome(&measure, question.rules) {
        Outcome::Misery => Status::Broken,
        Outcome::Magic => Status::Exceeded,
        Outcome::Average | Outcome::Unknown => Status::Kept,
    };
    (measure.is_broken, measure.is_promised.then_some(status))
}

fn outcome(measure: &Measure, rules: &Rules) -> Outcome {
    if at_most(measure.mean, rules.gap.misery_mean_max) || measure.is_broken {
        Outcome::Misery
    } else if at_most(rules.gap.magic_mean_min, measure.mean) && !measure.is_spoilt {
        Outcome::Magic
    } else {
        Outcome::Average
    }
}

fn at_most(value: f64, threshold: f64) -> bool {
    value <= threshold + ON_THE_THRESHOLD
}

fn measure(question: &Question<'_>) -> Option<Measure> {
    if question.touchpoint.said.perception.is_empty() {
        return None;
    }
    let thresholds = &question.rules.gap;
    let (mut sum, mut weights) = (0.0, 0.0);
    let mut measure = Measure { mean: 0.0, is_broken: false, is_spoilt: false, is_promised: false };
    for (facet, finding) in findings(question) {
        let gap = match finding {
            Finding::Gap(gap) => {
                measure.is_promised = true;
                measure.is_broken |= at_most(gap, thresholds.broken_facet_max);
                measure.is_spoilt |= at_most(gap, thresholds.spoilt_facet_max);
                gap
            }
            Finding::Extra => 1.0,
            Finding::Unreported | Finding::Incomparable => continue,
        };
        let weight = declared(facet, question.rules).weight;
        sum += gap * weight;
        weights += weight;
    }
    measure.mean = sum / weights;
    (weights > 0.0).then_some(measure)
}

/// The mean first, then at most this many facets, the largest gaps first, so that a moment stays small.
const FACETS_TOLD_MAX: usize = 4;

/// Tells the mean, the facets with the largest gaps, and how many could not be compared.
pub(super) fn explain(question: &Question<'_>) -> Vec<Code> {
    let mut reasons = vec![Code::with("gap", rounded(measure(question).map_or(0.0, |measure| measure.mean)))];
    let size = |finding: &Finding| match finding {
        Finding::Gap(gap) => gap.abs(),
        _ => 1.0,
    };
    let mut told: Vec<_> =
        findings(question).filter(|(_, finding)| matches!(finding, Finding::Gap(_) | Finding::Extra)).collect();
    told.sort_by(|(a, one), (b, other)| size(other).total_cmp(&size(one)).then_with(|| a.cmp(b)));
    reasons.extend(told.into_iter().take(FACETS_TOLD_MAX).map(|(facet, finding)| match finding {
        Finding::Gap(gap) if gap < 0.0 => Code::with_two("facet_missed", facet, rounded(gap)),
        Finding::Gap(gap) if gap > 0.0 => Code::with_two("facet_exceeded", facet, rounded(gap)),
        Finding::Gap(_) => Code::with("facet_kept", facet),
        _ => Code::with("extra", facet),
    }));
    let unreported = findings(question).filter(|(_, finding)| matches!(finding, Finding::Unreported)).count();
    let incomparable = findings(question).filter(|(_, finding)| matches!(finding, Finding::Incomparable)).count();
    let counts = [("facets_unreported", unreported), ("facets_not_comparable", incomparable)];
    reasons.extend(counts.into_iter().filter(|(_, count)| *count > 0).map(|(name, count)| Code::with(name, count)));
    reasons
}

/// Two decimals are enough to read; the decision was made on the exact number.
fn rounded(gap: f64) -> f64 {
    // Adding zero turns −0 into 0.
    (gap * 100.0).round() / 100.0 + 0.0
}

/// Says for each promised facet what was expected, what came and the gap, worst first: for people to read.
pub(crate) fn compared<'a>(
    promise: &Promise<'_>,
    perceived: impl Fn(&str) -> Option<&'a FacetValue>,
    rules: &Rules,
) -> Vec<Promised> {
    let mut told: Vec<_> = promise
        .facets
        .iter()
        .map(|(facet, expected)| {
            let perceived = perceived(facet);
            let gap = perceived.and_then(|perceived| gap_of(facet, expected, perceived, rules));
            Promised {
                facet: (*facet).to_owned(),
                expected: (*expected).clone(),
                perceived: perceived.cloned(),
                gap: gap.map(|gap| gap + 0.0),
            }
        })
        .collect();
    told.sort_by(|a, b| a.gap.unwrap_or(f64::MAX).total_cmp(&b.gap.unwrap_or(f64::MAX)));
    told
}

/// What came of every promised facet, then every extra, each in order of their names.
fn findings<'a>(question: &Question<'a>) -> impl Iterator<Item = (&'a str, Finding)> {
    let (perception, rules) = (&question.touchpoint.said.perception, question.rules);
    let facets = &question.promise.facets;
    let promised = facets.iter().map(move |(facet, expected)| {
        let finding = match perception.get(*facet) {
            None => Finding::Unreported,
            Some(perceived) => gap_of(facet, expected, perceived, rules).map_or(Finding::Incomparable, Finding::Gap),
        };
        (*facet, finding)
    });
    let extras = perception
        .iter()
        .filter(move |(facet, _)| !facets.contains_key(facet.as_str()))
        .filter(move |(facet, perceived)| is_extra(facet, perceived, !facets.is_empty(), rules))
        .map(|(facet, _)| (facet.as_str(), Finding::Extra));
    promised.chain(extras)
}

/// An extra is there, beside a promise: a flag, or a number above 0 of which more is better. Where nothing was promised
/// only a flag that the deployment declares says something: the promise may not have reached us, and nobody knows
/// whether an undeclared one is good. A word says nothing without an expectation.
fn is_extra(facet: &str, perceived: &FacetValue, is_beside_promise: bool, rules: &Rules) -> bool {
    direction(facet, perceived, None, rules) == Direction::More
        && match perceived {
            FacetValue::Flag(flag) => *flag && (is_beside_promise || rules.facets.contains_key(facet)),
            FacetValue::Number(number) => is_beside_promise && *number > 0.0,
            FacetValue::Word(_) => false,
        }
}

fn declared<'a>(facet: &str, rules: &'a Rules) -> &'a Facet {
    rules.facets.get(facet).unwrap_or(const { &Facet::UNDECLARED })
}

/// Returns which way a facet is better: as declared, or else by its name.
fn direction(facet: &str, value: &FacetValue, order: Option<&str>, rules: &Rules) -> Direction {
    declared(facet, rules).direction.unwrap_or_else(|| by_name(&rules.facet_names, facet, value, order))
}

/// Returns which way a facet is better by its name. `order` is the order of words that its words belong to, if any.
fn by_name(names: &FacetNames, facet: &str, value: &FacetValue, order: Option<&str>) -> Direction {
    let is_among = |words: &BTreeSet<String>| facet.split('_').any(|word| words.contains(word));
    let is_quantity = order.is_some_and(|order| names.quantities.contains(order));
    let is_less = match value {
        FacetValue::Number(_) => is_among(&names.amounts) || is_among(&names.troubles),
        FacetValue::Flag(_) => is_among(&names.troubles),
        FacetValue::Word(_) => is_quantity && is_among(&names.troubles),
    };
    if is_less && !is_among(&names.unless) { Direction::Less } else { Direction::More }
}

/// Compares one facet; `None` if the two cannot be compared.
fn gap_of(facet: &str, expected: &FacetValue, perceived: &FacetValue, rules: &Rules) -> Option<f64> {
    let declared = declared(facet, rules);
    let mut order = None;
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
            let (gap, named) = word_gap(expected, perceived, &declared.words, rules)?;
            order = named;
            gap
        }
        _ => return None,
    };
    Some(match direction(facet, expected, order, rules) {
        Direction::More => more,
        Direction::Less => -more,
        Direction::Exact => -more.abs(),
    })
}

/// The distance of two words in the declared order, or in the first of the deployment's orders that has both, and the name of that.
fn word_gap<'r>(
    expected: &str,
    perceived: &str,
    declared: &[String],
    rules: &'r Rules,
) -> Option<(f64, Option<&'r str>)> {
    let distance = |order: &[String]| {
        let place = |word: &str| order.iter().position(|known| known == word);
        let steps = place(perceived)? as f64 - place(expected)? as f64;
        Some(steps / (order.len() - 1) as f64)
    };
    if !declared.is_empty() {
        return distance(declared).map(|gap| (gap, None));
    }
    rules.word_orders.iter().find_map(|(name, order)| Some((distance(order)?, Some(name.as_str()))))
}

#[cfg(test)]
mod tests {
    use FacetValue::{Flag, Number, Word};

    use super::*;

    #[test]
    fn the_name_of_a_facet_tells_which_way_is_better() {
        let rules = Rules::built_in().unwrap();
        let quantity = Some("quantity");
        for (facet, value, order, better) in [
            ("delivery_days", Number(6.0), None, Direction::Less),
            ("preco", Number(6.0), None, Direction::Less),
            ("tiempo_de_espera", Number(6.0), None, Direction::Less),
            ("errors", Number(6.0), None, Direction::Less),
            ("errors", Word("many".into()), quantity, Direction::Less),
            ("errors", Word("good".into()), Some("quality"), Direction::More),
            ("price", Word("few".into()), quantity, Direction::More),
            ("hidden_fee", Flag(true), None, Direction::Less),
            ("on_time", Flag(true), None, Direction::More),
            ("warranty_days", Number(6.0), None, Direction::More),
            ("no_fee", Flag(true), None, Direction::More),
            ("scoops", Number(6.0), None, Direction::More),
            ("timeless_designs", Number(6.0), None, Direction::More),
        ] {
            assert_eq!(by_name(&rules.facet_names, facet, &value, order), better, "{facet}");
        }
    }
}
