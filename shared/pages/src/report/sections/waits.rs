//! How long customers waited.

use domain::vocabulary::Language;
use domain::wording::duration;
use reports::{ClockLine, Quantiles, Report, wording};

use super::{TableView, columns};

pub(super) fn clocks(report: &Report, language: Language) -> TableView {
    let clock = |quantiles: Option<Quantiles>| match quantiles {
        None => "–".to_owned(),
        Some(Quantiles { n, p50_s: Some(p50), p90_s: Some(p90), p50_before_s }) => {
            let time = |seconds: u32| duration(seconds.into(), language);
            let (half, nine) = (time(p50), time(p90));
            match p50_before_s {
                Some(before) => language.clocks_times_before(&half, &nine, n, &time(before)),
                None => language.clocks_times(&half, &nine, n),
            }
        }
        Some(Quantiles { n, .. }) => language.clocks_too_few(&language.count(n)),
    };
    let row = |line: &ClockLine| {
        vec![wording::channel(&line.channel, language), clock(line.acknowledged), clock(line.greeted)]
    };
    TableView {
        id: "clocks",
        title: language.clocks_title(),
        why: "why-clocks",
        hint: language.clocks_hint().to_owned(),
        columns: columns(&[language.message_channel(), language.clocks_acknowledged(), language.clocks_greeted()]),
        rows: report.clocks.iter().map(row).collect(),
        links: Vec::new(),
        none: language.clocks_none(),
    }
}
