//! What was read from customers' words, beside what the same customers rated: by channel and language, one entry a customer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::customers::{self, Customers};
use crate::statistics::prediction::Read;
use crate::tally::{OTHER, least};
use domain::moment::Moment;
use domain::vocabulary::{Method, Outcome};

/// Most groups of one kind that a day keeps apart; the rarer ones are counted together.
const GROUPS_MAX: usize = 6;
/// Part of the customers of a rate that is kept of each group.
const PART_KEPT: usize = 8;

/// What was read, by channel and language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ReadByGroup(BTreeMap<String, Group>);

/// One channel and language. The outcomes of a set stand for what was read and rated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Group {
    /// Read and rated: `misery` both bad, `average` read bad only, `magic` rated bad only, `unknown` neither.
    rated: Customers,
    /// Only read: `misery` bad, `average` not.
    unrated: Customers,
}

/// What was read in one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InLanguage {
    /// Rated moments with words.
    pub(crate) rated: u64,
    /// Of these, those whose words were taken for what was rated: bad, or not bad.
    pub(crate) right: u64,
}

impl ReadByGroup {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn add(&mut self, moment: &Moment) {
        let Some(read) = moment.signals.read else { return };
        let hash = customers::hash(&moment.customer);
        let language = moment.signals.language.as_deref().unwrap_or_default();
        let name = format!("{} {language}", moment.channel.as_deref().unwrap_or_default());
        let name = if self.0.contains_key(&name) || self.0.len() < 10 * GROUPS_MAX { name } else { OTHER.to_owned() };
        let group = self.0.entry(name).or_default();
        let is_bad = read == Outcome::Misery;
        match (moment.method, moment.outcome) {
            (Some(Method::Rating), outcome) => group.rated.add(
                hash,
                match (is_bad, outcome == Outcome::Misery) {
                    (true, true) => Outcome::Misery,
                    (true, false) => Outcome::Average,
                    (false, true) => Outcome::Magic,
                    (false, false) => Outcome::Unknown,
                },
            ),
            _ if moment.rating.is_empty() => {
                group.unrated.add(hash, if is_bad { Outcome::Misery } else { Outcome::Average });
            }
            _ => {}
        }
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        for (name, more) in &other.0 {
            let group = self.0.entry(name.clone()).or_default();
            group.rated.extend(&more.rated);
            group.unrated.extend(&more.unrated);
        }
    }

    pub(crate) fn settle(&mut self, customers_max: usize) {
        for group in self.0.values_mut() {
            group.rated.settle(customers_max / PART_KEPT);
            group.unrated.settle(customers_max / PART_KEPT);
        }
    }

    pub(crate) fn bound(&mut self) {
        if self.0.len() > GROUPS_MAX {
            let counts =
                self.0.iter().map(|(name, group)| (name.as_str(), (group.rated.len() + group.unrated.len()) as u64));
            for name in least(counts, GROUPS_MAX) {
                if let Some(rare) = self.0.remove(&name) {
                    let group = self.0.entry(OTHER.to_owned()).or_default();
                    group.rated.extend(&rare.rated);
                    group.unrated.extend(&rare.unrated);
                }
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Counts each group.
    pub(crate) fn groups(&self) -> Vec<Read> {
        let counted = |group: &Group| {
            let (rated, unrated) = (group.rated.worst(), group.unrated.worst());
            let rated = [rated.misery, rated.average, rated.magic, rated.unknown];
            Read { rated, unrated: [unrated.misery, unrated.average] }
        };
        self.0.values().map(counted).collect()
    }

    /// Counts by language how well the words of rated moments were read.
    pub(crate) fn languages(&self) -> BTreeMap<String, InLanguage> {
        let mut found: BTreeMap<String, InLanguage> = BTreeMap::new();
        for (name, group) in &self.0 {
            let language = name.rsplit_once(' ').map_or(OTHER, |(_, language)| language);
            let rated = group.rated.worst();
            let sums = found.entry(language.to_owned()).or_default();
            sums.rated += rated.total();
            sums.right += rated.misery + rated.unknown;
        }
        found
    }
}

/// What was read from the words about one kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ReadSum {
    pub(crate) groups: Vec<Read>,
    pub(crate) languages: BTreeMap<String, InLanguage>,
}

impl ReadSum {
    /// Counts what was read; `None` if nothing was.
    pub(crate) fn of(read: &ReadByGroup) -> Option<Self> {
        let groups = read.groups();
        (!groups.is_empty()).then(|| Self { groups, languages: read.languages() })
    }
}
