//! Plain counts: the numbers at the top, stages, days, channels, why moments were critical, and how much is known. Rates nothing.

use domain::period::short_day;
use domain::vocabulary::{Clause, Language, Method};
use domain::wording::{capitalized, clause, method, stage};
use reports::{ChannelCount, DayCounts, Part, Report, StageCounts, wording};

use super::Row;
use crate::report::chart::{BarChart, ColumnsChart, Scale, StackChart};

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
    let of_moments = |part: &Part| match part.share {
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
    let row = |row: &StageCounts| {
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
    let day = |day: &DayCounts| Day {
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

/// Why moments were critical, the most frequent reason first.
pub(crate) fn clauses(report: &Report, language: Language) -> Vec<Row> {
    let mut clauses: Vec<_> = report.critical.clauses.iter().collect();
    clauses.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let scale = Scale::whole();
    let all = report.critical.moments.max(1) as f64;
    let line = |(name, count): (&Clause, &u64)| Row {
        name: clause(*name, language).to_owned(),
        text: language.count(*count),
        bar: Some(BarChart::of(*count as f64 / all, None, scale)),
    };
    clauses.into_iter().map(line).collect()
}

/// Moments by channel.
pub(crate) struct Channels {
    pub(crate) rows: Vec<ChannelRow>,
}

pub(crate) struct ChannelRow {
    pub(crate) channel: String,
    pub(crate) now: String,
    pub(crate) before: String,
    pub(crate) bar: BarChart,
}

pub(crate) fn channels(report: &Report, language: Language) -> Channels {
    let share = |part: &Part| part.proportion().share();
    let scale =
        Scale::holding(report.channels.iter().flat_map(|channel| [share(&channel.now), share(&channel.before)]));
    let line = |channel: &ChannelCount| ChannelRow {
        channel: wording::channel(&channel.channel, language),
        now: wording::part(&channel.now, language),
        before: if channel.before.of == 0 { "–".to_owned() } else { wording::part(&channel.before, language) },
        bar: BarChart::of(share(&channel.now), (channel.before.of > 0).then(|| share(&channel.before)), scale),
    };
    Channels { rows: report.channels.iter().map(line).collect() }
}

/// Judged moments by the rule that decided.
pub(crate) fn methods(report: &Report, language: Language) -> Vec<Row> {
    let all = report.coverage.judged.count.max(1) as f64;
    let line = |(name, count): (&Method, &u64)| Row {
        name: capitalized(method(*name, language)),
        text: language.count(*count),
        bar: Some(BarChart::of(*count as f64 / all, None, Scale::whole())),
    };
    report.coverage.methods.iter().map(line).collect()
}

/// How much is known.
pub(crate) fn coverage(report: &Report, language: Language) -> Vec<Row> {
    let coverage = &report.coverage;
    let part = |name: &str, part| Row {
        name: name.to_owned(),
        text: wording::part(part, language),
        bar: Some(BarChart::of(part.proportion().share(), None, Scale::whole())),
    };
    vec![
        part(language.report_coverage_judged(), &coverage.judged),
        part(language.report_coverage_rated(), &coverage.rated),
        part(language.report_coverage_commented(), &coverage.commented),
        part(language.report_coverage_asked(), &coverage.asked),
        part(language.report_coverage_staff(), &coverage.staff_observed),
    ]
}
