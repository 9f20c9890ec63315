//! How ratings are read: scales, and what a source says differently. Reads no rating.

use schemars::JsonSchema;
use serde::Deserialize;

/// One scale per kind of rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The smallest number: 1 if not said, for likelihood to recommend 0.
    #[serde(default)]
    pub min: Option<u8>,
    /// The largest number.
    pub max: u8,
    /// Up to here it is a misery.
    pub misery_up_to: u8,
    /// From here it is magic; between the two it is average.
    pub magic_from: u8,
    /// Whether the scale runs the other way, so that the smallest number is the best. The bands are counted from the bad
    /// end all the same.
    #[serde(default)]
    pub reversed: bool,
}

/// What a source, or a preset, says differently; what is absent is read as everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SourceScales {
    /// Name of a preset.
    pub preset: Option<String>,
    /// Satisfaction.
    pub csat: ScaleChange,
    /// Stars.
    pub stars: ScaleChange,
    /// Effort.
    pub ces: ScaleChange,
    /// Likelihood to recommend.
    pub nps: ScaleChange,
}

/// What differs in one scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ScaleChange {
    /// The smallest number.
    pub min: Option<u8>,
    /// The largest number.
    pub max: Option<u8>,
    /// Up to here it is a misery.
    pub misery_up_to: Option<u8>,
    /// From here it is magic; between the two it is average.
    pub magic_from: Option<u8>,
    /// Whether the smallest number is the best.
    pub reversed: Option<bool>,
}

impl SourceScales {
    /// Lays the changes over scales.
    pub(super) fn over(&self, general: RatingScales) -> RatingScales {
        RatingScales {
            csat: self.csat.over(general.csat),
            stars: self.stars.over(general.stars),
            ces: self.ces.over(general.ces),
            nps: self.nps.over(general.nps),
        }
    }
}

impl ScaleChange {
    fn over(self, general: Scale) -> Scale {
        Scale {
            min: self.min.or(general.min),
            max: self.max.unwrap_or(general.max),
            misery_up_to: self.misery_up_to.unwrap_or(general.misery_up_to),
            magic_from: self.magic_from.unwrap_or(general.magic_from),
            reversed: self.reversed.unwrap_or(general.reversed),
        }
    }
}
