//! The headline of a report, so that a child can read it: one short sentence. Decides nothing that is not in the report already.

use domain::vocabulary::Language;
use domain::wording::words_of;

use super::Report;
use super::monitoring::{Line, Measure, Way, plural};

/// Moments below which a report tells stories instead of rates.
pub const STORIES_BELOW: u64 = 30;

/// What the headline says of a series.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Went {
    Up,
    Down,
    AboveTarget,
    Back,
}

impl Report {
    /// Puts what it comes down to into one short sentence a language.
    #[must_use]
    pub(crate) fn plainly(mut self) -> Self {
        self.verdict.plain = Language::ALL.iter().map(|language| (*language, plain(&self, *language))).collect();
        self
    }

    /// Returns whether so little happened that it is told one by one: a rate of it would say nothing.
    pub fn tells_stories(&self) -> bool {
        self.coverage.moments < STORIES_BELOW
    }

    /// Returns the series that the headline speaks of, if it speaks of one.
    pub fn headline_series(&self) -> Option<&Line> {
        let lines = &self.monitoring.as_ref().filter(|_| !self.tells_stories())?.lines;
        let told = lines.iter().find(|line| line.is_worse() || line.found.is_some());
        let told = told.or_else(|| lines.iter().find(|line| line.is_above()));
        told.or_else(|| lines.iter().find(|line| line.measure == Measure::Late)).or_else(|| lines.first())
    }
}

fn plain(report: &Report, language: Language) -> String {
    let coverage = &report.coverage;
    if coverage.moments == 0 {
        return language.plain_nothing().to_owned();
    }
    let Some(line) = report.headline_series() else {
        return match (coverage.judged_customers, coverage.unhappy_customers) {
            (0, _) => language.plain_unknown().to_owned(),
            (_, 0) => language.plain_nobody().to_owned(),
            (of, unhappy) => language.plain_few(unhappy, &language.count(of)),
        };
    };
    let Some(went) = went(line) else {
        let lines = report.monitoring.iter().flat_map(|monitoring| &monitoring.lines);
        return match lines.into_iter().all(Line::is_inside) {
            true => language.plain_calm().to_owned(),
            false if line.is_above() => language.plain_perhaps(&of_series(line, Went::Up, language)),
            false => language.plain_unclear().to_owned(),
        };
    };
    let sentence = of_series(line, went, language);
    let is_partial = report.monitoring.as_ref().is_some_and(|monitoring| monitoring.is_partial);
    if is_partial { language.plain_so_far(&sentence) } else { sentence }
}

fn went(line: &Line) -> Option<Went> {
    match &line.found {
        // Once is news.
        Some(_) if line.is_back() && !line.is_worse_than_target() => (!line.was_inside()).then_some(Went::Back),
        Some(found) if found.way == Way::Worse => Some(Went::Up),
        _ if line.is_worse_than_target() => Some(Went::AboveTarget),
        Some(_) => Some(Went::Down),
        None => None,
    }
}

fn of_series(line: &Line, went: Went, language: Language) -> String {
    let what = match line.measure {
        Measure::Promise => words_of(&line.subject),
        Measure::Late | Measure::Arrived | Measure::Bad | Measure::Asked => plural(&line.subject, language),
    };
    match (line.measure, went) {
        (_, Went::Back) => language.plain_back(&what),
        (Measure::Late | Measure::Arrived, Went::Up) => language.plain_late_more(&what),
        (Measure::Late | Measure::Arrived, Went::Down) => language.plain_late_fewer(&what),
        (Measure::Late | Measure::Arrived, Went::AboveTarget) => language.plain_late_missed(&what),
        (Measure::Promise, Went::Up) => language.plain_promise_more(&what),
        (Measure::Promise, Went::Down) => language.plain_promise_fewer(&what),
        (Measure::Promise, Went::AboveTarget) => language.plain_promise_missed(&what),
        (Measure::Bad | Measure::Asked, Went::Up) => language.plain_bad_more(&what),
        (Measure::Bad | Measure::Asked, Went::Down) => language.plain_bad_fewer(&what),
        (Measure::Bad | Measure::Asked, Went::AboveTarget) => language.plain_bad_missed(&what),
    }
}
