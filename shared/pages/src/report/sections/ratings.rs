//! Ratings by scale.

use domain::vocabulary::Language;
use reports::statistics::interval::Interval;
use reports::{Report, ScoreReading, Series, wording};

use crate::report::chart::{HistogramChart, IntervalChart, Scale};

/// Ratings by scale.
pub(crate) struct Ratings {
    pub(crate) rows: Vec<RatingRow>,
}

pub(crate) struct RatingRow {
    pub(crate) scale: &'static str,
    pub(crate) counts: &'static str,
    pub(crate) voice: &'static str,
    pub(crate) score: String,
    pub(crate) answers: u64,
    pub(crate) mean: Option<String>,
    pub(crate) before: String,
    pub(crate) chart: Option<IntervalChart>,
    pub(crate) histogram: HistogramChart,
    /// The histogram in words: `1: 4, 2: 7, …`.
    pub(crate) values: String,
    pub(crate) lowest: String,
    pub(crate) highest: String,
}

pub(crate) fn ratings(report: &Report, language: Language) -> Ratings {
    let line = |series: &Series| {
        let (scale, counts) = wording::scale(series.scale, language);
        let values = (series.scale.lowest()..).zip(&series.histogram);
        let highest = usize::from(series.scale.lowest()) + series.histogram.len() - 1;
        RatingRow {
            scale,
            counts,
            voice: wording::voice(series.voice, language),
            score: wording::score(series.scale, &series.now, language),
            answers: series.now.answers,
            mean: series.now.mean.map(|mean| language.tenths((10.0 * mean).round() as i64)),
            before: match &series.before {
                Some(before) => wording::score(series.scale, before, language),
                None => "–".to_owned(),
            },
            chart: rating_chart(series),
            histogram: HistogramChart::of(&series.histogram),
            values: values.map(|(value, count)| format!("{value}: {count}")).collect::<Vec<_>>().join(", "),
            lowest: series.scale.lowest().to_string(),
            highest: highest.to_string(),
        }
    };
    Ratings { rows: report.ratings.iter().map(line).collect() }
}

/// Draws a share from 0 to 100 %, and points from −100 to +100 on the same width.
fn rating_chart(series: &Series) -> Option<IntervalChart> {
    let share_of_points = |points: f64| (points + 100.0) / 200.0;
    let (share, low, high) = match series.now.reading {
        ScoreReading::TooFew { .. } => return None,
        ScoreReading::Share { share, low, high } => (share, low, high),
        ScoreReading::Points { points, low, high } => {
            (share_of_points(points), share_of_points(low), share_of_points(high))
        }
    };
    Some(IntervalChart::of(share, Interval { low, high }, Scale::whole(), "score"))
}
