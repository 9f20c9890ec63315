//! What to improve first, and what to celebrate. A small n cannot top either list.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::customers::Counted;
use super::example::Example;
use super::facts::{DUE, KindFacts};
use super::late::reporter;
use super::rate::{JUDGED_FOR_COUNTS_MIN, Part, Rate, Rates};
use super::sums::Sums;
use super::tally::{OTHER, Tally};
use super::voice::Voice;
use super::whom::{Excess, Told, excesses};
use super::{Comparison, Context, Kind, Measure, Phrase};
use crate::statistics::interval::{newcombe, wilson};
use crate::statistics::numbers::rounded;
use domain::identity::{Identity, TouchpointKey};
use domain::rules::Rules;
use domain::touchpoint::Money;
use domain::touchpoint::expiry::PROMISE_EXPIRED;
use domain::vocabulary::Language;

use self::times::count_times;

mod times;

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
    /// Nobody closed a case about it with a cause: what the catalogue suggests for the type, to be looked into.
    Catalogue {
        /// The causes, the likeliest first.
        causes: Vec<CauseName>,
    },
}

/// A cause with its name in the catalogue, by language; a word outside the catalogue has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CauseName {
    /// A word of the catalogue of causes.
    pub cause: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub name: BTreeMap<Language, String>,
}

impl CauseName {
    pub(crate) fn of(cause: &str, rules: &Rules) -> Self {
        let known = rules.causes.get(cause);
        let names = Language::ALL.iter().filter_map(|of| Some((*of, known?.name(*of).to_owned())));
        Self { cause: cause.to_owned(), name: names.collect() }
    }
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

/// Points to a moment without telling who the customer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pointer {
    /// The touchpoint.
    #[serde(flatten)]
    pub touchpoint: TouchpointKey,
    /// Pseudonym of the customer ([`domain::identity::Pseudonyms`]).
    pub customer: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// The team that was met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// What the customer said. It stays with the touchpoint and is read with the report: what was erased is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Where in the words those stand that decided: first byte (UTF-8) and the one after the last, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<[u32; 2]>,
    /// Language of the words, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The touchpoint's own identity, by which the words are found; never written.
    #[serde(skip)]
    pub recorded: Option<Identity>,
    /// Where the deciding words stand in the whole comment; never written.
    #[serde(skip)]
    pub marks: Vec<[u32; 2]>,
}

/// Tells whether a rule alone makes nearly every moment of the kind a misery, so that its rate says nothing and is
/// neither ranked nor compared. A complaint that names what it is about counts for that, and a promised time that passed counts among
/// the promises.
pub fn is_rated_by_rule(kind: &str) -> bool {
    kind == "complaint" || kind == PROMISE_EXPIRED
}

/// Tells whether a kind is an opinion about something else: a thermometer, which cannot be improved. It is ranked only where no opinion
/// says what it is about.
fn is_thermometer(kind: &str, rules: &Rules) -> bool {
    rules.type_of(kind).is_some_and(|known| known.echo)
}

/// Ranks kinds by the misery that is there for certain, weighed by customers and importance. Promised times count for the kind that
/// reports them, those that never came included.
pub(crate) fn improve(sums: &Sums, kinds: &[Kind], comparisons: &[Comparison], context: &Context<'_>) -> Vec<Priority> {
    let rules = context.rules;
    let mut ranked = rank(sums, kinds, |rates| rates.misery, |kind| &kind.examples.worst);
    let is_linked = sums.facts.opinions.told.total() > 0 || ranked.iter().any(|one| !is_thermometer(&one.kind, rules));
    ranked.retain(|one| !is_linked || !is_thermometer(&one.kind, rules));
    count_times(&mut ranked, sums, kinds);
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.kind.cmp(&b.kind)));
    let reporter = reporter(sums);
    let whom = whom(&ranked, sums, context);
    for (priority, whom) in ranked.iter_mut().zip(whom) {
        priority.whom = whom;
        let measure = priority.measure;
        let same = |c: &&Comparison| match measure {
            Measure::Misery => c.is_misery() && c.kind.as_ref() == Some(&priority.kind) && c.voice == priority.voice,
            Measure::BrokenPromise | Measure::MissedTime => c.measure == measure,
        };
        priority.trend = comparisons.iter().find(same).cloned();
        let Some(facts) = sums.facts.kinds.get(&priority.kind) else { continue };
        let told = &sums.facts.opinions.told;
        priority.told = told.get(&priority.kind);
        let expired = sums.facts.kinds.get(PROMISE_EXPIRED).filter(|_| priority.kind != PROMISE_EXPIRED);
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

/// Finds for whom each thing fails more often: in the report's own days, otherwise in the last weeks.
fn whom(ranked: &[Priority], sums: &Sums, context: &Context<'_>) -> Vec<Option<Excess>> {
    let names: Vec<String> = ranked.iter().map(|one| crossed(one).to_owned()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut found = excesses(&Told::of(&sums.facts), &names);
    if let Some(recent) = context.recent {
        for (found, lately) in found.iter_mut().zip(excesses(&Told::lately(recent), &names)) {
            *found = found.take().or(lately);
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
pub(crate) fn celebrate(sums: &Sums, kinds: &[Kind]) -> Vec<Priority> {
    rank(sums, kinds, |rates| rates.magic, |kind| &kind.examples.best)
}

/// Finds the moment to celebrate: the most telling magic in a customer's words, whatever its kind.
pub(crate) fn moment_to_celebrate(sums: &Sums) -> Option<(String, Pointer)> {
    let best = |(kind, facts): (&String, &KindFacts)| Some((kind.clone(), facts.examples.best.first()?.clone()));
    let mut found: Vec<_> = sums.facts.kinds.iter().filter_map(best).collect();
    found.sort_by(|(_, a), (_, b)| super::example::telling(a, b));
    found.into_iter().next().map(|(kind, example)| (kind, pointer(&example)))
}

fn rank(
    sums: &Sums,
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
        let facts = sums.facts.kinds.get(&kind.kind)?;
        Some(Priority {
            kind: kind.kind.clone(),
            voice,
            measure: Measure::Misery,
            rate,
            score,
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
            examples: examples(facts).iter().map(pointer).collect(),
        })
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.kind.cmp(&b.kind)));
    ranked
}

pub(crate) fn pointer(example: &Example) -> Pointer {
    Pointer {
        touchpoint: example.touchpoint.clone(),
        customer: String::new(),
        occurred_at: example.occurred_at,
        team: example.team.clone(),
        words: None,
        marked: Vec::new(),
        language: None,
        recorded: Some(example.recorded.clone()),
        marks: example.marked.clone(),
    }
}

/// Customers judged, not all customers: where hardly anybody was judged, nothing is known of the rest, and a small n
/// must not top the list.
pub(crate) fn score(rate: &Rate, importance: f64) -> f64 {
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

fn cause(kind: &str, facts: &KindFacts, rules: &Rules) -> Option<Cause> {
    if let Some((cause, count)) = most_of(&facts.causes).into_iter().next() {
        return Some(Cause::Cases { cause: CauseName::of(&cause, rules), of: Part::of(count, facts.causes.total()) });
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

/// Lists names by their counts, the most first, ties by name; what was counted together is no name.
pub(crate) fn most_of(tally: &Tally) -> Vec<(String, u64)> {
    let mut most: Vec<_> =
        tally.iter().filter(|(name, _)| *name != OTHER).map(|(name, n)| (name.to_owned(), n)).collect();
    most.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
    most
}

/// Everybody a kind's rate could rest on.
pub(crate) fn customers_of(sums: &Sums, kind: &str) -> Counted {
    sums.kinds.get(kind).map(|slice| slice.all).unwrap_or_default()
}
