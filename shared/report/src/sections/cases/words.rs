//! The sentences about cases: what happened, what is overdue, what one waits for. Decides nothing.

use super::{OpenCase, Overdue};
use crate::phrasing::moneys;
use domain::vocabulary::Language;
use domain::wording::words_of;

/// Says what happened to cases, in lower case and the plural.
pub fn transition(name: &str, language: Language) -> String {
    language.report_happened(name).map_or_else(|| words_of(name), str::to_owned)
}

/// Says how many cases are overdue and what is at risk.
pub fn overdue(overdue: &Overdue, language: Language) -> String {
    match (overdue.count, moneys(&overdue.value_at_risk, language)) {
        (0, _) => language.report_overdue_none().to_owned(),
        (count, Some(value)) => language.report_overdue_worth(count, &value),
        (count, None) => language.report_overdue(count),
    }
}

/// Says what an open case waits for.
pub fn waits_for(case: &OpenCase, language: Language) -> &'static str {
    match case.waits_for.as_str() {
        "acknowledge" => language.report_waits_acknowledge(),
        "contact" => language.report_waits_contact(),
        _ => language.report_waits_resolve(),
    }
}
