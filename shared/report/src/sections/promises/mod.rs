//! Promises: how many were broken, to how many customers, and what came of each facet.

pub(crate) mod facts;
pub(crate) mod words;

use std::collections::BTreeMap;

use domain::touchpoint::Money;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::facts::{DUE, FacetFacts, PromiseFacts};
use crate::customers::{CUSTOMERS_OF_A_PERIOD_MAX, Counted, Customers};
use crate::rate::{JUDGED_FOR_PERCENT_MIN, Part, Rate, Rates};
use crate::sections::comparisons::Comparison;
use crate::statistics::numbers::rounded;
use crate::voice::Voice;
use domain::period::Period;
use domain::vocabulary::Outcome;

/// Promises of a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Promises {
    /// Promises with a time, counted for the day of that time; absent if there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DuePromises>,
    /// Customers to whom at least one promise was broken that is not about a time, of those who saw what came of one, by voice.
    pub broken: BTreeMap<Voice, Rate>,
    /// Both now and before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trend: Vec<Comparison>,
    /// What was promised, the most often missed first.
    pub facets: Vec<FacetLine>,
    /// Promises that are overdue when the report is read, whenever they were made; absent if there are none, or nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<OverduePromises>,
}

/// Promises whose time has passed and of which nothing has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "OverdueInReport")]
pub struct OverduePromises {
    /// The longest overdue first.
    pub promises: Vec<OverduePromise>,
    /// How many more there are.
    pub others: u64,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "OverduePromiseInReport")]
pub struct OverduePromise {
    /// Whom it was made to: a pseudonym.
    pub customer: String,
    /// The type of the touchpoint that made it.
    pub kind: String,
    /// Its name, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise_id: Option<String>,
    /// The promised time.
    pub due_at: Timestamp,
    /// Since when it is broken: the promised time and its tolerance.
    pub overdue_since: Timestamp,
    /// What is at stake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_at_risk: Option<Money>,
    /// What the customer has been told since it was made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
    /// The customer's unresolved case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<String>,
    /// When somebody spoke with the customer about that case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacted_at: Option<Timestamp>,
}

/// Something that a customer has been told about a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ToldInReport")]
pub struct Told {
    /// When.
    pub at: Timestamp,
    /// The type of the touchpoint.
    pub kind: String,
    /// The new time, if one was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
}

/// Promises whose time lies in the period, by what is known when the report is read. Where the business alone moved a time, the first
/// one counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DuePromises {
    /// Broken: not done by the time and its tolerance, those that never came included. Of all that were not cancelled before.
    pub broken: Rate,
    /// Cancelled before their time: not among the others.
    pub cancelled: u64,
}

/// What came of one promised facet. `due_at` is the promised time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FacetLine {
    /// Its name.
    pub facet: String,
    /// Less than promised, or too late.
    pub missed: Part,
    /// As promised.
    pub kept: u64,
    /// More than promised, or early.
    pub exceeded: u64,
    /// The mean gap, −1 to 1; for the promised time the mean delay in minutes. Absent below 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_gap: Option<f64>,
    /// What customers were led to expect; absent where no number was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Expected>,
}

/// The level that was promised, on average: a rising one makes the same service look worse.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Expected {
    /// Promises of a number.
    pub promises: u64,
    /// Their mean.
    pub mean: f64,
    /// Promises in the period before.
    pub promises_before: u64,
    /// Their mean; absent if there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean_before: Option<f64>,
}

/// Promises whose time lies in the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Due {
    /// Cancelled ones left out.
    pub(crate) counted: Counted,
    pub(crate) cancelled: u64,
}

impl Due {
    /// Counts the promises of a period by what the days told of them, each once: broken once is broken. Of a period that goes on, those
    /// up to today: of the others only those that came early are known.
    pub(crate) fn of<'a>(period: Period, days: impl Iterator<Item = &'a PromiseFacts>, today: Date) -> Self {
        let end = period.end().min(today.saturating_add(1.day())).max(period.start());
        let mut promises = Customers::default();
        for day in days {
            let of_period = day.due.range(period.start()..end);
            of_period.for_each(|(_, some)| promises.extend(some));
        }
        promises.settle(CUSTOMERS_OF_A_PERIOD_MAX);
        let cancelled = promises.take_out(|met| met.holds(Outcome::Unknown));
        Self { counted: promises.counted(), cancelled }
    }
}

impl Promises {
    /// Says what came of them: `customers` by what came of what they were promised, and the promises of the period by their time.
    pub(crate) fn of(
        [now, before]: [&PromiseFacts; 2],
        customers: &BTreeMap<Voice, Counted>,
        times: &Due,
        comparisons: &[Comparison],
    ) -> Self {
        let broken = customers.iter().map(|(voice, counted)| (*voice, Rates::of(counted).misery));
        let trend = comparisons.iter().filter(|c| !c.is_misery()).cloned();
        let due = Rates::of(&times.counted).misery;
        let facets = &now.facets;
        let line = |(facet, facts): (&String, &FacetFacts)| {
            let [missed, kept, exceeded] = facts.came;
            let came = missed + kept + exceeded;
            let scale = if facet == DUE { 1.0 } else { 100.0 };
            let mean_gap =
                (came >= JUDGED_FOR_PERCENT_MIN).then(|| rounded(facts.gaps as f64 / came as f64 / scale, 2));
            let earlier = before.facets.get(facet).copied().unwrap_or_default();
            FacetLine {
                facet: facet.clone(),
                missed: Part::of(missed, came),
                kept,
                exceeded,
                mean_gap,
                expected: mean_level(facts).map(|mean| Expected {
                    promises: facts.promised,
                    mean,
                    promises_before: earlier.promised,
                    mean_before: mean_level(&earlier),
                }),
            }
        };
        let mut facets: Vec<_> = facets.iter().map(line).collect();
        facets.sort_by(|a, b| b.missed.count.cmp(&a.missed.count).then_with(|| a.facet.cmp(&b.facet)));
        let due = (due.judged + times.cancelled > 0).then_some(DuePromises { broken: due, cancelled: times.cancelled });
        Self { due, broken: broken.collect(), trend: trend.collect(), facets, overdue: None }
    }
}

fn mean_level(facts: &FacetFacts) -> Option<f64> {
    (facts.promised > 0).then(|| rounded(facts.levels as f64 / facts.promised as f64 / 1_000.0, 2))
}
