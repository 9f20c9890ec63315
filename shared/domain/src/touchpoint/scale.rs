//! Ratings as they are sent: a number on the source's scale, or a number with its own scale. Judges none.

use serde_json::Value;

use super::Rating;
use super::complaint::Complaint;
use super::fields::{Fields, number_of};
use crate::rules::{RatingScales, Scale};
use crate::vocabulary::Verdict;

/// A kind of rating with the least and the most of the usual scale.
struct Kind {
    name: &'static str,
    least: u8,
    most: u8,
    of: fn(&RatingScales) -> Scale,
}

#[rustfmt::skip]
const KINDS: [Kind; 4] = [
    Kind { name: "csat",  least: 1, most: 5,  of: |scales| scales.csat },
    Kind { name: "stars", least: 1, most: 5,  of: |scales| scales.stars },
    Kind { name: "ces",   least: 1, most: 7,  of: |scales| scales.ces },
    Kind { name: "nps",   least: 0, most: 10, of: |scales| scales.nps },
];

/// Reads the ratings of a touchpoint. What was sent on another scale is kept in `sent` as it was.
pub(super) fn read(fields: &mut Fields, scales: Option<&RatingScales>, sent: &mut Vec<(String, Value)>) -> Rating {
    let [csat, stars, ces, nps] = KINDS.map(|kind| kind.read(fields, scales, sent));
    Rating { csat, stars, ces, nps, verdict: fields.one_of("verdict", Verdict::ALL) }
}

impl Kind {
    fn read(&self, fields: &mut Fields, scales: Option<&RatingScales>, sent: &mut Vec<(String, Value)>) -> Option<u8> {
        let scale = scales.map(self.of);
        let least = scale.and_then(|scale| scale.min).unwrap_or(self.least);
        // A number between the source's most and the usual one is taken, and said to be off the scale when it is judged.
        let most = scale.map_or(self.most, |scale| scale.max.max(self.most));
        let best = scale.map_or(self.most, |scale| scale.max);
        let is_reversed = scale.is_some_and(|scale| scale.reversed);
        let value = fields.any(self.name)?;
        let refusal = Complaint::NotWhole(least.into(), most.into());
        let number = match value.get("scale") {
            None => number_of(&value).filter(|number| (f64::from(least)..=f64::from(most)).contains(number)),
            Some(own) => number_of(&value["value"]).and_then(|number| {
                let place = place_on(own, number)?;
                let place = if is_reversed { 1.0 - place } else { place };
                Some(f64::from(least) + place * f64::from(best - least))
            }),
        };
        let Some(number) = number else {
            fields.refuse(self.name, Some(value), refusal);
            return None;
        };
        if number.fract() != 0.0 || value.is_object() {
            sent.push((format!("rating.{}", self.name), value));
        }
        Some(number.round() as u8)
    }
}

/// Returns where a number lies on a scale: 0 for the worst, 1 for the best.
fn place_on(scale: &Value, number: f64) -> Option<f64> {
    let [worst, best] = scale.as_array()?.as_slice() else { return None };
    let (worst, best) = (number_of(worst)?, number_of(best)?);
    let place = (number - worst) / (best - worst);
    (0.0..=1.0).contains(&place).then_some(place)
}
