//! A digest: how many, of what kinds, the worst of them, and where the rest is. Decides nothing.

use domain::alerting::{Digest, Group, WORST_MAX, Worst};
use domain::vocabulary::Language;
use domain::wording;

use super::{Layout, Line, Part, case, kind, quoted, seconds_between, short, signal, web_address};
use crate::text::{fit, one_line};

/// Longest quotation, in UTF-16 units.
const WORDS_MAX: usize = 200;

/// The fixed words of the layout.
struct Labels {
    note: &'static str,
    from: &'static str,
    to: &'static str,
    kinds: &'static str,
    worst: &'static str,
    open: &'static str,
}

const ENGLISH: Labels = Labels {
    note: "Told together, so that nobody is flooded. Each one has its case.",
    from: "First",
    to: "Last",
    kinds: "What they are",
    worst: "The worst",
    open: "Open the queue",
};

const SPANISH: Labels = Labels {
    note: "Contados juntos, para no inundar a nadie. Cada uno tiene su caso.",
    from: "Primero",
    to: "Último",
    kinds: "Qué son",
    worst: "Los peores",
    open: "Abrir la cola",
};

pub(super) fn layout(digest: &Digest, language: Language) -> Layout {
    let labels = match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    };
    let headline = match digest.is_overdue {
        true => wording::gathered_overdue(digest.cases, language),
        false => wording::gathered(digest.cases, seconds_between(digest.since, digest.until), language),
    };
    let mut kinds: Vec<Line> = digest.groups.iter().map(|group| group_line(group, language)).collect();
    if digest.others > 0 {
        let others = match language {
            Language::English => format!("{} × of other kinds", digest.others),
            Language::Spanish => format!("{} × de otro tipo", digest.others),
        };
        kinds.push(Line::of(format!("• {others}")));
    }
    let worst = digest.worst.iter().take(WORST_MAX).flat_map(|worst| worst_lines(worst, language)).collect();
    let mut parts = vec![
        Part::Note(labels.note.to_owned()),
        Part::Facts(vec![(labels.from, Line::at(digest.since)), (labels.to, Line::at(digest.until))]),
        Part::List { title: labels.kinds, lines: kinds },
        Part::List { title: labels.worst, lines: worst },
    ];
    let url = digest.url.as_deref().and_then(web_address);
    parts.extend(url.map(|url| Part::Link { label: labels.open, url }));
    let largest = digest.groups.first().map(|group| format!(" · {}", counted(group, language)));
    let summary = format!("{headline}{}", largest.unwrap_or_default());
    Layout { signal: "📥", headline, summary, parts, buttons: Vec::new() }
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
    let mut lines = vec![Line::of(what).and(Line::at(worst.occurred_at)).and(Line::of(case))];
    let words = worst.words.as_deref().map(|words| fit(&one_line(words), WORDS_MAX, str::to_owned));
    lines.extend(
        words.filter(|words| !words.is_empty()).map(|words| Line::of(format!("💬 {}", quoted(&words, language)))),
    );
    lines
}
