//! Pieces of the pages of a report: what was compared, promised, quoted, is overdue. Computes no number.

use domain::period::short_day;
use domain::vocabulary::Language;
use jiff::tz::TimeZone;
use reports::{Change, Comparison, Measure, Note, Pointer, Report, wording};

use super::chart::change_class;
use crate::Visit;

/// A comparison in words.
pub(crate) struct Trend {
    pub(crate) name: String,
    pub(crate) sides: String,
    pub(crate) points: String,
    pub(crate) words: &'static str,
    pub(crate) class: &'static str,
}

/// A customer's words.
pub(crate) struct Quote {
    /// What was said, cut at its marks: each part with whether it is marked; empty if nothing can be shown.
    pub(crate) words: Vec<(String, bool)>,
    pub(crate) language: Option<String>,
    pub(crate) who: String,
    /// What stands before and after the words.
    pub(crate) marks: (String, String),
}

/// Whether the data can be relied on.
pub(crate) struct Health {
    pub(crate) is_well: bool,
    pub(crate) value: String,
    pub(crate) detail: String,
}

/// A name with a text and a hint.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) hint: String,
}

/// A moment to tell.
pub(crate) struct Celebrated {
    pub(crate) kind: String,
    pub(crate) team: Option<String>,
    pub(crate) quote: Quote,
}

/// What was promised, and what happened since.
pub(crate) struct Followed {
    pub(crate) text: String,
    pub(crate) who: String,
    pub(crate) since: Option<Trend>,
}

/// What the report before was answered with, and what happened since.
pub(crate) fn followed(report: &Report, language: Language) -> Option<Followed> {
    report.promised_action.as_ref().map(|followed| Followed {
        text: followed.action.text.clone(),
        who: followed.action.owner.clone().unwrap_or_default(),
        since: followed.since.as_ref().map(|c| trend(c, language)),
    })
}

/// Kinds that an action can be about, with their titles.
pub(crate) fn actionable(report: &Report, language: Language) -> Vec<(String, String)> {
    let title = |kind: &String| (kind.clone(), wording::kind_title(kind, language));
    report.improve.iter().map(|priority| title(&priority.kind)).collect()
}

/// The most telling magic in a customer's words, if its words can be shown.
pub(crate) fn celebrated(report: &Report, language: Language) -> Option<Celebrated> {
    let celebrated = report.moment_to_celebrate.as_ref().filter(|celebrated| celebrated.moment.words.is_some())?;
    Some(Celebrated {
        kind: wording::kind_title(&celebrated.kind, language),
        team: celebrated.moment.team.clone(),
        quote: quote(&celebrated.moment, report, language),
    })
}

/// Where the moments behind a number are listed.
pub(crate) fn moments_link(report: &Report, visit: &Visit, wanted: &[(&str, &str)]) -> String {
    visit.address(&format!("{}/moments", report.period.name), wanted)
}

pub(crate) fn trend(comparison: &Comparison, language: Language) -> Trend {
    let points = language.signed_tenths(comparison.tenths_of_points());
    Trend {
        name: match (&comparison.kind, comparison.measure) {
            (_, Measure::BrokenPromise) => language.report_broken_promises().to_owned(),
            (_, Measure::MissedTime) => language.report_missed_times().to_owned(),
            (Some(kind), Measure::Misery) => wording::kind_title(kind, language),
            (None, Measure::Misery) => language.report_all_customers().to_owned(),
        },
        sides: format!(
            "{} → {}",
            wording::rate(&comparison.before, language),
            wording::rate(&comparison.now, language)
        ),
        points: match comparison.change {
            Change::TooFew => String::new(),
            Change::Rose | Change::Fell | Change::CouldBeChance => language.report_points(&points),
        },
        words: wording::change(comparison.change, language),
        class: change_class(comparison.change),
    }
}

pub(crate) fn quote(pointer: &Pointer, report: &Report, language: Language) -> Quote {
    let zone = TimeZone::get(&report.period.time_zone).unwrap_or(TimeZone::UTC);
    let day = short_day(zone.to_datetime(pointer.occurred_at).date(), language);
    Quote {
        words: pointer.parts().into_iter().map(|(text, is_marked)| (text.to_owned(), is_marked)).collect(),
        language: pointer.language.clone(),
        who: language.report_quote_who(&pointer.customer, &day),
        marks: marks(language),
    }
}

/// What stands before and after a quotation.
fn marks(language: Language) -> (String, String) {
    let quoted = language.quoted("\n");
    quoted.split_once('\n').map(|(open, close)| (open.to_owned(), close.to_owned())).unwrap_or_default()
}

/// The data is well if no source went silent and no day is without data.
pub(crate) fn health(report: &Report, language: Language) -> Health {
    let silent = report.notes.iter().filter(|note| matches!(note, Note::SilentSource { .. })).count() as u64;
    let empty = report.notes.iter().find_map(|note| match note {
        Note::DaysWithoutData { dates } => Some(dates.len() as u64),
        _ => None,
    });
    let sources = report.coverage.sources.iter().count();
    let (is_well, value, detail) = match (silent, empty) {
        (0, None) => (true, language.report_data_complete(), language.report_data_sources(sources)),
        (0, Some(days)) => (false, language.report_data_gaps(), language.report_data_days(days)),
        (silent, _) => (false, language.report_data_gaps(), language.report_data_silent(silent)),
    };
    Health { is_well, value: value.to_owned(), detail }
}
