//! The rules as data: thresholds, types of touchpoints, facets, per deployment. Judges nothing.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Table, Value};

use crate::vocabulary::{Audience, Clause, Stage};

/// Version of the rules built in. A deployment's own version is added to a thousand times this one, so that both a
/// new release and a changed configuration make moments be judged anew.
const BUILT_IN_VERSION: u32 = 1;
const VERSIONS_PER_RELEASE: u32 = 1_000;

/// The longest window that looks back, in days: ten years.
const WINDOW_DAYS_MAX: i64 = 3_660;

const RULES: &str = include_str!("rules.toml");
const TAXONOMY: &str = include_str!("taxonomy.toml");

/// Everything a judgement depends on besides the journey.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    version: u32,
    /// Scales of ratings.
    pub rating: RatingScales,
    /// Thresholds of the gap rule.
    pub gap: GapRule,
    /// Thresholds of the operational rule.
    pub time: TimeRule,
    /// Seconds to acknowledge, per channel; `""` for any other.
    pub acknowledge_within_s: BTreeMap<String, u32>,
    /// Seconds until a person greets, per channel; `""` for any other.
    pub greet_within_s: BTreeMap<String, u32>,
    /// Thresholds of the critical clauses and of what is derived from them.
    pub critical: CriticalRule,
    /// Weight of each clause in the severity.
    pub severity: BTreeMap<Clause, u8>,
    /// Orders of words for facets that are not declared, from less to more.
    pub word_orders: BTreeMap<String, Vec<String>>,
    /// The types of touchpoints.
    pub types: BTreeMap<String, TouchpointType>,
    /// Declared facets.
    #[serde(default)]
    pub facets: BTreeMap<String, Facet>,
    /// Scales that differ for one source, by its name.
    #[serde(default)]
    pub sources: BTreeMap<String, SourceScales>,
}

/// One scale per kind of rating.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingScales {
    /// Satisfaction.
    pub csat: Scale,
    /// Stars.
    pub stars: Scale,
    /// Effort.
    pub ces: Scale,
    /// Likelihood to recommend.
    pub nps: Scale,
}

/// How the numbers of a rating are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The best number.
    pub max: u8,
    /// Up to here it is a misery.
    pub misery_up_to: u8,
    /// From here it is magic; between the two it is average.
    pub magic_from: u8,
    /// Whether the scale runs the other way, so that the smallest number is the best.
    #[serde(default)]
    pub reversed: bool,
}

/// A source's own scales; what is absent is read as everywhere.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceScales {
    /// Satisfaction.
    pub csat: Option<Scale>,
    /// Stars.
    pub stars: Option<Scale>,
    /// Effort.
    pub ces: Option<Scale>,
    /// Likelihood to recommend.
    pub nps: Option<Scale>,
}

/// Thresholds of the gap between perception and expectation, each on the scale −1 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapRule {
    /// The weighted mean at or below is a misery.
    pub misery_mean_max: f64,
    /// Any promised facet at or below is a misery and a broken promise.
    pub broken_facet_max: f64,
    /// The weighted mean at or above is magic, unless a facet is spoilt.
    pub magic_mean_min: f64,
    /// A facet at or below spoils magic.
    pub spoilt_facet_max: f64,
}

/// Thresholds of times and counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeRule {
    /// Seconds a promised time may pass before it counts as broken.
    pub late_by_s_max: u32,
    /// Passed on this often is friction.
    pub friction_transfers_min: u32,
}

/// Thresholds of what makes a misery critical, and of what is looked back at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriticalRule {
    /// Importance from which a misery is critical.
    pub importance_min: u8,
    /// Distinct miserable episodes that make a repeat, this one included.
    pub repeat_episodes_min: usize,
    /// Days in which they count.
    pub repeat_window_days: i64,
    /// Days in which a public bad review counts as the leak of an earlier misery.
    pub leak_window_days: i64,
    /// Days after a misery in which later judgements are worth a look.
    pub recovery_window_days: i64,
    /// Hours after which a critical moment, when it is looked at, is counted but not alerted.
    pub alert_age_hours_max: i64,
}

/// What a type of touchpoint means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TouchpointType {
    /// Where in the journey it lies.
    pub stage: Stage,
    /// How much it matters, 1 to 5.
    pub importance: u8,
    /// Whether the customer meets the business's service.
    #[serde(default)]
    pub service: bool,
    /// Whether the customer gets what was acquired.
    #[serde(default)]
    pub exchange: bool,
    /// Whether the customer has bought from here on.
    #[serde(default)]
    pub purchase: bool,
    /// Whether it speaks about an earlier failure rather than being a new one.
    #[serde(default)]
    pub echo: bool,
    /// Whether it judges the moment that `about` names.
    #[serde(default)]
    pub judges: bool,
    /// Who can watch, unless the sender says otherwise.
    #[serde(default = "private")]
    pub audience: Audience,
    /// Seconds a promised time may pass, if not the general tolerance.
    #[serde(default)]
    pub late_by_s: Option<u32>,
}

fn private() -> Audience {
    Audience::Private
}

/// How one facet is compared.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facet {
    /// The smallest value of its scale, with `max`.
    #[serde(default)]
    pub min: Option<f64>,
    /// The largest value of its scale, with `min`.
    #[serde(default)]
    pub max: Option<f64>,
    /// Which way is better.
    #[serde(default)]
    pub direction: Direction,
    /// Its weight in the mean.
    #[serde(default = "one")]
    pub weight: f64,
    /// Its words, from less to more.
    #[serde(default)]
    pub words: Vec<String>,
}

impl Default for Facet {
    /// An undeclared facet: more is better, weight 1, no scale.
    fn default() -> Self {
        Self { min: None, max: None, direction: Direction::More, weight: 1.0, words: Vec::new() }
    }
}

fn one() -> f64 {
    1.0
}

/// Which way a facet is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    #[default]
    More,
    /// Less is better, as with a waiting time.
    Less,
    /// Any difference is worse.
    Exact,
}

/// The rules of a deployment cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct InvalidRules(String);

impl Rules {
    /// Builds the rules of a deployment: the built-in ones with what its configuration changes. `overrides` may hold
    /// the tables `rules`, `types`, `facets` and `sources`; each is laid over the default field by field.
    ///
    /// # Errors
    /// The first thing that cannot be used, with its place.
    pub fn with_overrides(document: &str) -> Result<Self, InvalidRules> {
        let overrides: Table = document.parse().map_err(|_| InvalidRules("not TOML".to_owned()))?;
        let built_in = |text: &str| text.parse::<Table>().map_err(|error| InvalidRules(error.to_string()));
        let mut all = built_in(RULES)?;
        all.insert("types".into(), Value::Table(built_in(TAXONOMY)?));
        if let Some(Value::Table(rules)) = overrides.get("rules") {
            lay_over(&mut all, rules);
        }
        for part in ["types", "facets", "sources"] {
            if let Some(value) = overrides.get(part) {
                lay_over(&mut all, &Table::from_iter([(part.to_owned(), value.clone())]));
            }
        }
        let rules: Self = Value::Table(all)
            .try_into()
            .map_err(|error: toml::de::Error| InvalidRules(error.to_string().trim().replace('\n', ": ")))?;
        rules.check()?;
        Ok(rules)
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

    /// Returns the seconds promised for a channel in a table of targets.
    pub(crate) fn target_s(targets: &BTreeMap<String, u32>, channel: Option<&str>) -> Option<u32> {
        channel.and_then(|channel| targets.get(channel)).or_else(|| targets.get("")).copied()
    }

    fn check(&self) -> Result<(), InvalidRules> {
        let refuse = |text: String| Err(InvalidRules(text));
        if self.version >= VERSIONS_PER_RELEASE {
            return refuse(format!("rules.version: must be below {VERSIONS_PER_RELEASE}"));
        }
        let own = self.sources.values().flat_map(|own| [own.csat, own.stars, own.ces, own.nps]).flatten();
        let general = [self.rating.csat, self.rating.stars, self.rating.ces, self.rating.nps];
        for scale in general.into_iter().chain(own) {
            if !(1 <= scale.misery_up_to && scale.misery_up_to < scale.magic_from && scale.magic_from <= scale.max) {
                return refuse("rating: each scale needs 1 <= misery_up_to < magic_from <= max".to_owned());
            }
        }
        let critical = &self.critical;
        let days = [critical.repeat_window_days, critical.leak_window_days, critical.recovery_window_days];
        if days.iter().any(|days| !(1..=WINDOW_DAYS_MAX).contains(days)) {
            return refuse(format!("rules.critical: windows must be from 1 to {WINDOW_DAYS_MAX} days"));
        }
        if !(1..=WINDOW_DAYS_MAX * 24).contains(&critical.alert_age_hours_max) {
            return refuse(format!("rules.critical.alert_age_hours_max: must be from 1 to {}", WINDOW_DAYS_MAX * 24));
        }
        for (name, known) in &self.types {
            if !(1..=5).contains(&known.importance) {
                return refuse(format!("types.{name}.importance: must be from 1 to 5"));
            }
        }
        for (name, facet) in &self.facets {
            match (facet.min, facet.max) {
                (None, None) => {}
                (Some(min), Some(max)) if min < max => {}
                _ => return refuse(format!("facets.{name}: min and max must both be given, min below max")),
            }
            if !(facet.weight > 0.0 && facet.weight.is_finite()) {
                return refuse(format!("facets.{name}.weight: must be above 0"));
            }
        }
        Ok(())
    }
}

/// Lays one table over another: tables are merged, anything else is replaced.
fn lay_over(under: &mut Table, over: &Table) {
    for (name, value) in over {
        match (under.get_mut(name), value) {
            (Some(Value::Table(under)), Value::Table(over)) => lay_over(under, over),
            _ => {
                under.insert(name.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overridden(text: &str) -> Result<Rules, InvalidRules> {
        Rules::with_overrides(text)
    }

    #[test]
    fn built_in_rules_can_be_read_and_know_every_fixed_type() {
        let rules = Rules::built_in().unwrap();
        let fixed = "search comparison ad_click review_read recommendation_heard site_visit store_visit location_visit \
            sign_up quote demo greeting support_contact purchase delivery onboarding product_use billing complaint \
            return follow_up survey review social_post referral";
        for name in fixed.split_whitespace() {
            assert!(rules.type_of(name).is_some(), "{name} has no line in taxonomy.toml");
        }
        assert_eq!(rules.severity.len(), Clause::ALL.len());
        assert_eq!(rules.version(), 1_000);
    }

    #[test]
    fn a_deployment_changes_a_type_field_by_field_and_adds_its_own() {
        let rules = overridden(
            "[rules]\nversion = 2\n[types.delivery]\nimportance = 5\n[types.tasting]\nstage = 'first'\nimportance = 3",
        )
        .unwrap();
        assert_eq!(rules.type_of("delivery").unwrap().importance, 5);
        assert!(rules.type_of("delivery").unwrap().exchange);
        assert_eq!(rules.type_of("tasting").unwrap().stage, Stage::First);
        assert_eq!(rules.version(), 1_002);
    }

    #[test]
    fn a_bad_override_is_refused_with_its_place() {
        for (text, place) in [
            ("[types.delivery]\nimportance = 6", "types.delivery.importance"),
            ("[types.delivery]\nstage = 'fifth'", "fifth"),
            ("[types.delivery]\nimportence = 3", "importence"),
            ("[types.tasting]\nstage = 'first'", "importance"),
            ("[facets.wait]\nmin = 3", "facets.wait"),
            ("[facets.wait]\nmin = 3\nmax = 3", "facets.wait"),
            ("[facets.wait]\nweight = 0", "facets.wait.weight"),
            ("[rules.gap]\nmagic = 1", "magic"),
            ("[rules]\nversion = 1000", "rules.version"),
            ("[rules.rating.csat]\nmax = 0", "rating"),
            ("[sources.web.ces]\nmax = 7\nmisery_up_to = 7\nmagic_from = 7", "rating"),
            ("[rules.critical]\nrepeat_window_days = 9223372036854775807", "windows"),
            ("[rules.critical]\nalert_age_hours_max = 0", "alert_age_hours_max"),
        ] {
            let error = overridden(text).unwrap_err().to_string();
            assert!(error.contains(place), "`{error}` does not name {place}");
        }
    }
}
