//! The first screen: what is wrong, for whom, why, how sure, and what to do first.

use domain::period::short_day;
use domain::vocabulary::Language;
use domain::wording::{capitalized, code};
use jiff::tz::TimeZone;
use reports::{Change, Comparison, Measure, Note, Pointer, Priority, Rate, Report, wording};

use super::chart::{IntervalChart, Scale};
use super::sections::{change_class, interval_chart, scale_end, scale_of};
use crate::Visit;

/// How many kinds the first screen names.
pub(crate) const NAMED_MAX: usize = 3;
/// How many overdue cases, movers and customers to call it names.
const LISTED_MAX: usize = 4;

/// One thing to improve.
pub(crate) struct Thing {
    pub(crate) kind: String,
    pub(crate) voice: &'static str,
    pub(crate) rate: String,
    pub(crate) limits: Option<String>,
    pub(crate) worst_case: Option<String>,
    pub(crate) chart: Option<IntervalChart>,
    pub(crate) trend: Option<Trend>,
    pub(crate) signs: Option<String>,
    pub(crate) cause: Option<String>,
    pub(crate) owner: String,
    pub(crate) importance: String,
    pub(crate) critical: Option<String>,
    pub(crate) quotes: Vec<Quote>,
    /// Where the moments behind it are listed.
    pub(crate) moments: String,
}

/// A comparison in words.
pub(crate) struct Trend {
    pub(crate) name: String,
    pub(crate) voice: &'static str,
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

/// The first screen's data.
pub(crate) struct First {
    pub(crate) health: Health,
    pub(crate) things: Vec<Thing>,
    pub(crate) scale: String,
    /// Whether the period had ended: overdue cases are those of the time of reading.
    pub(crate) is_over: bool,
    pub(crate) overdue: Option<String>,
    pub(crate) overdue_cases: Vec<Line>,
    pub(crate) open: Option<String>,
    pub(crate) recovered: Vec<Line>,
    pub(crate) recovery: String,
    pub(crate) movers: Vec<Trend>,
    pub(crate) promises: Vec<Line>,
    pub(crate) promise_trend: Option<Trend>,
    pub(crate) facets: Option<String>,
    pub(crate) call: Vec<Line>,
    pub(crate) more_to_call: bool,
    pub(crate) celebrated: Option<Celebrated>,
    pub(crate) action: Option<Followed>,
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

pub(crate) fn first(report: &Report, language: Language, visit: &Visit) -> First {
    let named = &report.improve[..report.improve.len().min(NAMED_MAX)];
    let scale = scale_of(named.iter().map(|priority| &priority.rate));
    let movers = report.comparisons.iter().filter(|c| matches!(c.change, Change::Rose | Change::Fell));
    let overdue = report.cases.overdue.as_ref();
    First {
        health: health(report, language),
        things: named.iter().map(|priority| thing(priority, scale, report, language, visit)).collect(),
        scale: scale_end(scale, language),
        is_over: report.period.over,
        overdue: overdue.map(|overdue| wording::overdue(overdue, language)),
        overdue_cases: overdue_cases(report, language),
        open: open(report, language),
        recovered: recovered(report, language),
        recovery: match &report.recovery {
            Some(recovery) => wording::recovery(recovery, language),
            None => wording::no_recovery(language),
        },
        movers: movers.map(|c| trend(c, language)).collect(),
        promises: promises(report, language),
        promise_trend: report.promises.trend.first().map(|c| trend(c, language)),
        facets: facets(report, language),
        call: call(report, language),
        more_to_call: report.quiet.is_at_least || report.quiet.call.len() > LISTED_MAX,
        celebrated: report.moment_to_celebrate.as_ref().map(|celebrated| Celebrated {
            kind: wording::kind_title(&celebrated.kind, language),
            team: celebrated.moment.team.clone(),
            quote: quote(&celebrated.moment, report, language),
        }),
        action: report.promised_action.as_ref().map(|followed| Followed {
            text: followed.action.text.clone(),
            who: followed.action.owner.clone().unwrap_or_default(),
            since: followed.since.as_ref().map(|c| trend(c, language)),
        }),
    }
}

fn thing(priority: &Priority, scale: Scale, report: &Report, language: Language, visit: &Visit) -> Thing {
    let signs: Vec<_> = priority.signs.iter().take(2).map(|sign| wording::sign(sign, language)).collect();
    let unowned = language.report_no_owner();
    let voice = priority.voice.as_str();
    Thing {
        kind: wording::kind_title(&priority.kind, language),
        voice: wording::voice(priority.voice, language),
        rate: wording::rate(&priority.rate, language),
        limits: wording::interval(&priority.rate, language).map(|likely| language.report_customers_had_bad(&likely)),
        worst_case: wording::worst_case(&priority.rate, language),
        chart: interval_chart(&priority.rate, scale, "misery"),
        trend: priority.trend.as_ref().map(|c| trend(c, language)),
        signs: (!signs.is_empty()).then(|| signs.join("; ")),
        cause: priority.cause.as_ref().map(|cause| wording::cause(cause, language)),
        owner: priority.owner.as_ref().map_or(unowned.to_owned(), |owner| wording::owner(owner, language)),
        importance: language.tenths((10.0 * priority.importance).round() as i64),
        critical: (priority.critical > 0).then(|| language.report_critical_count(priority.critical)),
        quotes: priority.examples.iter().take(2).map(|pointer| quote(pointer, report, language)).collect(),
        moments: moments_link(report, visit, &[("kind", &priority.kind), ("outcome", "misery"), ("voice", voice)]),
    }
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
        voice: wording::voice(comparison.voice, language),
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

fn quote(pointer: &Pointer, report: &Report, language: Language) -> Quote {
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
fn health(report: &Report, language: Language) -> Health {
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

fn open(report: &Report, language: Language) -> Option<String> {
    let open = report.cases.open?;
    Some(match wording::moneys(&report.cases.value_at_risk, language) {
        Some(value) => language.report_open_cases_worth(open, &value),
        None => language.report_open_cases(open),
    })
}

fn overdue_cases(report: &Report, language: Language) -> Vec<Line> {
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

fn recovered(report: &Report, language: Language) -> Vec<Line> {
    let wanted = ["resolved", "verified", "lost"];
    let line = |transition: &str| {
        let event = report.cases.events.iter().find(|event| event.transition == transition);
        let (now, earlier) = event.map_or((0, 0), |event| (event.now, event.before));
        Line {
            name: capitalized(&wording::transition(transition, language)),
            text: language.count(now),
            hint: language.report_before(&language.count(earlier)),
        }
    };
    wanted.into_iter().map(line).collect()
}

fn promises(report: &Report, language: Language) -> Vec<Line> {
    let line = |(voice, rate): (&reports::Voice, &Rate)| Line {
        name: capitalized(wording::voice(*voice, language)),
        text: wording::rate(rate, language),
        hint: wording::interval(rate, language).unwrap_or_default(),
    };
    report.promises.broken.iter().map(line).collect()
}

fn facets(report: &Report, language: Language) -> Option<String> {
    let missed = report.promises.facets.iter().filter(|line| line.missed.count > 0).take(3);
    let missed: Vec<_> = missed.map(|line| wording::facet(line, language)).collect();
    (!missed.is_empty()).then(|| missed.join("; "))
}

fn call(report: &Report, language: Language) -> Vec<Line> {
    let zone = TimeZone::get(&report.period.time_zone).unwrap_or(TimeZone::UTC);
    let line = |customer: &reports::QuietCustomer| Line {
        name: customer.customer.clone(),
        text: customer.why.iter().map(|why| code(why, language)).collect::<Vec<_>>().join("; "),
        hint: short_day(zone.to_datetime(customer.occurred_at).date(), language),
    };
    report.quiet.call.iter().take(LISTED_MAX).map(line).collect()
}
