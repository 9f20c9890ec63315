//! What to improve first, and what to celebrate. A small n cannot top either list.

mod times;
pub(crate) mod words;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::times::count_times;
use crate::cause::CauseName;
use crate::customers::Counted;
use crate::example::{self, Example};
use crate::pointer::Pointer;
use crate::rate::{JUDGED_FOR_COUNTS_MIN, Part, Rate, Rates, is_rated_by_rule};
use crate::sections::comparisons::{Comparison, Measure};
use crate::sections::kinds::facts::KindFacts;
use crate::sections::kinds::{Kind, reporter};
use crate::sections::opinions::facts::OpinionFacts;
use crate::sections::phrases::Phrase;
use crate::sections::promises::facts::DUE;
use crate::sections::whom::{Excess, Told, excesses};
use crate::statistics::interval::{newcombe, wilson};
use crate::statistics::numbers::rounded;
use crate::tally::{OTHER, most_of};
use crate::voice::Voice;
use domain::rules::Rules;
use domain::touchpoint::Money;
use domain::touchpoint::expiry::PROMISE_EXPIRED;

/// A kind of touchpoint with the reason for its rank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Priority {
    /// Kind of touchpoint.
    pub kind: String,
    /// Whose word it rests on: of those who were asked and those who were not, the one that ranks higher.
    pub voice: Voice,
    /// What the rate counts: customers with a bad experience, or promises that were not done by their time.
    #[serde(default, skip_serializing_if = "Measure::is_misery")]
    pub measure: Measure,
    /// Misery, or missed times, in what to improve; magic in what to celebrate.
    pub rate: Rate,
    /// Lower limit of the rate × customers judged × importance / 5, to two decimals.
    pub score: f64,
    /// Mean importance, 1 to 5.
    pub importance: f64,
    /// Critical moments of the kind.
    pub critical: u64,
    /// Misery of the same kind and voice in the period before; only in what to improve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trend: Option<Comparison>,
    /// Bad opinions that tell of it: reviews, surveys, complaints and posts.
    #[serde(default, skip_serializing_if = "is_none")]
    pub told: u64,
    /// For whom it fails more often than for the others; only in what to improve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<Excess>,
    /// What customers say of it and others do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<Phrase>,
    /// What its failures put at stake, as sent, by currency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value_at_risk: Vec<Money>,
    /// What its failures have in common and other moments of the kind have less often, the most frequent first; only in what to
    /// improve.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<Sign>,
    /// What usually lies behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Whose it is to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// Moments that the customers put into words, the most telling first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Pointer>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_none(count: &u64) -> bool {
    *count == 0
}

impl Priority {
    /// Makes one of whose word it rests on and what its rate counts; everything else is told later.
    fn new(kind: &Kind, (voice, measure, rate): (Voice, Measure, Rate), examples: Vec<Pointer>) -> Self {
        Self {
            kind: kind.kind.clone(),
            voice,
            measure,
            score: score(&rate, kind.importance),
            rate,
            importance: kind.importance,
            critical: kind.critical,
            trend: None,
            told: 0,
            whom: None,
            phrases: Vec::new(),
            value_at_risk: Vec::new(),
            signs: Vec::new(),
            cause: None,
            owner: None,
            examples,
        }
    }

    /// Returns whether the customers' own words say why it failed.
    pub fn is_explained(&self) -> bool {
        !self.phrases.is_empty()
    }
}

/// A moment worth telling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Celebrated {
    /// Kind of touchpoint.
    pub kind: String,
    /// The moment.
    #[serde(flatten)]
    pub moment: Pointer,
}

/// Something that went wrong at failures of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sign {
    /// A reason code's name, with what it is about where that belongs to it: `late`, `facet_missed:scoops`.
    pub sign: String,
    /// At how many of the kind's failures.
    pub at: Part,
    /// At how many of its other moments.
    pub elsewhere: Part,
}

/// What usually lies behind the failures of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Cause {
    /// The cause given most often when cases about it were resolved.
    Cases {
        /// The cause.
        #[serde(flatten)]
        cause: CauseName,
        /// Of the resolved cases about the kind.
        of: Part,
    },
    /// Nobody closed a case about it with a cause: what customers' comments name most often, or people who corrected a judgement.
    Words {
        /// The cause.
        #[serde(flatten)]
        cause: CauseName,
        /// Of the failures whose comments name a cause.
        of: Part,
    },
    /// No comment names a cause either: what the catalogue suggests for the type, to be looked into.
    Catalogue {
        /// The causes, the likeliest first.
        causes: Vec<CauseName>,
    },
}

/// Whose it is to change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Owner {
    /// Named for the type in the configuration.
    Configured {
        /// A person or a team.
        owner: String,
    },
    /// The team that customers met at most of its failures.
    Met {
        /// The team, as sent.
        owner: String,
        /// Of the failures.
        at: Part,
    },
}

/// Tells whether a kind is an opinion about something else: a thermometer, which cannot be improved. It is ranked only where no opinion
/// says what it is about.
fn is_thermometer(kind: &str, rules: &Rules) -> bool {
    rules.type_of(kind).is_some_and(|known| known.echo)
}

/// What is ranked, and what its rank rests on.
pub(crate) struct Grounds<'a> {
    pub(crate) kinds: &'a [Kind],
    /// What was counted of each kind.
    pub(crate) counted: &'a BTreeMap<String, KindFacts>,
    pub(crate) opinions: &'a OpinionFacts,
    /// Promises by what came of their time.
    pub(crate) due: &'a Counted,
    pub(crate) comparisons: &'a [Comparison],
    /// What failed for whom: in the period, and in the last weeks if the report looks back.
    pub(crate) cuts: &'a [Told<'a>],
    pub(crate) rules: &'a Rules,
}

/// Ranks kinds by the misery that is there for certain, weighed by customers and importance. Promised times count for the kind that
/// reports them, those that never came included.
pub(crate) fn improve(of: &Grounds<'_>) -> Vec<Priority> {
    let rules = of.rules;
    let mut ranked = rank(of.kinds, of.counted, |rates| rates.misery, |kind| &kind.examples.worst);
    let is_linked = of.opinions.told.total() > 0 || ranked.iter().any(|one| !is_thermometer(&one.kind, rules));
    ranked.retain(|one| !is_linked || !is_thermometer(&one.kind, rules));
    count_times(&mut ranked, of);
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.kind.cmp(&b.kind)));
    let reporter = reporter(of.counted);
    let whom = whom(&ranked, of.cuts);
    for (priority, whom) in ranked.iter_mut().zip(whom) {
        priority.whom = whom;
        let measure = priority.measure;
        let same = |c: &&Comparison| match measure {
            Measure::Misery => c.is_misery() && c.kind.as_ref() == Some(&priority.kind) && c.voice == priority.voice,
            Measure::BrokenPromise | Measure::MissedTime => c.measure == measure,
        };
        priority.trend = of.comparisons.iter().find(same).cloned();
        let Some(facts) = of.counted.get(&priority.kind) else { continue };
        let told = &of.opinions.told;
        priority.told = told.get(&priority.kind);
        let expired = of.counted.get(PROMISE_EXPIRED).filter(|_| priority.kind != PROMISE_EXPIRED);
        let expired = expired.filter(|_| reporter.as_ref() == Some(&priority.kind));
        if expired.is_some() {
            priority.told += told.get(PROMISE_EXPIRED);
        }
        priority.value_at_risk = value(facts, expired.filter(|_| measure == Measure::MissedTime));
        priority.signs = signs(facts);
        // That it was late is what is counted already.
        priority.signs.retain(|sign| measure != Measure::MissedTime || sign.sign != LATE);
        priority.cause = cause(&priority.kind, facts, rules);
        priority.owner = owner(&priority.kind, facts, rules);
    }
    ranked
}

/// Finds for whom each thing fails more often: by the first of some counts that says so.
fn whom(ranked: &[Priority], cuts: &[Told<'_>]) -> Vec<Option<Excess>> {
    let names: Vec<String> = ranked.iter().map(|one| crossed(one).to_owned()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut found = vec![None; names.len()];
    for told in cuts {
        for (found, more) in found.iter_mut().zip(excesses(told, &names)) {
            *found = found.take().or(more);
        }
    }
    found
}

/// Returns the name under which the failures of a priority are cut.
fn crossed(priority: &Priority) -> &str {
    if priority.measure == Measure::MissedTime { DUE } else { &priority.kind }
}

/// Adds up what failures put at stake, those that never came included where they count.
fn value(facts: &KindFacts, expired: Option<&KindFacts>) -> Vec<Money> {
    let mut sums = facts.at_risk.clone();
    for (currency, amount) in expired.iter().flat_map(|expired| &expired.at_risk) {
        *sums.entry(currency.clone()).or_default() += amount;
    }
    let money = |(currency, amount): (String, i64)| Money { amount: amount as f64 / 1_000.0, currency };
    sums.into_iter().filter(|(_, amount)| *amount > 0).map(money).collect()
}

/// Ranks kinds by the magic that is there for certain, weighed alike.
pub(crate) fn celebrate(kinds: &[Kind], counted: &BTreeMap<String, KindFacts>) -> Vec<Priority> {
    rank(kinds, counted, |rates| rates.magic, |kind| &kind.examples.best)
}

/// Finds the moment to celebrate: the most telling magic in a customer's words, whatever its kind.
pub(crate) fn moment_to_celebrate(counted: &BTreeMap<String, KindFacts>) -> Option<Celebrated> {
    let best = |(kind, facts): (&String, &KindFacts)| Some((kind.clone(), facts.examples.best.first()?.clone()));
    let mut found: Vec<_> = counted.iter().filter_map(best).collect();
    found.sort_by(|(_, a), (_, b)| example::telling(a, b));
    found.into_iter().next().map(|(kind, example)| Celebrated { kind, moment: Pointer::of(&example) })
}

fn rank(
    kinds: &[Kind],
    counted: &BTreeMap<String, KindFacts>,
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
        let (_, voice, rate) = voices.reduce(|best, other| if other.0 > best.0 { other } else { best })?;
        let examples = examples(counted.get(&kind.kind)?).iter().map(Pointer::of).collect();
        Some(Priority::new(kind, (voice, Measure::Misery, rate), examples))
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.kind.cmp(&b.kind)));
    ranked
}

/// Customers judged, not all customers: where hardly anybody was judged, nothing is known of the rest, and a small n
/// must not top the list.
fn score(rate: &Rate, importance: f64) -> f64 {
    let judged = rate.judged as f64 / rate.sampled.filter(|share| *share > 0.0).unwrap_or(1.0);
    rounded(wilson(rate.proportion()).low * judged * importance / 5.0, 2)
}

/// The sign of a missed time.
const LATE: &str = "late";

/// Most signs told of one kind.
const SIGNS_TOLD_MAX: usize = 3;

/// Lists the signs that failures have more often than other moments of the kind: what both have explains nothing.
fn signs(facts: &KindFacts) -> Vec<Sign> {
    let sign = |(sign, count): (String, u64)| {
        let (at, elsewhere) = (Part::of(count, facts.failures), Part::of(facts.other_signs.get(&sign), facts.others));
        let contrast = newcombe(at.proportion(), elsewhere.proportion());
        (facts.others == 0 || contrast.low > 0.0).then_some(Sign { sign, at, elsewhere })
    };
    most_of(&facts.signs).into_iter().filter_map(sign).take(SIGNS_TOLD_MAX).collect()
}

/// Comments that have to name a cause before a report does: a reader that is wrong once names nothing.
const NAMED_MIN: u64 = 3;

fn cause(kind: &str, facts: &KindFacts, rules: &Rules) -> Option<Cause> {
    if let Some((cause, count)) = most_of(&facts.causes).into_iter().next() {
        return Some(Cause::Cases { cause: CauseName::of(&cause, rules), of: Part::of(count, facts.causes.total()) });
    }
    if let Some((cause, count)) = most_of(&facts.named).into_iter().next().filter(|(_, count)| *count >= NAMED_MIN) {
        return Some(Cause::Words { cause: CauseName::of(&cause, rules), of: Part::of(count, facts.explained) });
    }
    // A thermometer has no cause of its own, and a guess at what it measures would be one too many.
    let known = rules.type_of(kind).filter(|known| !known.echo);
    let causes = known.map(|known| known.causes.clone()).filter(|causes| !causes.is_empty());
    let named = |causes: Vec<String>| causes.iter().map(|cause| CauseName::of(cause, rules)).collect();
    causes.map(|causes| Cause::Catalogue { causes: named(causes) })
}

/// The configured owner, or the team met at more than half of the failures.
fn owner(kind: &str, facts: &KindFacts, rules: &Rules) -> Option<Owner> {
    if let Some(owner) = rules.type_of(kind).and_then(|known| known.owner.clone()) {
        return Some(Owner::Configured { owner });
    }
    let (owner, count) = most_of(&facts.teams).into_iter().next()?;
    (2 * count > facts.failures).then(|| Owner::Met { owner, at: Part::of(count, facts.failures) })
}
