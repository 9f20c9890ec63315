//! Charts as inline SVG whose lengths are percentages, so that they fit any width and their text never shrinks.
//! Colours and patterns are the style's; every chart stands beside its numbers.

use askama::Template;
use askama::filters::HtmlSafe;
use domain::vocabulary::Language;
use reports::statistics::interval::Interval;
use reports::{Change, Rate};

/// A horizontal scale from zero to a round share.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    to: f64,
}

impl Scale {
    /// Takes the smallest round scale that holds every limit.
    pub(crate) fn holding(limits: impl Iterator<Item = f64>) -> Self {
        let highest = limits.fold(0.0, f64::max);
        let to = [0.1, 0.2, 0.25, 0.5, 0.75].into_iter().find(|to| highest <= *to).unwrap_or(1.0);
        Self { to }
    }

    /// Takes the scale from none to all.
    pub(crate) fn whole() -> Self {
        Self { to: 1.0 }
    }

    /// Returns the share at the right end.
    pub(crate) fn end(self) -> f64 {
        self.to
    }

    /// Returns where a share lies, in percent of the width.
    fn at(self, share: f64) -> String {
        percent(100.0 * share / self.to)
    }
}

/// Writes a length without trailing noise.
fn percent(value: f64) -> String {
    let text = format!("{:.2}", value.clamp(0.0, 100.0));
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A share with its interval: a bar from limit to limit, a dot at the share.
#[derive(Template)]
#[template(path = "report/interval.html")]
pub(crate) struct IntervalChart {
    low: String,
    width: String,
    share: String,
    class: &'static str,
}

impl HtmlSafe for IntervalChart {}

impl IntervalChart {
    pub(crate) fn of(share: f64, limits: Interval, scale: Scale, class: &'static str) -> Self {
        let width = percent(100.0 * (limits.high - limits.low) / scale.to);
        Self { low: scale.at(limits.low), width, share: scale.at(share), class }
    }
}

/// Two shares with their intervals, the earlier one above.
#[derive(Template)]
#[template(path = "report/change.html")]
pub(crate) struct ChangeChart {
    before: IntervalChart,
    now: IntervalChart,
}

impl HtmlSafe for ChangeChart {}

impl ChangeChart {
    pub(crate) fn of(before: (f64, Interval), now: (f64, Interval), scale: Scale, class: &'static str) -> Self {
        Self {
            before: IntervalChart::of(before.0, before.1, scale, "before"),
            now: IntervalChart::of(now.0, now.1, scale, class),
        }
    }
}

/// One bar made of the four outcomes, each with its colour, its pattern and, where it fits, its count.
#[derive(Template)]
#[template(path = "report/stack.html")]
pub(crate) struct StackChart {
    segments: Vec<Segment>,
}

struct Segment {
    class: &'static str,
    x: String,
    width: String,
    middle: String,
    label: Option<String>,
}

impl HtmlSafe for StackChart {}

/// The outcomes in the order they are drawn.
pub(crate) const OUTCOME_CLASSES: [&str; 4] = ["misery", "average", "magic", "unknown"];

/// Narrower segments carry no count, in percent of the bar for each character.
const PERCENT_PER_CHARACTER: f64 = 2.4;

impl StackChart {
    /// Draws counts in the order of [`OUTCOME_CLASSES`], the whole bar being `whole` of them. `label` writes a count.
    pub(crate) fn of(counts: [u64; 4], whole: u64, label: impl Fn(u64) -> String) -> Self {
        let share = |count: u64| if whole == 0 { 0.0 } else { 100.0 * count as f64 / whole as f64 };
        let mut x = 0.0;
        let mut segments = Vec::new();
        for (class, count) in OUTCOME_CLASSES.into_iter().zip(counts).filter(|(_, count)| *count > 0) {
            let width = share(count);
            let text = label(count);
            let fits = width >= PERCENT_PER_CHARACTER * (text.chars().count() + 1) as f64;
            segments.push(Segment {
                class,
                x: percent(x),
                width: percent(width),
                middle: percent(x + width / 2.0),
                label: fits.then_some(text),
            });
            x += width;
        }
        Self { segments }
    }
}

/// Columns side by side, each a stack of the four outcomes from the bottom up.
#[derive(Template)]
#[template(path = "report/columns.html")]
pub(crate) struct ColumnsChart {
    columns: Vec<Column>,
    height: u32,
}

struct Column {
    x: String,
    width: String,
    parts: Vec<ColumnPart>,
}

struct ColumnPart {
    class: &'static str,
    y: String,
    height: String,
}

impl HtmlSafe for ColumnsChart {}

/// Height of the columns in pixels.
const COLUMNS_HEIGHT: u32 = 120;

impl ColumnsChart {
    pub(crate) fn of(days: &[[u64; 4]]) -> Self {
        let highest = days.iter().map(|counts| counts.iter().sum::<u64>()).max().unwrap_or_default().max(1) as f64;
        let step = 100.0 / days.len().max(1) as f64;
        let gap = if days.len() > 60 { 0.0 } else { 0.16 * step };
        let column = |(place, counts): (usize, &[u64; 4])| {
            let mut y = 100.0;
            let mut parts = Vec::new();
            for (class, count) in OUTCOME_CLASSES.into_iter().zip(counts).filter(|(_, count)| **count > 0) {
                let height = 100.0 * *count as f64 / highest;
                y -= height;
                parts.push(ColumnPart { class, y: percent(y), height: percent(height) });
            }
            Column { x: percent(place as f64 * step + gap / 2.0), width: percent(step - gap), parts }
        };
        Self { columns: days.iter().enumerate().map(column).collect(), height: COLUMNS_HEIGHT }
    }
}

/// A plain bar: a count against the largest of its list.
#[derive(Template)]
#[template(path = "report/bar.html")]
pub(crate) struct BarChart {
    width: String,
    before: Option<String>,
}

impl HtmlSafe for BarChart {}

impl BarChart {
    /// Draws a share of the scale, and a mark where it was before.
    pub(crate) fn of(share: f64, before: Option<f64>, scale: Scale) -> Self {
        Self { width: scale.at(share), before: before.map(|share| scale.at(share)) }
    }
}

/// A histogram: one column a value.
#[derive(Template)]
#[template(path = "report/histogram.html")]
pub(crate) struct HistogramChart {
    columns: Vec<HistogramColumn>,
}

struct HistogramColumn {
    x: String,
    width: String,
    y: String,
    height: String,
}

impl HtmlSafe for HistogramChart {}

impl HistogramChart {
    pub(crate) fn of(counts: &[u64]) -> Self {
        let highest = counts.iter().copied().max().unwrap_or_default().max(1) as f64;
        let step = 100.0 / counts.len().max(1) as f64;
        let column = |(place, count): (usize, &u64)| {
            let height = 100.0 * *count as f64 / highest;
            HistogramColumn {
                x: percent(place as f64 * step + 0.1 * step),
                width: percent(0.8 * step),
                y: percent(100.0 - height),
                height: percent(height),
            }
        };
        Self { columns: counts.iter().enumerate().map(column).collect() }
    }
}

/// Draws a rate with its limits, if it has any.
pub(crate) fn interval_chart(rate: &Rate, scale: Scale, class: &'static str) -> Option<IntervalChart> {
    rate.interval().map(|limits| IntervalChart::of(rate.proportion().share(), limits, scale, class))
}

/// Returns the scale that holds the limits of all rates.
pub(crate) fn scale_of<'a>(rates: impl Iterator<Item = &'a Rate>) -> Scale {
    Scale::holding(rates.filter_map(Rate::interval).map(|Interval { high, .. }| high))
}

/// Writes the right end of a scale.
pub(crate) fn scale_end(scale: Scale, language: Language) -> String {
    language.whole_percent((100.0 * scale.end()).round() as u64)
}

/// Names the class of a change, which decides its colour.
pub(crate) fn change_class(change: Change) -> &'static str {
    match change {
        Change::Rose => "rose",
        Change::Fell => "fell",
        Change::CouldBeChance | Change::TooFew => "chance",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_round_and_holds_every_limit() {
        let end = |highest: f64| Scale::holding([0.01, highest].into_iter()).end();
        assert_eq!([end(0.1), end(0.11), end(0.3), end(0.76), end(1.0)], [0.1, 0.2, 0.5, 1.0, 1.0]);
    }

    #[test]
    fn segments_fill_the_bar_and_narrow_ones_carry_no_count() {
        let chart = StackChart::of([1, 0, 49, 50], 100, |count| count.to_string());
        let drawn: Vec<_> =
            chart.segments.iter().map(|s| (s.x.as_str(), s.width.as_str(), s.label.as_deref())).collect();
        assert_eq!(drawn, [("0%", "1%", None), ("1%", "49%", Some("49")), ("50%", "50%", Some("50"))]);
        assert!(StackChart::of([0; 4], 0, |count| count.to_string()).segments.is_empty());
    }
}
