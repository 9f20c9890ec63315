//! How journeys go on: from step to step, from a failure to the next judged moment, from a misery to a public review, from
//! a first contact to a purchase. What looks back from a later day is counted there under the day it looks back to.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::customers::{self, Customers};
use crate::fact::{Fact, Seen, add_each, place};
use crate::voice::Voice;
use crate::window::is_within;
use domain::case::CaseEvent;
use domain::identity::Identity;
use domain::moment::Moment;
use domain::vocabulary::{Audience, Outcome, Stage};

/// Outcomes of [`Outcome::ALL`] by stage of [`Stage::ALL`].
pub(crate) type Grid = [[u64; 4]; 4];

/// Steps of a day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct StepFacts {
    /// Customers' own steps, opinions about other moments left out.
    pub(crate) steps: Grid,
    /// Steps by the stage and outcome of the one before, and by their own stage.
    pub(crate) turns: [[[u64; 4]; 4]; 4],
    /// Steps that begin a new cycle.
    pub(crate) cycles: u64,
    /// Failures, echoes left out, and those whose customer the business knows.
    pub(crate) failures: u64,
    pub(crate) failures_known: u64,
    /// By day of the step before: that it went on, by its stage and outcome.
    pub(crate) went_on: BTreeMap<Date, Grid>,
    /// By day of the failure: how the next judged moment ended (misery, average, magic).
    pub(crate) followed: BTreeMap<Date, [u64; 3]>,
    /// Failures that were known to nobody but the business when they happened, and failures that the customer told everybody of: a
    /// failure counts as a customer does elsewhere.
    pub(crate) known_privately: Customers,
    pub(crate) told_publicly: Customers,
    /// Customers whose first contact with service this was, with its own outcome.
    pub(crate) first_contacts: Customers,
    /// Customers who said afterwards how it was.
    pub(crate) first_contact_opinions: Customers,
    /// Customers who bought: `average` for a first purchase, `magic` for a later one.
    pub(crate) purchases: Customers,
    /// Purchases, and those that are not the customer's first.
    pub(crate) bought: u64,
    pub(crate) bought_again: u64,
    /// Customers who were asked or called afterwards: a review that was asked for is a question, too.
    pub(crate) followed_up: Customers,
}

impl StepFacts {
    fn add(&mut self, moment: &Moment, voice: Voice, today: Date, zone: &TimeZone) {
        if voice == Voice::Staff {
            return;
        }
        let (stage, outcome) = (place(Stage::ALL, moment.stage), place(Outcome::ALL, moment.outcome));
        let signals = &moment.signals;
        let hash = customers::hash(&moment.customer);
        let lately = |at: Option<Timestamp>| {
            at.map(|at| at.to_zoned(zone.clone()).date()).filter(|date| is_within(*date, today))
        };
        if moment.about.is_none() {
            self.steps[stage][outcome] += 1;
            if let Some(previous) = signals.previous {
                let (from, ended) = (place(Stage::ALL, previous.stage), place(Outcome::ALL, previous.outcome));
                self.turns[from][ended][stage] += 1;
                if let Some(date) = lately(previous.at()) {
                    self.went_on.entry(date).or_default()[from][ended] += 1;
                }
            }
            self.cycles += u64::from(signals.begins_cycle);
        }
        if moment.is_failure() {
            self.failures += 1;
            self.failures_known += u64::from(moment.customer.is_known());
            if moment.audience == Audience::Private {
                let at = moment.placed_at.unwrap_or(moment.occurred_at);
                self.known_privately.add(failure(&moment.customer, at), Outcome::Misery);
            }
        }
        if let Some(date) = lately(signals.follows_misery()) {
            let ended = match moment.outcome {
                Outcome::Misery => 0,
                Outcome::Average | Outcome::Unknown => 1,
                Outcome::Magic => 2,
            };
            self.followed.entry(date).or_default()[ended] += 1;
        }
        if let Some(at) = signals.leaks_misery() {
            self.told_publicly.add(failure(&moment.customer, at), Outcome::Misery);
        }
        match (moment.first_contact, moment.about.is_some()) {
            (true, false) => self.first_contacts.add(hash, moment.outcome),
            (true, true) => self.first_contact_opinions.add(hash, moment.outcome),
            (false, _) => {}
        }
        if let Some(number) = signals.purchase_number {
            self.bought += 1;
            self.bought_again += u64::from(number > 1);
            self.purchases.add(hash, if number > 1 { Outcome::Magic } else { Outcome::Average });
        }
        let is_asked = moment.solicited && signals.purchase_number.is_none();
        if is_asked || matches!(moment.touchpoint_type.as_str(), "follow_up" | "survey") {
            self.followed_up.add(hash, moment.outcome);
        }
    }

    fn extend(&mut self, other: &Self) {
        add_grid(&mut self.steps, &other.steps);
        self.turns.iter_mut().zip(&other.turns).for_each(|(sums, counts)| add_grid(sums, counts));
        self.cycles += other.cycles;
        self.failures += other.failures;
        self.failures_known += other.failures_known;
        for (date, grid) in &other.went_on {
            add_grid(self.went_on.entry(*date).or_default(), grid);
        }
        for (date, counts) in &other.followed {
            add_each(self.followed.entry(*date).or_default(), counts);
        }
        self.bought += other.bought;
        self.bought_again += other.bought_again;
        for (sums, counts) in self.sets_mut().into_iter().zip(other.sets()) {
            sums.extend(counts);
        }
    }

    fn settle(&mut self, max: usize) {
        self.sets_mut().into_iter().for_each(|customers| customers.settle(max));
    }

    fn forget_customers(&mut self) {
        self.sets_mut().into_iter().for_each(|customers| *customers = Customers::default());
        self.went_on.clear();
        self.followed.clear();
    }

    fn sets(&self) -> [&Customers; 6] {
        let [known, told] = [&self.known_privately, &self.told_publicly];
        [&self.first_contacts, &self.first_contact_opinions, &self.purchases, &self.followed_up, known, told]
    }

    fn sets_mut(&mut self) -> [&mut Customers; 6] {
        [
            &mut self.first_contacts,
            &mut self.first_contact_opinions,
            &mut self.purchases,
            &mut self.followed_up,
            &mut self.known_privately,
            &mut self.told_publicly,
        ]
    }
}

/// Hashes a failure: a customer's, first known at a time.
fn failure(customer: &Identity, at: Timestamp) -> u64 {
    customers::hash_with(customer, &at.as_second().to_string())
}

fn add_grid(sums: &mut Grid, counts: &Grid) {
    sums.iter_mut().zip(counts).for_each(|(sums, counts)| add_each(sums, counts));
}

impl Fact for StepFacts {
    type Sum = Self;

    fn add(sum: &mut Self, seen: &Seen<'_>) {
        sum.add(seen.moment, seen.voice, seen.date, seen.zone);
    }

    fn add_case_event(_: &mut Self, _: &CaseEvent) {}

    fn merge(sum: &mut Self, other: &Self) {
        sum.extend(other);
    }

    fn settle(sum: &mut Self, customers_max: usize) {
        sum.settle(customers_max);
    }

    /// The steps are of a fixed number.
    fn bound(_: &mut Self) {}

    fn forget(sum: &mut Self) {
        sum.forget_customers();
    }
}
