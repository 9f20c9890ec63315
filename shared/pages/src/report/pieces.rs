//! Pieces of the pages of a report: what was compared, promised, quoted, is overdue. Computes no number.

use domain::period::short_day;
use domain::vocabulary::Language;
use domain::wording::{capitalized, code};
use jiff::tz::TimeZone;
use reports::{Change, Comparison, Measure, Note, Pointer, Report, wording};

use super::sections::change_class;
use crate::Visit;

/// How many overdue cases and customers to call are named.
const LISTED_MAX: usize = 4;

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

pub(crate) fn open(report: &Report, language: Language) -> Option<String> {
    let open = report.cases.open?;
    Some(match wording::moneys(&report.cases.value_at_risk, language) {
        Some(value) => language.report_open_cases_worth(open, &value),
        None => language.report_open_cases(open),
    })
}

pub(crate) fn overdue_cases(report: &Report, language: Language) -> Vec<Line> {
    let Some(overdue) = &report.cases.overdue else { return Vec::new() };
    let line = |case: &reports::OpenCase| {
        let late_s = case.due_at.map_or(0, |due| report.as_of.duration_since(due).as_secs().max(0));
        let minutes = u64::try_from(late_s).unwrap_or_default() / 60;
        let late = match minutes {
            0 => language.report_just_overdue().to_owned(),
            minutes => language.report_overdue_by(&domain::wording::duration(minutes * 60, language)),
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

/// What came of promises: of promised times, and of the others by those who were asked and those who were not.
pub(crate) fn promises(report: &Report, language: Language) -> Vec<String> {
    let promises = &report.promises;
    let mut said = Vec::new();
    // Of fewer than five there is nothing to say.
    let is_said = |rate: &reports::Rate| rate.too_few() != Some(reports::TooFew::BelowFive);
    if let Some(due) = promises.due.as_ref().filter(|due| is_said(&due.broken)) {
        said.push(language.report_promises_due(&wording::rate_with_limits(&due.broken, language)));
        said.extend((due.cancelled > 0).then(|| language.report_promises_cancelled(due.cancelled)));
    }
    said.extend(promises.broken.iter().filter(|(_, rate)| is_said(rate)).map(|(voice, rate)| {
        let name = capitalized(wording::voice(*voice, language));
        format!("{}, {name}: {}", language.report_broken_promises(), wording::rate_with_limits(rate, language))
    }));
    let missed = promises.facets.iter().filter(|line| line.missed.count > 0).take(3);
    let missed: Vec<_> = missed.map(|line| wording::facet(line, language)).collect();
    said.extend((!missed.is_empty()).then(|| language.report_promises_missed(&missed.join("; "))));
    said
}

pub(crate) fn call(report: &Report, language: Language) -> Vec<Line> {
    let zone = TimeZone::get(&report.period.time_zone).unwrap_or(TimeZone::UTC);
    let line = |customer: &reports::QuietCustomer| Line {
        name: customer.customer.clone(),
        text: customer.why.iter().map(|why| code(why, language)).collect::<Vec<_>>().join("; "),
        hint: short_day(zone.to_datetime(customer.occurred_at).date(), language),
    };
    report.quiet.call.iter().take(LISTED_MAX).map(line).collect()
}
