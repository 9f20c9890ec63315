//! Promises that are overdue when a report is read: what was promised, and what the customer heard since. Looks nothing up.

use domain::period::Period;
use domain::vocabulary::Language;
use domain::wording::{self, capitalized};
use jiff::tz::TimeZone;
use reports::{OverduePromise, Report};

use crate::Visit;
use crate::case::Reader;
use crate::promised::heard;
use crate::report::pieces::Line;

/// The overdue promises of a report.
pub(crate) struct Overdue {
    /// All of them.
    pub(crate) count: u64,
    /// Those that are named, each with the way to its moments.
    pub(crate) lines: Vec<(Line, Option<String>)>,
    /// Says how many more there are.
    pub(crate) others: Option<String>,
}

impl Overdue {
    /// Lists the promises that are overdue when a report is read; none if there are none.
    pub(crate) fn of(report: &Report, language: Language, visit: &Visit) -> Option<Self> {
        let overdue = report.promises.overdue.as_ref()?;
        let zone = TimeZone::get(&report.period.time_zone).unwrap_or(TimeZone::UTC);
        let reader = Reader { language, zone: &zone, now: report.as_of };
        let line = |promise: &OverduePromise| {
            let day = Period::day(zone.to_datetime(promise.overdue_since).date());
            let address = visit.address(&format!("{day}/moments"), &[("customer", &promise.customer)]);
            (line(promise, &reader), (!visit.is_confined()).then_some(address))
        };
        Some(Self {
            count: overdue.promises.len() as u64 + overdue.others,
            lines: overdue.promises.iter().map(line).collect(),
            others: (overdue.others > 0).then(|| language.promises_more(overdue.others)),
        })
    }
}

fn line(promise: &OverduePromise, reader: &Reader<'_>) -> Line {
    let language = reader.language;
    let kind = capitalized(&wording::touchpoint_type(&promise.kind, language));
    let what = [Some(kind), promise.promise_id.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let value = promise.value_at_risk.as_ref().map(|money| wording::money(money, language));
    let case = promise.case_id.as_deref().map(|id| language.case_named(id));
    let heard = heard(&promise.told, promise.contacted_at, reader);
    Line {
        name: promise.customer.clone(),
        text: format!("{what}: {}", language.promise_was_due(&reader.at(&promise.due_at))),
        hint: value.into_iter().chain([heard]).chain(case).collect::<Vec<_>>().join(" · "),
    }
}
