//! The page with all numbers of a report as the template sees it: every text worded, every length known.

use askama::Template;
use domain::period::Period;
use domain::vocabulary::Language;
use jiff::tz::TimeZone;
use reports::{Cut, Report, wording};

use super::monitoring::{Watched, watched};
use super::pieces::{Health, health};
use super::sections::cases::cases;
use super::sections::comparisons::{Changes, changes};
use super::sections::counts::{
    Channels, Day, Stages, Tile, channels, clauses, coverage, day_columns, days, methods, stages, tiles,
};
use super::sections::headline::{Headline, headline};
use super::sections::kinds::{KindRow, kinds};
use super::sections::priorities::{Improve, improve};
use super::sections::promises::promises;
use super::sections::ratings::{Ratings, ratings};
use super::sections::{Row, TableView, tables};
use crate::Visit;
use crate::style::{REPORT, Style};

/// A page in one language.
#[derive(Template)]
#[template(path = "details.html")]
pub(crate) struct Page<'a> {
    pub(crate) language: Language,
    style: &'a Style,
    period: String,
    before: String,
    as_of: String,
    verdict: String,
    mood: &'static str,
    mark: &'static str,
    notes: Vec<String>,
    moments: u64,
    busiest: String,
    tiles: Vec<Tile>,
    watched: Option<Watched>,
    health: Health,
    promises: Vec<String>,
    recovery: Option<String>,
    front: String,
    tables: Vec<TableView>,
    links: Vec<(String, &'static str)>,
    celebrate: Improve,
    headline: Headline,
    stages: Stages,
    changes: Changes,
    days: Vec<Day>,
    day_columns: Option<super::chart::ColumnsChart>,
    kinds: Vec<KindRow>,
    cases: Vec<Row>,
    clauses: Vec<Row>,
    ratings: Ratings,
    channels: Channels,
    methods: Vec<Row>,
    coverage: Vec<Row>,
}

impl<'a> Page<'a> {
    pub(crate) fn of(report: &'a Report, language: Language, visit: &Visit) -> Self {
        let (mood, mark) = mood(report);
        Self {
            language,
            style: &REPORT,
            period: domain::wording::capitalized(&report.period.name.label(language)),
            before: report.before.name.label(language),
            as_of: as_of(report, language),
            verdict: report.verdict.sentence.get(&language).cloned().unwrap_or_default(),
            mood,
            mark,
            notes: report.notes.iter().map(|note| wording::note(note, language)).collect(),
            moments: report.coverage.moments,
            busiest: language.count(report.days.iter().map(|day| day.moments).max().unwrap_or_default()),
            tiles: tiles(report, language),
            watched: watched(report, language, visit),
            health: health(report, language),
            promises: promises(report, language),
            recovery: report.recovery.as_ref().map(|recovery| wording::recovery(recovery, language)),
            front: visit.address(&format!("{}.html", report.period.name), &[]),
            tables: tables(report, language, visit),
            links: links(report, language, visit),
            celebrate: improve(&report.celebrate, "magic", report, language),
            headline: headline(report, language),
            stages: stages(report, language),
            changes: changes(report, language),
            days: days(report, language),
            day_columns: day_columns(report),
            kinds: kinds(report, language),
            cases: cases(report, language),
            clauses: clauses(report, language),
            ratings: ratings(report, language),
            channels: channels(report, language),
            methods: methods(report, language),
            coverage: coverage(report, language),
        }
    }

    /// How the numbers are made.
    fn rules(&self) -> [(&'static str, &'static str, &'static str); 19] {
        super::why::rules(self.language)
    }
}

/// Which colour and which mark the verdict has; where nothing overall can be told, the kinds that moved decide.
pub(crate) fn mood(report: &Report) -> (&'static str, &'static str) {
    const WORSE: (&str, &str) = ("worse", "▲");
    const BETTER: (&str, &str) = ("better", "▼");
    // The colour belongs to the sentence beside it.
    if let Some(monitoring) = report.monitoring.as_ref().filter(|_| report.coverage.moments > 0) {
        return match (monitoring.is_worse(), monitoring.is_better()) {
            (true, _) => WORSE,
            (false, true) => BETTER,
            (false, false) => ("same", "≈"),
        };
    }
    // Before anything is known to be normal, nothing is better or worse.
    ("same", "–")
}

/// The same period in other forms, broken down, and the one before.
pub(crate) fn links(report: &Report, language: Language, visit: &Visit) -> Vec<(String, &'static str)> {
    let period = report.period.name;
    let form = |ending: &str, text| (visit.address(&format!("{period}.{ending}"), &[]), text);
    let mut links = vec![form("json", "JSON"), form("csv", language.report_csv())];
    links.extend(cuts(period, language, visit));
    if !visit.is_confined() {
        let before = language.report_period_before();
        links.push((visit.address(&format!("{}.html", report.before.name), &[]), before));
    }
    links
}

/// A period broken down, by one dimension at a time.
pub(crate) fn cuts(period: Period, language: Language, visit: &Visit) -> Vec<(String, &'static str)> {
    let cut = |by: Cut| {
        let text = match by {
            Cut::Source => language.report_by_source(),
            Cut::Channel => language.report_by_channel(),
            Cut::Segment => language.report_by_segment(),
            Cut::TouchpointType => language.report_by_type(),
        };
        (visit.address(&format!("{period}.html"), &[("by", by.as_str())]), text)
    };
    Cut::ALL.into_iter().map(cut).collect()
}

/// When the facts were read, on the clock of the report's zone.
pub(crate) fn as_of(report: &Report, language: Language) -> String {
    let zone = TimeZone::get(&report.period.time_zone).unwrap_or(TimeZone::UTC);
    let at = zone.to_datetime(report.as_of);
    let day = Period::day(at.date()).label(language);
    format!("{day}, {:02}:{:02} ({})", at.hour(), at.minute(), report.period.time_zone)
}
