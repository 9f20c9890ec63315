//! The sections that are tables: kinds, cases, critical clauses, ratings, channels, coverage.

use domain::vocabulary::Language;
use domain::wording::{capitalized, clause, method};
use reports::statistics::interval::Interval;
use reports::{Kind, Rates, Report, ScoreReading, Series, Voice, wording};

use super::chart::{BarChart, HistogramChart, IntervalChart, Scale};
use super::sections::{interval_chart, scale_of};

/// A name and a text.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) bar: Option<BarChart>,
}

fn row(name: &str, text: String) -> Row {
    Row { name: name.to_owned(), text, bar: None }
}

/// One kind of touchpoint.
pub(crate) struct KindRow {
    pub(crate) kind: String,
    pub(crate) moments: String,
    pub(crate) moments_before: String,
    pub(crate) customers: String,
    pub(crate) importance: String,
    pub(crate) critical: String,
    pub(crate) voices: Vec<KindVoice>,
}

/// The rates of a kind by one voice.
pub(crate) struct KindVoice {
    pub(crate) voice: &'static str,
    pub(crate) misery: String,
    pub(crate) misery_chart: Option<IntervalChart>,
    pub(crate) misery_limits: Option<String>,
    pub(crate) magic: String,
    pub(crate) magic_limits: Option<String>,
    pub(crate) magic_chart: Option<IntervalChart>,
    pub(crate) judged: String,
    pub(crate) worst_case: Option<String>,
}

pub(crate) fn kinds(report: &Report, language: Language) -> Vec<KindRow> {
    let rates = report.kinds.iter().flat_map(|kind| kind.rates.values());
    let scale = scale_of(rates.flat_map(|rates| [&rates.misery, &rates.magic]));
    let voice = |(voice, rates): (&Voice, &Rates)| KindVoice {
        voice: wording::voice(*voice, language),
        misery: wording::rate(&rates.misery, language),
        misery_chart: interval_chart(&rates.misery, scale, "misery"),
        misery_limits: wording::interval(&rates.misery, language),
        magic: wording::rate(&rates.magic, language),
        magic_chart: interval_chart(&rates.magic, scale, "magic"),
        magic_limits: wording::interval(&rates.magic, language),
        judged: language.of(&language.count(rates.misery.judged), &language.count(rates.misery.total)),
        worst_case: wording::worst_case(&rates.misery, language),
    };
    let row = |kind: &Kind| KindRow {
        kind: wording::kind_title(&kind.kind, language),
        moments: language.count(kind.moments),
        moments_before: language.count(kind.moments_before),
        customers: wording::customers(kind.customers, language),
        importance: language.tenths((10.0 * kind.importance).round() as i64),
        critical: language.count(kind.critical),
        voices: kind.rates.iter().map(voice).collect(),
    };
    report.kinds.iter().map(row).collect()
}

/// What happened to cases, now and before.
pub(crate) fn cases(report: &Report, language: Language) -> Vec<Row> {
    let event = |event: &reports::CaseCount| {
        let name = capitalized(&wording::transition(&event.transition, language));
        row(&name, language.report_now_and_before(&language.count(event.now), &language.count(event.before)))
    };
    let open = report.cases.open.map(|open| row(language.report_cases_open_now(), language.count(open)));
    let silenced = |silenced: &reports::SilencedCount| {
        row(&language.report_cases_silenced(&silenced.reason, &silenced.by), language.count(silenced.moments))
    };
    let untold = |untold: &reports::UntoldCount| {
        let name = language.report_untold(&untold.why).unwrap_or(&untold.why);
        row(name, language.count(untold.moments))
    };
    let next_week = report.cases.next_week.map(|next| {
        let [fewest, most] = next.likely.map(|cases| language.count(cases));
        let (cases, per_day) = (language.count(next.cases), language.count(next.per_day));
        row(language.report_cases_next_week(), language.report_cases_ahead(&cases, &fewest, &most, &per_day))
    });
    let cases = &report.cases;
    let rows = open.into_iter().chain(cases.events.iter().map(event)).chain(cases.silenced.iter().map(silenced));
    rows.chain(cases.untold.iter().map(untold)).chain(next_week).collect()
}

/// Why moments were critical, the most frequent reason first.
pub(crate) fn clauses(report: &Report, language: Language) -> Vec<Row> {
    let mut clauses: Vec<_> = report.critical.clauses.iter().collect();
    clauses.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let scale = Scale::whole();
    let all = report.critical.moments.max(1) as f64;
    let line = |(name, count): (&domain::vocabulary::Clause, &u64)| Row {
        name: clause(*name, language).to_owned(),
        text: language.count(*count),
        bar: Some(BarChart::of(*count as f64 / all, None, scale)),
    };
    clauses.into_iter().map(line).collect()
}

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
    let share = |part: &reports::Part| part.proportion().share();
    let scale =
        Scale::holding(report.channels.iter().flat_map(|channel| [share(&channel.now), share(&channel.before)]));
    let line = |channel: &reports::ChannelCount| ChannelRow {
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
    let line = |(name, count): (&domain::vocabulary::Method, &u64)| Row {
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
