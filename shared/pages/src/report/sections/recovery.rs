//! What became of failures, and who was not asked afterwards.

use domain::vocabulary::Language;
use reports::{Report, wording};

use super::journeys::{too_young, whom};
use super::{TableView, columns, with_limits};

pub(super) fn recovery(report: &Report, language: Language) -> TableView {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut push = |name: &str, text: String| rows.push(vec![name.to_owned(), text]);
    if let Some(recovery) = &report.recovery {
        push(language.recovery_failures(), language.count(recovery.failures));
        push(language.recovery_known(), wording::part(&recovery.known, language));
        push(language.recovery_heard(), wording::part(&recovery.heard_again, language));
        push(language.recovery_recovered(), with_limits(&recovery.recovered, language));
        push(language.recovery_leaked(), with_limits(&recovery.leaked, language));
    }
    if let Some(later) = &report.journeys.later {
        push(language.recovery_unheard(), wording::part(&later.resolved_unheard, language));
        push(language.recovery_no_follow_up(), wording::part(&later.bought_without_follow_up, language));
    }
    let read: u64 = report.kinds.iter().filter(|kind| kind.kind == "review_read").map(|kind| kind.moments).sum();
    if read > 0 {
        push(language.recovery_reviews_read(), language.count(read));
    }
    TableView {
        id: "recovery",
        title: language.recovery_title(),
        why: "why-recovery",
        hint: report.journeys.later.as_ref().map(|later| whom(later, language)).unwrap_or_default(),
        columns: columns(&[language.recovery_what(), language.recovery_how_many()]),
        rows,
        links: Vec::new(),
        none: too_young(language),
    }
}
