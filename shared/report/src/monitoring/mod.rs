//! Monitoring in a report: which kinds and promises left their normal range, since when, and which targets are missed. The method is in the
//! crate `monitoring`; here are the series, the section of the JSON and its sentences.

mod declared;
mod facts;
mod line;
mod news;
mod words;

use std::collections::BTreeMap;

use ::monitoring::{Count, Declared, Input, Series, TargetState, monitor};
use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Report;
use super::sections::counts::words::short_history;
use domain::period::Period;
use domain::vocabulary::Language;

pub use declared::{Declarations, WrittenSeason};
use facts::NEVER_CAME;
pub use facts::{MEASURES, WeekCounts, is_series};
pub use line::{Found, Limits, Line, Measure, TREND_WEEKS, Target, TargetIs, TrendWeek, Way};
pub use news::News;
pub(crate) use words::plural;

/// What the names of promised times end with.
const LATE_ENDING: &str = ".late";
/// Lines of a report, at most: the findings first.
pub const LINES_MAX: usize = 40;
/// Weeks that are looked back at most.
pub const WEEKS_MAX: usize = ::monitoring::reading::WEEKS_MAX;

/// What left its normal range, and what did not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Monitoring {
    /// The Monday of the last week.
    pub week: Date,
    /// Whether only a part of the last week is counted: the report ends within it.
    pub is_partial: bool,
    /// Weeks with anything that are known, the last one included.
    pub weeks: u64,
    /// False alarm episodes a year that all series together are allowed.
    pub false_alarms_a_year: f64,
    /// What it comes down to in one sentence, by language.
    pub sentence: BTreeMap<Language, String>,
    /// The series: what is worse, what misses its target, what is better, then the others, the most counted first.
    pub lines: Vec<Line>,
}

/// Weeks of counts, in order and without a gap; the last one may be running.
#[derive(Clone, Debug, Default)]
pub struct Weeks {
    /// The Monday of the first.
    pub first: Date,
    /// What was counted in each.
    pub counts: Vec<WeekCounts>,
    /// Whether the last one is counted only up to the end of the report.
    pub is_partial: bool,
    /// What was counted in the weeks after them: what came of promises for their days.
    pub later: Vec<WeekCounts>,
    /// The day after the last one that anything is known of. Of a promise for a later day only that it was kept early could be known.
    pub end: Date,
}

impl Monitoring {
    /// Reads the weeks up to the end of a report; `None` while nothing can be said: no series has enough weeks, and no target is
    /// set.
    pub fn of(weeks: &Weeks, declared: &Declared) -> Option<Self> {
        let series = series(weeks, declared);
        let input =
            Input { first: weeks.first, series: &series, is_partial: weeks.is_partial, seasons: &declared.seasons };
        let readings = monitor(&input);
        let place = |name: &str| series.iter().position(|series| series.name == name);
        let mut lines: Vec<Line> = readings
            .iter()
            .filter(|reading| reading.normal.is_some() || reading.target.is_some())
            .filter(|reading| reading.finding.is_some() || reading.last.of > 0)
            .filter_map(|reading| Some(worded(Line::of(reading, &series[place(&reading.name)?].counts, weeks.first))))
            .collect();
        // What came late is told only where it alone says something.
        let told: Vec<String> =
            lines.iter().filter(|line| line.found.is_some()).map(|line| line.series.clone()).collect();
        lines.retain(|line| {
            let is_told = told.contains(&format!("{}.{}", line.subject, facts::LATE));
            line.measure != Measure::Arrived || (line.found.is_some() && !is_told)
        });
        if lines.is_empty() {
            return None;
        }
        lines.sort_by(|a, b| {
            a.rank().total_cmp(&b.rank()).then_with(|| b.last.of.cmp(&a.last.of)).then_with(|| a.series.cmp(&b.series))
        });
        lines.truncate(LINES_MAX);
        let known = weeks.counts.iter().filter(|counts| counts.values().any(|count| count.of > 0)).count();
        let sentence = |language: &Language| (*language, words::sentence(&lines, weeks.is_partial, *language));
        Some(Self {
            week: weeks.first.saturating_add((weeks.counts.len().saturating_sub(1) as i64).weeks()),
            is_partial: weeks.is_partial,
            weeks: known as u64,
            false_alarms_a_year: ::monitoring::engine::FALSE_ALARMS_A_YEAR,
            sentence: Language::ALL.iter().map(sentence).collect(),
            lines,
        })
    }

    /// Lists what was noticed in one of the last two weeks: what a channel is told, once.
    pub fn news(&self) -> impl Iterator<Item = News<'_>> {
        let recent = self.week.saturating_sub(1.week());
        let end = self.week.saturating_add(1.week());
        let of_line = move |line: &'_ Line| {
            let found = line.found.as_ref().map(|found| (found.way.as_str(), found.since, found.noticed));
            let missed = line.target.as_ref().and_then(|target| Some(("target", target.since?, target.noticed?)));
            [found, missed]
        };
        self.lines
            .iter()
            .flat_map(move |line| of_line(line).into_iter().flatten().map(move |what| (line, what)))
            .filter_map(move |(line, (what, since, noticed))| {
                let since = Period::range(since, end).filter(|_| noticed >= recent)?;
                Some(News { line, what, since, noticed, rows: line.rows() })
            })
    }

    /// Returns whether something is worse, or misses its target.
    pub fn is_worse(&self) -> bool {
        self.lines.iter().any(Line::is_worse)
    }

    /// Returns whether something is better, and nothing worse.
    pub fn is_better(&self) -> bool {
        !self.is_worse() && self.lines.iter().any(Line::is_better)
    }
}

impl Report {
    /// Adds what monitoring says. Its sentence becomes the report's: a week beside the week before sees no slow change.
    #[must_use]
    pub fn monitored(mut self, weeks: &Weeks, declared: &Declared) -> Self {
        self.monitoring = Monitoring::of(weeks, declared);
        if let Some(monitoring) = &self.monitoring
            && self.coverage.moments > 0
        {
            self.verdict.sentence.clone_from(&monitoring.sentence);
        } else if self.coverage.judged_customers > 0 {
            // A week beside the week before, of those who spoke unasked only, would say something else than the headline.
            self.verdict.sentence = short_history(&self.coverage);
        }
        self.plainly()
    }
}

fn worded(mut line: Line) -> Line {
    line.sentence = Language::ALL.iter().map(|language| (*language, words::line(&line, *language))).collect();
    line
}

/// Puts the series of all weeks beside each other: times first, because of copies the first one stays.
fn series(weeks: &Weeks, declared: &Declared) -> Vec<Series> {
    let by_day = by_day(weeks);
    let of_weeks = weeks.counts.iter().flat_map(BTreeMap::keys).filter(|name| facts::day_of(name).is_none());
    let mut names: Vec<&str> = of_weeks.map(String::as_str).chain(by_day.keys().copied()).collect();
    names.sort_by_key(|name| (facts::place(name), *name));
    names.dedup();
    let counts = |name: &str| -> Vec<Count> {
        let of_days = by_day.get(name);
        let of_day = |week: usize| of_days.and_then(|counts| counts.get(week)).copied().unwrap_or_default();
        let of_week =
            |(week, counts): (usize, &WeekCounts)| of_day(week) + counts.get(name).copied().unwrap_or_default();
        weeks.counts.iter().enumerate().map(of_week).collect()
    };
    let of = |name: &str| Series {
        name: name.to_owned(),
        counts: counts(name),
        target: declared.targets.get(name).copied(),
    };
    let mut series: Vec<Series> = names.into_iter().map(of).collect();
    let same: Vec<String> = series.iter().filter_map(|one| is_arrival(one, &counts)).collect();
    // Where everything comes, what came late is what was missed, once more.
    let is_all_known = counts(NEVER_CAME).iter().all(|count| count.of == 0);
    series.retain(|one| one.name != NEVER_CAME && !(is_all_known && one.name.ends_with(facts::ARRIVED)));
    let all = |series: &Series| series.counts.iter().map(|count| count.of).sum::<u64>();
    // What never came counts for the kind that reports most promised times.
    let reporter = series.iter_mut().filter(|one| one.name.ends_with(LATE_ENDING)).max_by_key(|one| all(one));
    if let Some(reporter) = reporter {
        reporter.counts.iter_mut().zip(counts(NEVER_CAME)).for_each(|(count, never)| *count = *count + never);
    }
    // What came late is the same fact as the bad experiences that it was: they become copies of what also holds what never came.
    for kind in same {
        let of = |measure: &str| format!("{kind}.{measure}");
        let late = series.iter().find(|one| one.name == of(facts::LATE)).map(|one| one.counts.clone());
        let bad = series.iter_mut().find(|one| one.name == of(facts::BAD));
        if let (Some(late), Some(bad)) = (late, bad) {
            bad.counts = late;
        }
    }
    series
}

/// Adds up what is counted for days, week by week, whenever it became known.
fn by_day(weeks: &Weeks) -> BTreeMap<&str, Vec<Count>> {
    let mut series: BTreeMap<&str, Vec<Count>> = BTreeMap::new();
    let known = weeks.counts.iter().chain(&weeks.later).flatten();
    for (name, date, count) in
        known.filter_map(|(name, count)| facts::day_of(name).map(|(name, date)| (name, date, count)))
    {
        let week = usize::try_from(i64::from((date - weeks.first).get_days()).div_euclid(7)).unwrap_or(usize::MAX);
        let counts = series.entry(name).or_insert_with(|| vec![Count::default(); weeks.counts.len()]);
        if let Some(sum) = counts.get_mut(week).filter(|_| date < weeks.end) {
            *sum = *sum + *count;
        }
    }
    series
}

/// Returns the kind of a series of bad experiences, if they are what came late of it.
fn is_arrival(series: &Series, counts: &impl Fn(&str) -> Vec<Count>) -> Option<String> {
    let (kind, measure) = series.name.rsplit_once('.')?;
    let arrived = counts(&format!("{kind}.{}", facts::ARRIVED));
    let is_copy = measure == facts::BAD && ::monitoring::copies::copies(&[&arrived, &series.counts])[1].is_some();
    is_copy.then(|| kind.to_owned())
}

impl From<TargetState> for TargetIs {
    fn from(state: TargetState) -> Self {
        match state {
            TargetState::Kept => Self::Kept,
            TargetState::Above => Self::Above,
            TargetState::Missed => Self::Missed,
        }
    }
}

#[cfg(test)]
mod tests;
