//! A digest: how many, of what kinds, the worst of them, and where the rest is. Decides nothing.

use domain::alerting::{Action, Digest, Group, WORST_MAX, Waited, Worst};
use domain::vocabulary::Language;
use domain::wording;

use super::{Layout, Line, Part, case, kind, quoted, seconds_between, short, signal, web_address};
use crate::text::{fit, one_line};

/// Longest quotation, in UTF-16 units.
const WORDS_MAX: usize = 200;

pub(super) fn layout(digest: &Digest, language: Language) -> Layout {
    let (headline, note) = match digest.is_overdue {
        true => (wording::gathered_overdue(digest.cases, language), language.message_grouped_overdue()),
        false => {
            let seconds = seconds_between(digest.since, digest.until);
            (wording::gathered(digest.cases, seconds, language), language.message_grouped())
        }
    };
    let (headline, note) = match &digest.waited {
        None => (headline, note.to_owned()),
        Some(waited) => (language.message_list(digest.cases), why(waited, language)),
    };
    let mut kinds: Vec<Line> = digest.groups.iter().map(|group| group_line(group, language)).collect();
    if digest.others > 0 {
        kinds.push(Line::of(format!("• {}", language.message_other_kinds(digest.others))));
    }
    let worst = digest.worst.iter().take(WORST_MAX).flat_map(|worst| worst_lines(worst, language)).collect();
    let mut parts = vec![
        Part::Note(note),
        Part::Facts(vec![
            (language.message_first(), Line::at(digest.since)),
            (language.message_last(), Line::at(digest.until)),
        ]),
        Part::List { title: language.message_kinds(), lines: kinds },
        Part::List { title: language.message_worst(), lines: worst },
    ];
    let url = digest.url.as_deref().and_then(web_address);
    parts.extend(url.map(|url| Part::Link { label: language.message_open_queue(), url }));
    let largest = digest.groups.first().map(|group| format!(" · {}", counted(group, language)));
    let summary = format!("{headline}{}", largest.unwrap_or_default());
    Layout { signal: "📥", headline, summary, parts, buttons: Vec::new() }
}

/// Says why these waited.
fn why(waited: &Waited, language: Language) -> String {
    match waited {
        Waited::Mild(from) => language.message_list_mild(&language.count(u64::from(*from))),
        Waited::Capacity(cases) => language.message_list_capacity(&language.count(u64::from(*cases))),
        Waited::Silenced { reason, by } => language.message_list_silenced(&short(reason), &short(by)),
    }
}

/// `25 × Delivery`.
fn counted(group: &Group, language: Language) -> String {
    format!("{} × {}", group.count, kind(&group.touchpoint_type, language))
}

/// One kind: how many, what, why and from whom.
fn group_line(group: &Group, language: Language) -> Line {
    let clauses: Vec<&str> = group.clauses.iter().map(|clause| wording::clause(*clause, language)).collect();
    let why = if clauses.is_empty() { String::new() } else { format!(" · {}", short(&clauses.join("; "))) };
    let source = if group.source.is_empty() { String::new() } else { format!(" · {}", short(&group.source)) };
    Line::of(format!("• {}{why}{source}", counted(group, language)))
}

/// One of the worst, with the customer's words under it.
fn worst_lines(worst: &Worst, language: Language) -> Vec<Line> {
    let what = format!(
        "{} {} · {} · ",
        signal(worst.severity),
        kind(&worst.touchpoint_type, language),
        wording::stage(worst.stage, language)
    );
    let case = format!(" · {}", case(&short(&worst.case_id), language));
    let url = worst.url.as_deref().and_then(web_address);
    let line = Line::of(what).and(Line::at(worst.occurred_at)).and(Line::of(case));
    let mut lines = vec![line.with_link(wording::action(Action::Show, language), url)];
    let words = worst.words.as_deref().map(|words| fit(&one_line(words), WORDS_MAX, str::to_owned));
    lines.extend(
        words.filter(|words| !words.is_empty()).map(|words| Line::of(format!("💬 {}", quoted(&words, language)))),
    );
    lines
}
