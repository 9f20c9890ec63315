//! What a customer had been promised when a moment began. Collects; compares nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::touchpoint::{FacetValue, Said};

/// Facets and a time that were promised, under one promise id or none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Promise {
    /// Promised or expected facets.
    pub facets: BTreeMap<String, FacetValue>,
    /// The promised time.
    pub due_at: Option<Timestamp>,
}

impl Promise {
    /// Adds what a touchpoint promises; the latest word on a facet counts.
    pub fn add(&mut self, said: &Said) {
        self.facets.extend(said.expectation.iter().map(|(facet, value)| (facet.clone(), value.clone())));
        self.due_at = said.due_at.or(self.due_at);
    }

    /// Returns it with what the touchpoint itself says was expected.
    pub fn with(&self, said: &Said) -> Self {
        let mut whole = self.clone();
        whole.add(said);
        whole
    }
}

/// Tells whether a touchpoint promises something.
pub(crate) fn promises(said: &Said) -> bool {
    !said.expectation.is_empty() || said.due_at.is_some()
}
