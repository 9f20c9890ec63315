//! What a report counts, in a form that adds up: of a part of a day, a day, or a period. Computes no rate.

mod follow_ups;
mod promises;
mod quiet;
mod signs;
mod slices;
mod steps;
mod waits;

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::customers::{self, Customers};
use super::example::Examples;
use super::tally::{OTHER, Tally, least};
use super::voice::Voice;
use domain::case::CaseEvent;
use domain::moment::Moment;
use domain::touchpoint::Rating;
use domain::vocabulary::{Asked, Clause, Dimension, Method, Observer, Outcome, Stage, Verdict};

pub(crate) use follow_ups::{Bought, Closed, FollowUpFacts, Waiting, keep};
pub(crate) use promises::{DUE, FacetFacts, PromiseFacts};
pub(crate) use quiet::{CANDIDATES_MAX, Candidate};
pub use slices::{Cut, SLICES_MAX};
pub(crate) use slices::{Slice, Slices};
pub use steps::WINDOW_DAYS;
pub(crate) use steps::{Grid, StepFacts, is_within};
pub use waits::EXACT_WAIT_S_MAX;
pub(crate) use waits::{Clocks, Waits};

/// Most kinds of touchpoint a day keeps apart; the rarer ones are counted together as `other`.
pub const KINDS_OF_A_DAY_MAX: usize = 60;

/// Most channels, and most sources, a day keeps apart.
pub const NAMES_OF_A_DAY_MAX: usize = 40;

/// Most signs of failure, and most teams, that one kind of a day keeps apart.
const NAMES_OF_A_KIND_MAX: usize = 12;

/// Most kinds held while a day is being summarised; moments of later ones go to `other` at once.
const KINDS_SEEN_MAX: usize = 1_000;

/// The channel of a moment whose sender named none.
pub(crate) const NO_CHANNEL: &str = "";

/// Everything counted. Adding the facts of two days gives the facts of both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Facts {
    /// Moments by stage and outcome, in the order of [`Stage::ALL`] and [`Outcome::ALL`].
    pub(crate) stages: BTreeMap<Voice, [[u64; 4]; 4]>,
    pub(crate) rated: u64,
    pub(crate) commented: u64,
    pub(crate) critical: u64,
    pub(crate) clauses: BTreeMap<Clause, u64>,
    pub(crate) methods: BTreeMap<Method, u64>,
    pub(crate) channels: Tally,
    pub(crate) sources: Tally,
    pub(crate) ratings: BTreeMap<Voice, Ratings>,
    pub(crate) kinds: BTreeMap<String, KindFacts>,
    pub(crate) cases: Tally,
    pub(crate) promises: PromiseFacts,
    pub(crate) steps: StepFacts,
    pub(crate) follow_ups: FollowUpFacts,
    /// By channel.
    pub(crate) clocks: BTreeMap<String, Clocks>,
    pub(crate) quiet: Vec<Candidate>,
    /// Customers' answers that rate every side of a contact and the whole: five digits of [`Dimension::ALL`], then the
    /// overall rating, 1 to 5.
    pub(crate) answers: Tally,
}

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
    /// Customers' moments by the rule that decided: misery, average, magic.
    #[serde(default)]
    pub(crate) methods: BTreeMap<Method, [u64; 3]>,
    /// Customers' failures, by what went wrong and by the team that was met.
    #[serde(default)]
    pub(crate) failures: u64,
    #[serde(default)]
    pub(crate) signs: Tally,
    #[serde(default)]
    pub(crate) teams: Tally,
    /// Resolved cases that a moment of the kind opened, by the cause given.
    #[serde(default)]
    pub(crate) causes: Tally,
    /// Importance that customers stated before their opinion: how many, and the sum.
    #[serde(default)]
    pub(crate) stated: [u64; 2],
    /// Those stated after it, or nobody knows when: not counted as importance.
    #[serde(default)]
    pub(crate) stated_late: u64,
    /// Promised times: missed, and all that were answered.
    #[serde(default)]
    pub(crate) times: [u64; 2],
}

/// Ratings as given: how often each value was chosen, the lowest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ratings {
    pub(crate) csat: [u64; 5],
    pub(crate) stars: [u64; 5],
    pub(crate) ces: [u64; 7],
    pub(crate) nps: [u64; 11],
    pub(crate) verdict: [u64; 3],
}

impl Facts {
    /// Adds one moment of a day.
    pub(crate) fn add(&mut self, moment: &Moment, date: Date, zone: &TimeZone) {
        let voice = Voice::of(moment);
        self.stages.entry(voice).or_default()[place(Stage::ALL, moment.stage)][place(Outcome::ALL, moment.outcome)] +=
            1;
        self.rated += u64::from(!moment.rating.is_empty());
        self.commented += u64::from(moment.commented);
        self.critical += u64::from(moment.is_critical());
        for clause in &moment.critical {
            *self.clauses.entry(*clause).or_default() += 1;
        }
        if let Some(method) = moment.method {
            *self.methods.entry(method).or_default() += 1;
        }
        self.channels.add(moment.channel.as_deref().unwrap_or(NO_CHANNEL), 1);
        self.sources.add(&moment.source, 1);
        if !moment.rating.is_empty() {
            self.ratings.entry(voice).or_default().add(&moment.rating);
        }
        self.kind(&moment.kind).add(moment, voice);
        self.promises.add(moment, voice);
        self.steps.add(moment, voice, date, zone);
        self.follow_ups.add(moment, voice);
        if voice != Voice::Staff {
            waits::add(&mut self.clocks, moment);
            if let Some(answer) = answer(moment) {
                self.answers.add(&answer, 1);
            }
        }
        quiet::add(&mut self.quiet, moment);
    }

    /// Adds something that happened to a case; what resolved it counts for the kind of touchpoint that opened it.
    pub(crate) fn add_case_event(&mut self, event: &CaseEvent) {
        self.cases.add(&event.transition, 1);
        self.follow_ups.add_case_event(event);
        if let Some(cause) = event.cause.as_ref().filter(|_| event.transition == "resolved") {
            self.kind(event.touchpoint_type.as_deref().unwrap_or(OTHER)).causes.add(cause, 1);
        }
    }

    fn kind(&mut self, name: &str) -> &mut KindFacts {
        let name = if self.kinds.contains_key(name) || self.kinds.len() < KINDS_SEEN_MAX { name } else { OTHER };
        if !self.kinds.contains_key(name) {
            self.kinds.insert(name.to_owned(), KindFacts::default());
        }
        self.kinds.entry(name.to_owned()).or_default()
    }

    /// Adds everything of another; [`Facts::settle`] has to follow.
    pub(crate) fn extend(&mut self, other: &Self) {
        for (voice, stages) in &other.stages {
            let sums = self.stages.entry(*voice).or_default();
            sums.iter_mut().zip(stages).for_each(|(sums, counts)| add_each(sums, counts));
        }
        self.rated += other.rated;
        self.commented += other.commented;
        self.critical += other.critical;
        for (clause, count) in &other.clauses {
            *self.clauses.entry(*clause).or_default() += count;
        }
        for (method, count) in &other.methods {
            *self.methods.entry(*method).or_default() += count;
        }
        self.channels.extend(&other.channels);
        self.sources.extend(&other.sources);
        for (voice, ratings) in &other.ratings {
            self.ratings.entry(*voice).or_default().extend(ratings);
        }
        for (name, kind) in &other.kinds {
            self.kind(name).extend(kind);
        }
        self.cases.extend(&other.cases);
        self.promises.extend(&other.promises);
        self.steps.extend(&other.steps);
        self.follow_ups.extend(&other.follow_ups);
        waits::extend(&mut self.clocks, &other.clocks);
        quiet::extend(&mut self.quiet, &other.quiet);
        self.answers.extend(&other.answers);
    }

    /// Brings the sets of customers into their final form, `max` customers each.
    pub(crate) fn settle(&mut self, max: usize) {
        for kind in self.kinds.values_mut() {
            kind.customers.values_mut().for_each(|customers| customers.settle(max));
        }
        self.promises.settle(max);
        self.steps.settle(max);
        self.follow_ups.settle(max);
    }

    /// Counts what is rare together, so that a day stays small whatever names senders choose.
    pub(crate) fn bound(&mut self) {
        self.channels.settle(NAMES_OF_A_DAY_MAX);
        self.sources.settle(NAMES_OF_A_DAY_MAX);
        self.promises.bound();
        waits::bound(&mut self.clocks);
        for kind in self.kinds.values_mut() {
            kind.signs.settle(NAMES_OF_A_KIND_MAX);
            kind.teams.settle(NAMES_OF_A_KIND_MAX);
            kind.causes.settle(NAMES_OF_A_DAY_MAX);
        }
        if self.kinds.len() > KINDS_OF_A_DAY_MAX {
            let counts = self.kinds.iter().map(|(name, kind)| (name.as_str(), kind.moments));
            for name in least(counts, KINDS_OF_A_DAY_MAX) {
                if let Some(rare) = self.kinds.remove(&name) {
                    self.kind(OTHER).extend(&rare);
                }
            }
        }
    }

    /// Counts moments by outcome, in the order of [`Outcome::ALL`], of the voices given.
    pub(crate) fn outcomes(&self, voices: &[Voice]) -> [u64; 4] {
        let mut sums = [0; 4];
        for stages in voices.iter().filter_map(|voice| self.stages.get(voice)) {
            stages.iter().for_each(|counts| add_each(&mut sums, counts));
        }
        sums
    }

    /// Tells whether there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.moments() == 0 && self.cases.total() == 0
    }

    /// Forgets who the customers were; the counts stay.
    pub(crate) fn forget_customers(&mut self) {
        self.kinds.values_mut().for_each(|kind| kind.customers.clear());
        self.promises.customers.clear();
        self.steps.forget_customers();
        self.follow_ups.clear();
    }

    /// Counts all moments.
    pub(crate) fn moments(&self) -> u64 {
        self.outcomes(&Voice::ALL).iter().sum()
    }

    /// Joins the customers of all kinds for the voices given: everybody once.
    pub(crate) fn customers(&self, voices: &[Voice]) -> Customers {
        let mut everybody = Customers::default();
        for kind in self.kinds.values() {
            voices.iter().filter_map(|voice| kind.customers.get(voice)).for_each(|some| everybody.extend(some));
        }
        everybody.settle(customers::CUSTOMERS_OF_A_PERIOD_MAX);
        everybody
    }
}

impl KindFacts {
    fn add(&mut self, moment: &Moment, voice: Voice) {
        self.moments += 1;
        self.importance += u64::from(moment.importance);
        self.critical += u64::from(moment.is_critical());
        self.customers.entry(voice).or_default().add(customers::hash(&moment.customer), moment.outcome);
        self.examples.add(moment, voice);
        if voice == Voice::Staff {
            return;
        }
        if let (Some(method), Some(place)) = (moment.method, judged_place(moment.outcome)) {
            self.methods.entry(method).or_default()[place] += 1;
        }
        if moment.outcome == Outcome::Misery {
            self.failures += 1;
            signs::of(moment).iter().for_each(|sign| self.signs.add(sign, 1));
            moment.signals.team.iter().for_each(|team| self.teams.add(team, 1));
        }
        if moment.signals.late_by_min.is_some() {
            add_each(&mut self.times, &[u64::from(promises::is_late(moment)), 1]);
        }
        match moment.signals.stated_importance {
            Some(stated) if stated.asked == Some(Asked::Before) => {
                add_each(&mut self.stated, &[1, u64::from(stated.value)]);
            }
            Some(_) => self.stated_late += 1,
            None => {}
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
        for (method, counts) in &other.methods {
            add_each(self.methods.entry(*method).or_default(), counts);
        }
        self.failures += other.failures;
        self.signs.extend(&other.signs);
        self.teams.extend(&other.teams);
        self.causes.extend(&other.causes);
        add_each(&mut self.stated, &other.stated);
        self.stated_late += other.stated_late;
        add_each(&mut self.times, &other.times);
    }
}

impl Ratings {
    fn add(&mut self, rating: &Rating) {
        count(&mut self.csat, rating.csat, 1);
        count(&mut self.stars, rating.stars, 1);
        count(&mut self.ces, rating.ces, 1);
        count(&mut self.nps, rating.nps, 0);
        if let Some(verdict) = rating.verdict {
            self.verdict[match verdict {
                Verdict::Bad => 0,
                Verdict::Okay => 1,
                Verdict::Good => 2,
            }] += 1;
        }
    }

    fn extend(&mut self, other: &Self) {
        add_each(&mut self.csat, &other.csat);
        add_each(&mut self.stars, &other.stars);
        add_each(&mut self.ces, &other.ces);
        add_each(&mut self.nps, &other.nps);
        add_each(&mut self.verdict, &other.verdict);
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

/// Writes down an answer that rates every side and the whole; `None` if a part is missing.
fn answer(moment: &Moment) -> Option<String> {
    debug_assert!(moment.observed_by != Observer::Staff);
    let overall = moment.rating.csat.or(moment.rating.stars)?;
    let mut digits: Option<String> = Dimension::ALL
        .iter()
        .map(|side| moment.signals.dimensions.get(side).filter(|value| (1..=5).contains(*value)))
        .map(|value| value.map(|value| char::from(b'0' + value)))
        .collect();
    if let Some(digits) = &mut digits {
        digits.push(char::from(b'0' + overall.clamp(1, 5)));
    }
    digits
}

/// Counts a value of a scale that starts at `lowest`; what is off the scale is not counted.
fn count(histogram: &mut [u64], value: Option<u8>, lowest: u8) {
    let place = value.and_then(|value| value.checked_sub(lowest));
    if let Some(bar) = place.and_then(|place| histogram.get_mut(usize::from(place))) {
        *bar += 1;
    }
}

fn add_each(sums: &mut [u64], counts: &[u64]) {
    sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
}

fn place<T: Copy + PartialEq>(all: &[T], value: T) -> usize {
    all.iter().position(|other| *other == value).unwrap_or_default()
}
