//! Kinds of touchpoint with their rates by voice.

use domain::vocabulary::Language;
use reports::{Kind, Rates, Report, Voice, wording};

use crate::report::chart::{IntervalChart, interval_chart, scale_of};

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
