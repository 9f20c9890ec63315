//! Rates, scores and differences as text: counts before percentages, points are not percent.

use super::super::comparison::Comparison;
use super::super::movers::Change;
use super::super::rate::{Part, Rate, Reading, TooFew};
use super::super::ratings::{Scale, Score, ScoreReading};
use crate::statistics::Proportion;
use crate::statistics::numbers::tenths_of_percent;
use domain::vocabulary::Language;
use domain::wording::pick;

/// Writes a rate: `48 of 160 (30.0%)`, `3 of 7`, or `too few`.
pub fn rate(rate: &Rate, language: Language) -> String {
    match rate.too_few() {
        Some(TooFew::BelowFive) => pick(language, "too few", "muy pocos").to_owned(),
        Some(TooFew::BelowTen) => counts(rate.proportion(), language),
        None => with_percent(rate.proportion(), language),
    }
}

/// Writes the limits of a rate: `23.4–37.5%`; `None` if there are too few.
pub fn interval(rate: &Rate, language: Language) -> Option<String> {
    rate.interval().map(|interval| language.percent_range(interval.low, interval.high))
}

/// Writes what the rate would be if none, and if all, of the unjudged had the outcome; `None` from half judged on.
pub fn worst_case(rate: &Rate, language: Language) -> Option<String> {
    match rate.reading {
        Reading::Share { worst_case: Some(bounds), .. } => Some(language.percent_range(bounds.low, bounds.high)),
        Reading::Share { worst_case: None, .. } | Reading::TooFew { .. } => None,
    }
}

/// Writes a part of a whole: `412 of 900 (45.8%)`, below 10 without the percentage.
pub fn part(part: &Part, language: Language) -> String {
    match part.share {
        Some(_) => with_percent(part.proportion(), language),
        None => counts(part.proportion(), language),
    }
}

/// Writes a score with its limits: `42 of 60 (70.0%; 57.5–80.1%)`, `+30.0 (14.7 to 45.3)`, `3 of 7`, or `too few`.
///
/// The Net Promoter Score is a difference: of fewer than ten answers it is too few, because the promoters alone are not it.
pub fn score(scale: Scale, score: &Score, language: Language) -> String {
    match score.reading {
        ScoreReading::TooFew { .. } if scale == Scale::Nps => pick(language, "too few", "muy pocas").to_owned(),
        ScoreReading::TooFew { too_few: TooFew::BelowFive } => pick(language, "too few", "muy pocas").to_owned(),
        ScoreReading::TooFew { too_few: TooFew::BelowTen } => counts(score.proportion(), language),
        ScoreReading::Share { low, high, .. } => {
            let percent = language.percent(tenths_of_percent(score.proportion()));
            format!("{} ({percent}; {})", counts(score.proportion(), language), language.percent_range(low, high))
        }
        ScoreReading::Points { points, low, high } => {
            let tenths = |points: f64| language.signed_tenths((10.0 * points).round() as i64);
            format!("{} ({} {} {})", tenths(points), tenths(low), pick(language, "to", "a"), tenths(high))
        }
    }
}

/// Writes a comparison: `24 of 160 (15.0%) → 48 of 160 (30.0%), +15.0 points, rose`. Only what passed the correction
/// is said to have risen or fallen; anything else could be chance.
pub fn comparison(comparison: &Comparison, language: Language) -> String {
    let sides = format!("{} → {}", rate(&comparison.before, language), rate(&comparison.now, language));
    match comparison.change {
        Change::TooFew => format!("{sides}, {}", change(Change::TooFew, language)),
        Change::Rose | Change::Fell | Change::CouldBeChance => {
            format!("{sides}, {}, {}", points(comparison, language), change(comparison.change, language))
        }
    }
}

pub(super) fn points(comparison: &Comparison, language: Language) -> String {
    let points = pick(language, "points", "puntos");
    format!("{} {points}", language.signed_tenths(comparison.tenths_of_points()))
}

/// Says what may be said of a difference: `rose` and `fell` only of what passed the correction.
pub fn change(change: Change, language: Language) -> &'static str {
    let (english, spanish) = match change {
        Change::Rose => ("rose", "subió"),
        Change::Fell => ("fell", "bajó"),
        Change::CouldBeChance => ("could be chance", "podría ser azar"),
        Change::TooFew => ("too few to compare", "muy pocos para comparar"),
    };
    pick(language, english, spanish)
}

pub(super) fn counts(share: Proportion, language: Language) -> String {
    let of = pick(language, "of", "de");
    format!("{} {of} {}", language.count(share.count()), language.count(share.of()))
}

pub(super) fn with_percent(share: Proportion, language: Language) -> String {
    format!("{} ({})", counts(share, language), language.percent(tenths_of_percent(share)))
}
