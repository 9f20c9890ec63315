//! What became of an earlier group of customers by now: those for whom enough time has passed. A period of this length,
//! [`WINDOW_DAYS`] days before the period of the report.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::facts::{Grid, StepFacts};
use crate::customers::Customers;
use crate::sections::follow_ups::Unasked;
use crate::sections::follow_ups::facts::FollowUpFacts;
use crate::window::{WINDOW_DAYS, is_within};
use domain::period::Period;

/// A day, with what is followed over many days.
#[derive(Clone, Copy)]
pub(crate) struct Day<'a> {
    pub(crate) date: Date,
    /// Whether nothing was counted.
    pub(crate) is_empty: bool,
    pub(crate) steps: &'a StepFacts,
    pub(crate) follow_ups: &'a FollowUpFacts,
}

/// Counts of the group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cohort {
    /// Days of the group with any moment.
    pub(crate) days: u32,
    pub(crate) failures: u64,
    pub(crate) failures_known: u64,
    /// Failures after which the next judged moment was a misery, average, magic.
    pub(crate) followed: [u64; 3],
    /// Failures first known privately, and those of them that the customer told everybody of.
    pub(crate) known_privately: u64,
    pub(crate) leaked: u64,
    pub(crate) steps: Grid,
    pub(crate) went_on: Grid,
    /// Customers who bought, and those of them who were asked or called afterwards.
    pub(crate) bought: u64,
    pub(crate) bought_followed_up: u64,
    /// Purchases and resolved cases that no follow-up came after.
    pub(crate) unasked: Unasked,
    /// Share of the customers that purchases rest on, where there were too many to keep.
    pub(crate) sampled: Option<f64>,
}

/// Returns the days of the group that a report on a period looks at, read on a day: those whose window is over. Of a period
/// that goes on, the last ones have time left, and nothing is said of them yet.
pub(crate) fn span(period: Period, today: Date) -> (Date, Date) {
    let earlier = |date: Date| date.saturating_sub(WINDOW_DAYS.days());
    (earlier(period.start()), earlier(period.end().min(today)))
}

impl Cohort {
    /// Looks at days in their order, on a day.
    pub(crate) fn of(period: Period, days: &[Day<'_>], today: Date) -> Self {
        let (start, end) = span(period, today);
        let is_theirs = |date: Date| start <= date && date < end;
        let mut cohort = Self::default();
        let mut dates = BTreeSet::new();
        for day in days.iter().filter(|day| day.date >= start) {
            let facts = day.steps;
            if is_theirs(day.date) && !day.is_empty {
                dates.insert(day.date);
                cohort.failures += facts.failures;
                cohort.failures_known += facts.failures_known;
                add(&mut cohort.steps, &facts.steps);
            }
            let theirs = |date: &Date| is_theirs(*date) && is_within(*date, day.date);
            for (_, counts) in facts.followed.iter().filter(|(date, _)| theirs(date)) {
                cohort.followed.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            }
            facts.went_on.iter().filter(|(date, _)| theirs(date)).for_each(|(_, grid)| add(&mut cohort.went_on, grid));
        }
        cohort.days = u32::try_from(dates.len()).unwrap_or(u32::MAX);
        cohort.follow_failures(&is_theirs, days);
        cohort.follow_customers(&is_theirs, days);
        cohort
    }

    fn follow_failures(&mut self, is_theirs: &dyn Fn(Date) -> bool, days: &[Day<'_>]) {
        let sets = days.iter().flat_map(|day| [&day.steps.known_privately, &day.steps.told_publicly]);
        let below = sets.filter_map(Customers::below).min();
        let is_kept = |hash: u64| below.is_none_or(|below| hash < below);
        let mut known: BTreeMap<u64, Date> = BTreeMap::new();
        for day in days.iter().filter(|day| is_theirs(day.date)) {
            for (hash, _) in day.steps.known_privately.iter().filter(|(hash, _)| is_kept(*hash)) {
                known.entry(hash).or_insert(day.date);
            }
        }
        let mut told: BTreeSet<u64> = BTreeSet::new();
        for day in days {
            for (hash, _) in day.steps.told_publicly.iter() {
                if known.get(&hash).is_some_and(|date| is_within(*date, day.date)) {
                    told.insert(hash);
                }
            }
        }
        (self.known_privately, self.leaked) = (known.len() as u64, told.len() as u64);
    }

    fn follow_customers(&mut self, is_theirs: &dyn Fn(Date) -> bool, days: &[Day<'_>]) {
        let sets = days.iter().flat_map(|day| {
            let steps = day.steps;
            [&steps.purchases, &steps.followed_up]
        });
        // Beyond the lowest limit of any set, who is missing and who was left out cannot be told apart.
        let below = sets.filter_map(Customers::below).min();
        let is_kept = |hash: u64| below.is_none_or(|below| hash < below);
        let mut buyers: BTreeMap<u64, Date> = BTreeMap::new();
        for day in days.iter().filter(|day| is_theirs(day.date)) {
            for (hash, _) in day.steps.purchases.iter().filter(|(hash, _)| is_kept(*hash)) {
                buyers.entry(hash).or_insert(day.date);
            }
        }
        let mut asked: BTreeSet<u64> = BTreeSet::new();
        for day in days {
            for (hash, _) in day.steps.followed_up.iter() {
                if buyers.get(&hash).is_some_and(|date| is_within(*date, day.date)) {
                    asked.insert(hash);
                }
            }
        }
        self.bought = buyers.len() as u64;
        self.bought_followed_up = asked.len() as u64;
        let was_asked = |hash: u64| buyers.contains_key(&hash).then(|| asked.contains(&hash));
        let follow_ups: Vec<_> = days.iter().map(|day| (day.date, day.follow_ups)).collect();
        self.unasked = Unasked::of(is_theirs, &follow_ups, &was_asked);
        self.sampled = below.map(|below| below as f64 / 2_f64.powi(64));
    }
}

fn add(sums: &mut Grid, counts: &Grid) {
    for (sums, counts) in sums.iter_mut().zip(counts) {
        sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
}
