//! Rates as text: counts before percentages. Rates nothing.

use crate::rate::{NoRate, Part, Rate, Reading, TooFew};
use crate::statistics::Proportion;
use crate::statistics::numbers::{half_up, tenths_of_percent};
use domain::vocabulary::Language;

/// Writes a rate: `48 of 160 (30%)`, `3 of 7`, or `too few`.
pub fn rate(rate: &Rate, language: Language) -> String {
    match rate.no_rate() {
        Some(NoRate::NotMeasurable) => return language.report_not_measurable().to_owned(),
        Some(NoRate::ReadFromWords) => return language.report_read_as(&counts(rate.proportion(), language)),
        None => {}
    }
    match rate.too_few() {
        Some(TooFew::BelowFive) => language.report_too_few().to_owned(),
        Some(TooFew::BelowTen) => counts(rate.proportion(), language),
        None => with_percent(rate.proportion(), language),
    }
}

/// Writes the limits of a rate: `likely 23–38%`; `None` if there are too few.
pub fn interval(rate: &Rate, language: Language) -> Option<String> {
    rate.interval().map(|interval| language.report_likely(&range(interval.low, interval.high, language)))
}

/// Writes a rate with its limits: `48 of 160 (30%, likely 23–38%)`.
pub fn rate_with_limits(of: &Rate, language: Language) -> String {
    match of.interval() {
        Some(interval) => with_range(of.proportion(), interval.low, interval.high, language),
        None => rate(of, language),
    }
}

/// Writes what the rate would be if none, and if all, of the unjudged had the outcome; `None` from half judged on.
pub fn worst_case(rate: &Rate, language: Language) -> Option<String> {
    match rate.reading {
        Reading::Share { worst_case: Some(bounds), .. } => Some(range(bounds.low, bounds.high, language)),
        Reading::Share { worst_case: None, .. } | Reading::TooFew { .. } | Reading::NoRate { .. } => None,
    }
}

/// Writes a part of a whole: `412 of 900 (46%)`, below 10 without the percentage.
pub fn part(part: &Part, language: Language) -> String {
    match part.share {
        Some(_) => with_percent(part.proportion(), language),
        None => counts(part.proportion(), language),
    }
}

/// Writes a share that was estimated, with its limits: `19% (likely 12–27%)`.
pub fn estimated(share: f64, low: f64, high: f64, language: Language) -> String {
    let share = percent(Proportion::new((share * 1_000_000.0).round() as u64, 1_000_000), language);
    language.report_count_and_percent(&share, &language.report_likely(&range(low, high, language)))
}

/// Writes a count out of a total: `48 of 160`.
pub fn counts(share: Proportion, language: Language) -> String {
    language.of(&language.count(share.count()), &language.count(share.of()))
}

/// Writes a share as a count and a percentage, however few there are.
pub(crate) fn with_percent(share: Proportion, language: Language) -> String {
    language.report_count_and_percent(&counts(share, language), &percent(share, language))
}

/// Writes a share with its limits.
pub(crate) fn with_range(share: Proportion, low: f64, high: f64, language: Language) -> String {
    let range = range(low, high, language);
    language.report_count_and_likely(&counts(share, language), &percent(share, language), &range)
}

/// Writes a share in whole per cent, which is as much as a reader needs; below one per cent with a tenth, because it is not
/// nothing: `22%`, `0.4%`.
pub fn percent(share: Proportion, language: Language) -> String {
    let whole = half_up(100 * i128::from(share.count()), share.of());
    language.percentage(&per_cent(tenths_of_percent(share), whole, language))
}

/// Writes the range between two shares, 0 to 1: `13–34%`.
fn range(low: f64, high: f64, language: Language) -> String {
    let of = |share: f64| per_cent((1000.0 * share).round() as i64, (100.0 * share).round() as i64, language);
    let (low, high) = (of(low), of(high));
    language.percentage(&if low == high { low } else { format!("{low}–{high}") })
}

fn per_cent(tenths: i64, whole: i64, language: Language) -> String {
    match tenths {
        1..10 => language.tenths(tenths),
        _ => language.count(whole.unsigned_abs()),
    }
}
