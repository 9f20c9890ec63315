//! The sentences about differences: points are not percent. Decides nothing.

use super::Comparison;
use super::movers::Change;
use crate::phrasing::rate;
use domain::vocabulary::Language;

/// Writes a comparison: `24 of 160 (15%) → 48 of 160 (30%), +15.0 points, went up`. Only what passed the correction
/// is said to have gone up or down; anything else may be chance.
pub fn comparison(comparison: &Comparison, language: Language) -> String {
    let sides = format!("{} → {}", rate(&comparison.before, language), rate(&comparison.now, language));
    match comparison.change {
        Change::TooFew => format!("{sides}, {}", change(Change::TooFew, language)),
        Change::Rose | Change::Fell | Change::CouldBeChance => {
            let points = language.report_points(&language.signed_tenths(comparison.tenths_of_points()));
            format!("{sides}, {points}, {}", change(comparison.change, language))
        }
    }
}

/// Says what may be said of a difference: that it went up or down only of what passed the correction.
pub fn change(change: Change, language: Language) -> &'static str {
    match change {
        Change::Rose => language.report_rose(),
        Change::Fell => language.report_fell(),
        Change::CouldBeChance => language.report_could_be_chance(),
        Change::TooFew => language.report_too_few_to_compare(),
    }
}
