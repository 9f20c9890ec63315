//! What is ranked: kinds of touchpoint with the reason for their rank. Ranks nothing itself.

use domain::vocabulary::Language;
use reports::{Priority, Report, wording};

use crate::report::chart::{IntervalChart, change_class, interval_chart, scale_end, scale_of};

/// How many kinds the first screen names.
const NAMED_MAX: usize = 3;

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
