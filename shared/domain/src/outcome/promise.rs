//! What a customer had been promised when a moment began, and what a report shows of it. Knows no ledger.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::touchpoint::{FacetValue, Said, bounds};

/// Facets of one promise, so that each report is compared with few: what four touchpoints can say.
const FACETS_MAX: usize = 4 * bounds::FACETS_MAX;

/// Facets and a time that were promised, under one promise id or none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Promise<'a> {
    /// Promised or expected facets.
    pub facets: BTreeMap<&'a str, &'a FacetValue>,
    /// The promised time.
    pub due_at: Option<Timestamp>,
    /// The earliest of the times that were promised one after the other.
    pub earliest_due_at: Option<Timestamp>,
    /// Whether earlier is better, if the promise says.
    pub early_is_better: Option<bool>,
}

impl<'a> Promise<'a> {
    /// Adds what a touchpoint promises; the latest word on a facet counts. What would be more than can be looked at takes
    /// the place of everything before. Tells whether it did.
    pub fn add(&mut self, said: &'a Said) -> bool {
        let is_too_much = self.facets.len() + said.expectation.len() > FACETS_MAX;
        if is_too_much {
            self.facets.clear();
        }
        self.facets.extend(said.expectation.iter().map(|(facet, value)| (facet.as_str(), value)));
        self.due_at = said.due_at.or(self.due_at);
        self.earliest_due_at = self.earliest_due_at.into_iter().chain(said.due_at).min();
        self.early_is_better = said.early_is_better.or(self.early_is_better);
        is_too_much
    }

    /// Tells whether a touchpoint reports on it: the time it was done, or a promised facet.
    pub(crate) fn is_reported_by(&self, said: &Said) -> bool {
        let is_done = self.due_at.is_some() && said.done_at.is_some();
        is_done || said.perception.keys().any(|facet| self.facets.contains_key(facet.as_str()))
    }
}

/// Tells whether a touchpoint promises something.
pub(crate) fn promises(said: &Said) -> bool {
    !said.expectation.is_empty() || said.due_at.is_some()
}

/// Tells whether a touchpoint says what came of a promise.
pub(crate) fn reports(said: &Said) -> bool {
    !said.perception.is_empty() || said.done_at.is_some()
}

/// A promise whose time has passed, with its tolerance, and which nobody reported as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overdue {
    /// Seconds since its time.
    pub(crate) by_s: i64,
    /// Seconds that it may pass.
    pub(crate) tolerance_s: i64,
}

/// What the fact that a promised time passed comes to, by what is known of the promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expiry {
    /// It passed, and what was promised had not been done by then.
    Passed(Overdue),
    /// It had been done by then: this was reported later.
    Done,
    /// It had been cancelled by then.
    Cancelled,
    /// Another time had been promised by then, or the promise is not on record.
    Moved,
}

/// What came of a promise. Ordered so that of several reports the strongest counts: once broken, always broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PromiseStatus")]
pub enum Status {
    /// Nobody has reported on it yet.
    Open,
    /// Its time passed, with its tolerance, and nobody reported on it.
    Expired,
    /// The customer got what was promised.
    Kept,
    /// The customer got more.
    Exceeded,
    /// The customer got less, or got it too late.
    Broken,
}
