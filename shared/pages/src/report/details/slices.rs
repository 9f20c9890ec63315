//! One line a name: segments, and whatever a period is broken down by.

use domain::vocabulary::Language;
use domain::wording::capitalized;
use reports::{Breakdown, Cut, OTHER, Report, SliceLine, Voice, wording};

use super::{TableView, columns, with_limits};
use crate::report::view::say;

pub(super) fn segments(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    TableView {
        id: "segments",
        title: t("Segments", "Segmentos"),
        why: "why-rate",
        hint: String::new(),
        columns: slice_columns(language, t("Segment", "Segmento")),
        rows: report.segments.iter().map(|line| slice_row(line, language, &capitalized)).collect(),
        links: Vec::new(),
        none: t("No moments.", "Sin momentos."),
    }
}

/// The table of a breakdown.
pub(crate) fn breakdown(breakdown: &Breakdown, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let title = match breakdown.by {
        Cut::Source => t("By source", "Por fuente"),
        Cut::Channel => t("By channel", "Por canal"),
        Cut::Segment => t("By segment", "Por segmento"),
        Cut::TouchpointType => t("By kind of touchpoint", "Por tipo de contacto"),
    };
    let name = |name: &str| match breakdown.by {
        Cut::Channel => wording::channel(name, language),
        Cut::TouchpointType => wording::kind_title(name, language),
        Cut::Source => name.to_owned(),
        Cut::Segment => capitalized(name),
    };
    TableView {
        id: "breakdown",
        title,
        why: "",
        hint: t("At most 50 names, the rarer ones together. Rates count customers, each once with the worst outcome met.", "Como máximo 50 nombres; los menos frecuentes, juntos. Las tasas cuentan clientes, cada uno una vez con su peor resultado.").to_owned(),
        columns: slice_columns(language, t("Name", "Nombre")),
        rows: breakdown.slices.iter().map(|line| slice_row(line, language, &name)).collect(),
        links: Vec::new(),
        none: t("No moments.", "Sin momentos."),
    }
}

fn slice_columns(language: Language, name: &str) -> Vec<String> {
    let rest = columns(
        language,
        &[
            ("Moments", "Momentos"),
            ("Before", "Antes"),
            ("Customers", "Clientes"),
            ("Critical", "Críticos"),
            ("Misery, unasked", "Miseria, sin preguntar"),
            ("Misery, when asked", "Miseria, al preguntar"),
        ],
    );
    [name.to_owned()].into_iter().chain(rest).collect()
}

fn slice_row(line: &SliceLine, language: Language, name: &dyn Fn(&str) -> String) -> Vec<String> {
    let rate = |voice| line.rates.get(&voice).map_or("–".to_owned(), |rates| with_limits(&rates.misery, language));
    let name = match line.name.as_str() {
        "" => say(language, "Not said", "Sin indicar").to_owned(),
        OTHER => say(language, "All others", "Todos los demás").to_owned(),
        other => name(other),
    };
    vec![
        name,
        language.count(line.moments),
        language.count(line.moments_before),
        language.count(line.customers),
        language.count(line.critical),
        rate(Voice::Unsolicited),
        rate(Voice::Solicited),
    ]
}
