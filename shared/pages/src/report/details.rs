//! The details as plain tables: every number with its n, each section with the rule behind it.

use domain::report::{Breakdown, DriverReading, DriverRefusal, Quantiles, Rate, Report, SliceLine, Voice, wording};
use domain::vocabulary::{Language, Outcome, Stage};
use domain::wording::{capitalized, dimension, duration, outcome, stage};

use super::view::say;

/// One section that is a table.
pub(crate) struct TableView {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    /// Anchor of the rule behind it.
    pub(crate) why: &'static str,
    pub(crate) hint: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    /// What is said where there are no rows.
    pub(crate) none: &'static str,
}

/// Every section that is a table, in the order of the page.
pub(crate) fn tables(report: &Report, language: Language) -> Vec<TableView> {
    let mut tables = vec![grid(report, language), transitions(report, language)];
    tables.extend(later(report, language));
    tables.extend([
        facets(report, language),
        causes(report, language),
        signals(report, language),
        segments(report, language),
        clocks(report, language),
        drivers(report, language),
    ]);
    tables
}

fn columns(language: Language, names: &[(&str, &str)]) -> Vec<String> {
    names.iter().map(|(english, spanish)| say(language, english, spanish).to_owned()).collect()
}

fn with_limits(rate: &Rate, language: Language) -> String {
    match wording::interval(rate, language) {
        Some(limits) => format!("{}; {limits}", wording::rate(rate, language)),
        None => wording::rate(rate, language),
    }
}

fn grid(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let tenths = |value: f64| language.tenths((10.0 * value).round() as i64);
    let share = |share: f64| language.tenths((1_000.0 * share).round() as i64);
    let mut points: Vec<_> = report.grid.iter().flat_map(|grid| &grid.points).collect();
    points.sort_by(|a, b| (a.quadrant as u8).cmp(&(b.quadrant as u8)).then(b.importance.total_cmp(&a.importance)));
    let row = |point: &&domain::report::Point| {
        let stated = if point.stated >= domain::report::STATED_MIN {
            format!(" ({} {})", t("stated by", "según"), language.count(point.stated))
        } else {
            String::new()
        };
        vec![
            wording::kind_title(&point.kind, language),
            wording::quadrant(point.quadrant, language).to_owned(),
            format!("{}{stated}", tenths(point.importance)),
            format!("{} %", share(point.performance)),
            language.count(point.judged),
        ]
    };
    let hint = report.grid.as_ref().map(|grid| {
        format!(
            "{} {}; {} {} %. {}: {}.",
            t("Crosshairs at the means: importance", "Ejes en las medias: importancia"),
            tenths(grid.importance),
            t("without misery", "sin miseria"),
            share(grid.performance),
            t("Importance stated after the opinion, not counted", "Importancia indicada tras opinar, no contada"),
            language.count(grid.stated_too_late)
        )
    });
    TableView {
        id: "grid",
        title: t("Importance against performance", "Importancia frente a desempeño"),
        why: "why-grid",
        hint: hint.unwrap_or_default(),
        columns: columns(
            language,
            &[
                ("Kind", "Tipo"),
                ("What to do", "Qué hacer"),
                ("Importance, 1 to 5", "Importancia, 1 a 5"),
                ("Without misery", "Sin miseria"),
                ("n", "n"),
            ],
        ),
        rows: points.iter().map(row).collect(),
        none: t(
            "Fewer than two kinds have 10 judged customers.",
            "Menos de dos tipos tienen 10 clientes con resultado conocido.",
        ),
    }
}

fn transitions(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let row = |line: &domain::report::Transition| {
        let to = line.to.iter().map(|part| wording::part(part, language));
        [stage(line.from, language).to_owned()].into_iter().chain(to).collect()
    };
    let from = [t("From … to", "De … a").to_owned()].into_iter();
    let hint = format!(
        "{}: {}. {}: {}.",
        t("Steps that began a new cycle", "Pasos que inician un ciclo nuevo"),
        language.count(report.journeys.new_cycles),
        t("Purchases that were not the customer's first", "Compras que no eran la primera del cliente"),
        wording::part(&report.journeys.bought_again, language)
    );
    TableView {
        id: "journeys",
        title: t("How journeys go on", "Cómo siguen los recorridos"),
        why: "why-journeys",
        hint,
        columns: from.chain(Stage::ALL.iter().map(|to| stage(*to, language).to_owned())).collect(),
        rows: report.journeys.transitions.iter().map(row).collect(),
        none: t("No customer took two steps.", "Ningún cliente dio dos pasos."),
    }
}

/// Where journeys break, what a first contact is worth, leaks and follow-ups: of customers for whom enough time passed.
fn later(report: &Report, language: Language) -> Vec<TableView> {
    let t = |english, spanish| say(language, english, spanish);
    let young = t(
        "No earlier moment is 30 days old yet: there has been no time for it to show.",
        "Ningún momento anterior tiene aún 30 días: no ha habido tiempo para verlo.",
    );
    let later = report.journeys.later.as_ref();
    let group = later.map(|later| {
        let last = later.end.yesterday().unwrap_or(later.end);
        let day = |date| domain::period::short_day(date, language);
        format!(
            "{} {} – {}; {} {}.",
            t("Of the days", "De los días"),
            day(later.start),
            day(last),
            t("each followed for days:", "cada uno seguido durante días:"),
            later.days
        )
    });
    let breaks = later.into_iter().flat_map(|later| &later.breaks).map(|line| {
        vec![
            stage(line.stage, language).to_owned(),
            outcome(line.outcome, language).to_owned(),
            with_limits(&line.ended, language),
        ]
    });
    let contacts = later.into_iter().flat_map(|later| &later.first_contacts).map(|line| {
        vec![
            capitalized(outcome(line.outcome, language)),
            with_limits(&line.bought, language),
            with_limits(&line.bought_again, language),
        ]
    });
    let mut after: Vec<Vec<String>> = Vec::new();
    if let Some(recovery) = &report.recovery {
        let mut push = |name: &str, text: String| after.push(vec![name.to_owned(), text]);
        push(t("Failures", "Fallos"), language.count(recovery.failures));
        push(t("Of customers the business knows", "De clientes conocidos"), wording::part(&recovery.known, language));
        push(t("Heard again", "Volvimos a saber"), wording::part(&recovery.heard_again, language));
        push(t("Of these, average or better", "De ellos, normal o mejor"), with_limits(&recovery.recovered, language));
        push(
            t("Leaked into a public bad review", "Acabaron en una mala reseña pública"),
            with_limits(&recovery.leaked, language),
        );
    }
    if let Some(later) = later {
        let text = wording::part(&later.bought_without_follow_up, language);
        after.push(vec![
            t("Customers who bought and were not followed up", "Clientes que compraron sin seguimiento").to_owned(),
            text,
        ]);
    }
    let leaks: u64 = report.kinds.iter().filter(|kind| kind.kind == "review_read").map(|kind| kind.moments).sum();
    after.push(vec![
        t("Reviews read by others in this period", "Reseñas leídas por otros en este periodo").to_owned(),
        language.count(leaks),
    ]);
    let hint = group.unwrap_or_default();
    vec![
        TableView {
            id: "breaks",
            title: t("Where journeys break", "Dónde se rompen los recorridos"),
            why: "why-journeys",
            hint: hint.clone(),
            columns: columns(
                language,
                &[("Stage", "Etapa"), ("It ended in", "Terminó en"), ("Nothing followed", "Nada siguió")],
            ),
            rows: breaks.collect(),
            none: young,
        },
        TableView {
            id: "first-contact",
            title: t("What a first contact is worth", "Qué vale un primer contacto"),
            why: "why-journeys",
            hint: hint.clone(),
            columns: columns(
                language,
                &[
                    ("First contact", "Primer contacto"),
                    ("Bought", "Compraron"),
                    ("Bought again", "Volvieron a comprar"),
                ],
            ),
            rows: contacts.collect(),
            none: young,
        },
        TableView {
            id: "recovery",
            title: t("Recovery, leaks and follow-ups", "Recuperación, fugas y seguimientos"),
            why: "why-recovery",
            hint,
            columns: columns(language, &[("What", "Qué"), ("How many", "Cuántos")]),
            rows: after,
            none: young,
        },
    ]
}

fn facets(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let row = |line: &domain::report::FacetLine| {
        let gap = line.mean_gap.map(|gap| {
            if line.facet == "due_at" {
                format!("{} min", language.tenths((10.0 * gap).round() as i64))
            } else {
                domain::wording::signed(gap, language)
            }
        });
        let expected = line.expected.map(|expected| {
            let mean = domain::wording::decimal(expected.mean, language);
            let n = language.count(expected.promises);
            match expected.mean_before {
                Some(before) => format!(
                    "{} (n = {}) → {mean} (n = {n})",
                    domain::wording::decimal(before, language),
                    language.count(expected.promises_before)
                ),
                None => format!("{mean} (n = {n})"),
            }
        });
        vec![
            capitalized(&wording::facet_name(&line.facet, language)),
            wording::part(&line.missed, language),
            language.count(line.kept),
            language.count(line.exceeded),
            gap.unwrap_or_else(|| "–".to_owned()),
            expected.unwrap_or_else(|| "–".to_owned()),
        ]
    };
    TableView {
        id: "facets",
        title: t("Promises, facet by facet", "Promesas, una por una"),
        why: "why-promises",
        hint: t(
            "Moments, not customers: a promise has several facets.",
            "Momentos, no clientes: una promesa tiene varias partes.",
        )
        .to_owned(),
        columns: columns(
            language,
            &[
                ("Promised", "Prometido"),
                ("Missed", "Incumplido"),
                ("Kept", "Cumplido"),
                ("Exceeded", "Superado"),
                ("Mean gap", "Diferencia media"),
                ("Expected on average, before and now", "Esperado de media, antes y ahora"),
            ],
        ),
        rows: report.promises.facets.iter().map(row).collect(),
        none: t("Nobody said what came of a promise.", "Nadie dijo qué fue de una promesa."),
    }
}

fn causes(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let row = |line: &domain::report::CauseLine| {
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
        none: t("No case was resolved with a cause.", "Ningún caso se resolvió con una causa."),
    }
}

fn signals(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let row = |line: &domain::report::Signals| {
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
        none: t("Nothing was judged.", "Nada tiene resultado."),
    }
}

fn segments(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    TableView {
        id: "segments",
        title: t("Segments", "Segmentos"),
        why: "why-rate",
        hint: String::new(),
        columns: slice_columns(language, t("Segment", "Segmento")),
        rows: report.segments.iter().map(|line| slice_row(line, language, &capitalized)).collect(),
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
        domain::report::OTHER => say(language, "All others", "Todos los demás").to_owned(),
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

fn clocks(report: &Report, language: Language) -> TableView {
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
    let row = |line: &domain::report::ClockLine| {
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
        none: t("No waits were sent.", "No se enviaron tiempos de espera."),
    }
}

fn drivers(report: &Report, language: Language) -> TableView {
    let t = |english, spanish| say(language, english, spanish);
    let share = |share: f64| format!("{} %", language.tenths((1_000.0 * share).round() as i64));
    let (mut rows, mut hint) = (Vec::new(), String::new());
    if let Some(drivers) = &report.drivers {
        let n = format!("n = {}", language.count(drivers.answers));
        match &drivers.reading {
            DriverReading::Linked { r_squared, shares } => {
                hint = format!(
                    "{} {} ({n}).",
                    t(
                        "Together they go with this part of the variation of the overall rating:",
                        "Juntas acompañan esta parte de la variación de la valoración global:"
                    ),
                    share(*r_squared)
                );
                rows = shares
                    .iter()
                    .map(|driver| {
                        let limits = format!("{} – {}", share(driver.low), share(driver.high));
                        vec![capitalized(dimension(driver.side, language)), share(driver.share), limits]
                    })
                    .collect();
            }
            DriverReading::Refused(DriverRefusal::TooFew) => {
                hint = format!(
                    "{} {} ({n}).",
                    t(
                        "Refused: answers that rate all sides and the whole must be at least",
                        "Rechazado: las respuestas que valoran todos los aspectos y el conjunto deben ser al menos"
                    ),
                    drivers.needed
                );
            }
            DriverReading::Refused(DriverRefusal::NoContrast) => {
                hint = format!(
                    "{} ({n}).",
                    t(
                        "Refused: a side, or the whole, was always rated the same",
                        "Rechazado: un aspecto, o el conjunto, siempre recibió la misma nota"
                    )
                );
            }
        }
    }
    let is_refused = !hint.is_empty() && rows.is_empty();
    TableView {
        id: "drivers",
        title: t("What goes with the overall rating", "Qué acompaña a la valoración global"),
        why: "why-drivers",
        hint,
        columns: columns(
            language,
            &[
                ("Side of the contact", "Aspecto del contacto"),
                ("Linked with", "Vinculado con"),
                ("95% interval", "Intervalo del 95 %"),
            ],
        ),
        rows,
        none: if is_refused {
            ""
        } else {
            t(
                "Nobody rated every side of a contact and the whole.",
                "Nadie valoró todos los aspectos de un contacto y el conjunto.",
            )
        },
    }
}

/// The table of a breakdown.
pub(crate) fn breakdown(breakdown: &Breakdown, language: Language) -> TableView {
    use domain::report::Cut;
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
        none: t("No moments.", "Sin momentos."),
    }
}

/// Every outcome has a word.
const _: () = assert!(Outcome::ALL.len() == 4);
