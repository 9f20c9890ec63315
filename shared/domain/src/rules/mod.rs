//! The rules as data: thresholds, types of touchpoints, causes, facets, per deployment. Judges nothing.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;
use schemars::JsonSchema;
use serde::Deserialize;
use text::OwnWords;
use toml::de::DeTable;

use crate::calendar::PromiseCalendar;
use crate::vocabulary::{Clause, Stage};

mod check;
mod document;
mod facets;
mod promises;
mod ratings;
mod taxonomy;
mod thresholds;

pub use document::{InvalidRules, RULES};
pub use facets::{Direction, Facet, FacetNames};
pub use ratings::{RatingScales, Scale, ScaleChange, SourceScales};
pub use taxonomy::{Cause, TouchpointType};
pub use thresholds::{
    ClaimsRule, CriticalRule, DimensionRule, EpisodeRule, EvidenceRule, GapRule, OperationalRule, SilentRule, TextRule,
};

/// Version of the rules built in. A deployment's own version is added to a thousand times this one, so that both a
/// new release and a changed configuration make moments be judged anew.
const BUILT_IN_VERSION: u32 = 13;
const VERSIONS_PER_RELEASE: u32 = 1_000;

/// Everything a judgement depends on besides the journey.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Version of these rules, 0 to 999: raise it with each change, so that moments are judged again.
    version: u32,
    /// Scales of ratings.
    pub rating: RatingScales,
    /// Scales that sources choose by name.
    pub presets: BTreeMap<String, SourceScales>,
    /// Which sides of a contact are told of.
    pub dimensions: DimensionRule,
    /// Thresholds of the gap rule.
    pub gap: GapRule,
    /// Thresholds of the operational rule.
    pub operational: OperationalRule,
    /// When a comment says something.
    pub text: TextRule,
    /// Seconds to acknowledge, per channel; `""` for any other.
    pub acknowledge_within_s: BTreeMap<String, u32>,
    /// Seconds until a person greets, per channel; `""` for any other.
    pub greet_within_s: BTreeMap<String, u32>,
    /// Stage of a type outside the taxonomy, per channel.
    pub stage_by_channel: BTreeMap<String, ChannelStage>,
    /// Thresholds of the critical clauses and of what is derived from them.
    pub critical: CriticalRule,
    /// How many touchpoints that nobody proved are alerted.
    pub claims: ClaimsRule,
    /// Thresholds of silent misery.
    pub silent: SilentRule,
    /// Weight of each clause in the severity.
    pub severity: BTreeMap<Clause, u8>,
    /// What the name of a facet tells of it, where it is not declared.
    pub facet_names: FacetNames,
    /// What else makes a critical moment urgent.
    pub evidence: EvidenceRule,
    /// What tells failures of one promise apart.
    pub episode: EpisodeRule,
    /// Orders of words for facets that are not declared, from less to more.
    pub word_orders: BTreeMap<String, Vec<String>>,
    /// Business time of promises, by a name that types refer to.
    #[serde(default)]
    pub calendars: BTreeMap<String, PromiseCalendar>,
    /// The types of touchpoints, by name in snake_case.
    // Every touchpoint of every journey looks its own up, so this is the fastest there is; its names are the deployment's own, so
    // nobody can choose them to collide.
    #[schemars(with = "BTreeMap<String, TouchpointType>")]
    pub types: HashMap<String, TouchpointType, RandomState>,
    /// The catalogue of causes.
    pub causes: BTreeMap<String, Cause>,
    /// Declared facets.
    #[serde(default)]
    pub facets: BTreeMap<String, Facet>,
    /// Scales that differ for one source, by its name.
    #[serde(default)]
    pub sources: BTreeMap<String, SourceScales>,
}

/// Where a channel places a type outside the taxonomy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelStage {
    /// Before the customer has bought.
    pub before: Stage,
    /// After.
    pub after: Stage,
}

impl Rules {
    /// Builds the rules of a deployment: the built-in ones with what its configuration changes. Of the document, a TOML
    /// text, the tables `rules`, `types`, `causes`, `facets` and `sources` are read; each is laid over the default field
    /// by field.
    ///
    /// # Errors
    /// The first thing that cannot be used, with its line, its place and the reason. No value is quoted.
    pub fn with_overrides(document: &str) -> Result<Self, InvalidRules> {
        let table = document::parse(document)?;
        Self::over(table.get_ref()).map_err(|mut wrong| wrong.swap_remove(0).in_text(document))
    }

    /// Builds the rules of a deployment from a document that is parsed already.
    ///
    /// # Errors
    /// Everything that cannot be used, at least one thing: the place and the reason. No value is quoted.
    pub fn over(document: &DeTable<'_>) -> Result<Self, Vec<InvalidRules>> {
        let mut rules: Self = document::read(document).map_err(|wrong| vec![wrong])?;
        if let Some(own) = OwnWords::new(&rules.text.misery_words, &rules.text.magic_words) {
            rules.text.own = own;
        }
        let wrong = check::complaints(&rules);
        if wrong.is_empty() {
            return Ok(rules);
        }
        Err(wrong.into_iter().map(|complaint| document::refuse(document, complaint)).collect())
    }

    /// Returns the rules as built in.
    ///
    /// # Errors
    /// Never in a release: a test reads them.
    pub fn built_in() -> Result<Self, InvalidRules> {
        Self::with_overrides("")
    }

    /// Returns the version that moments carry: it grows with the release's rules and with the deployment's.
    pub fn version(&self) -> u32 {
        BUILT_IN_VERSION * VERSIONS_PER_RELEASE + self.version
    }

    /// Returns what a type means, if the taxonomy knows it.
    pub fn type_of(&self, touchpoint_type: &str) -> Option<&TouchpointType> {
        self.types.get(touchpoint_type)
    }

    /// Returns the scales by which a source's ratings are read: its own, then those of its preset, then the general
    /// ones. A source inside another, `key/inner`, is read as `key` unless it has its own.
    pub fn scales_of(&self, source: &str) -> RatingScales {
        let key = source.split_once('/').map_or(source, |(key, _)| key);
        let Some(own) = self.sources.get(source).or_else(|| self.sources.get(key)) else { return self.rating };
        let preset = own.preset.as_ref().and_then(|name| self.presets.get(name));
        own.over(preset.map_or(self.rating, |preset| preset.over(self.rating)))
    }

    /// Returns the seconds promised for a channel in a table of targets.
    pub(crate) fn target_s(targets: &BTreeMap<String, u32>, channel: Option<&str>) -> Option<u32> {
        channel.and_then(|channel| targets.get(channel)).or_else(|| targets.get("")).copied()
    }
}

#[cfg(test)]
mod tests;
