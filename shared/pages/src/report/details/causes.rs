//! What lies behind: the causes cases were closed with, and what was measured beside what was felt.

use domain::vocabulary::Language;
use domain::wording::capitalized;
use reports::{CauseLine, Report, Signals, wording};

use super::{TableView, columns, with_limits};
use crate::report::view::say;

pub(super) fn causes(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let row = |line: &CauseLine| {
        let controllable = match line.controllable {
            Some(true) => t("yes", "sí"),
            Some(false) => t("no", "no"),
            None => "–",
        };
        vec![
            capitalized(wording::cause_name(&line.cause, language)),
            wording::part(&line.of, language),
            wording::part(&line.cumulated, language),
            language.count(line.before),
            controllable.to_owned(),
        ]
    };
    TableView {
        id: "causes",
        title: t("Causes of resolved cases", "Causas de los casos resueltos"),
        why: "why-causes",
        hint: String::new(),
        columns: columns(
            language,
            &[
                ("Cause", "Causa"),
                ("Cases", "Casos"),
                ("With all above", "Con los de arriba"),
                ("Before", "Antes"),
                ("In our hands", "En nuestra mano"),
            ],
        ),
        rows: report.cases.causes.iter().map(row).collect(),
        links: Vec::new(),
        none: t("No case was resolved with a cause.", "Ningún caso se resolvió con una causa."),
    }
}

pub(super) fn signals(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let row = |line: &Signals| {
        vec![
            wording::kind_title(&line.kind, language),
            with_limits(&line.operational, language),
            with_limits(&line.emotional, language),
        ]
    };
    TableView {
        id: "signals",
        title: t("What was measured beside what was felt", "Lo medido junto a lo sentido"),
        why: "why-signals",
        hint: t(
            "Misery among judged moments, by what decided.",
            "Miseria entre los momentos con resultado, según qué decidió.",
        )
        .to_owned(),
        columns: columns(
            language,
            &[
                ("Kind", "Tipo"),
                ("Times, promises, resolution", "Tiempos, promesas, resolución"),
                ("Ratings and words", "Valoraciones y palabras"),
            ],
        ),
        rows: report.signals.iter().map(row).collect(),
        links: Vec::new(),
        none: t("Nothing was judged.", "Nada tiene resultado."),
    }
}
