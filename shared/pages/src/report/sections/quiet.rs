//! Customers to call, who met trouble and said nothing.

use domain::period::short_day;
use domain::vocabulary::Language;
use domain::wording::code;
use jiff::tz::TimeZone;
use reports::{QuietCustomer, Report};

use crate::report::pieces::Line;

/// How many customers to call are named.
const LISTED_MAX: usize = 4;

/// Lists customers to call, each with the reason.
pub(crate) fn call(report: &Report, language: Language) -> Vec<Line> {
    let zone = TimeZone::get(&report.period.time_zone).unwrap_or(TimeZone::UTC);
    let line = |customer: &QuietCustomer| Line {
        name: customer.customer.clone(),
        text: customer.why.iter().map(|why| code(why, language)).collect::<Vec<_>>().join("; "),
        hint: short_day(zone.to_datetime(customer.occurred_at).date(), language),
    };
    report.quiet.call.iter().take(LISTED_MAX).map(line).collect()
}
