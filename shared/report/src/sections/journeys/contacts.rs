//! What first contacts with service were worth: how many of those customers bought, and when. Each is followed as long as anybody could
//! look; nobody waits until all of them had a month.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cohort::Day;
use crate::customers::{Customers, Met};
use crate::rate::{Reading, TooFew, shared};
use crate::statistics::survival::Followed;
use crate::window::{WINDOW_DAYS, is_within};
use domain::period::Period;
use domain::vocabulary::Outcome;

/// Days that a customer is followed at most.
const FOLLOWED_DAYS_MAX: usize = 90;

/// Customers by how their first contact ended, each followed until they bought or were last looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Contacts {
    /// Until they bought, and until they bought again.
    pub(crate) outcomes: BTreeMap<Outcome, [Followed; 2]>,
    /// Share of the customers that they rest on, where there were too many to keep.
    pub(crate) sampled: Option<f64>,
}

/// What first contacts that ended one way were worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FirstContact {
    /// How it ended, the customer's later word included.
    pub outcome: Outcome,
    /// Customers.
    pub customers: u64,
    /// Who bought.
    pub bought: Conversion,
    /// Who bought more than once.
    pub bought_again: Conversion,
    /// Where there were too many customers to keep: the share of them that this rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sampled: Option<f64>,
}

/// How many did something by a day, counted from their first contact (Kaplan–Meier): a customer who could be followed for a shorter time counts
/// for that time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conversion {
    /// The day: 30, or the last one on which anybody could be looked at.
    pub days: u32,
    /// How many were seen to do it by then.
    pub count: u64,
    /// The share and its limits, or why there are none.
    #[serde(flatten)]
    pub reading: Reading,
    /// Days after which half had done it; absent if that was not reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_days: Option<u32>,
}

impl Contacts {
    /// Follows the first contacts of a period and of the days before it, through all these days in order. `today` is the
    /// day of reading: nothing after it, or after the period, was looked at.
    pub(crate) fn of(period: Period, days: &[Day<'_>], today: Date) -> Self {
        let first = period.start().saturating_sub(WINDOW_DAYS.days());
        let last = today.min(period.end().saturating_sub(1.day()));
        let days: Vec<_> = days.iter().filter(|day| first <= day.date && day.date <= last).collect();
        let sets = days.iter().flat_map(|day| {
            let steps = day.steps;
            [&steps.first_contacts, &steps.first_contact_opinions, &steps.purchases]
        });
        // Beyond the lowest limit of any set, who is missing and who was left out cannot be told apart.
        let below = sets.filter_map(Customers::below).min();
        let mut contacts: BTreeMap<u64, Customer> = BTreeMap::new();
        for day in &days {
            let steps = day.steps;
            for (hash, met) in steps.first_contacts.iter().filter(|(hash, _)| below.is_none_or(|below| *hash < below)) {
                contacts.entry(hash).or_insert(Customer { date: day.date, met, bought: None, again: None });
            }
        }
        for day in &days {
            let steps = day.steps;
            for (hash, met) in steps.first_contact_opinions.iter() {
                if let Some(contact) = contacts.get_mut(&hash).filter(|contact| is_within(contact.date, day.date)) {
                    contact.met.join(met);
                }
            }
            for (hash, met) in steps.purchases.iter() {
                if let Some(contact) = contacts.get_mut(&hash).filter(|contact| contact.date <= day.date) {
                    contact.bought = contact.bought.or(Some(day.date));
                    contact.again = contact.again.or(Some(day.date).filter(|_| met.holds(Outcome::Magic)));
                }
            }
        }
        let mut found = Self { sampled: below.map(|below| below as f64 / 2_f64.powi(64)), ..Self::default() };
        for contact in contacts.values() {
            let [bought, again] = found.outcomes.entry(contact.met.worst()).or_default();
            contact.count(contact.bought, last, bought);
            contact.count(contact.again, last, again);
        }
        found
    }

    /// Lists what they were worth.
    pub(crate) fn lines(&self) -> Vec<FirstContact> {
        let line = |(outcome, [bought, again]): (&Outcome, &[Followed; 2])| FirstContact {
            outcome: *outcome,
            customers: bought.total(),
            bought: Conversion::of(bought),
            bought_again: Conversion::of(again),
            sampled: self.sampled,
        };
        self.outcomes.iter().map(line).collect()
    }
}

impl Conversion {
    fn of(followed: &Followed) -> Self {
        let day = followed.last_day(WINDOW_DAYS as usize).unwrap_or_default();
        let reading = match (TooFew::of(followed.total()), followed.by(day)) {
            (None, Some(by)) => shared(by.share, by.limits),
            (too_few, _) => Reading::TooFew { too_few: too_few.unwrap_or(TooFew::BelowFive) },
        };
        let small = |day: usize| u32::try_from(day).unwrap_or(u32::MAX);
        Self { days: small(day), count: followed.happened_by(day), reading, median_days: followed.median().map(small) }
    }
}

/// One customer since the first contact.
struct Customer {
    date: Date,
    met: Met,
    bought: Option<Date>,
    again: Option<Date>,
}

impl Customer {
    fn count(&self, happened: Option<Date>, last: Date, followed: &mut Followed) {
        let days = |until: Date| usize::try_from((until - self.date).get_days()).unwrap_or_default();
        match happened.map(days).filter(|days| *days <= FOLLOWED_DAYS_MAX) {
            Some(days) => followed.happened(days),
            None => followed.left(days(last).min(FOLLOWED_DAYS_MAX)),
        }
    }
}
