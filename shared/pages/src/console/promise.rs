//! A promise that runs out or has run out, as Today and the list of cases show it.

use domain::identity::Identity;
use domain::touchpoint::Money;
use domain::vocabulary::Language;
use domain::wording::{self, capitalized};
use jiff::Timestamp;
use reports::Told;

use super::addresses::customer_address;
use crate::case::Reader;

/// A promise with a time.
pub struct Promise {
    /// Whom it was made to.
    pub customer: Identity,
    /// What to call them.
    pub name: String,
    /// The type of the touchpoint that made it.
    pub touchpoint_type: String,
    /// The promised time.
    pub due_at: Timestamp,
    /// What is at stake.
    pub value: Option<Money>,
    /// Its name, if it has one.
    pub promise_id: Option<String>,
    /// What the customer has been told since, where it is overdue.
    pub told: Option<Vec<Told>>,
    /// When somebody spoke with the customer about the case.
    pub contacted_at: Option<Timestamp>,
    /// Name and owner of the customer's unresolved case, if there is one.
    pub case: Option<(String, Option<String>)>,
}

impl Promise {
    pub(crate) fn kind(&self, language: Language) -> String {
        capitalized(&wording::touchpoint_type(&self.touchpoint_type, language))
    }

    pub(crate) fn address(&self) -> String {
        customer_address(&self.customer)
    }

    /// Says what the customer heard since, where it is overdue.
    pub(crate) fn heard(&self, reader: &Reader<'_>) -> Option<String> {
        self.told.as_deref().map(|told| crate::promised::heard(told, self.contacted_at, reader))
    }

    pub(crate) fn value(&self, language: Language) -> Option<String> {
        self.value.as_ref().map(|money| wording::money(money, language))
    }
}
