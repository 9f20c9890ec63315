//! Customers by the worst they met, by voice.

use domain::vocabulary::{Language, Outcome};
use domain::wording::{capitalized, outcome};
use reports::{Rate, Rates, Report, Voice, wording};

use crate::report::chart::{IntervalChart, interval_chart, scale_end, scale_of};

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
    let voice = |(voice, rates): (&Voice, &Rates)| {
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
