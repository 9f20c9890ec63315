//! Misery now and before. Decides nothing.

use domain::vocabulary::Language;
use reports::{Change, Comparison, Measure, Rate, Report, wording};

use crate::report::chart::{ChangeChart, change_class, scale_end, scale_of};

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
