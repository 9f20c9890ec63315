//! What is counted of each kind of touchpoint.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::signs;
use crate::customers::{self, Customers};
use crate::example::Examples;
use crate::fact::{Fact, KINDS_OF_A_DAY_MAX, NAMES_OF_A_DAY_MAX, Seen, add_each};
use crate::rate::Basis;
use crate::sections::promises::facts::{DUE, due_date, is_late};
use crate::sections::whom::cross::told_of;
use crate::sections::words_read::facts::ReadByGroup;
use crate::tally::{OTHER, Tally, least};
use crate::voice::Voice;
use domain::case::CaseEvent;
use domain::moment::Moment;
use domain::vocabulary::{Asked, Method, Outcome};

/// Most signs of failure, and most teams, that one kind of a day keeps apart.
const NAMES_OF_A_KIND_MAX: usize = 12;

/// Most kinds held while a day is being summarised; moments of later ones go to `other` at once.
const KINDS_SEEN_MAX: usize = 1_000;

/// What is counted of one kind of touchpoint.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct KindFacts {
    pub(crate) moments: u64,
    /// Sum over the moments, each 1 to 5.
    pub(crate) importance: u64,
    pub(crate) critical: u64,
    pub(crate) customers: BTreeMap<Voice, Customers>,
    #[serde(default, skip_serializing_if = "Examples::is_empty")]
    pub(crate) examples: Examples,
    /// Customers' moments of which times, resolution or a promise say how they ended, and of which ratings, words or the sender do,
    /// whatever decided: misery, average, magic.
    #[serde(default)]
    pub(crate) measured: [u64; 3],
    #[serde(default)]
    pub(crate) felt: [u64; 3],
    /// What they were judged by.
    #[serde(default)]
    pub(crate) basis: BTreeMap<Voice, Basis>,
    /// What was read from words, by channel and language.
    #[serde(default, skip_serializing_if = "ReadByGroup::is_empty")]
    pub(crate) read: ReadByGroup,
    /// Customers' failures, by what went wrong and by the team that was met.
    #[serde(default)]
    pub(crate) failures: u64,
    #[serde(default)]
    pub(crate) signs: Tally,
    /// The same signs at moments that did not fail, and how many of these there are: a sign that is as common there explains nothing.
    #[serde(default)]
    pub(crate) other_signs: Tally,
    #[serde(default)]
    pub(crate) others: u64,
    /// What the failures put at stake, by currency, in thousandths.
    #[serde(default)]
    pub(crate) at_risk: BTreeMap<String, i64>,
    #[serde(default)]
    pub(crate) teams: Tally,
    /// Resolved cases that a moment of the kind opened, by the cause given.
    #[serde(default)]
    pub(crate) causes: Tally,
    /// Failures of which the customer's words name a cause: how many, and how many name each.
    #[serde(default)]
    pub(crate) explained: u64,
    #[serde(default)]
    pub(crate) named: Tally,
    /// Importance that customers stated before their opinion: how many, and the sum.
    #[serde(default)]
    pub(crate) stated: [u64; 2],
    /// Those stated after it, or nobody knows when: not counted as importance.
    #[serde(default)]
    pub(crate) stated_late: u64,
    /// Promised times: missed, and all that were answered.
    #[serde(default)]
    pub(crate) times: [u64; 2],
    /// Promised times by their day, each once, when it is known what came of it: missed, and all. What never came is missed, and what
    /// came late after its time was noticed is not counted again.
    #[serde(default)]
    pub(crate) promised: BTreeMap<Date, [u64; 2]>,
}

/// Kinds of touchpoint by name.
pub(crate) struct Kinds;

impl Fact for Kinds {
    type Sum = BTreeMap<String, KindFacts>;

    fn add(kinds: &mut Self::Sum, seen: &Seen<'_>) {
        let kind = kind(kinds, &seen.moment.kind);
        kind.add(seen.moment, seen.voice);
        for (_, is_missed) in told_of(seen).filter(|(name, _)| *name == DUE) {
            if let Some(date) = due_date(seen) {
                add_each(kind.promised.entry(date).or_default(), &[u64::from(is_missed), 1]);
            }
        }
    }

    /// What resolved a case counts for the kind of touchpoint that opened it.
    fn add_case_event(kinds: &mut Self::Sum, event: &CaseEvent) {
        if let Some(cause) = event.cause.as_ref().filter(|_| event.transition == "resolved") {
            kind(kinds, event.touchpoint_type.as_deref().unwrap_or(OTHER)).causes.add(cause, 1);
        }
    }

    fn merge(kinds: &mut Self::Sum, other: &Self::Sum) {
        other.iter().for_each(|(name, more)| kind(kinds, name).extend(more));
    }

    fn settle(kinds: &mut Self::Sum, customers_max: usize) {
        for kind in kinds.values_mut() {
            kind.customers.values_mut().for_each(|customers| customers.settle(customers_max));
            kind.read.settle(customers_max);
        }
    }

    fn bound(kinds: &mut Self::Sum) {
        for kind in kinds.values_mut() {
            kind.signs.settle(NAMES_OF_A_KIND_MAX);
            kind.other_signs.settle(NAMES_OF_A_KIND_MAX);
            kind.teams.settle(NAMES_OF_A_KIND_MAX);
            kind.causes.settle(NAMES_OF_A_DAY_MAX);
            kind.named.settle(NAMES_OF_A_DAY_MAX);
            kind.read.bound();
        }
        if kinds.len() > KINDS_OF_A_DAY_MAX {
            let counts = kinds.iter().map(|(name, kind)| (name.as_str(), kind.moments));
            for name in least(counts, KINDS_OF_A_DAY_MAX) {
                if let Some(rare) = kinds.remove(&name) {
                    kind(kinds, OTHER).extend(&rare);
                }
            }
        }
    }

    fn forget(kinds: &mut Self::Sum) {
        for kind in kinds.values_mut() {
            kind.customers.clear();
            kind.read.clear();
        }
    }
}

fn kind<'a>(kinds: &'a mut BTreeMap<String, KindFacts>, name: &str) -> &'a mut KindFacts {
    let name = if kinds.contains_key(name) || kinds.len() < KINDS_SEEN_MAX { name } else { OTHER };
    if !kinds.contains_key(name) {
        kinds.insert(name.to_owned(), KindFacts::default());
    }
    kinds.entry(name.to_owned()).or_default()
}

impl KindFacts {
    fn add(&mut self, moment: &Moment, voice: Voice) {
        self.moments += 1;
        self.importance += u64::from(moment.importance);
        self.critical += u64::from(moment.is_critical());
        self.customers.entry(voice).or_default().add(customers::hash(&moment.customer), moment.outcome);
        self.examples.add(moment, voice);
        if let Some(method) = moment.method.filter(|_| moment.outcome.is_known()) {
            let basis = self.basis.entry(voice).or_default();
            basis.judged += 1;
            basis.by_words += u64::from(method == Method::Text);
            basis.can_delight += u64::from(can_delight(moment, method));
        }
        if voice == Voice::Staff {
            return;
        }
        self.add_sides(moment);
        self.read.add(moment);
        if moment.outcome == Outcome::Misery {
            self.failures += 1;
            signs::of(moment).iter().for_each(|sign| self.signs.add(sign, 1));
            moment.signals.team.iter().for_each(|team| self.teams.add(team, 1));
            self.explained += u64::from(moment.causes().next().is_some());
            moment.causes().for_each(|cause| self.named.add(cause, 1));
            if let Some(money) = moment.value_at_risk.as_ref().filter(|_| moment.is_failure()) {
                *self.at_risk.entry(money.currency.clone()).or_default() += (money.amount * 1_000.0).round() as i64;
            }
        } else if moment.outcome.is_known() {
            self.others += 1;
            signs::of(moment).iter().for_each(|sign| self.other_signs.add(sign, 1));
        }
        if moment.signals.late_by_min.is_some() {
            add_each(&mut self.times, &[u64::from(is_late(moment)), 1]);
        }
        match moment.signals.stated_importance {
            Some(stated) if stated.asked == Some(Asked::Before) => {
                add_each(&mut self.stated, &[1, u64::from(stated.value)]);
            }
            Some(_) => self.stated_late += 1,
            None => {}
        }
    }

    /// Counts what was measured and what was felt, each wherever it says something.
    fn add_sides(&mut self, moment: &Moment) {
        let Some(method) = moment.method else { return };
        let is_measured = matches!(method, Method::Gap | Method::Operational);
        let (decided, beside) = (judged_place(moment.outcome), moment.signals.beside.and_then(judged_place));
        let (measured, felt) = if is_measured { (decided, beside) } else { (beside, decided) };
        for (sums, place) in [(&mut self.measured, measured), (&mut self.felt, felt)] {
            place.into_iter().for_each(|place| sums[place] += 1);
        }
    }

    fn extend(&mut self, other: &Self) {
        self.moments += other.moments;
        self.importance += other.importance;
        self.critical += other.critical;
        for (voice, customers) in &other.customers {
            self.customers.entry(*voice).or_default().extend(customers);
        }
        self.examples.extend(&other.examples);
        add_each(&mut self.measured, &other.measured);
        add_each(&mut self.felt, &other.felt);
        other.basis.iter().for_each(|(voice, more)| self.basis.entry(*voice).or_default().extend(more));
        self.read.extend(&other.read);
        self.failures += other.failures;
        self.signs.extend(&other.signs);
        self.other_signs.extend(&other.other_signs);
        self.others += other.others;
        for (currency, amount) in &other.at_risk {
            *self.at_risk.entry(currency.clone()).or_default() += amount;
        }
        self.teams.extend(&other.teams);
        self.causes.extend(&other.causes);
        self.explained += other.explained;
        self.named.extend(&other.named);
        add_each(&mut self.stated, &other.stated);
        self.stated_late += other.stated_late;
        add_each(&mut self.times, &other.times);
        for (date, counts) in &other.promised {
            add_each(self.promised.entry(*date).or_default(), counts);
        }
    }
}

/// Returns whether the rule that decided can say magic: times alone cannot, unless earlier is better, and facets can exceed.
fn can_delight(moment: &Moment, method: Method) -> bool {
    match method {
        Method::Correction | Method::Explicit | Method::Rating | Method::Text => true,
        Method::Gap => !moment.signals.facets.is_empty() || moment.outcome == Outcome::Magic,
        Method::Operational => moment.outcome == Outcome::Magic,
    }
}

/// Returns the place of a known outcome among misery, average and magic.
fn judged_place(outcome: Outcome) -> Option<usize> {
    match outcome {
        Outcome::Misery => Some(0),
        Outcome::Average => Some(1),
        Outcome::Magic => Some(2),
        Outcome::Unknown => None,
    }
}
