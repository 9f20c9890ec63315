//! A period in final form: counts without a customer in them. What a report rests on, small however much happened, so
//! that a closed period is added up once and then read.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::customers::{CUSTOMERS_OF_A_PERIOD_MAX, Counted};
use super::facts::Facts;
use super::sections::counts::DaySum;
use super::sections::journeys::cohort::{Cohort, Day};
use super::sections::journeys::contacts::Contacts;
use super::sections::promises::Due;
use super::sections::quiet;
use super::sections::quiet::facts::{Candidate, keep_quiet};
use super::sections::slices::SliceSum;
use super::sections::slices::facts::{self as slices, Cut, SLICES_MAX, Slices};
use super::sections::words_read::facts::ReadSum;
use super::summary::{DaySummary, SUMMARY_VERSION};
use super::voice::Voice;
use super::window::WINDOW_DAYS;
use domain::period::Period;

/// The sums of a period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sums {
    version: u32,
    /// Everything counted, the sets of customers left out.
    pub(crate) facts: Facts,
    /// The days that have anything, in order.
    pub(crate) days: Vec<DaySum>,
    /// All customers by voice.
    pub(crate) everybody: BTreeMap<Voice, Counted>,
    /// All customers of all voices.
    pub(crate) all: Counted,
    /// Customers of each kind, all voices and each.
    pub(crate) kinds: BTreeMap<String, SliceSum>,
    /// Customers by what came of what they were promised.
    pub(crate) promised: BTreeMap<Voice, Counted>,
    /// Customers by segment.
    pub(crate) segments: BTreeMap<String, SliceSum>,
    /// What became of an earlier group of customers by now.
    pub(crate) cohort: Cohort,
    /// First contacts, each followed as long as it could be.
    pub(crate) contacts: Contacts,
    /// Promises by what came of their time.
    pub(crate) due: Due,
    /// What was read from words, by kind.
    pub(crate) read: BTreeMap<String, ReadSum>,
    /// Customers who may have been silent, of as many days that ended earlier.
    pub(crate) quiet_before: Vec<Candidate>,
    /// The first day of those looked at on which anything happened.
    pub(crate) first_day: Option<Date>,
}

impl Sums {
    /// Adds up a period from the summaries of its days and, for what needs time to show, of the [`WINDOW_DAYS`] days
    /// before it and after it; in any order. Other days are left out. The days after it tell only what came of its promises. `today` is
    /// the day of reading: once the period is over it makes no difference.
    pub fn of(period: Period, days: &[DaySummary], today: Date) -> Self {
        let mut days: Vec<_> = days.iter().collect();
        days.sort_by_key(|day| day.date);
        let due = Due::of(period, days.iter().map(|day| &day.facts.promises), today);
        days.retain(|day| day.date < period.end());
        let followed: Vec<_> = days.iter().map(|day| followed(day)).collect();
        let cohort = Cohort::of(period, &followed, today);
        let contacts = Contacts::of(period, &followed, today);
        let first_day = days.iter().find(|day| day.facts.moments() > 0).map(|day| day.date);
        let quiet_before = quiet_before(period, &days);
        days.retain(|day| period.start() <= day.date);
        let mut facts = Facts::default();
        let mut segments = Slices::default();
        for day in &days {
            facts.extend(&day.facts);
            if let Some(slices) = day.slices.get(&Cut::Segment) {
                segments.extend(slices);
            }
        }
        facts.settle(CUSTOMERS_OF_A_PERIOD_MAX);
        segments.settle(SLICES_MAX, CUSTOMERS_OF_A_PERIOD_MAX);
        let of_voice = |voice: &Voice| Some((*voice, facts.customers(&[*voice]))).filter(|(_, some)| !some.is_empty());
        let kinds = facts
            .kinds
            .iter()
            .map(|(name, kind)| (name.clone(), SliceSum::of(kind.moments, kind.critical, &kind.customers)));
        let promised = &facts.promises.customers;
        let sums = Self {
            version: SUMMARY_VERSION,
            days: day_sums(&days),
            everybody: Voice::ALL.iter().filter_map(of_voice).map(|(voice, some)| (voice, some.counted())).collect(),
            all: facts.customers(&Voice::ALL).counted(),
            kinds: kinds.collect(),
            promised: promised.iter().map(|(voice, customers)| (*voice, customers.counted())).collect(),
            segments: counted(&segments),
            cohort,
            contacts,
            due,
            read: facts
                .kinds
                .iter()
                .filter_map(|(name, kind)| Some((name.clone(), ReadSum::of(&kind.read)?)))
                .collect(),
            quiet_before,
            first_day,
            facts: Facts::default(),
        };
        facts.forget_customers();
        Self { facts, ..sums }
    }

    /// Tells whether they count what this version of the suite counts.
    pub fn is_current(&self) -> bool {
        self.version == SUMMARY_VERSION
    }

    /// Returns the days whose summaries the sums of a period rest on, read on a day: the first, and the day after the last.
    pub fn days(period: Period, today: Date) -> (Date, Date) {
        let end = period.end().saturating_add(WINDOW_DAYS.days()).min(today.saturating_add(1.day())).max(period.end());
        (period.start().saturating_sub(WINDOW_DAYS.days()), end)
    }

    /// Returns whether most moments of a kind were read from words, so that its counts are no rate.
    pub(crate) fn is_read(&self, kind: &str, voice: Voice) -> bool {
        let basis = self.facts.kinds.get(kind).and_then(|kind| kind.basis.get(&voice));
        basis.is_some_and(|basis| 2 * basis.by_words > basis.judged)
    }
}

/// Takes out of a day what is followed over many days.
fn followed(day: &DaySummary) -> Day<'_> {
    let facts = &day.facts;
    Day { date: day.date, is_empty: facts.is_empty(), steps: &facts.steps, follow_ups: &facts.follow_ups }
}

/// Lists who may have been silent after a failure in as many days that ended earlier.
fn quiet_before(period: Period, days: &[&DaySummary]) -> Vec<Candidate> {
    let [_, (start, end)] = quiet::spans(period);
    let mut candidates = Vec::new();
    for day in days.iter().filter(|day| start <= day.date && day.date < end) {
        day.facts.quiet.iter().for_each(|candidate| keep_quiet(&mut candidates, candidate.clone()));
    }
    candidates
}

/// Adds up one cut of a period from the summaries of its days.
pub(crate) fn cut(cut: Cut, period: Period, days: &[DaySummary]) -> BTreeMap<String, SliceSum> {
    let mut sums = Slices::default();
    let within = days.iter().filter(|day| period.start() <= day.date && day.date < period.end());
    within.filter_map(|day| day.slices.get(&cut)).for_each(|slices| sums.extend(slices));
    sums.settle(SLICES_MAX, CUSTOMERS_OF_A_PERIOD_MAX);
    counted(&sums)
}

fn counted(slices: &Slices) -> BTreeMap<String, SliceSum> {
    let slice = |(name, slice): (&String, &slices::Slice)| {
        (name.clone(), SliceSum::of(slice.moments, slice.critical, &slice.customers))
    };
    slices.0.iter().map(slice).collect()
}

/// Lists the days that have anything; parts of one day count as the day.
fn day_sums(days: &[&DaySummary]) -> Vec<DaySum> {
    let mut sums: Vec<DaySum> = Vec::new();
    for day in days.iter().filter(|day| !day.facts.is_empty()).map(|day| day_sum(day)) {
        match sums.last_mut().filter(|last| last.date == day.date) {
            Some(last) => last.extend(&day),
            None => sums.push(day),
        }
    }
    sums
}

fn day_sum(day: &DaySummary) -> DaySum {
    DaySum {
        date: day.date,
        outcomes: day.facts.outcomes(&Voice::ALL),
        critical: day.facts.critical,
        sources: day.facts.sources.clone(),
    }
}
