//! The few lines a channel gets when a report is ready. Plain text; a channel escapes it.

use super::movers::Change;
use super::{Report, wording};
use domain::alerting::ReportNotice;
use domain::vocabulary::Language;

/// How many kinds to improve, and how many that changed, a notice names.
const NAMED_MAX: usize = 3;

/// Shortens a report to what a busy reader needs: the verdict, how much it rests on, what to improve first, what
/// changed, and the cases.
pub fn notice(report: &Report, language: Language, url: Option<String>) -> ReportNotice {
    let mut lines = vec![format!("{}.", wording::coverage(&report.coverage, language))];
    lines.extend(improve(report, language));
    lines.extend(changed(report, language));
    lines.extend(cases(report, language));
    ReportNotice {
        period: report.period.name.to_string(),
        language,
        headline: report.verdict.sentence.get(&language).cloned().unwrap_or_default(),
        lines,
        url,
    }
}

fn improve(report: &Report, language: Language) -> Option<String> {
    let named: Vec<_> = report
        .improve
        .iter()
        .take(NAMED_MAX)
        .map(|priority| {
            let kind = wording::kind(&priority.kind, language);
            format!("{kind}, {}", wording::rate(&priority.rate, language))
        })
        .collect();
    (!named.is_empty()).then(|| language.report_notice_improve(&named.join("; ")))
}

fn changed(report: &Report, language: Language) -> Option<String> {
    let moved = report.comparisons.iter().filter(|c| matches!(c.change, Change::Rose | Change::Fell));
    let named: Vec<_> = moved
        .filter_map(|comparison| {
            let kind = wording::kind(comparison.kind.as_deref()?, language);
            Some(format!("{kind}, {}", wording::comparison(comparison, language)))
        })
        .take(NAMED_MAX)
        .collect();
    (!named.is_empty()).then(|| language.report_notice_changed(&named.join("; ")))
}

fn cases(report: &Report, language: Language) -> Option<String> {
    let mut parts: Vec<_> = report
        .cases
        .events
        .iter()
        .filter(|event| event.now > 0)
        .map(|event| format!("{} {}", language.count(event.now), wording::transition(&event.transition, language)))
        .collect();
    if let Some(open) = report.cases.open {
        parts.push(language.report_notice_open(open));
    }
    let overdue = report.cases.overdue.as_ref().filter(|overdue| overdue.count > 0);
    let overdue = overdue.map(|overdue| format!(" {}", wording::overdue(overdue, language))).unwrap_or_default();
    (!parts.is_empty()).then(|| format!("{}{overdue}", language.report_notice_cases(&parts.join(", "))))
}
