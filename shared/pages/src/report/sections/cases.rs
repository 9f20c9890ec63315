//! Cases: what happened to them, which are overdue, and the causes they were closed with.

use domain::vocabulary::Language;
use domain::wording::{capitalized, duration};
use reports::{CaseCount, CauseLine, OpenCase, Report, SilencedCount, UntoldCount, wording};

use super::{Row, TableView, columns, row};
use crate::report::pieces::Line;

/// How many overdue cases are named.
const LISTED_MAX: usize = 4;

/// What happened to cases, now and before.
pub(crate) fn cases(report: &Report, language: Language) -> Vec<Row> {
    let event = |event: &CaseCount| {
        let name = capitalized(&wording::transition(&event.transition, language));
        row(&name, language.report_now_and_before(&language.count(event.now), &language.count(event.before)))
    };
    let open = report.cases.open.map(|open| row(language.report_cases_open_now(), language.count(open)));
    let silenced = |silenced: &SilencedCount| {
        row(&language.report_cases_silenced(&silenced.reason, &silenced.by), language.count(silenced.moments))
    };
    let untold = |untold: &UntoldCount| {
        let name = language.report_untold(&untold.why).unwrap_or(&untold.why);
        row(name, language.count(untold.moments))
    };
    let next_week = report.cases.next_week.map(|next| {
        let [fewest, most] = next.likely.map(|cases| language.count(cases));
        let (cases, per_day) = (language.count(next.cases), language.count(next.per_day));
        row(language.report_cases_next_week(), language.report_cases_ahead(&cases, &fewest, &most, &per_day))
    });
    let cases = &report.cases;
    let rows = open.into_iter().chain(cases.events.iter().map(event)).chain(cases.silenced.iter().map(silenced));
    rows.chain(cases.untold.iter().map(untold)).chain(next_week).collect()
}

/// Says how many cases are open and what is at risk.
pub(crate) fn open(report: &Report, language: Language) -> Option<String> {
    let open = report.cases.open?;
    Some(match wording::moneys(&report.cases.value_at_risk, language) {
        Some(value) => language.report_open_cases_worth(open, &value),
        None => language.report_open_cases(open),
    })
}

/// Lists the cases that are overdue, the most severe first.
pub(crate) fn overdue_cases(report: &Report, language: Language) -> Vec<Line> {
    let Some(overdue) = &report.cases.overdue else { return Vec::new() };
    let line = |case: &OpenCase| {
        let late_s = case.due_at.map_or(0, |due| report.as_of.duration_since(due).as_secs().max(0));
        let minutes = u64::try_from(late_s).unwrap_or_default() / 60;
        let late = match minutes {
            0 => language.report_just_overdue().to_owned(),
            minutes => language.report_overdue_by(&duration(minutes * 60, language)),
        };
        let value = case.value_at_risk.iter().cloned().collect::<Vec<_>>();
        Line {
            name: case.case_id.clone(),
            text: format!("{}, {late}", wording::waits_for(case, language)),
            hint: wording::moneys(&value, language)
                .into_iter()
                .chain(case.owner.clone())
                .collect::<Vec<_>>()
                .join(", "),
        }
    };
    overdue.cases.iter().take(LISTED_MAX).map(line).collect()
}

pub(super) fn causes(report: &Report, language: Language) -> TableView {
    let row = |line: &CauseLine| {
        let controllable = match line.controllable {
            Some(true) => language.yes(),
            Some(false) => language.no(),
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
        title: language.causes_title(),
        why: "why-causes",
        hint: String::new(),
        columns: columns(&[
            language.causes_cause(),
            language.causes_cases(),
            language.causes_cumulated(),
            language.report_column_before(),
            language.causes_controllable(),
        ]),
        rows: report.cases.causes.iter().map(row).collect(),
        links: Vec::new(),
        none: language.causes_none(),
    }
}
