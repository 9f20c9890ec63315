//! Monitoring on the page: each series as a sentence with its line of 26 weeks and its normal range. Computes no number.

use askama::Template;
use askama::filters::HtmlSafe;
use domain::period::short_day;
use domain::vocabulary::Language;
use reports::Report;
use reports::monitoring::{Line, TREND_WEEKS};

use super::pieces::moments_link;
use crate::Visit;

/// Series that are shown at once; the others are folded.
const SHOWN_MAX: usize = 3;
/// Height of a trend, in pixels.
const HEIGHT: f64 = 56.0;
/// Room above and below the lines, in pixels.
const MARGIN: f64 = 5.0;

/// The series of a report.
pub(crate) struct Watched {
    pub(crate) shown: Vec<Row>,
    pub(crate) folded: Vec<Row>,
    pub(crate) others: String,
    pub(crate) weeks: String,
}

/// One series.
pub(crate) struct Row {
    pub(crate) class: &'static str,
    pub(crate) sentence: String,
    pub(crate) chart: TrendChart,
    /// The first and the last week drawn.
    pub(crate) ends: (String, String),
    /// The highest share drawn.
    pub(crate) top: String,
    pub(crate) moments: String,
}

/// A share by week: a line, the normal range behind it, the target across it.
#[derive(Template)]
#[template(path = "report/watched_trend.html")]
pub(crate) struct TrendChart {
    class: &'static str,
    band: Option<(String, String)>,
    target: Option<String>,
    /// From x, y to x, y.
    segments: Vec<[String; 4]>,
    last: Option<(String, String)>,
}

impl HtmlSafe for TrendChart {}

impl Watched {
    /// Folds all of them.
    pub(crate) fn fold_all(&mut self) {
        let shown = std::mem::take(&mut self.shown);
        self.folded.splice(0..0, shown);
    }
}

/// The series that the headline speaks of.
pub(crate) fn headline(report: &Report, language: Language, visit: &Visit) -> Option<Row> {
    report.headline_series().filter(|line| line.trend.len() > 1).map(|line| row(line, report, language, visit))
}

pub(crate) fn watched(report: &Report, language: Language, visit: &Visit) -> Option<Watched> {
    let monitoring = report.monitoring.as_ref()?;
    let mut rows: Vec<Row> = monitoring.lines.iter().map(|line| row(line, report, language, visit)).collect();
    let news = monitoring.lines.iter().take_while(|line| line.is_worse() || line.found.is_some()).count();
    let folded = rows.split_off(rows.len().min(news.clamp(1, SHOWN_MAX)));
    let others = language.count(folded.len() as u64);
    Some(Watched { shown: rows, folded, others, weeks: language.count(monitoring.weeks) })
}

fn row(line: &Line, report: &Report, language: Language, visit: &Visit) -> Row {
    let class = match (line.is_worse(), line.is_better()) {
        (true, _) => "worse",
        (false, true) => "better",
        (false, false) => "same",
    };
    let top = top(line);
    let day = |week: Option<&reports::monitoring::TrendWeek>| {
        week.map(|week| short_day(week.week, language)).unwrap_or_default()
    };
    let rows = line.rows();
    let wanted: Vec<(&str, &str)> = rows.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Row {
        class,
        sentence: line.sentence.get(&language).cloned().unwrap_or_default(),
        chart: chart(line, top, class),
        ends: (day(line.trend.first()), day(line.trend.last())),
        top: language.monitoring_scale(&language.whole_percent((100.0 * top).round() as u64)),
        moments: moments_link(report, visit, &wanted),
    }
}

/// Returns the share at the top: the next whole five percent above everything drawn.
pub(crate) fn top(line: &Line) -> f64 {
    let shares = line.trend.iter().map(|week| week.bad as f64 / week.of.max(1) as f64);
    let normal = line.normal.map_or(0.0, |normal| normal.high);
    let target = line.target.as_ref().map_or(0.0, |target| target.share);
    let highest = shares.fold(normal.max(target), f64::max);
    ((highest * 20.0).ceil() / 20.0).clamp(0.05, 1.0)
}

pub(crate) fn chart(line: &Line, top: f64, class: &'static str) -> TrendChart {
    let y = |share: f64| format!("{:.1}", MARGIN + (HEIGHT - 2.0 * MARGIN) * (1.0 - share / top));
    let last_week = line.trend.last().map(|week| week.week);
    let x = |week: jiff::civil::Date| {
        let weeks = last_week.map_or(0, |last| (last - week).get_days() / 7);
        format!("{:.2}%", 99.0 - 98.0 * f64::from(weeks) / (TREND_WEEKS - 1) as f64)
    };
    let points: Vec<(String, String)> =
        line.trend.iter().map(|week| (x(week.week), y(week.bad as f64 / week.of.max(1) as f64))).collect();
    let segment = |pair: &[(String, String)]| match pair {
        [(x1, y1), (x2, y2)] => Some([x1, y1, x2, y2].map(String::clone)),
        _ => None,
    };
    let height = |low: f64, high: f64| format!("{:.1}", (HEIGHT - 2.0 * MARGIN) * (high - low) / top);
    TrendChart {
        class,
        band: line.normal.map(|normal| (y(normal.high), height(normal.low, normal.high))),
        target: line.target.as_ref().map(|target| y(target.share)),
        segments: points.windows(2).filter_map(segment).collect(),
        last: points.last().cloned(),
    }
}
