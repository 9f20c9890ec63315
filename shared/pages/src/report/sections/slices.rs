//! One line a name: segments, and whatever a period is broken down by.

use domain::vocabulary::Language;
use domain::wording::capitalized;
use reports::{Breakdown, Cut, OTHER, Report, SliceLine, Voice, wording};

use super::{TableView, columns, with_limits};

pub(super) fn segments(report: &Report, language: Language) -> TableView {
    TableView {
        id: "segments",
        title: language.segments_title(),
        why: "why-rate",
        hint: String::new(),
        columns: slice_columns(language, language.segments_segment()),
        rows: report.segments.iter().map(|line| slice_row(line, language, &capitalized)).collect(),
        links: Vec::new(),
        none: language.report_no_moments(),
    }
}

/// The table of a breakdown.
pub(crate) fn breakdown(breakdown: &Breakdown, language: Language) -> TableView {
    let title = match breakdown.by {
        Cut::Source => language.slices_by_source(),
        Cut::Channel => language.slices_by_channel(),
        Cut::Segment => language.slices_by_segment(),
        Cut::TouchpointType => language.slices_by_type(),
    };
    let name = |name: &str| match breakdown.by {
        Cut::Channel => wording::channel(name, language),
        Cut::TouchpointType => wording::kind_title(name, language),
        Cut::Source => name.to_owned(),
        Cut::Segment => capitalized(name),
    };
    TableView {
        id: "breakdown",
        title,
        why: "",
        hint: language.slices_hint().to_owned(),
        columns: slice_columns(language, language.slices_name()),
        rows: breakdown.slices.iter().map(|line| slice_row(line, language, &name)).collect(),
        links: Vec::new(),
        none: language.report_no_moments(),
    }
}

fn slice_columns(language: Language, name: &str) -> Vec<String> {
    let rest = columns(&[
        language.report_column_moments(),
        language.report_column_before(),
        language.report_column_customers(),
        language.report_column_critical(),
        language.slices_unsolicited(),
        language.slices_solicited(),
    ]);
    [name.to_owned()].into_iter().chain(rest).collect()
}

fn slice_row(line: &SliceLine, language: Language, name: &dyn Fn(&str) -> String) -> Vec<String> {
    let rate = |voice| line.rates.get(&voice).map_or("–".to_owned(), |rates| with_limits(&rates.misery, language));
    let name = match line.name.as_str() {
        "" => language.slices_not_named().to_owned(),
        OTHER => language.slices_others().to_owned(),
        other => name(other),
    };
    vec![
        name,
        language.count(line.moments),
        language.count(line.moments_before),
        language.count(line.customers),
        language.count(line.critical),
        rate(Voice::Unsolicited),
        rate(Voice::Solicited),
    ]
}
