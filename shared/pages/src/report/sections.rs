//! The sections with charts: headline numbers, what to improve, stages, changes, days.

use domain::period::short_day;
use domain::vocabulary::{Language, Outcome};
use domain::wording::{capitalized, outcome, stage};
use reports::statistics::interval::Interval;
use reports::{Change, Comparison, Measure, Priority, Rate, Report, Voice, wording};

use super::chart::{ChangeChart, ColumnsChart, IntervalChart, Scale, StackChart};

/// How many kinds the first screen names.
const NAMED_MAX: usize = 3;

/// One headline number.
pub(crate) struct Tile {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) detail: String,
}

/// The numbers at the top: how much was seen, how much of it is known, what is urgent.
pub(crate) fn tiles(report: &Report, language: Language) -> Vec<Tile> {
    let coverage = &report.coverage;
    let count = |count: u64| language.count(count);
    let tile = |label: &str, value: String, detail: String| Tile { label: label.to_owned(), value, detail };
    let of_moments = |part: &reports::Part| match part.share {
        Some(_) => (wording::percent(part.proportion(), language), language.of(&count(part.count), &count(part.of))),
        None => (language.of(&count(part.count), &count(part.of)), String::new()),
    };
    let before = |before: u64| language.report_before(&count(before));
    let about = if coverage.customers_estimated { "≈ " } else { "" };
    let (judged, judged_of) = of_moments(&coverage.judged);
    let (asked, asked_of) = of_moments(&coverage.asked);
    vec![
        tile(language.report_tile_moments(), count(coverage.moments), before(coverage.moments_before)),
        tile(
            language.report_tile_customers(),
            format!("{about}{}", count(coverage.customers)),
            before(coverage.customers_before),
        ),
        tile(language.report_tile_known(), judged, judged_of),
        tile(language.report_tile_asked(), asked, asked_of),
    ]
}

/// A ranked list of kinds.
pub(crate) struct Improve {
    pub(crate) items: Vec<Item>,
    /// Right end of the scale.
    pub(crate) scale: String,
}

/// One kind with the reason for its rank.
pub(crate) struct Item {
    pub(crate) kind: String,
    pub(crate) voice: &'static str,
    pub(crate) rate: String,
    pub(crate) limits: Option<String>,
    pub(crate) worst_case: Option<String>,
    pub(crate) importance: String,
    pub(crate) critical: Option<String>,
    pub(crate) change: Option<String>,
    pub(crate) change_class: &'static str,
    pub(crate) examples: Vec<String>,
    pub(crate) chart: Option<IntervalChart>,
}

pub(crate) fn improve(priorities: &[Priority], class: &'static str, report: &Report, language: Language) -> Improve {
    let named = &priorities[..priorities.len().min(NAMED_MAX)];
    let scale = scale_of(named.iter().map(|priority| &priority.rate));
    let item = |priority: &Priority| {
        let mut comparisons = report.comparisons.iter().filter(|_| class == "misery");
        let compared = comparisons
            .find(|c| c.is_misery() && c.kind.as_deref() == Some(&priority.kind) && c.voice == priority.voice);
        Item {
            kind: wording::kind_title(&priority.kind, language),
            voice: wording::voice(priority.voice, language),
            rate: wording::rate(&priority.rate, language),
            limits: wording::interval(&priority.rate, language),
            worst_case: wording::worst_case(&priority.rate, language),
            importance: language.tenths((10.0 * priority.importance).round() as i64),
            critical: (class == "misery" && priority.critical > 0)
                .then(|| language.report_critical_count(priority.critical)),
            change: compared.map(|c| wording::comparison(c, language)),
            change_class: compared.map_or("", |c| change_class(c.change)),
            examples: priority.examples.iter().map(|example| example.touchpoint.to_string()).collect(),
            chart: interval_chart(&priority.rate, scale, class),
        }
    };
    Improve { items: named.iter().map(item).collect(), scale: scale_end(scale, language) }
}

/// Customers by the worst they met, for each voice.
pub(crate) struct Headline {
    pub(crate) voices: Vec<HeadlineVoice>,
    pub(crate) scale: String,
}

pub(crate) struct HeadlineVoice {
    pub(crate) voice: String,
    pub(crate) customers: String,
    pub(crate) rows: Vec<HeadlineRow>,
    pub(crate) worst_case: Option<String>,
}

pub(crate) struct HeadlineRow {
    pub(crate) outcome: String,
    pub(crate) class: &'static str,
    pub(crate) rate: String,
    pub(crate) limits: Option<String>,
    pub(crate) chart: Option<IntervalChart>,
}

pub(crate) fn headline(report: &Report, language: Language) -> Headline {
    let scale = scale_of(report.headline.values().flat_map(|rates| [&rates.misery, &rates.magic]));
    let voice = |(voice, rates): (&Voice, &reports::Rates)| {
        let row = |of: Outcome, class: &'static str, rate: &Rate| HeadlineRow {
            outcome: capitalized(outcome(of, language)),
            class,
            rate: wording::rate(rate, language),
            limits: wording::interval(rate, language),
            chart: interval_chart(rate, scale, class),
        };
        HeadlineVoice {
            voice: capitalized(wording::voice(*voice, language)),
            customers: wording::customers(rates.misery.total, language),
            rows: vec![row(Outcome::Misery, "misery", &rates.misery), row(Outcome::Magic, "magic", &rates.magic)],
            worst_case: wording::worst_case(&rates.misery, language),
        }
    };
    Headline { voices: report.headline.iter().map(voice).collect(), scale: scale_end(scale, language) }
}

/// Moments by stage and outcome.
pub(crate) struct Stages {
    pub(crate) rows: Vec<StageRow>,
    pub(crate) staff: u64,
}

pub(crate) struct StageRow {
    pub(crate) stage: &'static str,
    pub(crate) moments: String,
    /// The number of moments with its noun.
    pub(crate) counted: String,
    /// Misery, average, magic, unknown.
    pub(crate) counts: [String; 4],
    pub(crate) solicited: String,
    pub(crate) chart: StackChart,
}

pub(crate) fn stages(report: &Report, language: Language) -> Stages {
    let count = |count: u64| language.count(count);
    let row = |row: &reports::StageCounts| {
        let counts = [row.misery, row.average, row.magic, row.unknown];
        StageRow {
            stage: stage(row.stage, language),
            moments: count(row.moments),
            counted: language.report_moments(row.moments),
            counts: counts.map(count),
            solicited: count(row.solicited),
            chart: StackChart::of(counts, row.moments, count),
        }
    };
    Stages { rows: report.stages.iter().map(row).collect(), staff: report.stages.iter().map(|row| row.staff).sum() }
}

/// Misery now and before.
pub(crate) struct Changes {
    /// All customers, and the kinds that changed.
    pub(crate) first: Vec<ChangeRow>,
    /// What could be chance, the least likely chance first.
    pub(crate) rest: Vec<ChangeRow>,
    pub(crate) scale: String,
    /// Comparisons with too few on a side to be drawn.
    pub(crate) too_few: usize,
}

pub(crate) struct ChangeRow {
    pub(crate) kind: String,
    pub(crate) voice: &'static str,
    pub(crate) before: String,
    pub(crate) now: String,
    pub(crate) points: String,
    pub(crate) limits: String,
    pub(crate) words: &'static str,
    pub(crate) class: &'static str,
    pub(crate) chart: ChangeChart,
}

pub(crate) fn changes(report: &Report, language: Language) -> Changes {
    let drawn = |c: &&Comparison| c.difference.is_some();
    let mut shown: Vec<_> = report.comparisons.iter().filter(drawn).collect();
    shown.sort_by(|a, b| {
        let likely = |c: &Comparison| c.p.unwrap_or(1.0);
        a.is_overall().cmp(&b.is_overall()).reverse().then(likely(a).total_cmp(&likely(b)))
    });
    let (first, rest): (Vec<_>, Vec<_>) =
        shown.iter().partition(|c| c.is_overall() || c.change != Change::CouldBeChance);
    let scale = scale_of(shown.iter().flat_map(|c| [&c.now, &c.before]));
    let row = |c: &Comparison| {
        let difference = c.difference?;
        let side = |rate: &Rate| Some((rate.proportion().share(), rate.interval()?));
        let tenths = |points: f64| language.signed_tenths((10.0 * points).round() as i64);
        Some(ChangeRow {
            kind: match &c.kind {
                _ if c.measure == Measure::BrokenPromise => language.report_broken_promises().to_owned(),
                _ if c.measure == Measure::MissedTime => language.report_missed_times().to_owned(),
                Some(kind) => wording::kind_title(kind, language),
                None => language.report_all_customers().to_owned(),
            },
            voice: wording::voice(c.voice, language),
            before: wording::rate(&c.before, language),
            now: wording::rate(&c.now, language),
            points: language.signed_tenths(c.tenths_of_points()),
            limits: language.from_to(&tenths(difference.low), &tenths(difference.high)),
            words: wording::change(c.change, language),
            class: change_class(c.change),
            chart: ChangeChart::of(side(&c.before)?, side(&c.now)?, scale, "misery"),
        })
    };
    Changes {
        first: first.into_iter().filter_map(row).collect(),
        rest: rest.into_iter().filter_map(row).collect(),
        scale: scale_end(scale, language),
        too_few: report.comparisons.len() - shown.len(),
    }
}

/// One day.
pub(crate) struct Day {
    pub(crate) name: String,
    pub(crate) moments: String,
    pub(crate) counts: [String; 4],
    pub(crate) critical: String,
}

/// Lists the days; none for a report on a single one.
pub(crate) fn days(report: &Report, language: Language) -> Vec<Day> {
    if report.days.len() < 2 {
        return Vec::new();
    }
    let day = |day: &reports::DayCounts| Day {
        name: short_day(day.date, language),
        moments: language.count(day.moments),
        counts: [day.misery, day.average, day.magic, day.unknown].map(|count| language.count(count)),
        critical: language.count(day.critical),
    };
    report.days.iter().map(day).collect()
}

pub(crate) fn day_columns(report: &Report) -> Option<ColumnsChart> {
    let counts: Vec<_> = report.days.iter().map(|day| [day.misery, day.average, day.magic, day.unknown]).collect();
    (counts.len() > 1).then(|| ColumnsChart::of(&counts))
}

pub(crate) fn interval_chart(rate: &Rate, scale: Scale, class: &'static str) -> Option<IntervalChart> {
    rate.interval().map(|limits| IntervalChart::of(rate.proportion().share(), limits, scale, class))
}

pub(crate) fn scale_of<'a>(rates: impl Iterator<Item = &'a Rate>) -> Scale {
    Scale::holding(rates.filter_map(Rate::interval).map(|Interval { high, .. }| high))
}

pub(crate) fn scale_end(scale: Scale, language: Language) -> String {
    language.whole_percent((100.0 * scale.end()).round() as u64)
}

pub(crate) fn change_class(change: Change) -> &'static str {
    match change {
        Change::Rose => "rose",
        Change::Fell => "fell",
        Change::CouldBeChance | Change::TooFew => "chance",
    }
}
