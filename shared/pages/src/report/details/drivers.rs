//! What goes with the overall rating, or why that is refused.

use domain::vocabulary::Language;
use domain::wording::{capitalized, dimension};
use reports::{DriverReading, DriverRefusal, Report};

use super::{TableView, columns};
use crate::report::view::say;

pub(super) fn drivers(report: &Report, language: Language) -> TableView {
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
        links: Vec::new(),
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
