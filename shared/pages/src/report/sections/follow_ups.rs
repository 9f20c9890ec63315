//! Who was never asked: follow-ups that were due and did not come, each with a way to the customer's journey.

use domain::period::{Period, short_day};
use domain::vocabulary::Language;
use domain::wording::{capitalized, outcome};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reports::{After, FOLLOW_UPS_MAX, MissingFollowUp, Report, wording};

use super::journeys::{too_young, whom};
use super::{TableView, columns};
use crate::Visit;

/// Days that a critical moment may lie before the case that it opened: what came later is counted and opens none.
const DAYS_TO_A_CASE: i64 = 3;

pub(super) fn missing(report: &Report, language: Language, visit: &Visit) -> TableView {
    let zone = TimeZone::get(&report.period.time_zone).unwrap_or(TimeZone::UTC);
    let later = report.journeys.later.as_ref();
    let hint = later.map(|later| language.follow_ups_hint(&whom(later, language), &FOLLOW_UPS_MAX.to_string()));
    let list = || later.iter().flat_map(|later| &later.missing_follow_ups);
    TableView {
        id: "follow-ups",
        title: language.follow_ups_title(),
        why: "why-recovery",
        hint: hint.unwrap_or_default(),
        columns: columns(&[
            language.report_column_customer(),
            language.follow_ups_after(),
            language.report_column_when(),
            language.follow_ups_stood(),
            language.follow_ups_due(),
        ]),
        rows: list().map(|one| row(one, &zone, language)).collect(),
        links: list().map(|one| journey(one, &zone, visit)).collect(),
        none: match later {
            Some(_) => language.follow_ups_none(),
            None => too_young(language),
        },
    }
}

fn row(one: &MissingFollowUp, zone: &TimeZone, language: Language) -> Vec<String> {
    let (after, stood) = match &one.after {
        After::Purchase { kind, outcome: ended, .. } => {
            (wording::kind_title(kind, language), outcome(*ended, language).to_owned())
        }
        After::ResolvedCase { case_id, severity, kind, .. } => {
            let name = match kind {
                Some(kind) => language.follow_ups_case_about(case_id, &wording::kind(kind, language)),
                None => language.follow_ups_case(case_id),
            };
            let stood = match severity {
                0 => String::new(),
                severity => language.follow_ups_severity(&severity.to_string()),
            };
            (name, stood)
        }
    };
    vec![
        one.customer.clone(),
        capitalized(&after),
        short_day(zone.to_datetime(one.at).date(), language),
        stood,
        short_day(one.due_on, language),
    ]
}

/// The customer's moments around it, each with the way to its journey: those of another period than the report's, which
/// only a reader with a key may see.
fn journey(one: &MissingFollowUp, zone: &TimeZone, visit: &Visit) -> Option<String> {
    let day = |at| zone.to_datetime(at).date();
    let days = match &one.after {
        After::Purchase { .. } => Period::day(day(one.at)),
        After::ResolvedCase { opened_at, .. } => until(day((*opened_at)?))?,
    };
    (!visit.is_confined()).then(|| visit.address(&format!("{days}/moments"), &[("customer", &one.customer)]))
}

/// The days on which the moment that opened a case may lie.
fn until(opened: Date) -> Option<Period> {
    Period::range(opened.saturating_sub(DAYS_TO_A_CASE.days()), opened.tomorrow().ok()?)
}
