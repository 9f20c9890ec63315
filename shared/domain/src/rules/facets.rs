//! How the facets of a promise are compared: scale, direction, weight, order of words. Compares nothing.

use std::collections::BTreeSet;

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
    /// Which way is better; by its name and by what it is, if that is not declared.
    pub direction: Option<Direction>,
    /// Its weight in the mean.
    pub weight: f64,
    /// Its words, from less to more.
    pub words: Vec<String>,
}

impl Facet {
    /// How an undeclared facet is compared: which way is better by its name, weight 1, no scale.
    pub(crate) const UNDECLARED: Self = Self { min: None, max: None, direction: None, weight: 1.0, words: Vec::new() };
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

/// Words by which the name of a facet tells that less of it is better, in every language we speak. A name is cut at each `_`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FacetNames {
    /// Words of what is counted or measured, such as `price`: a number of it is better when less. A flag of such a name says
    /// nothing (`on_time`).
    pub amounts: BTreeSet<String>,
    /// Words of what nobody wants, such as `delay`: a number, a flag or a quantity of it is better when less.
    pub troubles: BTreeSet<String>,
    /// Words that take this back, such as `warranty` in `warranty_days`.
    pub unless: BTreeSet<String>,
    /// The orders of words that are quantities.
    pub quantities: BTreeSet<String>,
}
