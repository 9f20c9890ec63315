//! The thresholds that rules compare with, rule by rule. The numbers are in `rules.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use text::OwnWords;

/// Which sides of a contact are told of among the reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DimensionRule {
    /// A side rated at or below is told.
    pub low_max: u8,
}

/// Thresholds of the gap between perception and expectation, each on the scale −1 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OperationalRule {
    /// Seconds a promised time may pass before it counts as broken.
    pub late_by_s_max: u32,
    /// An answer after this many times its target is a misery.
    pub misery_at_targets: u32,
    /// Opened again more often is a misery.
    pub reopened_max: u32,
    /// Passed on this often is friction.
    pub friction_transfers_min: u32,
    /// Passed on this often is a misery.
    pub misery_transfers_min: u32,
}

/// Thresholds of what makes a misery critical, and of what is looked back at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
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

/// How many claims are alerted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimsRule {
    /// Claims about one customer that one write key may have alerted on one UTC day.
    pub alerted_per_day_max: usize,
}

/// Thresholds of silent misery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SilentRule {
    /// Episodes of friction that make a candidate.
    pub friction_episodes_min: usize,
    /// Kinds of friction among them.
    pub friction_kinds_min: usize,
    /// Days in which friction and broken promises count.
    pub window_days: i64,
    /// Seconds in which the same kind of friction again is the same episode.
    pub episode_gap_s: u32,
    /// Days without a complaint, comment or rating.
    pub silence_days: i64,
}

/// When what a customer wrote says something. Probabilities are in whole per cent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextRule {
    /// Whether comments are read at all.
    pub enabled: bool,
    /// A misery from this probability on.
    pub misery_percent_min: u8,
    /// Average from this probability on.
    pub average_percent_min: u8,
    /// Magic from this probability on.
    pub magic_percent_min: u8,
    /// A stage from this probability on, where nothing else tells it.
    pub stage_percent_min: u8,
    /// A misery by words alone is critical for its importance from this probability on.
    pub importance_percent_min: u8,
    /// Contradicts another source from this probability on.
    pub mixed_percent_min: u8,
    /// A public opinion that asks for help is a call for help from this probability on that it speaks of service.
    pub help_percent_min: u8,
    /// Words and expressions, up to three words long, that ask for help.
    pub help_words: Vec<String>,
    /// Words and expressions, up to three words long, that say misery here.
    pub misery_words: Vec<String>,
    /// Words and expressions that say magic here.
    pub magic_words: Vec<String>,
    /// The same, ready to be found.
    #[serde(skip)]
    pub(crate) own: OwnWords,
}

/// What makes a critical moment urgent beside its clauses: points, which are added to those of the clauses.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRule {
    /// The customer is still waiting for what was promised.
    pub waiting: i8,
    /// And has been waiting for so many seconds since it was promised.
    pub promised_some_s: i64,
    /// What that adds.
    pub promised_some: i8,
    /// Or for so many.
    pub promised_long_s: i64,
    /// What that adds instead.
    pub promised_long: i8,
    /// It came so many seconds late.
    pub late_some_s: i64,
    /// Or late by this share of the time that the promise had, in per cent.
    pub late_percent: i64,
    /// What either adds.
    pub late_some: i8,
    /// It came so many seconds late.
    pub late_long_s: i64,
    /// What that adds instead.
    pub late_long: i8,
    /// It came late, but it came.
    pub came: i8,
    /// The customer has not said a word of it.
    pub silent: i8,
    /// The words are as clearly of a misery as this, in per cent.
    pub words_percent_min: u8,
    /// What that adds.
    pub words: i8,
    /// The rating's score is at most this, -1 to 1.
    pub score_max: f64,
    /// What that adds.
    pub score: i8,
    /// The moment is of the highest importance.
    pub decisive: i8,
    /// Failures in the window, this one included, that are many.
    pub repeat_many_min: usize,
    /// What that adds.
    pub repeat_many: i8,
    /// Times that the customer has told of this failure.
    pub told_min: usize,
    /// What that adds.
    pub told: i8,
    /// The value at risk from which it counts, by currency.
    pub value_from: BTreeMap<String, f64>,
    /// What that adds.
    pub value: i8,
}

/// What tells two failures of one promise apart by words alone: expressions of up to three words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EpisodeRule {
    /// Words of a thing that is not as it should be.
    pub thing_words: Vec<String>,
    /// Words of time: with one of these the customer speaks of the delay as well.
    pub time_words: Vec<String>,
}
