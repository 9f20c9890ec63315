//! How the facets of a promise are compared: scale, direction, weight, order of words. Compares nothing.

use schemars::JsonSchema;
use serde::Deserialize;

/// How one facet is compared.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Facet {
    /// The smallest value of its scale, with `max`.
    pub min: Option<f64>,
    /// The largest value of its scale, with `min`.
    pub max: Option<f64>,
    /// Which way is better.
    pub direction: Direction,
    /// Its weight in the mean.
    pub weight: f64,
    /// Its words, from less to more.
    pub words: Vec<String>,
}

impl Facet {
    /// How an undeclared facet is compared: more is better, weight 1, no scale.
    pub(crate) const UNDECLARED: Self =
        Self { min: None, max: None, direction: Direction::More, weight: 1.0, words: Vec::new() };
}

impl Default for Facet {
    fn default() -> Self {
        Self::UNDECLARED
    }
}

/// Which way a facet is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
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
