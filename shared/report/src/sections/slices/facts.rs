//! The same rates cut another way: by source, channel or segment. Kept beside the facts, because most readers never ask.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::customers::{self, Customers};
use crate::fact::NO_CHANNEL;
use crate::tally::{OTHER, least};
use crate::voice::Voice;
use domain::moment::Moment;

/// By what a report can be broken down, one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// Who sent it.
    Source,
    /// Through which channel.
    Channel,
    /// What kind of customer.
    Segment,
    /// What kind of touchpoint.
    TouchpointType,
}

impl Cut {
    /// Every cut.
    pub const ALL: [Self; 4] = [Self::Source, Self::Channel, Self::Segment, Self::TouchpointType];

    /// Returns the word used in addresses and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Channel => "channel",
            Self::Segment => "segment",
            Self::TouchpointType => "touchpoint_type",
        }
    }

    /// Reads the word; `None` for any other text.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cut| cut.as_str() == word)
    }

    pub(crate) fn name_of(self, moment: &Moment) -> &str {
        match self {
            Self::Source => &moment.source,
            Self::Channel => moment.channel.as_deref().unwrap_or(NO_CHANNEL),
            Self::Segment => moment.segment.as_deref().unwrap_or(NO_CHANNEL),
            Self::TouchpointType => &moment.kind,
        }
    }
}

/// Most names a cut keeps apart; the rarer ones are counted together as `other`.
pub const SLICES_MAX: usize = 50;

/// Most names held while a day is being summarised.
const NAMES_SEEN_MAX: usize = 1_000;

/// What is counted of one slice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Slice {
    pub(crate) moments: u64,
    pub(crate) critical: u64,
    pub(crate) customers: BTreeMap<Voice, Customers>,
}

/// The slices of one cut, by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Slices(pub(crate) BTreeMap<String, Slice>);

impl Slices {
    pub(crate) fn add(&mut self, cut: Cut, moment: &Moment, voice: Voice) {
        let slice = self.slice(cut.name_of(moment));
        slice.moments += 1;
        slice.critical += u64::from(moment.is_critical());
        slice.customers.entry(voice).or_default().add(customers::hash(&moment.customer), moment.outcome);
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        for (name, slice) in &other.0 {
            self.slice(name).extend(slice);
        }
    }

    /// Counts what is rare together, and brings the sets of customers into their final form.
    pub(crate) fn settle(&mut self, names_max: usize, customers_max: usize) {
        if self.0.len() > names_max {
            for name in least(self.0.iter().map(|(name, slice)| (name.as_str(), slice.moments)), names_max) {
                if let Some(rare) = self.0.remove(&name) {
                    self.0.entry(OTHER.to_owned()).or_default().extend(&rare);
                }
            }
        }
        for slice in self.0.values_mut() {
            slice.customers.values_mut().for_each(|customers| customers.settle(customers_max));
        }
    }

    fn slice(&mut self, name: &str) -> &mut Slice {
        let name = if self.0.contains_key(name) || self.0.len() < NAMES_SEEN_MAX { name } else { OTHER };
        self.0.entry(name.to_owned()).or_default()
    }
}

impl Slice {
    fn extend(&mut self, other: &Self) {
        self.moments += other.moments;
        self.critical += other.critical;
        for (voice, customers) in &other.customers {
            self.customers.entry(*voice).or_default().extend(customers);
        }
    }
}
