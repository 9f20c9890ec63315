//! For whom something fails more often than for the others: by segment, channel, source and declared properties, all of them tested
//! together. Counts nothing.

pub(crate) mod cross;
pub(crate) mod values;
pub(crate) mod words;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::cross::ByKind;
use self::values::Values;
use crate::rate::{DECIMALS, Part};
use crate::sections::slices::facts::Cut;
use crate::statistics::Proportion;
use crate::statistics::compare::{benjamini_hochberg, fisher_above};
use crate::statistics::numbers::rounded;
use crate::tally::OTHER;

/// Fewest failures of one name for it to be tested.
const FAILURES_MIN: u64 = 3;
/// Fewest moments of one name, and of the others, for it to be tested.
const MOMENTS_MIN: u64 = 10;
/// Where nobody is worse off than the others, one report in fifty names somebody.
const FALSE_NAMES: f64 = 0.02;
/// Moments that the mean of all counts for when a share is drawn towards it.
const WEIGHT_OF_MEAN: f64 = 20.0;
/// How many times as often as elsewhere it has to fail, drawn towards the mean, to be worth a sentence.
const TIMES_MIN: f64 = 1.25;

/// Somebody for whom something fails more often.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Excess {
    /// By what the moments were cut.
    pub by: Along,
    /// The declared property, if it was cut by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// The segment, channel, source, or value of the property.
    pub name: String,
    /// Moments that failed there.
    pub here: Part,
    /// Moments that failed elsewhere.
    pub elsewhere: Part,
    /// The share there, drawn towards that of all, because the highest of many is also the luckiest.
    pub shrunken: f64,
    /// Weeks that were counted, up to the end of the report; absent if it was the report's own days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weeks: Option<u64>,
}

/// By what moments are cut to see for whom they fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Along {
    /// What kind of customer.
    Segment,
    /// Through which channel.
    Channel,
    /// Who sent it.
    Source,
    /// A property that the configuration declares.
    Property,
}

/// What was counted of whom, in the period of a report or in the last weeks.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) cross: &'a BTreeMap<Cut, BTreeMap<String, ByKind>>,
    pub(crate) values: &'a BTreeMap<String, Values>,
    /// Weeks that were counted; `None` if it was the report's own days.
    pub(crate) weeks: Option<u64>,
}

/// By what, the property if it is one, the name, and what failed of how many: of that name, and of all.
type Named<'a> = (Along, Option<&'a str>, &'a str, [u64; 2], [u64; 2]);

impl<'a> Told<'a> {
    /// Lists what there is of one kind.
    fn of_kind(&self, kind: &str) -> Vec<Named<'a>> {
        let mut found = Vec::new();
        for (cut, names) in self.cross {
            let along = match cut {
                Cut::Segment => Along::Segment,
                Cut::Channel => Along::Channel,
                Cut::Source => Along::Source,
                Cut::TouchpointType => continue,
            };
            let of = |by_kind: &ByKind| by_kind.get(kind).copied().unwrap_or_default();
            let all = names.values().map(of).fold([0, 0], |sum: [u64; 2], of| [sum[0] + of[0], sum[1] + of[1]]);
            let named = names.iter().filter(|(name, _)| *name != OTHER && !name.is_empty());
            found.extend(named.map(|(name, by_kind)| (along, None, name.as_str(), of(by_kind), all)));
        }
        for (property, values) in self.values {
            let all = values.all.get(kind).copied().unwrap_or_default();
            let named = values.exact.keys().map(|value| (value.as_str(), values.of(value, kind)));
            found.extend(named.map(|(value, here)| (Along::Property, Some(property.as_str()), value, here, all)));
        }
        found
    }
}

/// Finds for each of some kinds for whom it fails more often than for the others; nothing where that may be chance.
pub(crate) fn excesses(told: &Told<'_>, kinds: &[&str]) -> Vec<Option<Excess>> {
    let mut tested: Vec<(usize, f64, Excess, f64)> = Vec::new();
    for (place, kind) in kinds.iter().enumerate() {
        for (by, property, name, here, all) in told.of_kind(kind) {
            let elsewhere = [all[0].saturating_sub(here[0]), all[1].saturating_sub(here[1])];
            let Some((p, shrunken, much)) = test(here, elsewhere) else { continue };
            let excess = Excess {
                by,
                property: property.map(str::to_owned),
                name: name.to_owned(),
                here: Part::of(here[0], here[1]),
                elsewhere: Part::of(elsewhere[0], elsewhere[1]),
                shrunken: rounded(shrunken, DECIMALS),
                weeks: told.weeks,
            };
            tested.push((place, p, excess, much));
        }
    }
    let selected = benjamini_hochberg(&tested.iter().map(|(_, p, ..)| *p).collect::<Vec<_>>(), FALSE_NAMES);
    let mut found: Vec<Option<(Excess, f64)>> = kinds.iter().map(|_| None).collect();
    for ((place, _, excess, much), _) in tested.into_iter().zip(selected).filter(|(_, selected)| *selected) {
        let is_telling = excess.shrunken >= TIMES_MIN * excess.elsewhere.proportion().share();
        if is_telling && found[place].as_ref().is_none_or(|(_, most)| much > *most) {
            found[place] = Some((excess, much));
        }
    }
    found.into_iter().map(|found| found.map(|(excess, _)| excess)).collect()
}

/// Tests one name against the others: its p-value, the share drawn towards the mean, and how much is explained by telling both apart:
/// of a bad seller and of the gifts, most of which that seller sends, the seller is named.
fn test(here: [u64; 2], elsewhere: [u64; 2]) -> Option<(f64, f64, f64)> {
    if here[1].min(elsewhere[1]) < MOMENTS_MIN {
        return None;
    }
    let [one, rest] = [here, elsewhere].map(|[bad, of]| Proportion::new(bad, of));
    // Who has too few failures is tested all the same: what nobody looked at needs no correction, and this was looked at.
    let p = if here[0] < FAILURES_MIN || one.share() <= rest.share() { 1.0 } else { fisher_above(one, rest) };
    let mean = (here[0] + elsewhere[0]) as f64 / (here[1] + elsewhere[1]) as f64;
    let shrunken = (here[0] as f64 + WEIGHT_OF_MEAN * mean) / (here[1] as f64 + WEIGHT_OF_MEAN);
    Some((p, shrunken, deviance(here, elsewhere)))
}

/// How far two groups are from failing alike: the likelihood-ratio statistic of a table of two by two (G; Agresti, *Categorical Data
/// Analysis*, 3.2).
fn deviance(here: [u64; 2], elsewhere: [u64; 2]) -> f64 {
    let all = [here[0] + elsewhere[0], here[1] + elsewhere[1]].map(|count| count as f64);
    let cell = |found: f64, expected: f64| if found > 0.0 { found * (found / expected).ln() } else { 0.0 };
    let of = |[bad, total]: [u64; 2]| {
        let (bad, total) = (bad as f64, total as f64);
        let failing = all[0] / all[1];
        cell(bad, total * failing) + cell(total - bad, total * (1.0 - failing))
    };
    2.0 * (of(here) + of(elsewhere))
}

#[cfg(test)]
mod tests;
