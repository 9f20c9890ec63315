//! The sentence about what first contacts were worth. Follows nobody.

use super::contacts::Conversion;
use crate::phrasing::{counts, estimated};
use crate::rate::Reading;
use crate::statistics::Proportion;
use domain::vocabulary::Language;

/// Writes how many did something by a day: `41% (likely 30–52%) within 30 days`, with the day by which half had.
pub fn conversion(of: &Conversion, customers: u64, language: Language) -> String {
    let seen = counts(Proportion::new(of.count, customers), language);
    let days = language.duration_days(of.days);
    let Reading::Share { share, low, high, .. } = of.reading else {
        return language.report_within(&seen, &days);
    };
    let within = language.report_within(&estimated(share, low, high, language), &days);
    match of.median_days {
        Some(median) => language.report_half_within(&within, &language.duration_days(median)),
        None => within,
    }
}
