//! How long customers waited.

use domain::vocabulary::Language;
use domain::wording::duration;
use reports::{ClockLine, Quantiles, Report, wording};

use super::{TableView, columns};
use crate::report::view::say;

pub(super) fn clocks(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let clock = |quantiles: Option<Quantiles>| match quantiles {
        None => "–".to_owned(),
        Some(Quantiles { n, p50_s: Some(p50), p90_s: Some(p90), p50_before_s }) => {
            let time = |seconds: u32| duration(seconds.into(), language);
            let before = p50_before_s.map(|s| format!("; {} {}", t("half before:", "mitad antes:"), time(s)));
            format!("{} / {} (n = {}{})", time(p50), time(p90), language.count(n), before.unwrap_or_default())
        }
        Some(Quantiles { n, .. }) => format!("{} (n = {})", t("too few", "muy pocos"), language.count(n)),
    };
    let row = |line: &ClockLine| {
        vec![wording::channel(&line.channel, language), clock(line.acknowledged), clock(line.greeted)]
    };
    TableView {
        id: "clocks",
        title: t("How long customers waited", "Cuánto esperaron los clientes"),
        why: "why-clocks",
        hint: t(
            "Half waited no longer than the first time, nine in ten no longer than the second.",
            "La mitad no esperó más que el primer tiempo; nueve de cada diez, no más que el segundo.",
        )
        .to_owned(),
        columns: columns(
            language,
            &[
                ("Channel", "Canal"),
                ("Until acknowledged", "Hasta ser atendidos"),
                ("Until greeted by a person", "Hasta el saludo de una persona"),
            ],
        ),
        rows: report.clocks.iter().map(row).collect(),
        links: Vec::new(),
        none: t("No waits were sent.", "No se enviaron tiempos de espera."),
    }
}
