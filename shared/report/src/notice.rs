//! The few lines a channel gets when a report is ready: the sentence and the cards of its first page. Plain text; a channel escapes it.

use super::{Report, wording};
use domain::alerting::ReportNotice;
use domain::vocabulary::Language;

/// How many things to do first a notice names.
const NAMED_MAX: usize = 3;
/// How many unhappy customers a notice tells of, where there are too few for rates.
const STORIES_MAX: usize = 3;

/// Shortens a report to what a busy reader needs: what its first page says. The sentence, its number, what to do first, and the cases.
pub fn notice(report: &Report, language: Language, url: Option<String>) -> ReportNotice {
    let mut lines = Vec::new();
    if report.headline_series().is_some() {
        lines.extend(report.verdict.sentence.get(&language).cloned());
    } else if report.coverage.moments > 0 {
        lines.push(format!("{}.", wording::coverage(&report.coverage, language)));
    }
    match report.tells_stories() {
        true => lines.extend(report.stories.iter().take(STORIES_MAX).map(|story| {
            let kind = wording::kind_title(&story.kind, language);
            let words = story.words.as_ref().map(|words| format!(" {}", language.quoted(words)));
            format!("{kind}:{}", words.unwrap_or_else(|| format!(" {}", why(story, language))))
        })),
        false => lines.extend(report.improve.iter().take(NAMED_MAX).map(|one| wording::card(one, language))),
    }
    lines.extend(cases(report, language));
    ReportNotice {
        period: report.period.name.to_string(),
        language,
        headline: report.verdict.plain.get(&language).cloned().unwrap_or_default(),
        lines,
        url,
    }
}

fn why(story: &super::Story, language: Language) -> String {
    story.why.iter().map(|why| domain::wording::code(why, language)).collect::<Vec<_>>().join("; ")
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
