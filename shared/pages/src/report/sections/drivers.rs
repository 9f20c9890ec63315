//! What goes with the overall rating, or why that is refused.

use domain::vocabulary::Language;
use domain::wording::{capitalized, dimension};
use reports::{DriverReading, DriverRefusal, Report};

use super::{TableView, columns};

pub(super) fn drivers(report: &Report, language: Language) -> TableView {
    let share = |share: f64| language.whole_percent((100.0 * share).round() as u64);
    let (mut rows, mut hint) = (Vec::new(), String::new());
    if let Some(drivers) = &report.drivers {
        let answers = language.report_ratings_answers(drivers.answers);
        match &drivers.reading {
            DriverReading::Linked { r_squared, shares } => {
                hint = language.drivers_linked(&share(*r_squared), &answers);
                rows = shares
                    .iter()
                    .map(|driver| {
                        let limits = language.from_to(&share(driver.low), &share(driver.high));
                        vec![capitalized(dimension(driver.side, language)), share(driver.share), limits]
                    })
                    .collect();
            }
            DriverReading::Refused(DriverRefusal::TooFew) => {
                hint = language.drivers_too_few(&language.count(drivers.needed), &answers);
            }
            DriverReading::Refused(DriverRefusal::NoContrast) => {
                hint = language.drivers_no_contrast(&answers);
            }
        }
    }
    let is_refused = !hint.is_empty() && rows.is_empty();
    TableView {
        id: "drivers",
        title: language.drivers_title(),
        why: "why-drivers",
        hint,
        columns: columns(&[language.drivers_side(), language.drivers_share(), language.drivers_limits()]),
        rows,
        links: Vec::new(),
        none: if is_refused { "" } else { language.drivers_none() },
    }
}
