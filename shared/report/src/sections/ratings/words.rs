//! The words for scales and scores. Scores nothing.

use super::{Scale, Score, ScoreReading};
use crate::phrasing::{counts, with_range};
use crate::rate::TooFew;
use domain::vocabulary::Language;

/// Names a rating scale with what its score counts.
pub fn scale(scale: Scale, language: Language) -> (&'static str, &'static str) {
    match scale {
        Scale::Csat => (language.report_scale_csat(), language.report_scale_of_five()),
        Scale::Stars => (language.report_scale_stars(), language.report_scale_of_five()),
        Scale::Ces => (language.report_scale_ces(), language.report_scale_of_seven()),
        Scale::Nps => (language.report_scale_nps(), language.report_scale_of_nps()),
        Scale::Verdict => (language.report_scale_verdict(), language.report_scale_of_verdict()),
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
