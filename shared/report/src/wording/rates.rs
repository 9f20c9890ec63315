//! Rates, scores and differences as text: counts before percentages, points are not percent.

use super::super::comparison::Comparison;
use super::super::contacts::Conversion;
use super::super::corrections::AgreementLine;
use super::super::movers::Change;
use super::super::rate::{NoRate, Part, Rate, Reading, TooFew};
use super::super::ratings::{Scale, Score, ScoreReading};
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

/// Writes how often a person and a rule agree, with its likely range where there are enough.
pub fn agreement(line: &AgreementLine, language: Language) -> String {
    match line.limits {
        Some(limits) => with_range(line.agreed.proportion(), limits.low, limits.high, language),
        None => counts(line.agreed.proportion(), language),
    }
}

/// Writes a score with its limits: `42 of 60 (70%, likely 58–80%)`, `+30.0 (likely +14.7 to +45.3)`, `3 of 7`, or `too few`.
///
/// The Net Promoter Score is a difference: of fewer than ten answers it is too few, because the promoters alone are not it.
pub fn score(scale: Scale, score: &Score, language: Language) -> String {
    match score.reading {
        ScoreReading::TooFew { .. } if scale == Scale::Nps => language.report_too_few_answers().to_owned(),
        ScoreReading::TooFew { too_few: TooFew::BelowFive } => language.report_too_few_answers().to_owned(),
        ScoreReading::TooFew { too_few: TooFew::BelowTen } => counts(score.proportion(), language),
        ScoreReading::Share { low, high, .. } => with_range(score.proportion(), low, high, language),
        ScoreReading::Points { points, low, high } => {
            let tenths = |points: f64| language.signed_tenths((10.0 * points).round() as i64);
            let likely = language.report_likely(&language.from_to(&tenths(low), &tenths(high)));
            language.report_count_and_percent(&tenths(points), &likely)
        }
    }
}

/// Writes a share that was estimated, with its limits: `19% (likely 12–27%)`.
pub fn estimated(share: f64, low: f64, high: f64, language: Language) -> String {
    let share = percent(Proportion::new((share * 1_000_000.0).round() as u64, 1_000_000), language);
    language.report_count_and_percent(&share, &language.report_likely(&range(low, high, language)))
}

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

/// Writes a count out of a total: `48 of 160`.
pub fn counts(share: Proportion, language: Language) -> String {
    language.of(&language.count(share.count()), &language.count(share.of()))
}

pub(super) fn with_percent(share: Proportion, language: Language) -> String {
    language.report_count_and_percent(&counts(share, language), &percent(share, language))
}

fn with_range(share: Proportion, low: f64, high: f64, language: Language) -> String {
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
